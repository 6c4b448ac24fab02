/**
 * Loading modules without the `process` global.
 *
 * Deno makes Node's `process` when somebody first looks at it, which takes some 15 ms. The parser's
 * package looks (`process.env.LOG`, a debugging aid) while it is loaded, and that would be a third of
 * the time in which a small program starts.
 *
 * @module
 */

/**
 * Hides `process` while modules are loaded that only look whether it is there.
 *
 * @param load imports them
 * @returns what `load` gives
 *
 * @example
 * ```ts
 * import { withoutProcess } from "./process_global.ts";
 * const seen = await withoutProcess(() => Promise.resolve(typeof process));
 * if (seen !== "undefined" || typeof process !== "object") throw new Error(seen);
 * ```
 */
export async function withoutProcess<T>(load: () => Promise<T>): Promise<T> {
  const own = Object.getOwnPropertyDescriptor(globalThis, "process");
  if (own?.configurable !== true) return await load();
  Object.defineProperty(globalThis, "process", { value: undefined, configurable: true });
  try {
    return await load();
  } finally {
    Object.defineProperty(globalThis, "process", own);
  }
}
