/**
 * Calling the functions a program hands to the standard library, at once or waiting.
 *
 * The waiting variants call one element after the other, never several at once: what a program
 * wants at once it says with `parallel for`.
 *
 * @module
 */
import { box, inspect, type List, type Slot, typeName, ZixirError } from "../values/mod.ts";
import type { Entry } from "../table.ts";

/** A function of a program that never waits. */
export type Callback = (...args: Slot[]) => Slot;

/** A function of a program that may wait. */
export type WaitingCallback = (...args: Slot[]) => Slot | Promise<Slot>;

/** The two variants of an entry that takes a function. */
export type Variants = Required<Pick<Entry, "effect" | "run" | "runAsync">>;

/** The element at a place that is there, in slot form. */
export function elementAt(xs: List, i: number): Slot {
  return xs instanceof Float64Array ? box(xs[i]) : xs[i];
}

/** What `f` gives for each element, in order. */
export function mapEach(xs: List, f: Callback): Slot[] {
  const results: Slot[] = new Array(xs.length);
  if (xs instanceof Float64Array) {
    for (let i = 0; i < results.length; i++) results[i] = f(box(xs[i]));
  } else {
    for (let i = 0; i < results.length; i++) results[i] = f(xs[i]);
  }
  return results;
}

/** As {@linkcode mapEach}, for a function that may wait. */
export async function mapEachWaiting(xs: List, f: WaitingCallback): Promise<Slot[]> {
  const results: Slot[] = new Array(xs.length);
  for (let i = 0; i < results.length; i++) results[i] = await f(elementAt(xs, i));
  return results;
}

/**
 * The index of the first element for which `f` gives `wanted`, or -1. Later elements are not asked.
 *
 * @param name the function of the library, for the error when `f` gives no Bool
 */
export function firstWhere(name: string, xs: List, f: Callback, wanted: boolean): number {
  for (let i = 0; i < xs.length; i++) {
    if (asBool(name, f(elementAt(xs, i))) === wanted) return i;
  }
  return -1;
}

/** As {@linkcode firstWhere}, for a function that may wait. */
export async function firstWhereWaiting(
  name: string,
  xs: List,
  f: WaitingCallback,
  wanted: boolean,
): Promise<number> {
  for (let i = 0; i < xs.length; i++) {
    if (asBool(name, await f(elementAt(xs, i))) === wanted) return i;
  }
  return -1;
}

/**
 * Both variants of a function that calls `f` once for each element and then needs the results.
 *
 * @param finish makes the value of the call from the list, the results, and the arguments after `f`
 */
export function eachThen(
  finish: (xs: List, results: Slot[], ...rest: Slot[]) => Slot,
): Variants {
  return {
    effect: "callback",
    run: (xs: List, f: Callback, ...rest: Slot[]): Slot => finish(xs, mapEach(xs, f), ...rest),
    runAsync: async (xs: List, f: WaitingCallback, ...rest: Slot[]): Promise<Slot> =>
      finish(xs, await mapEachWaiting(xs, f), ...rest),
  };
}

/**
 * Both variants of a function that looks for the first element whose `f` is `wanted`.
 *
 * @param name the function of the library
 * @param wanted what ends the search
 * @param finish makes the value of the call from the list and the index found, or -1
 */
export function searchThen(
  name: string,
  wanted: boolean,
  finish: (xs: List, index: number) => Slot,
): Variants {
  return {
    effect: "callback",
    run: (xs: List, f: Callback): Slot => finish(xs, firstWhere(name, xs, f, wanted)),
    runAsync: async (xs: List, f: WaitingCallback): Promise<Slot> =>
      finish(xs, await firstWhereWaiting(name, xs, f, wanted)),
  };
}

/** A Bool that a function gave; a program whose types are unknown may give anything. */
export function asBool(name: string, v: Slot): boolean {
  if (v === true || v === false) return v;
  throw new ZixirError("type", `${name}: the function must give a Bool, it gave ${found(v)}`);
}

/** A value as error messages show it: its type, and the value itself while it is short. */
export function found(v: Slot): string {
  if (v === null) return "nil";
  const text = inspect(v);
  return text.length <= 60 ? `${typeName(v)} ${text}` : typeName(v);
}
