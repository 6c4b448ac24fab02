/**
 * Literals whose integers may still become Floats: the first value of a `var`, and an argument where
 * anything may stand, as in `reduce(xs, {sum: 0, n: 0}, f)`.
 *
 * @module
 */
import type { Expr, ListExpr } from "../syntax/ast.ts";
import { INT, listOf, mapOf, NIL, optionOf, recordOf } from "../types/build.ts";
import { resolve, type Type } from "../types/type.ts";
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
      return c.typed(expr, { kind: "tuple", items: expr.items.map((item) => openPart(c, item)) });
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
      expr.entries.forEach((entry, i) => fields.set(names[i], openPart(c, entry.value)));
      return c.typed(expr, recordOf(fields));
    }
    default:
      return infer(c, expr);
  }
}

/** A place of a tuple or a field that is nil at first may hold something later. */
function openPart(c: Context, expr: Expr): Type {
  if (expr.kind !== "nil") return inferOpen(c, expr);
  const type = optionOf(c.solver.fresh());
  c.typed(expr, NIL);
  c.sites.set(expr, type);
  return type;
}

/**
 * The type of a first value in which nil may later be something else: `nil` itself, a list of nil, as
 * in `var board = list.repeat(nil, 9)`. The same type where there is no nil in it.
 */
export function withRoom(c: Context, type: Type): Type {
  const found = resolve(type);
  if (found.kind !== "con") return found;
  if (found.id === "Nil") return optionOf(c.solver.fresh());
  if (found.id !== "List" && found.id !== "Map") return found;
  const item = withRoom(c, found.args[0]);
  if (item === resolve(found.args[0])) return found;
  return found.id === "List" ? listOf(item) : mapOf(item);
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
