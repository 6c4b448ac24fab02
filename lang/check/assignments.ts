/**
 * `x = e` and `x += e`.
 *
 * @module
 */
import type { AssignExpr } from "../syntax/ast.ts";
import { isCon, NIL, optionItem } from "../types/build.ts";
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
    const item = optionItem(type);
    if (item !== null && !local.isAssignedInside && isValue(given)) {
      c.narrow(local, item);
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

/** Whether a value of a type is surely not nil. */
function isValue(type: Type): boolean {
  switch (type.kind) {
    case "var":
      return false;
    case "con":
      return !MAY_BE_NIL.has(type.id);
    default:
      return true;
  }
}

const MAY_BE_NIL = new Set(["Nil", "Option", "Any", "Never", "Wrong"]);
