import { assert, assertEquals } from "@std/assert";
import { valueText } from "./value_text.ts";

Deno.test("valueText() leaves a value that fits as it is", () => {
  for (const text of ["1", '"a, b"', "[1, 2, 3]", '{a: 1, "b c": (1, 2)}', "<function f>"]) {
    assertEquals(valueText(text, 40), text);
  }
});

Deno.test("valueText() breaks what is long at its brackets", () => {
  assertEquals(
    valueText('[{name: "Ada, [born 1815", n: [1, 2]}, Circle(2.0)]', 24),
    '[\n  {\n    name: "Ada, [born 1815",\n    n: [1, 2]\n  },\n  Circle(2.0)\n]',
  );
});

Deno.test("valueText() fills lines with the items of a long plain list", () => {
  const text = `[${Array.from({ length: 30 }, (_, i) => i).join(", ")}]`;
  const lines = valueText(text, 30).split("\n");
  assert(lines.every((line) => line.length < 30), lines.join("\n"));
  assertEquals(lines.length, 6);
  assertEquals(
    lines.map((line) => line.trim()).join(" ").replace("[ ", "[").replace(" ]", "]"),
    text,
  );
});

Deno.test("valueText() breaks nothing that has no place to break", () => {
  const long = `"${"x".repeat(100)}"`;
  assertEquals(valueText(long, 20), long);
  assertEquals(valueText("", 0), "");
  assertEquals(valueText("[]", 1), "[]");
});

Deno.test("valueText() leaves out the end of what is very long", () => {
  const text = valueText(`[${"1234567, ".repeat(100_000)}1]`, 80);
  assert(text.split("\n").length <= 61);
  assert(text.endsWith("\n... (print shows all of it)"));
});
