/**
 * Tuples: fixed length, each place its own type.
 *
 * @module
 */

import type { Slot } from "./slot.ts";

/**
 * A tuple in slot form.
 *
 * @example
 * ```ts
 * import { Tuple } from "./tuple.ts";
 * if (new Tuple([1, "a"]).items[1] !== "a") throw new Error("tuple");
 * ```
 */
export class Tuple {
  /** The elements in slot form; never changed. */
  readonly items: readonly Slot[];

  /**
   * Makes a tuple.
   *
   * @param items the elements in slot form
   */
  constructor(items: readonly Slot[]) {
    this.items = items;
  }
}
