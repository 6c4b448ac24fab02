import { assertEquals } from "@std/assert";
import {
  type Completeness,
  completeness,
  continuesBlock,
  indentationAfter,
  OpenBrackets,
} from "./completeness.ts";

const CASES: readonly (readonly [text: string, expected: Completeness])[] = [
  ["", "complete"],
  ["1 + 1", "complete"],
  ["# only a comment", "complete"],
  ["let x = 5", "complete"],
  ["let x =", "open"],
  ["1 +", "open"],
  ["1 + # and then", "open"],
  ["x |>", "open"],
  ["a and", "open"],
  ["f(1,", "open"],
  ["[1, 2", "open"],
  ["match x {", "open"],
  ["match x {\n  1 => 2\n}", "complete"],
  ["match x {\n  1 => 2", "open"],
  ["if x:", "open"],
  ["if x: 1", "complete"],
  ["if x:\n  1", "block"],
  ["if x:\n  1\nelse:", "open"],
  ["if x:\n  1\nelse:\n  2", "block"],
  ["if x:\n  1\nelse: 2", "complete"],
  ["fn f(x):\n  let y = [\n    1,\n  ]\n  y", "block"],
  ["fn f(x) {\n  x\n}", "complete"],
  ["let x = 1 +\n  2", "complete"],
  ["let x =\n  2", "block"],
  ["@retry(3)", "open"],
  ["@retry(3)\nfn f(): 1", "complete"],
  ["@retry(3) fn f(): 1", "complete"],
  ["## Doubles.", "open"],
  ["## Doubles.\nfn f(x): 2 * x", "complete"],
  ['"open', "complete"],
  ['"""', "open"],
  ['"""\n  text (', "open"],
  ['"""\n  text\n"""', "complete"],
  ['"""text"""', "complete"],
  ['"([{"', "complete"],
  ['"${f(', "complete"],
  ["# (", "complete"],
  [")", "complete"],
  ["f(1))", "complete"],
  ["type T =", "open"],
  ["type T = A |", "open"],
  ["1..", "open"],
  ["1..=", "open"],
];

for (const [text, expected] of CASES) {
  Deno.test(`completeness() of ${JSON.stringify(text)} is ${expected}`, () => {
    assertEquals(completeness(text), expected);
  });
}

Deno.test("continuesBlock() takes what belongs to a body, and nothing else", () => {
  const lines = ["  x", "", "else:", "else: 1", "catch e =>", "|> f", ".trim()", "}", "# note"];
  assertEquals(lines.filter((line) => !continuesBlock(line)), []);
  assertEquals(["f(1)", "elsewhere", "let x = 1"].filter(continuesBlock), []);
});

Deno.test("indentationAfter() keeps the indentation, and deepens it behind what opens a body", () => {
  const after = ["x", "  x", "if x:", "  for i in xs:", "f(", "  [", "x =>", "if x: 1"];
  assertEquals(after.map((line) => indentationAfter(line).length), [0, 2, 2, 4, 2, 4, 2, 0]);
});

Deno.test("OpenBrackets never says open of what is finished", () => {
  for (const [text, expected] of CASES) {
    const brackets = new OpenBrackets();
    for (const line of text.split("\n")) brackets.add(line);
    if (brackets.areOpen) assertEquals(expected, "open", text);
  }
  const brackets = new OpenBrackets();
  for (const line of ["f([", "1, # )", '"]"']) brackets.add(line);
  assertEquals(brackets.areOpen, true);
});
