/**
 * Checking arguments that types alone cannot check, and the errors that say so.
 *
 * @module
 */
import { reserve, spend } from "../resilience/scope.ts";
import { type Int, type Slot, ZixirError } from "../values/mod.ts";
import { found } from "./callbacks.ts";

/** Longest string V8 makes, in UTF-16 units, rounded down. */
export const TEXT_LENGTH_MAX = 536_870_000;

/** Lists longer than this are refused before memory is asked for, since running out ends all. */
export const LIST_LENGTH_MAX = 1e8;

/**
 * The error of an argument whose type is right and whose value is not: kind `value`.
 *
 * @param name the function, such as `list.chunk`
 * @param problem what is wrong
 * @param hint what to do about it
 */
export function valueError(name: string, problem: string, hint?: string): ZixirError {
  return new ZixirError("value", `${name}: ${problem}`, {
    code: "E0308",
    ...(hint === undefined ? {} : { hint }),
  });
}

/** The error of asking an empty list for its greatest or least element. */
export function emptyError(name: string): ZixirError {
  return valueError(name, "the list is empty", "test it first: `if len(xs) > 0: …`");
}

/**
 * The error of an argument of the wrong type, where only the run could tell: kind `type`.
 *
 * @param name the function
 * @param expected what it takes
 * @param value what it got
 */
export function typeError(name: string, expected: string, value: Slot): ZixirError {
  return new ZixirError("type", `${name}: expected ${expected}, got ${found(value)}`);
}

/** An Int as a double for use as a count or index; beyond 2^53 it is infinite. */
export function count(n: Int): number {
  return typeof n === "number" ? n : n > 0n ? Infinity : -Infinity;
}

/**
 * An Int that must be at least some number.
 *
 * @param name the function
 * @param what the parameter
 * @param n its value
 * @param least the smallest allowed
 * @throws {ZixirError} kind `value`
 */
export function atLeast(name: string, what: string, n: Int, least: number): number {
  if (n < least) throw valueError(name, `${what} must be at least ${least}, got ${n}`);
  return count(n);
}

/**
 * The length of a list about to be made.
 *
 * @param name the function
 * @param length how long it would be
 * @throws {ZixirError} kind `limit` beyond {@linkcode LIST_LENGTH_MAX}, or where a memory limit of the
 *   program says so
 */
export function lengthOf(name: string, length: number): number {
  if (length <= LIST_LENGTH_MAX) {
    reserve(length * 8);
    spend(length);
    return length;
  }
  throw new ZixirError(
    "limit",
    `${name}: the list would have more than ${LIST_LENGTH_MAX} elements`,
    {
      code: "E0701",
      hint: "a range in a for loop needs no list",
    },
  );
}

/**
 * The length of a text about to be made.
 *
 * @param name the function
 * @param length how many UTF-16 units it would have
 * @throws {ZixirError} kind `limit` beyond {@linkcode TEXT_LENGTH_MAX}, or where a memory limit of the
 *   program says so
 */
export function textLength(name: string, length: number): number {
  if (length <= TEXT_LENGTH_MAX) {
    reserve(length);
    return length;
  }
  throw new ZixirError(
    "limit",
    `${name}: the text would have more than ${TEXT_LENGTH_MAX} characters`,
    { code: "E0701" },
  );
}

/**
 * A slice's bounds within a length: negative ones count from the end, those outside are cut off.
 *
 * @returns start and end, `0 <= start <= end <= length`
 */
export function bounds(length: number, start: Int, end: Int | null | undefined): [number, number] {
  const from = place(length, count(start));
  const to = end === null || end === undefined ? length : place(length, count(end));
  return [from, Math.max(from, to)];
}

function place(length: number, n: number): number {
  return n < 0 ? Math.max(0, n + length) : Math.min(n, length);
}
