/**
 * `Ok` and `Err`, which `settle: true` gives.
 *
 * @module
 */
import type { Slot } from "../values/slot.ts";
import { makeConstructor } from "../values/variant.ts";

/** Identity of the built-in type `Result`. */
export const RESULT_TYPE_ID = "Result";

const ok = makeConstructor("Result", "Ok", 0, [null], RESULT_TYPE_ID);
const err = makeConstructor("Result", "Err", 1, [null], RESULT_TYPE_ID);

/**
 * How one of several things ended.
 *
 * @param isOk whether well
 * @param value its value, or its error as a record
 * @returns `Ok(value)` or `Err(value)`
 */
export function settledValue(isOk: boolean, value: Slot): Slot {
  const Class = (isOk ? ok : err).Class;
  return new Class(value);
}
