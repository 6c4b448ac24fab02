/**
 * The foreign functions: one typed table that both bindings (native and WASM) and every caller read.
 *
 * @module
 */

/**
 * A parameter: memory that is only read, memory that is only written, both, a length or index, a
 * number. Operations answer with a status; `zx_abi`, `zx_level` and `zx_limit_level` with a number.
 */
export type ParameterKind = "in" | "out" | "inout" | "u32" | "f64";

/** Value of `zx_abi` this table was written for. */
export const abi = 3;

/** Parameters of each function of the library. */
export const symbols = {
  zx_abi: [],
  zx_level: [],
  zx_limit_level: ["u32"],
  zx_pool_usage: ["out"],
  zx_pool_trim: [],
  zx_reduce: ["u32", "in", "u32", "out"],
  zx_dot: ["in", "u32", "in", "u32", "out"],
  zx_cosine: ["in", "u32", "in", "u32", "out"],
  zx_comoments: ["in", "u32", "in", "u32", "out"],
  zx_map: ["u32", "in", "u32", "out", "u32"],
  zx_map_with: ["u32", "in", "u32", "f64", "out", "u32"],
  zx_map_two: ["u32", "in", "u32", "in", "u32", "out", "u32"],
  zx_clip: ["in", "u32", "f64", "f64", "out", "u32"],
  zx_rolling_mean: ["in", "u32", "u32", "out", "u32"],
  zx_find: ["in", "u32", "f64", "out"],
  zx_count: ["u32", "in", "u32", "f64", "out"],
  zx_keep: ["u32", "in", "u32", "f64", "out", "u32"],
  zx_indices: ["u32", "in", "u32", "f64", "out", "u32"],
  zx_sort: ["u32", "in", "u32", "out", "u32"],
  zx_argsort: ["u32", "in", "u32", "out", "u32"],
  zx_quantile: ["in", "u32", "f64", "out"],
  zx_top_k: ["in", "u32", "out", "u32"],
  zx_cosine_top_k: ["in", "u32", "in", "u32", "out", "u32", "out"],
  zx_histogram: ["in", "u32", "out", "u32", "out", "u32"],
  zx_unique: ["in", "u32", "out", "out", "out"],
  zx_mat_mul: ["in", "u32", "in", "u32", "u32", "u32", "u32", "out", "u32"],
  zx_transpose: ["in", "u32", "u32", "u32", "out", "u32"],
  zx_distances: ["in", "u32", "u32", "out", "u32"],
  zx_normal: ["u32", "u32", "out", "u32"],
  zx_levenshtein: ["in", "u32", "in", "u32", "out"],
  zx_jaro_winkler: ["in", "u32", "in", "u32", "out"],
  zx_csv_bound: ["in", "u32", "u32", "out"],
  zx_csv: ["in", "u32", "u32", "u32", "out", "u32", "out"],
} as const satisfies Record<string, readonly ParameterKind[]>;

/** First argument of `zx_reduce`; `exports.zig` has the same numbers, which a test compares. */
export const Reduction = {
  sum: 0,
  product: 1,
  mean: 2,
  min: 3,
  max: 4,
  variance: 5,
  deviation: 6,
  norm: 7,
  argmin: 8,
  argmax: 9,
} as const;

/** First argument of `zx_map`. */
export const Map = {
  absolute: 0,
  root: 1,
  exponential: 2,
  logarithm: 3,
  cumulative: 4,
  differences: 5,
  softmax: 6,
  normalize: 7,
} as const;

/** First argument of `zx_map_with`. */
export const MapWith = { scale: 0, shift: 1, exponential_mean: 2 } as const;

/** First argument of `zx_map_two`. */
export const MapTwo = { add: 0, sub: 1, mul: 2, div: 3 } as const;

/** First argument of `zx_count`, `zx_keep` and `zx_indices`. */
export const Test = { equal: 0, above: 1, below: 2 } as const;

/** First argument of `zx_sort` and `zx_argsort`. */
export const Order = { ascending: 0, descending: 1 } as const;

/** Memory handed to the library: a typed array. */
export type Memory = Float64Array | Uint32Array | Uint8Array;

type ArgumentOf<K> = K extends "u32" | "f64" ? number : Memory;
type ArgumentsOf<P extends readonly ParameterKind[]> = {
  -readonly [I in keyof P]: ArgumentOf<P[I]>;
};

/** The loaded functions, callable. */
export type Kernels = {
  readonly [N in keyof typeof symbols]: (...args: ArgumentsOf<(typeof symbols)[N]>) => number;
};
