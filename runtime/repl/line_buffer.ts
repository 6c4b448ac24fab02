/**
 * A text with a cursor, and what keys do to it. Nothing here changes a value; each function gives a
 * new one.
 *
 * @module
 */
import { clusterAfter, clusterBefore, clustersOf } from "./text_width.ts";

/** A text being edited. */
export interface Buffer {
  readonly text: string;
  /** Offset of the cursor in code units, never inside of a character. */
  readonly cursor: number;
}

/** A buffer with the cursor at the end of the text. */
export function bufferOf(text: string): Buffer {
  return { text, cursor: text.length };
}

/** Puts a text where the cursor is. */
export function insert({ text, cursor }: Buffer, added: string): Buffer {
  return {
    text: text.slice(0, cursor) + added + text.slice(cursor),
    cursor: cursor + added.length,
  };
}

/** Replaces the text between two offsets; the cursor is then behind it. */
export function replace({ text }: Buffer, from: number, to: number, by: string): Buffer {
  return { text: text.slice(0, from) + by + text.slice(to), cursor: from + by.length };
}

/** The buffer with its cursor elsewhere. */
export function at({ text }: Buffer, cursor: number): Buffer {
  return { text, cursor };
}

/** Where motions from the cursor lead. */
export const motions = {
  left: ({ text, cursor }: Buffer): number => clusterBefore(text, cursor),
  right: ({ text, cursor }: Buffer): number => clusterAfter(text, cursor),
  lineStart: ({ text, cursor }: Buffer): number =>
    cursor === 0 ? 0 : text.lastIndexOf("\n", cursor - 1) + 1,
  lineEnd({ text, cursor }: Buffer): number {
    const end = text.indexOf("\n", cursor);
    return end < 0 ? text.length : end;
  },
  /** The start of the word that the cursor is in or behind. */
  wordLeft({ text, cursor }: Buffer): number {
    const [found] = /[\p{L}\p{N}\p{M}_]*[^\p{L}\p{N}\p{M}_]*$/u.exec(text.slice(0, cursor))!;
    return cursor - found.length;
  },
  /** The end of the word that the cursor is in or before. */
  wordRight({ text, cursor }: Buffer): number {
    const [found] = /^[^\p{L}\p{N}\p{M}_]*[\p{L}\p{N}\p{M}_]*/u.exec(text.slice(cursor))!;
    return cursor + found.length;
  },
  /** The start of what stands before the cursor without blanks. */
  blankLeft({ text, cursor }: Buffer): number {
    const [found] = /\S*\s*$/.exec(text.slice(0, cursor))!;
    return cursor - found.length;
  },
  start: (): number => 0,
  end: ({ text }: Buffer): number => text.length,
} as const;

/**
 * The place a line up or down, in the same column as far as that line is long enough.
 *
 * @param buffer the text
 * @param lines -1 for up, 1 for down
 * @param column the column in characters; by default the cursor's
 * @returns null where there is no such line
 */
export function verticalTo(
  buffer: Buffer,
  lines: -1 | 1,
  column: number = columnOf(buffer),
): number | null {
  const { text } = buffer;
  const start = motions.lineStart(buffer);
  const end = motions.lineEnd(buffer);
  if (lines < 0 ? start === 0 : end === text.length) return null;
  const otherStart = lines < 0 ? motions.lineStart({ text, cursor: start - 1 }) : end + 1;
  const other = text.slice(otherStart, motions.lineEnd({ text, cursor: otherStart }));
  const before = clustersOf(other).slice(0, column);
  return otherStart + before.reduce((length, cluster) => length + cluster.text.length, 0);
}

/** The column of the cursor in its line, in characters from 0. */
export function columnOf(buffer: Buffer): number {
  const line = buffer.text.slice(motions.lineStart(buffer), buffer.cursor);
  return clustersOf(line).length;
}
