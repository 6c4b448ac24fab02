/**
 * What the workflow runtime needs to know of a program: the compiled program gives it.
 *
 * @module
 */
import type { ConstructorLookup } from "../store/mod.ts";
import type { Slot } from "../values/slot.ts";

/** A workflow of a program, ready to be driven. */
export interface WorkflowProgram {
  readonly name: string;
  /** Absolute path of the program's file, or a name such as `<eval>`. */
  readonly file: string;
  /** Runs its body; must be called inside a branch. */
  readonly body: (args: readonly Slot[]) => Slot | Promise<Slot>;
  /**
   * The code of each place that records: site id to hash. A run whose journal holds a site that is
   * not here, or with another hash, was recorded by other code.
   */
  readonly codes: ReadonlyMap<string, string>;
  /** Constructors of its user types. */
  readonly constructors: ConstructorLookup;
}
