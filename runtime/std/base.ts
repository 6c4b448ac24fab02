/**
 * The names that are always there. Collection first, so that all of them pipe.
 *
 * @module
 */
import {
  box,
  display,
  type Duration,
  inspect,
  type Int,
  integer,
  isList,
  isRecord,
  type List,
  makeList,
  Range,
  rangeHas,
  rangeLength,
  record,
  type RecordSlot,
  type Slot,
  Tuple,
  ZixirError,
} from "../values/mod.ts";
import { PyHandle } from "../../specialist/handle.ts";
import type { Table } from "../table.ts";
import { count, emptyError, lengthOf, typeError, valueError } from "./arguments.ts";
import {
  asBool,
  type Callback,
  eachThen,
  elementAt,
  mapEachWaiting,
  searchThen,
  type WaitingCallback,
} from "./callbacks.ts";
import { toBool, toFloat, toInt } from "./convert.ts";
import type { Host } from "./host.ts";
import { placeOf } from "./equality.ts";
import { extremePlace, pick, sorted, sortedPlaces } from "./order.ts";
import { sumOf } from "./sum.ts";
import { codePoints, hasSurrogates } from "./text.ts";
import { typeText } from "./type_text.ts";

/** The table of the names that are always there. */
export function baseTable(host: Host): Table {
  return {
    module: "",
    doc: "Names that are always there.",
    entries: [
      {
        name: "print",
        type: "(...values: Any) -> Nil",
        doc: "Writes its arguments to standard output, separated by spaces, strings raw.",
        example: { source: 'print("total:", 6.0)' },
        effect: "effect",
        run: (...values: Slot[]): null => {
          host.output.write(values.map(display).join(" ") + "\n");
          return null;
        },
      },
      {
        name: "inspect",
        type: "(value: Any) -> String",
        doc: "The literal notation of a value, as results are shown.",
        example: { source: 'inspect(["a", 2.0, nil])', result: '"[\\"a\\", 2.0, nil]"' },
        run: inspect,
      },
      {
        name: "len",
        type: "(value: sized) -> Int",
        doc:
          "How many elements a list, tuple or range has, code points a string, keys a map, bytes.",
        example: { source: '[len([1, 2, 3]), len("héllo 😀"), len({a: 1})]', result: "[3, 7, 1]" },
        run: len,
      },
      {
        name: "str",
        type: "(value: Any) -> String",
        doc: "A value as text: a string as it is, anything else in literal notation.",
        example: { source: "str(2.0) + str([1, nil])", result: '"2.0[1, nil]"' },
        run: display,
      },
      {
        name: "int",
        type: "(value: Any) -> Int",
        doc: "The Int of a Float (without its fraction), of a text of digits, of a Bool.",
        example: { source: '[int(-3.7), int("42"), int(true)]', result: "[-3, 42, 1]" },
        run: (value: Slot): Int => toInt("int", value),
      },
      {
        name: "float",
        type: "(value: Any) -> Float",
        doc: 'The Float of an Int or of a text; a text that is no number raises kind "value".',
        example: { source: '[float(2), float("1e-3")]', result: "[2.0, 0.001]" },
        run: toFloat,
      },
      {
        name: "bool",
        type: "(value: Any) -> Bool",
        doc:
          'The Bool of "true" and "false"; a number is true unless zero, nil is false, another text raises kind "value".',
        example: { source: '[bool("true"), bool(0), bool(nil)]', result: "[true, false, false]" },
        run: toBool,
      },
      {
        name: "type_of",
        type: "(value: Any) -> String",
        doc: "The type of a value, in the notation of the language.",
        example: {
          source: 'map([1, 1.0, [1.5], {a: nil}, (1, "a")], type_of)',
          result: '["Int", "Float", "[Float]", "{a: Nil}", "(Int, String)"]',
        },
        run: typeText,
      },
      {
        name: "map",
        type: "(xs: [a], f: (a) -> b) -> [b]",
        doc: "The list of what `f` gives for each element.",
        example: { source: "map([1, 2, 3], x => x * 10)", result: "[10, 20, 30]" },
        ...eachThen((_xs, results) => makeList(results)),
      },
      {
        name: "filter",
        type: "(xs: [a], keep: (a) -> Bool) -> [a]",
        doc: "The elements for which `keep` is true.",
        example: { source: "filter([1, 2, 3, 4], x => x % 2 == 0)", result: "[2, 4]" },
        effect: "callback",
        run: filter,
        runAsync: async (xs: List, keep: WaitingCallback): Promise<List> => {
          const kept = await mapEachWaiting(xs, keep);
          return pick(xs, placesWhere("filter", kept));
        },
      },
      {
        name: "reduce",
        type: "(xs: [a], init: b, f: (b, a) -> b) -> b",
        doc: "What `f` makes of `init` and the elements, one after the other: `f(f(init, x), y)`.",
        example: { source: "reduce([1, 2, 3], 10, (acc, x) => acc + x)", result: "16" },
        effect: "callback",
        run: (xs: List, init: Slot, f: Callback): Slot => {
          let acc = init;
          if (xs instanceof Float64Array) {
            for (let i = 0; i < xs.length; i++) acc = f(acc, box(xs[i]));
          } else {
            for (let i = 0; i < xs.length; i++) acc = f(acc, xs[i]);
          }
          return acc;
        },
        runAsync: async (xs: List, init: Slot, f: WaitingCallback): Promise<Slot> => {
          let acc = init;
          for (let i = 0; i < xs.length; i++) acc = await f(acc, elementAt(xs, i));
          return acc;
        },
      },
      {
        name: "sum",
        type: "(xs: [num]) -> num",
        doc:
          "The sum, exact for Ints and compensated for Floats, also of durations or of sizes; 0 for an empty list.",
        example: { source: "[sum([1, 2, 3]), sum([0.1, 0.2, 0.3])]", result: "[6, 0.6]" },
        run: (xs: List, zero?: Slot): Slot => sumOf("sum", xs, zero),
      },
      {
        name: "min",
        type: "(xs: [ord]) -> ord",
        doc: 'The least element; an empty list raises kind "value", nan wins over every number.',
        example: { source: "min([3, 1, 2])", result: "1" },
        run: (xs: List): Slot => extreme("min", xs, -1),
      },
      {
        name: "max",
        type: "(xs: [ord]) -> ord",
        doc: 'The greatest element; an empty list raises kind "value", nan wins over every number.',
        example: { source: 'max(["pear", "apple"])', result: '"pear"' },
        run: (xs: List): Slot => extreme("max", xs, 1),
      },
      {
        name: "sort",
        type: "(xs: [ord]) -> [ord]",
        doc: "The elements in ascending order, equal ones in their old order, nan last.",
        example: { source: "sort([3, 1, 2])", result: "[1, 2, 3]" },
        run: sorted,
      },
      {
        name: "sort_by",
        type: "(xs: [a], key: (a) -> ord) -> [a]",
        doc: "The elements in ascending order of their keys, equal ones in their old order.",
        example: {
          source: 'sort_by(["ccc", "a", "bb"], s => len(s))',
          result: '["a", "bb", "ccc"]',
        },
        ...eachThen((xs, keys) => pick(xs, sortedPlaces(keys))),
      },
      {
        name: "reverse",
        type: "(xs: [a]) -> [a]",
        doc: "The elements from the last to the first; `string.reverse` does it for strings.",
        example: { source: "reverse([1, 2, 3])", result: "[3, 2, 1]" },
        run: (xs: List): List => xs.slice().reverse(),
      },
      {
        name: "zip",
        type: "(xs: [a], ys: [b]) -> [(a, b)]",
        doc: "Pairs of the elements at the same places, as many as the shorter list has.",
        example: { source: 'zip([1, 2], ["a", "b"])', result: '[(1, "a"), (2, "b")]' },
        run: (xs: List, ys: List): List => {
          const pairs: Slot[] = new Array(Math.min(xs.length, ys.length));
          for (let i = 0; i < pairs.length; i++) {
            pairs[i] = new Tuple([elementAt(xs, i), elementAt(ys, i)]);
          }
          return pairs;
        },
      },
      {
        name: "enumerate",
        type: "(xs: [a], start: Int = 0) -> [(Int, a)]",
        doc: "Pairs of place and element, counted from `start`.",
        example: { source: 'enumerate(["a", "b"])', result: '[(0, "a"), (1, "b")]' },
        run: (xs: List, start: Int = 0): List => {
          const pairs: Slot[] = new Array(xs.length);
          for (let i = 0; i < pairs.length; i++) {
            pairs[i] = new Tuple([integer.add(start, i), elementAt(xs, i)]);
          }
          return pairs;
        },
      },
      {
        name: "range",
        type: "(start: Int, end: Int? = nil, step: Int = 1) -> [Int]",
        doc:
          "The Ints from `start` up to but not including `end`, by `step`; `range(n)` counts from 0.",
        example: {
          source: "[range(3), range(2, 5), range(5, 0, -2)]",
          result: "[[0, 1, 2], [2, 3, 4], [5, 3, 1]]",
        },
        run: range,
      },
      {
        name: "any",
        type: "(xs: [a], test: (a) -> Bool) -> Bool",
        doc: "Whether `test` is true for some element; later ones are then not tested.",
        example: { source: "any([1, 2, 3], x => x > 2)", result: "true" },
        ...searchThen("any", true, (_xs, index) => index >= 0),
      },
      {
        name: "all",
        type: "(xs: [a], test: (a) -> Bool) -> Bool",
        doc: "Whether `test` is true for every element; true for an empty list.",
        example: { source: "all([1, 2, 3], x => x > 2)", result: "false" },
        ...searchThen("all", false, (_xs, index) => index < 0),
      },
      {
        name: "contains",
        type: "(whole: sized, part: Any) -> Bool",
        doc: "Whether a list, tuple or range has the element, a string the text, a map the key.",
        example: {
          source: '[contains([1, 2], 2), contains("team", "ea"), contains({a: 1}, "b")]',
          result: "[true, true, false]",
        },
        run: contains,
      },
      {
        name: "keys",
        type: "(m: Map<a>) -> [String]",
        doc: "The keys of a map or record, in the order in which they were set.",
        example: { source: "keys({b: 1, a: 2})", result: '["b", "a"]' },
        run: (m: RecordSlot): List => record.keys(m),
      },
      {
        name: "values",
        type: "(m: Map<a>) -> [a]",
        doc: "The values of a map or record, in the order of its keys.",
        example: { source: "values({b: 1, a: 2})", result: "[1, 2]" },
        run: (m: RecordSlot): List => makeList(record.values(m)),
      },
      {
        name: "join",
        type: '(xs: [a], separator: String = "") -> String',
        doc: "The elements as text, one after the other with the separator between them.",
        example: { source: '[1, 2.0, "c"] |> join("-")', result: '"1-2.0-c"' },
        run: (xs: List, separator = ""): string => {
          const texts: string[] = new Array(xs.length);
          for (let i = 0; i < texts.length; i++) texts[i] = display(elementAt(xs, i));
          return texts.join(separator);
        },
      },
      {
        name: "split",
        type: "(text: String, separator: String? = nil, max: Int? = nil) -> [String]",
        doc:
          'The parts between separators, at most `max`; without a separator the words, with "" the characters.',
        example: {
          source: '[split("a,b,,c", ","), split(" two  words "), split("k=v=w", "=", max: 2)]',
          result: '[["a", "b", "", "c"], ["two", "words"], ["k", "v=w"]]',
        },
        run: split,
      },
      {
        name: "assert",
        type: '(condition: Bool, message: String = "assertion failed") -> Nil',
        doc: 'Raises kind "assert" with the message unless the condition holds.',
        example: { source: 'try: assert(1 > 2, "order")\ncatch e => e.message', result: '"order"' },
        effect: "effect",
        run: (condition: Slot, message = "assertion failed"): null => {
          if (asBool("assert", condition)) return null;
          throw new ZixirError("assert", message, { code: "E0309" });
        },
      },
      {
        name: "sleep",
        type: "(duration: Duration) -> Nil",
        doc: "Waits; in a workflow the wait outlives the process.",
        example: { source: "sleep(5ms)" },
        effect: "async",
        run: async (duration: Duration): Promise<null> => {
          if (!(duration.ms >= 0)) throw valueError("sleep", "the duration must not be negative");
          await host.clock.sleep(duration.ms);
          return null;
        },
      },
    ],
  };
}

function len(value: Slot): Int {
  if (typeof value === "string") return hasSurrogates(value) ? codePoints(value) : value.length;
  if (isList(value) || value instanceof Uint8Array) return value.length;
  if (isRecord(value)) return record.size(value);
  if (value instanceof Tuple) return value.items.length;
  if (value instanceof Range) return rangeLength(value);
  if (value instanceof PyHandle) return value.lenSync();
  throw typeError("len", "a list, String, map, tuple, range or Bytes", value);
}

function filter(xs: List, keep: Callback): List {
  if (xs instanceof Float64Array) {
    const kept = new Float64Array(xs.length);
    let n = 0;
    for (let i = 0; i < xs.length; i++) if (asBool("filter", keep(box(xs[i])))) kept[n++] = xs[i];
    return kept.slice(0, n);
  }
  const kept: Slot[] = [];
  for (let i = 0; i < xs.length; i++) {
    if (asBool("filter", keep(xs[i]))) kept.push(xs[i]);
  }
  return makeList(kept);
}

function placesWhere(name: string, kept: readonly Slot[]): number[] {
  const places: number[] = [];
  for (let i = 0; i < kept.length; i++) if (asBool(name, kept[i])) places.push(i);
  return places;
}

function extreme(name: string, xs: List, sign: 1 | -1): Slot {
  if (xs.length === 0) throw emptyError(name);
  if (xs instanceof Float64Array) {
    let best = xs[0];
    for (let i = 0; i < xs.length; i++) {
      if (xs[i] !== xs[i]) return NaN;
      if ((xs[i] - best) * sign > 0) best = xs[i];
    }
    return box(best);
  }
  for (let i = 0; i < xs.length; i++) if (xs[i] !== xs[i]) return NaN;
  return xs[extremePlace(xs, sign)];
}

function range(start: Int, end: Int | null = null, step: Int = 1): List {
  if (step === 0) throw valueError("range", "the step must not be 0");
  const from = end === null ? 0 : start;
  const to = end === null ? start : end;
  const way = step > 0 ? integer.sub(to, from) : integer.sub(from, to);
  const stride = step > 0 ? step : integer.neg(step);
  const n = way > 0 ? count(integer.floorDiv(integer.add(way, integer.sub(stride, 1)), stride)) : 0;
  const ints: Int[] = new Array(lengthOf("range", n));
  for (let i = 0, at = from; i < n; i++, at = integer.add(at, step)) ints[i] = at;
  return ints;
}

function contains(whole: Slot, part: Slot): boolean {
  if (typeof whole === "string") {
    if (typeof part === "string") return whole.includes(part);
    throw typeError("contains", "a String to look for in a String", part);
  }
  if (isList(whole)) return placeOf(whole, part) >= 0;
  if (isRecord(whole)) {
    if (typeof part === "string") return record.has(whole, part);
    throw typeError("contains", "a String as the key of a map", part);
  }
  if (whole instanceof Tuple) return placeOf(whole.items, part) >= 0;
  if (whole instanceof Range) return rangeHas(whole, part);
  if (whole instanceof Uint8Array) return typeof part === "number" && whole.includes(part);
  throw typeError("contains", "a list, String, map, tuple, range or Bytes", whole);
}

function split(text: string, separator: string | null = null, max: Int | null = null): List {
  if (max !== null && max < 1) throw valueError("split", `max must be at least 1, got ${max}`);
  const most = max === null ? Infinity : count(max);
  if (separator === null) return words(text.trim(), most);
  const parts = separator === "" ? Array.from(text) : text.split(separator);
  if (parts.length <= most) return parts;
  // The last part keeps what follows as it stands.
  return [...parts.slice(0, most - 1), parts.slice(most - 1).join(separator)];
}

function words(text: string, most: number): string[] {
  if (text === "") return [];
  if (most === Infinity) return text.split(/\s+/u);
  const found: string[] = [];
  let rest = text;
  while (found.length < most - 1) {
    const gap = /\s+/u.exec(rest);
    if (gap === null) break;
    found.push(rest.slice(0, gap.index));
    rest = rest.slice(gap.index + gap[0].length);
  }
  return [...found, rest];
}
