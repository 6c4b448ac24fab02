/**
 * The shape of a standard-library table: each function is declared once, and the checker, the
 * runtime, the reference and the example tests all read that row.
 *
 * @module
 */

/** One function or constant of the standard library. */
export interface Entry {
  /** Its name without the module's, such as `max_by`. */
  readonly name: string;
  /**
   * Its type in Zixir's own notation with named parameters, such as
   * `(xs: [a], f: (a) -> b) -> a?` or, for a constant, `Float`.
   *
   * Type variables are lower-case single letters, and three words that say what the type must have:
   * `num` is Int or Float (`(xs: [num]) -> num`), `ord` has an order (`(xs: [ord]) -> [ord]`),
   * `sized` has a length (String, list, map or record, tuple, Bytes, Range). A digit tells two of
   * one kind apart: `ord2`.
   *
   * `name: T = default` makes a parameter optional; the default is a literal of the language.
   * `...name: T` as the last parameter takes any number of further arguments. A last parameter
   * `block: () -> a` takes the block that may follow a call: `retry(3) { http.get(url) }`.
   */
  readonly type: string;
  /** One line of documentation, a sentence. */
  readonly doc: string;
  /** A program and the literal notation of its value; run by the tests. */
  readonly example: Example;
  /**
   * The implementation, in the calling convention of compiled code: a parameter whose declared type
   * is exactly `Float` arrives as a raw double, everything else as a slot; a result of type `Float`
   * is returned raw. Function arguments take and give slots. A constant is its slot (raw for Float).
   * An argument left out may arrive as `undefined` or as the value of its default: `run` takes
   * both. Further arguments of `...name` arrive as further arguments.
   */
  readonly run: unknown;
  /**
   * `pure` (the default): no effect, an unused result is worth a warning. `effect`: does something
   * at once. `async`: may wait, `run` returns a promise. `callback`: waits only when one of the
   * functions given to it may wait; `runAsync` is then the variant used.
   */
  readonly effect?: "pure" | "effect" | "async" | "callback";
  /** The waiting variant of a `callback` entry. */
  readonly runAsync?: unknown;
  /**
   * Loads what `run` needs, where that is heavy; awaited once before a program that names the entry
   * starts. Without it `run` still works, at most with less.
   */
  readonly prepare?: () => Promise<void>;
  /** True when the result differs from call to call (time, random), so that workflows record it. */
  readonly nondeterministic?: boolean;
  /** The permission it needs, for the docs: `net`, `read`, `write`, `run`, `env`. */
  readonly permission?: string;
  /** True when it keeps nothing it is given, and gives only what is new (`HostEntry` of `lang`). */
  readonly borrows?: boolean;
}

/** A tested example of an entry. */
export interface Example {
  /** Zixir source. */
  readonly source: string;
  /** Its value as `zixir eval` prints it; absent when the value is not the point (an effect). */
  readonly result?: string;
}

/** A module of the standard library. */
export interface Table {
  /** The module's name; empty for the names that are always there. */
  readonly module: string;
  /** One line of documentation. */
  readonly doc: string;
  /** Its rows. */
  readonly entries: readonly Entry[];
  /** Takes back the list that an entry with `borrows` gave, once nothing refers to it any more. */
  readonly release?: (list: unknown) => void;
}
