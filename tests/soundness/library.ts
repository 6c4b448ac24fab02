/**
 * The part of the standard library that generated programs use, told plainly.
 *
 * @module
 */
import { operate } from "./operators.ts";
import {
  compare,
  display,
  equal,
  FloatValue,
  FunctionValue,
  Raised,
  RangeValue,
  TupleValue,
  type Value,
} from "./values.ts";

type List = readonly Value[];
type Entries = ReadonlyMap<string, Value>;

/** An entry of the library by its path. */
export function library(path: string): Value {
  const found = ENTRIES[path];
  if (found === undefined) throw new Error(`the generator does not use ${path}`);
  return found;
}

function fn(arity: number, call: (...args: Value[]) => Value): FunctionValue {
  return new FunctionValue(arity, (args) => call(...args));
}

function apply(f: Value, ...args: Value[]): Value {
  return (f as FunctionValue).call(args);
}

const ENTRIES: { readonly [path: string]: FunctionValue } = {
  len: fn(1, (v) => {
    if (typeof v === "string") return BigInt([...v].length);
    if (v instanceof Map) return BigInt(v.size);
    if (v instanceof RangeValue) return v.end > v.start ? v.end - v.start : 0n;
    return BigInt((v as List).length);
  }),
  str: fn(1, display),
  map: fn(2, (xs, f) => (xs as List).map((x) => apply(f, x))),
  filter: fn(2, (xs, f) => (xs as List).filter((x) => apply(f, x) === true)),
  reduce: fn(3, (xs, init, f) => (xs as List).reduce((acc, x) => apply(f, acc, x), init)),
  sum: fn(1, (xs) => {
    const list = xs as List;
    return list.length === 0 ? 0n : list.reduce((acc, x) => operate("+", acc, x));
  }),
  float: fn(1, (x) => new FloatValue(Number(x as bigint))),
  join: fn(2, (xs, by) => (xs as List).join(by as string)),
  keys: fn(1, (m) => [...(m as Entries).keys()]),
  values: fn(1, (m) => [...(m as Entries).values()]),
  sort_by: fn(2, (xs, f) => {
    const keyed = (xs as List).map((x) => ({ x, key: apply(f, x) }));
    return keyed.sort((a, b) => compare(a.key, b.key)).map(({ x }) => x);
  }),
  any: fn(2, (xs, f) => (xs as List).some((x) => apply(f, x) === true)),
  all: fn(2, (xs, f) => (xs as List).every((x) => apply(f, x) === true)),
  reverse: fn(1, (xs) => [...xs as List].reverse()),
  sort: fn(1, (xs) => [...xs as List].sort(compare)),
  contains: fn(2, (xs, x) => (xs as List).some((each) => equal(each, x))),
  zip: fn(2, (a, b) => {
    const [xs, ys] = [a as List, b as List];
    const count = Math.min(xs.length, ys.length);
    return xs.slice(0, count).map((x, i) => new TupleValue([x, ys[i]]));
  }),
  enumerate: fn(1, (xs) => (xs as List).map((x, i) => new TupleValue([BigInt(i), x]))),
  "list.get": fn(2, (xs, at) => {
    const list = xs as List;
    const i = (at as bigint) < 0n ? (at as bigint) + BigInt(list.length) : at as bigint;
    return i >= 0n && i < BigInt(list.length) ? list[Number(i)] : null;
  }),
  "map.get": fn(2, (m, key) => (m as Map<string, Value>).get(key as string) ?? null),
  "map.set": fn(3, (m, key, value) => new Map(m as Map<string, Value>).set(key as string, value)),
  "map.merge": fn(2, (a, b) => new Map([...a as Entries, ...b as Entries])),
  "map.to_pairs": fn(1, (m) => [...m as Entries].map((pair) => new TupleValue(pair))),
  "map.from_pairs": fn(1, (xs) =>
    new Map((xs as List).map((pair) => {
      const [key, value] = (pair as TupleValue).items;
      return [key as string, value];
    }))),
  "list.take": fn(2, (xs, n) => (xs as List).slice(0, Number(n as bigint))),
  "list.drop": fn(2, (xs, n) => (xs as List).slice(Number(n as bigint))),
  "list.flatten": fn(1, (xs) => (xs as List).flatMap((x) => x as List)),
  "list.flat_map": fn(2, (xs, f) => (xs as List).flatMap((x) => apply(f, x) as List)),
  "list.count": fn(2, (xs, f) => BigInt((xs as List).filter((x) => apply(f, x) === true).length)),
  "list.first": fn(1, (xs) => (xs as List)[0] ?? null),
  "string.upper": fn(1, (s) => (s as string).toUpperCase()),
  assert: fn(2, (ok, message) => {
    if (ok !== true) throw new Raised("assert", message as string);
    return null;
  }),
};
