/**
 * The engine and Python for TypeScript programs.
 *
 * @module
 */
import { type EngineValue, runEngine as run } from "../../engine/mod.ts";
import type { Keywords, Python } from "../../specialist/mod.ts";
import { asZixirError } from "../values/error.ts";

/** A value of the engine: numbers, strings, lists and records of them. */
export type { EngineValue };

/**
 * Calls an operation of the engine (Zig).
 *
 * @param name the operation, such as `dot_product`; the reference of the engine lists them
 * @param args its arguments; a list is an array of numbers or a typed array (a `Float64Array` is
 *   not copied), an Int is a number or a bigint
 * @param out where an operation with a flat list as its result writes it, instead of into a new list
 * @returns its result, `out` when that was given
 * @throws {ZixirError} of kind `engine` when there is no such operation, or it has no result for
 *   these arguments (lists of different lengths, the mean of nothing); of kind `type` for an argument
 *   of a wrong type
 *
 * @example
 * ```ts
 * import { runEngine } from "./tiers.ts";
 * if (runEngine("list_sum", [new Float64Array([1, 2, 3])]) !== 6) throw new Error("sum");
 * ```
 */
export function runEngine(
  name: string,
  args: readonly EngineValue[],
  out?: Float64Array,
): EngineValue {
  try {
    return run(name, args, out);
  } catch (error) {
    throw asZixirError(error);
  }
}

/** Bounds and keyword arguments of a call of Python. */
export interface CallPythonOptions {
  /** Arguments by name. */
  readonly keywords?: Keywords;
  /** Ends the call with kind `cancelled` when aborted. */
  readonly signal?: AbortSignal;
  /** Milliseconds after which the call ends with kind `timeout`. */
  readonly timeoutMs?: number;
  /** Makes the call in a worker process: a crash there costs this call alone. */
  readonly isolate?: boolean;
  /** Bytes the call may allocate, in a worker process; beyond them it ends with kind `limit`. */
  readonly memoryBytes?: number;
}

/**
 * Calls a function of a Python module, in this process and off its main thread unless it is isolated.
 *
 * An integral number goes to Python as int, any other as float, a `Float64Array` as numpy array
 * where the module works with those, else as a list; None, bool, int, float, str, bytes, list,
 * tuple, dict, numpy arrays and datetimes come back as their counterparts in TypeScript, anything
 * else as a handle.
 *
 * @param module the module, such as `"numpy.linalg"`
 * @param name the function in it
 * @param args arguments by position
 * @param options keyword arguments, and when to stop waiting
 * @returns its result; a promise, because Python must not hold up the event loop
 * @throws {ZixirError} of kind `python` for what Python raised (its type, message and traceback in
 *   `data`), when no Python was found and when a worker died; of kind `timeout`, `cancelled`, `limit`
 *
 * @example
 * ```ts
 * import { callPython } from "./tiers.ts";
 * if (await callPython("math", "sqrt", [16]) !== 4) throw new Error("sqrt");
 * ```
 */
export async function callPython(
  module: string,
  name: string,
  args: readonly unknown[] = [],
  options: CallPythonOptions = {},
): Promise<unknown> {
  const { keywords, signal, timeoutMs, isolate, memoryBytes } = options;
  try {
    python ??= await open();
    return await python.call(module, name, args, keywords, {
      ...(signal === undefined ? {} : { signal }),
      ...(timeoutMs === undefined ? {} : { deadlineMs: timeoutMs }),
      ...(isolate === undefined ? {} : { isolate }),
      ...(memoryBytes === undefined ? {} : { memoryBytes }),
    });
  } catch (error) {
    throw asZixirError(error);
  }
}

async function open(): Promise<Python> {
  const [{ openPython }, { processSupervisor }] = await Promise.all([
    import("../../specialist/mod.ts"),
    import("../supervision/mod.ts"),
  ]);
  return openPython({ supervisor: processSupervisor });
}

/** Python for TypeScript's own values; opened by the first call. */
let python: Python | undefined;
