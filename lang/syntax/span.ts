/**
 * Where a piece of source text stands.
 *
 * Inside Zixir a place is always a pair of UTF-16 offsets into one source text; lines and columns
 * exist only at the edge and come from {@linkcode LineIndex}, the one conversion there is.
 *
 * @module
 */

/** A half-open range `[start, end)` of UTF-16 offsets into a source text. */
export interface Span {
  /** Offset of the first code unit. */
  readonly start: number;
  /** Offset just behind the last code unit. */
  readonly end: number;
}

/** A place as people count it: line and column both start at 1, columns count code points. */
export interface Position {
  /** Line, from 1. */
  readonly line: number;
  /** Column in Unicode code points, from 1. */
  readonly column: number;
}

/** The smallest span that holds both `a` and `b`. */
export function spanning(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/**
 * Converts offsets of one text into lines and columns, in O(log lines) each.
 *
 * @example
 * ```ts
 * import { LineIndex } from "./span.ts";
 * const at = new LineIndex("a\nbc").position(3);
 * // at.line === 2, at.column === 2
 * ```
 */
export class LineIndex {
  readonly #text: string;
  readonly #starts: number[];

  /** Indexes the line starts of `text` (a line ends at `\n`). */
  constructor(text: string) {
    this.#text = text;
    this.#starts = [0];
    for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) {
      this.#starts.push(i + 1);
    }
  }

  /** Number of lines; an empty text has one. */
  get lineCount(): number {
    return this.#starts.length;
  }

  /** Line of `offset`, which is clamped into the text. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** Line and column of `offset`, which is clamped into the text. */
  position(offset: number): Position {
    const clamped = Math.max(0, Math.min(offset, this.#text.length));
    const line = this.lineAt(clamped);
    let column = 1;
    for (let i = this.#starts[line - 1]; i < clamped; i++) {
      const unit = this.#text.charCodeAt(i);
      const isHighSurrogate = unit >= 0xd800 && unit < 0xdc00 && i + 1 < clamped;
      if (isHighSurrogate) i++;
      column++;
    }
    return { line, column };
  }

  /** Text of line `line` (from 1), without its line end. */
  lineText(line: number): string {
    const start = this.#starts[line - 1] ?? this.#text.length;
    const next = this.#starts[line];
    let end = next === undefined ? this.#text.length : next - 1;
    if (end > start && this.#text.charCodeAt(end - 1) === CARRIAGE_RETURN) end--;
    return this.#text.slice(start, end);
  }
}

const CARRIAGE_RETURN = 13;
