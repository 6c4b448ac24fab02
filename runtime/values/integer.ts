/**
 * Exact integers: a JS number while safe, a bigint beyond, never both for one value.
 *
 * Every function takes and gives canonical Ints. The first line of each is the fast path that
 * compiled code may also inline: when both operands are numbers and the result is safe, the double
 * operation is exact.
 *
 * @module
 */

import { ZixirError } from "./error.ts";

/** An Int in slot form: a safe integer as number, any other as bigint. Never `-0`. */
export type Int = number | bigint;

/** The largest Int held as a number, 2^53 - 1. */
export const MAX_SAFE: number = Number.MAX_SAFE_INTEGER;

const MAX_SAFE_BIG = BigInt(MAX_SAFE);

/**
 * The canonical Int of a bigint.
 *
 * @param n any integer
 * @returns a number when `n` is safe, else `n`
 *
 * @example
 * ```ts
 * import { normalize } from "./integer.ts";
 * if (normalize(5n) !== 5 || normalize(2n ** 60n) !== 2n ** 60n) throw new Error("normalize");
 * ```
 */
export function normalize(n: bigint): Int {
  return n <= MAX_SAFE_BIG && n >= -MAX_SAFE_BIG ? Number(n) : n;
}

/** The exact sum. */
export function add(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (sum <= MAX_SAFE && sum >= -MAX_SAFE) return sum;
  }
  return normalize(BigInt(a) + BigInt(b));
}

/** The exact difference. */
export function sub(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const difference = a - b;
    if (difference <= MAX_SAFE && difference >= -MAX_SAFE) return difference;
  }
  return normalize(BigInt(a) - BigInt(b));
}

/** The exact product. */
export function mul(a: Int, b: Int): Int {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    // Adding 0 turns the -0 of 0 * -5 into 0, which is the only zero an Int has.
    if (product <= MAX_SAFE && product >= -MAX_SAFE) return product + 0;
  }
  return limited(() => normalize(BigInt(a) * BigInt(b)));
}

/**
 * The quotient rounded down, as `//` gives it.
 *
 * @throws {ZixirError} kind `arithmetic` when `b` is zero
 */
export function floorDiv(a: Int, b: Int): Int {
  if (b === 0) throw divisionByZero();
  if (typeof a === "number" && typeof b === "number") {
    // Exact for safe integers: the rounded quotient cannot reach an integer the true one does not,
    // since the true distance to it is at least 1/|b|, which is more than half an ulp.
    return Math.floor(a / b) + 0;
  }
  const x = BigInt(a);
  const y = BigInt(b);
  const quotient = x / y;
  return normalize(x % y !== 0n && (x < 0n) !== (y < 0n) ? quotient - 1n : quotient);
}

/**
 * The remainder with the sign of `b`, as `%` gives it: `a == (a // b) * b + a % b`.
 *
 * @throws {ZixirError} kind `arithmetic` when `b` is zero
 */
export function mod(a: Int, b: Int): Int {
  if (b === 0) throw divisionByZero();
  if (typeof a === "number" && typeof b === "number") {
    const rest = a % b;
    return rest !== 0 && (rest < 0) !== (b < 0) ? rest + b : rest + 0;
  }
  const y = BigInt(b);
  const rest = BigInt(a) % y;
  return normalize(rest !== 0n && (rest < 0n) !== (y < 0n) ? rest + y : rest);
}

/**
 * The exact power.
 *
 * @throws {ZixirError} kind `arithmetic` for a negative exponent, kind `limit` when the result
 *   would have more than about a thousand million bits
 */
export function pow(a: Int, b: Int): Int {
  if (b < 0) {
    throw new ZixirError("arithmetic", `an Int cannot be raised to the negative power ${b}`, {
      hint: "write the base as a Float, as in 2.0 ** -1",
    });
  }
  if (typeof a === "number" && typeof b === "number") {
    // A double power may be off by an ulp, so it only tells which way to go.
    const power = a ** b;
    if (power <= MAX_SAFE && power >= -MAX_SAFE) return smallPower(a, b);
  }
  if (a === 0 || a === 1) return a;
  if (a === -1) return BigInt(b) % 2n === 0n ? 1 : -1;
  return limited(() => normalize(BigInt(a) ** BigInt(b)));
}

/** The negation, never `-0`. */
export function neg(a: Int): Int {
  return typeof a === "number" ? 0 - a : normalize(-a);
}

/**
 * Negative, zero or positive as `a` is less than, equal to or greater than `b`.
 */
export function compareInt(a: Int, b: Int): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The true quotient as a Float, as `/` gives it, correctly rounded for Ints of any size.
 *
 * @returns a raw double
 * @throws {ZixirError} kind `arithmetic` when `b` is zero
 */
export function divide(a: Int, b: Int): number {
  if (b === 0) throw divisionByZero();
  if (typeof a === "number" && typeof b === "number") return a / b;
  const x = BigInt(a);
  const y = BigInt(b);
  const negative = (x < 0n) !== (y < 0n);
  const top = x < 0n ? -x : x;
  const bottom = y < 0n ? -y : y;
  // Scale so that the integer quotient has more than 64 bits, keep what is lost as one sticky bit,
  // and let the rounding of Number(bigint) do the rest.
  const shift = Math.max(0, bitLength(bottom) - bitLength(top) + 66);
  const scaled = top << BigInt(shift);
  const quotient = scaled / bottom;
  const sticky = scaled % bottom === 0n ? quotient : quotient | 1n;
  const size = scaleDown(Number(sticky), shift);
  return negative ? -size : size;
}

/**
 * The error every division by zero raises.
 */
export function divisionByZero(): ZixirError {
  return new ZixirError("arithmetic", "division by zero", { code: "E0301" });
}

/** By repeated squaring, every intermediate safe because the result is. */
function smallPower(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  let rest = exponent;
  while (rest > 0) {
    if (rest % 2 === 1) result *= square;
    rest = Math.floor(rest / 2);
    if (rest > 0) square *= square;
  }
  return result + 0;
}

function bitLength(n: bigint): number {
  const hex = n.toString(16);
  return hex.length * 4 - Math.clz32(parseInt(hex[0], 16)) + 28;
}

/** `x * 2 ** -shift` in two factors, since `2 ** -shift` alone may underflow. */
function scaleDown(x: number, shift: number): number {
  const half = Math.floor(shift / 2);
  return x * 2 ** -half * 2 ** -(shift - half);
}

/** V8 refuses bigints beyond 2^30 bits with a RangeError, which a program sees as kind `limit`. */
function limited(compute: () => Int): Int {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ZixirError("limit", "an Int grew too large", { code: "E0701", cause: error });
  }
}
