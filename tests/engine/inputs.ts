/**
 * Inputs for the comparisons of the engine, the same ones in every run.
 *
 * @module
 */

/** A generator of numbers in [0, 1): mulberry32. */
export function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Kinds of inputs. */
export const kinds = ["mixed", "whole", "subnormal", "special"] as const;

/** One kind of inputs. */
export type Kind = (typeof kinds)[number];

const specials = [NaN, Infinity, -Infinity, 0, -0, 5e-324, -1e-310, 1, -2.5, 1e150];

/**
 * `n` numbers.
 *
 * `mixed`: both signs, twelve orders of magnitude; `whole`: small whole numbers with repeats;
 * `subnormal`: next to zero; `special`: NaN, infinities and zeros among ordinary ones (in short lists
 * often none of a sort, so that each shows alone).
 */
export function numbers(kind: Kind, n: number, seed: number): Float64Array {
  const random = generator(seed);
  const allowed = 1 + Math.floor(random() * specials.length);
  // Starting anywhere in its buffer, so that every alignment occurs.
  const offset = seed % 8;
  const result = new Float64Array(n + offset).subarray(offset);
  for (let i = 0; i < n; i++) {
    switch (kind) {
      case "mixed":
        result[i] = (random() - 0.5) * 10 ** (12 * random() - 6);
        break;
      case "whole":
        result[i] = Math.floor(random() * 41) - 20;
        break;
      case "subnormal":
        result[i] = (random() - 0.5) * 2 ** -1020;
        break;
      case "special":
        result[i] = random() < 0.5
          ? specials[specials.length - 1 - Math.floor(random() * allowed)]
          : random() * 10 - 5;
    }
  }
  return result;
}
