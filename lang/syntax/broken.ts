/**
 * Which parts of a text could not be read, so that nobody draws conclusions from what is left of
 * them.
 *
 * A statement that begins on a line with an error, or that holds an error outside of its inner
 * blocks, becomes an `Invalid` node: what the parser made of it is a guess. The names in such lines
 * may be what the statement was to declare; a use of one of them elsewhere is not an error.
 *
 * @module
 */
import type { Token } from "./scan.ts";
import type { LineIndex, Span } from "./span.ts";

/** The broken parts of one text. */
export class BrokenText {
  readonly #lines: LineIndex;
  readonly #brokenLines = new Set<number>();
  /** Offsets of errors, ascending; those that an inner statement has taken are negative. */
  readonly #errors: number[];
  readonly #invalid: Span[] = [];

  /**
   * @param lines The lines of the text.
   * @param errors Offsets where the parser stopped, ascending.
   * @param places Spans whose lines are broken.
   */
  constructor(lines: LineIndex, errors: readonly number[], places: readonly Span[]) {
    this.#lines = lines;
    this.#errors = [...errors];
    for (const { start, end } of places) {
      const last = lines.lineAt(Math.max(start, end - 1));
      for (let line = lines.lineAt(start); line <= last; line++) this.#brokenLines.add(line);
    }
  }

  /** Whether a place is on a broken line, holds an error, or is in a statement that was given up. */
  isBroken(span: Span): boolean {
    const error = this.#errors[this.#firstFrom(span.start)];
    if (error !== undefined && Math.abs(error) <= span.end) return true;
    return this.#brokenLines.has(this.#lines.lineAt(span.start)) ||
      this.#invalid.some(({ start, end }) => start <= span.start && span.end <= end);
  }

  /** Whether anything in a statement may be given up: it holds an error or a part of a broken line. */
  touches({ start, end }: Span): boolean {
    const error = this.#errors[this.#firstFrom(start)];
    if (error !== undefined && Math.abs(error) <= end) return true;
    const last = this.#lines.lineAt(end);
    for (let line = this.#lines.lineAt(start); line <= last; line++) {
      if (this.#brokenLines.has(line)) return true;
    }
    return false;
  }

  /**
   * Whether the statement at `span` is to be given up; asked of inner statements before outer ones,
   * because an error belongs to the innermost statement around it.
   */
  takes(span: Span): boolean {
    let holds = this.#brokenLines.has(this.#lines.lineAt(span.start));
    for (let i = this.#firstFrom(span.start); i < this.#errors.length; i++) {
      const offset = this.#errors[i];
      if (Math.abs(offset) > span.end) break;
      if (offset < 0) continue;
      this.#errors[i] = -offset;
      holds = true;
    }
    if (holds) this.#invalid.push(span);
    return holds;
  }

  /** Index of the first error at or behind `offset`. */
  #firstFrom(offset: number): number {
    let low = 0;
    let high = this.#errors.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Math.abs(this.#errors[middle]) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The words in broken lines. */
  wordsOf(tokens: readonly Token[]): Set<string> {
    const words = new Set<string>();
    let line = 1;
    for (const token of tokens) {
      if (token.kind === "word" && this.#brokenLines.has(line)) words.add(token.text);
      if (token.kind === "newline") line++;
      else if (token.kind === "string") line = this.#lines.lineAt(token.end);
    }
    return words;
  }
}
