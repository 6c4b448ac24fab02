/**
 * Retrying what failed: exponential backoff with full jitter, or a list of delays.
 *
 * Full jitter spreads the attempts of many callers evenly: each waits a random part of a time that
 * doubles (Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 *
 * @module
 */

import { asZixirError, ZixirError } from "../values/error.ts";
import { Duration } from "../values/quantity.ts";
import { isRecord, type RecordSlot } from "../values/record.ts";
import { caught, currentScope } from "./scope.ts";
import type { Random } from "./clock.ts";

/** How to retry. */
export interface RetryPolicy {
  /** How many times more after the first attempt. */
  readonly times: number;
  /** The longest wait before the second attempt, milliseconds; doubles with each attempt. */
  readonly backoffMs?: number;
  /** No wait is longer, milliseconds; a server's Retry-After excepted. */
  readonly maxMs?: number;
  /** Waits to use instead of backoff, milliseconds; the last one repeats. */
  readonly delaysMs?: readonly number[];
  /** Kinds of errors to retry; all when absent. */
  readonly on?: readonly string[];
}

/** How a durable step follows along, so that attempts survive the process. */
export interface RetryJournal {
  /** Attempts that failed before, in earlier processes. */
  readonly failed: number;
  /**
   * Called after each failed attempt, before the wait.
   *
   * @param error what the attempt failed with
   * @param attempt its number, from 1
   * @param delayMs the wait before the next attempt; `null` when there is none
   */
  onFailure(error: ZixirError, attempt: number, delayMs: number | null): void | Promise<void>;
}

/** Milliseconds of the first backoff where none is given. */
export const BACKOFF_MS = 200;

/** The longest wait in milliseconds where none is given. */
export const BACKOFF_MAX_MS = 30_000;

/**
 * Runs a block until it succeeds or its attempts are used up.
 *
 * @param policy how often and how fast
 * @param block the block, given the number of the attempt, from 1
 * @param journal where attempts are recorded, for durable steps
 * @returns what the first successful attempt gives
 * @throws {ZixirError} what the last attempt failed with
 *
 * @example
 * ```ts
 * import { retry } from "./retry.ts";
 * const value = await retry({ times: 3, backoffMs: 1 }, (attempt) => {
 *   if (attempt < 3) throw new Error("not yet");
 *   return attempt;
 * });
 * if (value !== 3) throw new Error("retry");
 * ```
 */
export async function retry<T>(
  policy: RetryPolicy,
  block: (attempt: number) => T | PromiseLike<T>,
  journal?: RetryJournal,
): Promise<T> {
  const scope = currentScope();
  for (let attempt = (journal?.failed ?? 0) + 1;; attempt++) {
    try {
      return await block(attempt);
    } catch (thrown) {
      const error = caught(thrown);
      const delayMs = retryDelay(policy, attempt, error, scope.world.random);
      await journal?.onFailure(error, attempt, delayMs);
      if (delayMs === null) throw error;
      await scope.sleep(delayMs);
    }
  }
}

/**
 * How long to wait after a failed attempt.
 *
 * @param policy how often and how fast
 * @param failed attempts failed so far, this one included
 * @param error what this one failed with; its `retry_after` (a Duration, or seconds) is waited at least
 * @param random gives the jitter
 * @returns milliseconds, `null` when there is no further attempt
 */
export function retryDelay(
  policy: RetryPolicy,
  failed: number,
  error: ZixirError,
  random: Random,
): number | null {
  if (failed > policy.times || error.kind === "cancelled") return null;
  if (policy.on !== undefined && !policy.on.includes(error.kind)) return null;
  return Math.max(ownDelay(policy, failed, random), retryAfterMs(error));
}

/**
 * The time an error asks to wait: `retry_after` in its data, as HTTP errors and open circuits have.
 *
 * @param error any failure
 * @returns milliseconds, 0 when it asks for nothing
 */
export function retryAfterMs(error: unknown): number {
  const { data } = asZixirError(error);
  const after = isRecord(data) ? (data as RecordSlot).retry_after : undefined;
  if (after instanceof Duration) return Math.max(0, after.ms);
  return typeof after === "number" && after > 0 ? after * 1000 : 0;
}

function ownDelay(policy: RetryPolicy, failed: number, random: Random): number {
  const { delaysMs, backoffMs = BACKOFF_MS, maxMs = BACKOFF_MAX_MS } = policy;
  if (delaysMs !== undefined && delaysMs.length > 0) {
    return delaysMs[Math.min(failed, delaysMs.length) - 1];
  }
  return random() * Math.min(maxMs, backoffMs * 2 ** (failed - 1));
}
