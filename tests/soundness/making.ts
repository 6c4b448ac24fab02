/**
 * What is known while a random program is made: the names in sight, the types it declares, and how
 * much may still be written.
 *
 * @module
 */
import type { Helper } from "./helpers.ts";
import { withoutOptions } from "./helpers.ts";
import type { Choices } from "./random.ts";
import {
  dataType,
  FLOAT,
  INT,
  STRING,
  type Ty,
  type UserTy,
  withArgument,
  withoutUnits,
} from "./types.ts";

/** A name in sight. */
export interface Name {
  readonly name: string;
  readonly type: Ty;
  readonly mutable: boolean;
}

/** The state of making one program, and the parts that need each other. */
export abstract class Making {
  protected readonly random: Choices;
  protected readonly users: UserTy[] = [];
  protected readonly functions: {
    readonly name: string;
    readonly type: Ty & { k: "Fn" };
    /** Whether an Int may be given where it takes a Float. */
    readonly annotated: boolean;
    /** Names of its parameters. */
    readonly params: readonly string[];
    /** How many arguments must be given. */
    readonly least: number;
  }[] = [];
  /** Generic functions in sight. */
  protected helpers: readonly Helper[] = [];
  protected names: Name[] = [];
  protected counter = 0;
  /** How much may still be written. */
  protected budget = 220;
  protected loopDepth = 0;
  /** What the function at hand gives, where a `return` may stand; null where it may not. */
  protected returning: Ty | null = null;
  /**
   * Inside a function without annotations. A parameter that is given where an option or a Float is
   * expected is inferred to be one itself, so what is written there does neither.
   */
  protected inferring = false;

  /** @param random decides everything */
  constructor(random: Choices) {
    this.random = random;
  }

  /** An expression of exactly this type. */
  abstract expr(type: Ty, depth: number): string;

  /** A function value of the type. */
  protected abstract lambda(type: Ty & { k: "Fn" }, depth: number): string;

  /** Statements in braces, the last of them an expression of the type. */
  protected abstract block(type: Ty, depth: number): string;

  /** The constructors of a user type, as they are for its argument. */
  protected constructorsOf(type: Ty & { k: "User" }): UserTy["constructors"] {
    const { constructors } = this.users.find((user) => user.name === type.name)!;
    return constructors.map(({ name, fields }) => ({
      name,
      fields: fields.map((field) => withArgument(field, type.args[0])),
    }));
  }

  /** A type of a user, with an argument where it takes one. */
  protected userOf({ name, isGeneric }: UserTy): Ty & { k: "User" } {
    return { k: "User", name, args: isGeneric ? [this.random.pick([INT, FLOAT, STRING])] : [] };
  }

  /** A random type without functions. */
  protected type(depth: number): Ty {
    const type = dataType(this.random, this.inferring ? [] : this.users, depth);
    return this.inferring ? withoutUnits(withoutOptions(type)) : type;
  }

  protected fresh(stem: string): string {
    return `${stem}${this.counter++}`;
  }
}
