/**
 * What a condition says about options: `x != nil` makes `x` a `T` where it holds.
 *
 * @module
 */
import type { Expr } from "../syntax/ast.ts";
import { isCon, optionItem, optionOf } from "../types/build.ts";
import type { Cell } from "../types/cell.ts";
import { resolve } from "../types/type.ts";
import type { Context, Known } from "./context.ts";

/** Types of locals where a condition holds, and where it does not. */
export interface Facts {
  readonly whenTrue: Known;
  readonly whenFalse: Known;
}

const NOTHING: Known = new Map();
const NONE: Facts = { whenTrue: NOTHING, whenFalse: NOTHING };

/** The facts of a condition whose type was already found. */
export function factsOf(c: Context, condition: Expr): Facts {
  if (condition.kind === "unary" && condition.op === "!") {
    const { whenTrue, whenFalse } = factsOf(c, condition.operand);
    return { whenTrue: whenFalse, whenFalse: whenTrue };
  }
  if (condition.kind === "block" && condition.statements.length === 1) {
    const [only] = condition.statements;
    return isExpression(only) ? factsOf(c, only) : NONE;
  }
  if (condition.kind !== "binary") return NONE;
  const { op, left, right } = condition;
  if (op === "&&" || op === "||") {
    const a = factsOf(c, left);
    const b = factsOf(c, right);
    const both = (x: Facts["whenTrue"], y: Facts["whenTrue"]) => new Map([...x, ...y]);
    return op === "&&"
      ? { whenTrue: both(a.whenTrue, b.whenTrue), whenFalse: NOTHING }
      : { whenTrue: NOTHING, whenFalse: both(a.whenFalse, b.whenFalse) };
  }
  if (op !== "==" && op !== "!=") return NONE;
  const tested = right.kind === "nil" ? left : left.kind === "nil" ? right : null;
  const place = tested === null ? null : c.placeOf(tested);
  if (tested === null || place === null) return NONE;
  const inner = optionItem(c.typeOf(tested));
  if (inner === null) return NONE;
  const isInner: Known = new Map([[place, inner]]);
  return op === "!="
    ? { whenTrue: isInner, whenFalse: NOTHING }
    : { whenTrue: NOTHING, whenFalse: isInner };
}

/** Whether a statement is an expression, not a declaration. */
export function isExpression(statement: { readonly kind: string }): statement is Expr {
  return !["let", "var", "function", "type", "import", "pythonImport", "schedule"].includes(
    statement.kind,
  );
}

/** A local or field of unknown type that is compared with nil is an option. */
export function nilTested(c: Context, left: Expr, right: Expr): void {
  const tested = right.kind === "nil" ? left : left.kind === "nil" ? right : null;
  if (tested === null || c.placeOf(tested) === null) return;
  const type = resolve(c.typeOf(tested));
  if (type.kind !== "var" || (type as Cell).quantified) return;
  const cell = type as Cell;
  const isKnown = cell.lower?.some(({ type: part }) => {
    const lower = resolve(part);
    return lower.kind !== "var" && !isCon(lower, "Nil") && optionItem(lower) === null;
  });
  if (cell.bound === "any" && !isKnown) c.solver.bind(cell, optionOf(c.solver.fresh()));
}
