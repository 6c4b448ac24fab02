/**
 * The order in which values that are known all the way down get their types.
 *
 * An unknown is *grounded* when everything it comes from is: literals, what is known already, and
 * operations on such. `var s = 2` may still become a Float by what is assigned later, but when its scope
 * is closed nothing more can come, so that it, and whatever is calculated from it, has one
 * least type. That is found first; only then are unknowns looked at that a caller decides (parameters),
 * for which the places they flow to count. In the other order a list `[s * u, 1.5]` would
 * make a Float of `u`.
 *
 * @module
 */
import type { Cell } from "./cell.ts";
import type { Solver } from "./solver.ts";
import { resolve, type Type } from "./type.ts";

/**
 * Settles all grounded unknowns. True when it settled any.
 *
 * @param open unknowns that are not solved; what is not among them is not grounded
 */
export function settleGrounded(solver: Solver, open: readonly Cell[]): boolean {
  if (!open.some(hasKnownLower)) return false;
  const grounded = groundedOf(open);
  return grounded.length > 0 && settleInOrder(solver, grounded);
}

/**
 * Settles unknowns of which all is known that ever will be. True when it settled any.
 *
 * Hard types first, since an integer literal gives way to them; a list, whose elements keep their
 * kinds, after all its elements.
 */
export function settleInOrder(solver: Solver, cells: readonly Cell[]): boolean {
  let hasSettled = false;
  for (let i = 0; i < TURNS.length;) {
    let isAgain = false;
    for (const cell of cells) {
      if (cell.solution !== null || !TURNS[i](cell)) continue;
      solver.settle(cell);
      if (cell.solution === null) continue;
      hasSettled = isAgain = true;
      // Even one literal more may decide what was waiting.
      if (i > 0) break;
    }
    i = isAgain ? 0 : i + 1;
  }
  return hasSettled;
}

/** Which unknowns are settled in one turn; after one that settled something, the first comes again. */
const TURNS: readonly ((cell: Cell) => boolean)[] = [
  (cell) => isHard(cell) && (cell.merge === "flow" || !hasUnknownLower(cell)),
  (cell) => hasKnownLower(cell) && !hasUnknownLower(cell),
  (cell) => hasKnownLower(cell) && !isHard(cell),
  hasKnownLower,
];

/** Whether a known type flows into an unknown. */
export function hasKnownLower(cell: Cell): boolean {
  return cell.lower !== null && cell.lower.some((flow) => resolve(flow.type).kind !== "var");
}

/** Whether more than an integer literal flows into an unknown. */
export function isHard(cell: Cell): boolean {
  return cell.lower !== null &&
    cell.lower.some((flow) => !flow.soft && resolve(flow.type).kind !== "var");
}

function hasUnknownLower(cell: Cell): boolean {
  return cell.lower !== null && cell.lower.some((flow) => {
    const part = resolve(flow.type);
    return part.kind === "var" && part !== cell;
  });
}

/** Whether an unknown is a value found on the way, not one that a caller gives. */
export function isComputed(cell: Cell): boolean {
  return cell.lower !== null || isResult(cell);
}

/** Whether an unknown is the result of an operation that waits for its operands. */
export function isResult(cell: Cell): boolean {
  return cell.made !== null && !cell.made.done;
}

function groundedOf(open: readonly Cell[]): readonly Cell[] {
  // Most functions leave one unknown or two, of which none waits for another.
  if (!open.some((cell) => cell.made !== null || hasUnknownLower(cell))) {
    return open.filter((cell) => cell.lower !== null && !cell.grows && !cell.isGiven);
  }
  const known = new Set(open);
  const dependents = new Map<Cell, Cell[]>();
  const lost: Cell[] = [];
  for (const cell of open) {
    let isLost = cell.grows || cell.isGiven || !isComputed(cell);
    const dependsOn = (type: Type): void => {
      const part = resolve(type);
      if (part.kind !== "var" || part === cell) return;
      const other = part as Cell;
      if (!known.has(other)) isLost = true;
      else if (dependents.has(other)) dependents.get(other)!.push(cell);
      else dependents.set(other, [cell]);
    };
    for (const flow of cell.lower ?? []) dependsOn(flow.type);
    if (cell.made !== null && !cell.made.done) {
      dependsOn(cell.made.constraint.left);
      dependsOn(cell.made.constraint.right);
    }
    if (isLost) lost.push(cell);
  }
  const isLost = new Set(lost);
  for (const cell of isLost) for (const next of dependents.get(cell) ?? []) isLost.add(next);
  return open.filter((cell) => !isLost.has(cell));
}
