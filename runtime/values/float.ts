/**
 * Floats: raw doubles in typed code, boxed in slots when integral.
 *
 * @module
 */

import type { Slot } from "./slot.ts";

/** An integral Float in slot form (`2.0`, `-0.0`, `1e21`); other Floats are plain numbers. */
export class Float {
  /** The double; always integral when built by {@linkcode box}. */
  readonly value: number;

  /**
   * Boxes a double.
   *
   * @param value the double to hold
   */
  constructor(value: number) {
    this.value = value;
  }
}

/**
 * The slot of a raw double.
 *
 * @param x any double
 * @returns `x` itself when not integral, else a {@linkcode Float}
 *
 * @example
 * ```ts
 * import { box, unbox } from "./float.ts";
 * if (unbox(box(2)) !== 2 || box(2.5) !== 2.5) throw new Error("box");
 * ```
 */
export function box(x: number): number | Float {
  return Number.isInteger(x) ? new Float(x) : x;
}

/**
 * The raw double of a slot known to hold a Float.
 *
 * @param v a Float in slot form
 * @returns its double
 */
export function unbox(v: number | Float): number {
  return typeof v === "number" ? v : v.value;
}

/**
 * Whether a slot holds an Int.
 *
 * @param v any slot
 */
export function isInt(v: Slot): v is number | bigint {
  return typeof v === "number" ? Number.isInteger(v) : typeof v === "bigint";
}

/**
 * Whether a slot holds a Float.
 *
 * @param v any slot
 */
export function isFloat(v: Slot): v is number | Float {
  return typeof v === "number" ? !Number.isInteger(v) : v instanceof Float;
}

/**
 * Whether a slot holds a number of either kind.
 *
 * @param v any slot
 */
export function isNumber(v: Slot): v is number | bigint | Float {
  return typeof v === "number" || typeof v === "bigint" || v instanceof Float;
}

/**
 * The double nearest to a number of either kind.
 *
 * @param v an Int or a Float in slot form
 * @returns a raw double; infinite when an Int is beyond the range of doubles
 */
export function toDouble(v: number | bigint | Float): number {
  return typeof v === "number" ? v : typeof v === "bigint" ? Number(v) : v.value;
}

/**
 * The literal of a Float: always with a point or an exponent, shortest that reads back the same.
 *
 * @param x a raw double
 *
 * @example
 * ```ts
 * import { floatText } from "./float.ts";
 * const seen = [11, 0.1, 1e21, -0, NaN, -Infinity].map(floatText).join(" ");
 * if (seen !== "11.0 0.1 1.0e21 -0.0 nan -inf") throw new Error(seen);
 * ```
 */
export function floatText(x: number): string {
  if (Number.isInteger(x)) {
    if (x === 0) return Object.is(x, -0) ? "-0.0" : "0.0";
    const text = String(x);
    return text.includes("e") ? exponentText(text) : text + ".0";
  }
  if (x !== x) return "nan";
  if (x === Infinity) return "inf";
  if (x === -Infinity) return "-inf";
  const text = String(x);
  return text.includes("e") ? exponentText(text) : text;
}

/** JS writes `1e+21` and `1.5e-7`; Zixir writes `1.0e21` and `1.5e-7`. */
function exponentText(text: string): string {
  const at = text.indexOf("e");
  const mantissa = text.slice(0, at);
  const exponent = text.slice(text[at + 1] === "+" ? at + 2 : at + 1);
  return (mantissa.includes(".") ? mantissa : mantissa + ".0") + "e" + exponent;
}
