/**
 * The module `cache` of the language.
 *
 * @module
 */

import { valueError } from "../std/arguments.ts";
import { currentScope } from "../resilience/scope.ts";
import type { Table } from "../table.ts";
import type { Duration } from "../values/quantity.ts";
import type { Slot } from "../values/slot.ts";
import { currentCache } from "./cache.ts";

/** The table of the module `cache`. */
export function cacheTable(): Table {
  return {
    module: "cache",
    doc: "Values kept between runs, by key.",
    entries: [
      {
        name: "get",
        type: "(key: k) -> Any",
        doc: "The value at a key, or nil.",
        example: { source: 'cache.put("a", [1, 2.0])\ncache.get("a")', result: "[1, 2.0]" },
        effect: "async",
        run: async (key: Slot): Promise<Slot> =>
          await currentCache().get(key, currentScope().world.constructors) ?? null,
      },
      {
        name: "put",
        type: "(key: k, value: v, ttl: Duration? = nil) -> Nil",
        doc: "Sets the value at a key, for a time or for ever.",
        example: { source: 'cache.put("a", 1, ttl: 1h)\ncache.get("a")', result: "1" },
        effect: "async",
        run: async (key: Slot, value: Slot, ttl?: Duration | null): Promise<null> => {
          if (ttl && !(ttl.ms >= 0)) throw valueError("cache.put", "ttl must not be negative");
          await currentCache().put(key, value, ttl ? { ttlMs: ttl.ms } : {});
          return null;
        },
      },
      {
        name: "delete",
        type: "(key: k) -> Nil",
        doc: "Deletes the value at a key, if there is one.",
        example: {
          source: 'cache.put("a", 1)\ncache.delete("a")\ncache.get("a") ?? "none"',
          result: '"none"',
        },
        effect: "async",
        run: async (key: Slot): Promise<null> => {
          await currentCache().delete(key);
          return null;
        },
      },
      {
        name: "invalidate",
        type: "(prefix: String) -> Int",
        doc: "Deletes the values at all String keys that begin with the prefix; gives how many.",
        example: {
          source: 'cache.put("user:1", 1)\ncache.put("user:2", 2)\ncache.invalidate("user:")',
          result: "2",
        },
        effect: "async",
        run: (prefix: string): Promise<number> => currentCache().invalidate(prefix),
      },
      {
        name: "stats",
        type: "() -> {hits: Int, misses: Int, entries: Int, bytes: Int, memory_entries: Int, " +
          "memory_bytes: Int}",
        doc: "How often look-ups were answered, and what is stored and kept in memory.",
        example: { source: 'cache.put("a", 1)\ncache.stats().entries > 0', result: "true" },
        effect: "async",
        run: async (): Promise<Slot> => {
          const stats = await currentCache().stats();
          return {
            hits: stats.memoryHits + stats.storeHits,
            misses: stats.misses,
            entries: stats.storeEntries,
            bytes: stats.storeBytes,
            memory_entries: stats.memoryEntries,
            memory_bytes: stats.memoryBytes,
          };
        },
      },
    ],
  };
}
