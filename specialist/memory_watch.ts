/**
 * Memory limits of calls that stay in this process, because they are given its Python objects or are
 * methods of one: what the process holds is looked at while the call runs.
 *
 * @module
 */
import { PythonError } from "./errors.ts";
import type { CallOptions } from "./types.ts";

/**
 * Makes a call and interrupts it when it has taken more memory than it may; a call that was too quick
 * for that fails once it is over.
 *
 * @param memoryBytes how many bytes more than now the process may hold, JavaScript's own left out
 * @param make makes the call with the options given to it
 * @throws {PythonError} E0511
 */
export async function withinMemory(
  memoryBytes: number,
  options: CallOptions,
  make: (options: CallOptions) => Promise<unknown>,
): Promise<unknown> {
  const before = heldBytes();
  const controller = new AbortController();
  let exceeded = false;
  const look = () => {
    if (heldBytes() - before <= memoryBytes) return;
    exceeded = true;
    controller.abort();
  };
  const timer = setInterval(look, lookMs);
  const { signal } = options;
  const either = signal === undefined
    ? controller.signal
    : AbortSignal.any([signal, controller.signal]);
  try {
    const result = await make({ ...options, signal: either });
    look();
    if (!exceeded) return result;
  } catch (error) {
    if (!exceeded) throw error;
  } finally {
    clearInterval(timer);
  }
  throw new PythonError(
    "E0511",
    `the Python call needed more than its limit of ${memoryBytes} bytes`,
  );
}

/** What this process holds in memory beside the objects and buffers of JavaScript. */
function heldBytes(): number {
  const { rss, heapTotal, external } = Deno.memoryUsage();
  return rss - heapTotal - external;
}

/** Milliseconds between two looks. */
const lookMs = 5;
