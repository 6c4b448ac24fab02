/**
 * Types of operators with two operands.
 *
 * @module
 */
import type { BinaryExpr, Expr } from "../syntax/ast.ts";
import { BOOL, isCon, NEVER, optionItem, optionOf } from "../types/build.ts";
import { resolve, type Type } from "../types/type.ts";
import { type Context, isSoft } from "./context.ts";
import { check, infer } from "./expressions.ts";
import { factsOf, nilTested } from "./facts.ts";

/** The type of an operation with two operands. */
export function inferBinary(c: Context, expr: BinaryExpr): Type {
  const { op, left, right } = expr;
  switch (op) {
    case "&&":
    case "||": {
      check(c, left, BOOL, { kind: "operand", op });
      const facts = factsOf(c, left);
      c.withFacts(op === "&&" ? facts.whenTrue : facts.whenFalse, () => {
        check(c, right, BOOL, { kind: "operand", op });
      });
      return BOOL;
    }
    case "??":
      return inferCoalesce(c, left, right);
    case "==":
    case "!=":
      infer(c, left);
      infer(c, right);
      nilTested(c, left, right);
      return BOOL;
    case "<":
    case "<=":
    case ">":
    case ">=":
      c.operate("<", op, infer(c, left), infer(c, right), expr.span);
      return BOOL;
    case "in":
      c.operate("in", op, infer(c, left), infer(c, right), expr.span);
      return BOOL;
    case "**": {
      const base = infer(c, left);
      const power = infer(c, right);
      const isNegative = right.kind === "unary" && right.op === "-" && right.operand.kind === "int";
      return c.operate(isNegative ? "/" : op, op, base, power, expr.span);
    }
    default:
      return c.operate(op, op, infer(c, left), infer(c, right), expr.span);
  }
}

/** `left ?? right`: the left type without nil, or what both have in common. */
function inferCoalesce(c: Context, left: Expr, right: Expr): Type {
  const given = c.solver.force(infer(c, left));
  if (given.kind === "var") {
    const inner = c.solver.fresh();
    c.solver.unifyQuietly(given, optionOf(inner));
    check(c, right, inner, { kind: "operand", op: "??" });
    return inner;
  }
  const inner = optionItem(given) ?? (isCon(given, "Nil") ? NEVER : given);
  const other = infer(c, right);
  const known = resolve(other);
  if (isCon(known, "Never")) return inner;
  if (isCon(resolve(inner), "Never")) return other;
  if (isCon(resolve(inner), "Float") && isCon(known, "Int")) {
    c.place(right, other, inner, { kind: "operand", op: "??" });
    return inner;
  }
  if (known.kind === "var") {
    c.place(right, other, inner, { kind: "operand", op: "??" });
    return inner;
  }
  const joined = c.solver.fresh("branch");
  c.solver.flow(inner, joined, { span: left.span, reason: { kind: "operand", op: "??" } });
  c.place(right, other, joined, { kind: "operand", op: "??" });
  // `(map.get(m, k) ?? 0) + x`: what is not known yet says whether the 0 is a Float.
  if (resolve(inner).kind !== "var" || !isSoft(right)) c.solver.settle(joined);
  return resolve(joined);
}
