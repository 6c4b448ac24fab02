import { assertEquals } from "@std/assert";
import type { Diagnostic } from "./diagnostic.ts";
import { renderDiagnostic, renderReport } from "./render.ts";

const base: Diagnostic = {
  code: "E0101",
  severity: "error",
  kind: "syntax",
  message: "something is wrong",
  file: "a.zixir",
  span: { start: 8, end: 9 },
  labels: [],
};

Deno.test("renderDiagnostic() shows code, message, place, the underlined line and the hint", () => {
  const text = "let a = )\nlet b = 1\n";
  assertEquals(
    renderDiagnostic({ ...base, hint: "remove it" }, () => text),
    [
      "error[E0101]: something is wrong",
      " --> a.zixir:1:9",
      "  |",
      "1 | let a = )",
      "  |         ^",
      "  = hint: remove it",
      "",
    ].join("\n"),
  );
});

Deno.test("renderDiagnostic() shows labels under their own lines, in the order of the text", () => {
  const text = "f(\n  1,\n  2\nlet x = 1\n";
  const rendered = renderDiagnostic({
    ...base,
    span: { start: 1, end: 2 },
    labels: [{ span: { start: 10, end: 11 }, text: "closed before here" }],
  }, () => text);
  assertEquals(
    rendered,
    [
      "error[E0101]: something is wrong",
      " --> a.zixir:1:2",
      "  |",
      "1 | f(",
      "  |  ^",
      "...",
      "3 |   2",
      "  |   - closed before here",
      "",
    ].join("\n"),
  );
});

Deno.test("renderDiagnostic() underlines to the end of the line what goes on in the next", () => {
  const text = "match x {\n}\n";
  const rendered = renderDiagnostic({ ...base, span: { start: 0, end: 11 } }, () => text);
  assertEquals(rendered.split("\n")[4], "  | ^^^^^^^^^");
});

Deno.test("renderDiagnostic() marks an empty place at the end of a line", () => {
  const rendered = renderDiagnostic({ ...base, span: { start: 7, end: 7 } }, () => "let x =\n");
  assertEquals(rendered.split("\n").slice(3, 5), ["1 | let x =", "  |        ^"]);
});

Deno.test("renderDiagnostic() keeps tabs and wide characters aligned", () => {
  const rendered = renderDiagnostic(
    { ...base, span: { start: 6, end: 7 } },
    () => '\t"漢" +)',
  );
  assertEquals(rendered.split("\n")[4], "  | \t      ^");
});

Deno.test("renderDiagnostic() cuts very long lines around the place", () => {
  const text = `let a = [${"1, ".repeat(500)})`;
  const rendered = renderDiagnostic(
    { ...base, span: { start: text.length - 1, end: text.length } },
    () => text,
  );
  const lines = rendered.split("\n");
  assertEquals(lines[3].length < 130, true);
  assertEquals(lines[3][lines[4].indexOf("^")], ")");
});

Deno.test("renderReport() tells a trace, works without a place, and paints when asked to", () => {
  const report = {
    severity: "error",
    code: "E0301",
    message: "division by zero",
    places: [],
    notes: ["in f at a.zixir:2:3"],
  } as const;
  assertEquals(
    renderReport(report, () => ""),
    "error[E0301]: division by zero\n= in f at a.zixir:2:3\n",
  );
  assertEquals(
    renderReport(report, () => "", { colour: true }).startsWith("\x1b[1;31merror[E0301]\x1b[0m"),
    true,
  );
});
