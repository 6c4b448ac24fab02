/**
 * Arguments and results between JavaScript and the kernels.
 *
 * @module
 */
import { EngineError } from "./error.ts";

/**
 * Lists shorter than this are worked on in JavaScript: crossing to native code costs about as much
 * as 20 to 40 additions.
 */
export const smallMax = 32;

/** Room for the scalar results of one call. */
export const scalars: Float64Array = new Float64Array(8);

/** A list of floats as an argument: flat, or an array of numbers. */
export type Floats = Float64Array | ArrayLike<unknown>;

/**
 * A list of numbers as a flat list: itself when it is flat, else a copy. Ints become Floats.
 *
 * @throws {EngineError} E0402 when it is no list or has an element that is no number.
 */
export function flat(xs: Floats, operation: string, name = "xs"): Float64Array {
  if (xs instanceof Float64Array) {
    if (xs.length === 0 && isDetached(xs)) {
      throw new EngineError("E0402", "type", `${operation}: ${name} was transferred elsewhere`);
    }
    return xs;
  }
  return copied(xs, operation, name);
}

function isDetached({ buffer }: Float64Array): boolean {
  return buffer instanceof ArrayBuffer && buffer.detached;
}

function copied(xs: unknown, operation: string, name: string): Float64Array {
  if (!Array.isArray(xs) && !(ArrayBuffer.isView(xs) && !(xs instanceof DataView))) {
    throw new EngineError(
      "E0402",
      "type",
      `${operation}: ${name} must be a list of numbers, got ${describe(xs)}`,
    );
  }
  const list = xs as ArrayLike<unknown>;
  const result = new Float64Array(list.length);
  for (let i = 0; i < list.length; i++) {
    const x = list[i];
    result[i] = typeof x === "number" ? x : toFloat(x, operation, `${name}[${i}]`);
  }
  return result;
}

/**
 * A number as a double; also a bigint, and a boxed Float (an object with a number as `value`).
 *
 * @throws {EngineError} E0402 for anything else.
 */
export function toFloat(x: unknown, operation: string, name: string): number {
  if (typeof x === "number") return x;
  if (typeof x === "bigint") return Number(x);
  if (typeof x === "object" && x !== null && "value" in x && typeof x.value === "number") {
    return x.value;
  }
  throw new EngineError(
    "E0402",
    "type",
    `${operation}: ${name} must be a number, got ${describe(x)}`,
  );
}

/** A String argument. @throws {EngineError} E0402 for anything else. */
export function text(x: unknown, operation: string, name: string): string {
  if (typeof x === "string") return x;
  throw new EngineError(
    "E0402",
    "type",
    `${operation}: ${name} must be a String, got ${describe(x)}`,
  );
}

/** A short name for a value of a wrong type. */
export function describe(x: unknown): string {
  if (x === null || x === undefined) return "nil";
  if (typeof x === "string") {
    return `String ${JSON.stringify(x.length > 20 ? x.slice(0, 20) + "..." : x)}`;
  }
  if (typeof x === "boolean") return `Bool ${x}`;
  if (typeof x === "number" || typeof x === "bigint") return `number ${x}`;
  if (typeof x === "function") return "a function";
  if (Array.isArray(x)) return "a list";
  return "a record";
}
