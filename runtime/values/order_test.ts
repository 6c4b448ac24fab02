import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { anyDouble, anyInt, anySlot, anyString } from "../../tests/support/slots.ts";
import {
  box,
  compare,
  compareStrings,
  contentHash,
  Duration,
  equal,
  findNonData,
  Float,
  makeConstructor,
  makeList,
  Range,
  record,
  type Slot,
  sortOrder,
  Time,
  Tuple,
  ZixirError,
} from "./mod.ts";

const anyNumber: fc.Arbitrary<Slot> = fc.oneof(anyInt, anyDouble.map(box));

/** Whether a value holds a NaN somewhere, which makes it unequal to itself. */
function hasNaN(v: Slot): boolean {
  if (typeof v === "number") return v !== v;
  if (typeof v !== "object" || v === null) return false;
  if (v instanceof Float64Array) return v.some((x) => x !== x);
  return Object.values(v).some((x) => x !== undefined && hasNaN(x as Slot));
}

Deno.test("equal() compares numbers by exact value across Int and Float", () => {
  assert(equal(1, new Float(1)) && equal(new Float(0), new Float(-0)));
  assert(equal(2n ** 53n, new Float(2 ** 53)) && !equal(2n ** 53n + 1n, new Float(2 ** 53)));
  assert(!equal(NaN, NaN) && !equal(1, "1") && !equal(0, false) && !equal(null, false));
});

Deno.test("equal() compares containers element by element", () => {
  assert(equal([1, [2]], [1, [2]]) && !equal([1], [1, 2]));
  assert(equal([1, 2], makeList([new Float(1), new Float(2)])));
  assert(equal(makeList([new Float(1)]), [1]) && equal([], new Float64Array(0)));
  assert(equal({ a: 1, b: 2 }, { b: 2, a: 1 }) && !equal({ a: 1 }, { a: 1, b: 2 }));
  assert(!equal({ a: 1 }, { b: 1 }) && !equal({}, []) && !equal([NaN], [NaN]));
  assert(equal(new Tuple([1]), new Tuple([1])) && !equal(new Tuple([1]), [1]));
  assert(equal(new Range(0, 2), new Range(0, 2)) && !equal(new Duration(1), new Time(1)));
  assert(equal(new Uint8Array([1]), new Uint8Array([1])) && !equal(new Uint8Array([1]), [1]));
  const f = () => null;
  assert(equal(f, f) && !equal(f, () => null));
});

Deno.test("equal() is reflexive but for NaN, and symmetric", () => {
  fc.assert(fc.property(anySlot, anySlot, (a, b) => {
    assertEquals(equal(a, a), !hasNaN(a));
    assertEquals(equal(a, b), equal(b, a));
  }));
});

Deno.test("equal values have equal hashes when their types are equal too", () => {
  fc.assert(fc.property(anySlot, (v) => {
    assertEquals(contentHash(structuredCopy(v)), contentHash(v));
  }));
});

Deno.test("contentHash() tells types apart and ignores the order of keys", () => {
  const values: Slot[] = [
    null,
    true,
    false,
    0,
    1,
    "1",
    "",
    1.5,
    new Float(1),
    new Float(0),
    new Float(-0),
    2n ** 53n,
    [],
    [1],
    [[1]],
    {},
    { a: 1 },
    { a: [1] },
    new Tuple([1]),
    new Range(0, 1),
    new Duration(1),
    new Time(1),
    new Uint8Array(1),
    new Uint8Array(0),
    makeList([new Float(1)]),
    NaN,
    "a".repeat(9000),
    makeConstructor("T", "A", 0, []).value!,
    makeConstructor("T", "B", 1, []).value!,
  ];
  assertEquals(new Set(values.map(contentHash)).size, values.length);
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(anyString, anySlot), { selector: (p) => p[0] }), (p) => {
      assertEquals(
        contentHash(record.fromEntries(p)),
        contentHash(record.fromEntries(p.toReversed())),
      );
    }),
  );
});

Deno.test("contentHash() sees every NaN as one, whatever its bits", () => {
  const odd = new Float64Array(new BigUint64Array([0xfff8000000000001n, 0n]).buffer);
  assertEquals(contentHash(odd), contentHash(new Float64Array([NaN, 0])));
});

Deno.test("contentHash() refuses functions and names where one is", () => {
  const value = [1, { model: new Tuple([0, () => null]) }];
  const error = assertThrows(() => contentHash(value), ZixirError, "[1].model.1");
  assertEquals(error.kind, "type");
  assertEquals(findNonData(value), { path: "[1].model.1", type: "Function" });
  assertEquals(findNonData([1, { a: 2 }]), null);
});

Deno.test("compare() orders numbers by exact value and is false for every operator on NaN", () => {
  fc.assert(fc.property(anyInt, anyInt, (a, b) => {
    const [x, y] = [BigInt(a), BigInt(b)];
    assertEquals(Math.sign(compare(a, b)), x < y ? -1 : x > y ? 1 : 0);
  }));
  assertEquals(compare(2n ** 53n + 1n, new Float(2 ** 53)), 1);
  assertEquals([compare(NaN, 1), compare(new Float(1), NaN)], [NaN, NaN]);
  assertEquals(compare(Infinity, Infinity), 0);
});

Deno.test("compareStrings() orders by code point", () => {
  fc.assert(fc.property(anyString, anyString, (a, b) => {
    const [x, y] = [a, b].map((text) => Array.from(text, (c) => c.codePointAt(0)!));
    const at = x.findIndex((c, i) => c !== y[i]);
    const expected = at < 0 ? x.length - y.length : y.length <= at ? 1 : x[at] - y[at];
    assertEquals(Math.sign(compareStrings(a, b)), Math.sign(expected));
  }));
  assert(compareStrings("\uffff", "\u{10000}") < 0);
});

Deno.test("compare() goes through lists and tuples, and refuses what has no order", () => {
  assert(compare([1, 2], [1, 3]) < 0 && compare([1], [1, 2]) < 0);
  assert(
    compare(makeList([new Float(1)]), [2]) < 0 && compare(makeList([2.5]), makeList([1.5])) > 0,
  );
  assert(compare(new Tuple([1, "b"]), new Tuple([1, "a"])) > 0 && compare(false, true) < 0);
  assert(compare(new Duration(1), new Duration(2)) < 0 && compare(new Time(2), new Time(1)) > 0);
  const error = assertThrows(() => compare(1, "a"), ZixirError, "cannot compare Int and String");
  assertEquals(error.kind, "type");
  assertThrows(() => compare({}, {}), ZixirError);
  assertThrows(() => compare(new Duration(1), 1), ZixirError);
});

Deno.test("sortOrder() is a total order that puts NaN last", () => {
  fc.assert(fc.property(anyNumber, anyNumber, anyNumber, (a, b, c) => {
    assertEquals(Math.sign(sortOrder(a, b)), 0 - Math.sign(sortOrder(b, a)));
    if (sortOrder(a, b) <= 0 && sortOrder(b, c) <= 0) assert(sortOrder(a, c) <= 0);
  }));
  assertEquals([NaN, 2, 1.5, Infinity].sort(sortOrder), [1.5, 2, Infinity, NaN]);
  assert(sortOrder([1, NaN], [1, 2]) > 0 && sortOrder([NaN], [NaN]) === 0);
  assert(sortOrder(new Tuple([NaN, 1]), new Tuple([NaN, 2])) < 0);
});

/** A copy that shares no container with the original. */
function structuredCopy(v: Slot): Slot {
  if (Array.isArray(v)) return v.map(structuredCopy);
  if (v instanceof Tuple) return new Tuple(v.items.map(structuredCopy));
  if (v instanceof Float64Array) return v.slice();
  if (record.isRecord(v)) {
    return Object.fromEntries(Object.entries(v).map(([k, x]) => [k, structuredCopy(x)]));
  }
  return v;
}
