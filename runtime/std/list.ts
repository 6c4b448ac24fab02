/**
 * The module `list`.
 *
 * Where there may be nothing to give (`first`, `find`, ...) the value is `nil`; indices
 * may count from the end (`-1` is the last) and slices are cut to what is there.
 *
 * @module
 */
import {
  box,
  display,
  type Int,
  integer,
  isFloat,
  isList,
  type List,
  list,
  makeList,
  record,
  type RecordSlot,
  type Slot,
  Tuple,
  unbox,
} from "../values/mod.ts";
import type { Table } from "../table.ts";
import { atLeast, bounds, count, emptyError, lengthOf, typeError } from "./arguments.ts";
import {
  asBool,
  type Callback,
  eachThen,
  elementAt,
  mapEach,
  mapEachWaiting,
  searchThen,
  type WaitingCallback,
} from "./callbacks.ts";
import { placeOf, ValueSet } from "./equality.ts";
import { extremePlace, pick, sorted, sortedPlaces } from "./order.ts";
import { sumOf } from "./sum.ts";

/** The table of `list`. */
export function listTable(): Table {
  return {
    module: "list",
    doc: "Lists: taking apart, searching, grouping, reshaping.",
    entries: [
      {
        name: "get",
        type: "(xs: [a], index: Int) -> a?",
        doc: "The element at an index, from the end when negative, or nil when there is none.",
        example: { source: "[list.get([1, 2], -1), list.get([1, 2], 5)]", result: "[2, nil]" },
        run: (xs: List, index: Int): Slot => list.get(xs, index) ?? null,
      },
      {
        name: "first",
        type: "(xs: [a]) -> a?",
        doc: "The first element, or nil for an empty list.",
        example: { source: "list.first([1, 2, 3])", result: "1" },
        run: (xs: List): Slot => list.get(xs, 0) ?? null,
      },
      {
        name: "last",
        type: "(xs: [a]) -> a?",
        doc: "The last element, or nil for an empty list.",
        example: { source: "list.last([1, 2, 3])", result: "3" },
        run: (xs: List): Slot => list.get(xs, -1) ?? null,
      },
      {
        name: "is_empty",
        type: "(xs: [a]) -> Bool",
        doc: "Whether the list has no element.",
        example: { source: "list.is_empty([])", result: "true" },
        run: (xs: List): boolean => xs.length === 0,
      },
      {
        name: "take",
        type: "(xs: [a], count: Int) -> [a]",
        doc: "The first `count` elements, or all when there are fewer.",
        example: { source: "list.take([1, 2, 3], 2)", result: "[1, 2]" },
        run: (xs: List, n: Int): List => part(xs, 0, atLeast("list.take", "count", n, 0)),
      },
      {
        name: "drop",
        type: "(xs: [a], count: Int) -> [a]",
        doc: "All but the first `count` elements.",
        example: { source: "list.drop([1, 2, 3], 2)", result: "[3]" },
        run: (xs: List, n: Int): List => part(xs, atLeast("list.drop", "count", n, 0), Infinity),
      },
      {
        name: "take_last",
        type: "(xs: [a], count: Int) -> [a]",
        doc: "The last `count` elements, or all when there are fewer.",
        example: { source: "list.take_last([1, 2, 3], 2)", result: "[2, 3]" },
        run: (xs: List, n: Int): List =>
          part(xs, xs.length - atLeast("list.take_last", "count", n, 0), Infinity),
      },
      {
        name: "drop_last",
        type: "(xs: [a], count: Int = 1) -> [a]",
        doc: "All but the last `count` elements.",
        example: { source: "list.drop_last([1, 2, 3])", result: "[1, 2]" },
        run: (xs: List, n: Int = 1): List =>
          part(xs, 0, xs.length - atLeast("list.drop_last", "count", n, 0)),
      },
      {
        name: "take_while",
        type: "(xs: [a], test: (a) -> Bool) -> [a]",
        doc: "The elements before the first for which `test` is false.",
        example: { source: "list.take_while([1, 2, 5, 1], x => x < 3)", result: "[1, 2]" },
        ...searchThen("list.take_while", false, (xs, i) => i < 0 ? xs : part(xs, 0, i)),
      },
      {
        name: "drop_while",
        type: "(xs: [a], test: (a) -> Bool) -> [a]",
        doc: "The elements from the first for which `test` is false.",
        example: { source: "list.drop_while([1, 2, 5, 1], x => x < 3)", result: "[5, 1]" },
        ...searchThen(
          "list.drop_while",
          false,
          (xs, i) => i < 0 ? [] : part(xs, i, Infinity),
        ),
      },
      {
        name: "slice",
        type: "(xs: [a], start: Int, end: Int? = nil) -> [a]",
        doc:
          "The elements from `start` up to but not including `end`; negative indices count from the end.",
        example: { source: "list.slice([1, 2, 3, 4], 1, -1)", result: "[2, 3]" },
        run: (xs: List, start: Int, end: Int | null = null): List =>
          part(xs, ...bounds(xs.length, start, end)),
      },
      {
        name: "set",
        type: "(xs: [a], index: Int, value: a) -> [a]",
        doc: "The list with another element at an index that is there.",
        example: { source: "list.set([1, 2, 3], -1, 9)", result: "[1, 2, 9]" },
        run: (xs: List, index: Int, value: Slot): List =>
          splice(xs, existing(xs, index), 1, [value]),
      },
      {
        name: "update",
        type: "(xs: [a], index: Int, f: (a) -> a) -> [a]",
        doc: "The list with what `f` makes of the element at an index that is there.",
        example: { source: "list.update([1, 2, 3], 0, x => x * 10)", result: "[10, 2, 3]" },
        effect: "callback",
        run: (xs: List, index: Int, f: Callback): List => {
          const i = existing(xs, index);
          return splice(xs, i, 1, [f(elementAt(xs, i))]);
        },
        runAsync: async (xs: List, index: Int, f: WaitingCallback): Promise<List> => {
          const i = existing(xs, index);
          return splice(xs, i, 1, [await f(elementAt(xs, i))]);
        },
      },
      {
        name: "insert",
        type: "(xs: [a], index: Int, value: a) -> [a]",
        doc: "The list with an element put before an index; the length puts it at the end.",
        example: { source: "list.insert([1, 3], 1, 2)", result: "[1, 2, 3]" },
        run: (xs: List, index: Int, value: Slot): List => {
          const i = count(index) < 0 ? count(index) + xs.length : count(index);
          if (i < 0 || i > xs.length) throw list.indexError(xs.length, index);
          return splice(xs, i, 0, [value]);
        },
      },
      {
        name: "remove_at",
        type: "(xs: [a], index: Int) -> [a]",
        doc: "The list without the element at an index that is there.",
        example: { source: "list.remove_at([1, 2, 3], 1)", result: "[1, 3]" },
        run: (xs: List, index: Int): List => splice(xs, existing(xs, index), 1, []),
      },
      {
        name: "append",
        type: "(xs: [a], value: a) -> [a]",
        doc: "The list with an element after the last.",
        example: { source: "list.append([1, 2], 3)", result: "[1, 2, 3]" },
        run: (xs: List, value: Slot): List => list.concat(xs, makeList([value])),
      },
      {
        name: "prepend",
        type: "(xs: [a], value: a) -> [a]",
        doc: "The list with an element before the first.",
        example: { source: "list.prepend([2, 3], 1)", result: "[1, 2, 3]" },
        run: (xs: List, value: Slot): List => list.concat(makeList([value]), xs),
      },
      {
        name: "repeat",
        type: "(value: a, times: Int) -> [a]",
        doc: "A list of one value, `times` times.",
        example: { source: "list.repeat(0, 3)", result: "[0, 0, 0]" },
        run: (value: Slot, times: Int): List => {
          const n = lengthOf("list.repeat", atLeast("list.repeat", "times", times, 0));
          return makeList(new Array<Slot>(n).fill(value));
        },
      },
      {
        name: "find",
        type: "(xs: [a], test: (a) -> Bool) -> a?",
        doc: "The first element for which `test` is true, or nil.",
        example: { source: "list.find([1, 5, 7], x => x > 3)", result: "5" },
        ...searchThen("list.find", true, (xs, i) => i < 0 ? null : elementAt(xs, i)),
      },
      {
        name: "find_index",
        type: "(xs: [a], test: (a) -> Bool) -> Int?",
        doc: "The index of the first element for which `test` is true, or nil.",
        example: { source: "list.find_index([1, 5, 7], x => x > 3)", result: "1" },
        ...searchThen("list.find_index", true, (_xs, i) => i < 0 ? null : i),
      },
      {
        name: "index_of",
        type: "(xs: [a], value: a) -> Int?",
        doc: "The index of the first element equal to a value, or nil.",
        example: { source: 'list.index_of(["a", "b"], "b")', result: "1" },
        run: (xs: List, value: Slot): Slot => {
          const i = placeOf(xs, value);
          return i < 0 ? null : i;
        },
      },
      {
        name: "max_by",
        type: "(xs: [a], key: (a) -> ord) -> a",
        doc: "The first element with the greatest key; an empty list has none, which is an error.",
        example: { source: 'list.max_by(["a", "ccc", "bb"], s => len(s))', result: '"ccc"' },
        ...eachThen((xs, keys) => extremeBy("list.max_by", xs, keys, 1)),
      },
      {
        name: "min_by",
        type: "(xs: [a], key: (a) -> ord) -> a",
        doc: "The first element with the least key; an empty list has none, which is an error.",
        example: { source: 'list.min_by(["bb", "a", "ccc"], s => len(s))', result: '"a"' },
        ...eachThen((xs, keys) => extremeBy("list.min_by", xs, keys, -1)),
      },
      {
        name: "sum_by",
        type: "(xs: [a], f: (a) -> num) -> num",
        doc: "The sum of what `f` gives for each element.",
        example: { source: "list.sum_by([{n: 1}, {n: 2}], r => r.n)", result: "3" },
        ...eachThen((_xs, numbers, zero) => sumOf("list.sum_by", numbers, zero)),
      },
      {
        name: "product",
        type: "(xs: [num]) -> num",
        doc: "The product, exact for Ints; 1 for an empty list.",
        example: { source: "list.product([2, 3, 4])", result: "24" },
        run: product,
      },
      {
        name: "group_by",
        type: "(xs: [a], key: (a) -> b) -> Map<[a]>",
        doc: "A map from each key, as text, to the elements that have it, in their order.",
        example: {
          source: 'list.group_by(["ant", "bee", "ape"], s => list.first(string.chars(s)))',
          result: '{a: ["ant", "ape"], b: ["bee"]}',
        },
        ...eachThen(groupBy),
      },
      {
        name: "index_by",
        type: "(xs: [a], key: (a) -> b) -> Map<a>",
        doc: "A map from each key, as text, to the last element that has it.",
        example: {
          source: 'list.index_by([{id: "x", n: 1}, {id: "y", n: 2}], r => r.id)',
          result: '{x: {id: "x", n: 1}, y: {id: "y", n: 2}}',
        },
        ...eachThen((xs, keys) =>
          record.fromEntries(keys.map((key, i) => [display(key), elementAt(xs, i)] as const))
        ),
      },
      {
        name: "count_by",
        type: "(xs: [a], key: (a) -> b) -> Map<Int>",
        doc: "A map from each key, as text, to how many elements have it.",
        example: { source: "list.count_by([1, 2, 3], x => x % 2)", result: '{"1": 2, "0": 1}' },
        ...eachThen((_xs, keys) => {
          const counts = new Map<string, number>();
          for (const key of keys) counts.set(display(key), (counts.get(display(key)) ?? 0) + 1);
          return record.fromEntries(counts);
        }),
      },
      {
        name: "unique",
        type: "(xs: [a]) -> [a]",
        doc: "The elements without those equal to an earlier one.",
        example: { source: "list.unique([1, 2, 1, 3, 2])", result: "[1, 2, 3]" },
        run: (xs: List): List => pick(xs, firstPlaces(list.slots(xs))),
      },
      {
        name: "unique_by",
        type: "(xs: [a], key: (a) -> b) -> [a]",
        doc: "The elements without those whose key equals that of an earlier one.",
        example: { source: "list.unique_by([1, 2, 3, 4], x => x % 2)", result: "[1, 2]" },
        ...eachThen((xs, keys) => pick(xs, firstPlaces(keys))),
      },
      {
        name: "flatten",
        type: "(xs: [[a]]) -> [a]",
        doc: "The elements of the lists, one list after the other.",
        example: { source: "list.flatten([[1], [], [2, 3]])", result: "[1, 2, 3]" },
        run: (xs: List): List => flatten("list.flatten", list.slots(xs)),
      },
      {
        name: "flat_map",
        type: "(xs: [a], f: (a) -> [b]) -> [b]",
        doc: "The elements of the lists that `f` gives, one list after the other.",
        example: { source: "list.flat_map([1, 2], x => [x, x * 10])", result: "[1, 10, 2, 20]" },
        ...eachThen((_xs, lists) => flatten("list.flat_map", lists)),
      },
      {
        name: "filter_map",
        type: "(xs: [a], f: (a) -> b?) -> [b]",
        doc: "What `f` gives for each element, without the nils.",
        example: {
          source: "list.filter_map([1, 2, 3, 4], x => if x > 2: x * 10)",
          result: "[30, 40]",
        },
        ...eachThen((_xs, results) => makeList(results.filter((r) => r !== null))),
      },
      {
        name: "compact",
        type: "(xs: [a?]) -> [a]",
        doc: "The elements that are not nil.",
        example: { source: "list.compact([1, nil, 2])", result: "[1, 2]" },
        run: (xs: List): List =>
          xs instanceof Float64Array ? xs : makeList(xs.filter((x) => x !== null)),
      },
      {
        name: "chunk",
        type: "(xs: [a], size: Int) -> [[a]]",
        doc: "The list cut into lists of `size` elements; the last may have fewer.",
        example: { source: "list.chunk([1, 2, 3, 4, 5], 2)", result: "[[1, 2], [3, 4], [5]]" },
        run: (xs: List, size: Int): List => {
          const step = atLeast("list.chunk", "size", size, 1);
          const chunks: Slot[] = [];
          for (let i = 0; i < xs.length; i += step) chunks.push(part(xs, i, i + step));
          return chunks;
        },
      },
      {
        name: "window",
        type: "(xs: [a], size: Int) -> [[a]]",
        doc: "Every run of `size` neighbours; none when the list is shorter.",
        example: { source: "list.window([1, 2, 3, 4], 3)", result: "[[1, 2, 3], [2, 3, 4]]" },
        run: (xs: List, size: Int): List => {
          const width = atLeast("list.window", "size", size, 1);
          const runs: Slot[] = [];
          for (let i = 0; i + width <= xs.length; i++) runs.push(part(xs, i, i + width));
          return runs;
        },
      },
      {
        name: "partition",
        type: "(xs: [a], test: (a) -> Bool) -> ([a], [a])",
        doc: "The elements for which `test` is true, and the others.",
        example: { source: "list.partition([1, 2, 3, 4], x => x > 2)", result: "([3, 4], [1, 2])" },
        ...eachThen((xs, results) => {
          const sides: [number[], number[]] = [[], []];
          results.forEach((r, i) => sides[asBool("list.partition", r) ? 0 : 1].push(i));
          return new Tuple(sides.map((places) => pick(xs, places)));
        }),
      },
      {
        name: "split_at",
        type: "(xs: [a], index: Int) -> ([a], [a])",
        doc: "The elements before an index, and those from it on.",
        example: { source: "list.split_at([1, 2, 3], 1)", result: "([1], [2, 3])" },
        run: (xs: List, index: Int): Tuple => {
          const [at] = bounds(xs.length, index, null);
          return new Tuple([part(xs, 0, at), part(xs, at, Infinity)]);
        },
      },
      {
        name: "scan",
        type: "(xs: [a], init: b, f: (b, a) -> b) -> [b]",
        doc: "The steps of `reduce`: what `f` made after each element.",
        example: { source: "list.scan([1, 2, 3], 0, (acc, x) => acc + x)", result: "[1, 3, 6]" },
        effect: "callback",
        run: (xs: List, init: Slot, f: Callback): List => {
          let acc = init;
          return makeList(mapEach(xs, (x) => acc = f(acc, x)));
        },
        runAsync: async (xs: List, init: Slot, f: WaitingCallback): Promise<List> => {
          let acc = init;
          return makeList(await mapEachWaiting(xs, async (x) => acc = await f(acc, x)));
        },
      },
      {
        name: "count",
        type: "(xs: [a], test: (a) -> Bool) -> Int",
        doc: "How many elements there are for which `test` is true.",
        example: { source: "list.count([1, 2, 3], x => x > 1)", result: "2" },
        ...eachThen((_xs, results) => results.filter((r) => asBool("list.count", r)).length),
      },
      {
        name: "sort_desc",
        type: "(xs: [ord]) -> [ord]",
        doc: "The elements in descending order, equal ones in their old order.",
        example: { source: "list.sort_desc([1, 3, 2])", result: "[3, 2, 1]" },
        run: (xs: List): List =>
          xs instanceof Float64Array
            ? (sorted(xs) as Float64Array).reverse()
            : pick(xs, sortedPlaces(xs, true)),
      },
      {
        name: "sort_by_desc",
        type: "(xs: [a], key: (a) -> ord) -> [a]",
        doc: "The elements in descending order of their keys, equal ones in their old order.",
        example: {
          source: 'list.sort_by_desc(["a", "ccc", "bb"], s => len(s))',
          result: '["ccc", "bb", "a"]',
        },
        ...eachThen((xs, keys) => pick(xs, sortedPlaces(keys, true))),
      },
      {
        name: "each",
        type: "(xs: [a], f: (a) -> b) -> Nil",
        doc: "Calls `f` with each element for what it does.",
        example: { source: "list.each([1, 2], x => print(x))" },
        ...eachThen(() => null),
      },
      {
        name: "intersperse",
        type: "(xs: [a], separator: a) -> [a]",
        doc: "The elements with a separator between every two.",
        example: { source: "list.intersperse([1, 2, 3], 0)", result: "[1, 0, 2, 0, 3]" },
        run: (xs: List, separator: Slot): List =>
          makeList(list.slots(xs).flatMap((x, i) => i === 0 ? [x] : [separator, x])),
      },
      {
        name: "zip_with",
        type: "(xs: [a], ys: [b], f: (a, b) -> c) -> [c]",
        doc: "What `f` gives for the elements at the same places, as many as the shorter list has.",
        example: { source: "list.zip_with([1, 2], [10, 20], (x, y) => x + y)", result: "[11, 22]" },
        effect: "callback",
        run: (xs: List, ys: List, f: Callback): List => {
          const shorter = part(xs, 0, ys.length);
          let i = 0;
          return makeList(mapEach(shorter, (x) => f(x, elementAt(ys, i++))));
        },
        runAsync: async (xs: List, ys: List, f: WaitingCallback): Promise<List> => {
          const shorter = part(xs, 0, ys.length);
          let i = 0;
          return makeList(await mapEachWaiting(shorter, (x) => f(x, elementAt(ys, i++))));
        },
      },
      {
        name: "unzip",
        type: "(pairs: [(a, b)]) -> ([a], [b])",
        doc: "The first places of the pairs, and the second.",
        example: { source: 'list.unzip([(1, "a"), (2, "b")])', result: '([1, 2], ["a", "b"])' },
        run: (pairs: List): Tuple => {
          const tuples = list.slots(pairs) as readonly Tuple[];
          return new Tuple([0, 1].map((place) => makeList(tuples.map((t) => t.items[place]))));
        },
      },
      {
        name: "transpose",
        type: "(rows: [[a]]) -> [[a]]",
        doc: "Rows as columns; as many as the shortest row has.",
        example: {
          source: "list.transpose([[1, 2], [3, 4], [5, 6]])",
          result: "[[1, 3, 5], [2, 4, 6]]",
        },
        run: (rows: List): List => {
          const all = list.slots(rows) as readonly List[];
          const width = all.reduce(
            (least, row) => Math.min(least, row.length),
            all[0]?.length ?? 0,
          );
          return Array.from(
            { length: width },
            (_, column) => makeList(all.map((row) => elementAt(row, column))),
          );
        },
      },
      {
        name: "difference",
        type: "(xs: [a], ys: [a]) -> [a]",
        doc: "The elements of the first list that the second does not have.",
        example: { source: "list.difference([1, 2, 3], [2])", result: "[1, 3]" },
        run: (xs: List, ys: List): List => inBoth(xs, ys, false),
      },
      {
        name: "intersection",
        type: "(xs: [a], ys: [a]) -> [a]",
        doc: "The elements of the first list that the second has too.",
        example: { source: "list.intersection([1, 2, 3], [3, 2])", result: "[2, 3]" },
        run: (xs: List, ys: List): List => inBoth(xs, ys, true),
      },
    ],
  };
}

function extremeBy(name: string, xs: List, keys: List, sign: 1 | -1): Slot {
  if (xs.length === 0) throw emptyError(name);
  return elementAt(xs, extremePlace(keys, sign));
}

function part(xs: List, start: number, end: number): List {
  const from = Math.max(0, Math.min(start, xs.length));
  return list.slice(xs, from, Math.max(from, Math.min(end, xs.length)));
}

function existing(xs: List, index: Int): number {
  const i = count(index) < 0 ? count(index) + xs.length : count(index);
  if (i < 0 || i >= xs.length) throw list.indexError(xs.length, index);
  return i;
}

function splice(xs: List, start: number, removed: number, added: Slot[]): List {
  return makeList(list.slots(xs).toSpliced(start, removed, ...added));
}

function product(xs: List): Slot {
  if (xs instanceof Float64Array) return box(xs.reduce((a, b) => a * b, 1));
  let ints: Int = 1;
  let floats: number | null = null;
  for (const x of xs) {
    if (typeof x === "bigint" || (typeof x === "number" && Number.isInteger(x))) {
      ints = integer.mul(ints, x);
    } else {
      floats = (floats ?? 1) * numberOf(x);
    }
  }
  return floats === null ? ints : box(floats * Number(ints));
}

function numberOf(x: Slot): number {
  if (isFloat(x)) return unbox(x);
  throw typeError("list.product", "a list of numbers", x);
}

function groupBy(xs: List, keys: readonly Slot[]): RecordSlot {
  const places = new Map<string, number[]>();
  keys.forEach((key, i) => {
    const text = display(key);
    const group = places.get(text);
    if (group === undefined) places.set(text, [i]);
    else group.push(i);
  });
  return record.fromEntries([...places].map(([key, at]) => [key, pick(xs, at)] as const));
}

/** The places of the keys that equal no earlier one. */
function firstPlaces(keys: readonly Slot[]): number[] {
  const seen = new ValueSet();
  const places: number[] = [];
  for (let i = 0; i < keys.length; i++) if (seen.add(keys[i])) places.push(i);
  return places;
}

function flatten(name: string, lists: readonly Slot[]): List {
  const all: Slot[] = [];
  for (const xs of lists) {
    if (!isList(xs)) throw typeError(name, "a list of lists", xs);
    for (let i = 0; i < xs.length; i++) all.push(elementAt(xs, i));
  }
  return makeList(all);
}

function inBoth(xs: List, ys: List, wanted: boolean): List {
  const others = new ValueSet();
  for (const y of list.slots(ys)) others.add(y);
  const places: number[] = [];
  list.slots(xs).forEach((x, i) => {
    if (others.has(x) === wanted) places.push(i);
  });
  return pick(xs, places);
}
