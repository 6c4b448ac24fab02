/**
 * The store: Zixir values with their exact types under keys, durable, shared by processes, over Deno
 * KV or in memory. Large values are kept once, under the fingerprint of their content.
 *
 * @example
 * ```ts
 * import { openStore } from "./mod.ts";
 * const store = openStore(":memory:");
 * const version = await store.set(["a", 1], [1, 2.5]);
 * const won = await store.commit({
 *   checks: [{ key: ["a", 1], version }],
 *   sets: [{ key: ["a", 1], value: { done: true } }],
 * });
 * if (won === null) throw new Error("nobody else changed it");
 * await store.close();
 * ```
 *
 * @module
 */

export { type Check, compareKeys, type Key } from "./database.ts";
export { type ConstructorLookup, decode } from "./decoding.ts";
export { byteCount, encode, ENCODING_VERSION, joined } from "./encoding.ts";
export { damaged, newerFormat, storeError } from "./error.ts";
export type { KvKind } from "./kv_database.ts";
export type { SweepResult } from "./blobs.ts";
export { STORE_FORMAT, type StoreKind } from "./opening.ts";
export {
  type Found,
  type Listed,
  type ListOptions,
  openStore,
  Store,
  type StoreDescription,
  type StoreOptions,
  type Write,
} from "./store.ts";
