/**
 * The foreign functions: one typed table that both bindings (native and WASM) and every caller read.
 *
 * @module
 */

/**
 * A parameter: memory that is only read, memory that is only written, both, a length or index, a
 * number. Every function answers with a status (`zx_abi` and `zx_level` with a number).
 */
export type ParameterKind = "in" | "out" | "inout" | "u32" | "f64";

/** Value of `zx_abi` this table was written for. */
export const abi = 1;

/** Parameters of each function of the library. */
export const symbols = {
  zx_abi: [],
  zx_level: [],
  zx_limit_level: ["u32"],
  zx_sum: ["in", "u32", "out"],
} as const satisfies Record<string, readonly ParameterKind[]>;

/** Memory handed to the library: a typed array. */
export type Memory = Float64Array | Uint32Array | Uint8Array | Uint16Array;

type ArgumentOf<K> = K extends "u32" | "f64" ? number : Memory;
type ArgumentsOf<P extends readonly ParameterKind[]> = {
  -readonly [I in keyof P]: ArgumentOf<P[I]>;
};

/** The loaded functions, callable. */
export type Kernels = {
  readonly [N in keyof typeof symbols]: (...args: ArgumentsOf<(typeof symbols)[N]>) => number;
};
