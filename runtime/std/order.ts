/**
 * Sorting: stable, NaN last, with fast ways for what most lists hold.
 *
 * @module
 */
import { spend } from "../resilience/scope.ts";
import { isList, type List, list, makeList, type Slot, sortOrder } from "../values/mod.ts";

/**
 * The elements in ascending order; equal ones keep their places among each other.
 *
 * @param xs a list whose elements can be compared
 * @throws {ZixirError} kind `type` when two elements have no order
 *
 * @example
 * ```ts
 * import { sorted } from "./order.ts";
 * if (String(sorted([3, 1, 2])) !== "1,2,3") throw new Error("sorted");
 * ```
 */
export function sorted(xs: List): List {
  spend(xs.length);
  // A typed array sorts by number with NaN last and -0 first, which is our order as well.
  if (xs instanceof Float64Array) return xs.slice().sort();
  const kind = kindOf(xs);
  if (kind === "ints") return Array.from(Float64Array.from(xs as number[]).sort());
  // Without a comparison JS orders strings by UTF-16 units, much faster than with one.
  if (kind === "strings") return xs.slice().sort();
  // One element is compared with itself, so that one without an order is refused here too.
  if (xs.length === 1) sortOrder(xs[0], xs[0]);
  return xs.slice().sort(comparison(kind));
}

/**
 * The places of the keys in ascending (or descending) order of the keys; equal keys stay in order.
 *
 * @param keys values that can be compared
 * @param descending the other way round; equal keys still stay in order
 */
export function sortedPlaces(keys: readonly Slot[], descending = false): number[] {
  spend(keys.length);
  const kind = kindOf(keys);
  if (kind === "ints") {
    const packed = packedPlaces(keys as readonly number[], descending);
    if (packed !== null) return packed;
  }
  const places: number[] = new Array(keys.length);
  for (let i = 0; i < places.length; i++) places[i] = i;
  if (kind === "ints" || kind === "numbers") {
    const numbers = Float64Array.from(keys as number[]);
    return descending
      ? places.sort((i, j) => numbers[j] - numbers[i])
      : places.sort((i, j) => numbers[i] - numbers[j]);
  }
  const compare = comparison(kind);
  return descending
    ? places.sort((i, j) => compare(keys[j], keys[i]))
    : places.sort((i, j) => compare(keys[i], keys[j]));
}

/** The elements of a list at some places. */
export function pick(xs: List, places: readonly number[]): List {
  spend(places.length);
  if (xs instanceof Float64Array) {
    const picked = new Float64Array(places.length);
    for (let i = 0; i < places.length; i++) picked[i] = xs[places[i]];
    return picked;
  }
  return makeList(places.map((i) => xs[i]));
}

/** The place of the first greatest (`sign` 1) or least (`sign` -1) key, -1 when there is none. */
export function extremePlace(keys: List, sign: 1 | -1): number {
  const values = isList(keys) ? list.slots(keys) : keys;
  let best = values.length === 0 ? -1 : 0;
  // As in sorted.
  if (values.length === 1) sortOrder(values[0], values[0]);
  for (let i = 1; i < values.length; i++) {
    if (sortOrder(values[i], values[best]) * sign > 0) best = i;
  }
  return best;
}

/**
 * The places of Ints in order, by sorting `key * length + place` as doubles, which needs no
 * comparison and keeps equal keys in order; null where that number would not be exact.
 */
function packedPlaces(keys: readonly number[], descending: boolean): number[] | null {
  const n = keys.length;
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = 0; i < n; i++) {
    if (keys[i] < least) least = keys[i];
    if (keys[i] > greatest) greatest = keys[i];
  }
  if ((greatest - least + 1) * n > Number.MAX_SAFE_INTEGER) return null;
  const packed = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    packed[i] = (descending ? greatest - keys[i] : keys[i] - least) * n + i;
  }
  packed.sort();
  return Array.from(packed, (p) => p % n);
}

type Kind = "ints" | "numbers" | "strings" | "other";

/** What all elements are, as far as a faster comparison depends on it. */
function kindOf(xs: readonly Slot[]): Kind {
  if (xs.length === 0) return "other";
  if (typeof xs[0] === "string") {
    return xs.every((x) => typeof x === "string" && !SURROGATE.test(x)) ? "strings" : "other";
  }
  if (xs.every((x) => typeof x === "number" && x === x)) {
    return xs.every(Number.isInteger) ? "ints" : "numbers";
  }
  return "other";
}

// Without surrogates the order of UTF-16 units is that of code points.
const SURROGATE = /[\ud800-\udfff]/;

function comparison(kind: Kind): (a: Slot, b: Slot) => number {
  switch (kind) {
    case "ints":
    case "numbers":
      // The difference of equal infinities is NaN, which sort takes for equal.
      return (a, b) => (a as number) - (b as number);
    case "strings":
      return (a, b) => (a as string) < (b as string) ? -1 : a === b ? 0 : 1;
    case "other":
      return sortOrder;
  }
}
