/**
 * A value in place of a failure.
 *
 * @module
 */

import { caught } from "./scope.ts";

/**
 * Runs a block, and gives a value when it fails.
 *
 * @param value what to give, or a function that computes it
 * @param block the block
 * @param on kinds of errors it stands in for; all when absent
 * @throws {ZixirError} an error of another kind, and the reason when the scope around is stopped
 *
 * @example
 * ```ts
 * import { fallback } from "./fallback.ts";
 * if (await fallback(7, () => Promise.reject(new Error("no"))) !== 7) throw new Error("fallback");
 * ```
 */
export async function fallback<T>(
  value: T,
  block: () => T | PromiseLike<T>,
  on?: readonly string[],
): Promise<T> {
  try {
    return await block();
  } catch (thrown) {
    const error = caught(thrown);
    if (on !== undefined && !on.includes(error.kind)) throw error;
    return value;
  }
}
