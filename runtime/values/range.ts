/**
 * Ranges of Ints, from a start up to but not including an end.
 *
 * @module
 */

import { add, type Int, sub } from "./integer.ts";

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

/** Whether an Int lies in a range. */
export function rangeHas(range: Range, n: Int): boolean {
  return n >= range.start && n < range.end;
}
