/**
 * The journal of a run: what has happened in it, in the order in which it was committed.
 *
 * Invariants
 * 1. An entry is committed together with everything that must be true with it, and only while the
 *    lease is held (the fence is checked), or not at all.
 * 2. There is one writer, by invariant 1, and it numbers entries as it is given them.
 * 3. A promise given by {@linkcode Journal.append} resolves after its entry is committed. One commit
 *    is under way at a time; the entries that are appended meanwhile, or in one turn of the event
 *    loop, are committed together, in the order of their numbers (see `journal_batch.ts`).
 * 4. A note ({@linkcode Journal.note}) is committed no later than the next entry: what happened
 *    after a note is never kept without it.
 * 5. After one commit failed, none is tried: the run must be taken up again.
 *
 * @module
 */
import { byteCount, type ConstructorLookup, decode, encode, joined } from "../store/mod.ts";
import type { Store } from "../store/mod.ts";
import { asZixirError, ZixirError } from "../values/error.ts";
import type { Slot } from "../values/slot.ts";
import { batchSize, entriesOf, entryBytes, rowsOf, type Waiting } from "./journal_batch.ts";
import { fenceKey, journalKey, valueKey } from "./keys.ts";
import type { Lease } from "./lease.ts";
import type { FailureRecord } from "./run_record.ts";

/** What an entry tells of. */
export type EntryKind =
  /** A step or checkpoint that ended. */
  | "step"
  | "checkpoint"
  /** A value that differs from call to call, such as the time. */
  | "recorded"
  /** The set a `parallel for` is about to run. */
  | "fanout"
  /** A sleep that began. */
  | "sleep"
  /** An approval that was asked for, or its answer. */
  | "question"
  | "answer"
  /** A step that has been running for a while: so that its loss counts as an attempt. */
  | "started";

/** One try of a step. */
export interface Attempt {
  /** Epoch milliseconds; 0 when nobody knows. */
  readonly startMs: number;
  /** Epoch milliseconds; absent when the process ended first. */
  readonly endMs?: number;
  readonly failure?: FailureRecord;
}

/** One entry, as it is stored. */
export interface Entry {
  readonly kind: EntryKind;
  /** Where in the run: see `branch.ts`. */
  readonly path: string;
  /** What a person calls it: the step's name, the checkpoint's label, the question. */
  readonly name: string;
  /** Hash of the code that made it; empty where code does not matter. */
  readonly code: string;
  /** How often the run had been taken up when it was written. */
  readonly epoch: number;
  /** Epoch milliseconds. */
  readonly startMs: number;
  readonly endMs: number;
  /** Attempts that did not end well. */
  readonly attempts: readonly Attempt[];
  /** How the value is kept; absent when there is none. */
  readonly value?: KeptValue;
  readonly failure?: FailureRecord;
  /** Number of items of a fanout. */
  readonly count?: number;
}

/** A small value, encoded, or the number of the row that holds a larger one, and its size. */
export type KeptValue = Uint8Array | { readonly row: number; readonly bytes: number };

/** Values up to this many bytes lie in their entry, so that a resume reads them along. */
const INLINE_BYTES_MAX = 2048;

/** Notes that wait for an entry, at most; one more, and they are committed by themselves. */
const NOTES_MAX = 500;

/** The journal of one run that this process drives. */
export class Journal {
  readonly #store: Store;
  readonly #lease: Lease;
  readonly #onLost: (reason: ZixirError) => void;
  #next: number;
  #queue: Waiting[] = [];
  /** While the queue is being committed, or about to be. */
  #draining: Promise<void> | undefined;
  #failure: ZixirError | undefined;

  /**
   * @param store where it is kept
   * @param lease the right to write it
   * @param next number of the first entry to be written
   * @param onLost called once when the lease turns out to be lost
   */
  constructor(store: Store, lease: Lease, next: number, onLost: (reason: ZixirError) => void) {
    this.#store = store;
    this.#lease = lease;
    this.#next = next;
    this.#onLost = onLost;
  }

  /**
   * Adds an entry and commits it, with all notes before it.
   *
   * @param entry without its value
   * @param value its value, when it has one
   * @returns the entry as committed
   * @throws {ZixirError} when it could not be committed; kind `workflow`, E0603, when the run has
   *   been taken over by another process; kind `store` for a value that cannot be stored
   */
  append(entry: Entry, ...value: [] | [Slot]): Promise<Entry> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) throw this.#failure;
      this.#push(entry, value, resolve, reject);
      this.#drainSoon();
    });
  }

  /** Adds an entry that is committed with the next one that is appended, or by {@linkcode flush}. */
  note(entry: Entry, value: Slot): void {
    // A failure is thrown by the next entry that is appended.
    this.#push({ ...entry, value: joined(encode(value)) }, [], ignore, ignore);
    if (this.#queue.length > NOTES_MAX) this.#drainSoon();
  }

  /** Commits what waits. */
  async flush(): Promise<void> {
    if (this.#queue.length > 0) this.#drainSoon();
    await this.#draining;
    if (this.#failure !== undefined) throw this.#failure;
  }

  #push(
    entry: Entry,
    value: readonly Slot[],
    resolve: Waiting["resolve"],
    reject: Waiting["reject"],
  ): void {
    const pieces = value.length === 0 ? null : encode(value[0]);
    const size = pieces === null ? 0 : byteCount(pieces);
    const number = this.#next++;
    if (pieces === null || size <= INLINE_BYTES_MAX) {
      const whole = pieces === null ? entry : { ...entry, value: joined(pieces) };
      this.#queue.push({ number, entry: whole, bytes: entryBytes(whole), resolve, reject });
      return;
    }
    const named = { ...entry, value: { row: number, bytes: size } };
    const large = { value: value[0], encoded: pieces };
    this.#queue.push({ number, entry: named, large, bytes: entryBytes(named), resolve, reject });
  }

  #drainSoon(): void {
    this.#draining ??= endOfTurn().then(() => this.#drain());
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const count = batchSize(this.#queue);
      const batch = this.#queue.slice(0, count);
      this.#queue = this.#queue.slice(count);
      try {
        await this.#commit(batch);
        for (const { resolve, entry } of batch) resolve(entry);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#draining = undefined;
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    const { runId, fence } = this.#lease;
    const values = batch.flatMap(({ number, large }) =>
      large === undefined ? [] : [{ key: valueKey(runId, number), ...large }]
    );
    const rows = rowsOf(batch).map(([number, row]) => ({
      key: journalKey(runId, number),
      value: row as unknown as Slot,
    }));
    let version: string | null;
    try {
      version = await this.#store.commit({
        checks: [{ key: fenceKey(runId), version: fence }],
        sets: [...values, ...rows],
      });
    } catch (thrown) {
      throw this.#failure ??= asZixirError(thrown);
    }
    if (version === null) {
      this.#failure ??= lostRun(runId);
      this.#onLost(this.#failure);
      throw this.#failure;
    }
  }
}

function ignore(): void {}

/** Resolves when all code that is ready to run has run. */
function endOfTurn(): Promise<void> {
  immediate ??= process.getBuiltinModule("node:timers").setImmediate;
  return new Promise((resolve) => immediate!(resolve));
}

let immediate: ((callback: () => void) => void) | undefined;

/** A journal as it was read: its entries, and the number of the next one. */
export interface Recorded {
  readonly entries: readonly Entry[];
  readonly next: number;
}

/**
 * All entries of a run, in order.
 *
 * @param store where the run is
 * @param runId the run
 */
export async function readJournal(store: Store, runId: string): Promise<Recorded> {
  const entries: Entry[] = [];
  let next = 0;
  for await (const listed of store.list(journalKey(runId))) {
    const found = entriesOf(await listed.value());
    entries.push(...found);
    next = listed.key.at(-1) as number + found.length;
  }
  return { entries, next };
}

/**
 * The value of an entry.
 *
 * @param store where the run is
 * @param runId the run
 * @param kept what its entry says of it
 * @param constructors constructors of the program's user types
 * @throws {ZixirError} kind `store` when it is damaged
 */
export async function readValue(
  store: Store,
  runId: string,
  kept: KeptValue,
  constructors: ConstructorLookup,
): Promise<Slot> {
  if (kept instanceof Uint8Array) return decode(kept, constructors);
  const found = await store.get(valueKey(runId, kept.row), constructors);
  if (found === null) {
    throw new ZixirError("store", `value ${kept.row} of run ${runId} is gone`, { code: "E0614" });
  }
  return found.value;
}

/** The failure of a process that lost its run to another one. */
export function lostRun(runId: string): ZixirError {
  return new ZixirError("workflow", `run ${runId} was taken over by another process`, {
    code: "E0603",
    hint: `zixir show ${runId} tells how it goes on there`,
  });
}
