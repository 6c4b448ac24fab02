/**
 * Which entries of a journal are committed together, and in which rows.
 *
 * A commit costs about the same for one small row as for many entries, so entries that wait at the
 * same time go in one, and lie in one row as far as a row takes them: a row each would cost more
 * than the entries do.
 *
 * @module
 */
import type { Slot } from "../values/slot.ts";
import type { Entry } from "./journal.ts";

/** An entry that waits to be committed. */
export interface Waiting {
  /** Its number in the journal. */
  readonly number: number;
  readonly entry: Entry;
  /** The value that goes in a row of its own; absent when it lies in the entry or there is none. */
  readonly large?: { readonly value: Slot; readonly encoded: readonly Uint8Array[] };
  /** Bytes the entry takes, or a little more. */
  readonly bytes: number;
  resolve(entry: Entry): void;
  reject(error: unknown): void;
}

/** Large values of one commit, at most: each may need a condition, and a commit takes ten. */
const LARGE_MAX = 8;

/** Bytes of the entries of one commit, roughly; the large values have the rest of what it takes. */
const COMMIT_BYTES = 128_000;

/** Bytes of the entries of one row, roughly: half of what a row takes. */
const ROW_BYTES = 32_000;

/**
 * How many of the entries that wait go into the next commit: as many as it takes, at least one.
 *
 * @param queue what waits, in order
 */
export function batchSize(queue: readonly Waiting[]): number {
  let large = 0;
  let bytes = 0;
  let count = 0;
  for (const one of queue) {
    if (one.large !== undefined) large++;
    bytes += one.bytes;
    if (count > 0 && (large > LARGE_MAX || bytes > COMMIT_BYTES)) break;
    count++;
  }
  return count;
}

/**
 * Entries as rows of the journal, each under the number of its first entry.
 *
 * @param batch entries that are committed together, in order
 */
export function rowsOf(batch: readonly Waiting[]): [number, Entry | readonly Entry[]][] {
  const rows: [number, Entry[]][] = [];
  let bytes = Infinity;
  for (const one of batch) {
    bytes += one.bytes;
    if (bytes <= ROW_BYTES) {
      rows.at(-1)![1].push(one.entry);
    } else {
      rows.push([one.number, [one.entry]]);
      bytes = one.bytes;
    }
  }
  return rows.map(([number, entries]) => [number, entries.length === 1 ? entries[0] : entries]);
}

/** The entries in a row, which {@linkcode rowsOf} made. */
export function entriesOf(row: Slot): readonly Entry[] {
  return (Array.isArray(row) ? row : [row]) as unknown as readonly Entry[];
}

/**
 * Bytes that an entry takes when it is stored, or more.
 *
 * @param entry with its value, if that lies in it
 */
export function entryBytes({ name, path, code, value, failure, attempts }: Entry): number {
  let bytes = 128 + 3 * (name.length + path.length) + code.length;
  if (value instanceof Uint8Array) bytes += value.length;
  const failures = failure === undefined ? attempts : [...attempts, { failure }];
  for (const { failure } of failures) {
    bytes += 64;
    if (failure === undefined) continue;
    const { message, hint = "", data } = failure;
    bytes += 128 + 3 * (message.length + hint.length) + (data?.length ?? 0);
  }
  return bytes;
}
