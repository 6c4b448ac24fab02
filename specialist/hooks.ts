/**
 * How values of the host language map to Python's: the codec knows JavaScript's own values, the
 * hooks add those of the host (boxed floats, tuples, times).
 *
 * @module
 */

/** What a host object is to Python. */
export type PythonShape =
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "tuple"; readonly items: readonly unknown[] }
  | { readonly kind: "list"; readonly items: readonly unknown[] }
  | { readonly kind: "range"; readonly start: number | bigint; readonly end: number | bigint }
  | { readonly kind: "int"; readonly value: number | bigint }
  | { readonly kind: "time"; readonly ms: number }
  | { readonly kind: "duration"; readonly ms: number }
  | { readonly kind: "record"; readonly entries: Iterable<readonly [string, unknown]> };

/** The host's part of the codec. Without hooks, plain JavaScript values come and go. */
export interface ValueHooks {
  /**
   * Says what an object is to Python that is no array, typed array, plain object, function or
   * Python handle; `undefined` for objects that have no counterpart there.
   */
  describe(value: object): PythonShape | undefined;
  /** The value for a Python float. */
  makeFloat(value: number): unknown;
  /** The value for a Python tuple. */
  makeTuple(items: unknown[]): unknown;
  /** The value for a datetime or date, in milliseconds since 1970 UTC, perhaps with a fraction. */
  makeTime(ms: number): unknown;
  /** The value for a timedelta, in milliseconds, perhaps with a fraction. */
  makeDuration(ms: number): unknown;
  /** The property under which a string key of a dict is stored. */
  keyIn(key: string): string;
  /** The string key that a property stands for. */
  keyOut(property: string): string;
}

/**
 * The mapping for TypeScript programs: a whole number goes to Python as int and any other as float,
 * floats and ints come back as numbers (ints beyond 2^53 as bigint), tuples as arrays, datetimes as
 * `Date`, timedeltas as milliseconds.
 *
 * @example
 * ```ts
 * import { plainHooks } from "./hooks.ts";
 * console.assert(plainHooks.makeFloat(4) === 4);
 * ```
 */
export const plainHooks: ValueHooks = {
  describe: describePlain,
  makeFloat: (value: number): unknown => value,
  makeTuple: (items: unknown[]): unknown => items,
  makeTime: (ms: number): unknown => new Date(ms),
  makeDuration: (ms: number): unknown => ms,
  keyIn: (key: string): string => key,
  keyOut: (property: string): string => property,
};

function describePlain(value: object): PythonShape | undefined {
  if (value instanceof Date) return { kind: "time", ms: value.getTime() };
  if (value instanceof Set) return { kind: "list", items: [...value] };
  if (value instanceof Map) {
    const entries: [string, unknown][] = [];
    for (const [key, item] of value) {
      if (typeof key !== "string") return undefined;
      entries.push([key, item]);
    }
    return { kind: "record", entries };
  }
  return undefined;
}
