/**
 * Makes a generic function as specific as all its uses are.
 *
 * `fn fib(n): ...` works at every kind of number, and costs as much. When every use in the program is
 * at Int, and no other file can use it, its type may as well say Int, and the compiler's arithmetic is
 * that of Int. Callers come before what they call, so that a function used only by such a function
 * follows it.
 *
 * @module
 */
import type { Cell } from "../types/cell.ts";
import { isCon } from "../types/build.ts";
import { sameType } from "../types/same.ts";
import type { FullScheme } from "../types/scheme.ts";
import { settled } from "../types/settled.ts";
import type { Type } from "../types/type.ts";
import type { Context } from "./context.ts";

/** Specialises the functions of a file that others cannot see. */
export function specialise(c: Context): void {
  for (const owner of [...c.generic].reverse()) {
    const { scheme } = owner;
    scheme.vars.forEach((cell, i) => {
      const type = onlyType(scheme, i);
      if (type !== null) c.solver.bind(cell, type);
    });
    const vars = scheme.vars.filter((cell) => cell.solution === null);
    if (vars.length === scheme.vars.length) continue;
    const uses = scheme.uses.filter((use) => !use.done);
    owner.scheme = { ...scheme, vars, uses, constraints: uses.map((use) => use.constraint) };
  }
}

/** The one known type that a variable stands for at all uses; null when there is none. */
function onlyType(scheme: FullScheme, index: number): Type | null {
  let only: Type | null = null;
  for (const cells of scheme.instances ?? []) {
    const type = settled(cells[index]);
    if (type.kind === "var" && !(type as Cell).quantified) continue;
    if (!isGround(type) || isCon(type, "Any")) return null;
    if (only === null) only = type;
    else if (!sameType(only, type)) return null;
  }
  return only;
}

function isGround(type: Type): boolean {
  switch (type.kind) {
    case "var":
      return false;
    case "con":
      return type.args.every(isGround);
    case "tuple":
      return type.items.every(isGround);
    case "function":
      return false;
    case "record":
      return type.rest === null && [...type.fields.values()].every(isGround);
  }
}
