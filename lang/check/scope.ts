/**
 * Which names can be seen where.
 *
 * @module
 */
import type { Ident, Statement } from "../syntax/ast.ts";
import type { Span } from "../syntax/span.ts";
import type { Definition, FunctionDef, LocalDef } from "./definition.ts";

/** What a scope belongs to, as far as looking up names cares. */
export type ScopeKind = "block" | "function" | "lambda" | "parallel" | "host";

/** The names of one block, function or clause; looks further out through `parent`. */
export class Scope {
  readonly parent: Scope | null;
  readonly kind: ScopeKind;
  /** The function whose body this is, for `kind` "function". */
  readonly owner: FunctionDef | null;
  #names: Map<string, Definition> | null = null;
  /** Earlier definitions of names that are bound again in this very scope. */
  #shadowed: Map<string, LocalDef[]> | null = null;
  #statements: readonly Statement[] = [];
  /** Where the statements bind names; null until it is asked for. */
  #bindings: Map<string, Span> | null = null;

  /** A scope inside `parent`. */
  constructor(parent: Scope | null, kind: ScopeKind = "block", owner: FunctionDef | null = null) {
    this.parent = parent;
    this.kind = kind;
    this.owner = owner;
  }

  /** Binds a name; returns what it hides in this very scope. */
  define(definition: Definition, name: string): Definition | undefined {
    this.#names ??= new Map();
    const before = this.#names.get(name);
    if (before !== undefined && before.kind === "local" && definition.kind === "local") {
      this.#shadowed ??= new Map();
      const list = this.#shadowed.get(name) ?? [before];
      list.push(definition);
      this.#shadowed.set(name, list);
    }
    this.#names.set(name, definition);
    return before;
  }

  /** What a name means in this scope alone, for code that stands at `position`. */
  own(name: string, position: number): Definition | undefined {
    const list = this.#shadowed?.get(name);
    if (list === undefined) return this.#names?.get(name);
    let found = list[0];
    for (const each of list) if (each.span.start <= position) found = each;
    return found;
  }

  /** Says which statements the block has, for a hint about names that are bound further down. */
  hold(statements: readonly Statement[]): void {
    this.#statements = statements;
    this.#bindings = null;
  }

  /** Where a `let` or `var` of the block binds a name, wherever in the block that is. */
  bindingPlace(name: string): Span | undefined {
    if (this.#bindings === null) {
      this.#bindings = new Map();
      for (const statement of this.#statements) {
        const bound = boundBy(statement);
        if (bound !== null && !this.#bindings.has(bound.name)) {
          this.#bindings.set(bound.name, bound.span);
        }
      }
    }
    return this.#bindings.get(name);
  }

  /** The names bound here. */
  names(): Iterable<string> {
    return this.#names?.keys() ?? [];
  }
}

function boundBy(statement: Statement): Ident | null {
  if (statement.kind === "var") return statement.name;
  return statement.kind === "let" && statement.pattern.kind === "bind" ? statement.pattern : null;
}

/** What a look-up found, and what lies between the name and its definition. */
export interface Found {
  readonly definition: Definition;
  /** It belongs to a function or lambda further out. */
  readonly crossesFunction: boolean;
  /** It belongs to code outside of a `parallel`. */
  readonly crossesParallel: boolean;
}

/** Looks a name up from the inside out. */
export function lookUp(scope: Scope, name: string, at: number): Found | null {
  let crossesFunction = false;
  let crossesParallel = false;
  // Code in a function sees the bindings of the blocks around as they are where it is declared.
  let position = at;
  for (let current: Scope | null = scope; current !== null; current = current.parent) {
    const definition = current.own(name, position);
    if (definition !== undefined) return { definition, crossesFunction, crossesParallel };
    if (current.kind === "function") {
      crossesFunction = true;
      position = current.owner?.decl.span.start ?? position;
    } else if (current.kind === "lambda") {
      crossesFunction = true;
    } else if (current.kind === "parallel") {
      crossesParallel = true;
    }
  }
  return null;
}

/** Every name in sight, nearest first. */
export function* namesInSight(scope: Scope): Iterable<string> {
  for (let current: Scope | null = scope; current !== null; current = current.parent) {
    yield* current.names();
  }
}
