/**
 * Int operators as parts of larger expressions, which are checked once (`int_tree.ts`).
 *
 * @module
 */
import type { Span } from "../syntax/span.ts";
import { ringArithmetic } from "./arithmetic.ts";
import { mark } from "./code.ts";
import type { Helper } from "./helpers.ts";
import { type IntTree, sizeOf, TREE_MAX, treeCode, type TreeOp } from "./int_tree.ts";
import { atom, computed, type Value } from "./represent.ts";
import type { Scope } from "./scope.ts";

/**
 * The operation as part of a tree with those of its operands.
 *
 * @returns null when it is better checked by itself
 */
export function treeArithmetic(
  scope: Scope,
  op: TreeOp,
  left: Value,
  right: Value,
  span: Span,
): Value | null {
  const divides = op === "//" || op === "%";
  const { range: divisor } = right;
  if (divides && (divisor === null || divisor.lo !== divisor.hi || divisor.lo <= 0)) return null;
  const parts = treeOperands(scope, left, right);
  const [a, b] = parts.trees;
  const { prefix, stable } = parts;
  const root: IntTree = { kind: "op", op, left: a, right: b, size: sizeOf(a) + sizeOf(b) + 1 };
  const helper = (name: Helper): string => `${mark(span)}${scope.unit.helper(name)}`;
  const code = treeCode(root, scope.unit.result, helper);
  if (code === null) return null;
  if (code.fast.includes(scope.unit.result)) scope.usesResult = true;
  const pure = left.pure && right.pure;
  const tree = { prefix, root, stable, code };
  if (code.test === null) {
    const whole = prefix === "" ? code.fast : `(${prefix}${code.fast})`;
    return { ...computed(whole, "slot", { pure, range: code.range }), tree };
  }
  if (root.size === 1 && !divides) {
    // A single operation is cheaper to check by its result; the tree waits for a second one.
    const ring = ringArithmetic(scope, op, leafValue(a), leafValue(b), span);
    return { ...ring, code: prefix === "" ? ring.code : `(${prefix}${ring.code})`, pure, tree };
  }
  // The rest of a division by a small Int is a small Int, however large the other one was.
  const range = op === "%" ? code.range : null;
  const whole = `(${prefix}${code.test} ? ${code.fast} : ${code.slow})`;
  return { ...computed(whole, "slot", { pure, range }), tree };
}

function leafValue(tree: IntTree): Value {
  if (tree.kind !== "leaf") throw new Error("a single operation has leaves for operands");
  return atom(tree.code, "slot", tree.range);
}

/** Two operands as trees, with the assignments that give names to what has none. */
function treeOperands(
  scope: Scope,
  left: Value,
  right: Value,
): {
  readonly prefix: string;
  readonly trees: readonly [IntTree, IntTree];
  readonly stable: boolean;
} {
  const free = TREE_MAX - (right.tree === undefined ? 0 : sizeOf(right.tree.root));
  const quiet = right.atom || (right.tree !== undefined && right.tree.prefix === "");
  const a = treeOperand(scope, left, free, quiet);
  const b = treeOperand(scope, right, TREE_MAX - sizeOf(a.root), true);
  return { prefix: a.prefix + b.prefix, trees: [a.root, b.root], stable: a.stable && b.stable };
}

/**
 * One operand as a tree.
 *
 * @param room operators it may have
 * @param quiet nothing evaluated after it can change a variable it reads
 */
function treeOperand(
  scope: Scope,
  value: Value,
  room: number,
  quiet: boolean,
): { readonly prefix: string; readonly root: IntTree; readonly stable: boolean } {
  const { tree, range } = value;
  if (tree !== undefined && sizeOf(tree.root) < room && (quiet || tree.stable)) return tree;
  if (value.atom && (quiet || value.stable)) {
    const root: IntTree = { kind: "leaf", code: value.code, range };
    return { prefix: "", root, stable: value.stable };
  }
  const name = scope.temp();
  const root: IntTree = { kind: "leaf", code: name, range };
  return { prefix: `${name} = ${value.code}, `, root, stable: true };
}
