/**
 * A database on Deno KV: built into the runtime where it offers it, else the package `@deno/kv`,
 * which speaks the same file format and protocol and needs no unstable flag.
 *
 * One process must not open one file through both: each brings its own SQLite, and the locks of two
 * SQLites do not hold against each other within a process.
 *
 * @module
 */

import {
  type Check,
  compareKeys,
  type Database,
  isWithin,
  type Key,
  type Mutation,
  type Row,
  type Selector,
} from "./database.ts";

/** Which implementation of Deno KV to use: by default the one built in where there is one. */
export type KvKind = "builtin" | "package";

/**
 * Opens Deno KV.
 *
 * @param location path of a file (its folder must exist) or URL of a KV server
 * @param kind which implementation; by default the best there is
 * @throws whatever Deno KV throws; `storeError` says it in words
 */
export async function openKvDatabase(location: string, kind?: KvKind): Promise<Database> {
  if ((kind ?? kvInUse()) === "builtin") return new KvDatabase(await Deno.openKv(location), 100);
  const { openKv } = await import("npm:@deno/kv@0.14.0");
  const url = /^https?:/.test(location);
  return new KvDatabase(await openKv(location, { implementation: url ? "remote" : "sqlite" }), 10);
}

/** The implementation that is used where none is asked for. */
export function kvInUse(): KvKind {
  return (Deno as { openKv?: unknown }).openKv === undefined ? "package" : "builtin";
}

/** What both implementations have in common, as far as it is used. */
interface Kv {
  getMany(keys: readonly (readonly Part[])[]): Promise<Entry[]>;
  list(
    selector: { prefix: readonly Part[]; start?: readonly Part[]; end?: readonly Part[] },
    options: { batchSize: number; reverse: boolean; limit?: number },
  ): AsyncIterable<Entry>;
  atomic(): Atomic;
  close(): void;
}

type Part = string | number | bigint | boolean | Uint8Array;

interface Entry {
  key: readonly Part[];
  value: unknown;
  versionstamp: string | null;
}

interface Atomic {
  check(check: { key: readonly Part[]; versionstamp: string | null }): Atomic;
  set(key: readonly Part[], value: unknown, options?: { expireIn?: number }): Atomic;
  delete(key: readonly Part[]): Atomic;
  commit(): Promise<{ ok: boolean; versionstamp?: string }>;
}

class KvDatabase implements Database {
  readonly checksMax: number;
  readonly #kv: Kv;

  constructor(kv: object, checksMax: number) {
    this.#kv = kv as Kv;
    this.checksMax = checksMax;
  }

  async read(keys: readonly Key[]): Promise<(Row | null)[]> {
    return (await this.#kv.getMany(keys)).map(rowOf);
  }

  async *list(selector: Selector): AsyncGenerator<Row> {
    const { prefix, start, end, reverse = false, limit, batch = 500 } = selector;
    // Deno KV takes a start or an end beside the prefix, but not both.
    const within = start !== undefined ? { prefix, start } : { prefix, end };
    const options = { batchSize: Math.min(batch, limit ?? batch), reverse };
    let given = 0;
    for await (const entry of this.#kv.list(within, options)) {
      const row = rowOf(entry);
      // The package gives the row of the prefix itself when it lists in reverse.
      if (row === null || !isWithin(row.key, prefix)) continue;
      if (start !== undefined && end !== undefined && compareKeys(row.key, end) >= 0) {
        if (reverse) continue;
        return;
      }
      if (given++ === limit) return;
      yield row;
    }
  }

  async commit(checks: readonly Check[], mutations: readonly Mutation[]): Promise<string | null> {
    let atomic = this.#kv.atomic();
    for (const { key, version } of checks) atomic = atomic.check({ key, versionstamp: version });
    for (const { key, value, expireInMs } of mutations) {
      if (value === null) atomic = atomic.delete(key);
      else if (expireInMs === undefined) atomic = atomic.set(key, value);
      else atomic = atomic.set(key, value, { expireIn: Math.max(1, expireInMs) });
    }
    const result = await atomic.commit();
    return result.ok ? result.versionstamp! : null;
  }

  close(): void {
    this.#kv.close();
  }
}

function rowOf({ key, value, versionstamp }: Entry): Row | null {
  if (versionstamp === null) return null;
  if (!(value instanceof Uint8Array)) throw new TypeError("Invalid magic: a row holds no bytes");
  return { key: key as Key, value: plain(value), version: versionstamp };
}

/** The package gives a Buffer of Node, whose slices would be Buffers too, inside values as well. */
function plain(bytes: Uint8Array): Uint8Array {
  if (bytes.constructor === Uint8Array) return bytes;
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
