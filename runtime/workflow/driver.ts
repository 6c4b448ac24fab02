/**
 * Begins runs, takes them up again, and sees each to its end.
 *
 * Invariants
 * 1. A run is driven only under a lease; every change of its record checks the lease's fence.
 * 2. The record's last state and the run's result are committed together.
 * 3. A terminal state is never left.
 * 4. A run recorded by other code is refused before anything of it runs.
 *
 * @module
 */
import { currentScope, Scope, StopCode } from "../resilience/scope.ts";
import { decode, encode, joined, type Store } from "../store/mod.ts";
import { asZixirError, ZixirError } from "../values/error.ts";
import type { Slot } from "../values/slot.ts";
import { Branch } from "./branch.ts";
import { failureOf } from "./failure.ts";
import { type Heartbeat, startHeartbeat } from "./heartbeat.ts";
import { Journal, lostRun, readJournal, type Recorded } from "./journal.ts";
import { fenceKey, leaseKey, resultKey, runKey } from "./keys.ts";
import { type Lease, LEASE_MS, type LeaseRecord, releaseLease, takeLease } from "./lease.ts";
import { thisProcess } from "../store/owner.ts";
import type { WorkflowProgram } from "./program.ts";
import { otherCode, Replay } from "./replay.ts";
import { Run } from "./run.ts";
import { INTERRUPTED, isTerminal, newRunId, type RunRecord, type RunState } from "./run_record.ts";
import { hasEnded, readRun } from "./run_store.ts";

/** How runs are driven. */
export interface DriverOptions {
  /** How long a lease lasts without renewal, milliseconds. */
  readonly leaseMs?: number;
  /** Told of a run's id as soon as this process drives it. */
  readonly onStart?: (runId: string) => void;
  /** Told how a run that did not complete has ended. */
  readonly onStop?: (runId: string, state: RunState) => void;
  /** Keeps the leases; a thread of its own by default. */
  readonly heartbeat?: Heartbeat;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/** Drives runs of one store. */
export class Driver {
  readonly #store: Store;
  readonly #options: DriverOptions;
  readonly #now: () => number;
  readonly #leaseMs: number;
  #heartbeat: Heartbeat | undefined;

  /**
   * @param store where runs are kept
   * @param options how they are driven
   */
  constructor(store: Store, options: DriverOptions = {}) {
    this.#store = store;
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#leaseMs = options.leaseMs ?? LEASE_MS;
    this.#heartbeat = options.heartbeat;
  }

  /**
   * Begins a run and drives it to its end.
   *
   * @param program the workflow
   * @param args its arguments, in order
   * @returns its value
   * @throws {ZixirError} what the workflow raised; kind `cancelled` when it was stopped
   */
  async start(program: WorkflowProgram, args: readonly Slot[]): Promise<Slot> {
    const now = this.#now();
    const id = newRunId(now);
    const record: RunRecord = {
      id,
      workflow: program.name,
      file: program.file,
      state: "running",
      args: joined(encode([...args])),
      createdMs: now,
      updatedMs: now,
      epochs: 1,
      crashes: 0,
    };
    const held: LeaseRecord = { owner: thisProcess(), untilMs: Date.now() + this.#leaseMs };
    const fence = await this.#store.commit({
      checks: [{ key: runKey(id), version: null }],
      sets: [
        { key: runKey(id), value: { ...record } },
        { key: fenceKey(id), value: 1 },
        { key: leaseKey(id), value: { ...held } },
      ],
    });
    if (fence === null) throw new ZixirError("workflow", `run ${id} exists already`);
    const lease = { runId: id, token: 1, fence, leaseMs: this.#leaseMs };
    return await this.#drive(record, lease, program, { entries: [], next: 0 });
  }

  /**
   * Takes a run up where it stopped and drives it to its end.
   *
   * @param id the run
   * @param load finds the workflow a record names
   * @returns its value
   * @throws {ZixirError} kind `workflow`: no such run (E0607), it has ended (E0608), another process
   *   drives it (E0604), it was recorded by other code (E0606); else what the workflow raised
   */
  async resume(
    id: string,
    load: (record: RunRecord) => Promise<WorkflowProgram>,
  ): Promise<Slot> {
    const before = await readRun(this.#store, id);
    if (isTerminal(before.state)) throw hasEnded(before);
    const program = await load(before);
    const lease = await takeLease(this.#store, id, this.#leaseMs);
    let record: RunRecord;
    let recorded: Recorded;
    try {
      [record, recorded] = await Promise.all([
        readRun(this.#store, id),
        readJournal(this.#store, id),
      ]);
      if (isTerminal(record.state)) throw hasEnded(record);
      refuseOtherCode(id, recorded, program);
      record = takenUp(record, recorded.entries.at(-1)?.epoch ?? 1);
      await this.#write(lease, record);
    } catch (error) {
      await releaseLease(this.#store, lease).catch(() => {});
      throw error;
    }
    return await this.#drive(record, lease, program, recorded);
  }

  /** Ends the thread that keeps leases. */
  async close(): Promise<void> {
    const heartbeat = this.#heartbeat;
    this.#heartbeat = undefined;
    await heartbeat?.close();
  }

  async #drive(
    record: RunRecord,
    lease: Lease,
    program: WorkflowProgram,
    recorded: Recorded,
  ): Promise<Slot> {
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const scope = new Scope(currentScope(), { flag });
    this.#heartbeat ??= startHeartbeat(this.#store);
    this.#heartbeat.keep(lease, flag);
    this.#options.onStart?.(record.id);
    const journal = new Journal(this.#store, lease, recorded.next, (lost) => scope.stop(lost));
    const run = new Run({
      id: record.id,
      store: this.#store,
      journal,
      replay: new Replay(record.id, recorded.entries, record.crashes),
      epoch: record.epochs,
      constructors: program.constructors,
      now: this.#now,
      announce: (waitsFor) =>
        this.#write(lease, waitsFor === null ? record : { ...record, state: "waiting", waitsFor }),
    });
    watchFlag(scope, flag);
    try {
      const args = decode(record.args, program.constructors) as Slot[];
      const body = () => new Branch(run, "workflow", "").within(() => program.body(args));
      const value = await scope.guard(Promise.resolve(scope.run(body)));
      scope.check();
      await journal.flush();
      await this.#end(lease, record, "completed", [{ key: resultKey(record.id), value }]);
      return value;
    } catch (thrown) {
      const error = scope.reason ?? asZixirError(thrown);
      if (error.code !== "E0603") await this.#endFailed(lease, record, error, journal);
      throw error;
    } finally {
      this.#heartbeat.drop(record.id);
      Atomics.notify(flag, 0);
      scope.close();
    }
  }

  async #endFailed(
    lease: Lease,
    record: RunRecord,
    error: ZixirError,
    journal: Journal,
  ): Promise<void> {
    try {
      // What could not be written is what failed, or is made again by whoever resumes the run.
      await journal.flush().catch(() => {});
      const failed = { ...record, failure: failureOf(error) };
      const state = stateAfter(error);
      await this.#end(lease, failed, state, []);
      this.#options.onStop?.(record.id, state);
    } catch {
      // What is reported is why the run failed. That this could not be written shows by itself: the
      // run stays `running`, without an owner once the lease ends.
    }
  }

  async #end(
    lease: Lease,
    record: RunRecord,
    state: RunState,
    result: { readonly key: readonly (string | number)[]; readonly value: Slot }[],
  ): Promise<void> {
    const ended = { ...record, state, updatedMs: this.#now() };
    const version = await this.#store.commit({
      checks: [{ key: fenceKey(record.id), version: lease.fence }],
      sets: [{ key: runKey(record.id), value: ended }, ...result],
      deletes: [leaseKey(record.id)],
    });
    if (version === null) throw lostRun(record.id);
  }

  async #write(lease: Lease, record: RunRecord): Promise<void> {
    const version = await this.#store.commit({
      checks: [{ key: fenceKey(record.id), version: lease.fence }],
      sets: [{ key: runKey(record.id), value: { ...record, updatedMs: this.#now() } }],
    });
    if (version === null) throw lostRun(record.id);
  }
}

/** Stops the scope as soon as its flag is set, also while its code waits and makes no checks. */
function watchFlag(scope: Scope, flag: Int32Array): void {
  const watch = Atomics.waitAsync(flag, 0, StopCode.none);
  if (!watch.async) return;
  watch.value.then(() => {
    try {
      scope.check();
    } catch {
      // The check has stopped the scope, which is what it was called for.
    }
  });
}

function stateAfter(error: ZixirError): RunState {
  if (error.kind !== "cancelled") return "failed";
  return error.code === INTERRUPTED ? "interrupted" : "cancelled";
}

/** The record of a run that a process takes up again. */
function takenUp(record: RunRecord, lastEpoch: number): RunRecord {
  const died = record.state === "running" || record.state === "waiting";
  const crashes = !died ? 0 : lastEpoch === record.epochs ? 1 : record.crashes + 1;
  const { failure: _failure, waitsFor: _waitsFor, ...rest } = record;
  return { ...rest, state: "running", epochs: record.epochs + 1, crashes };
}

function refuseOtherCode(id: string, recorded: Recorded, program: WorkflowProgram): void {
  for (const entry of recorded.entries) {
    if (entry.kind !== "step" || entry.failure !== undefined || entry.code === "") continue;
    const code = program.codes.get(entry.name);
    if (code === entry.code) continue;
    throw otherCode(id, entry, code === undefined ? "not know it" : "it in another way");
  }
}
