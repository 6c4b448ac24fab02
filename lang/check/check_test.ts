import { assert, assertEquals } from "@std/assert";
import { checkText } from "../../tests/support/check_text.ts";

/** Programs and the type of their last expression. */
const values: readonly (readonly [program: string, type: string])[] = [
  ["1 + 2", "Int"],
  ["1 + 2.5", "Float"],
  ["10 / 5", "Float"],
  ["7 // 2", "Int"],
  ["2 ** 10", "Int"],
  ["2 ** -1", "Float"],
  ["2.0 ** 2", "Float"],
  ["-5", "Int"],
  ["1 < 2", "Bool"],
  ["[1, 2]", "[Int]"],
  ["[1, 2.5]", "[Num]"],
  ['[1, "a"]', "[Any]"],
  ["[1, nil]", "[Int?]"],
  ["[]", "[a]"],
  ["[[1], [2.5]]", "[[Num]]"],
  ['{name: "Ada", age: 36}', "{name: String, age: Int}"],
  ['{"a": 1}', "Map<Int>"],
  ['{"a": 1, "b": "x"}', "Map<Any>"],
  ['(1, "a")', "(Int, String)"],
  ["0..5", "Range"],
  ["[x * 2 for x in 0..5]", "[Int]"],
  ["if true: 1 else: 2.5", "Num"],
  ["if true: 1", "Int?"],
  ["if true: nil else: 1.5", "Float?"],
  ['map.get({a: 1}, "a") ?? 0', "Int"],
  ["list.first([1.5]) ?? 0", "Float"],
  ["list.first([1]) ?? 0.5", "Num"],
  ["reduce([1.5], 0, (s, x) => s + x)", "Float"],
  ["reduce([1], 0, (s, x) => s + x)", "Int"],
  ["map([1], x => (x, str(x)))", "[(Int, String)]"],
  ["map(0..3, x => x)", "[Int]"],
  ['json.parse("1")', "Any"],
  ['json.parse("1").a[0].b', "Any"],
  ['json.parse("1") as [Int]', "[Int]"],
  ["sum([1, 2])", "Int"],
  ["sum([1.5])", "Float"],
  ['raise "x"', "Never"],
  ["try: 1\ncatch e => 2", "Int"],
  ["try: 1\ncatch e => e.message", "Any"],
  ["var x = 0\nx = 1.5\nx", "Float"],
  ["var x = nil\nx = 2\nx", "Int"],
  ['parallel { a: 1, b: "x" }', "{a: Int, b: String}"],
  ["parallel for x in [1, 2]: x * 1.5", "[Float]"],
];

Deno.test("checkModule() finds the type of an expression", () => {
  for (const [program, type] of values) {
    const { value, findings } = checkText(program);
    assertEquals([program, value, findings], [program, type, []]);
  }
});

/** Definitions and the type of `f`. */
const functions: readonly (readonly [program: string, type: string])[] = [
  ["fn f(x): x", "(a) -> a"],
  ["fn f(x): x + 1", "(num) -> num"],
  ["fn f(x): x + 1.0", "(num) -> Float"],
  ["fn f(a, b): a + b", "(a, b) -> c"],
  ["fn f(a, b): a < b", "(ord, ord2) -> Bool"],
  ["fn f(g, x): g(g(x))", "((a) -> a, a) -> a"],
  ["fn f(g, h): x => h(g(x))", "((a) -> b, (b) -> c) -> (a) -> c"],
  ["fn f(p): p.name", "({name: a, ..}) -> a"],
  ["fn f(p): {...p, age: 1}", "({..}) -> {age: Int, ..}"],
  ["fn f(xs): xs[0]", "([a]) -> a"],
  ["fn f(x): if x == nil: 0 else: x + 1", "(num?) -> num"],
  ["fn f(n): if n < 2: n else: f(n - 1) + f(n - 2)", "(num) -> num"],
  ["fn f(xs): match xs { [] => 0, [h, ..t] => h + f(t) }", "([a]) -> num"],
  ["fn f(xs) {\n  for x in xs { if x > 1 { return x } }\n  nil\n}", "([num]) -> num?"],
  ["fn f(x, y = 1.0): x * y", "(num, Float) -> Float"],
  ["fn f(x, y = nil): y ?? x", "(a, a?) -> a"],
  ["fn f(x: a, y: a) -> [a]: [x, y]", "(a, a) -> [a]"],
  ["fn f((a, b)): (b, a)", "((a, b)) -> (b, a)"],
  ["fn f(t): if t == nil: 0 else: f(t.next)", "({next: Any, ..}?) -> Int"],
  [
    "type T<A> = L | N(T<A>, A)\nfn f(t): match t { L => [], N(r, x) => f(r) + [x] }",
    "(T<a>) -> [a]",
  ],
  ["let f = (a, b) => a == b", "(a, b) -> Bool"],
];

Deno.test("checkModule() generalises functions", () => {
  for (const [program, type] of functions) {
    const { findings, typeOfName } = checkText(program);
    assertEquals([program, typeOfName("f"), findings], [program, type, []]);
  }
});

Deno.test("checkModule() makes a private function as specific as its uses", () => {
  const used = (more: string) => checkText(`fn f(n): if n < 2: n else: f(n - 1)\n${more}`);
  assertEquals(used("f(3)").typeOfName("f"), "(Int) -> Int");
  assertEquals(used("f(3) + f(2.5)").typeOfName("f"), "(num) -> num");
  const open = checkText("pub fn f(n): n + 1\nf(3)");
  assertEquals(open.typeOfName("f"), "(num) -> num");
});

Deno.test("conversionOf() tells what a value becomes where it stands", () => {
  const { checked, statements } = checkText("fn half(x: Float): x / 2\nhalf(3)");
  const call = statements[1];
  assert(call.kind === "call");
  const to = checked.conversionOf(call.args[0].value);
  assert(to?.kind === "con" && to.name === "Float");
  assertEquals(checked.conversionOf(call), undefined);
});

Deno.test("argumentsOf() puts arguments into the callee's order and marks defaults", () => {
  const { checked, statements } = checkText("fn f(a, b = 1, c = 2): a + b + c\nf(c: 5, a: 3)");
  const call = statements[1];
  assert(call.kind === "call");
  const plan = checked.argumentsOf(call);
  assertEquals(plan, [call.args[1].value, { kind: "default", index: 1 }, call.args[0].value]);
});

Deno.test("argumentsOf() is undefined for a call of a value", () => {
  const { checked, statements } = checkText("fn f(g): g(1)");
  const [decl] = statements;
  assert(decl.kind === "function");
  const call = decl.body.statements[0];
  assert(call.kind === "call");
  assertEquals(checked.argumentsOf(call), undefined);
});

Deno.test("symbolOf() tells locals, functions, constructors and host entries apart", () => {
  const { checked, statements } = checkText(
    "type T = A(Int)\nfn f(x): x\nlet y = 1\n[y, f, A, str, map.get]",
  );
  const last = statements[3];
  assert(last.kind === "list");
  const kinds = last.items.map((item) => {
    assert(item.kind === "name" || item.kind === "field");
    return checked.symbolOf(item)?.kind;
  });
  assertEquals(kinds, ["local", "function", "constructor", "host", "host"]);
});

Deno.test("constructorsOf() puts the arguments of a type in", () => {
  const { checked, statements } = checkText("type R<T> = Ok(T) | Err(String)\nOk(1)");
  const last = statements[1];
  assert(last.kind === "call");
  const type = checked.typeOf(last);
  assert(type.kind === "con");
  const fields = checked.constructorsOf(type)?.map((each) => [each.name, each.fields.length]);
  assertEquals(fields, [["Ok", 1], ["Err", 1]]);
  const [ok] = checked.constructorsOf(type) ?? [];
  assert(ok.fields[0].kind === "con" && ok.fields[0].name === "Int");
});

Deno.test("exports hold what is pub", () => {
  const { checked } = checkText(
    "pub fn f(): 1\nfn g(): 2\npub let x = 3\npub type T = A | B\npub type R = {a: Int}",
  );
  assertEquals([...checked.exports.keys()].sort(), ["A", "B", "R", "T", "f", "x"]);
});

Deno.test("a session sees the names of earlier entries", async () => {
  const { checkModule } = await import("./check.ts");
  const { parse } = await import("../syntax/parse.ts");
  const entry = (text: string, before: ReturnType<typeof checkModule> | null, n: number) =>
    checkModule(parse(text, `repl:${n}`).module, { file: `repl:${n}`, hosts: [], before });
  const first = entry("type T = A | B\nfn f(t): match t { A => 1, B => 2 }\nvar n = 1", null, 1);
  const second = entry("n = f(B)\nn + 1", first, 2);
  assertEquals(second.diagnostics, []);
  const third = entry('n = "a"', second, 3);
  assertEquals(third.diagnostics.map((each) => each.kind), ["type"]);
});
