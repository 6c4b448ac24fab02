/**
 * What patterns ask about values whose type only the run knows.
 *
 * @module
 */
import {
  type Constructor,
  inspect,
  type Int,
  isInt,
  isList,
  isRecord,
  record,
  sameConstructor,
  type Slot,
  Tuple,
  Variant,
  ZixirError,
} from "../values/mod.ts";

/** How much of a value is shown in a message. */
const SHOWN = 80;

/** Whether a value is a list. */
export function isListValue(v: Slot): boolean {
  return isList(v);
}

/** Whether a value is a tuple of so many places. */
export function isTupleOf(v: Slot, places: number): boolean {
  return v instanceof Tuple && v.items.length === places;
}

/** Whether a value is a record (or map) that has all these keys. */
export function isRecordWith(v: Slot, keys: readonly string[]): boolean {
  return isRecord(v) && keys.every((key) => record.has(v, key));
}

/** Whether a value was made by a constructor. */
export function isVariantOf(v: Slot, constructor: Constructor): boolean {
  return v instanceof Variant &&
    sameConstructor(v, constructor.value ?? prototypeOf(constructor));
}

/** Whether a value is an Int within a range pattern. */
export function inRange(v: Slot, start: Int, end: Int, inclusive: boolean): boolean {
  return isInt(v) && v >= start && (inclusive ? v <= end : v < end);
}

/** The error of a `match` without a fitting clause. */
export function noMatch(v: Slot): ZixirError {
  return new ZixirError("match", `no clause matches ${shortened(v)}`, { data: v });
}

/** The error of a `let`, parameter or loop pattern that does not fit. */
export function noBinding(v: Slot, pattern: string): ZixirError {
  return new ZixirError("match", `${shortened(v)} does not fit the pattern ${pattern}`, {
    data: v,
  });
}

/** A value in literal notation, cut where it is long. */
export function shortened(v: Slot): string {
  const text = inspect(v);
  return text.length > SHOWN ? `${text.slice(0, SHOWN - 3)}...` : text;
}

function prototypeOf(constructor: Constructor): Variant {
  return constructor.Class.prototype;
}
