/**
 * Unknown types while they are being found out.
 *
 * Invariants:
 * 1. `solution` is set once; after that `lower`, `upper` and `uses` are null ({@linkcode Solver}
 *    has replayed them).
 * 2. A flow between two unknowns is in `upper` of the one and in `lower` of the other.
 *
 * @module
 */
import type { Type, VarType } from "./type.ts";
import type { OperatorUse, Why } from "./why.ts";

/** A type that flows into, or out of, an unknown. */
export interface Flow {
  readonly type: Type;
  readonly why: Why;
  /** True for an integer literal, which may still become a Float. */
  readonly soft: boolean;
}

/** How types that flow into one unknown are made one. */
export type Merge =
  /** Arguments and variables: Int with Float is Float, unlike types are an error. */
  | "flow"
  /** Branches: Int with Float is Num, unlike types are an error. */
  | "branch"
  /** Elements: Int with Float is Num, unlike types are Any. */
  | "list";

/** An unknown with what is known of it so far. */
export class Cell implements VarType {
  readonly kind = "var";
  readonly id: number;
  solution: Type | null = null;
  level: number;
  /** The least id of the unknowns that know of this one: it is as old as the oldest of them. */
  age: number;
  bound: VarType["bound"] = "any";
  /** The operation that set `bound`. */
  boundBy: OperatorUse | null = null;
  /** What flows in. */
  lower: Flow[] | null = null;
  /** Where it flows. */
  upper: Flow[] | null = null;
  /** Pending operations on it. */
  uses: PendingUse[] | null = null;
  /** The operation whose result it is, where that had to wait. */
  made: PendingUse | null = null;
  merge: Merge = "flow";
  /** A caller may decide it too: it was made one with an unknown that nothing flows into. */
  isGiven = false;
  /** An integer literal may be among its values even where it stands for Float. */
  isSoft = false;
  /** Quantified, and its instances merge like elements: the values of a map of the host. */
  mixes = false;
  /**
   * The elements of an empty literal, or what a call takes from one: more may be put in later, so that
   * no single call says what it is.
   */
  grows = false;
  /** The elements of a list of integer literals, which all become Floats together. */
  isElement = false;
  /** Being settled: what flows into it is looked at, in which it may stand again. */
  isBusy = false;
  /** Bound by a scheme: never solved again, except when the whole scheme is made specific. */
  quantified = false;

  /** A new unknown of the given level. */
  constructor(id: number, level: number) {
    this.id = id;
    this.age = id;
    this.level = level;
  }
}

/** An operation whose operand types are not known yet. */
export interface PendingUse extends OperatorUse {
  done: boolean;
}

const BOUNDS: readonly VarType["bound"][] = ["any", "ord", "add", "sum", "num"];

/** The stronger of two bounds: every number can be added, all that can be added has an order. */
export function strongerBound(a: VarType["bound"], b: VarType["bound"]): VarType["bound"] {
  return BOUNDS.indexOf(a) >= BOUNDS.indexOf(b) ? a : b;
}
