/**
 * Looking at runs in a store, without driving them.
 *
 * @module
 */
import { nearest } from "../../lang/diagnostics/nearest.ts";
import type { ConstructorLookup, Store } from "../store/mod.ts";
import { ZixirError } from "../values/error.ts";
import type { Slot } from "../values/slot.ts";
import { cancelKey, fenceKey, leaseKey, readRow, resultKey, runKey, RUNS } from "./keys.ts";
import { liveOwner, takeLease } from "./lease.ts";
import { isTerminal, type RunRecord } from "./run_record.ts";

/** A run, and whether a process drives it now. */
export interface RunStatus {
  readonly record: RunRecord;
  readonly isDriven: boolean;
}

/**
 * The record of a run.
 *
 * @param store where it is
 * @param id the run
 * @throws {ZixirError} kind `workflow`, E0607, when there is none
 */
export async function readRun(store: Store, id: string): Promise<RunRecord> {
  const found = await readRow<RunRecord>(store, runKey(id));
  if (found !== null) return found.value;
  const ids: string[] = [];
  for await (const { key } of store.list(RUNS)) ids.push(String(key.at(-1)));
  const begun = id === "" ? [] : ids.filter((one) => one.startsWith(id));
  const near = begun.length === 1 ? begun[0] : nearest(id, ids);
  throw new ZixirError("workflow", `no run ${id} in this store`, {
    code: "E0607",
    hint: near === null
      ? "zixir runs lists them; --store names another store"
      : `did you mean ${near}?`,
  });
}

/** The value of a completed run; undefined for any other. */
export async function readResult(
  store: Store,
  id: string,
  constructors?: ConstructorLookup,
): Promise<Slot | undefined> {
  return (await store.get(resultKey(id), constructors))?.value;
}

/**
 * A run and whether somebody drives it.
 *
 * @throws {ZixirError} kind `workflow`, E0607, when there is none
 */
export async function runStatus(store: Store, id: string): Promise<RunStatus> {
  const record = await readRun(store, id);
  return { record, isDriven: await liveOwner(store, id) !== null };
}

/** All runs, oldest first. */
export async function listRuns(store: Store): Promise<RunStatus[]> {
  const runs: RunStatus[] = [];
  for await (const listed of store.list(RUNS)) {
    const record = await listed.value() as unknown as RunRecord;
    const isDriven = !isTerminal(record.state) && await liveOwner(store, record.id) !== null;
    runs.push({ record, isDriven });
  }
  return runs;
}

/**
 * Cancels a run: asks the process that drives it to stop, or ends it here when there is none.
 *
 * @param store where it is
 * @param id the run
 * @returns `asked` when its process was asked, `cancelled` when it has ended
 * @throws {ZixirError} kind `workflow`: no such run (E0607), it has ended (E0608)
 */
export async function cancelRun(store: Store, id: string): Promise<"asked" | "cancelled"> {
  const record = await readRun(store, id);
  if (isTerminal(record.state)) throw hasEnded(record);
  if (await liveOwner(store, id) !== null) {
    await store.commit({ sets: [{ key: cancelKey(id), value: Date.now() }] });
    return "asked";
  }
  const lease = await takeLease(store, id);
  const cancelled: RunRecord = { ...record, state: "cancelled", updatedMs: Date.now() };
  const version = await store.commit({
    checks: [{ key: fenceKey(id), version: lease.fence }],
    sets: [{ key: runKey(id), value: { ...cancelled } }],
    deletes: [leaseKey(id)],
  });
  if (version === null) throw new ZixirError("workflow", `run ${id} was taken up just now`);
  return "cancelled";
}

/** The refusal to change a run that has ended. */
export function hasEnded(record: RunRecord): ZixirError {
  return new ZixirError("workflow", `run ${record.id} is ${record.state} already`, {
    code: "E0608",
    hint: `zixir show ${record.id} shows it; a new run starts with zixir run`,
  });
}
