import { assertEquals } from "@std/assert";
import { showTree } from "../../tests/support/show_tree.ts";
import { parse } from "./parse.ts";

/** The statements of a text, as short text. */
function shown(text: string): string {
  const { module, diagnostics } = parse(text, "test");
  assertEquals(diagnostics, [], text);
  return module.statements.map(showTree).join("; ");
}

/** A group of cases: what a text is lowered to. */
function lowers(title: string, cases: readonly (readonly [string, string])[]): void {
  Deno.test(`lowering: ${title}`, () => {
    for (const [text, tree] of cases) assertEquals(shown(text), tree, text);
  });
}

lowers("operators, by precedence", [
  ["10 - 5 - 2", "(- (- 10 5) 2)"],
  ["1 + 2 * 3", "(+ 1 (* 2 3))"],
  ["2 ** 3 ** 2", "(** 2 (** 3 2))"],
  ["-2 ** 2", "(- (** 2 2))"],
  ["2 ** -1", "(** 2 (- 1))"],
  ["not a == b", "(! (== a b))"],
  ["!a && b || c", "(|| (&& (! a) b) c)"],
  ["a and b or c", "(|| (&& a b) c)"],
  ["a ?? b || c", "(?? a (|| b c))"],
  ["(a < b) == c", "(== (< a b) c)"],
  ["x in xs && y", "(&& (in x xs) y)"],
  ["1 + 2..n - 1", "(range start=(+ 1 2) end=(- n 1))"],
  ["0..=9", "(range start=0 end=9 inclusive=yes)"],
]);

lowers("pipes and casts", [
  ["x |> f", "(call callee=f args=[{value=x}] piped=yes)"],
  ["x |> f(y)", "(call callee=f args=[{value=x} {value=y}] piped=yes)"],
  ["x |> (f(y))", "(call callee=(call callee=f args=[{value=y}]) args=[{value=x}] piped=yes)"],
  ["a + b |> f", "(call callee=f args=[{value=(+ a b)}] piped=yes)"],
  ["x |> f as T", "(cast value=(call callee=f args=[{value=x}] piped=yes) type=(typeName name=T))"],
  ["a == b as T", "(== a (cast value=b type=(typeName name=T)))"],
  ['x |> python "m" "f" (1)', "(python module=m function=f args=[{value=x} {value=1}])"],
]);

lowers("bodies in three ways", [
  ["if a: b else: c", "(if condition=a then={b} otherwise={c})"],
  ["if a { b } else { c }", "(if condition=a then={b} otherwise={c})"],
  ["if a:\n  b\nelse:\n  c", "(if condition=a then={b} otherwise={c})"],
  ["if a: b else if c: d", "(if condition=a then={b} otherwise=(if condition=c then={d}))"],
  ["while a: b", "(while condition=a body={b})"],
  ["f(1) { b }", "(call callee=f args=[{value=1}] block={b})"],
  ["f(1):\n  b\n  c", "(call callee=f args=[{value=1}] block={b; c})"],
  [
    "x => {a: 1}",
    "(lambda params=[(param pattern=x)] body=(record entries=[(field key=a value=1)]))",
  ],
  ["x => { a }", "(lambda params=[(param pattern=x)] body={a})"],
]);

lowers("patterns", [
  ["let [a, ..b, c] = d", "(let pattern=(listPattern before=[a] rest={name=b} after=[c]) value=d)"],
  [
    "let {a, b: _} = c",
    "(let pattern=(recordPattern fields=[{key=a pattern=a} {key=b pattern=_}]) value=c)",
  ],
  [
    "((a, {b})) => c",
    "(lambda params=[(param pattern=(tuplePattern items=[a (recordPattern fields=[{key=b pattern=b}])]))] body=c)",
  ],
  [
    "(a: Int, b = 2) => c",
    "(lambda params=[(param pattern=a annotation=(typeName name=Int)) (param pattern=b defaultValue=2)] body=c)",
  ],
  [
    "match x { -1..=5 => a }",
    "(match subject=x clauses=[(clause pattern=(rangePattern start=-1 end=5 inclusive=yes) body=a)])",
  ],
  [
    "match x { m.A(b: c) if d => e }",
    "(match subject=x clauses=[(clause pattern=(constructorPattern name=A qualifier=m args=[{name=b pattern=c}]) guard=d body=e)])",
  ],
  [
    "match x { 1 | 2 as n => n }",
    "(match subject=x clauses=[(clause pattern=(asPattern pattern=(orPattern options=[1 2]) name=n) body=n)])",
  ],
]);

lowers("literals", [
  ["1_000 + 0xff + 0b101", "(+ (+ 1000 255) 5)"],
  ["9007199254740993", "9007199254740993"],
  ["1.5h", "(duration ms=5400000)"],
  ["2KB", "(size bytes=2048)"],
  ['"a${b}c"', '(string "a" b "c")'],
  ['"\\u{1F600}\\n\\$"', '(string "\u{1f600}\\n$")'],
  ['"""\n  a\n    b ${c}\n  """', '(string "a\\n  b " c "\\n")'],
  ['"""one line"""', '(string "one line")'],
  ['"""\n  a\n\n  b"""', '(string "a\\n\\nb")'],
  ['"""\r\n  a\r\n  b\r\n  """', '(string "a\\nb\\n")'],
]);

lowers("declarations", [
  [
    "type A = A",
    "(type name=A body=(variants variants=[{name=A}]))",
  ],
  ["type B = A", "(type name=B body=(alias type=(typeName name=A)))"],
  ['import "./a_b.zixir"', "(import path=./a_b.zixir alias=a_b)"],
  ['import python "x.y"', "(pythonImport module=x.y alias=y)"],
  ["## One.\n## Two.\nlet a = 1", '(let pattern=a value=1 doc="One.\\nTwo.")'],
  [
    "@retry(3)\nstep f(): 1",
    '(function role="step" name=f body={1} annotations=[(annotation name=retry args=[{value=3}])])',
  ],
  [
    'schedule "x", catchup: true f(1)',
    "(schedule cron=x options=[{name=catchup value=true}] call=(call callee=f args=[{value=1}]))",
  ],
]);

Deno.test("lowering keeps places: spans of names, operators and calls", () => {
  const { module } = parse("let total = area(2) + x", "test");
  const [statement] = module.statements;
  assertEquals(statement.span, { start: 0, end: 23 });
  if (statement.kind !== "let" || statement.value.kind !== "binary") throw new Error("shape");
  assertEquals(statement.pattern.span, { start: 4, end: 9 });
  assertEquals(statement.value.opSpan, { start: 20, end: 21 });
  assertEquals(statement.value.left.span, { start: 12, end: 19 });
});
