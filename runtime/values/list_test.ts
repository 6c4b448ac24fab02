import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { anyDouble, anySlot } from "../../tests/support/slots.ts";
import { equal } from "./equal.ts";
import { ZixirError } from "./error.ts";
import { box, Float, isFloat } from "./float.ts";
import * as list from "./list.ts";
import type { Slot } from "./slot.ts";

const anySlots: fc.Arbitrary<Slot[]> = fc.oneof(
  fc.array(anySlot, { maxLength: 6 }),
  fc.array(anyDouble.map(box), { maxLength: 6 }),
);

function assertCanonical(xs: list.List): void {
  const allFloat = xs.length > 0 && list.slots(xs).every(isFloat);
  assertEquals(xs instanceof Float64Array, allFloat);
}

function same(a: readonly Slot[], b: readonly Slot[]): void {
  assertEquals(a, b);
}

Deno.test("makeList() gives a flat buffer exactly for non-empty lists of Floats", () => {
  fc.assert(fc.property(anySlots, (xs) => {
    const made = list.makeList(xs);
    if (xs.length > 0) assertCanonical(made);
    same(list.slots(made), xs);
    same([...list.toSlots(made)], xs);
    assertEquals(list.length(made), xs.length);
  }));
});

Deno.test("slice() and concat() agree with arrays and stay canonical", () => {
  fc.assert(fc.property(anySlots, anySlots, fc.nat(6), fc.nat(6), (a, b, i, j) => {
    const [start, end] = [Math.min(i, j, a.length), Math.min(Math.max(i, j), a.length)];
    const part = list.slice(list.makeList(a), start, end);
    same(list.slots(part), a.slice(start, end));
    if (part.length > 0) assertCanonical(part);
    const joined = list.concat(list.makeList(a), list.makeList(b));
    same(list.slots(joined), [...a, ...b]);
    if (joined.length > 0) assertCanonical(joined);
  }));
});

Deno.test("at() counts from the end when negative and names index and length when out of range", () => {
  const xs = list.makeList([new Float(1), 2.5]);
  assert(equal(list.at(xs, 0), 1) && isFloat(list.at(xs, 0)));
  assertStrictEquals(list.at(xs, -1), 2.5);
  const error = assertThrows(() => list.at(xs, 2), ZixirError, "index 2 is out of range");
  assertEquals(error.kind, "index");
  assertThrows(() => list.at([7], -2), ZixirError, "1 element");
  assertThrows(() => list.at([7], 2n ** 60n), ZixirError);
  assertStrictEquals(list.get(xs, 9), undefined);
  assertStrictEquals(list.get([7], 0), 7);
});
