/**
 * Tier 2: numeric, matrix, vector and string operations in Zig, over FFI or WebAssembly.
 *
 * Importing this loads nothing native; the first operation that needs it does.
 *
 * @example
 * ```ts
 * import { runEngine } from "./mod.ts";
 *
 * runEngine("list_sum", [new Float64Array([1, 2, 3])]); // 6
 * ```
 *
 * @module
 */
export { releaseEngineMemory } from "./arena.ts";
export { engineCall, runEngine } from "./call.ts";
export { giveDeadList } from "./dead_lists.ts";
export {
  EngineError,
  type EngineErrorCode,
  type EngineErrorKind,
  type EngineLesson,
  engineLessons,
} from "./error.ts";
export { type EngineInfo, engineInfo } from "./kernels.ts";
export type { EngineFunction, EngineOperation, EngineValue } from "./operation.ts";
export { engineTable } from "./table.ts";

// A checkout builds its library; a package carries it, and it has to be a file before the first call.
if (!import.meta.url.startsWith("file:")) await (await import("./embedded.ts")).unpackEmbedded();
