/**
 * Versions of generic functions that other files of the program ask for.
 *
 * The files of a program are compiled from the main one inwards, so that a file knows, when its turn
 * comes, for which types its functions are called elsewhere.
 *
 * @module
 */
import type { FunctionSymbol } from "../check/checked.ts";
import { typeKey } from "./descriptor.ts";
import type { Substitution } from "./instance.ts";

/** A version that another file calls. */
export interface Request {
  readonly symbol: FunctionSymbol;
  readonly by: Substitution;
  readonly waiting: boolean;
  /** The property of the exports it is called through. */
  readonly property: string;
}

/** Versions of one function that other files may ask for; beyond them the generic one is used. */
const REQUESTS_MAX = 8;

/** The requests of one compilation. */
export class Requests {
  readonly #open: Set<string>;
  readonly #requests = new Map<string, Map<string, Request>>();

  /** @param files files of the program, none of them compiled yet */
  constructor(files: Iterable<string>) {
    this.#open = new Set(files);
  }

  /**
   * Asks for a version of a function of another file.
   *
   * @returns the property of that file's exports; null when only the generic version is to be had
   */
  ask(symbol: FunctionSymbol, by: Substitution, waiting: boolean): string | null {
    const { file, name, scheme } = symbol;
    if (!this.#open.has(file)) return null;
    let own = this.#requests.get(file);
    if (own === undefined) this.#requests.set(file, own = new Map());
    const types = scheme.vars.map((variable) => {
      const type = by.get(variable);
      return type === undefined ? "_" : typeKey(type);
    });
    const key = `${name}${waiting ? " waiting" : ""}<${types.join(",")}>`;
    const known = own.get(key);
    if (known !== undefined) return known.property;
    const count = [...own.values()].filter((request) => request.symbol === symbol).length;
    if (count >= REQUESTS_MAX) return null;
    const property = `${name}$i${own.size}`;
    own.set(key, { symbol, by, waiting, property });
    return property;
  }

  /** Closes a file, whose turn it is: what was asked of it so far. */
  take(file: string): readonly Request[] {
    this.#open.delete(file);
    return [...this.#requests.get(file)?.values() ?? []];
  }
}
