/**
 * Zixir as a library: what a TypeScript program imports.
 *
 * @example
 * ```ts
 * import { callPython, runEngine } from "./mod.ts";
 *
 * if (runEngine("list_sum", [new Float64Array([1, 2, 3])]) !== 6) throw new Error("engine");
 * if (await callPython("math", "sqrt", [16]) !== 4) throw new Error("Python");
 * ```
 *
 * @module
 */
export {
  callPython,
  type CallPythonOptions,
  type EngineValue,
  runEngine,
} from "./runtime/library/tiers.ts";
export {
  type ErrorDetails,
  type SourcePlace,
  type TraceFrame,
  ZixirError,
} from "./runtime/values/error.ts";
export type { Slot } from "./runtime/values/slot.ts";
export type { Keywords } from "./specialist/mod.ts";
