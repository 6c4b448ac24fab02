/**
 * Literals whose integers may still become Floats: the first value of a `var`, and an argument where
 * anything may stand, as in `reduce(xs, {sum: 0, n: 0}, f)`.
 *
 * @module
 */
import type { Expr, ListExpr } from "../syntax/ast.ts";
import { INT, listOf, mapOf, recordOf } from "../types/build.ts";
import type { Type } from "../types/type.ts";
import { type Context, isSoft } from "./context.ts";
import { infer, inferComprehension, joinAll } from "./expressions.ts";

/** The type of an expression, with an unknown for every integer literal in it. */
export function inferOpen(c: Context, expr: Expr): Type {
  if (isSoft(expr)) {
    const cell = c.solver.fresh();
    c.typed(expr, INT);
    if (expr.kind === "unary") infer(c, expr);
    c.sites.set(expr, cell);
    c.solver.flow(INT, cell, { span: expr.span, reason: { kind: "plain" } }, true);
    return cell;
  }
  switch (expr.kind) {
    case "list":
      return c.typed(expr, listOf(openItems(c, expr)));
    case "tuple":
      return c.typed(expr, { kind: "tuple", items: expr.items.map((item) => inferOpen(c, item)) });
    case "comprehension":
      return c.typed(expr, inferComprehension(c, expr, inferOpen));
    case "record": {
      const isPlain = expr.entries.every((entry) => entry.kind === "field");
      const isRecord = isPlain &&
        expr.entries.some((entry) => entry.kind === "field" && !entry.quoted);
      if (!isPlain) return infer(c, expr);
      if (expr.entries.length === 0) return infer(c, expr);
      if (!isRecord) {
        const values = expr.entries.map(({ value }) => ({
          expr: value,
          type: inferOpen(c, value),
        }));
        return c.typed(expr, mapOf(joinAll(c, values, "list")));
      }
      const names = expr.entries.map((entry) => entry.kind === "field" ? entry.key.name : "");
      if (new Set(names).size < names.length) return infer(c, expr);
      const fields = new Map<string, Type>();
      expr.entries.forEach((entry, i) => fields.set(names[i], inferOpen(c, entry.value)));
      return c.typed(expr, recordOf(fields));
    }
    default:
      return infer(c, expr);
  }
}

/** Integers alone may all become Floats; beside a Float they keep their kind. */
function openItems(c: Context, expr: ListExpr): Type {
  const { items } = expr;
  if (items.length > 0 && items.every(isSoft)) {
    const cell = c.solver.fresh();
    cell.isElement = true;
    for (const item of items) {
      const type = inferOpen(c, item);
      c.solver.unifyQuietly(type, cell);
    }
    return cell;
  }
  const isNested = items.every((item) => NESTED.has(item.kind));
  return joinAll(
    c,
    items.map((item) => ({ expr: item, type: isNested ? inferOpen(c, item) : infer(c, item) })),
    "list",
  );
}

const NESTED = new Set<Expr["kind"]>(["list", "tuple", "record", "comprehension"]);
