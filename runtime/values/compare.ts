/**
 * Order between values: `<`, `<=`, `>`, `>=`, `min`, `max` and `sort`.
 *
 * @module
 */

import { ZixirError } from "./error.ts";
import { Float } from "./float.ts";
import { isList, type List, slots } from "./list.ts";
import { Duration, Size, Time } from "./quantity.ts";
import type { Slot } from "./slot.ts";
import { Tuple } from "./tuple.ts";
import { typeName } from "./type_name.ts";

/**
 * Compares two values of types that have an order: numbers of both kinds by exact value, strings by
 * code point, Bools (false first), Durations, Sizes, Times, Bytes, and lists and tuples element by
 * element.
 *
 * @param a any slot
 * @param b any slot
 * @returns negative, zero or positive; NaN when a NaN decides, so that every operator is false
 * @throws {ZixirError} kind `type` when the two have no order
 *
 * @example
 * ```ts
 * import { compare } from "./compare.ts";
 * if (!(compare(1, 2.5) < 0) || compare(NaN, 1) < 0) throw new Error("compare");
 * ```
 */
export function compare(a: Slot, b: Slot): number {
  if (typeof a === "number" && typeof b === "number") return compareNumbers(a, b);
  if (typeof a === "string" && typeof b === "string") return compareStrings(a, b);
  const x = a instanceof Float ? a.value : a;
  const y = b instanceof Float ? b.value : b;
  if (isPlainNumber(x)) {
    if (isPlainNumber(y)) return compareNumbers(x, y);
  } else if (typeof x === "boolean" && typeof y === "boolean") {
    return Number(x) - Number(y);
  } else if (isList(x) && isList(y)) {
    return compareLists(x, y);
  } else if (x instanceof Tuple && y instanceof Tuple) {
    return compareSlots(x.items, y.items);
  } else if (x instanceof Duration && y instanceof Duration) {
    return x.ms - y.ms;
  } else if (x instanceof Size && y instanceof Size) {
    return x.bytes - y.bytes;
  } else if (x instanceof Time && y instanceof Time) {
    return x.ms - y.ms;
  } else if (x instanceof Uint8Array && y instanceof Uint8Array) {
    return compareFlat(x, y);
  }
  throw new ZixirError("type", `cannot compare ${typeName(a)} and ${typeName(b)}`);
}

/**
 * {@linkcode compare} as a total order for sorting: NaN comes after every other number and equals
 * itself.
 *
 * @param a any slot
 * @param b any slot
 * @throws {ZixirError} kind `type` when the two have no order
 */
export function sortOrder(a: Slot, b: Slot): number {
  const order = compare(a, b);
  return order === order ? order : nanOrder(a, b);
}

/**
 * Compares strings by code point, where JS alone would compare UTF-16 units.
 *
 * @returns negative, zero or positive
 */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    // Surrogates stand for code points above all units, also above U+E000 to U+FFFF.
    const lifted = (isSurrogate(x) ? x + 0x10000 : x) - (isSurrogate(y) ? y + 0x10000 : y);
    return lifted;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function isPlainNumber(v: Slot): v is number | bigint {
  return typeof v === "number" || typeof v === "bigint";
}

/** JS compares bigints and numbers by exact value; a difference would turn inf - inf into NaN. */
function compareNumbers(x: number | bigint, y: number | bigint): number {
  return x < y ? -1 : x > y ? 1 : x == y ? 0 : NaN;
}

function compareLists(a: List, b: List): number {
  if (a instanceof Float64Array && b instanceof Float64Array) return compareFlat(a, b);
  return compareSlots(slots(a), slots(b));
}

function compareFlat(a: Float64Array | Uint8Array, b: Float64Array | Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    if (a[i] !== b[i]) {
      return a[i] < b[i] ? -1 : a[i] > b[i] ? 1 : NaN;
    }
  }
  return a.length - b.length;
}

function compareSlots(a: readonly Slot[], b: readonly Slot[]): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const order = compare(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Only reached when a NaN met a number, at the top or at the first place that decides. */
function nanOrder(a: Slot, b: Slot): number {
  const x = a instanceof Tuple ? a.items : a;
  const y = b instanceof Tuple ? b.items : b;
  if (isList(x) && isList(y)) {
    const left = slots(x);
    const right = slots(y);
    const shorter = Math.min(left.length, right.length);
    for (let i = 0; i < shorter; i++) {
      const order = sortOrder(left[i], right[i]);
      if (order !== 0) return order;
    }
    return left.length - right.length;
  }
  return Number(a !== a) - Number(b !== b);
}
