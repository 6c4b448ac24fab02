/**
 * Paths as texts, by the rules of the system the program runs on.
 *
 * The module of the runtime is fetched when first asked for: loading it costs several milliseconds,
 * which a program that touches no path need not pay.
 *
 * @module
 */
import type { PlatformPath } from "node:path";

let loaded: PlatformPath | undefined;

/**
 * `join`, `resolve`, `relative`, ... of `node:path`.
 *
 * @example
 * ```ts
 * import { paths } from "./paths.ts";
 * if (paths().basename("data/a.csv") !== "a.csv") throw new Error("basename");
 * ```
 */
export function paths(): PlatformPath {
  return loaded ??= process.getBuiltinModule("node:path");
}
