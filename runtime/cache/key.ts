/**
 * Under which key a cached value is stored.
 *
 * @module
 */

import type { Key } from "../store/database.ts";
import { contentHash } from "../values/hash.ts";
import type { Slot } from "../values/slot.ts";

/** What identifies a cached value. */
export interface CacheKey {
  /** The key in the store. */
  readonly row: Key;
  /** The same as one string. */
  readonly id: string;
}

/** First part of the keys of cached values. */
export const VALUE_PREFIX = "cache";

/**
 * The key of `cached(key)` and `cache.get(key)`. A string is kept readable, so that a prefix finds
 * it; any other value is kept as its content hash.
 *
 * @param key any value without functions and handles
 * @throws {ZixirError} kind `type` for what has no content hash
 */
export function valueKey(key: Slot): CacheKey {
  if (typeof key !== "string") return keyOf("hash", contentHash(key));
  // A key of the store is at most 2 KiB long.
  return keyOf("text", key.length <= TEXT_MAX ? key : key.slice(0, TEXT_MAX) + contentHash(key));
}

/**
 * The key of a step's result: by its code and its arguments, so that a change of either misses.
 *
 * @param name the step's name
 * @param code hash of all code the step can reach
 * @param args its arguments by name, with defaults filled in
 * @throws {ZixirError} kind `type` for an argument that has no content hash, naming it
 */
export function stepKey(
  name: string,
  code: string,
  args: Readonly<Record<string, Slot>>,
): CacheKey {
  return keyOf("step", name.slice(0, TEXT_MAX), contentHash([code, args]));
}

/** From where to where the rows of string keys with a prefix lie. */
export function prefixBounds(prefix: string): { start: Key; end: Key } {
  const base = [VALUE_PREFIX, "text"];
  return { start: [...base, prefix], end: [...base, prefix + "\u{10ffff}"] };
}

const TEXT_MAX = 400;

function keyOf(...parts: string[]): CacheKey {
  return { row: [VALUE_PREFIX, ...parts], id: parts.join("\n") };
}
