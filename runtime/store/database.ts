/**
 * What the store needs of a database: bytes under ordered keys, and atomic commits.
 *
 * @module
 */

import { compareStrings } from "../values/compare.ts";

/** A key: parts from general to particular. Strings order before numbers. */
export type Key = readonly (string | number)[];

/** A stored row. */
export interface Row {
  /** Its key. */
  readonly key: Key;
  /** What it holds. */
  readonly value: Uint8Array;
  /** Changes with every write of the row, and grows. */
  readonly version: string;
}

/** A condition of a commit. */
export interface Check {
  /** The row. */
  readonly key: Key;
  /** The version the row must have; `null` for a row that must not be there. */
  readonly version: string | null;
}

/** A change of a commit. */
export interface Mutation {
  /** The row. */
  readonly key: Key;
  /** What it is to hold, `null` to delete it. */
  readonly value: Uint8Array | null;
  /** Milliseconds after which the database may drop the row. */
  readonly expireInMs?: number;
}

/** Which rows to list: those whose keys begin with `prefix` and are longer. */
export interface Selector {
  /** What the keys begin with. */
  readonly prefix: Key;
  /** First key, inclusive. */
  readonly start?: Key;
  /** Key to stop before. */
  readonly end?: Key;
  /** Last key first. */
  readonly reverse?: boolean;
  /** No more rows than this. */
  readonly limit?: number;
  /** How many rows to fetch at a time; fewer for large rows. */
  readonly batch?: number;
}

/** The largest value a row holds, in bytes. */
export const VALUE_BYTES_MAX = 65_536;

/** The most a commit holds: bytes of keys and values, changes, conditions on every database. */
export const COMMIT_MAX = { bytes: 819_200, mutations: 1000, checks: 10 } as const;

/** An open database. */
export interface Database {
  /** The most conditions this one takes in a commit. */
  readonly checksMax: number;
  /** Rows by key, `null` where there is none; all of one moment. At most 10 keys. */
  read(keys: readonly Key[]): Promise<(Row | null)[]>;
  /** Rows in order of their keys. */
  list(selector: Selector): AsyncIterable<Row>;
  /**
   * Applies all changes if all conditions hold, else none.
   *
   * @returns the version of the rows written, `null` when a condition did not hold
   */
  commit(checks: readonly Check[], mutations: readonly Mutation[]): Promise<string | null>;
  /** Ends its use. */
  close(): void;
}

/**
 * The order of keys: part by part, strings by code point before numbers by value.
 *
 * @returns negative, zero or positive
 */
export function compareKeys(a: Key, b: Key): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const x = a[i];
    const y = b[i];
    if (typeof x === "string") {
      if (typeof y !== "string") return -1;
      const order = compareStrings(x, y);
      if (order !== 0) return order;
    } else {
      if (typeof y === "string") return 1;
      if (x !== y) return x - y;
    }
  }
  return a.length - b.length;
}

/** Whether a key begins with a prefix and goes on. */
export function isWithin(key: Key, prefix: Key): boolean {
  return key.length > prefix.length && prefix.every((part, i) => part === key[i]);
}

/** A key as a string that no other key has. */
export function keyId(key: Key): string {
  return JSON.stringify(key);
}
