/**
 * Values in memory, bounded in bytes; the least recently used go first.
 *
 * Invariants:
 * 1. The sizes of all entries add up to `bytes`, which never exceeds `bytesMax` between calls.
 * 2. The map is in order of use, the most recent last.
 *
 * @module
 */

/** An entry with its size. */
interface Entry<T> {
  readonly value: T;
  readonly bytes: number;
}

/**
 * A map bounded in bytes.
 *
 * @example
 * ```ts
 * import { Lru } from "./lru.ts";
 * const lru = new Lru<string>(10);
 * lru.set("a", "x", 6);
 * lru.set("b", "y", 6);
 * if (lru.get("a") !== undefined || lru.get("b") !== "y") throw new Error("lru");
 * ```
 */
export class Lru<T> {
  /** The most it may hold, bytes. */
  readonly bytesMax: number;
  readonly #entries = new Map<string, Entry<T>>();
  #bytes = 0;
  #evictions = 0;

  /** @param bytesMax the most it may hold, bytes */
  constructor(bytesMax: number) {
    this.bytesMax = bytesMax;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Entries held. */
  get size(): number {
    return this.#entries.size;
  }

  /** Entries that had to go. */
  get evictions(): number {
    return this.#evictions;
  }

  /** The value at a key, which counts as a use. */
  get(key: string): T | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /**
   * Sets a value; one larger than the whole is not kept.
   *
   * @param key its key
   * @param value the value
   * @param bytes what it counts for
   */
  set(key: string, value: T, bytes: number): void {
    this.delete(key);
    if (bytes > this.bytesMax) return;
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
    for (const [oldest] of this.#entries) {
      if (this.#bytes <= this.bytesMax) return;
      this.delete(oldest);
      this.#evictions++;
    }
  }

  /** Deletes a key, if it is there. */
  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }

  /** Deletes all. */
  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }
}
