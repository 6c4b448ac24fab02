/**
 * Settling an unknown: it becomes the join of what flows into it, or the meet of where it flows.
 *
 * And the order in which unknowns are settled when their scope is closed: first those that something known
 * flows into, then those that flow into something known, then what is linked, then integer literals.
 *
 * @module
 */
import { isCon, optionItem, optionOf } from "./build.ts";
import type { Cell, PendingUse } from "./cell.ts";
import { joinTypes, meetTypes } from "./join.ts";
import type { Solver } from "./solver.ts";
import { resolve, type Type } from "./type.ts";

/** Settles an unknown if it is its turn; true when it did. `given` are types of parameters. */
export type SettlingPass = (solver: Solver, cell: Cell, given: readonly Type[]) => boolean;

/** Settles an unknown by what is known of it; leaves it alone when nothing is. */
export function settleCell(solver: Solver, cell: Cell, seen: Set<Cell> = new Set()): void {
  if (cell.solution !== null || cell.quantified || seen.has(cell)) return;
  // A longer chain of unknowns is settled link by link when their scope is closed.
  if (seen.size > CHAIN_MAX) return;
  seen.add(cell);
  const joined = joinLower(solver, cell, seen);
  if (cell.solution !== null) return;
  if (joined !== null) return solver.bind(cell, joined);
  const met = meetUpper(solver, cell);
  if (met !== null) solver.bind(cell, met);
}

function joinLower(solver: Solver, cell: Cell, seen: Set<Cell>): Type | null {
  let joined: Type | null = null;
  let hasUnknown = false;
  for (const flow of cell.lower ?? []) {
    let part = resolve(flow.type);
    if (part.kind === "var" && part !== cell && hasKnownLower(part as Cell)) {
      settleCell(solver, part as Cell, seen);
      part = resolve(part);
    }
    if (part.kind === "var") {
      if (part !== cell) hasUnknown = true;
      continue;
    }
    joined = joined === null ? part : joinTypes(solver, joined, part, cell.merge) ?? joined;
  }
  // Nil and something unknown: an option of what that will be.
  return hasUnknown && joined !== null && isCon(joined, "Nil") ? optionOf(solver.fresh()) : joined;
}

function meetUpper(solver: Solver, cell: Cell): Type | null {
  let met: Type | null = null;
  for (const flow of cell.upper ?? []) {
    const part = resolve(flow.type);
    if (part.kind === "var") continue;
    met = met === null ? part : meetTypes(solver, met, part);
  }
  if (met === null) return null;
  // What is calculated with is not nil, and an option of an unknown takes the unknown itself.
  const inner = optionItem(met);
  const isPlain = cell.bound !== "any" || cell.uses !== null;
  return inner !== null && (isPlain || inner.kind === "var") ? inner : met;
}

/** A longer chain of unknowns is settled link by link when their scope is closed. */
const CHAIN_MAX = 500;

function settleHard(solver: Solver, cell: Cell): boolean {
  if (!cell.lower?.some((flow) => !flow.soft && resolve(flow.type).kind !== "var")) return false;
  solver.settle(cell);
  return cell.solution !== null;
}

function settleUpper(solver: Solver, cell: Cell): boolean {
  if (hasKnownLower(cell)) return false;
  if (!cell.upper?.some((flow) => resolve(flow.type).kind !== "var")) return false;
  solver.settle(cell);
  return cell.solution !== null;
}

function settleLinks(solver: Solver, cell: Cell): boolean {
  for (const flow of cell.lower ?? []) {
    const other = resolve(flow.type);
    if (other.kind === "var" && other !== cell) {
      solver.bind(cell, other);
      return true;
    }
  }
  for (const flow of cell.upper ?? []) {
    const other = resolve(flow.type);
    if (other.kind === "var" && other !== cell) {
      solver.bind(cell, other);
      return true;
    }
  }
  return false;
}

/**
 * An integer literal stays open only where it is calculated with an unknown, or where the unknown is
 * one that a caller gives.
 */
function settleSoft(solver: Solver, cell: Cell, given: readonly Type[]): boolean {
  if (cell.lower === null || cell.uses?.some(decides)) return false;
  if (given.some((type) => unknownsIn(type).has(cell))) return false;
  solver.settle(cell);
  return cell.solution !== null;
}

/** Whether an operation may still say what an integer literal is to be: one with a result may. */
export function decides(use: PendingUse): boolean {
  return !use.done && use.constraint.op !== "sized";
}

/** The unknowns in a type. */
function unknownsIn(type: Type, found: Set<Type> = new Set()): ReadonlySet<Type> {
  const current = resolve(type);
  switch (current.kind) {
    case "var":
      found.add(current);
      break;
    case "con":
      for (const arg of current.args) unknownsIn(arg, found);
      break;
    case "tuple":
      for (const item of current.items) unknownsIn(item, found);
      break;
    case "function":
      for (const param of current.params) unknownsIn(param, found);
      unknownsIn(current.returns, found);
      break;
    case "record":
      for (const field of current.fields.values()) unknownsIn(field, found);
      if (current.rest !== null) unknownsIn(current.rest, found);
      break;
  }
  return found;
}

/** Whether a known type flows into an unknown. */
export function hasKnownLower(cell: Cell): boolean {
  return cell.lower !== null && cell.lower.some((flow) => resolve(flow.type).kind !== "var");
}

/** The passes in their order; after one that settled something, all begin anew. */
export const SETTLING: readonly SettlingPass[] = [
  settleHard,
  settleUpper,
  settleLinks,
  settleSoft,
];
