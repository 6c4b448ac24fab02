/**
 * Lists: an array of slots, or a `Float64Array` when non-empty and all Floats.
 *
 * Lists are never changed once a program can see them, so slices and concatenations share or copy
 * freely. Whoever builds an array of slots hands it to {@linkcode makeList}, which decides its form.
 *
 * @module
 */

import { allocation, LARGE_BYTES } from "./allocation.ts";
import { ZixirError } from "./error.ts";
import { box, Float } from "./float.ts";
import type { Slot } from "./slot.ts";

/** A list in slot form. */
export type List = readonly Slot[] | Float64Array;

/**
 * The canonical list of some slots.
 *
 * @param slots the elements; not to be changed afterwards
 * @returns a `Float64Array` when `slots` is non-empty and all Floats, else `slots` itself
 *
 * @example
 * ```ts
 * import { Float } from "./float.ts";
 * import { makeList } from "./list.ts";
 * const floats = makeList([new Float(1), 2.5]);
 * if (!(floats instanceof Float64Array)) throw new Error("floats are flat");
 * if (!Array.isArray(makeList([1, 2.5]))) throw new Error("mixed lists are not");
 * ```
 */
export function makeList(slots: readonly Slot[]): List {
  const n = slots.length;
  for (let i = 0; i < n; i++) {
    const v = slots[i];
    if (typeof v === "number" ? Number.isInteger(v) : !(v instanceof Float)) return slots;
  }
  if (n === 0) return slots;
  const floats = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const v = slots[i] as number | Float;
    floats[i] = typeof v === "number" ? v : v.value;
  }
  return floats;
}

/**
 * Whether a slot holds a list.
 *
 * @param v any slot
 */
export function isList(v: unknown): v is List {
  return Array.isArray(v) || v instanceof Float64Array;
}

/** The number of elements. */
export function length(list: List): number {
  return list.length;
}

/**
 * The element at an index, counted from the end when negative.
 *
 * @param list the list
 * @param index an Int
 * @returns the element in slot form
 * @throws {ZixirError} kind `index`, naming index and length
 */
export function at(list: List, index: number | bigint): Slot {
  const i = place(list, index);
  if (i < 0) throw indexError(list.length, index);
  return list instanceof Float64Array ? box(list[i]) : list[i];
}

/** The element at an index, or `undefined` when there is none. */
export function get(list: List, index: number | bigint): Slot | undefined {
  const i = place(list, index);
  if (i < 0) return undefined;
  return list instanceof Float64Array ? box(list[i]) : list[i];
}

/**
 * The elements as a new or existing array of slots, which must not be changed.
 *
 * @param list the list
 */
export function slots(list: List): readonly Slot[] {
  if (!(list instanceof Float64Array)) return list;
  const boxed: Slot[] = new Array(list.length);
  for (let i = 0; i < boxed.length; i++) boxed[i] = box(list[i]);
  return boxed;
}

/**
 * The elements one after the other, in slot form, without building an array.
 *
 * @param list the list
 */
export function* toSlots(list: List): Generator<Slot, void, undefined> {
  if (list instanceof Float64Array) {
    for (let i = 0; i < list.length; i++) yield box(list[i]);
  } else {
    yield* list;
  }
}

/**
 * The elements of `a` and then of `b`.
 *
 * @throws {ZixirError} kind `limit` when the result would exceed a limit on memory
 */
export function concat(a: List, b: List): List {
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  const bytes = (a.length + b.length) * 8;
  if (bytes > LARGE_BYTES) allocation.reserve(bytes);
  if (a instanceof Float64Array && b instanceof Float64Array) {
    const joined = new Float64Array(a.length + b.length);
    joined.set(a, 0);
    joined.set(b, a.length);
    return joined;
  }
  // One of the two holds something that is no Float, so the result is an array.
  return slots(a).concat(slots(b));
}

/**
 * The elements from `start` up to but not including `end`, both within the list.
 *
 * @param list the list
 * @param start first index, 0 to the length
 * @param end index after the last, `start` to the length
 */
export function slice(list: List, start: number, end: number = list.length): List {
  return list instanceof Float64Array ? list.slice(start, end) : makeList(list.slice(start, end));
}

/**
 * The error of an index that is not there.
 *
 * @param count the length of the list
 * @param index the index asked for
 */
export function indexError(count: number, index: number | bigint): ZixirError {
  const plural = count === 1 ? "element" : "elements";
  return new ZixirError("index", `index ${index} is out of range: the list has ${count} ${plural}`);
}

/** The array index of a Zixir index, or -1. */
function place(list: List, index: number | bigint): number {
  if (typeof index !== "number") return -1;
  const i = index < 0 ? index + list.length : index;
  return i >= 0 && i < list.length ? i : -1;
}
