/**
 * Zixir values as a TypeScript program sees them, both ways, and as JSON.
 *
 * | Zixir | TypeScript |
 * |---|---|
 * | `Int` | `number`, beyond 2^53-1 a `bigint` |
 * | `Float` | `number` |
 * | `Bool`, `Nil`, `String` | `boolean`, `null`, `string` |
 * | `[Float]` | `Float64Array` (an empty one may also be an array) |
 * | other lists, tuples | array |
 * | record, map | plain object |
 * | range | `{ start, end }`, the end exclusive |
 * | `Duration`, `Size` | `number` of milliseconds, of bytes |
 * | `Time`, `Bytes` | `Date`, `Uint8Array` |
 * | `Circle(r: 2.0)` | `{ $type: "Circle", r: 2 }`; a field without a name bears its position |
 * | function | function, converting what goes in and out |
 * | Python object | the handle itself |
 *
 * The other way, a `number` is an Int when it is integral, else a Float; {@linkcode Float} makes
 * a Float of an integral one.
 *
 * @module
 */
import { ZixirError } from "../values/error.ts";
import { Float } from "../values/float.ts";
import { normalize } from "../values/integer.ts";
import { makeList } from "../values/list.ts";
import { inspect } from "../values/print.ts";
import { Duration, Size, Time } from "../values/quantity.ts";
import { Range } from "../values/range.ts";
import { entries, fromEntries, isRecord, type RecordSlot } from "../values/record.ts";
import type { Slot } from "../values/slot.ts";
import { Tuple } from "../values/tuple.ts";
import { Variant, variantFields } from "../values/variant.ts";

/** A value of a Zixir program in TypeScript. */
export type HostValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Float64Array
  | Date
  | readonly HostValue[]
  | { readonly [key: string]: HostValue }
  | ((...args: HostValue[]) => HostValue | Promise<HostValue>);

/**
 * A Zixir value for TypeScript.
 *
 * @param slot any value in slot form
 * @returns its counterpart; a list of Floats shares its memory, which is not to be written
 *
 * @example
 * ```ts
 * import { toHost } from "./host_value.ts";
 * import { Float } from "../values/float.ts";
 * if (toHost(new Float(6)) !== 6) throw new Error("Float");
 * ```
 */
export function toHost(slot: Slot): HostValue {
  if (typeof slot === "function") return hostFunction(slot as SlotFunction);
  if (typeof slot !== "object" || slot === null) return slot;
  if (slot instanceof Float) return slot.value;
  if (slot instanceof Float64Array) return withOwnBuffer(slot);
  if (slot instanceof Uint8Array) return slot;
  if (Array.isArray(slot)) return slot.map(toHost);
  if (slot instanceof Tuple) return slot.items.map(toHost);
  if (slot instanceof Range) return { start: slot.start, end: slot.end };
  if (slot instanceof Duration) return slot.ms;
  if (slot instanceof Size) return slot.bytes;
  if (slot instanceof Time) return new Date(slot.ms);
  if (slot instanceof Variant) return variantObject(slot);
  if (isRecord(slot)) return Object.fromEntries(entries(slot).map(([k, v]) => [k, toHost(v)]));
  return slot as HostValue;
}

/**
 * A TypeScript value for a Zixir program.
 *
 * @param value what {@linkcode toHost} may give, a {@linkcode Float}, any typed array, or undefined
 *   for nil
 * @throws {ZixirError} of kind `type` for what has no counterpart (symbols, sets, class instances)
 *   and of kind `limit` for values nested deeper than 1,000, such as cyclic ones
 *
 * @example
 * ```ts
 * import { fromHost } from "./host_value.ts";
 * import { inspect } from "../values/print.ts";
 * const text = inspect(fromHost({ n: 1, xs: new Float64Array([1, 2]) }));
 * if (text !== "{n: 1, xs: [1.0, 2.0]}") throw new Error(text);
 * ```
 */
export function fromHost(value: unknown): Slot {
  return slotOf(value, 0);
}

/**
 * A Zixir value as JSON text: as {@linkcode toHost} gives it, Ints of any size with all digits, a
 * Float that JSON cannot say as null, bytes in base64, times in ISO 8601, what remains as shown.
 *
 * @param slot any value in slot form
 */
export function toJson(slot: Slot): string {
  return JSON.stringify(toHost(slot), function (this: Record<string, unknown>, key, shown) {
    // A Date has been made text by its toJSON before it comes here; what it was is in `this`.
    const value = this[key];
    if (typeof value === "bigint") return rawJson(String(value));
    if (typeof value === "function") return inspect(value);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return shown;
    if (value instanceof Float64Array) return Array.from(value);
    if (value instanceof Uint8Array) return value.toBase64();
    if (value instanceof Date) return shown ?? null;
    return isRecord(value) ? value : String(value);
  });
}

/** A function in slot form. */
type SlotFunction = (...args: Slot[]) => Slot | Promise<Slot>;

const DEPTH_MAX = 1000;

// ECMAScript's JSON.rawJSON, which TypeScript's library does not declare yet.
const rawJson = (JSON as unknown as { rawJSON(text: string): object }).rawJSON;

function slotOf(value: unknown, depth: number): Slot {
  if (depth > DEPTH_MAX) {
    throw new ZixirError("limit", `a value is nested deeper than ${DEPTH_MAX}, or contains itself`);
  }
  switch (typeof value) {
    case "undefined":
      return null;
    case "boolean":
    case "number":
      return value;
    case "string":
      return value.toWellFormed();
    case "bigint":
      return normalize(value);
    case "function":
      return slotFunction(value as HostFunction);
    case "object":
      return value === null ? null : objectSlot(value, depth + 1);
    default:
      throw new ZixirError("type", `a ${typeof value} has no counterpart in Zixir`);
  }
}

function objectSlot(value: object, depth: number): Slot {
  if (Array.isArray(value)) return makeList(value.map((item) => slotOf(item, depth)));
  if (value instanceof Float) return Number.isInteger(value.value) ? value : value.value;
  if (value instanceof Float64Array || value instanceof Uint8Array) return value;
  if (value instanceof Float32Array) return Float64Array.from(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Array.from(value as unknown as ArrayLike<number | bigint>, (n) => slotOf(n, depth));
  }
  if (value instanceof Date) return new Time(value.getTime());
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return recordSlot(value, depth);
  if (OWN.some((Class) => value instanceof Class) || value.constructor.name === "PyHandle") {
    return value;
  }
  throw new ZixirError("type", `a ${value.constructor.name} has no counterpart in Zixir`);
}

/** Classes of the runtime's own values, which pass as they are. */
const OWN = [Tuple, Range, Duration, Size, Time, Variant];

function recordSlot(value: object, depth: number): RecordSlot {
  return fromEntries(Object.entries(value).map(([key, item]) => [key, slotOf(item, depth)]));
}

/**
 * A list whose buffer holds nothing else: the engine carves small results from shared ones, and a
 * program that transfers the buffer of one would take its neighbours along.
 */
function withOwnBuffer(xs: Float64Array): Float64Array {
  return xs.byteLength === xs.buffer.byteLength ? xs : xs.slice();
}

function variantObject(variant: Variant): HostValue {
  const fields = variantFields(variant);
  const names = variant.$c.fields.map((name, i) => name ?? String(i));
  return Object.fromEntries([
    ["$type", variant.$c.name],
    ...names.map((name, i): [string, HostValue] => [name, toHost(fields[i])]),
  ]);
}

type HostFunction = (...args: HostValue[]) => unknown;

function hostFunction(run: SlotFunction): (...args: HostValue[]) => HostValue | Promise<HostValue> {
  const called = (...args: HostValue[]) => {
    const result = run(...args.map(fromHost));
    return result instanceof Promise ? result.then(toHost) : toHost(result);
  };
  return Object.defineProperty(called, "name", { value: run.name });
}

function slotFunction(run: HostFunction): SlotFunction {
  const called = (...args: Slot[]) => {
    const result = run(...args.map(toHost));
    return result instanceof Promise ? result.then(fromHost) : fromHost(result);
  };
  return Object.defineProperty(called, "name", { value: run.name });
}
