/**
 * The right to drive a run, held by one process at a time.
 *
 * Invariants
 * 1. A run has at most one valid token: taking the lease replaces the fence entry in the same commit
 *    that checks nobody else replaced it or renewed the lease meanwhile.
 * 2. Every commit of an owner checks the fence entry's version ({@linkcode Lease.fence}), so a process
 *    that lost the lease, even one that slept through losing it, can write nothing any more.
 * 3. A lease is taken from a living owner only after it ended; from an owner known to be gone at once.
 *
 * The pattern is the fencing token of Kleppmann, "How to do distributed locking" (2016).
 *
 * @module
 */
import type { Store } from "../store/mod.ts";
import { ZixirError } from "../values/error.ts";
import { cancelKey, fenceKey, leaseKey, readRow } from "./keys.ts";
import { isGone, type Owner, ownerText, thisProcess } from "../store/owner.ts";

/** What the lease entry holds. */
export interface LeaseRecord {
  readonly owner: Owner;
  /** Epoch milliseconds after which others may take the run. */
  readonly untilMs: number;
}

/** How long a lease lasts without renewal, milliseconds; a third of it lies between two renewals. */
export const LEASE_MS = 15_000;

/** A lease taken. */
export interface Lease {
  readonly runId: string;
  /** Grows with each owner. */
  readonly token: number;
  /** Version of the fence entry, to be checked by every commit. */
  readonly fence: string;
  readonly leaseMs: number;
}

/**
 * Takes the lease of a run.
 *
 * @param store where the run is
 * @param runId the run
 * @param leaseMs how long it lasts without renewal
 * @throws {ZixirError} kind `workflow`, E0604, when another process drives the run
 */
export async function takeLease(
  store: Store,
  runId: string,
  leaseMs: number = LEASE_MS,
): Promise<Lease> {
  const [fence, held] = await Promise.all([
    readRow<number>(store, fenceKey(runId)),
    readRow<LeaseRecord>(store, leaseKey(runId)),
  ]);
  if (held !== null && isHeld(held.value)) throw drivenElsewhere(runId, held.value);
  const token = (fence?.value ?? 0) + 1;
  const record: LeaseRecord = { owner: thisProcess(), untilMs: Date.now() + leaseMs };
  const version = await store.commit({
    checks: [
      { key: fenceKey(runId), version: fence?.version ?? null },
      { key: leaseKey(runId), version: held?.version ?? null },
    ],
    sets: [{ key: fenceKey(runId), value: token }, { key: leaseKey(runId), value: { ...record } }],
  });
  if (version === null) throw drivenElsewhere(runId, null);
  return { runId, token, fence: version, leaseMs };
}

/**
 * Makes a lease last anew.
 *
 * @param store where the run is
 * @param lease the lease
 * @returns `held`; `lost` when another process has the run; `cancel` when it is held and somebody
 *   asked to cancel the run
 */
export async function renewLease(
  store: Store,
  lease: Pick<Lease, "runId" | "fence" | "leaseMs">,
): Promise<"held" | "lost" | "cancel"> {
  const record: LeaseRecord = { owner: thisProcess(), untilMs: Date.now() + lease.leaseMs };
  const version = await store.commit({
    checks: [{ key: fenceKey(lease.runId), version: lease.fence }],
    sets: [{ key: leaseKey(lease.runId), value: { ...record } }],
  });
  if (version === null) return "lost";
  return await store.get(cancelKey(lease.runId)) === null ? "held" : "cancel";
}

/** Gives the lease back, so that the next process need not wait for its end. */
export async function releaseLease(store: Store, lease: Lease): Promise<void> {
  await store.commit({
    checks: [{ key: fenceKey(lease.runId), version: lease.fence }],
    deletes: [leaseKey(lease.runId)],
  });
}

/** The owner of a run that is driven right now; null when no process drives it. */
export async function liveOwner(store: Store, runId: string): Promise<Owner | null> {
  const held = await readRow<LeaseRecord>(store, leaseKey(runId));
  return held !== null && isHeld(held.value) ? held.value.owner : null;
}

function isHeld(lease: LeaseRecord): boolean {
  return lease.untilMs > Date.now() && !isGone(lease.owner);
}

function drivenElsewhere(runId: string, lease: LeaseRecord | null): ZixirError {
  const who = lease === null ? "another process" : ownerText(lease.owner);
  return new ZixirError("workflow", `run ${runId} is being driven by ${who}`, {
    code: "E0604",
    hint: "wait for it to end, or stop it with zixir cancel",
  });
}
