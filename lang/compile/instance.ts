/**
 * Generic functions made specific: which types a call gives to the variables of a scheme.
 *
 * A generic function works on slots. Where a call says what its variables are, the compiler writes a
 * version of the function for just these types, with raw Floats and exact-Int arithmetic in line,
 * so that code without annotations runs as fast as code with them.
 *
 * @module
 */
import { type OperatorConstraint, resolve, type Scheme, type Type } from "../types/type.ts";

/** What stands for a scheme's variables. */
export type Substitution = ReadonlyMap<Type, Type>;

/** Nothing is substituted. */
export const NO_SUBSTITUTION: Substitution = new Map();

/** The type with its variables replaced; parts that have none are shared. */
export function substitute(type: Type, by: Substitution): Type {
  if (by.size === 0) return type;
  const t = resolve(type);
  switch (t.kind) {
    case "var": {
      const found = by.get(t);
      return found === undefined ? t : found;
    }
    case "con": {
      const args = all(t.args, by);
      return args === t.args ? t : { ...t, args };
    }
    case "tuple": {
      const items = all(t.items, by);
      return items === t.items ? t : { kind: "tuple", items };
    }
    case "function": {
      const params = all(t.params, by);
      const returns = substitute(t.returns, by);
      if (params === t.params && returns === t.returns) return t;
      return { kind: "function", params, returns, effect: t.effect };
    }
    case "record": {
      const fields = new Map<string, Type>();
      for (const [name, field] of t.fields) fields.set(name, substitute(field, by));
      const rest = t.rest === null ? null : resolve(substitute(t.rest, by));
      if (rest === null || rest.kind !== "record") return { kind: "record", fields, rest };
      for (const [name, field] of rest.fields) if (!fields.has(name)) fields.set(name, field);
      return { kind: "record", fields, rest: rest.rest };
    }
  }
}

function all(types: readonly Type[], by: Substitution): readonly Type[] {
  let changed: Type[] | null = null;
  for (let i = 0; i < types.length; i++) {
    const part = substitute(types[i], by);
    if (part !== types[i]) changed ??= types.slice();
    if (changed !== null) changed[i] = part;
  }
  return changed ?? types;
}

/**
 * What the variables of a generic function are at one use.
 *
 * @param scheme the function's scheme
 * @param use the type of the function at the use, its own variables already substituted
 * @returns null when no variable becomes a type that would make the code better
 */
export function instanceOf(scheme: Scheme, use: Type): Substitution | null {
  if (scheme.vars.length === 0) return null;
  const found = new Map<Type, Type>();
  const vars = new Set<Type>(scheme.vars);
  const items: [Type, Type][] = [];
  match(scheme.type, use, vars, found, items);
  // `a?` at `Float?` leaves open whether `a` is Float or `Float?`: what stands elsewhere decides.
  for (const [variable, item] of items) if (!found.has(variable)) found.set(variable, item);
  solve(scheme.constraints ?? [], vars, found);
  for (const [variable, type] of found) if (resolve(type).kind === "var") found.delete(variable);
  return [...found.values()].some((type) => isUseful(type)) ? found : null;
}

/** Whether code for the type differs from code for an unknown one. */
function isUseful(type: Type): boolean {
  const t = resolve(type);
  return t.kind !== "con" || (t.id !== "Any" && t.id !== "Never");
}

function match(
  pattern: Type,
  type: Type,
  vars: ReadonlySet<Type>,
  found: Map<Type, Type>,
  items: [Type, Type][],
): void {
  const p = resolve(pattern);
  const t = resolve(type);
  const into = (part: Type, given: Type): void => match(part, given, vars, found, items);
  if (p.kind === "var") {
    if (vars.has(p) && !found.has(p)) found.set(p, t);
    return;
  }
  if (p.kind === "con" && t.kind === "con" && p.id === t.id) {
    const item = p.id === "Option" ? resolve(p.args[0]) : null;
    if (item?.kind === "var" && vars.has(item)) {
      items.push([item, resolve(t.args[0])]);
      return;
    }
    p.args.forEach((arg, i) => into(arg, t.args[i]));
  } else if (p.kind === "tuple" && t.kind === "tuple") {
    p.items.forEach((item, i) => {
      if (i < t.items.length) into(item, t.items[i]);
    });
  } else if (p.kind === "function" && t.kind === "function") {
    p.params.forEach((param, i) => {
      if (i < t.params.length) into(param, t.params[i]);
    });
    into(p.returns, t.returns);
  } else if (p.kind === "record" && t.kind === "record") {
    const others = new Map(t.fields);
    for (const [name, field] of p.fields) {
      const other = others.get(name);
      if (other !== undefined) into(field, other);
      others.delete(name);
    }
    if (p.rest !== null) {
      into(p.rest, { kind: "record", fields: others, rest: t.rest });
    }
  }
}

/** Finds the variables that only operations determine, as the checker does at each use. */
function solve(
  constraints: readonly OperatorConstraint[],
  vars: ReadonlySet<Type>,
  found: Map<Type, Type>,
): void {
  for (let again = true; again;) {
    again = false;
    for (const { op, left, right, result } of constraints) {
      const target = resolve(result);
      if (target.kind !== "var" || !vars.has(target) || found.has(target)) continue;
      const type = resultOf(op, substitute(left, found), substitute(right, found));
      if (type === null) continue;
      found.set(target, type);
      again = true;
    }
  }
}

/** The type of `left op right`, null while it is not known. */
function resultOf(op: OperatorConstraint["op"], left: Type, right: Type): Type | null {
  const a = resolve(left);
  const b = resolve(right);
  switch (op) {
    case "/":
      return FLOAT;
    case "+":
    case "-":
    case "*":
    case "//":
    case "%":
    case "**":
      if (a.kind !== "con" || b.kind !== "con") return null;
      if (a.id === "String" && b.id === "String") return a;
      if (!NUMBERS.has(a.id) || !NUMBERS.has(b.id)) return null;
      if (a.id === "Float" || b.id === "Float") return FLOAT;
      return a.id === "Num" ? a : b;
    case "index":
    case "iterate":
      return a.kind === "con" && (a.id === "List" || (a.id === "Map" && op === "index"))
        ? a.args[0]
        : null;
    default:
      return null;
  }
}

const FLOAT: Type = { kind: "con", id: "Float", name: "Float", args: [] };

const NUMBERS: ReadonlySet<string> = new Set(["Int", "Float", "Num"]);
