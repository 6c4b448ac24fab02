/**
 * Structural equality, the `==` of the language.
 *
 * @module
 */

import { box, Float } from "./float.ts";
import { Duration, Size, Time } from "./quantity.ts";
import { Range } from "./range.ts";
import { isRecord, type RecordSlot } from "./record.ts";
import type { Slot } from "./slot.ts";
import { Tuple } from "./tuple.ts";
import { sameConstructor, Variant } from "./variant.ts";

/**
 * Whether two values are equal: numbers by value across Int and Float, containers element by
 * element, records whatever the order of their keys. NaN equals nothing, also inside containers.
 * Functions and handles equal only themselves.
 *
 * @param a any slot
 * @param b any slot
 *
 * @example
 * ```ts
 * import { equal, Float } from "./mod.ts";
 * if (!equal(1, new Float(1)) || !equal({ a: 1, b: 2 }, { b: 2, a: 1 })) throw new Error("equal");
 * if (equal([NaN], [NaN])) throw new Error("nan");
 * ```
 */
export function equal(a: Slot, b: Slot): boolean {
  // Canonical form settles every pair of primitives: a bigint is never in the range of numbers
  // that are Ints, and a number that is a Float is never integral.
  if (typeof a !== "object" && typeof b !== "object") return a === b;
  if (a === null || b === null) return a === b;
  if (a instanceof Float) return numberEqual(a.value, b);
  if (b instanceof Float) return numberEqual(b.value, a);
  if (typeof a !== "object" || typeof b !== "object") return false;
  return objectEqual(a, b);
}

function numberEqual(x: number, other: Slot): boolean {
  if (typeof other === "number") return x === other;
  if (other instanceof Float) return x === other.value;
  // JS compares a bigint and a number by exact value.
  return typeof other === "bigint" && other == (x as unknown as bigint);
}

function objectEqual(a: object, b: object): boolean {
  if (Array.isArray(a)) {
    if (Array.isArray(b)) return slotsEqual(a, b);
    return b instanceof Float64Array && mixedEqual(a, b);
  }
  if (a instanceof Float64Array) {
    if (b instanceof Float64Array) return floatsEqual(a, b);
    return Array.isArray(b) && mixedEqual(b, a);
  }
  if (a instanceof Tuple) return b instanceof Tuple && slotsEqual(a.items, b.items);
  if (a instanceof Variant) return b instanceof Variant && variantEqual(a, b);
  if (isRecord(a)) return isRecord(b) && recordEqual(a, b);
  if (a instanceof Range) return b instanceof Range && a.start === b.start && a.end === b.end;
  if (a instanceof Duration) return b instanceof Duration && a.ms === b.ms;
  if (a instanceof Size) return b instanceof Size && a.bytes === b.bytes;
  if (a instanceof Time) return b instanceof Time && a.ms === b.ms;
  if (a instanceof Uint8Array) return b instanceof Uint8Array && bytesEqual(a, b);
  return a === b;
}

function slotsEqual(a: readonly Slot[], b: readonly Slot[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!equal(a[i], b[i])) return false;
  return true;
}

/** `[1, 2] == [1.0, 2.0]`: one side is flat, the other is not. */
function mixedEqual(a: readonly Slot[], b: Float64Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!equal(a[i], box(b[i]))) return false;
  return true;
}

function floatsEqual(a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function bytesEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function variantEqual(a: Variant, b: Variant): boolean {
  if (!sameConstructor(a, b)) return false;
  const count = a.$c.fields.length;
  if (b.$c.fields.length !== count) return false;
  for (let i = 0; i < count; i++) if (!equal(a[`$${i}`], b[`$${i}`])) return false;
  return true;
}

function recordEqual(a: RecordSlot, b: RecordSlot): boolean {
  const properties = Object.keys(a);
  if (properties.length !== Object.keys(b).length) return false;
  for (const p of properties) if (!Object.hasOwn(b, p) || !equal(a[p], b[p])) return false;
  return true;
}
