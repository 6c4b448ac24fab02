/**
 * The notation in which tables of the host (standard library, engine) declare types.
 *
 * It is Zixir's own type syntax with these additions:
 * - single lower-case letters are type variables, and so are `num` (Int or Float), `ord` (has an
 *   order) and `sized` (has a length); a digit tells two of one kind apart: `ord2`;
 * - a function at the top has named parameters, `(xs: [a], f: (a) -> b) -> [b]`;
 * - `name: T = default` may be left out; the default is a literal (`nil`, `10`, `"x"`, `200ms`, `{}`);
 * - `...name: T`, last, takes any number of arguments.
 *
 * @module
 */
import { BASIC_TYPES, functionOf, listOf, mapOf, optionOf, recordOf } from "./build.ts";
import { Cell, type PendingUse } from "./cell.ts";
import { type EffectNode, newEffect } from "./effect.ts";
import { type FullScheme, generalise } from "./scheme.ts";
import type { Type } from "./type.ts";

/** A parameter of a host function. */
export interface HostParameter {
  readonly name: string;
  /** Source text of the default, or null when the argument must be given. */
  readonly defaultText: string | null;
  /** Takes all remaining arguments. */
  readonly isRest: boolean;
}

/** A parsed declaration: its type, and its parameters when it is a function. */
export interface HostSignature {
  readonly scheme: FullScheme;
  /** Null for a constant. */
  readonly parameters: readonly HostParameter[] | null;
}

/**
 * Reads a type in the notation of host tables.
 *
 * @param text the declaration, such as `(xs: [a], f: (a) -> b) -> [b]`
 * @param effect how the entry behaves: see `HostEntry.effect`
 * @throws {SyntaxError} when `text` is not in the notation: a fault of the table, not of a program
 *
 * @example
 * ```ts
 * import { parseNotation } from "./notation.ts";
 * const { parameters } = parseNotation("(xs: [a], n: Int = 1) -> [a]", "pure");
 * if (parameters?.[1].defaultText !== "1") throw new Error("notation");
 * ```
 */
export function parseNotation(
  text: string,
  effect: "pure" | "effect" | "async" | "callback" = "pure",
): HostSignature {
  return new Reader(text, effect).signature();
}

const GENERIC_LEVEL = 1;
const TOKEN = /\s*(->|\.\.\.|"(?:[^"\\]|\\.)*"|-?\d[\w.]*|[A-Za-z_]\w*|[()[\]{}<>,:?=])/y;

class Reader {
  readonly #text: string;
  readonly #tokens: { text: string; start: number; end: number }[] = [];
  #at = 0;
  readonly #variables = new Map<string, Cell>();
  readonly #kind: "pure" | "effect" | "async" | "callback";
  readonly #own: EffectNode;
  readonly #uses: PendingUse[] = [];

  constructor(text: string, kind: "pure" | "effect" | "async" | "callback") {
    this.#text = text;
    this.#kind = kind;
    this.#own = newEffect(kind === "callback" ? GENERIC_LEVEL : 0, kind === "async", true);
    TOKEN.lastIndex = 0;
    for (let rest = text.trimEnd().length; TOKEN.lastIndex < rest;) {
      const found = TOKEN.exec(text);
      if (found === null) throw new SyntaxError(`not a type: ${text}`);
      this.#tokens.push({
        text: found[1],
        start: TOKEN.lastIndex - found[1].length,
        end: TOKEN.lastIndex,
      });
      rest = text.trimEnd().length;
    }
  }

  signature(): HostSignature {
    const named = this.#isFunction() ? this.#parameters() : null;
    let type: Type;
    if (named === null) {
      type = this.#type();
    } else {
      this.#expect("->");
      type = functionOf(named.types, this.#type(), this.#own);
    }
    if (this.#at < this.#tokens.length) this.#fail();
    return { scheme: generalise(type, this.#uses, 0), parameters: named?.parameters ?? null };
  }

  /** A list of parameters, not a tuple: an arrow follows the matching parenthesis. */
  #isFunction(): boolean {
    if (this.#peek() !== "(") return false;
    let depth = 0;
    for (let i = this.#at; i < this.#tokens.length; i++) {
      const token = this.#tokens[i].text;
      if (token === "(" || token === "{" || token === "[") depth++;
      if (token === ")" || token === "}" || token === "]") depth--;
      if (depth === 0) return this.#tokens[i + 1]?.text === "->";
    }
    return false;
  }

  #parameters(): { types: Type[]; parameters: HostParameter[] } {
    const types: Type[] = [];
    const parameters: HostParameter[] = [];
    this.#expect("(");
    while (this.#peek() !== ")") {
      const isRest = this.#take("...");
      const name = this.#next();
      this.#expect(":");
      types.push(this.#type());
      let defaultText: string | null = null;
      if (this.#take("=")) {
        const start = this.#tokens[this.#at]?.start ?? 0;
        let depth = 0;
        while (depth > 0 || (this.#peek() !== "," && this.#peek() !== ")")) {
          const token = this.#next();
          if (token === "(" || token === "{" || token === "[") depth++;
          if (token === ")" || token === "}" || token === "]") depth--;
        }
        defaultText = this.#text.slice(start, this.#tokens[this.#at - 1].end);
      }
      parameters.push({ name, defaultText, isRest });
      if (!this.#take(",")) break;
    }
    this.#expect(")");
    return { types, parameters };
  }

  #type(): Type {
    let type = this.#simple();
    while (this.#take("?")) type = optionOf(type);
    return type;
  }

  #simple(): Type {
    if (this.#take("[")) {
      const item = this.#type();
      this.#expect("]");
      return listOf(item);
    }
    if (this.#take("{")) return this.#record();
    if (this.#peek() === "(") return this.#parenthesised();
    const name = this.#next();
    if (/^([a-z]|num|ord|sized)\d*$/.test(name)) return this.#variable(name);
    const basic = BASIC_TYPES.get(name);
    if (basic !== undefined) return basic;
    if (name === "Map") {
      this.#expect("<");
      const value = this.#type();
      this.#expect(">");
      // A record is a map too, and its fields are rarely of one type.
      if (value.kind === "var") (value as Cell).mixes = true;
      return mapOf(value);
    }
    return this.#fail();
  }

  #record(): Type {
    const fields = new Map<string, Type>();
    while (this.#peek() !== "}") {
      const name = this.#next();
      this.#expect(":");
      fields.set(name, this.#type());
      if (!this.#take(",")) break;
    }
    this.#expect("}");
    return recordOf(fields);
  }

  #parenthesised(): Type {
    const isFunction = this.#isFunction();
    const items: Type[] = [];
    this.#expect("(");
    while (this.#peek() !== ")") {
      items.push(this.#type());
      if (!this.#take(",")) break;
    }
    this.#expect(")");
    if (!isFunction) return items.length === 1 ? items[0] : { kind: "tuple", items };
    this.#expect("->");
    const effect = this.#kind === "callback" ? this.#own : newEffect(GENERIC_LEVEL, false, true);
    return functionOf(items, this.#type(), effect);
  }

  #variable(name: string): Type {
    let cell = this.#variables.get(name);
    if (cell === undefined) {
      cell = new Cell(-1 - this.#variables.size, GENERIC_LEVEL);
      if (name.startsWith("num")) {
        cell.bound = "num";
        cell.boundBy = needOf(cell, "number");
      }
      if (name.startsWith("ord")) {
        cell.bound = "ord";
        cell.boundBy = needOf(cell, "ordered");
      }
      if (name.startsWith("sized")) this.#uses.push(needOf(cell, "sized"));
      this.#variables.set(name, cell);
    }
    return cell;
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at]?.text;
  }

  #next(): string {
    const token = this.#tokens[this.#at++];
    return token === undefined ? this.#fail() : token.text;
  }

  #take(text: string): boolean {
    if (this.#peek() !== text) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) this.#fail();
  }

  #fail(): never {
    const at = this.#tokens[this.#at]?.start ?? this.#text.length;
    throw new SyntaxError(`not a type at ${at}: ${this.#text}`);
  }
}

function needOf(cell: Cell, op: "number" | "ordered" | "sized"): PendingUse {
  const constraint = { op, left: cell, right: cell, result: cell };
  return { constraint, symbol: op, span: { start: 0, end: 0 }, within: null, done: false };
}
