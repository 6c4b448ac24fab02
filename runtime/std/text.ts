/**
 * Strings as sequences of code points, though JS counts UTF-16 units.
 *
 * Most strings hold no surrogate, and then units are code points and nothing has to be counted.
 *
 * @module
 */

/** Whether units and code points differ in this string. */
export function hasSurrogates(text: string): boolean {
  return SURROGATE.test(text);
}

/**
 * How many code points a string has.
 *
 * @param text any string
 *
 * @example
 * ```ts
 * import { codePoints } from "./text.ts";
 * if (codePoints("a😀") !== 2) throw new Error("code points");
 * ```
 */
export function codePoints(text: string): number {
  let points = text.length;
  for (let i = 0; i < text.length; i++) {
    // A low surrogate is the second half of a code point already counted.
    if ((text.charCodeAt(i) & 0xfc00) === 0xdc00) points--;
  }
  return points;
}

/** The code point index of a unit index. */
export function pointOfUnit(text: string, unit: number): number {
  return hasSurrogates(text) ? codePoints(text.slice(0, unit)) : unit;
}

/** The part of a string between two code point indices that lie within it. */
export function slicePoints(text: string, start: number, end: number): string {
  if (!hasSurrogates(text)) return text.slice(start, end);
  return Array.from(text).slice(start, end).join("");
}

const SURROGATE = /[\ud800-\udfff]/;
