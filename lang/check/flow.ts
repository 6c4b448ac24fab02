/**
 * `parallel { … }` and `parallel for`.
 *
 * @module
 */
import type { Argument, CheckpointExpr, ParallelExpr, ParallelFor } from "../syntax/ast.ts";
import { BOOL, INT, listOf, NIL, recordOf } from "../types/build.ts";
import { nearest } from "../diagnostics/nearest.ts";
import { newEffect, setWaits } from "../types/effect.ts";
import type { Type } from "../types/type.ts";
import type { Context } from "./context.ts";
import { check, infer } from "./expressions.ts";
import { inferBody } from "./functions.ts";
import { bindPattern } from "./patterns.ts";
import { resultOf } from "./prelude.ts";

const OPTIONS: ReadonlyMap<string, Type> = new Map([["max", INT], ["settle", BOOL]]);

/** Checks the options; true when errors are collected (`settle: true`). */
function options(c: Context, args: readonly Argument[]): boolean {
  let settle = false;
  for (const { name, value } of args) {
    const wanted = name === null ? undefined : OPTIONS.get(name.name);
    if (name === null || wanted === undefined) {
      infer(c, value);
      const near = name === null ? null : nearest(name.name, OPTIONS.keys());
      c.error(
        "E0227",
        "type",
        `parallel has no option ${name?.name ?? "here"}`,
        name?.span ?? value.span,
        {
          hint: near === null ? "its options are max: and settle:" : `did you mean ${near}?`,
        },
      );
      continue;
    }
    check(c, value, wanted, {
      kind: "argument",
      callee: "parallel",
      index: 1,
      parameter: name.name,
    });
    if (name.name === "settle" && !(value.kind === "bool" && !value.value)) settle = true;
  }
  return settle;
}

/** Notes that evaluating an expression waits. */
export function waits(c: Context, expr: ParallelExpr | ParallelFor | CheckpointExpr): void {
  const effect = newEffect(c.solver.level);
  setWaits(effect);
  c.calls(expr, effect);
}

/** A record of the entries' values; with `settle` each is `Ok` or `Err`. */
export function inferParallel(c: Context, expr: ParallelExpr): Type {
  const settle = options(c, expr.options);
  waits(c, expr);
  const fields = new Map<string, Type>();
  const { loops } = c.frame;
  c.frame.loops = 0;
  for (const entry of expr.entries) {
    c.withFacts(new Map(), () => {
      const type = infer(c, entry.value);
      fields.set(entry.key.name, settle ? resultOf(type) : type);
    });
  }
  c.frame.loops = loops;
  return recordOf(fields);
}

/** A list of the body's values, in order. */
export function inferParallelFor(c: Context, expr: ParallelFor): Type {
  const item = c.operate("iterate", "for", infer(c, expr.iterable), NIL, expr.iterable.span);
  const settle = options(c, expr.options);
  waits(c, expr);
  const returns = c.solver.fresh("branch");
  inferBody(c, expr, expr.body, [], returns, () => bindPattern(c, expr.pattern, item));
  return listOf(settle ? resultOf(returns) : returns);
}
