/**
 * The "did you mean" of every message: names, fields, modules, commands, flags, files.
 *
 * @module
 */

/**
 * The candidate that `word` was probably meant to be, or null when none is close.
 *
 * Close is: equal but for case and underscores, else at an edit distance of at most a third of the
 * longer word (so a word of one or two letters is never guessed), else the only one that begins with the
 * word, or with which the word begins, from four letters on. Of equally close candidates the first wins. Edits are insertion, deletion, substitution and the swap of two neighbours: the
 * optimal string alignment distance (Damerau 1964), kept to three rows.
 *
 * @param word what was written
 * @param candidates what could have been written
 *
 * @example
 * ```ts
 * import { nearest } from "./nearest.ts";
 * if (nearest("lenght", ["len", "length", "width"]) !== "length") throw new Error("swap");
 * if (nearest("x", ["y", "z"]) !== null) throw new Error("too short to guess");
 * ```
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Infinity;
  const all = [...candidates];
  for (const candidate of all) {
    if (candidate === word) continue;
    const most = Math.floor(Math.max(word.length, candidate.length) / 3);
    const limit = Math.min(most, bestDistance - 1);
    const distance = plain(word) === plain(candidate) ? 0 : distanceUpTo(word, candidate, limit);
    if (distance > limit && distance !== 0) continue;
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best ?? onlyPrefix(word, all);
}

/** `Rect` for `Rectangle`, `quantity` for `quant`: the only candidate that is part of the word, or it of it. */
function onlyPrefix(word: string, candidates: readonly string[]): string | null {
  if (word.length < PREFIX_MIN) return null;
  const found = new Set(
    candidates.filter((each) =>
      each !== word && (each.startsWith(word) || word.startsWith(each)) &&
      each.length >= PREFIX_MIN &&
      Math.max(each.length, word.length) <= PREFIX_TIMES_MAX * Math.min(each.length, word.length)
    ),
  );
  const [only] = found;
  return found.size === 1 ? only : null;
}

/** Shorter beginnings say too little. */
const PREFIX_MIN = 4;

/** How much longer than its beginning a word may be. */
const PREFIX_TIMES_MAX = 3;

function plain(word: string): string {
  return word.toLowerCase().replaceAll("_", "");
}

/** The distance of two words, or something larger than `limit` as soon as it must be. */
function distanceUpTo(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const changed = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(changed, last[j] + 1, row[j - 1] + 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) cost = Math.min(cost, beforeLast[j - 2] + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    [beforeLast, last] = [last, row];
  }
  return last[b.length];
}
