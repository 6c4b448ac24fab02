/**
 * Settling an unknown: it becomes the join of what flows into it, or the meet of where it flows.
 *
 * And the order in which unknowns are settled when their scope is closed, after those that come from known
 * values alone (`grounded.ts`): first those that something known flows into, then those that flow
 * into something known, then what is linked, then integer literals.
 *
 * @module
 */
import { ANY, isCon, NIL, optionItem, optionOf } from "./build.ts";
import type { Cell, Flow, PendingUse } from "./cell.ts";
import { hasKnownLower, isComputed, isResult } from "./grounded.ts";
import { isNumber, joinTypes, meetTypes } from "./join.ts";
import { sameType } from "./same.ts";
import type { Solver } from "./solver.ts";
import { resolve, type Type } from "./type.ts";

/** Settles an unknown if it is its turn; true when it did. `given` are types of parameters. */
export type SettlingPass = (solver: Solver, cell: Cell, given: readonly Type[]) => boolean;

/** Settles an unknown by what is known of it; leaves it alone when nothing is. */
export function settleCell(solver: Solver, cell: Cell, seen: Set<Cell> = new Set()): void {
  if (cell.solution !== null || cell.quantified || seen.has(cell) || cell.isBusy) return;
  // A longer chain of unknowns is settled link by link when their scope is closed.
  if (seen.size > CHAIN_MAX) return;
  seen.add(cell);
  const isRound = joinCycle(solver, cell);
  cell.isBusy = true;
  const joined = joinLower(solver, cell, seen);
  cell.isBusy = false;
  if (cell.solution !== null) return;
  if (joined !== null) {
    // Where what is put in comes round, nil is not all that there may be: `pad(xs + [nil])`.
    return solver.bind(cell, isRound && isCon(joined, "Nil") ? optionOf(solver.fresh()) : joined);
  }
  const met = meetUpper(solver, cell);
  if (met !== null) solver.bind(cell, met);
}

/**
 * Makes one of `cell` and the unknowns it is in a cycle with: each has all values of every other. To
 * settle them one by one would give the first the type of what flows into it directly, before what
 * comes round is looked at. True when there were others.
 */
function joinCycle(solver: Solver, cell: Cell): boolean {
  const cycle = cycleOf(cell);
  const mixes = cell.merge === "list" || cycle.some((each) => each.merge === "list");
  for (const each of cycle) solver.bind(each, cell);
  if (mixes && cycle.length > 0) cell.merge = "list";
  return cycle.length > 0;
}

/** The other unknowns that flow into `cell` and that it flows into. */
function cycleOf(cell: Cell): readonly Cell[] {
  if (cell.lower === null || cell.upper === null) return [];
  const before = reached(cell, (each) => each.lower);
  if (before.size === 1) return [];
  const after = reached(cell, (each) => each.upper);
  return [...before].filter((each) => each !== cell && after.has(each));
}

/** The unknowns reached through flows in one direction, the nearest {@linkcode CHAIN_MAX} of them. */
function reached(cell: Cell, flows: (cell: Cell) => Flow[] | null): ReadonlySet<Cell> {
  const found = new Set([cell]);
  for (const each of found) {
    for (const flow of flows(each) ?? []) {
      const next = resolve(flow.type);
      if (next.kind === "var" && !(next as Cell).quantified) found.add(next as Cell);
    }
    if (found.size > CHAIN_MAX) break;
  }
  return found;
}

/** Whether elements of an empty literal that are not known yet flow into an unknown. */
export function stillGrows(cell: Cell): boolean {
  return cell.lower !== null && cell.lower.some(({ type }) => {
    const part = resolve(type);
    return part.kind === "var" && part !== cell && (part as Cell).grows;
  });
}

function joinLower(solver: Solver, cell: Cell, seen: Set<Cell>): Type | null {
  let joined: Type | null = null;
  let hasUnknown = false;
  let hasUnknownNumber = false;
  const behind: Type[] = [];
  for (const flow of cell.lower ?? []) {
    let part = resolve(flow.type);
    if (part.kind === "var" && part !== cell && isFound(part as Cell)) {
      settleCell(solver, part as Cell, seen);
      part = resolve(part);
    }
    if (part.kind === "var") {
      if (part === cell) continue;
      hasUnknown = true;
      if ((part as Cell).bound === "num") hasUnknownNumber = true;
      if (cell.merge === "list") behind.push(...knownBehind(part as Cell));
      continue;
    }
    // An option of the unknown itself tells that it may be nil; what else it is, the others tell.
    if (optionItem(part) === cell) part = NIL;
    joined = joined === null ? part : joinTypes(solver, joined, part, cell.merge) ?? joined;
  }
  if (hasUnknownNumber && joined !== null && cell.merge === "list" && isNoNumber(joined)) {
    return ANY;
  }
  for (const type of behind) {
    // An Int that comes by way of a variable may still become a Float with it.
    if (joined === null || isNumber(joined) && isNumber(type)) continue;
    joined = joinTypes(solver, joined, type, cell.merge) ?? joined;
  }
  // Nil and something unknown: an option of what that will be.
  return hasUnknown && joined !== null && isCon(joined, "Nil") ? optionOf(solver.fresh()) : joined;
}

/** What is known of the values of an unknown by way of others that flow into it. */
function knownBehind(cell: Cell): readonly Type[] {
  if (cell.lower === null) return [];
  const found: Type[] = [];
  for (const each of reached(cell, (part) => part.lower)) {
    for (const flow of each.lower ?? []) {
      const type = resolve(flow.type);
      if (type.kind !== "var") found.push(type);
    }
    if (found.length >= BEHIND_MAX) break;
  }
  return found;
}

/** The first ones tell: a variable holds values of one type. */
const BEHIND_MAX = 4;

/** Whether a type is unlike every number. */
function isNoNumber(type: Type): boolean {
  const item = optionItem(type) ?? type;
  return item.kind !== "var" && !isNumber(item) && !isCon(item, "Nil") && !isCon(item, "Any");
}

/** Whether something known flows into an unknown; for one that grows, also by way of others. */
function isFound(cell: Cell): boolean {
  if (hasKnownLower(cell)) return true;
  return cell.grows && [...reached(cell, (each) => each.lower)].some(hasKnownLower);
}

function meetUpper(solver: Solver, cell: Cell): Type | null {
  let met: Type | null = null;
  for (const flow of cell.upper ?? []) {
    const part = resolve(flow.type);
    if (part.kind === "var") continue;
    // An empty literal that nothing was put into fits everywhere.
    if (cell.grows && met !== null && !sameType(met, part)) return ANY;
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
  if (waits(solver, cell)) return false;
  solver.settle(cell);
  return cell.solution !== null;
}

/** Whether an unknown that grows should first see what becomes of others that flow into it. */
function waits(solver: Solver, cell: Cell): boolean {
  if (!cell.grows) return false;
  joinCycle(solver, cell);
  return cell.lower !== null && cell.lower.some(({ type }) => {
    const part = resolve(type);
    return part.kind === "var" && part !== cell;
  });
}

/** What waited for others in vain is settled by what is known. */
function settleGrown(solver: Solver, cell: Cell): boolean {
  if (!cell.grows || !hasKnownLower(cell)) return false;
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
  if (isMixed(cell)) return false;
  for (const flow of cell.lower ?? []) {
    const other = resolve(flow.type);
    if (other.kind === "var" && other !== cell) {
      link(solver, cell, other as Cell);
      return true;
    }
  }
  for (const flow of cell.upper ?? []) {
    const other = resolve(flow.type);
    // What one of several values is says nothing of what the others are.
    if (other.kind === "var" && other !== cell && !isMixed(other as Cell)) {
      link(solver, cell, other as Cell);
      return true;
    }
  }
  return false;
}

/** Makes one of two unknowns, of which the one flows into the other. */
function link(solver: Solver, cell: Cell, other: Cell): void {
  if (!isComputed(cell) || !isComputed(other)) other.isGiven = true;
  solver.bind(cell, other);
}

/** Whether an unknown grows, and something known is in it already. */
function isMixed(cell: Cell): boolean {
  return cell.grows && hasKnownLower(cell);
}

/**
 * An integer literal stays open only where it is calculated with an unknown, where it stands beside the
 * result of such a calculation, or where the unknown is one that a caller gives.
 */
function settleSoft(solver: Solver, cell: Cell, given: readonly Type[]): boolean {
  if (cell.lower === null || cell.uses?.some(decides) || isResult(cell)) return false;
  if (given.some((type) => unknownsIn(type).has(cell)) || waits(solver, cell)) return false;
  solver.settle(cell);
  return cell.solution !== null;
}

/** Whether an operation may still say what an integer literal is to be: one with a result may. */
export function decides(use: PendingUse): boolean {
  return !use.done && use.constraint.op !== "sized";
}

/** The unknowns in a type. */
export function unknownsIn(type: Type, found: Set<Type> = new Set()): ReadonlySet<Type> {
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

/** The passes in their order; after one that settled something, all begin anew. */
export const SETTLING: readonly SettlingPass[] = [
  settleHard,
  settleUpper,
  settleLinks,
  settleSoft,
  settleGrown,
];
