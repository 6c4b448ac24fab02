import { assertEquals, assertThrows } from "@std/assert";
import { parseNotation } from "./notation.ts";
import { typeToString } from "./print.ts";

Deno.test("parseNotation() reads every form of a type", () => {
  const rows: readonly (readonly [string, string])[] = [
    ["Float", "Float"],
    ["Int?", "Int?"],
    ["[Float]", "[Float]"],
    ["Map<[Int]>", "Map<[Int]>"],
    ["{counts: [Int], edges: [Float]}", "{counts: [Int], edges: [Float]}"],
    ["(xs: [a], f: (a) -> b) -> [b]", "([a], (a) -> b) -> [b]"],
    ["(a: a, b: (a, Int)) -> (Int, a)?", "(a, (a, Int)) -> (Int, a)?"],
    ["(xs: [num]) -> num", "([num]) -> num"],
    ["(a: ord, b: ord2) -> Bool", "(ord, ord2) -> Bool"],
    ["() -> Nil", "() -> Nil"],
    ["(f: (() -> a)?) -> a", "((() -> a)?) -> a"],
  ];
  for (const [text, shown] of rows) {
    assertEquals(typeToString(parseNotation(text).scheme.type), shown);
  }
});

Deno.test("parseNotation() tells names, defaults and further arguments", () => {
  const { parameters } = parseNotation(
    '(url: String, headers: Map<String> = {}, name: String = "a, b", wait: Duration = 200ms, ...more: Any) -> Nil',
  );
  assertEquals(parameters, [
    { name: "url", defaultText: null, isRest: false },
    { name: "headers", defaultText: "{}", isRest: false },
    { name: "name", defaultText: '"a, b"', isRest: false },
    { name: "wait", defaultText: "200ms", isRest: false },
    { name: "more", defaultText: null, isRest: true },
  ]);
});

Deno.test("parseNotation() gives a constant no parameters", () => {
  assertEquals(parseNotation("Float").parameters, null);
  assertEquals(parseNotation("(Int, String)").parameters, null);
});

Deno.test("parseNotation() quantifies its variables", () => {
  const { scheme } = parseNotation("(xs: [a], init: b, f: (b, a) -> b) -> b");
  assertEquals(scheme.vars.length, 2);
});

Deno.test("the functions given to a callback entry share its effect", () => {
  const effects = (effect: "callback" | "pure") =>
    parseNotation("(xs: [a], f: (a) -> b) -> [b]", effect).scheme.effects.length;
  assertEquals(effects("callback"), 1);
  assertEquals(effects("pure"), 1);
  const { type } = parseNotation("(f: (a) -> b) -> b", "callback").scheme;
  if (type.kind !== "function" || type.params[0].kind !== "function") throw new Error("function");
  assertEquals(type.effect, type.params[0].effect);
});

Deno.test("parseNotation() refuses what is no type", () => {
  for (
    const text of ["", "Strng", "[Int", "(x: Int)", "(x Int) -> Int", "Map<>", "Int Int", "a-b"]
  ) {
    assertThrows(() => parseNotation(text), SyntaxError);
  }
});
