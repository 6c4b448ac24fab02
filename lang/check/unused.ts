/**
 * Values that are made and thrown away.
 *
 * @module
 */
import type { Expr } from "../syntax/ast.ts";
import { isCon } from "../types/build.ts";
import { resolve } from "../types/type.ts";
import type { Context } from "./context.ts";

/** Warns of a value that is made and thrown away. */
export function warnUnused(c: Context, expr: Expr): void {
  if (!isPure(c, expr) || c.report.hasErrorIn(expr.span)) return;
  const type = resolve(c.typeOf(expr));
  if (isCon(type, "Nil") || isCon(type, "Never") || isCon(type, "Wrong")) return;
  c.report.warning("W0202", "unused", "this value is not used", expr.span, {
    hint: expr.kind === "binary" && expr.op === "=="
      ? "to assign, write one `=`"
      : "give it a name with `let`, or take it out",
  });
}

/** Whether evaluating an expression surely does nothing but give a value. */
function isPure(c: Context, expr: Expr): boolean {
  switch (expr.kind) {
    case "int":
    case "float":
    case "bool":
    case "string":
    case "duration":
    case "size":
    case "lambda":
    case "range":
      return true;
    case "name":
      return c.names.uses.get(expr)?.kind !== "python";
    case "list":
    case "tuple":
      return expr.items.every((item) => isPure(c, item));
    case "record":
      return expr.entries.every((entry) => isPure(c, entry.value));
    case "binary":
      return isPure(c, expr.left) && isPure(c, expr.right);
    case "unary":
      return isPure(c, expr.operand);
    case "field":
      return c.names.uses.has(expr) || isPure(c, expr.target);
    case "index":
      return isPure(c, expr.target) && isPure(c, expr.index);
    case "call": {
      const callee = c.names.uses.get(expr.callee);
      const isPureCall = callee?.kind === "constructor" ||
        (callee?.kind === "host" && (callee.entry.effect ?? "pure") === "pure");
      return isPureCall && expr.args.every((arg) => isPure(c, arg.value));
    }
    default:
      return false;
  }
}
