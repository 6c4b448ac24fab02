/**
 * Tier 3: CPython, in this process.
 *
 * @example
 * ```ts
 * import { openPython } from "./mod.ts";
 * const python = openPython();
 * console.assert(await python.call("math", "sqrt", [16]) === 4);
 * ```
 *
 * @module
 */
export { openPython } from "./python.ts";
export { PyHandle } from "./handle.ts";
export {
  PythonError,
  type PythonErrorCode,
  pythonErrorCodes,
  type PythonErrorData,
  type PythonErrorKind,
} from "./errors.ts";
export { plainHooks, type PythonShape, type ValueHooks } from "./hooks.ts";
export type { PartSupervisor, ProcessNode, SupervisedPart } from "./supervised.ts";
export type {
  CallOptions,
  Keywords,
  Python,
  PythonFacts,
  PythonOptions,
  SyncCallOptions,
} from "./types.ts";
export {
  type DiscoverOptions,
  findPython,
  type FoundPython,
  type PythonAttempt,
} from "./discover.ts";
