/**
 * Lists, maps and ranges as compiled code reads and makes them.
 *
 * @module
 */
import { PyHandle } from "../../specialist/handle.ts";
import { tick, timeLeft } from "../resilience/scope.ts";
import { nearest } from "../../lang/diagnostics/nearest.ts";
import {
  box,
  type Float,
  type Int,
  integer,
  isList,
  isRecord,
  keyIn,
  type List,
  list,
  Range,
  rangeLength,
  record,
  type RecordSlot,
  type Slot,
  toDouble,
  Tuple,
  typeName,
  ZixirError,
} from "../values/mod.ts";

/** The largest number of elements a list made from a range may have. */
const RANGE_LIST_MAX = 2 ** 27;

/** An element of a list that may be flat. */
export function at(xs: List, index: Int): Slot {
  return list.at(xs, index);
}

/** An element of an array, where the quick path found the index not within 0 and the length. */
export function indexPlain(xs: readonly Slot[], index: Int): Slot {
  return xs[place(xs.length, index)];
}

/** As {@linkcode indexPlain}, of a flat list. */
export function indexFloat(xs: Float64Array, index: Int): number {
  return xs[place(xs.length, index)];
}

/** The elements from `start` to `end`, for a list that may be flat. */
export function slice(xs: List, start: number, end: number): List {
  return list.slice(xs, start, end);
}

/** A list of Ints or Floats where a list of Floats is expected. */
export function floats(xs: List): List {
  if (xs instanceof Float64Array) return xs;
  const flat = new Float64Array(xs.length);
  for (let i = 0; i < flat.length; i++) flat[i] = toDouble(xs[i] as number | bigint | Float);
  return flat;
}

/** A flat list of raw doubles. */
export function floatsOf(xs: readonly number[]): List {
  return xs.length === 0 ? [] : new Float64Array(xs);
}

/** The Ints of a range as a list. */
export function rangeList(range: Range): List {
  const count = rangeLength(range);
  if (typeof count !== "number" || count > RANGE_LIST_MAX) {
    throw new ZixirError("limit", `a list of ${count} elements is too long`);
  }
  const xs: Int[] = new Array(count);
  for (let i = 0; i < count; i++) xs[i] = integer.add(range.start, i);
  return xs;
}

/** `start..end` or `start..=end`. */
export function range(start: Int, end: Int, inclusive: boolean): Range {
  return new Range(start, inclusive ? integer.add(end, 1) : end);
}

/** A bound of a counting loop: loops count in safe integers. */
export function loopBound(bound: Int): number {
  if (typeof bound === "number") return bound;
  throw new ZixirError(
    "limit",
    `a loop counts up to 9007199254740991 at most, its bound is ${bound}`,
  );
}

/** What a loop meets, for values whose type does not say it. */
export function items(value: Slot): readonly Slot[] {
  if (isList(value)) return list.slots(value);
  if (value instanceof Range) return rangeList(value) as readonly Slot[];
  if (value instanceof Tuple) return value.items;
  if (isRecord(value)) return record.entries(value).map(([k, v]) => new Tuple([k, v]));
  if (value instanceof PyHandle && value.synchronous) return pythonItems(value);
  throw new ZixirError("type", `cannot loop over ${typeName(value)}`, {
    hint: value instanceof PyHandle
      ? 'make it a list first: python "builtins" "list" (x)'
      : undefined,
  });
}

/** The items of a Python object; what stops the program stops it also between their batches. */
function pythonItems(object: PyHandle): Slot[] {
  const items: Slot[] = [];
  for (const batch of object.pagesSync(undefined, timeLeft)) {
    tick();
    // A list of floats alone has them raw.
    if (batch instanceof Float64Array) { for (const item of batch) items.push(box(item)); }
    else items.push(...batch as Slot[]);
  }
  return items;
}

/** `m[key]`. */
export function key(map: RecordSlot, name: string): Slot {
  const value = record.get(map, name);
  return value === undefined ? missingKey(map, name) : value;
}

/** Sets an entry of a map that nobody else sees yet. */
export function put(map: { [key: string]: Slot }, name: string, value: Slot): void {
  map[keyIn(name)] = value;
}

/** Raises kind `index` for a key or field that is not there, naming the nearest. */
export function missingKey(map: RecordSlot, name: string, what: "key" | "field" = "key"): never {
  const near = nearest(name, record.keys(map));
  const suggestion = near === null ? "" : `; the nearest is ${JSON.stringify(near)}`;
  throw new ZixirError("index", `there is no ${what} ${JSON.stringify(name)}${suggestion}`);
}

/** A value to be spread into a record. */
export function spread(value: Slot): RecordSlot {
  if (isRecord(value)) return value;
  throw new ZixirError("type", `only a record can be spread, got ${typeName(value)}`);
}

function place(count: number, index: Int): number {
  const i = typeof index !== "number" ? -1 : index < 0 ? index + count : index;
  if (i >= 0 && i < count) return i;
  throw list.indexError(count, index);
}
