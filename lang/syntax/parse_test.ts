import { assertEquals } from "@std/assert";
import { readCases } from "../../tests/conformance/cases.ts";
import { parse } from "./parse.ts";

const folder = new URL("../../tests/conformance/", import.meta.url);

Deno.test("parse() gives an Invalid node only together with a finding", async () => {
  for await (const entry of Deno.readDir(folder)) {
    if (!entry.name.endsWith(".cases")) continue;
    const cases = readCases(await Deno.readTextFile(new URL(entry.name, folder)));
    for (const { name, program } of cases) {
      const { module, diagnostics } = parse(program, name);
      const tree = JSON.stringify(module, (_, v) => typeof v === "bigint" ? `${v}` : v);
      assertEquals(tree.includes('"invalid"') && diagnostics.length === 0, false, name);
    }
  }
});

Deno.test("parse() tells each error of a file once, and nothing that follows from it", () => {
  const codes = (text: string): string[] => parse(text, "a").diagnostics.map(({ code }) => code);
  assertEquals(codes("let a = )\nlet b = 1\nlet c = ]"), ["E0104", "E0104"]);
  assertEquals(codes("foo(1, 2]\nbar(3)\nbaz(4)"), ["E0104"]);
  assertEquals(codes("let xs = [1, 2\nlet y = 3\ny 4"), ["E0103", "E0130"]);
  assertEquals(codes("fn f() {\n  if a {\n    b\n}\nfn g(): 1\ntype T = Int"), ["E0103"]);
  assertEquals(codes("if x:\n  1\nelif y:\n  2\nelse:\n  3"), ["E0131"]);
  assertEquals(codes("while x < 3\n  x += 1\n  y"), ["E0128"]);
  assertEquals(codes("function f(x) {\n  return x\n}\nf(1)"), ["E0131"]);
});

Deno.test("parse() reports a dangling `let` on its own line", () => {
  const text = "let x =\n\nlet y = 2\n";
  const [finding] = parse(text, "a").diagnostics;
  assertEquals([finding.code, finding.span], ["E0102", { start: 7, end: 7 }]);
});

Deno.test("parse() gives at most a hundred findings, the first ones", () => {
  const { diagnostics } = parse("1 2\n".repeat(500), "a");
  assertEquals(diagnostics.length, 100);
  assertEquals(diagnostics[99].span.start, 99 * 4 + 2);
});

Deno.test("parse() gives up statements with an error, and tells the names in them", () => {
  const { module } = parse("fn twice(x) = x * 2\ntwice(3)\nif a:\n  let c 4\n  b\n", "a");
  assertEquals(module.statements.map(({ kind }) => kind), ["invalid", "invalid", "call", "if"]);
  const [, , , condition] = module.statements;
  assertEquals(
    condition.kind === "if" && condition.then.statements.map(({ kind }) => kind),
    ["invalid", "name"],
  );
  assertEquals([...module.unreadNames ?? []], ["fn", "twice", "x", "let", "c"]);
  assertEquals(parse("x", "a").module.unreadNames, undefined);
});

Deno.test("parse() takes a program in an indented template string", () => {
  assertEquals(parse("let x = 5\n    let y = 5\n    x + y", "a").diagnostics, []);
  assertEquals(parse("\n    if a:\n      b\n    c\n  ", "a").diagnostics, []);
  const codes = parse("if a:\n    b\n  c\nd", "a").diagnostics.map(({ code }) => code);
  assertEquals(codes, ["E0132"]);
});
