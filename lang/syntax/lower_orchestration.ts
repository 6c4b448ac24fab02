/**
 * `parallel`, `parallel for` and `python` calls.
 *
 * @module
 */
import type { TreeCursor } from "@lezer/common";
import type { Argument, Expr, Ident, ParallelExpr, ParallelFor, PythonCall } from "./ast.ts";
import { bodyInside, forHead } from "./lower_control.ts";
import { lowerArguments, lowerNamedArgument } from "./lower_expression.ts";
import { lowerEntries } from "./lower_record.ts";
import { lowerPlainString } from "./lower_string.ts";
import { eachChild, type Lowering, missingIdent, spanOf } from "./lowering.ts";
import * as terms from "./terms.gen.ts";

/** Lowers `parallel { a: f(), b: g() }`. */
export function lowerParallel(low: Lowering, cursor: TreeCursor): ParallelExpr {
  const span = spanOf(cursor);
  let options: Argument[] = [];
  const entries: { key: Ident; value: Expr }[] = [];
  eachChild(cursor, (id) => {
    if (id === terms.ArgumentList) options = lowerArguments(low, cursor);
    if (id === terms.NamedArgument) options.push(lowerNamedArgument(low, cursor));
    if (id !== terms.ParallelEntries) return;
    for (const entry of lowerEntries(low, cursor)) {
      if (entry.kind === "field") {
        entries.push({ key: entry.key, value: entry.value });
        continue;
      }
      low.report({
        code: "E0123",
        message: "`parallel` runs named entries, it has nothing to spread",
        span: entry.span,
        hint: "write each entry as `name: expression`",
      });
    }
  });
  return { kind: "parallel", number: 0, span, options, entries };
}

/** Lowers `parallel for x in xs, max: 4: body`. */
export function lowerParallelFor(low: Lowering, cursor: TreeCursor): ParallelFor {
  const span = spanOf(cursor);
  const options: Argument[] = [];
  eachChild(cursor, (id) => {
    if (id === terms.NamedArgument) options.push(lowerNamedArgument(low, cursor));
  });
  const head = forHead(low, cursor);
  return { kind: "parallelFor", number: 0, span, ...head, options, body: bodyInside(low, cursor) };
}

/** Lowers `python "math" "sqrt" (16.0)`. */
export function lowerPythonCall(low: Lowering, cursor: TreeCursor): PythonCall {
  const span = spanOf(cursor);
  const names: Ident[] = [];
  let args: Argument[] = [];
  eachChild(cursor, (id) => {
    if (id === terms.String) {
      names.push(lowerPlainString(low, cursor, "the name of a Python module or function"));
    } else if (id === terms.ArgumentList) args = lowerArguments(low, cursor);
  });
  const [module = missingIdent(span.end), called = missingIdent(span.end)] = names;
  return { kind: "python", number: 0, span, module, function: called, args };
}
