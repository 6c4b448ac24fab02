/**
 * `xs = xs + [x]` and `m = map.set(m, key, value)` in constant time, amortised.
 *
 * Lists and maps do not change, so both copy. A variable that a program grows this way holds its
 * value in two JS variables: the value itself, or null, and a private array or object (`$a` behind
 * the name) that takes what is new. The value is made from it when it is next read as a whole.
 *
 * Invariants
 * 1. At least one of the two is not null. Where the value is not null it is the variable's value.
 * 2. An array or object that became visible as the value is not changed any more: reading a plain
 *    list or a map hands it over and forgets it. A flat list is a copy of its array, which stays in
 *    use.
 *
 * @module
 */
import type { LocalSymbol } from "../check/checked.ts";
import type { AssignExpr, Expr, ListExpr, Statement } from "../syntax/ast.ts";
import { eachInside } from "../syntax/inside.ts";
import { as } from "./arithmetic.ts";
import { slotOf, valueOf } from "./expression.ts";
import { computed, type Value } from "./represent.ts";
import type { Scope } from "./scope.ts";
import { argumentOf, elementOf, listKind } from "./shape.ts";
import type { Unit } from "./unit.ts";
import { CLOSURES, containsInside } from "./walk.ts";

/** The elements that an assignment appends to its own variable, or null for any other assignment. */
export function appendedItems(unit: Unit, expr: AssignExpr): ListExpr | null {
  const { value } = expr;
  const items = expr.op === "+" ? value : joinedItems(unit, expr, value);
  if (items === null || items.kind !== "list" || items.items.length === 0) return null;
  if (unit.conversionOf(value) !== undefined || unit.conversionOf(items) !== undefined) return null;
  // Elements that assign would change the variable between reading and appending.
  return containsInside(items, (node) => node.kind === "assign") ? null : items;
}

/** What `xs = xs + ...` adds. */
function joinedItems(unit: Unit, expr: AssignExpr, value: Expr): Expr | null {
  if (expr.op !== null || value.kind !== "binary" || value.op !== "+") return null;
  const { left, right } = value;
  if (left.kind !== "name" || unit.conversionOf(left) !== undefined) return null;
  return unit.checked.symbolOf(left) === unit.checked.symbolOf(expr) ? right : null;
}

/** An entry that an assignment sets in its own variable. */
export interface SetEntry {
  readonly key: Expr;
  readonly value: Expr;
}

/** The entry that `m = map.set(m, key, value)` sets, or null for any other assignment. */
export function setEntry(unit: Unit, expr: AssignExpr): SetEntry | null {
  const { value: call } = expr;
  if (expr.op !== null || call.kind !== "call" || call.callee.kind !== "field") return null;
  const callee = unit.checked.symbolOf(call.callee);
  if (callee?.kind !== "host" || callee.module !== "map" || callee.entry.name !== "set") {
    return null;
  }
  const plan = unit.checked.argumentsOf(call);
  if (plan?.length !== 3 || plan.some((item, i) => item !== call.args[i]?.value)) return null;
  const [map, key, value] = plan as readonly Expr[];
  if (map.kind !== "name" || unit.checked.symbolOf(map) !== unit.checked.symbolOf(expr)) {
    return null;
  }
  if (unit.conversionOf(call) !== undefined || unit.conversionOf(map) !== undefined) return null;
  const assigns = [key, value].some((part) =>
    containsInside(part, (node) => node.kind === "assign")
  );
  return assigns ? null : { key, value };
}

/**
 * The variables of some statements that an assignment in them appends to. One that is assigned inside a closure is
 * left out: there a call among the new elements could change it between reading and appending.
 */
export function grownVariables(
  unit: Unit,
  statements: readonly Statement[],
): ReadonlySet<number> {
  const grown = new Set<number>();
  const assignedInside = new Set<number>();
  const depths = new Map<number, number>();
  let depth = 0;
  const closed = (node: Statement): void => {
    depth++;
    visit(node);
    depth--;
  };
  const visit = (node: Statement): void => {
    switch (node.kind) {
      case "var":
        depths.set(unit.checked.bindingOf(node.name).id, depth);
        break;
      case "assign": {
        const symbol = unit.checked.symbolOf(node);
        if (symbol?.kind !== "local") break;
        if (depths.get(symbol.id) !== depth) assignedInside.add(symbol.id);
        if (appendedItems(unit, node) !== null || setEntry(unit, node) !== null) {
          grown.add(symbol.id);
        }
        break;
      }
      case "call":
        if (node.block === null) break;
        eachInside(node, (inner) => (inner === node.block ? closed : visit)(inner));
        return;
    }
    eachInside(node, CLOSURES.has(node.kind) ? closed : visit);
  };
  for (const statement of statements) visit(statement);
  for (const id of assignedInside) grown.delete(id);
  return grown;
}

/** How a variable that grows is held: as an array, as an array of raw doubles, as an object. */
export type Growth = "plain" | "f64" | "map";

/** How a variable that grows is held; null for a variable that is held as any other. */
export function growthOf(unit: Unit, symbol: LocalSymbol): Growth | null {
  if (!symbol.mutable || symbol.file !== unit.checked.file) return null;
  if (unit.input.session && symbol.topLevel) return null;
  if (!unit.grows(symbol)) return null;
  const type = unit.typeOfLocal(symbol);
  if (argumentOf(type, "Map") !== null) return "map";
  const element = elementOf(type);
  const kind = element === null ? "mixed" : listKind(element);
  return kind === "mixed" ? null : kind;
}

/** The array of a variable that grows. */
export function arrayName(name: string): string {
  return `${name}$a`;
}

/** The whole value of a variable that grows. */
export function grownValue(scope: Scope, name: string, growth: Growth): Value {
  const array = arrayName(name);
  const make = growth === "f64"
    ? `(${name} = ${scope.unit.helper("floatsOf")}(${array}))`
    : `(${name} = ${array}, ${array} = null, ${name})`;
  return computed(`(${name} !== null ? ${name} : ${make})`, "slot", { pure: true });
}

/** The variable's value or what it grows in, whichever there is, to read a part or the size of. */
export function grownParts(name: string): Value {
  return computed(`(${name} ?? ${arrayName(name)})`, "slot", { pure: true });
}

/** Writes an assignment that grows its variable; false when it does something else. */
export function growTo(scope: Scope, expr: AssignExpr, name: string, growth: Growth): boolean {
  if (growth === "map") {
    const entry = setEntry(scope.unit, expr);
    if (entry === null) return false;
    setIn(scope, name, entry);
    return true;
  }
  const items = appendedItems(scope.unit, expr);
  if (items === null) return false;
  append(scope, name, growth, items);
  return true;
}

function setIn(scope: Scope, name: string, { key, value }: SetEntry): void {
  const object = arrayName(name);
  const values = scope.inOrder([() => slotOf(scope, key), () => slotOf(scope, value)]);
  const [k, v] = values.map((each) => scope.keep(each).code);
  scope.emit(`${scope.unit.helper("put")}(${object} ??= { ...${name} }, ${k}, ${v});`);
  scope.emit(`${name} = null;`);
}

/** Writes the appending of elements. */
function append(
  scope: Scope,
  name: string,
  growth: "plain" | "f64",
  items: ListExpr,
): void {
  const array = arrayName(name);
  const make = growth === "f64" ? valueOf : slotOf;
  const rep = growth === "f64" ? "f64" : "slot";
  const values = scope.inOrder(items.items.map((item) => () => as(scope, make(scope, item), rep)));
  const kept = values.map((value) => scope.keep(value));
  const copy = growth === "f64" ? `Array.from(${name})` : `${name}.slice()`;
  scope.emit(`(${array} ??= ${copy}).push(${kept.map((value) => value.code).join(", ")});`);
  scope.emit(`${name} = null;`);
}

/** The declaration of a variable that grows, without its value. */
export function grownDeclaration(name: string): string {
  return `let ${name}, ${arrayName(name)} = null;`;
}
