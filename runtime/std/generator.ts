/**
 * The random numbers of a program: xoshiro128++ by Blackman and Vigna (2019,
 * https://prng.di.unimi.it/xoshiro128plusplus.c), its state filled by splitmix32 from the seed.
 *
 * Not for secrets: `random.uuid` and keys use the system's source.
 *
 * @module
 */

/** A seedable source of uniform 32-bit numbers. */
export class Generator32 {
  #a = 0;
  #b = 0;
  #c = 0;
  #d = 0;

  /**
   * Starts from a seed.
   *
   * @param seed any integer; the same seed gives the same numbers
   */
  constructor(seed: number | bigint) {
    this.seed(seed);
  }

  /**
   * Restarts from a seed.
   *
   * @param seed any integer
   */
  seed(seed: number | bigint): void {
    // All bits of a large seed count: each word of it is mixed into the state of splitmix32.
    let rest = BigInt.asUintN(256, BigInt(seed));
    let mixed = 0;
    do {
      mixed = splitmix(mixed ^ Number(rest & 0xffffffffn));
      rest >>= 32n;
    } while (rest !== 0n);
    this.#a = splitmix(mixed + GOLDEN);
    this.#b = splitmix(mixed + 2 * GOLDEN);
    this.#c = splitmix(mixed + 3 * GOLDEN);
    // The all-zero state is the one that never leaves itself.
    this.#d = splitmix(mixed + 4 * GOLDEN) || 1;
  }

  /**
   * A source that stands at a given state, for comparison with the reference implementation.
   *
   * @param state four 32-bit words, not all zero
   */
  static at(state: readonly [number, number, number, number]): Generator32 {
    const generator = new Generator32(0);
    [generator.#a, generator.#b, generator.#c, generator.#d] = state;
    return generator;
  }

  /** The next 32 bits, 0 to 2^32 - 1. */
  next(): number {
    const sum = (this.#a + this.#d) | 0;
    const result = (((sum << 7) | (sum >>> 25)) + this.#a) >>> 0;
    const t = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= t;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  /**
   * A Float from 0.0 up to but not including 1.0, one of 2^53 equally likely ones.
   *
   * @example
   * ```ts
   * import { Generator32 } from "./generator.ts";
   * if (new Generator32(1).float() !== new Generator32(1).float()) throw new Error("seed");
   * ```
   */
  float(): number {
    const high = this.next() >>> 5;
    const low = this.next() >>> 6;
    return (high * 0x4000000 + low) / 0x20000000000000;
  }

  /**
   * An integer from 0 up to but not including `count`, each equally likely.
   *
   * @param count 1 or more
   */
  below(count: bigint): bigint {
    const bits = (count - 1n).toString(2).length;
    const words = Math.ceil(bits / 32);
    const excess = BigInt(words * 32 - bits);
    // Draws outside are thrown away, since folding them back would favour small numbers.
    for (;;) {
      let drawn = 0n;
      for (let i = 0; i < words; i++) drawn = (drawn << 32n) | BigInt(this.next());
      drawn >>= excess;
      if (drawn < count) return drawn;
    }
  }

  /**
   * As {@linkcode below}, for counts up to 2^32.
   *
   * @param count 1 to 2^32
   */
  index(count: number): number {
    // The largest multiple of count that fits: what lies above it is drawn again.
    const limit = 0x100000000 - (0x100000000 % count);
    for (;;) {
      const drawn = this.next();
      if (drawn < limit) return drawn % count;
    }
  }
}

const GOLDEN = 0x9e3779b9;

function splitmix(seed: number): number {
  let z = (seed + GOLDEN) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}
