/**
 * Bounding what a block may use.
 *
 * @module
 */

import { ZixirError } from "../values/error.ts";
import { Duration, durationText } from "../values/quantity.ts";
import { within } from "./scope.ts";

/** What a block may use; what is absent is not bounded. */
export interface Limits {
  /** Bytes it may add to what is live when it begins. */
  readonly memoryBytes?: number;
  /** Milliseconds it may take. */
  readonly timeMs?: number;
  /** Calls of the program's functions it may make. */
  readonly calls?: number;
  /** How deep it may nest synchronous calls. */
  readonly depth?: number;
}

/**
 * Runs a block within limits; the process lives on when it exceeds one.
 *
 * @param limits what it may use
 * @param block the block
 * @throws {ZixirError} kind `limit`, with the name of the limit in `data.limit`
 *
 * @example
 * ```ts
 * import { limit } from "./limit.ts";
 * if (await limit({ timeMs: 1000 }, () => 7) !== 7) throw new Error("limit");
 * ```
 */
export function limit<T>(limits: Limits, block: () => T | PromiseLike<T>): Promise<T> {
  const { timeMs } = limits;
  if (timeMs === undefined) return within(limits, block);
  // Made here rather than when time is up: its stack then shows the call in the program.
  const error = new ZixirError(
    "limit",
    `the limit on time was reached: ${durationText(new Duration(timeMs))}`,
    { data: { limit: "time" } },
  );
  return within({ ...limits, onDeadline: () => error }, block);
}
