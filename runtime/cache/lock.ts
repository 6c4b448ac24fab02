/**
 * The right to compute a cached value, so that of all processes one does.
 *
 * Invariants:
 * 1. A lock is a row of the store with an owner and an end. It is taken and renewed only by commits
 *    that check it is unchanged.
 * 2. Losing a lock costs double work, never a wrong value: values are the same whoever computes.
 * 3. The lock of a process known to be gone is free at once, so a run that is resumed does not wait.
 *
 * @module
 */

import type { Clock } from "../resilience/clock.ts";
import type { Key } from "../store/database.ts";
import { isGone, type Owner, thisProcess } from "../store/owner.ts";
import type { Store } from "../store/store.ts";
import { isRecord } from "../values/record.ts";

/** Milliseconds after which a lock that is not renewed is free. */
export const LOCK_MS = 15_000;

/** First part of the keys of locks. */
export const LOCK_PREFIX = "cache_lock";

/** A lock that is held and renewed until it is let go. */
export class Lock {
  /** Its row. */
  readonly row: Key;
  readonly #store: Store;
  readonly #clock: Clock;
  #version: string | null = null;
  #renewing: Promise<void> | undefined;
  #cancel: () => void = () => {};

  private constructor(store: Store, id: string, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.row = [LOCK_PREFIX, id];
  }

  /**
   * Takes a lock if it is free.
   *
   * @param store where the lock is
   * @param id what it is for
   * @param clock tells the time
   * @returns the lock, `null` while another process holds it
   */
  static async take(store: Store, id: string, clock: Clock): Promise<Lock | null> {
    const lock = new Lock(store, id, clock);
    const found = await store.get(lock.row);
    if (isRecord(found?.value) && isHeld(found.value as unknown as LockRow, clock)) return null;
    await lock.#write(found?.version ?? null);
    return lock.#version === null ? null : lock;
  }

  /** Lets go of it. */
  async release(): Promise<void> {
    await this.stop();
    if (this.#version === null) return;
    const checks = [{ key: this.row, version: this.#version }];
    await this.#store.commit({ checks, deletes: [this.row] });
  }

  /** Stops renewing it; for when its row goes by other means. */
  async stop(): Promise<void> {
    this.#cancel();
    await this.#renewing;
    this.#cancel();
  }

  async #write(version: string | null): Promise<void> {
    const row: LockRow = { owner: thisProcess(), until: this.#clock.wall() + LOCK_MS };
    const checks = [{ key: this.row, version }];
    const sets = [{ key: this.row, value: { ...row } }];
    this.#version = await this.#store.commit({ checks, sets });
    if (this.#version === null) return;
    this.#cancel = this.#clock.timer(LOCK_MS / 3, () => {
      // Failing to renew is losing the lock.
      this.#renewing = this.#write(this.#version).catch(() => {
        this.#version = null;
      });
    });
  }
}

/** What the row of a lock holds. */
interface LockRow {
  readonly owner: Owner;
  /** Epoch milliseconds at which it is free unless it is renewed. */
  readonly until: number;
}

function isHeld({ owner, until }: LockRow, clock: Clock): boolean {
  const leftMs = until - clock.wall();
  // A clock that was set back must not keep it taken for longer than it can be.
  return leftMs > 0 && leftMs <= LOCK_MS && !isGone(owner);
}
