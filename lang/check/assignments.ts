/**
 * `x = e` and `x += e`.
 *
 * @module
 */
import type { AssignExpr } from "../syntax/ast.ts";
import { isCon, NIL } from "../types/build.ts";
import { resolve, type Type } from "../types/type.ts";
import type { Reason } from "../types/why.ts";
import type { Context } from "./context.ts";
import { check, infer } from "./expressions.ts";

/** Checks an assignment; its value is nil. */
export function checkAssign(c: Context, expr: AssignExpr): Type {
  const local = c.names.uses.get(expr);
  if (local === undefined || local.kind !== "local") {
    infer(c, expr.value);
    return NIL;
  }
  const type = local.scheme.type;
  const reason: Reason = { kind: "assign", name: local.name, at: local.span };
  if (expr.op === null) {
    check(c, expr.value, type, reason);
    c.forget(local);
    const given = resolve(c.typeOf(expr.value));
    const isOption = isCon(resolve(type), "Option");
    if (isOption && !local.isAssignedInside && given.kind === "con" && BASIC.has(given.id)) {
      c.narrow(local, given);
    }
    return NIL;
  }
  const before = c.narrowed.get(local) ?? type;
  let operand = infer(c, expr.value);
  if (isCon(resolve(operand), "Any") && !isCon(resolve(before), "Any")) {
    c.place(expr.value, operand, before, { kind: "operand", op: expr.op });
    operand = before;
  }
  const result = c.operate(expr.op, expr.op, before, operand, expr.span);
  c.solver.flow(result, type, { span: expr.span, reason });
  return NIL;
}

/** Types whose values stay as they are when assigned to an option of the same type. */
const BASIC = new Set(["Int", "String", "Bool"]);
