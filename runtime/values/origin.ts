/**
 * Where values came from whose types were guessed, so that a cast that knows better may ask again.
 *
 * CSV has texts only: `csv.parse` makes the cell `12` an Int, and `as [{id: String}]` wants the text.
 *
 * Invariant: an entry lives as long as the list it belongs to, and only a list nobody has changed
 * (no list ever is) is asked for.
 *
 * @module
 */
import type { List } from "./list.ts";

/**
 * Reads the rows again.
 *
 * @param texts names of columns that are to stay texts; true where an empty cell is nil
 */
export type Reread = (texts: ReadonlyMap<string, boolean>) => List;

/** Notes how rows may be read again. */
export function noteOrigin(rows: List, reread: Reread): void {
  origins.set(rows, reread);
}

/** How rows may be read again; undefined for lists that were not read. */
export function originOf(rows: List): Reread | undefined {
  return origins.get(rows);
}

const origins = new WeakMap<List, Reread>();
