/**
 * Zixir as a library: what a TypeScript program imports.
 *
 * @example
 * ```ts
 * import { callPython, evalZixir, runEngine, runZixir } from "./mod.ts";
 *
 * const result = await evalZixir("engine.list_sum([1.0, 2.0, 3.0])");
 * if (!result.ok || result.text !== "6.0") throw new Error("eval");
 * if (await runZixir("let x = 5\nx + 5") !== 10) throw new Error("run");
 * if (runEngine("list_sum", [new Float64Array([1, 2, 3])]) !== 6) throw new Error("engine");
 * if (await callPython("math", "sqrt", [16]) !== 4) throw new Error("Python");
 * ```
 *
 * @module
 */
export {
  createZixir,
  type EvalFailure,
  type EvalOptions,
  type EvalResult,
  type EvalSuccess,
  evalZixir,
  runZixir,
  Zixir,
  type ZixirOptions,
} from "./runtime/library/zixir.ts";
export {
  callPython,
  type CallPythonOptions,
  type EngineValue,
  runEngine,
} from "./runtime/library/tiers.ts";
export type { HostValue } from "./runtime/library/host_value.ts";
export type { Problem, ProblemFrame } from "./runtime/program/problem.ts";
export type { Grant, PermissionKind } from "./runtime/permissions.ts";
export {
  type ErrorDetails,
  type SourcePlace,
  type TraceFrame,
  ZixirError,
} from "./runtime/values/error.ts";
export { Float } from "./runtime/values/float.ts";
export type { Slot } from "./runtime/values/slot.ts";
export type { Keywords } from "./specialist/mod.ts";
