/**
 * The numbers of the parse tables, as `parser.gen.ts` carries them.
 *
 * Lezer's own notation is shorter, but reading it takes some 40,000 steps at every start; base64 is
 * read by the engine that runs us at once.
 *
 * @module
 */

/**
 * A table of numbers below 2^16.
 *
 * @param text the numbers as base64, the lower byte of each first
 *
 * @example
 * ```ts
 * import { table16 } from "./parse_tables.ts";
 * if (table16("AQAAAQ==").join() !== "1,256") throw new Error("table");
 * ```
 */
export function table16(text: string): Uint16Array {
  return new Uint16Array(Uint8Array.fromBase64(text).buffer);
}

/**
 * A table of numbers below 2^32.
 *
 * @param text the numbers as base64, the lowest byte of each first
 *
 * @example
 * ```ts
 * import { table32 } from "./parse_tables.ts";
 * if (table32("AQAAAAAAAQA=").join() !== "1,65536") throw new Error("table");
 * ```
 */
export function table32(text: string): Uint32Array {
  return new Uint32Array(Uint8Array.fromBase64(text).buffer);
}
