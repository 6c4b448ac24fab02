/**
 * Types as people read and write them.
 *
 * @module
 */
import { rowOf } from "./build.ts";
import { resolve, type Type, type VarType } from "./type.ts";

/**
 * The notation of a type: `[Int]`, `(a, Float) -> b?`, `{name: String, ..}`.
 *
 * Unknowns are lettered in the order in which they appear, `a`, `b`, ...; those that must be numbers
 * are `num`, `num2`, ..., those that must have an order `ord`, `ord2`, ... One `names` map given to several calls keeps the letters apart.
 *
 * @param type any type
 * @param names letters given so far
 */
export function typeToString(type: Type, names: Map<VarType, string> = new Map()): string {
  return new Printer(names).print(type, 0);
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const DEPTH_MAX = 12;

class Printer {
  readonly #names: Map<VarType, string>;

  constructor(names: Map<VarType, string>) {
    this.#names = names;
  }

  print(type: Type, depth: number): string {
    const current = resolve(type);
    if (depth > DEPTH_MAX) return "...";
    const inner = (part: Type): string => this.print(part, depth + 1);
    switch (current.kind) {
      case "var":
        return this.#letter(current);
      case "con":
        if (current.id === "List") return `[${inner(current.args[0])}]`;
        if (current.id === "Option") return this.#option(current.args[0], depth);
        if (current.args.length === 0) return current.name;
        return `${current.name}<${current.args.map(inner).join(", ")}>`;
      case "tuple":
        return `(${current.items.map(inner).join(", ")})`;
      case "function":
        return `(${current.params.map(inner).join(", ")}) -> ${inner(current.returns)}`;
      case "record": {
        const { fields, rest } = rowOf(current);
        const parts = [...fields].map(([name, field]) => `${keyText(name)}: ${inner(field)}`);
        if (rest !== null) parts.push("..");
        return `{${parts.join(", ")}}`;
      }
    }
  }

  #option(item: Type, depth: number): string {
    const inner = resolve(item);
    const text = this.print(inner, depth + 1);
    if (text.endsWith("?")) return text;
    return inner.kind === "function" ? `(${text})?` : `${text}?`;
  }

  #letter(cell: VarType): string {
    let name = this.#names.get(cell);
    if (name === undefined) {
      const used = new Set(this.#names.values());
      const word = cell.bound === "num" || cell.bound === "ord" ? cell.bound : null;
      const candidates = word === null ? LETTERS : [word, `${word}2`, `${word}3`, `${word}4`];
      name = [...candidates].find((each) => !used.has(each)) ?? `t${this.#names.size}`;
      this.#names.set(cell, name);
    }
    return name;
  }
}

function keyText(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
}
