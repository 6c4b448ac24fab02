import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import { anyString } from "../../tests/support/slots.ts";
import * as record from "./record.ts";

Deno.test("keyIn() is one-to-one and never an array index nor __proto__", () => {
  fc.assert(fc.property(fc.oneof(anyString, fc.nat().map(String)), (key) => {
    const property = record.keyIn(key);
    assertEquals(record.keyOut(property), key);
    assert(
      property !== "__proto__" && !/^(0|[1-9]\d*)$/.test(property) || Number(key) >= 2 ** 32 - 1,
    );
  }));
});

Deno.test("a record behaves like an insertion-ordered map for any keys", () => {
  const pairs = fc.array(fc.tuple(fc.oneof(anyString, fc.nat({ max: 30 }).map(String)), fc.nat()));
  fc.assert(fc.property(pairs, (pairs) => {
    const model = new Map(pairs);
    const value = record.fromEntries(pairs);
    assertEquals(record.entries(value), [...model]);
    assertEquals(record.keys(value), [...model.keys()]);
    assertEquals(record.values(value), [...model.values()]);
    assertEquals(record.size(value), model.size);
    for (const key of model.keys()) {
      assertEquals(record.get(value, key), model.get(key));
      assertEquals(record.get(record.set(value, key, -1), key), -1);
      assert(record.has(value, key) && !record.has(record.remove(value, key), key));
    }
    assertEquals(record.entries(value), [...model], "set() and remove() leave the original alone");
  }));
});

Deno.test("get() sees own keys only", () => {
  assertStrictEquals(record.get({}, "constructor"), undefined);
  assertStrictEquals(record.get({}, "__proto__"), undefined);
  const odd = record.fromEntries([["__proto__", 1], ["constructor", 2]]);
  assertEquals([record.get(odd, "__proto__"), record.get(odd, "constructor")], [1, 2]);
  assert(record.isRecord(odd) && !record.isRecord([]) && !record.isRecord(null));
});
