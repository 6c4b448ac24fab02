/**
 * What operators do to types. An operation whose operands are not known yet waits
 * ({@linkcode tryOperator} answers `wait`) and is asked again when one of them is found.
 *
 * @module
 */
import { ANY, BOOL, FLOAT, INT, isCon, listOf, NUM, rowOf, STRING, WRONG } from "./build.ts";
import { type Cell, type PendingUse, strongerBound } from "./cell.ts";
import { isHard } from "./grounded.ts";
import { isNumber, joinTypes } from "./join.ts";
import { isMeasured, isQuantity, quantityResult } from "./quantities.ts";
import type { Solver } from "./solver.ts";
import { resolve, type Type, type VarType } from "./type.ts";
import type { OperatorUse, Why } from "./why.ts";

/** Whether an operation is decided, must wait for its operands, or cannot be. */
export type Outcome = "done" | "wait" | "wrong";

/** Decides an operation as far as its operands are known. */
export function tryOperator(solver: Solver, use: PendingUse): Outcome {
  const { op, left, right } = use.constraint;
  const a = resolve(left);
  const b = resolve(right);
  if (isCon(a, "Wrong") || isCon(b, "Wrong")) return give(solver, use, WRONG);
  switch (op) {
    case "<":
      return compare(solver, use, a, b);
    case "in":
      return contain(solver, use, a, b);
    case "index":
      return indexInto(solver, use, a, b);
    case "iterate":
      return iterate(solver, use, a);
    case "sized":
      if (a.kind === "var") return "wait";
      return hasLength(a) ? "done" : "wrong";
    default:
      return calculate(solver, use, a, b);
  }
}

function give(solver: Solver, use: PendingUse, type: Type): Outcome {
  return solver.unifyQuietly(use.constraint.result, type) ? "done" : "wrong";
}

function calculate(solver: Solver, use: PendingUse, left: Type, right: Type): Outcome {
  const a = measuredOf(solver, left);
  const b = measuredOf(solver, right);
  if (use.constraint.op === "/") return divide(solver, use, a, b);
  if (isCon(a, "Never") || isCon(b, "Never")) return give(solver, use, isCon(a, "Never") ? b : a);
  if (isCon(a, "Any") || isCon(b, "Any")) return give(solver, use, ANY);
  if (a.kind === "var") {
    if (b.kind !== "var") return calculateHalf(solver, use, a as Cell, b);
    const bound = use.constraint.op === "+" ? "add" : "num";
    strengthen(a as Cell, bound, use);
    strengthen(b as Cell, bound, use);
    return a === b ? give(solver, use, a) : "wait";
  }
  if (b.kind === "var") return calculateHalf(solver, use, b as Cell, a);
  if (isNumber(a) && isNumber(b)) return give(solver, use, numberResult(a, b));
  if (isMeasured(a) || isMeasured(b)) return measure(solver, use, a, b);
  if (use.constraint.op !== "+") return "wrong";
  if (isCon(a, "String") && isCon(b, "String")) return give(solver, use, STRING);
  if (isCon(a, "List") && isCon(b, "List")) {
    return give(solver, use, listOf(joinElements(solver, a.args[0], b.args[0])));
  }
  return "wrong";
}

/** `var sums = [0]`, `sums + [1.5]`: a list of integer literals that grows by Floats is one of Floats. */
function joinElements(solver: Solver, left: Type, right: Type): Type {
  const a = resolve(left);
  const b = resolve(right);
  const isOpen = (type: Type): boolean =>
    type.kind === "var" && (type as Cell).isElement && !isHard(type as Cell);
  if ((isOpen(a) && isCon(b, "Float")) || (isOpen(b) && isCon(a, "Float"))) {
    solver.unifyQuietly(a, b);
  }
  return joinTypes(solver, a, b, "list") ?? ANY;
}

/** Unknowns looked through for a duration, a size or a point in time that flows into an unknown. */
const MEASURED_DEPTH_MAX = 5;

/** Whether a duration, a size or a point in time flows into an unknown, which decides it. */
function takesMeasured(type: Type, depth = 0): boolean {
  if (type.kind !== "var" || depth > MEASURED_DEPTH_MAX) return false;
  return firstLower(type).some((found) => isMeasured(found) || takesMeasured(found, depth + 1));
}

/** The type, settled with what it comes from where a duration, a size or a point in time flows into it. */
export function measuredOf(solver: Solver, type: Type, depth = 0): Type {
  const found = resolve(type);
  if (!takesMeasured(found, depth)) return found;
  for (const from of firstLower(found)) measuredOf(solver, from, depth + 1);
  return solver.force(found);
}

/** The first ones tell: nothing but its own kind flows into an unknown together with them. */
function firstLower(type: Type): readonly Type[] {
  return (type as Cell).lower?.slice(0, 4).map((flow) => resolve(flow.type)) ?? [];
}

function measure(solver: Solver, use: PendingUse, a: Type, b: Type): Outcome {
  const result = quantityResult(use.constraint.op, a, b);
  return result === null ? "wrong" : give(solver, use, result);
}

/** `/` of numbers always gives a Float, whatever they are; of anything what Python makes of it. */
function divide(solver: Solver, use: PendingUse, a: Type, b: Type): Outcome {
  if (isQuantity(a)) {
    if (b.kind === "var") return "wait";
    if (isCon(b, "Any") || isCon(b, "Never")) return give(solver, use, isCon(b, "Any") ? ANY : a);
    return measure(solver, use, a, b);
  }
  if (isQuantity(b)) {
    if (a.kind !== "var" && !isCon(a, "Any") && !isCon(a, "Never")) return "wrong";
    if (a.kind === "var") solver.flow(a, b, whyOf(use));
    return give(solver, use, FLOAT);
  }
  give(solver, use, isCon(a, "Any") || isCon(b, "Any") ? ANY : FLOAT);
  for (const operand of [a, b]) {
    if (operand.kind === "var") strengthen(operand as Cell, "num", use);
    else if (!isNumber(operand) && !isCon(operand, "Any") && !isCon(operand, "Never")) {
      return "wrong";
    }
  }
  return "done";
}

function numberResult(a: Type, b: Type): Type {
  if (isCon(a, "Float") || isCon(b, "Float")) return FLOAT;
  return isCon(a, "Num") || isCon(b, "Num") ? NUM : INT;
}

/** One operand is known: it often decides what the other must be. */
function calculateHalf(solver: Solver, use: PendingUse, unknown: Cell, known: Type): Outcome {
  if (isNumber(known)) {
    strengthen(unknown, "num", use);
    if (isCon(known, "Int")) return give(solver, use, unknown);
    return give(solver, use, known);
  }
  if (isMeasured(known)) {
    if (use.constraint.op !== "*") return "wait";
    if (!isQuantity(known)) return "wrong";
    strengthen(unknown, "num", use);
    return give(solver, use, known);
  }
  if (use.constraint.op !== "+") return "wrong";
  if (isCon(known, "String")) {
    solver.flow(unknown, STRING, whyOf(use));
    return give(solver, use, STRING);
  }
  if (!isCon(known, "List")) return "wrong";
  const item = unknown.grows ? solver.growing("list") : solver.fresh();
  solver.flow(unknown, listOf(item), whyOf(use));
  const joined = unknown.grows ? solver.growing("list") : solver.fresh("list");
  solver.flow(known.args[0], joined, whyOf(use));
  solver.flow(item, joined, whyOf(use));
  return give(solver, use, listOf(joined));
}

function whyOf(use: PendingUse): Why {
  return { span: use.span, reason: { kind: "operand", op: use.symbol, use } };
}

/** Says that an unknown must at least be `bound`, because of `use`. */
export function strengthen(cell: Cell, bound: VarType["bound"], use: OperatorUse | null): void {
  if (strongerBound(cell.bound, bound) === cell.bound) return;
  cell.bound = bound;
  cell.boundBy = use;
}

function compare(solver: Solver, use: PendingUse, a: Type, b: Type): Outcome {
  give(solver, use, BOOL);
  if (a.kind === "var" && b.kind === "var") {
    strengthen(a as Cell, "ord", use);
    strengthen(b as Cell, "ord", use);
    return a === b ? "done" : "wait";
  }
  if (isCon(a, "Any") || isCon(b, "Any")) return "done";
  if (a.kind === "var") return compareHalf(solver, use, a as Cell, b);
  if (b.kind === "var") return compareHalf(solver, use, b as Cell, a);
  return haveOrder(a, b) ? "done" : "wrong";
}

function compareHalf(solver: Solver, use: PendingUse, unknown: Cell, known: Type): Outcome {
  if (isNumber(known)) {
    strengthen(unknown, "num", use);
    return "done";
  }
  if (!haveOrder(known, known)) return "wrong";
  solver.flow(unknown, known, whyOf(use));
  return "done";
}

const ORDERED = new Set(["String", "Bool", "Duration", "Size", "Time", "Bytes"]);

/** Whether values of these two types can be compared with `<`; unknowns inside may be anything. */
function haveOrder(left: Type, right: Type): boolean {
  const a = resolve(left);
  const b = resolve(right);
  if (a.kind === "var" || b.kind === "var" || isCon(a, "Any") || isCon(b, "Any")) return true;
  if (isCon(a, "Never") || isCon(b, "Never")) return true;
  if (isNumber(a)) return isNumber(b);
  if (a.kind === "con" && b.kind === "con") {
    if (a.id === "List" && b.id === "List") return haveOrder(a.args[0], b.args[0]);
    return a.id === b.id && ORDERED.has(a.id);
  }
  if (a.kind === "tuple" && b.kind === "tuple") {
    return a.items.length === b.items.length &&
      a.items.every((item, i) => haveOrder(item, b.items[i]));
  }
  return false;
}

/** Whether a found type is what the operations on an unknown need. */
export function fitsBound(type: Type, bound: VarType["bound"]): boolean {
  const found = resolve(type);
  if (isCon(found, "Any") || isCon(found, "Wrong") || isCon(found, "Never")) return true;
  if (found.kind === "var") {
    strengthen(found as Cell, bound, null);
    return true;
  }
  switch (bound) {
    case "num":
      return isNumber(found);
    case "sum":
      return isNumber(found) || isQuantity(found);
    case "add":
      return isNumber(found) || isQuantity(found) || isCon(found, "String") ||
        isCon(found, "List");
    case "ord":
      return haveOrder(found, found);
    default:
      return true;
  }
}

function contain(solver: Solver, use: PendingUse, item: Type, whole: Type): Outcome {
  give(solver, use, BOOL);
  if (whole.kind === "var") return "wait";
  if (whole.kind === "record" || isCon(whole, "Map")) {
    solver.flow(item, STRING, whyOf(use));
    return "done";
  }
  if (isCon(whole, "String")) {
    solver.flow(item, STRING, whyOf(use));
    return "done";
  }
  return isCon(whole, "List") || isCon(whole, "Range") || isCon(whole, "Any") ? "done" : "wrong";
}

function indexInto(solver: Solver, use: PendingUse, whole: Type, key: Type): Outcome {
  const why: Why = { span: use.span, reason: { kind: "index" } };
  if (isCon(whole, "Any")) return give(solver, use, ANY);
  if (whole.kind === "var") {
    const found = solver.force(whole);
    if (found.kind !== "var") return indexInto(solver, use, found, key);
    if (!isCon(key, "Int")) return "wait";
    solver.unify(whole, listOf(use.constraint.result), why);
    return "done";
  }
  if (whole.kind === "record") {
    if (!solver.flow(key, STRING, why)) return "done";
    let value: Type | null = null;
    for (const type of rowOf(whole).fields.values()) {
      value = value === null ? type : joinTypes(solver, value, type, "list") ?? ANY;
    }
    return give(solver, use, value ?? ANY);
  }
  if (whole.kind !== "con") return "wrong";
  switch (whole.id) {
    case "List":
      solver.flow(key, INT, why);
      return give(solver, use, whole.args[0]);
    case "Map":
      solver.flow(key, STRING, why);
      return give(solver, use, whole.args[0]);
    case "String":
      solver.flow(key, INT, why);
      return give(solver, use, STRING);
    case "Range":
    case "Bytes":
      solver.flow(key, INT, why);
      return give(solver, use, INT);
    default:
      return "wrong";
  }
}

function iterate(solver: Solver, use: PendingUse, whole: Type): Outcome {
  const found = solver.force(whole);
  if (found.kind === "var") {
    solver.unifyQuietly(found, listOf(use.constraint.result));
    return "done";
  }
  if (found.kind !== "con") return "wrong";
  switch (found.id) {
    case "Any":
      return give(solver, use, ANY);
    case "List":
      return give(solver, use, found.args[0]);
    case "Range":
    case "Bytes":
      return give(solver, use, INT);
    default:
      return "wrong";
  }
}

const SIZED = new Set(["String", "List", "Map", "Bytes", "Range", "Any", "Never"]);

function hasLength(type: Type): boolean {
  return type.kind === "record" || type.kind === "tuple" ||
    (type.kind === "con" && SIZED.has(type.id));
}
