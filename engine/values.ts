/**
 * Arguments and results between JavaScript and the kernels.
 *
 * @module
 */
import { allocateList } from "./arena.ts";
import { EngineError } from "./error.ts";

/**
 * Lists shorter than this are worked on in JavaScript: crossing to native code costs about as much
 * as 60 additions.
 */
export const smallMax = 64;

/** Room for the scalar results of one call. */
export const scalars: Float64Array = new Float64Array(8);

/** Longest list whose length the kernels can be told. */
const lengthMax = 2 ** 32 - 1;

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
      throw new EngineError("E0402", `${operation}: ${name} was transferred elsewhere`);
    }
    if (xs.length > lengthMax) throw tooLarge(operation, xs.length);
    return xs;
  }
  return copied(xs, operation, name);
}

function isDetached({ buffer }: Float64Array): boolean {
  return buffer instanceof ArrayBuffer && buffer.detached;
}

function copied(xs: unknown, operation: string, name: string): Float64Array {
  const list = asList(xs, operation, name, "numbers");
  const result = new Float64Array(list.length);
  for (let i = 0; i < list.length; i++) {
    const x = list[i];
    result[i] = typeof x === "number" ? x : toFloat(x, operation, `${name}[${i}]`);
  }
  return result;
}

/** A list of any kind. @throws {EngineError} E0402 for anything else. */
export function asList(
  xs: unknown,
  operation: string,
  name: string,
  of: string,
): ArrayLike<unknown> {
  if (Array.isArray(xs) || (ArrayBuffer.isView(xs) && !(xs instanceof DataView))) {
    return xs as ArrayLike<unknown>;
  }
  throw new EngineError(
    "E0402",
    `${operation}: ${name} must be a list of ${of}, got ${describe(xs)}`,
  );
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
  throw new EngineError("E0402", `${operation}: ${name} must be a number, got ${describe(x)}`);
}

/**
 * An Int between two bounds.
 *
 * @throws {EngineError} E0402 when it is no whole number, E0405 when it is out of bounds.
 */
export function toInt(
  x: unknown,
  operation: string,
  name: string,
  least: number,
  most: number = lengthMax,
): number {
  const n = typeof x === "bigint" ? Number(x) : x;
  if (typeof n !== "number" || !Number.isInteger(n)) {
    throw new EngineError("E0402", `${operation}: ${name} must be an Int, got ${describe(x)}`);
  }
  if (n < least || n > most) {
    throw new EngineError(
      "E0405",
      `${operation}: ${name} must be from ${least} to ${most}, got ${x}`,
    );
  }
  return n;
}

/** A String argument. @throws {EngineError} E0402 for anything else. */
export function toText(x: unknown, operation: string, name: string): string {
  if (typeof x === "string") return x;
  throw new EngineError("E0402", `${operation}: ${name} must be a String, got ${describe(x)}`);
}

/**
 * The list that `n` results go to: `out` when it was given, else a new one.
 *
 * @throws {EngineError} E0402 when `out` is no flat list, E0403 when it has another length, E0406
 *   when there is no room for so many.
 */
export function target(out: Float64Array | undefined, n: number, operation: string): Float64Array {
  if (out === undefined) return newList(n, operation);
  if (!(out instanceof Float64Array)) {
    throw new EngineError(
      "E0402",
      `${operation}: out must be a Float64Array, got ${describe(out)}`,
    );
  }
  if (out.length !== n) {
    throw new EngineError(
      "E0403",
      `${operation}: the result has ${n} elements, but out has room for ${out.length}`,
    );
  }
  return out;
}

/** A new list of `n` floats, with arbitrary contents. @throws {EngineError} E0406 when there is no room for so many. */
export function newList(n: number, operation: string): Float64Array {
  if (n > lengthMax) throw tooLarge(operation, n);
  try {
    return allocateList(n);
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(operation, n);
    throw error;
  }
}

function tooLarge(operation: string, n: number): EngineError {
  return new EngineError("E0406", `${operation}: ${n} elements are more than a list can have`);
}

/** `xs`, or a copy of it when writing `out` from its start would overwrite elements not yet read. */
export function apart(xs: Float64Array, out: Float64Array | undefined): Float64Array {
  return out !== undefined && overlaps(xs, out) && xs.byteOffset !== out.byteOffset
    ? xs.slice()
    : xs;
}

/** `xs`, or a copy of it when it shares memory with `out`. */
export function disjoint(xs: Float64Array, out: Float64Array | undefined): Float64Array {
  return out !== undefined && overlaps(xs, out) ? xs.slice() : xs;
}

function overlaps(a: Float64Array, b: Float64Array): boolean {
  return a.buffer === b.buffer && a.byteOffset < b.byteOffset + b.byteLength &&
    b.byteOffset < a.byteOffset + a.byteLength;
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
  if (Array.isArray(x) || ArrayBuffer.isView(x)) return "a list";
  return "a record";
}

/** Longest list of indices for which room is kept from call to call. */
const keptIndices = 1 << 18;
let indexRoom: Uint32Array | undefined;

/** Room for `n` indices, arbitrary contents, valid until the next call. */
export function roomForIndices(n: number): Uint32Array {
  if (n > keptIndices) return new Uint32Array(n);
  if (indexRoom === undefined || indexRoom.length < n) {
    indexRoom = new Uint32Array(Math.max(1024, n));
  }
  return indexRoom;
}

/** Beyond this length an array made at once would be a hash table in V8. */
const preparedMax = 1 << 25;

/** The first `n` numbers as a plain list. */
export function toPlain(numbers: Uint32Array | Float64Array, n: number): number[] {
  const result = new Array<number>(n <= preparedMax ? n : 0);
  for (let i = 0; i < n; i++) result[i] = numbers[i];
  return result;
}
