/**
 * Calling an operation by its name.
 *
 * @module
 */
import { withOwnBuffers } from "./arena.ts";
import { EngineError } from "./error.ts";
import type { EngineFunction, EngineOperation, EngineValue } from "./operation.ts";
import { engineTable } from "./table.ts";

const byName = new Map<string, EngineOperation>(engineTable.map((row) => [row.name, row]));

/**
 * The function of an operation, for callers that call it often: Float parameters and results are
 * raw doubles, `[Float]` parameters Float64Arrays (or arrays of numbers), `[Int]` results arrays.
 *
 * @param name The operation, such as `list_sum`.
 * @throws {EngineError} E0410 when there is no such operation.
 * @example
 * ```ts
 * import { engineCall } from "./mod.ts";
 *
 * const sum = engineCall("list_sum");
 * sum(new Float64Array([1, 2, 3])); // 6
 * ```
 */
export function engineCall(name: string): EngineFunction {
  return find(name).run;
}

/**
 * Calls an operation.
 *
 * @param name The operation, such as `dot_product`.
 * @param args Its arguments; lists are arrays of numbers or typed arrays (a Float64Array is not
 *   copied).
 * @param out Where an operation with a flat list as its result writes it, instead of into a new
 *   list. It may be one of the arguments.
 * @returns Its result; `out` when that was given.
 * @throws {EngineError} When there is no such operation or it has no result for these arguments.
 * @example
 * ```ts
 * import { runEngine } from "./mod.ts";
 *
 * runEngine("list_sum", [[1, 2, 3]]); // 6
 * ```
 */
export function runEngine(
  name: string,
  args: readonly EngineValue[],
  out?: Float64Array,
): EngineValue {
  const { run, arity, type } = find(name);
  if (args.length > arity) {
    throw new EngineError("E0405", `${name} takes ${arity} arguments, got ${args.length}`);
  }
  if (out === undefined) return withOwnBuffers(() => run(...args));
  if (!type.endsWith("-> [Float]")) {
    throw new EngineError("E0405", `${name} gives no list of floats, so there is nothing for out`);
  }
  const padded = [...args];
  while (padded.length < arity) padded.push(undefined);
  return run(...padded, out);
}

function find(name: string): EngineOperation {
  const row = byName.get(name);
  if (row !== undefined) return row;
  throw new EngineError(
    "E0410",
    `the engine has no operation ${JSON.stringify(name)}`,
    "docs/engine.md lists them all",
  );
}
