/**
 * Zixir as a library: what a TypeScript program imports.
 *
 * @example
 * ```ts
 * import { runEngine } from "./mod.ts";
 *
 * if (runEngine("list_sum", [new Float64Array([1, 2, 3])]) !== 6) throw new Error("sum");
 * ```
 *
 * @module
 */
export { EngineError, type EngineErrorCode, type EngineErrorKind } from "./engine/mod.ts";
export { type EngineValue, runEngine } from "./engine/mod.ts";
