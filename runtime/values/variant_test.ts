import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { equal } from "./equal.ts";
import { makeConstructor, sameConstructor, Variant, variantFields } from "./variant.ts";

Deno.test("makeConstructor() gives values with fields, constructor and identity", () => {
  const rect = makeConstructor("Shape", "Rect", 1, ["w", "h"]);
  const value = new rect.Class(2.5, 3.5);
  assert(value instanceof Variant);
  assertEquals([value.$0, value.$1, value.$c], [2.5, 3.5, rect.info]);
  assertEquals(variantFields(value), [2.5, 3.5]);
  assertEquals([Object.keys(value), value.$t], [["$t", "$0", "$1"], 1]);
  assertStrictEquals(rect.value, null);
});

Deno.test("a constructor without fields has one value", () => {
  const empty = makeConstructor("Shape", "Empty", 2, []);
  assertStrictEquals(empty.build([]), empty.value);
});

Deno.test("constructors compiled twice are the same, those of other modules are not", () => {
  const a = makeConstructor("T", "A", 0, ["x"], "a.zixir#T");
  const again = makeConstructor("T", "A", 0, ["x"], "a.zixir#T");
  const other = makeConstructor("T", "A", 0, ["x"], "b.zixir#T");
  assert(equal(a.build([1]), again.build([1])) && sameConstructor(a.build([1]), again.build([2])));
  assert(!equal(a.build([1]), other.build([1])) && !equal(a.build([1]), a.build([2])));
});
