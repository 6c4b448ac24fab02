/**
 * Generated text with marks: which place of the Zixir source a place of the JS text came from.
 *
 * While code is put together from strings, a mark is a short sequence between two control
 * characters, which no generated text contains otherwise; {@linkcode finish} takes the marks out
 * and keeps them beside the text. Reading them happens only when something failed.
 *
 * @module
 */
import type { Span } from "../syntax/span.ts";

const OPEN = "\u0001";
const CLOSE = "\u0002";

/** JS text and, for offsets in it, the Zixir source spans: triples `[offset, start, end]`, ascending. */
export interface MarkedText {
  readonly text: string;
  readonly marks: Int32Array;
}

/** A mark, to be put directly before the JS it belongs to. */
export function mark(span: Span): string {
  return `${OPEN}${span.start}:${span.end}${CLOSE}`;
}

/**
 * Takes the marks out of generated text.
 *
 * @example
 * ```ts
 * import { finish, mark, spanAt } from "./code.ts";
 * const { text, marks } = finish(`x + ${mark({ start: 7, end: 9 })}f()`);
 * // text === "x + f()", spanAt({ text, marks }, 1, 5) is { start: 7, end: 9 }
 * ```
 */
export function finish(raw: string): MarkedText {
  const pieces: string[] = [];
  const marks: number[] = [];
  let length = 0;
  let from = 0;
  for (let at = raw.indexOf(OPEN); at >= 0; at = raw.indexOf(OPEN, from)) {
    pieces.push(raw.slice(from, at));
    length += at - from;
    let start = 0;
    let unit = raw.charCodeAt(++at);
    for (; unit !== COLON; unit = raw.charCodeAt(++at)) start = 10 * start + unit - ZERO;
    let end = 0;
    unit = raw.charCodeAt(++at);
    for (; unit >= ZERO; unit = raw.charCodeAt(++at)) end = 10 * end + unit - ZERO;
    marks.push(length, start, end);
    from = at + 1;
  }
  pieces.push(raw.slice(from));
  return { text: pieces.join(""), marks: Int32Array.from(marks) };
}

const ZERO = 48;
const COLON = 58;

/**
 * The Zixir span of a place in generated text: that of the last mark at or before it.
 *
 * @param code the text with its marks
 * @param line line in the text, from 1
 * @param column column in UTF-16 units, from 1, as V8 counts
 * @returns null when the place lies before every mark
 */
export function spanAt(code: MarkedText, line: number, column: number): Span | null {
  let lineStart = 0;
  for (let i = 1; i < line; i++) {
    const next = code.text.indexOf("\n", lineStart);
    if (next < 0) return null;
    lineStart = next + 1;
  }
  const offset = lineStart + column - 1;
  const { marks } = code;
  let low = 0;
  let high = marks.length / 3 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (marks[3 * middle] <= offset) low = middle + 1;
    else high = middle - 1;
  }
  return high < 0 ? null : { start: marks[3 * high + 1], end: marks[3 * high + 2] };
}
