/**
 * Runs things at once: at most so many, the first failure stopping the rest.
 *
 * @module
 */
import { currentScope, Scope } from "../resilience/scope.ts";
import { asZixirError, ZixirError } from "../values/error.ts";
import type { Slot } from "../values/slot.ts";

/** How things run at once. */
export interface ParallelOptions {
  /** At most so many at a time; all at once by default. */
  readonly max?: number;
  /** Collect every outcome rather than stop at the first failure. */
  readonly settle?: boolean;
}

/** How one of them ended. */
export type Outcome =
  | { readonly ok: true; readonly value: Slot }
  | { readonly ok: false; readonly error: ZixirError };

/**
 * Runs tasks at once and gives their values in the order of the tasks.
 *
 * The tasks run in a scope of their own, which the first failure stops: what still runs is stopped
 * at its next check or wait, what has not begun never begins. That failure is raised once all that
 * was running has ended, so nothing goes on behind the program's back.
 *
 * @param tasks what to run
 * @param options at most how many at a time
 * @returns the values, in order
 * @throws {ZixirError} the first failure; kind `type` when `max` is below 1
 *
 * @example
 * ```ts
 * import { runParallel } from "./parallel.ts";
 * const values = await runParallel([() => 1, async () => await Promise.resolve(2)], { max: 1 });
 * if (String(values) !== "1,2") throw new Error("order");
 * ```
 */
export async function runParallel(
  tasks: readonly (() => Slot | Promise<Slot>)[],
  options: ParallelOptions = {},
): Promise<Slot[]> {
  const scope = new Scope(currentScope());
  const values: Slot[] = new Array(tasks.length);
  let first: ZixirError | undefined;
  try {
    await inTurns(tasks.length, options.max, async (index) => {
      if (first !== undefined) return;
      try {
        values[index] = await scope.run(tasks[index]);
      } catch (thrown) {
        if (first !== undefined) return;
        first = asZixirError(thrown);
        scope.stop(new ZixirError("cancelled", "another branch failed"));
      }
    });
  } finally {
    scope.close();
  }
  if (first !== undefined) throw first;
  return values;
}

/**
 * Runs tasks at once and gives how each ended, in the order of the tasks.
 *
 * @param tasks what to run
 * @param options at most how many at a time
 * @throws {ZixirError} only when the scope around was stopped
 */
export async function settleParallel(
  tasks: readonly (() => Slot | Promise<Slot>)[],
  options: ParallelOptions = {},
): Promise<Outcome[]> {
  const outcomes: Outcome[] = new Array(tasks.length);
  await inTurns(tasks.length, options.max, async (index) => {
    const scope = new Scope(currentScope());
    try {
      outcomes[index] = { ok: true, value: await scope.run(tasks[index]) };
    } catch (thrown) {
      currentScope().check();
      outcomes[index] = { ok: false, error: asZixirError(thrown) };
    } finally {
      scope.close();
    }
  });
  return outcomes;
}

async function inTurns(
  count: number,
  max: number | undefined,
  runOne: (index: number) => Promise<void>,
): Promise<void> {
  const lanes = Math.min(count, max ?? count);
  if (count > 0 && !(lanes >= 1)) {
    throw new ZixirError("type", `parallel runs at least 1 at a time, not ${max}`);
  }
  let next = 0;
  const lane = async () => {
    while (next < count) await runOne(next++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
