/**
 * Finding equal values: one after the other, or many at once through keys.
 *
 * @module
 */
import { spend } from "../resilience/scope.ts";
import {
  box,
  Duration,
  equal,
  Float,
  isList,
  isRecord,
  type List,
  list,
  Range,
  record,
  Size,
  type Slot,
  Time,
  Tuple,
  Variant,
  variantFields,
} from "../values/mod.ts";

/** The place of the first element equal to a value, or -1. */
export function placeOf(xs: List, value: Slot): number {
  spend(xs.length);
  if (xs instanceof Float64Array) {
    for (let i = 0; i < xs.length; i++) if (equal(box(xs[i]), value)) return i;
    return -1;
  }
  return xs.findIndex((x) => equal(x, value));
}

/** A set of values, where equal ones are one. */
export class ValueSet {
  /** Numbers, strings, Bools and nil, which JS compares as we do. */
  readonly #plain = new Set<Slot>();
  /** All others, by {@linkcode keyOf}. */
  readonly #others = new Set<string>();

  /**
   * Adds a value.
   *
   * @returns whether it was new
   */
  add(v: Slot): boolean {
    const set: Set<Slot> = this.#setOf(v);
    const key = keyIn(v);
    if (set.has(key)) return false;
    set.add(key);
    return true;
  }

  /** Whether a value equal to this one was added. */
  has(v: Slot): boolean {
    return this.#setOf(v).has(keyIn(v));
  }

  #setOf(v: Slot): Set<Slot> {
    return isPlain(v) ? this.#plain : this.#others as Set<Slot>;
  }
}

function keyIn(v: Slot): Slot {
  if (!isPlain(v)) return keyOf(v);
  return v instanceof Float ? v.value : v;
}

/** NaN is not: it equals nothing, itself included. */
function isPlain(v: Slot): boolean {
  switch (typeof v) {
    case "number":
      return v === v;
    case "string":
    case "boolean":
      return true;
    case "object":
      return v === null || (v instanceof Float && Number.isSafeInteger(v.value));
  }
  return false;
}

/**
 * A text that two values share exactly when they are equal, so that a `Set` of such texts finds
 * duplicates in one pass. NaN, which equals nothing, gets a new text each time; functions and
 * handles get one each.
 *
 * @param v any slot
 *
 * @example
 * ```ts
 * import { Float } from "../values/mod.ts";
 * import { keyOf } from "./equality.ts";
 * if (keyOf(1) !== keyOf(new Float(1)) || keyOf("1") === keyOf(1)) throw new Error("key");
 * ```
 */
export function keyOf(v: Slot): string {
  switch (typeof v) {
    case "number":
      return v === v ? `${v}` : `nan${serial++}`;
    case "bigint":
      return `${v}`;
    case "string":
      return JSON.stringify(v);
    case "boolean":
      return v ? "true" : "false";
    case "function":
      return identity(v);
  }
  if (v === null) return "nil";
  // Equal numbers share a text whatever their kind; an integral Float may be beyond the Ints that
  // are written like doubles.
  if (v instanceof Float) {
    return Number.isSafeInteger(v.value) ? `${v.value}` : `${BigInt(v.value)}`;
  }
  if (isList(v)) return `[${list.slots(v).map(keyOf).join()}]`;
  if (v instanceof Tuple) return `(${v.items.map(keyOf).join()})`;
  if (v instanceof Variant) {
    const constructor = JSON.stringify([v.$c.typeId, v.$c.name]);
    return `${constructor}(${variantFields(v).map(keyOf).join()})`;
  }
  if (isRecord(v)) {
    const pairs = record.entries(v).map(([key, x]) => `${JSON.stringify(key)}:${keyOf(x)}`);
    return `{${pairs.sort().join()}}`;
  }
  if (v instanceof Range) return `${v.start}..${v.end}`;
  if (v instanceof Duration) return `${v.ms}ms`;
  if (v instanceof Size) return `${v.bytes}B`;
  if (v instanceof Time) return `@${v.ms}`;
  if (v instanceof Uint8Array) return `b${v.join()}`;
  return identity(v);
}

let serial = 0;
const identities = new WeakMap<object, string>();

function identity(v: object): string {
  let text = identities.get(v);
  if (text === undefined) {
    text = `#${serial++}`;
    identities.set(v, text);
  }
  return text;
}
