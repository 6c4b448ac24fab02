/**
 * The one type for values of two types, and the one type that fits two expectations.
 *
 * @module
 */
import {
  ANY,
  FLOAT,
  INT,
  isCon,
  listOf,
  mapOf,
  NUM,
  optionItem,
  optionOf,
  recordOf,
  rowOf,
} from "./build.ts";
import type { Cell, Merge } from "./cell.ts";
import { uniteEffects } from "./effect.ts";
import { isComputed } from "./grounded.ts";
import { type ConType, type RecordType, resolve, type Type } from "./type.ts";
import type { Solver } from "./solver.ts";
import type { Why } from "./why.ts";

/**
 * The narrowest type that values of `a` and of `b` both have, by the rules of `merge`; null when they
 * have none. Unknowns inside are made equal to what they meet.
 */
export function joinTypes(solver: Solver, a: Type, b: Type, merge: Merge): Type | null {
  const left = literalOf(solver, resolve(a), b, merge);
  const right = literalOf(solver, resolve(b), left, merge);
  if (left === right || isCon(right, "Never") || isCon(left, "Wrong")) return left;
  if (isCon(left, "Never") || isCon(right, "Wrong")) return right;
  if (isCon(left, "Any") || isCon(right, "Any")) return ANY;
  if (left.kind === "var" || right.kind === "var") {
    // Nil tells nothing of what the unknown is otherwise.
    if (isCon(left, "Nil")) return optionOf(right);
    if (isCon(right, "Nil")) return optionOf(left);
    const isPut = isPutIn(left, right) || isPutIn(right, left);
    if (merge === "list" && (isPut || isFound(left) || isFound(right))) {
      const joined = solver.fresh(merge);
      solver.flow(left, joined, UNSEEN);
      solver.flow(right, joined, UNSEEN);
      return joined;
    }
    return solver.unifyQuietly(left, right) ? resolve(left) : null;
  }
  const option = joinOptions(solver, left, right, merge);
  if (option !== undefined) return option;
  const joined = joinShapes(solver, left, right, merge);
  return joined === null && merge === "list" ? ANY : joined;
}

/** An unknown that an integer literal flows into is an Int beside an element that is no number. */
function literalOf(solver: Solver, type: Type, other: Type, merge: Merge): Type {
  if (merge !== "list" || !isIntBeside(type, other)) return type;
  return (type as Cell).grows ? type : solver.force(type);
}

/**
 * Whether an Int literal was put into a collection that holds something else already, which flows
 * into it, too: `m = map.set(m, "k", 0)`.
 */
function isPutIn(type: Type, other: Type): boolean {
  return isIntBeside(type, other) && (type as Cell).grows;
}

/** Whether an integer literal flows into an unknown, and the other type is known to be no number. */
function isIntBeside(type: Type, other: Type): boolean {
  const beside = resolve(other);
  if (type.kind !== "var" || beside.kind === "var" || isNumber(beside) || isCon(beside, "Nil")) {
    return false;
  }
  return (type as Cell).lower?.some((flow) => isCon(resolve(flow.type), "Int")) ?? false;
}

/** Whether a type is an unknown whose values do not come from a caller: to be joined, not to be made equal. */
function isFound(type: Type): boolean {
  return type.kind === "var" && !(type as Cell).grows && isComputed(type as Cell);
}

/** Unlike elements make a list of Any, so that nothing is ever said about these places. */
const UNSEEN: Why = { span: { start: 0, end: 0 }, reason: { kind: "plain" } };

function joinOptions(
  solver: Solver,
  left: Type,
  right: Type,
  merge: Merge,
): Type | null | undefined {
  const leftItem = optionItem(left);
  const rightItem = optionItem(right);
  if (leftItem === null && rightItem === null) {
    if (isCon(left, "Nil")) return isCon(right, "Nil") ? left : optionOf(right);
    return isCon(right, "Nil") ? optionOf(left) : undefined;
  }
  if (isCon(left, "Nil")) return right;
  if (isCon(right, "Nil")) return left;
  const joined = joinTypes(solver, leftItem ?? left, rightItem ?? right, merge);
  return joined === null ? null : optionOf(joined);
}

function joinShapes(solver: Solver, left: Type, right: Type, merge: Merge): Type | null {
  if (left.kind === "record" || right.kind === "record") {
    if (left.kind === "record" && right.kind === "record") return joinRecords(solver, left, right);
    if (isCon(left, "Map")) return joinMaps(solver, left, right as RecordType);
    if (isCon(right, "Map")) return joinMaps(solver, right, left as RecordType);
    return null;
  }
  if (left.kind === "con" && right.kind === "con") return joinCons(solver, left, right, merge);
  if (left.kind === "tuple" && right.kind === "tuple") {
    if (left.items.length !== right.items.length) return null;
    const items: Type[] = [];
    for (let i = 0; i < left.items.length; i++) {
      const item = joinTypes(solver, left.items[i], right.items[i], merge);
      if (item === null) return null;
      items.push(item);
    }
    return { kind: "tuple", items };
  }
  if (left.kind === "function" && right.kind === "function") {
    if (left.params.length !== right.params.length) return null;
    for (let i = 0; i < left.params.length; i++) {
      if (!solver.unifyQuietly(left.params[i], right.params[i])) return null;
    }
    const returns = joinTypes(solver, left.returns, right.returns, merge);
    if (returns === null) return null;
    uniteEffects(left.effect, right.effect);
    return { ...left, returns };
  }
  return null;
}

function joinCons(solver: Solver, left: ConType, right: ConType, merge: Merge): Type | null {
  if (isNumber(left) && isNumber(right)) {
    if (left.id === right.id) return left;
    return merge === "flow" && left.id !== "Num" && right.id !== "Num" ? FLOAT : NUM;
  }
  if (left.id === "Range" && right.id === "List") return joinCons(solver, right, left, merge);
  if (left.id === "List" && right.id === "Range") {
    const item = joinTypes(solver, left.args[0], INT, merge);
    return item === null ? null : listOf(item);
  }
  if (left.id !== right.id) return null;
  if (left.args.length === 0) return left;
  const args: Type[] = [];
  const inner = left.id === "Map" ? "list" : merge;
  for (let i = 0; i < left.args.length; i++) {
    const arg = joinTypes(solver, left.args[i], right.args[i], inner);
    if (arg === null) return null;
    args.push(arg);
  }
  return { ...left, args };
}

/**
 * Records of the same fields (and the same unknown rest) join field by field; others have no common
 * type but Any.
 */
function joinRecords(solver: Solver, left: RecordType, right: RecordType): Type {
  const a = rowOf(left);
  const b = rowOf(right);
  if (a.rest !== b.rest) return ANY;
  if (a.fields.size !== b.fields.size) return ANY;
  const fields = new Map<string, Type>();
  for (const [name, type] of a.fields) {
    const other = b.fields.get(name);
    if (other === undefined) return ANY;
    fields.set(name, joinTypes(solver, type, other, "list") ?? ANY);
  }
  return recordOf(fields, a.rest);
}

function joinMaps(solver: Solver, map: ConType, record: RecordType): Type {
  let value: Type = map.args[0];
  for (const type of rowOf(record).fields.values()) {
    value = joinTypes(solver, value, type, "list") ?? ANY;
  }
  return mapOf(value);
}

/** The widest type that fits both expectations; `a` when there is none (the other is reported then). */
export function meetTypes(solver: Solver, a: Type, b: Type): Type {
  const left = resolve(a);
  const right = resolve(b);
  if (left === right || isCon(right, "Any")) return left;
  if (isCon(left, "Any")) return right;
  if (left.kind === "var" || right.kind === "var") {
    solver.unifyQuietly(left, right);
    return resolve(left);
  }
  const leftItem = optionItem(left);
  const rightItem = optionItem(right);
  if (leftItem !== null || rightItem !== null) {
    const met = meetTypes(solver, leftItem ?? left, rightItem ?? right);
    return leftItem !== null && rightItem !== null ? optionOf(met) : met;
  }
  if (left.kind === "con" && right.kind === "con") {
    if (isNumber(left) && isNumber(right)) {
      if (left.id === "Int" || right.id === "Int") return INT;
      return left.id === "Float" ? left : right;
    }
    if (left.id === right.id && (left.id === "List" || left.id === "Map")) {
      return { ...left, args: [meetTypes(solver, left.args[0], right.args[0])] };
    }
  }
  if (left.kind === "record" && right.kind === "record") return meetRecords(solver, left, right);
  if (left.kind === "record" && isCon(right, "Map")) return left;
  if (right.kind === "record" && isCon(left, "Map")) return right;
  return left;
}

function meetRecords(solver: Solver, left: RecordType, right: RecordType): Type {
  const a = rowOf(left);
  const b = rowOf(right);
  const fields = new Map(a.fields);
  for (const [name, type] of b.fields) {
    const other = fields.get(name);
    fields.set(name, other === undefined ? type : meetTypes(solver, other, type));
  }
  const isOpen = a.rest !== null || b.rest !== null;
  return recordOf(fields, isOpen ? solver.fresh() : null);
}

/** Whether a resolved type is Int, Float or Num. */
export function isNumber(type: Type): boolean {
  return type.kind === "con" && (type.id === "Int" || type.id === "Float" || type.id === "Num");
}
