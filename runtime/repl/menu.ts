/**
 * Choosing among completions.
 *
 * @module
 */
import { type Buffer, replace } from "./line_buffer.ts";

/** One way to complete what stands before the cursor. */
export interface Candidate {
  /** What is put in. */
  readonly text: string;
  /** One line on what it is, such as its type. */
  readonly detail: string;
}

/** Every way to complete a part of a text. */
export interface Completions {
  /** Offset of the part that is replaced, which ends at the cursor. */
  readonly start: number;
  /** Sorted; no two with the same text. */
  readonly candidates: readonly Candidate[];
}

/** Completions shown below the text. */
export interface Menu {
  readonly start: number;
  readonly candidates: readonly Candidate[];
  /** Index of the one that is put in; -1 for none. */
  readonly selected: number;
  /** What was written before one was put in. */
  readonly original: Buffer;
}

/**
 * Puts in what all completions begin with.
 *
 * @param buffer what is written
 * @param completions what fits
 * @returns the buffer, and a menu where there is still a choice
 */
export function complete(
  buffer: Buffer,
  { start, candidates }: Completions,
): { readonly buffer: Buffer; readonly menu: Menu | null } {
  if (candidates.length === 0) return { buffer, menu: null };
  const common = commonStart(candidates.map(({ text }) => text));
  const written = buffer.text.slice(start, buffer.cursor);
  const isLonger = common.length > written.length ||
    (common.length === written.length && common !== written);
  const next = isLonger || candidates.length === 1
    ? replace(buffer, start, buffer.cursor, common)
    : buffer;
  if (candidates.length === 1) return { buffer: next, menu: null };
  return { buffer: next, menu: { start, candidates, selected: -1, original: next } };
}

/**
 * Selects the next completion, or the one before.
 *
 * @param buffer what is written
 * @param menu the choice
 * @param step 1 or -1
 */
export function select(
  buffer: Buffer,
  menu: Menu,
  step: 1 | -1,
): { readonly buffer: Buffer; readonly menu: Menu } {
  const count = menu.candidates.length;
  const from = menu.selected < 0 && step < 0 ? count : menu.selected;
  const selected = (from + step + count) % count;
  const { text } = menu.candidates[selected];
  return {
    buffer: replace(buffer, menu.start, buffer.cursor, text),
    menu: { ...menu, selected },
  };
}

/** What all words begin with. */
function commonStart(words: readonly string[]): string {
  let common = words[0];
  for (const word of words) {
    let length = 0;
    while (length < common.length && common[length] === word[length]) length++;
    common = common.slice(0, length);
  }
  return common;
}
