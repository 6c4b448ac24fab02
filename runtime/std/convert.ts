/**
 * `int`, `float` and `bool`: conversions that say no rather than guess.
 *
 * @module
 */
import { Float, inspect, type Int, integer, normalize, type Slot } from "../values/mod.ts";
import { typeError, valueError } from "./arguments.ts";

/**
 * The Int of a value: a Float loses its fraction, a text must be all digits, a Bool is 1 or 0.
 *
 * @param name the function, for errors
 * @param value an Int, Float, Bool or String
 * @throws {ZixirError} kind `value` for a text that is no integer and for nan and infinities
 *
 * @example
 * ```ts
 * import { toInt } from "./convert.ts";
 * if (toInt("int", -3.7) !== -3 || toInt("int", " 42 ") !== 42) throw new Error("int");
 * ```
 */
export function toInt(name: string, value: Slot): Int {
  if (typeof value === "string") return intOfText(name, value, 10);
  if (typeof value === "bigint") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return wholePart(name, value);
  if (value instanceof Float) return wholePart(name, value.value);
  throw typeError(name, "a number, Bool or String", value);
}

/**
 * The Int that a text writes in a base.
 *
 * @param name the function, for errors
 * @param value digits, with a sign if any, white space around them ignored
 * @param base 2 to 36
 * @throws {ZixirError} kind `value` for a text that is no integer in that base
 *
 * @example
 * ```ts
 * import { intOfText } from "./convert.ts";
 * if (intOfText("string.to_int", "ff", 16) !== 255) throw new Error("base");
 * ```
 */
export function intOfText(name: string, value: string, base: Int): Int {
  const text = value.trim();
  if (base === 10) {
    if (!/^[+-]?\d+$/.test(text)) {
      throw valueError(
        name,
        `${shown(value)} is not an integer`,
        DECIMAL.test(text) ? "it is a Float; use int(float(text)) to drop the fraction" : undefined,
      );
    }
    const n = Number(text);
    return Number.isSafeInteger(n)
      ? n + 0
      : normalize(BigInt(text[0] === "+" ? text.slice(1) : text));
  }
  if (base < 2 || base > 36) throw valueError(name, `base must be 2 to 36, got ${base}`);
  const [, sign, digits] = /^([+-]?)([0-9a-z]+)$/i.exec(text) ?? ["", "", ""];
  const values = Array.from(digits, (digit) => parseInt(digit, 36));
  if (values.length === 0 || values.some((digit) => digit >= base)) {
    throw valueError(name, `${shown(value)} is not an integer in base ${base}`);
  }
  const n = values.reduce<Int>((sum, digit) => integer.add(integer.mul(sum, base), digit), 0);
  return sign === "-" ? integer.neg(n) : n;
}

/**
 * The Float of a value.
 *
 * @param value an Int, Float, Bool or String
 * @returns a raw double
 * @throws {ZixirError} kind `value` for a text that is no number
 */
export function toFloat(value: Slot): number {
  if (typeof value === "number") return value;
  if (value instanceof Float) return value.value;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value !== "string") throw typeError("float", "a number, Bool or String", value);
  const text = value.trim();
  if (DECIMAL.test(text)) return Number(text);
  const named = NAMED.get(text.toLowerCase());
  if (named !== undefined) return named;
  throw valueError("float", `${shown(value)} is not a number`);
}

/**
 * The Bool of a value: `"true"` and `"false"`, zero and other numbers, nil.
 *
 * @param value a Bool, String, number or nil
 * @throws {ZixirError} kind `value` for any other text
 */
export function toBool(value: Slot): boolean {
  if (typeof value === "boolean") return value;
  if (value === null) return false;
  if (typeof value === "number" || typeof value === "bigint") return value != 0;
  if (value instanceof Float) return value.value !== 0;
  if (typeof value !== "string") throw typeError("bool", "a Bool, String, number or nil", value);
  const text = value.trim().toLowerCase();
  if (text === "true") return true;
  if (text === "false") return false;
  throw valueError("bool", `${shown(value)} is neither "true" nor "false"`);
}

/**
 * A double without its fraction, as an Int of any size.
 *
 * @param name the function, for the error
 * @param x a raw double
 * @throws {ZixirError} kind `value` for nan and the infinities
 */
export function wholePart(name: string, x: number): Int {
  const whole = Math.trunc(x);
  if (Number.isSafeInteger(whole)) return whole + 0;
  if (Number.isFinite(whole)) return normalize(BigInt(whole));
  throw valueError(name, `${x !== x ? "nan" : x > 0 ? "inf" : "-inf"} has no Int`);
}

function shown(text: string): string {
  return text.length <= 60 ? inspect(text) : `${inspect(text.slice(0, 57))}...`;
}

const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

const NAMED: ReadonlyMap<string, number> = new Map([
  ["nan", NaN],
  ["inf", Infinity],
  ["+inf", Infinity],
  ["-inf", -Infinity],
  ["infinity", Infinity],
  ["-infinity", -Infinity],
]);
