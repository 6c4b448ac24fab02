/**
 * Cached values: in memory, bounded in bytes, over the store; each computed once however many ask.
 *
 * Invariants:
 * 1. The store has the truth. A value in memory is trusted for {@linkcode TRUST_MS}, then compared
 *    with the version of its row; what this process changes, it sees at once.
 * 2. Of the callers that miss one key at once, in this process and in others, one computes; the
 *    others get its value, or its error. If it is stopped by its own scope, another one computes.
 * 3. Only values are cached, never errors. What cannot be read any more counts as not there.
 *
 * @module
 */

import { currentScope, type Scope } from "../resilience/scope.ts";
import { storeOf } from "../resilience/world_store.ts";
import type { Found, Store } from "../store/store.ts";
import type { ConstructorLookup } from "../store/decoding.ts";
import { ZixirError } from "../values/error.ts";
import type { Slot } from "../values/slot.ts";
import {
  type CacheEvent,
  explainMiss,
  recordCall,
  type StepCall,
  TRACE_PREFIX,
} from "./explain.ts";
import { type CacheKey, prefixBounds, stepKey, VALUE_PREFIX, valueKey } from "./key.ts";
import { Lock, LOCK_PREFIX } from "./lock.ts";
import { Lru } from "./lru.ts";

/** How a value is cached. */
export interface CacheOptions {
  /** Milliseconds it stays; for ever when absent. */
  readonly ttlMs?: number;
  /** Finds the program's constructors of user types. */
  readonly lookup?: ConstructorLookup;
}

/** Counts of a cache. */
export interface CacheStats {
  /** Look-ups answered from memory, by this process and those that ended. */
  readonly memoryHits: number;
  /** Look-ups answered from the store, likewise. */
  readonly storeHits: number;
  /** Look-ups that were not answered, likewise. */
  readonly misses: number;
  /** Values in memory. */
  readonly memoryEntries: number;
  /** Bytes of the values in memory. */
  readonly memoryBytes: number;
  /** Values that had to go from memory. */
  readonly evictions: number;
  /** Values in the store. */
  readonly storeEntries: number;
  /** Bytes of the values in the store. */
  readonly storeBytes: number;
}

/** Bytes of values kept in memory where nothing else is said. */
export const MEMORY_BYTES = 64 * 2 ** 20;

/** Milliseconds for which a value in memory is not compared with the store. */
export const TRUST_MS = 250;

/**
 * The cache of a store; one per store in a process.
 *
 * @param store where the values are
 *
 * @example
 * ```ts
 * import { openStore } from "../store/mod.ts";
 * import { cacheOf } from "./cache.ts";
 * const store = openStore(":memory:");
 * const cache = cacheOf(store);
 * let computed = 0;
 * const compute = () => ++computed;
 * await Promise.all([cache.cached("n", {}, compute), cache.cached("n", {}, compute)]);
 * if (computed !== 1) throw new Error("computed once");
 * await store.close();
 * ```
 */
export function cacheOf(store: Store): Cache {
  let cache = caches.get(store);
  if (cache === undefined) caches.set(store, cache = new Cache(store));
  return cache;
}

/** The cache of the running code: that of its scope's store. */
export function currentCache(): Cache {
  return cacheOf(storeOf(currentScope()));
}

/** See {@linkcode cacheOf}. */
export class Cache {
  /** Told of every look-up of a step, for `--explain-cache`; nobody by default. */
  onStep: ((event: CacheEvent) => void) | undefined;
  readonly #store: Store;
  readonly #memory: Lru<Remembered>;
  readonly #flights = new Map<string, Promise<Slot>>();
  #memoryHits = 0;
  #storeHits = 0;
  #misses = 0;

  /**
   * Makes a cache; {@linkcode cacheOf} gives the one that is shared.
   *
   * @param store where the values are
   * @param bytesMax bytes of values to keep in memory
   */
  constructor(store: Store, bytesMax: number = MEMORY_BYTES) {
    this.#store = store;
    this.#memory = new Lru(bytesMax);
    store.beforeClose(() => this.saveCounts());
  }

  /**
   * The value at a key, computed and stored if it is not there.
   *
   * @param key any value without functions and handles
   * @param options how it is cached
   * @param compute gives the value
   * @throws {ZixirError} what `compute` throws; kind `type` for a key that has no content hash
   */
  async cached<T extends Slot>(
    key: Slot,
    options: CacheOptions,
    compute: () => T | PromiseLike<T>,
  ): Promise<T> {
    return await this.#compute(valueKey(key), options, compute) as T;
  }

  /**
   * The result of a step for its code and arguments, computed and stored if it is not there.
   *
   * @param call the step and its arguments
   * @param options how it is cached
   * @param compute gives the result
   */
  async cachedStep<T extends Slot>(
    call: StepCall,
    options: CacheOptions,
    compute: () => T | PromiseLike<T>,
  ): Promise<T> {
    const key = stepKey(call.name, call.code, call.args);
    const found = await this.#look(key, options.lookup);
    if (found !== undefined) {
      this.onStep?.({ step: call.name, outcome: "hit", reason: "same code and arguments" });
      return found as T;
    }
    if (this.onStep !== undefined) {
      const reason = await explainMiss(this.#store, call);
      this.onStep({ step: call.name, outcome: "miss", reason });
    }
    const value = await this.#compute(key, options, compute, false) as T;
    await recordCall(this.#store, call);
    return value;
  }

  /** The value at a key, `undefined` when there is none. */
  async get(key: Slot, lookup?: ConstructorLookup): Promise<Slot | undefined> {
    return await this.#look(valueKey(key), lookup);
  }

  /** Sets the value at a key. */
  async put(key: Slot, value: Slot, options: CacheOptions = {}): Promise<void> {
    const { row, id } = valueKey(key);
    this.#memory.delete(id);
    await this.#store.set(row, value, options.ttlMs);
  }

  /** Deletes the value at a key, if there is one. */
  async delete(key: Slot): Promise<void> {
    const { row, id } = valueKey(key);
    this.#memory.delete(id);
    await this.#store.delete(row);
    this.#memory.delete(id);
  }

  /**
   * Deletes the values at all string keys that begin with a prefix.
   *
   * @returns how many there were
   */
  async invalidate(prefix: string): Promise<number> {
    const rows = await Array.fromAsync(
      this.#store.list([VALUE_PREFIX, "text"], prefixBounds(prefix)),
    );
    for (let i = 0; i < rows.length; i += DELETE_BATCH) {
      await this.#store.commit({ deletes: rows.slice(i, i + DELETE_BATCH).map(({ key }) => key) });
    }
    this.#memory.clear();
    return rows.length;
  }

  /**
   * Deletes all cached values, and what large ones took on disk.
   *
   * @returns how many there were
   */
  async clear(): Promise<number> {
    const count = await this.#store.deletePrefix([VALUE_PREFIX]);
    await this.#store.deletePrefix([TRACE_PREFIX]);
    await this.#store.deletePrefix([LOCK_PREFIX]);
    await this.#store.delete(COUNTS_ROW);
    this.#memory.clear();
    this.#memoryHits = this.#storeHits = this.#misses = 0;
    await this.#store.sweep(0);
    return count;
  }

  /** Counts; goes through all values in the store. */
  async stats(): Promise<CacheStats> {
    let storeEntries = 0;
    let storeBytes = 0;
    for await (const { size } of this.#store.list([VALUE_PREFIX])) {
      storeEntries++;
      storeBytes += size;
    }
    const [memoryHits, storeHits, misses] = this.#total(await this.#store.get(COUNTS_ROW));
    return {
      memoryHits,
      storeHits,
      misses,
      memoryEntries: this.#memory.size,
      memoryBytes: this.#memory.bytes,
      evictions: this.#memory.evictions,
      storeEntries,
      storeBytes,
    };
  }

  /** Adds this process's counts to those in the store, so that `zixir cache stats` sees them. */
  async saveCounts(): Promise<void> {
    while (this.#memoryHits + this.#storeHits + this.#misses > 0) {
      const found = await this.#store.get(COUNTS_ROW);
      const saved = await this.#store.commit({
        checks: [{ key: COUNTS_ROW, version: found?.version ?? null }],
        sets: [{ key: COUNTS_ROW, value: this.#total(found) }],
      });
      if (saved !== null) this.#memoryHits = this.#storeHits = this.#misses = 0;
    }
  }

  #total(found: Found | null): number[] {
    const [memoryHits, storeHits, misses] = found === null ? [0, 0, 0] : found.value as number[];
    return [
      memoryHits + this.#memoryHits,
      storeHits + this.#storeHits,
      misses + this.#misses,
    ];
  }

  async #compute(
    key: CacheKey,
    options: CacheOptions,
    compute: () => Slot | PromiseLike<Slot>,
    isFirstLook = true,
  ): Promise<Slot> {
    const scope = currentScope();
    for (let counts = isFirstLook;; counts = false) {
      const found = await this.#look(key, options.lookup, counts);
      if (found !== undefined) return found;
      const flight = this.#flights.get(key.id);
      if (flight === undefined) break;
      try {
        return await scope.guard(flight);
      } catch (error) {
        // The one who computed was stopped by its own scope, which is no outcome for this caller.
        if (!stopped.has(error as object) || scope.reason !== undefined) throw error;
      }
    }
    const flight = this.#lead(scope, key, options, compute);
    this.#flights.set(key.id, flight);
    try {
      return await flight;
    } finally {
      this.#flights.delete(key.id);
    }
  }

  /** Computes for all who wait; other processes wait too. */
  async #lead(
    scope: Scope,
    key: CacheKey,
    options: CacheOptions,
    compute: () => Slot | PromiseLike<Slot>,
  ): Promise<Slot> {
    try {
      const { clock } = scope.world;
      let lock = await Lock.take(this.#store, key.id, clock);
      for (let waitMs = 10; lock === null; waitMs = Math.min(TRUST_MS, waitMs * 1.5)) {
        await scope.sleep(waitMs);
        const found = await this.#look(key, options.lookup, false);
        if (found !== undefined) return found;
        lock = await Lock.take(this.#store, key.id, clock);
      }
      try {
        // Somebody may have finished between the miss and the lock.
        const found = await this.#look(key, options.lookup, false);
        if (found !== undefined) {
          await lock.release();
          return found;
        }
        const value = await scope.guard(Promise.resolve(compute()));
        await lock.stop();
        await this.#store.commit({
          sets: [{ key: key.row, value, expireInMs: options.ttlMs }],
          deletes: [lock.row],
        });
        return value;
      } catch (error) {
        await lock.release();
        throw error;
      }
    } catch (error) {
      if (scope.reason !== undefined && typeof error === "object" && error !== null) {
        stopped.add(error);
      }
      throw error;
    }
  }

  /** The value at a key; of the looks of one caller, only the first counts. */
  async #look(key: CacheKey, lookup?: ConstructorLookup, counts = true): Promise<Slot | undefined> {
    const now = currentScope().world.clock.wall();
    const known = this.#memory.get(key.id);
    if (known !== undefined && now < known.expiresAt && now - known.checkedAt < TRUST_MS) {
      if (counts) this.#memoryHits++;
      return known.value;
    }
    const row = await this.#store.peek(key.row);
    if (row === null) {
      this.#memory.delete(key.id);
      if (counts) this.#misses++;
      return undefined;
    }
    if (known !== undefined && known.version === row.version) {
      known.checkedAt = now;
      if (counts) this.#memoryHits++;
      return known.value;
    }
    let value: Slot;
    try {
      value = await row.value(lookup);
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      if (counts) this.#misses++;
      return undefined;
    }
    const { version, expiresAt, size } = row;
    this.#memory.set(key.id, { value, version, expiresAt, checkedAt: now }, size + ENTRY_BYTES);
    if (counts) this.#storeHits++;
    return value;
  }
}

/**
 * Whether a stored value is there but of no use: damaged, of a newer format, or of a type that the
 * program has changed since. It is then computed anew.
 */
function isUnreadable(error: unknown): boolean {
  return error instanceof ZixirError && UNREADABLE.has(error.code);
}

const UNREADABLE: ReadonlySet<string> = new Set(["E0651", "E0654", "E0657"]);

/** A value in memory. */
interface Remembered {
  readonly value: Slot;
  readonly version: string;
  readonly expiresAt: number;
  checkedAt: number;
}

/** What an entry costs besides its value, roughly. */
const ENTRY_BYTES = 200;

const DELETE_BATCH = 500;

const COUNTS_ROW = ["cache_counts"];

const caches = new WeakMap<Store, Cache>();

/** Errors thrown because the one who computed was stopped. */
const stopped = new WeakSet<object>();
