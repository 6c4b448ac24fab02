/**
 * What a store is asked and what it answers.
 *
 * @module
 */

import type { Slot } from "../values/slot.ts";
import type { Check, Key } from "./database.ts";
import type { ConstructorLookup } from "./decoding.ts";
import type { KvKind } from "./kv_database.ts";
import type { StoreKind } from "./opening.ts";

/** How to open a store. */
export interface StoreOptions {
  /** Whether to make a store where there is none; true by default. */
  readonly create?: boolean;
  /** Which implementation of Deno KV to use; the best there is by default. */
  readonly kv?: KvKind;
  /** Milliseconds to wait for another process that holds the store locked; 10,000 by default. */
  readonly busyMs?: number;
  /** Epoch milliseconds; the machine's clock by default. */
  readonly now?: () => number;
}

/** What is stored at a key. */
export interface Found {
  /** The value. */
  readonly value: Slot;
  /** Changes with every write of the row, and grows. */
  readonly version: string;
}

/** A row as {@linkcode Store.list} gives it; its value is read on demand. */
export interface Listed {
  /** Its key. */
  readonly key: Key;
  /** Changes with every write of the row, and grows. */
  readonly version: string;
  /** Bytes of the encoded value. */
  readonly size: number;
  /** Epoch milliseconds from which the row counts as gone; Infinity when never. */
  readonly expiresAt: number;
  /** Reads the value. */
  value(lookup?: ConstructorLookup): Promise<Slot>;
}

/** What to list. */
export interface ListOptions {
  /** First key, inclusive. */
  readonly start?: Key;
  /** Key to stop before. */
  readonly end?: Key;
  /** Last key first. */
  readonly reverse?: boolean;
  /** No more rows than this. */
  readonly limit?: number;
}

/** One atomic change of the store. */
export interface Write {
  /** Conditions: the version a row must have, `null` for a row that must not be there. */
  readonly checks?: readonly Check[];
  /** Rows to write. */
  readonly sets?: readonly {
    readonly key: Key;
    readonly value: Slot;
    /** What `encode` gave for the value, when that is known already. */
    readonly encoded?: readonly Uint8Array[];
    /** Milliseconds after which the row counts as gone. */
    readonly expireInMs?: number;
  }[];
  /** Rows to delete. */
  readonly deletes?: readonly Key[];
}

/** What `zixir doctor` says of a store. */
export interface StoreDescription {
  /** Path, `:memory:` or URL. */
  readonly location: string;
  /** Where the rows are. */
  readonly kind: StoreKind;
  /** The format it is written in. */
  readonly format: number;
  /** Which implementation of Deno KV is used; `null` in memory. */
  readonly kv: KvKind | null;
}
