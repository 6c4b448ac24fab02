/**
 * The JS function being written: its statements so far, its temporaries, how it returns.
 *
 * Invariants
 * 1. Statements are emitted in the order in which the program evaluates.
 * 2. A temporary is assigned at one place only, so its value stays good until that place runs again.
 *
 * @module
 */
import type { FunctionDecl } from "../syntax/ast.ts";
import type { Span } from "../syntax/span.ts";
import type { Type } from "../types/type.ts";
import type { Waiting } from "../check/checked.ts";
import type { CursorParam } from "./cursor.ts";
import type { IntRange } from "./int_tree.ts";
import { atom, type Rep, type Value } from "./represent.ts";
import type { Unit } from "./unit.ts";

/** A conversion still to be made on the way to a destination. */
export interface Via {
  readonly from: Type;
  readonly to: Type;
  /** The expression converted. */
  readonly span: Span;
}

/** Where the value of an expression goes. */
export type Destination =
  | { readonly kind: "return"; readonly rep: Rep; readonly via: readonly Via[] }
  | {
    readonly kind: "assign";
    readonly name: string;
    readonly rep: Rep;
    readonly via: readonly Via[];
  }
  | { readonly kind: "discard" };

/** Throws the value away. */
export const DISCARD: Destination = { kind: "discard" };

/** How a self call in tail position becomes a jump. */
export interface TailLoop {
  readonly decl: FunctionDecl;
  /** The JS name of the version: a call of another version is no jump. */
  readonly name: string;
  readonly label: string;
  /** The JS variables that hold the parameters, with their representations. */
  readonly params: readonly { readonly name: string; readonly rep: Rep }[];
}

/** The function being written, as it calls itself. */
export interface SelfCalls {
  readonly decl: FunctionDecl;
  /** The JS name of the version. */
  readonly name: string;
  /** Its list parameters that have a cursor. */
  readonly cursors: readonly Cursor[];
}

/** A list parameter with the JS variable that tells where in the list the function is. */
export interface Cursor extends CursorParam {
  readonly list: string;
  readonly offset: string;
}

/** The JS statements of `break` and `continue` in a loop. */
export interface LoopExits {
  readonly leave: string;
  readonly next: string;
}

/** State of writing one JS function. */
export class Scope {
  readonly unit: Unit;
  /** Whether this is a waiting version: calls that wait as the enclosing function does are awaited. */
  readonly waits: boolean;
  /** How the function returns. */
  readonly returns: Rep;
  /** Set while tail calls of this function may jump. */
  tail: TailLoop | null = null;
  /** Set while the body of a declared function is written, outside its closures. */
  self: SelfCalls | null = null;
  /** Greater than 0 inside `try`, where a tail call must stay a call. */
  tryDepth = 0;
  /** Constants that hold the tags of values, by the JS name of the value. */
  readonly tags: Map<string, string> = new Map();
  readonly loops: LoopExits[] = [];
  /** Loops and calls of unknown length written so far. */
  longParts = 0;
  /** Whether the variable `$r` must be declared. */
  usesResult = false;
  /** Whether an `await` was written. */
  usesAwait = false;
  /** Bounds of immutable Int locals that are surely JS numbers, by symbol id. */
  readonly ranges: Map<number, IntRange>;
  #lines: string[] = [];
  readonly #temps: string[] = [];

  constructor(unit: Unit, waits: boolean, returns: Rep, outer: Scope | null) {
    this.unit = unit;
    this.waits = waits;
    this.returns = returns;
    this.ranges = outer === null ? new Map() : outer.ranges;
  }

  /** Whether something that waits as `waiting` says is awaited here. */
  awaits(waiting: Waiting): boolean {
    return waiting === "yes" || (waiting === "depends" && this.waits);
  }

  /** The cursor of a list held by a JS variable; undefined for a list used from its start. */
  cursorOf(list: string): Cursor | undefined {
    return this.self?.cursors.find((cursor) => cursor.list === list);
  }

  /** The cursor behind the tail of a list that is not made, with the number of elements before it. */
  tailOf(symbolId: number): { readonly cursor: Cursor; readonly skip: number } | null {
    for (const cursor of this.self?.cursors ?? []) {
      const skip = cursor.tails.get(symbolId);
      if (skip !== undefined) return { cursor, skip };
    }
    return null;
  }

  /** Adds statements, or parts of them, one per line. */
  emit(...lines: string[]): void {
    for (const line of lines) this.#lines.push(line);
  }

  /** A new variable of the function, declared at its top. */
  temp(): string {
    const name = `$${this.#temps.length}`;
    this.#temps.push(name);
    return name;
  }

  /** Whether anything was emitted by `write` is told by the lines it gives back. */
  capture<T>(write: () => T): { readonly result: T; readonly lines: string[] } {
    const outer = this.#lines;
    this.#lines = [];
    try {
      const result = write();
      return { result, lines: this.#lines };
    } finally {
      this.#lines = outer;
    }
  }

  /** Adds statements made by {@linkcode capture}. */
  emitAll(lines: readonly string[]): void {
    for (const line of lines) this.#lines.push(line);
  }

  /** The statements as a body, with the declaration of the temporaries. */
  body(): string {
    const declared = this.declared();
    const body = this.#lines.join("\n");
    return declared === "" || body === "" ? declared + body : `${declared}\n${body}`;
  }

  /** The statement that declares the temporaries; "" when there is none. */
  declared(): string {
    const names = this.usesResult ? [this.unit.result, ...this.#temps] : this.#temps;
    return names.length === 0 ? "" : `let ${names.join(", ")};`;
  }

  /** The statements so far, one per line. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Keeps a value for later reading: itself when stable, else a constant of the current block. */
  keep(value: Value): Value {
    if (value.stable) return value;
    const name = this.unit.fresh("$");
    this.emit(`const ${name} = ${value.code};`);
    // Its operators are done: what a tree would compute again may have changed meanwhile.
    return atom(name, value.rep, value.range);
  }

  /**
   * Evaluates several things in order. When a later one needs statements, the earlier ones are kept
   * in constants before them, so that the order of evaluation stays that of the program.
   */
  inOrder(makers: readonly (() => Value)[]): Value[] {
    if (makers.length === 1) return [makers[0]()];
    const values: Value[] = [];
    const outer = this.#lines;
    let lines: string[] = [];
    try {
      for (const make of makers) {
        this.#lines = lines;
        const value = make();
        if (lines.length > 0) {
          this.#lines = outer;
          for (let i = 0; i < values.length; i++) values[i] = this.keep(values[i]);
          this.emitAll(lines);
          lines = [];
        }
        values.push(value);
      }
    } finally {
      this.#lines = outer;
    }
    return values;
  }
}
