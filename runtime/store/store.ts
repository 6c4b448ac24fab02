/**
 * The store: Zixir values under keys, durable, shared by processes.
 *
 * Invariants:
 * 1. Nothing is loaded or opened before the first use.
 * 2. A commit that returns a version is synced to disk, whole; one that returns `null` changed
 *    nothing.
 * 3. A row that names a large value is committed only while that value is stored (see `blobs.ts`).
 * 4. A store of a newer format is refused before anything in it is touched.
 *
 * @module
 */

import { currentScope } from "../resilience/scope.ts";
import { ZixirError } from "../values/error.ts";
import type { Slot } from "../values/slot.ts";
import type { SweepResult } from "./blobs.ts";
import {
  type Check,
  COMMIT_MAX,
  type Key,
  type Mutation,
  type Row,
  VALUE_BYTES_MAX,
} from "./database.ts";
import { type ConstructorLookup, decode } from "./decoding.ts";
import { byteCount, encode } from "./encoding.ts";
import { damaged, storeError } from "./error.ts";
import { type Frame, FRAME_BYTES_MAX, packFrame, unpackFrame } from "./frame.ts";
import { kvInUse } from "./kv_database.ts";
import { openDatabase, type Opened, ROOT, type StoreKind, storeKind } from "./opening.ts";
import type {
  Found,
  Listed,
  ListOptions,
  StoreDescription,
  StoreOptions,
  Write,
} from "./requests.ts";

export type {
  Found,
  Listed,
  ListOptions,
  StoreDescription,
  StoreOptions,
  Write,
} from "./requests.ts";

/**
 * Opens a store, at once and without touching it: a mistake shows at the first use.
 *
 * @param location path of a file, `:memory:`, or URL of a KV server
 * @param options how to open it
 *
 * @example
 * ```ts
 * import { openStore } from "./store.ts";
 * const store = openStore(":memory:");
 * await store.set(["greeting"], "hello");
 * if ((await store.get(["greeting"]))?.value !== "hello") throw new Error("store");
 * await store.close();
 * ```
 */
export function openStore(location: string, options: StoreOptions = {}): Store {
  return new Store(location, options);
}

/** A store; see {@linkcode openStore}. All failures are of kind `store`, see `error.ts`. */
export class Store {
  /** Path, `:memory:` or URL. */
  readonly location: string;
  /** Where the rows are. */
  readonly kind: StoreKind;
  readonly #options: StoreOptions;
  readonly #now: () => number;
  #storedLarge = false;
  readonly #beforeClose: (() => Promise<void>)[] = [];
  #opening: Promise<Opened> | undefined;

  /** See {@linkcode openStore}. */
  constructor(location: string, options: StoreOptions = {}) {
    this.location = location;
    this.kind = storeKind(location);
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /**
   * What is stored at a key, `null` when nothing is.
   *
   * @param key the key
   * @param lookup finds the program's constructors of user types
   */
  async get(key: Key, lookup?: ConstructorLookup): Promise<Found | null> {
    return (await this.getMany([key], lookup))[0];
  }

  /** What is stored at each of some keys. */
  async getMany(keys: readonly Key[], lookup?: ConstructorLookup): Promise<(Found | null)[]> {
    const { database } = await this.#opened();
    const reads: Promise<(Row | null)[]>[] = [];
    for (let i = 0; i < keys.length; i += READ_MAX) {
      const part = keys.slice(i, i + READ_MAX).map(rowKey);
      reads.push(database.read(part));
    }
    const rows = (await Promise.all(reads)).flat();
    return await Promise.all(rows.map((row) => row === null ? null : this.#found(row, lookup)));
  }

  /** The row at a key without its value, which is read on demand; `null` when there is none. */
  async peek(key: Key): Promise<Listed | null> {
    const { database } = await this.#opened();
    const [row] = await database.read([rowKey(key)]);
    return row === null ? null : this.#listed(row);
  }

  /**
   * The rows whose keys begin with a prefix, in order of their keys.
   *
   * @param prefix what the keys begin with; all rows for `[]`
   * @param options where to begin and end
   */
  async *list(prefix: Key, options: ListOptions = {}): AsyncGenerator<Listed> {
    const { database } = await this.#opened();
    const { start, end, reverse, limit } = options;
    const selector = {
      prefix: rowKey(prefix),
      start: start && rowKey(start),
      end: end && rowKey(end),
      reverse,
      batch: limit === undefined ? undefined : Math.min(limit + 1, LIST_BATCH),
    };
    let given = 0;
    for await (const row of database.list(selector)) {
      const listed = this.#listed(row);
      if (listed === null) continue;
      if (given++ === limit) return;
      yield listed;
    }
  }

  /**
   * Makes one change, whole or not at all. Large values are stored before.
   *
   * @param write conditions and changes; of conditions and large values together at most 10
   * @returns the version of the rows written, `null` when a condition did not hold
   * @throws {ZixirError} kind `store`, also when a value cannot be stored
   */
  async commit(write: Write): Promise<string | null> {
    const { commit } = await this.#opened();
    for (;;) {
      const checks: Check[] = [];
      for (const { key, version } of write.checks ?? []) checks.push({ key: rowKey(key), version });
      const own = checks.length;
      const mutations = await this.#mutations(write, checks);
      if (checks.length > COMMIT_MAX.checks) {
        throw new ZixirError(
          "store",
          `one commit takes at most ${COMMIT_MAX.checks} conditions and large values together`,
          { code: "E0650" },
        );
      }
      const version = await commit(checks, mutations);
      if (version !== null || checks.length === own) return version;
      // A large value may have been swept meanwhile; then it is stored once more.
      if (await this.#anyChanged(checks.slice(0, own))) return null;
    }
  }

  /** Writes one row, whatever was there. */
  async set(key: Key, value: Slot, expireInMs?: number): Promise<string> {
    return (await this.commit({ sets: [{ key, value, expireInMs }] }))!;
  }

  /** Deletes one row, if it is there. */
  async delete(key: Key): Promise<void> {
    await this.commit({ deletes: [key] });
  }

  /**
   * Deletes all rows whose keys begin with a prefix.
   *
   * @returns how many were there
   */
  async deletePrefix(prefix: Key): Promise<number> {
    const { database, commit } = await this.#opened();
    let count = 0;
    let batch: Mutation[] = [];
    for await (const { key } of database.list({ prefix: rowKey(prefix) })) {
      count++;
      batch.push({ key, value: null });
      if (batch.length === DELETE_BATCH) {
        await commit([], batch);
        batch = [];
      }
    }
    if (batch.length > 0) await commit([], batch);
    return count;
  }

  /**
   * What is stored at a key, now and after each change by any process, until the caller stops or its
   * scope is stopped. Changes are looked for, at first every 10 ms, then ever less often.
   *
   * @param key the key
   * @param options `everyMs`: the longest time between two looks, 250 ms by default
   */
  async *watch(key: Key, options: { everyMs?: number } = {}): AsyncGenerator<Found | null> {
    const { everyMs = 250 } = options;
    let seen: string | null | undefined;
    let waitMs = 10;
    for (;;) {
      const found = await this.get(key);
      if ((found?.version ?? null) !== seen) {
        seen = found?.version ?? null;
        waitMs = 10;
        yield found;
      }
      await currentScope().sleep(waitMs);
      waitMs = Math.min(everyMs, waitMs * 1.5);
    }
  }

  /**
   * Deletes large values that no row names any more.
   *
   * @param graceMs how long after its last use one is left alone; an hour by default
   */
  async sweep(graceMs: number = SWEEP_MS): Promise<SweepResult> {
    const { database, blobs } = await this.#opened();
    return await blobs.sweep(graceMs, async (key) => {
      const [row] = await database.read([rowKey(key)]);
      if (row === null) return null;
      const { content } = unpackFrame(row.value);
      return content instanceof Uint8Array ? null : content.hash;
    });
  }

  /** Location and format, for `zixir doctor`. */
  async describe(): Promise<StoreDescription> {
    const { format } = await this.#opened();
    const kv = this.kind === "memory" ? null : this.#options.kv ?? kvInUse();
    return { location: this.location, kind: this.kind, format, kv };
  }

  /** Has something done before the store is closed, if it was used. */
  beforeClose(task: () => Promise<void>): void {
    this.#beforeClose.push(task);
  }

  /**
   * Closes the store; what was committed stays. A store never used needs no closing. Now and then
   * large values that no row names any more are swept first.
   */
  async close(): Promise<void> {
    const opened = await this.#opening?.catch(() => undefined);
    if (opened === undefined) return;
    try {
      for (const task of this.#beforeClose.splice(0)) await task();
      if (this.#storedLarge) await this.#sweepSometimes(opened);
    } finally {
      this.#opening = undefined;
      opened.database.close();
    }
  }

  #listed(row: Row): Listed | null {
    const frame = unpackFrame(row.value);
    const { content, expiresAt } = frame;
    if (expiresAt <= this.#now()) return null;
    return {
      key: row.key.slice(ROOT.length + 1),
      version: row.version,
      size: content instanceof Uint8Array ? content.length : content.size,
      expiresAt,
      value: (lookup) => this.#value(frame, lookup),
    };
  }

  async #found(row: Row, lookup?: ConstructorLookup): Promise<Found | null> {
    const frame = unpackFrame(row.value);
    if (frame.expiresAt <= this.#now()) return null;
    return { value: await this.#value(frame, lookup), version: row.version };
  }

  async #value({ content }: Frame, lookup?: ConstructorLookup): Promise<Slot> {
    if (content instanceof Uint8Array) return decode(content, lookup);
    const { blobs } = await this.#opened();
    const bytes = await blobs.get(content).catch((error) => {
      throw storeError(error, this.location, "read");
    });
    if (bytes === null) throw damaged("its content is gone");
    return decode(bytes, lookup);
  }

  /** The changes of a write; checks that stored large values still are there are added. */
  async #mutations(write: Write, checks: Check[]): Promise<Mutation[]> {
    const mutations: Mutation[] = [];
    const storing: Promise<void>[] = [];
    let inlineLeft = COMMIT_INLINE_BYTES;
    for (const { key, value, encoded, expireInMs } of write.sets ?? []) {
      const pieces = encoded ?? encode(value);
      const expiresAt = expireInMs === undefined ? Infinity : this.#now() + expireInMs;
      const row = rowKey(key);
      const bytes = byteCount(pieces) + FRAME_BYTES_MAX;
      if (bytes <= Math.min(INLINE_BYTES_MAX, inlineLeft)) {
        inlineLeft -= bytes;
        mutations.push({ key: row, value: packFrame(pieces, expiresAt), expireInMs });
      } else {
        storing.push(
          this.#storeLarge(pieces).then(({ reference, check, ref }) => {
            if (!checks.some((known) => known.key.at(-1) === ref.hash)) checks.push(check);
            mutations.push({ key: row, value: packFrame(ref, expiresAt), expireInMs });
            mutations.push(reference(key, expireInMs));
          }),
        );
      }
    }
    await allEnded(storing);
    for (const key of write.deletes ?? []) mutations.push({ key: rowKey(key), value: null });
    return mutations;
  }

  async #storeLarge(pieces: readonly Uint8Array[]) {
    const { blobs } = await this.#opened();
    this.#storedLarge = true;
    const { ref, check } = await blobs.put(pieces).catch((error) => {
      throw storeError(error, this.location, "write to");
    });
    const reference = (key: Key, expireInMs?: number) => blobs.reference(ref, key, expireInMs);
    return { ref, check, reference };
  }

  /** Sweeps if no process did within the last hour; for whoever stored large values. */
  async #sweepSometimes({ database, commit }: Opened): Promise<void> {
    const key = [...ROOT, "swept"];
    const [row] = await database.read([key]);
    const last = row === null ? 0 : new DataView(row.value.slice().buffer).getFloat64(0);
    if (last > this.#now() - SWEEP_MS) return;
    const value = new Uint8Array(8);
    new DataView(value.buffer).setFloat64(0, this.#now());
    const won = await commit([{ key, version: row?.version ?? null }], [{ key, value }]);
    if (won !== null) await this.sweep();
  }

  async #anyChanged(checks: readonly Check[]): Promise<boolean> {
    const { database } = await this.#opened();
    for (let i = 0; i < checks.length; i += READ_MAX) {
      const part = checks.slice(i, i + READ_MAX);
      const rows = await database.read(part.map(({ key }) => key));
      if (part.some(({ version }, j) => (rows[j]?.version ?? null) !== version)) return true;
    }
    return false;
  }

  #opened(): Promise<Opened> {
    return this.#opening ??= openDatabase(this.location, this.#options, this.#now).catch(
      (error) => {
        this.#opening = undefined;
        throw storeError(error, this.location, "open");
      },
    );
  }
}

/** Rows up to here hold their value themselves. */
const INLINE_BYTES_MAX = VALUE_BYTES_MAX - 1024;

/** Values held by the rows of one commit, all together; what is more is stored apart. */
const COMMIT_INLINE_BYTES = COMMIT_MAX.bytes - 2 * VALUE_BYTES_MAX;

/** Most keys of one read. */
const READ_MAX = 10;

const LIST_BATCH = 500;

const DELETE_BATCH = 500;

const SWEEP_MS = 3_600_000;

/** Waits for all, also when one fails, so that nothing goes on behind the caller's back. */
async function allEnded(work: readonly Promise<void>[]): Promise<void> {
  if (work.length === 0) return;
  for (const outcome of await Promise.allSettled(work)) {
    if (outcome.status === "rejected") throw outcome.reason;
  }
}

function rowKey(key: Key): Key {
  return [...ROOT, "row", ...key];
}
