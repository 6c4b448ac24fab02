/**
 * The keys under which a run lives in the store.
 *
 * | key | value |
 * |---|---|
 * | `run, ID` | {@linkcode "./run_record.ts".RunRecord} |
 * | `run_fence, ID` | the fencing token: a number that grows with each owner |
 * | `run_lease, ID` | the owner and until when it may drive the run |
 * | `run_cancel, ID` | present once somebody asked to cancel |
 * | `run_journal, ID, n` | the n-th journal entry |
 * | `run_value, ID, n` | the value of the n-th entry, when it is large |
 * | `run_answer, ID, PATH` | an answer to an approval |
 * | `run_result, ID` | the value of a completed run |
 *
 * @module
 */
import type { Key, Store } from "../store/mod.ts";

/** Key of the record of one run. */
export function runKey(id: string): Key {
  return ["run", id];
}

/** Prefix of the records of all runs. */
export const RUNS: Key = ["run"];

/** Key of the fencing token, which every commit of an owner checks. */
export function fenceKey(id: string): Key {
  return ["run_fence", id];
}

/** Key of the lease. */
export function leaseKey(id: string): Key {
  return ["run_lease", id];
}

/** Key of a request to cancel. */
export function cancelKey(id: string): Key {
  return ["run_cancel", id];
}

/** Key of a journal entry, or the prefix of all. */
export function journalKey(id: string, sequence?: number): Key {
  return sequence === undefined ? ["run_journal", id] : ["run_journal", id, sequence];
}

/** Key of the answer to an approval, or the prefix of all of a run. */
export function answerKey(id: string, path?: string): Key {
  return path === undefined ? ["run_answer", id] : ["run_answer", id, path];
}

/** Key of the result of a completed run. */
export function resultKey(id: string): Key {
  return ["run_result", id];
}

/** Key of the large value of a journal entry, or the prefix of all of a run. */
export function valueKey(id: string, sequence?: number): Key {
  return sequence === undefined ? ["run_value", id] : ["run_value", id, sequence];
}

/** A row that this folder wrote, as what it was written as. */
export async function readRow<T>(
  store: Store,
  key: Key,
): Promise<{ readonly value: T; readonly version: string } | null> {
  const found = await store.get(key);
  return found === null ? null : { value: found.value as T, version: found.version };
}
