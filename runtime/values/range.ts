/**
 * Ranges of Ints, from a start up to but not including an end.
 *
 * @module
 */

import { isFloat, isInt, toDouble } from "./float.ts";
import { add, type Int, sub } from "./integer.ts";
import type { Slot } from "./slot.ts";

/**
 * A range in slot form; `0..=n` is held as `0..(n + 1)`.
 *
 * @example
 * ```ts
 * import { Range, rangeLength } from "./range.ts";
 * if (rangeLength(new Range(0, 5)) !== 5) throw new Error("range");
 * ```
 */
export class Range {
  /** The first Int. */
  readonly start: Int;
  /** The Int after the last. */
  readonly end: Int;

  /**
   * Makes a range.
   *
   * @param start the first Int
   * @param end the Int after the last; a range whose end is not above its start is empty
   */
  constructor(start: Int, end: Int) {
    this.start = start;
    this.end = end;
  }

  /** The Ints one after the other. */
  *[Symbol.iterator](): Generator<Int, void, undefined> {
    for (let i = this.start; i < this.end; i = add(i, 1)) yield i;
  }
}

/** How many Ints a range has. */
export function rangeLength(range: Range): Int {
  return range.end > range.start ? sub(range.end, range.start) : 0;
}

/** Whether a value is one of the numbers of a range; a Float is when it is a whole number. */
export function rangeHas(range: Range, value: Slot): boolean {
  if (isInt(value)) return value >= range.start && value < range.end;
  if (!isFloat(value)) return false;
  const n = toDouble(value);
  return Number.isInteger(n) && n >= range.start && n < range.end;
}
