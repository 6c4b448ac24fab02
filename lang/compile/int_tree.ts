/**
 * Int expressions of several operators, computed without a check at each of them.
 *
 * The operands (leaves) are compared with a bound once. The bound is chosen so that, with every leaf
 * within it, no intermediate result leaves the safe integers; then the whole tree is plain JS
 * arithmetic. Leaves beyond it, bigints among them (no comparison with them is true), take the exact
 * helpers instead.
 *
 * Moore, Interval Analysis (1966), is the arithmetic behind {@linkcode boundsOf}.
 *
 * @module
 */
import type { Helper } from "./helpers.ts";

/** Bounds of an Int that is surely a JS number; both ends belong to it. */
export interface IntRange {
  readonly lo: number;
  readonly hi: number;
}

/** An operator that can be part of a tree; `//` and `%` only by a positive literal. */
export type TreeOp = "+" | "-" | "*" | "//" | "%";

/** An Int expression over leaves that are JS names or literals. */
export type IntTree =
  | { readonly kind: "leaf"; readonly code: string; readonly range: IntRange | null }
  | {
    readonly kind: "op";
    readonly op: TreeOp;
    readonly left: IntTree;
    readonly right: IntTree;
    /** Number of operators in it. */
    readonly size: number;
  };

/** A tree as JS. */
export interface TreeCode {
  /** Condition under which `fast` is exact; null when it always is. */
  readonly test: string | null;
  /** Plain JS arithmetic; a JS number, never -0. */
  readonly fast: string;
  /** The same by exact helpers. */
  readonly slow: string;
  /** Bounds of the result where `fast` is taken. */
  readonly range: IntRange;
}

/** Most operators in one tree; the next one begins a new tree. */
export const TREE_MAX = 16;

const MAX = Number.MAX_SAFE_INTEGER;

/** A tree as JS, or null when even small leaves could leave the safe integers. */
export function treeCode(
  tree: IntTree,
  result: string,
  helper: (name: Helper) => string,
): TreeCode | null {
  const bound = boundFor(tree);
  if (bound === null) return null;
  const names = new Map<string, IntTree>();
  leavesOf(tree, names);
  const unknown = [...names.values()].flatMap((leaf) =>
    leaf.kind === "leaf" && leaf.range === null ? [leaf.code] : []
  );
  const tests = unknown.map((code) => `${code} >= -${bound} && ${code} <= ${bound}`);
  const plain = fastCode(tree, bound, result);
  return {
    test: tests.length === 0 ? null : tests.join(" && "),
    fast: mayBeMinusZero(tree, bound) ? `(${plain} + 0)` : plain,
    slow: slowCode(tree, helper),
    range: boundsOf(tree, bound)!,
  };
}

/** Number of operators. */
export function sizeOf(tree: IntTree): number {
  return tree.kind === "leaf" ? 0 : tree.size;
}

/** The largest power of two that keeps the whole tree safe when no leaf is beyond it. */
function boundFor(tree: IntTree): number | null {
  for (let exponent = 53; exponent >= 20; exponent--) {
    const bound = 2 ** exponent - 1;
    if (boundsOf(tree, bound) !== null) return bound;
  }
  return null;
}

/** Bounds of the result with leaves within `bound`; null when some part may be unsafe. */
function boundsOf(tree: IntTree, bound: number): IntRange | null {
  if (tree.kind === "leaf") return tree.range ?? { lo: -bound, hi: bound };
  const a = boundsOf(tree.left, bound);
  const b = boundsOf(tree.right, bound);
  if (a === null || b === null) return null;
  const range = combined(tree.op, a, b);
  return range.lo >= -MAX && range.hi <= MAX ? range : null;
}

function combined(op: TreeOp, a: IntRange, b: IntRange): IntRange {
  switch (op) {
    case "+":
      return { lo: a.lo + b.lo, hi: a.hi + b.hi };
    case "-":
      return { lo: a.lo - b.hi, hi: a.hi - b.lo };
    case "*": {
      const corners = [a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi];
      return { lo: Math.min(...corners), hi: Math.max(...corners) };
    }
    case "//":
      return { lo: Math.floor(a.lo / b.lo), hi: Math.floor(a.hi / b.lo) };
    case "%":
      return a.lo >= 0 ? { lo: 0, hi: Math.min(a.hi, b.hi - 1) } : { lo: 0, hi: b.hi - 1 };
  }
}

function fastCode(tree: IntTree, bound: number, result: string): string {
  if (tree.kind === "leaf") return tree.code;
  const a = fastCode(tree.left, bound, result);
  const b = fastCode(tree.right, bound, result);
  const left = boundsOf(tree.left, bound)!;
  switch (tree.op) {
    case "//":
      return left.lo >= 0 && left.hi < 2 ** 31 ? `((${a} / ${b}) | 0)` : `Math.floor(${a} / ${b})`;
    case "%": {
      if (left.lo >= 0) return `(${a} % ${b})`;
      // A -0 on the left would make V8 divide doubles from then on.
      const whole = mayBeMinusZero(tree.left, bound) ? `(${a} + 0)` : a;
      // The rest of a negative number may be -0, which the addition turns into 0.
      return `((${result} = ${whole} % ${b}) < 0 ? ${result} + ${b} : ${result} + 0)`;
    }
    default:
      return `(${a} ${tree.op} ${b})`;
  }
}

/** Whether plain JS arithmetic may give -0, which no Int is. */
function mayBeMinusZero(tree: IntTree, bound: number): boolean {
  if (tree.kind === "leaf") return false;
  switch (tree.op) {
    case "*":
      return boundsOf(tree.left, bound)!.lo < 0 || boundsOf(tree.right, bound)!.lo < 0 ||
        mayBeMinusZero(tree.left, bound) || mayBeMinusZero(tree.right, bound);
    case "+":
      return mayBeMinusZero(tree.left, bound) && mayBeMinusZero(tree.right, bound);
    case "-":
    case "//":
      return mayBeMinusZero(tree.left, bound);
    case "%":
      return boundsOf(tree.left, bound)!.lo >= 0 && mayBeMinusZero(tree.left, bound);
  }
}

const HELPER_OF = {
  "+": "addInt",
  "-": "subInt",
  "*": "mulInt",
  "//": "floorDivInt",
  "%": "modInt",
} as const;

function slowCode(tree: IntTree, helper: (name: Helper) => string): string {
  if (tree.kind === "leaf") return tree.code;
  const left = slowCode(tree.left, helper);
  const right = slowCode(tree.right, helper);
  return `${helper(HELPER_OF[tree.op])}(${left}, ${right})`;
}

function leavesOf(tree: IntTree, found: Map<string, IntTree>): void {
  if (tree.kind === "leaf") {
    found.set(tree.code, tree);
  } else {
    leavesOf(tree.left, found);
    leavesOf(tree.right, found);
  }
}
