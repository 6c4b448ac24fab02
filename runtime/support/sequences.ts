/**
 * Elements by index of what is no list: characters, numbers of a range, bytes.
 *
 * Invariant: `last` holds the string asked for most recently and what its indices count, so that a
 * loop over the characters of one string looks at the whole of it only once.
 *
 * @module
 */
import { type Int, integer, type Range, rangeLength, ZixirError } from "../values/mod.ts";
import { hasSurrogates } from "../std/text.ts";

/**
 * The character (code point) at an index, counted from the end when negative.
 *
 * @param text any string
 * @param index where it stands
 * @throws {ZixirError} kind "index" when there is none
 *
 * @example
 * ```ts
 * import { characterAt } from "./sequences.ts";
 * if (characterAt("a😀b", -2) !== "😀") throw new Error("code points");
 * ```
 */
export function characterAt(text: string, index: Int): string {
  if (text !== last.text) {
    last = { text, points: hasSurrogates(text) ? Array.from(text) : null };
  }
  const { points } = last;
  const count = points === null ? text.length : points.length;
  const i = place(count, index, "string", "character");
  return points === null ? text[i] : points[i];
}

/** The Int of a range at an index; {@linkcode characterAt} tells how it counts and what it raises. */
export function rangeAt(range: Range, index: Int): Int {
  const count = rangeLength(range);
  const i = integer.compareInt(index, 0) < 0 ? integer.add(index, count) : index;
  if (integer.compareInt(i, 0) < 0 || integer.compareInt(i, count) >= 0) {
    throw outOfRange(count, index, "range", "number");
  }
  return integer.add(range.start, i);
}

/** The byte at an index; {@linkcode characterAt} tells how it counts and what it raises. */
export function byteAt(bytes: Uint8Array, index: Int): number {
  return bytes[place(bytes.length, index, "value", "byte")];
}

let last: { readonly text: string; readonly points: readonly string[] | null } = {
  text: "",
  points: null,
};

function place(count: number, index: Int, whole: string, part: string): number {
  const i = typeof index !== "number" ? -1 : index < 0 ? index + count : index;
  if (i >= 0 && i < count) return i;
  throw outOfRange(count, index, whole, part);
}

function outOfRange(count: Int, index: Int, whole: string, part: string): ZixirError {
  const parts = count === 1 ? part : `${part}s`;
  return new ZixirError(
    "index",
    `index ${index} is out of range: the ${whole} has ${count} ${parts}`,
  );
}
