/**
 * The module `map`: maps and records, which are the same values.
 *
 * @module
 */
import {
  display,
  isInt,
  isList,
  isRecord,
  type List,
  list,
  record,
  type RecordSlot,
  type Slot,
  Tuple,
} from "../values/mod.ts";
import type { Entry, Table } from "../table.ts";
import { typeError } from "./arguments.ts";
import { asBool, type Callback, type WaitingCallback } from "./callbacks.ts";

/** The table of `map`. */
export function mapTable(): Table {
  return {
    module: "map",
    doc: "Maps and records: reading, changing a copy, converting.",
    entries: [
      {
        name: "get",
        type: "(m: Map<a>, key: String) -> a?",
        doc: "The value at a key, or nil when there is none.",
        example: { source: '[map.get({a: 1}, "a"), map.get({a: 1}, "z")]', result: "[1, nil]" },
        run: (m: RecordSlot, key: string): Slot => record.get(m, key) ?? null,
      },
      {
        name: "has",
        type: "(m: Map<a>, key: String) -> Bool",
        doc: "Whether there is a value at a key, nil included.",
        example: { source: 'map.has({a: nil}, "a")', result: "true" },
        run: (m: RecordSlot, key: string): boolean => record.has(m, key),
      },
      {
        name: "set",
        type: "(m: Map<a>, key: String, value: a) -> Map<a>",
        doc: "The map with a value at a key; a key that is there keeps its place.",
        example: { source: 'map.set({"a": 1}, "b", 2)', result: "{a: 1, b: 2}" },
        run: record.set,
      },
      {
        name: "update",
        type: "(m: Map<a>, key: String, f: (a?) -> a) -> Map<a>",
        doc: "The map with what `f` makes of the value at a key, or of nil when there is none.",
        example: { source: 'map.update({"a": 1}, "b", n => (n ?? 0) + 1)', result: "{a: 1, b: 1}" },
        effect: "callback",
        run: (m: RecordSlot, key: string, f: Callback): RecordSlot =>
          record.set(m, key, f(record.get(m, key) ?? null)),
        runAsync: async (m: RecordSlot, key: string, f: WaitingCallback): Promise<RecordSlot> =>
          record.set(m, key, await f(record.get(m, key) ?? null)),
      },
      {
        name: "delete",
        type: "(m: Map<a>, key: String) -> Map<a>",
        doc: "The map without a key.",
        example: { source: 'map.delete({"a": 1, "b": 2}, "a")', result: "{b: 2}" },
        run: record.remove,
      },
      {
        name: "merge",
        type: "(m: Map<a>, other: Map<a>) -> Map<a>",
        doc: "Both maps in one; where both have a key, the value of the second.",
        example: { source: 'map.merge({"a": 1, "b": 2}, {"b": 3})', result: "{a: 1, b: 3}" },
        run: (m: RecordSlot, other: RecordSlot): RecordSlot => ({ ...m, ...other }),
      },
      {
        name: "merge_with",
        type: "(m: Map<a>, other: Map<a>, f: (a, a) -> a) -> Map<a>",
        doc: "Both maps in one; where both have a key, what `f` makes of the two values.",
        example: {
          source: 'map.merge_with({"a": 1, "b": 2}, {"b": 3}, (x, y) => x + y)',
          result: "{a: 1, b: 5}",
        },
        effect: "callback",
        run: (m: RecordSlot, other: RecordSlot, f: Callback): RecordSlot => {
          const merged: Record<string, Slot> = { ...m };
          for (const [key, value] of Object.entries(other)) {
            merged[key] = Object.hasOwn(m, key) ? f(m[key], value) : value;
          }
          return merged;
        },
        runAsync: async (
          m: RecordSlot,
          other: RecordSlot,
          f: WaitingCallback,
        ): Promise<RecordSlot> => {
          const merged: Record<string, Slot> = { ...m };
          for (const [key, value] of Object.entries(other)) {
            merged[key] = Object.hasOwn(m, key) ? await f(m[key], value) : value;
          }
          return merged;
        },
      },
      {
        name: "from_pairs",
        type: "(pairs: [(String, a)]) -> Map<a>",
        doc: "The map of pairs of key and value; of two with one key the later counts.",
        example: { source: 'map.from_pairs([("a", 1), ("b", 2)])', result: "{a: 1, b: 2}" },
        run: fromPairs,
      },
      {
        name: "to_pairs",
        type: "(m: Map<a>) -> [(String, a)]",
        doc: "Pairs of key and value, in the order of the keys.",
        example: { source: 'map.to_pairs({"a": 1, "b": 2})', result: '[("a", 1), ("b", 2)]' },
        run: (m: RecordSlot): List => record.entries(m).map((pair) => new Tuple(pair)),
      },
      {
        name: "map_values",
        type: "(m: Map<a>, f: (a) -> b) -> Map<b>",
        doc: "The map with what `f` makes of each value.",
        example: {
          source: 'map.map_values({"a": 1, "b": 2}, x => x * 10)',
          result: "{a: 10, b: 20}",
        },
        effect: "callback",
        run: (m: RecordSlot, f: Callback): RecordSlot => {
          const results: Record<string, Slot> = {};
          for (const [key, value] of Object.entries(m)) results[key] = f(value);
          return results;
        },
        runAsync: async (m: RecordSlot, f: WaitingCallback): Promise<RecordSlot> => {
          const results: Record<string, Slot> = {};
          for (const [key, value] of Object.entries(m)) results[key] = await f(value);
          return results;
        },
      },
      {
        name: "map_keys",
        type: "(m: Map<a>, f: (String) -> String) -> Map<a>",
        doc: "The map with what `f` makes of each key; of two that become one the later counts.",
        example: { source: 'map.map_keys({"a": 1}, string.upper)', result: "{A: 1}" },
        effect: "callback",
        run: (m: RecordSlot, f: Callback): RecordSlot =>
          record.fromEntries(record.entries(m).map(([k, v]) => [display(f(k)), v] as const)),
        runAsync: async (m: RecordSlot, f: WaitingCallback): Promise<RecordSlot> => {
          const pairs: [string, Slot][] = [];
          for (const [key, value] of record.entries(m)) pairs.push([display(await f(key)), value]);
          return record.fromEntries(pairs);
        },
      },
      {
        name: "filter",
        type: "(m: Map<a>, keep: (String, a) -> Bool) -> Map<a>",
        doc: "The map with only the keys and values for which `keep` is true.",
        example: { source: 'map.filter({"a": 1, "b": 2}, (k, v) => v > 1)', result: "{b: 2}" },
        ...filterWith("map.filter", true),
      },
      {
        name: "reject",
        type: "(m: Map<a>, drop: (String, a) -> Bool) -> Map<a>",
        doc: "The map without the keys and values for which `drop` is true.",
        example: { source: 'map.reject({"a": 1, "b": 2}, (k, v) => v > 1)', result: "{a: 1}" },
        ...filterWith("map.reject", false),
      },
      {
        name: "pick",
        type: "(m: Map<a>, keys: [String]) -> Map<a>",
        doc: "The map with only these keys, as far as it has them.",
        example: { source: 'map.pick({"a": 1, "b": 2}, ["b", "z"])', result: "{b: 2}" },
        run: (m: RecordSlot, keys: List): RecordSlot => {
          const names = (list.slots(keys) as string[]).filter((key) => record.has(m, key));
          return record.fromEntries(names.map((key) => [key, record.get(m, key)!] as const));
        },
      },
      {
        name: "omit",
        type: "(m: Map<a>, keys: [String]) -> Map<a>",
        doc: "The map without these keys.",
        example: { source: 'map.omit({"a": 1, "b": 2}, ["b"])', result: "{a: 1}" },
        run: (m: RecordSlot, keys: List): RecordSlot => {
          const gone = new Set(list.slots(keys));
          return record.fromEntries(record.entries(m).filter(([key]) => !gone.has(key)));
        },
      },
      {
        name: "invert",
        type: "(m: Map<a>) -> Map<String>",
        doc: "The map from each value, as text, to its key; of two equal values the later counts.",
        example: { source: 'map.invert({"a": "x", "b": "y"})', result: '{x: "a", y: "b"}' },
        run: (m: RecordSlot): RecordSlot =>
          record.fromEntries(record.entries(m).map(([key, v]) => [display(v), key] as const)),
      },
      {
        name: "is_empty",
        type: "(m: Map<a>) -> Bool",
        doc: "Whether the map has no key.",
        example: { source: "map.is_empty({})", result: "true" },
        run: (m: RecordSlot): boolean => record.size(m) === 0,
      },
      {
        name: "get_path",
        type: "(value: Any, path: [Any]) -> Any",
        doc: "What lies inside maps and lists along keys and indices, or nil where one is missing.",
        example: {
          source: 'map.get_path({a: [{b: 1}, {b: 2}]}, ["a", -1, "b"])',
          result: "2",
        },
        run: (value: Slot, path: List): Slot => getPath(value, list.slots(path)),
      },
    ],
  };
}

function filterWith(
  name: string,
  wanted: boolean,
): Required<Pick<Entry, "effect" | "run" | "runAsync">> {
  return {
    effect: "callback",
    run: (m: RecordSlot, test: Callback): RecordSlot =>
      record.fromEntries(
        record.entries(m).filter(([key, value]) => asBool(name, test(key, value)) === wanted),
      ),
    runAsync: async (m: RecordSlot, test: WaitingCallback): Promise<RecordSlot> => {
      const kept: [string, Slot][] = [];
      for (const [key, value] of record.entries(m)) {
        if (asBool(name, await test(key, value)) === wanted) kept.push([key, value]);
      }
      return record.fromEntries(kept);
    },
  };
}

function fromPairs(pairs: List): RecordSlot {
  return record.fromEntries(
    list.slots(pairs).map((pair) => {
      const items = pair instanceof Tuple ? pair.items : Array.isArray(pair) ? pair as Slot[] : [];
      const [key, value] = items;
      if (items.length === 2 && typeof key === "string") return [key, value] as const;
      throw typeError("map.from_pairs", "pairs of a String and a value", pair);
    }),
  );
}

function getPath(value: Slot, path: readonly Slot[]): Slot {
  let at: Slot = value;
  for (const step of path) {
    if (isRecord(at) && typeof step === "string") at = record.get(at, step) ?? null;
    else if (isList(at) && isInt(step)) at = list.get(at, step) ?? null;
    else return null;
  }
  return at;
}
