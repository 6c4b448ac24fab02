/**
 * How values are held in generated code, decided here and nowhere else.
 *
 * 1. In typed code a Float is a raw double (`f64`); every other value, and a Float whose static
 *    type is not exactly `Float`, is a slot (`runtime/values/slot.ts`).
 * 2. Only {@linkcode adapt} goes from one to the other.
 * 3. A JS number in a slot is an Int if and only if it is integral; so a double entering a slot is
 *    boxed when integral, and unboxing accepts an Int too (an Int fits where a Float is expected).
 *
 * @module
 */
import { resolve, type Type } from "../types/type.ts";
import type { IntRange, IntTree, TreeCode } from "./int_tree.ts";

/** A raw double, or a slot. */
export type Rep = "f64" | "slot";

/** A JS expression with what is known about it. */
export interface Value {
  /** JS expression; parenthesised unless it is a name, a literal or a call. */
  readonly code: string;
  readonly rep: Rep;
  /** A name or literal: may be repeated and is cheap. */
  readonly atom: boolean;
  /** An atom whose value never changes, so it may be read later. */
  readonly stable: boolean;
  /** Evaluating it has no effect and cannot fail, so it may be left out. */
  readonly pure: boolean;
  /** Known when the value is an Int that is surely a JS number. */
  readonly range: IntRange | null;
  /** Set for an Int expression that may become part of a larger one. */
  readonly tree?: TreeValue;
}

/** An Int expression in parts (see `int_tree.ts`). */
export interface TreeValue {
  /** JS that assigns the leaves which are no names by themselves; ends with a comma or is empty. */
  readonly prefix: string;
  readonly root: IntTree;
  /** Whether no leaf is a variable that may be assigned again. */
  readonly stable: boolean;
  /** The JS of `root`. */
  readonly code: TreeCode;
}

/** How a value of this static type is held. */
export function repOf(type: Type): Rep {
  const t = resolve(type);
  return t.kind === "con" && t.id === "Float" ? "f64" : "slot";
}

/** A literal or a name that is never assigned again. */
export function atom(code: string, rep: Rep = "slot", range: IntRange | null = null): Value {
  return { code, rep, atom: true, stable: true, pure: true, range };
}

/** A name that may be assigned again. */
export function variable(code: string, rep: Rep = "slot"): Value {
  return { code, rep, atom: true, stable: false, pure: true, range: null };
}

/** Any other expression; `pure` when it may be left out if unused. */
export function computed(
  code: string,
  rep: Rep = "slot",
  extra: { readonly pure?: boolean; readonly range?: IntRange | null } = {},
): Value {
  const { pure = false, range = null } = extra;
  return { code, rep, atom: false, stable: false, pure, range };
}

/** `nil`. */
export const NIL: Value = atom("null");

/** Names of the helpers that {@linkcode adapt} emits. */
export interface RepHelpers {
  readonly box: string;
  readonly unbox: string;
}

/**
 * The same value held as `to`.
 *
 * @param value any value
 * @param to how it is wanted
 * @param helpers names under which the boxing helpers are in scope
 *
 * @example
 * ```ts
 * import { adapt, atom } from "./represent.ts";
 * const boxed = adapt(atom("x", "f64"), "slot", { box: "$box", unbox: "$unbox" });
 * // boxed.code === "$box(x)"
 * ```
 */
export function adapt(value: Value, to: Rep, helpers: RepHelpers): Value {
  if (value.rep === to) return value;
  if (to === "slot") {
    return computed(`${helpers.box}(${value.code})`, "slot", { pure: value.pure });
  }
  // An Int that is a JS number is the same number as a double.
  if (value.range !== null) return { ...value, rep: "f64", range: null };
  if (value.tree !== undefined) {
    const { prefix, code: { test, fast, slow } } = value.tree;
    const split = `(${prefix}${test} ? ${fast} : ${helpers.unbox}(${slow}))`;
    return computed(split, "f64", { pure: value.pure });
  }
  const code = value.atom
    ? `(typeof ${value.code} === "number" ? ${value.code} : ${helpers.unbox}(${value.code}))`
    : `${helpers.unbox}(${value.code})`;
  return computed(code, "f64", { pure: value.pure });
}
