/**
 * `xs = xs + [x]` in constant time, amortised.
 *
 * Lists do not change, so joining copies. A variable that a program grows this way holds its list in
 * two JS variables: the list itself, or null, and a private array (`$a` behind the name) that takes
 * the new elements. The list is made from the array when it is next read as a whole.
 *
 * Invariants
 * 1. At least one of the two is not null. Where the list is not null it has the variable's value.
 * 2. An array that became visible as the list is not pushed to any more: reading a plain list hands
 *    the array over and forgets it. A flat list is a copy of its array, which stays in use.
 *
 * @module
 */
import type { LocalSymbol } from "../check/checked.ts";
import type {
  AssignExpr,
  Declaration,
  Expr,
  ListExpr,
  Module,
  VarStatement,
} from "../syntax/ast.ts";
import { as } from "./arithmetic.ts";
import { slotOf, valueOf } from "./expression.ts";
import { computed, type Value } from "./represent.ts";
import type { Scope } from "./scope.ts";
import { elementOf, listKind } from "./shape.ts";
import type { Unit } from "./unit.ts";
import { containsNode } from "./walk.ts";

/** The elements that an assignment appends to its own variable, or null for any other assignment. */
export function appendedItems(unit: Unit, expr: AssignExpr): ListExpr | null {
  const { value } = expr;
  const items = expr.op === "+" ? value : joinedItems(unit, expr, value);
  if (items === null || items.kind !== "list" || items.items.length === 0) return null;
  if (unit.conversionOf(value) !== undefined || unit.conversionOf(items) !== undefined) return null;
  // Elements that assign would change the variable between reading and appending.
  return containsNode(items, (node) => node.kind === "assign") ? null : items;
}

/** What `xs = xs + ...` adds. */
function joinedItems(unit: Unit, expr: AssignExpr, value: Expr): Expr | null {
  if (expr.op !== null || value.kind !== "binary" || value.op !== "+") return null;
  const { left, right } = value;
  if (left.kind !== "name" || unit.conversionOf(left) !== undefined) return null;
  return unit.checked.symbolOf(left) === unit.checked.symbolOf(expr) ? right : null;
}

/**
 * The variables of a file that some assignment appends to. One that is assigned inside a closure is
 * left out: there a call among the new elements could change it between reading and appending.
 */
export function grownVariables(unit: Unit, module: Module): ReadonlySet<number> {
  const grown = new Set<number>();
  const assignedInside = new Set<number>();
  const depths = new Map<number, number>();
  const visit = (item: unknown, depth: number): void => {
    if (typeof item !== "object" || item === null) return;
    if (Array.isArray(item)) {
      for (const each of item) visit(each, depth);
      return;
    }
    const node = item as Expr | Declaration | VarStatement;
    if (node.kind === "var") depths.set(unit.checked.bindingOf(node.name).id, depth);
    if (node.kind === "assign") {
      const symbol = unit.checked.symbolOf(node);
      if (symbol?.kind === "local") {
        if (depths.get(symbol.id) !== depth) assignedInside.add(symbol.id);
        if (appendedItems(unit, node) !== null) grown.add(symbol.id);
      }
    }
    for (const key in node) {
      if (key === "span") continue;
      const closes = CLOSURES.has(node.kind) || (node.kind === "call" && key === "block");
      visit((node as unknown as Record<string, unknown>)[key], closes ? depth + 1 : depth);
    }
  };
  visit(module.statements, 0);
  for (const id of assignedInside) grown.delete(id);
  return grown;
}

/** What runs as a function of its own. */
const CLOSURES: ReadonlySet<string> = new Set([
  "function",
  "lambda",
  "parallel",
  "parallelFor",
  "checkpoint",
]);

/** How the list of a variable that grows is held; null for a variable that is held as any other. */
export function growthOf(unit: Unit, symbol: LocalSymbol): "plain" | "f64" | null {
  if (!symbol.mutable || symbol.file !== unit.checked.file) return null;
  if (unit.input.session && symbol.topLevel) return null;
  if (!unit.grown.has(symbol.id)) return null;
  const element = elementOf(unit.typeOfLocal(symbol));
  const kind = element === null ? "mixed" : listKind(element);
  return kind === "mixed" ? null : kind;
}

/** The array of a variable that grows. */
export function arrayName(name: string): string {
  return `${name}$a`;
}

/** The whole list of a variable that grows. */
export function grownList(scope: Scope, name: string, growth: "plain" | "f64"): Value {
  const array = arrayName(name);
  const make = growth === "plain"
    ? `(${name} = ${array}, ${array} = null, ${name})`
    : `(${name} = ${scope.unit.helper("floatsOf")}(${array}))`;
  return computed(`(${name} !== null ? ${name} : ${make})`, "slot", { pure: true });
}

/** The variable's list or its array, whichever there is, to read an element or the length of. */
export function grownElements(name: string): Value {
  return computed(`(${name} ?? ${arrayName(name)})`, "slot", { pure: true });
}

/** Writes the appending of elements. */
export function append(
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
