/**
 * Records and maps: one value, a plain object whose own keys are in insertion order.
 *
 * JS puts integer-like keys first and treats `__proto__` specially, so a key that is a canonical
 * array index, or `__proto__`, or begins with NUL, is stored behind a NUL. Only this file knows
 * that; every other file that meets a key not known at compile time goes through it.
 *
 * @module
 */

import type { Slot } from "./slot.ts";

/** A record or map in slot form; keys as {@linkcode keyIn} stores them. */
export type RecordSlot = { readonly [key: string]: Slot };

/**
 * The property name under which a key is stored.
 *
 * @param key the key as the program sees it
 *
 * @example
 * ```ts
 * import { keyIn, keyOut } from "./record.ts";
 * if (keyIn("name") !== "name" || keyOut(keyIn("12")) !== "12") throw new Error("key");
 * ```
 */
export function keyIn(key: string): string {
  const first = key.charCodeAt(0);
  if (first > 57) return key === "__proto__" ? "\u0000__proto__" : key;
  return first === 0 || isArrayIndex(key) ? "\u0000" + key : key;
}

/**
 * The key a property name stands for.
 *
 * @param property an own property name of a record
 */
export function keyOut(property: string): string {
  return property.charCodeAt(0) === 0 ? property.slice(1) : property;
}

/**
 * Whether a slot holds a record or map.
 *
 * @param v any slot
 */
export function isRecord(v: unknown): v is RecordSlot {
  return typeof v === "object" && v !== null && Object.getPrototypeOf(v) === Object.prototype;
}

/**
 * The value at a key, or `undefined` when the record lacks it.
 *
 * @param record the record
 * @param key the key as the program sees it
 */
export function get(record: RecordSlot, key: string): Slot | undefined {
  const property = keyIn(key);
  return Object.hasOwn(record, property) ? record[property] : undefined;
}

/** Whether the record has the key. */
export function has(record: RecordSlot, key: string): boolean {
  return Object.hasOwn(record, keyIn(key));
}

/** A copy with the key set; a key that is there keeps its place. */
export function set(record: RecordSlot, key: string, value: Slot): RecordSlot {
  return { ...record, [keyIn(key)]: value };
}

/** A copy without the key, or the record itself when it has none such. */
export function remove(record: RecordSlot, key: string): RecordSlot {
  const property = keyIn(key);
  if (!Object.hasOwn(record, property)) return record;
  const copy: Record<string, Slot> = { ...record };
  delete copy[property];
  return copy;
}

/** The keys as the program sees them, in insertion order. */
export function keys(record: RecordSlot): string[] {
  const properties = Object.keys(record);
  for (let i = 0; i < properties.length; i++) properties[i] = keyOut(properties[i]);
  return properties;
}

/** The values, in insertion order. */
export function values(record: RecordSlot): Slot[] {
  return Object.values(record);
}

/** Key and value pairs in insertion order. */
export function entries(record: RecordSlot): [string, Slot][] {
  const pairs = Object.entries(record);
  for (const pair of pairs) pair[0] = keyOut(pair[0]);
  return pairs;
}

/** The number of keys. */
export function size(record: RecordSlot): number {
  return Object.keys(record).length;
}

/**
 * The record of some pairs; a later pair with the same key wins and keeps the earlier place.
 *
 * @param pairs keys as the program sees them, with slots
 */
export function fromEntries(pairs: Iterable<readonly [string, Slot]>): RecordSlot {
  const record: Record<string, Slot> = {};
  for (const [key, value] of pairs) record[keyIn(key)] = value;
  return record;
}

/** Canonical decimal below 2^32 - 1: what JS orders as an index. */
function isArrayIndex(key: string): boolean {
  const length = key.length;
  if (length === 0 || length > 10) return false;
  if (key.charCodeAt(0) === 48) return length === 1;
  for (let i = 0; i < length; i++) {
    const unit = key.charCodeAt(i);
    if (unit < 48 || unit > 57) return false;
  }
  return length < 10 || Number(key) < 4294967295;
}
