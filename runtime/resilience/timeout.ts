/**
 * Stopping what takes too long.
 *
 * @module
 */

import { ZixirError } from "../values/error.ts";
import { Duration, durationText } from "../values/quantity.ts";
import { within } from "./scope.ts";

/**
 * Runs a block and stops it after a time: loops and recursion at their next check, waits and all
 * that follows the scope's signal at once.
 *
 * @param ms the time, milliseconds
 * @param block the block
 * @throws {ZixirError} kind `timeout` when time is up; else what the block throws
 *
 * @example
 * ```ts
 * import { timeout } from "./timeout.ts";
 * if (await timeout(1000, () => 7) !== 7) throw new Error("timeout");
 * ```
 */
export function timeout<T>(ms: number, block: () => T | PromiseLike<T>): Promise<T> {
  const duration = new Duration(ms);
  // Made here rather than when time is up: its stack then shows the call in the program.
  const error = new ZixirError("timeout", `it took longer than ${durationText(duration)}`, {
    data: { after: duration },
  });
  return within({ timeMs: ms, onDeadline: () => error }, block);
}
