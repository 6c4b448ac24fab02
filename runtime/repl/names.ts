/**
 * What names stand for in a session: its own, those of the library, those of the engine.
 *
 * @module
 */
import {
  type Definition,
  type ModuleDef,
  moduleOf,
  type UserType,
} from "../../lang/check/definition.ts";
import { hostScope } from "../../lang/check/host.ts";
import type { Scope } from "../../lang/check/scope.ts";
import type { Analysis } from "../../lang/mod.ts";
import type { Table } from "../table.ts";

/** A name and what it stands for. */
export interface Named {
  readonly name: string;
  readonly definition: Definition;
}

/** Answers questions about the names that the next entry can use. */
export class NamesInSight {
  readonly #latest: Analysis | null;
  readonly #host: Scope;

  /**
   * @param latest the last entry that ran; null before the first
   * @param tables the standard library and the engine
   */
  constructor(latest: Analysis | null, tables: readonly Table[]) {
    this.#latest = latest;
    this.#host = hostScope(tables);
  }

  /** The names that entries defined, the latest first; each as it is now. */
  own(): Named[] {
    const found = new Map<string, Definition>();
    for (const scope of this.#scopes("block")) {
      for (const name of [...scope.names()].reverse()) {
        const definition = scope.own(name, Infinity);
        if (definition !== undefined && !found.has(name)) found.set(name, definition);
      }
    }
    return [...found].map(([name, definition]) => ({ name, definition }));
  }

  /** The types that entries declared, the latest first. */
  ownTypes(): UserType[] {
    const found = new Map<string, UserType>();
    for (const type of [...this.#latest?.main.registry.values() ?? []].reverse()) {
      const isBuiltIn = type.decl.span.end === 0;
      if (!isBuiltIn && !found.has(type.name)) found.set(type.name, type);
    }
    return [...found.values()];
  }

  /** The names that are always there: functions, modules, constructors. */
  *always(): Iterable<Named> {
    const scopes = this.#latest === null ? [this.#host] : this.#scopes("host");
    for (const scope of scopes) {
      for (const name of scope.names()) {
        const definition = scope.own(name, Infinity);
        if (definition !== undefined) yield { name, definition };
      }
    }
  }

  /**
   * What a name, or a member of a module such as `list.max_by`, stands for.
   *
   * @param path the name
   * @returns null where it stands for nothing
   */
  find(path: string): Definition | null {
    const [first, ...rest] = path.split(".");
    let found: Definition | null = this.#named(first);
    for (const part of rest) {
      found = found === null ? null : moduleOf(found)?.member(part) ?? null;
    }
    return found;
  }

  /** Every name that {@linkcode find} knows, for suggestions. */
  *paths(): Iterable<string> {
    for (const { name, definition } of [...this.own(), ...this.always()]) {
      yield name;
      for (const member of moduleOf(definition)?.names() ?? []) yield `${name}.${member}`;
    }
  }

  /** The module that a name stands for before a dot. */
  module(name: string): ModuleDef | null {
    const found = this.#named(name);
    return found === null ? null : moduleOf(found);
  }

  #named(name: string): Definition | null {
    for (const scope of [...this.#scopes("block"), ...this.#scopes("host"), this.#host]) {
      const found = scope.own(name, Infinity);
      if (found !== undefined) return found;
    }
    return null;
  }

  *#scopes(kind: "block" | "host"): Iterable<Scope> {
    for (let scope = this.#latest?.main.scope ?? null; scope !== null; scope = scope.parent) {
      if (scope.kind === kind) yield scope;
    }
  }
}
