/**
 * Looking for an earlier entry while the text looked for is typed.
 *
 * @module
 */
import { type Entries, searchEntries } from "./history.ts";
import type { Buffer } from "./line_buffer.ts";

/** A search through the history. */
export interface Search {
  readonly query: string;
  /** Index of the entry found; the number of entries before anything is. */
  readonly index: number;
  /** Whether the query as it is now was found. */
  readonly isFound: boolean;
  /** What was written before. */
  readonly original: Buffer;
}

/** Where a search has come to, and what is shown. */
export interface Found {
  readonly search: Search;
  readonly buffer: Buffer;
}

/** A search that looks for nothing yet. */
export function newSearch(original: Buffer, entries: Entries): Search {
  return { query: "", index: entries.length, isFound: true, original };
}

/**
 * Looks for another text, from the entry found last on towards older ones.
 *
 * @param query what is looked for; for "" the search begins anew
 * @param search where it is
 * @param entries the entries, oldest first
 */
export function searchFor(query: string, search: Search, entries: Entries): Found {
  if (query === "") return { search: newSearch(search.original, entries), buffer: search.original };
  const from = Math.min(search.index, entries.length - 1);
  const index = searchEntries(entries, query, from);
  const next = { ...search, query, isFound: index >= 0 };
  return index < 0 ? notFound(next, entries) : foundAt(next, index, entries);
}

/**
 * Goes on to the next entry with the same text.
 *
 * @param search where it is
 * @param entries the entries, oldest first
 * @param step -1 towards older ones, 1 towards newer
 * @param shown what is shown, which stays where there is no other
 */
export function searchOn(search: Search, entries: Entries, step: -1 | 1, shown: Buffer): Found {
  const { query } = search;
  const index = query === "" ? -1 : searchEntries(entries, query, search.index + step, step);
  const isFound = index >= 0 || query === "";
  if (index < 0) return { search: { ...search, isFound }, buffer: shown };
  return foundAt({ ...search, isFound }, index, entries);
}

function foundAt(search: Search, index: number, entries: Entries): Found {
  const text = entries[index];
  const cursor = Math.max(0, text.toLowerCase().indexOf(search.query.toLowerCase()));
  return { search: { ...search, index }, buffer: { text, cursor } };
}

/** What was found for a shorter text stays in sight. */
function notFound(search: Search, entries: Entries): Found {
  const text = entries[search.index];
  return { search, buffer: text === undefined ? search.original : { text, cursor: 0 } };
}
