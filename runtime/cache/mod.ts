/**
 * Cached values: memory over the store, with a time to live, computed once however many ask.
 *
 * @example
 * ```ts
 * import { openStore } from "../store/mod.ts";
 * import { cacheOf } from "./mod.ts";
 * const store = openStore(":memory:");
 * const cache = cacheOf(store);
 * await cache.put("user:1", "Ada", { ttlMs: 60_000 });
 * if (await cache.get("user:1") !== "Ada") throw new Error("get");
 * if (await cache.invalidate("user:") !== 1) throw new Error("invalidate");
 * await store.close();
 * ```
 *
 * @module
 */

export {
  Cache,
  cacheOf,
  type CacheOptions,
  type CacheStats,
  currentCache,
  MEMORY_BYTES,
  TRUST_MS,
} from "./cache.ts";
export type { CacheEvent, StepCall } from "./explain.ts";
export { LOCK_MS } from "./lock.ts";
