/**
 * Going through earlier entries. The file they are kept in is the matter of `history_file.ts`.
 *
 * @module
 */

/** Entries kept at most. */
export const HISTORY_MAX = 2000;

/** The earlier entries, oldest first. */
export type Entries = readonly string[];

/**
 * The entries with one more, unless it is the last one again or blank.
 *
 * @param entries the entries so far
 * @param entry the new one
 */
export function withEntry(entries: Entries, entry: string): Entries {
  if (entry.trim() === "" || entries.at(-1) === entry) return entries;
  return [...entries, entry].slice(-HISTORY_MAX);
}

/** A place among the entries. */
export interface Place {
  /** Index of the entry shown; the number of entries for none of them. */
  readonly index: number;
  /** What was being written when the search began. */
  readonly draft: string;
  /** Only entries that begin so are shown. */
  readonly prefix: string;
}

/**
 * The next place up (older) or down (newer).
 *
 * @param entries the entries
 * @param place where one is; null when what is written is none of them
 * @param step -1 for older, 1 for newer
 * @param text what is written
 * @param prefix what stands before the cursor
 * @returns null where there is nothing further that way
 */
export function step(
  entries: Entries,
  place: Place | null,
  step: -1 | 1,
  text: string,
  prefix: string,
): Place | null {
  const from = place ?? { index: entries.length, draft: text, prefix };
  for (let index = from.index + step; index >= 0 && index < entries.length; index += step) {
    const isNew = entries[index] !== text && entries[index] !== entries[from.index];
    if (isNew && entries[index].startsWith(from.prefix)) return { ...from, index };
  }
  const isLeaving = step > 0 && from.index < entries.length;
  return isLeaving ? { ...from, index: entries.length } : null;
}

/** The text at a place. */
export function textAt(entries: Entries, place: Place): string {
  return entries[place.index] ?? place.draft;
}

/**
 * The newest entry with a text in it, from an index on towards older ones.
 *
 * @param entries the entries
 * @param query what is looked for; case counts only where it has capitals
 * @param from the first index looked at
 * @param step -1 towards older, 1 towards newer
 * @returns its index; -1 for none
 */
export function searchEntries(
  entries: Entries,
  query: string,
  from: number,
  step: -1 | 1 = -1,
): number {
  const folds = query === query.toLowerCase();
  for (let index = from; index >= 0 && index < entries.length; index += step) {
    const entry = folds ? entries[index].toLowerCase() : entries[index];
    if (entry.includes(query)) return index;
  }
  return -1;
}

/**
 * How the newest entry that begins with a text goes on, in its first line.
 *
 * @param entries the entries
 * @param text what is written
 * @returns "" where there is none, or nothing is written
 */
export function suggestion(entries: Entries, text: string): string {
  if (text.trim() === "" || text.includes("\n")) return "";
  const found = entries.findLast((entry) => entry.startsWith(text) && entry !== text);
  return found?.slice(text.length).split("\n")[0] ?? "";
}
