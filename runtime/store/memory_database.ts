/**
 * A database in memory, for `:memory:` stores: nothing to load, and gone with the process.
 *
 * Invariants:
 * 1. `#rows` and `#order` hold the same keys, `#order` sorted by {@linkcode compareKeys}.
 * 2. Versions only grow, one for each commit.
 * 3. Every key in `#expiries` is in `#rows`. Expired rows go now and then; the store does not show
 *    them meanwhile.
 *
 * @module
 */

import {
  type Check,
  compareKeys,
  type Database,
  isWithin,
  type Key,
  keyId,
  type Mutation,
  type Row,
  type Selector,
  VALUE_BYTES_MAX,
} from "./database.ts";

/** A database that lives in this object. */
export class MemoryDatabase implements Database {
  /** See {@linkcode Database.checksMax}. */
  readonly checksMax = 100;
  readonly #rows = new Map<string, Row>();
  readonly #order: Key[] = [];
  readonly #now: () => number;
  readonly #expiries = new Map<string, number>();
  #version = 0;
  #closed = false;

  /** @param now epoch milliseconds */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** See {@linkcode Database.read}. */
  read(keys: readonly Key[]): Promise<(Row | null)[]> {
    this.#open();
    return Promise.resolve(keys.map((key) => this.#rows.get(keyId(key)) ?? null));
  }

  /** See {@linkcode Database.list}. */
  async *list(selector: Selector): AsyncGenerator<Row> {
    this.#open();
    const { prefix, start = prefix, end, reverse = false, limit = Infinity } = selector;
    const from = this.#place(start);
    const keys: Key[] = [];
    for (let i = from; i < this.#order.length; i++) {
      const key = this.#order[i];
      if (end !== undefined && compareKeys(key, end) >= 0) break;
      if (isWithin(key, prefix)) keys.push(key);
      else if (compareKeys(key, prefix) > 0 && !isWithin(key, prefix)) break;
    }
    if (reverse) keys.reverse();
    let given = 0;
    for (const key of keys) {
      const row = this.#rows.get(keyId(key));
      if (row === undefined) continue;
      if (given++ >= limit) return;
      yield await Promise.resolve(row);
    }
  }

  /** See {@linkcode Database.commit}. */
  commit(checks: readonly Check[], mutations: readonly Mutation[]): Promise<string | null> {
    this.#open();
    for (const { key, version } of checks) {
      if ((this.#rows.get(keyId(key))?.version ?? null) !== version) return Promise.resolve(null);
    }
    const version = (++this.#version).toString(16).padStart(20, "0");
    if (this.#version % EXPIRY_COMMITS === 0) this.#dropExpired();
    for (const { key, value, expireInMs } of mutations) {
      const id = keyId(key);
      this.#expiries.delete(id);
      const known = this.#rows.has(id);
      if (value === null) {
        if (known) this.#drop(id, key);
        continue;
      }
      if (value.length > VALUE_BYTES_MAX) throw new TypeError("value too large");
      if (!known) this.#order.splice(this.#place(key), 0, key);
      this.#rows.set(id, { key, value: value.slice(), version });
      if (expireInMs !== undefined) this.#expiries.set(id, this.#now() + expireInMs);
    }
    return Promise.resolve(version);
  }

  /** See {@linkcode Database.close}. */
  close(): void {
    this.#closed = true;
  }

  #drop(id: string, key: Key): void {
    this.#order.splice(this.#place(key), 1);
    this.#rows.delete(id);
    this.#expiries.delete(id);
  }

  #dropExpired(): void {
    const now = this.#now();
    for (const [id, at] of this.#expiries) if (at <= now) this.#drop(id, this.#rows.get(id)!.key);
  }

  #open(): void {
    if (this.#closed) throw new TypeError("the database is closed");
  }

  /** The first place in the order not before a key. */
  #place(key: Key): number {
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareKeys(this.#order[middle], key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Commits between two looks for expired rows. */
const EXPIRY_COMMITS = 256;
