/**
 * Unknowns that a finished part of the program settles among themselves.
 *
 * A call leaves unknowns behind: those of the generic function it calls, and the results of operations on
 * them. Where nothing outside of the call knows of them, nothing that comes later can say more
 * about them, and so they get their types at once. What is written next then sees what the value is, not
 * an unknown that it could bend: `[square(2), "a"]` is a list of an Int and a String.
 *
 * @module
 */
import type { Cell, PendingUse } from "./cell.ts";
import { hasKnownLower, isComputed, settleInOrder } from "./grounded.ts";
import type { Solver } from "./solver.ts";
import { resolve, type Type } from "./type.ts";

/** A place in the order in which unknowns and operations are made. */
export interface Mark {
  readonly cells: number;
  readonly uses: number;
  /** The id of the first unknown made after it. */
  readonly id: number;
}

/** A part with more unknowns is left to the end of its scope, so that nested parts take no time. */
const OPEN_MAX = 400;

/**
 * Settles what is closed among the unknowns made since a mark.
 *
 * @param cells the unknowns made since the mark
 * @param uses the operations begun since the mark
 */
export function settleClosed(
  solver: Solver,
  cells: readonly Cell[],
  uses: readonly PendingUse[],
  mark: Mark,
): void {
  const open = cells.filter((cell) => cell.solution === null && !cell.quantified);
  if (open.length > OPEN_MAX || !open.some(hasKnownLower)) return;
  const closed = closedOf(open, uses, mark);
  if (closed.length > 0) settleInOrder(solver, closed);
}

/** The unknowns that are not connected to anything outside, nor to anything that may be given later. */
function closedOf(open: readonly Cell[], uses: readonly PendingUse[], mark: Mark): readonly Cell[] {
  const groups = new Groups();
  for (const use of uses) {
    if (use.done) continue;
    const { left, right, result } = use.constraint;
    groups.join([left, right, result]);
  }
  for (const cell of open) {
    groups.join([cell]);
    for (const flow of cell.lower ?? []) groups.join([cell, flow.type]);
    for (const flow of cell.upper ?? []) groups.join([cell, flow.type]);
    for (const { done, constraint: { left, right, result } } of cell.uses ?? []) {
      if (!done) groups.join([left, right, result]);
    }
  }
  const isClosed = (cell: Cell): boolean =>
    cell.age >= mark.id && !cell.quantified && !cell.grows && !cell.isGiven && isComputed(cell);
  return groups.those(isClosed).filter((cell) => cell.solution === null);
}

/** Unknowns that are connected: union and find (Tarjan, 1975). */
class Groups {
  readonly #parents = new Map<Cell, Cell>();

  /**
   * Makes one group of the unknowns among some types. Those inside of a known type, such as the elements
   * of a list, do not count: whatever they are, it is a list.
   */
  join(types: readonly Type[]): void {
    let first: Cell | null = null;
    for (const type of types) {
      const part = resolve(type);
      if (part.kind !== "var") continue;
      const root = this.#rootOf(part as Cell);
      if (first === null) first = root;
      else if (root !== first) this.#parents.set(root, first);
    }
  }

  /** The members of all groups of which every member is as wanted. */
  those(isWanted: (cell: Cell) => boolean): readonly Cell[] {
    const spoilt = new Set<Cell>();
    const members = [...this.#parents.keys()];
    for (const cell of members) if (!isWanted(cell)) spoilt.add(this.#rootOf(cell));
    return members.filter((cell) => !spoilt.has(this.#rootOf(cell)));
  }

  #rootOf(cell: Cell): Cell {
    let root = cell;
    for (;;) {
      const parent = this.#parents.get(root);
      if (parent === undefined) {
        this.#parents.set(root, root);
        break;
      }
      if (parent === root) break;
      root = parent;
    }
    for (let each = cell; each !== root;) {
      const next = this.#parents.get(each) as Cell;
      this.#parents.set(each, root);
      each = next;
    }
    return root;
  }
}
