/**
 * The types of Zixir as the checker works with them.
 *
 * Variables are mutable cells solved by unification (`unify.ts`); everything else is immutable.
 * `resolve` must be called before a type's `kind` is looked at.
 *
 * @module
 */

/** Any type. */
export type Type = ConType | VarType | TupleType | FunctionType | RecordType;

/**
 * A named type with its arguments. Built in: `Int Float Num Bool String Nil Any Range Duration Size
 * Bytes Time Never`, `List<T>`, `Map<V>`, `Option<T>` (written `[T]`, `Map<V>`, `T?`). `Num` is Int
 * or Float. `Never` is the type of `raise`, `return`, `break` and fits everywhere. User types bear
 * the id `file#Name` so that two files may use one name.
 */
export interface ConType {
  readonly kind: "con";
  /** Identity: a built-in name, or `file#Name`. */
  readonly id: string;
  /** The name to show. */
  readonly name: string;
  readonly args: readonly Type[];
}

/** An unknown, to be solved. */
export interface VarType {
  readonly kind: "var";
  readonly id: number;
  /** What it was found to be; null while unknown. */
  solution: Type | null;
  /** Depth of the `let` it belongs to, for generalisation. */
  level: number;
  /**
   * What it must at least be: `num` (Int or Float), `sum` (num, Duration or Size), `add` (sum, String or
   * list), `ord`, or anything.
   */
  bound: "any" | "num" | "sum" | "add" | "ord";
}

/** `(A, B)`. */
export interface TupleType {
  readonly kind: "tuple";
  readonly items: readonly Type[];
}

/** `(A, B) -> C`. */
export interface FunctionType {
  readonly kind: "function";
  readonly params: readonly Type[];
  readonly returns: Type;
  /** Whether a call may wait. */
  readonly effect: Effect;
}

/** A record: known fields, and `rest` a variable when there may be more. */
export interface RecordType {
  readonly kind: "record";
  readonly fields: ReadonlyMap<string, Type>;
  readonly rest: Type | null;
}

/**
 * Whether calling a function may wait. A node of a graph: an edge `a -> b` says that `b` waits if
 * `a` does (the body of `b` calls `a`). Nodes that stand for the functions a generic function is
 * given are quantified in its scheme like type variables.
 */
export interface Effect {
  readonly id: number;
  /** It was equated with this one; null for a representative. */
  link: Effect | null;
  waits: boolean;
  /** Effects that wait if this one does; null for none. */
  readonly raises: ReadonlySet<Effect> | null;
}

/** A type with quantified variables and effects. */
export interface Scheme {
  readonly vars: readonly VarType[];
  readonly effects: readonly Effect[];
  readonly type: Type;
  /** What must hold between its variables, such as that two can be added; absent when nothing. */
  readonly constraints?: readonly OperatorConstraint[];
}

/**
 * What an {@linkcode OperatorConstraint} is about: an operator, an index, an iteration, or what a
 * function of the host asks of a value: that it is a number, has an order, has a length.
 */
export type OperatorName =
  | "+"
  | "-"
  | "*"
  | "/"
  | "//"
  | "%"
  | "**"
  | "<"
  | "in"
  | "index"
  | "iterate"
  | "number"
  | "ordered"
  | "sized";

/** `left OP right` has the type `result`, whatever the operands turn out to be. */
export interface OperatorConstraint {
  readonly op: OperatorName;
  readonly left: Type;
  readonly right: Type;
  readonly result: Type;
}

/** The type behind solved variables, one level deep. */
export function resolve(type: Type): Type {
  let current = type;
  while (current.kind === "var" && current.solution !== null) current = current.solution;
  return current;
}
