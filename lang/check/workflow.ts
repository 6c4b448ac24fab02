/**
 * What may stand in a workflow itself: steps, and code that gives the same values again. What acts on
 * the world belongs in a step, whose result is recorded.
 *
 * @module
 */
import type { CallExpr, PythonCall } from "../syntax/ast.ts";
import type { Context } from "./context.ts";
import type { Definition } from "./definition.ts";
import { nameOf } from "./expressions.ts";

/** Modules whose functions act on the world. */
const ACTING = new Set(["file", "http", "process"]);

/** Reports a call in a workflow that a resumed run would repeat. */
export function checkWorkflowCall(
  c: Context,
  expr: CallExpr | PythonCall,
  definition: Definition | null,
): void {
  if (c.frame.role !== "workflow") return;
  let what: string;
  if (definition === null) {
    what = "a call of Python";
  } else if (definition.kind === "host" && ACTING.has(definition.module)) {
    if ((definition.entry.effect ?? "pure") === "pure") return;
    what = nameOf(definition);
  } else {
    return;
  }
  c.error("E0601", "workflow", `${what} stands in a workflow: put it in a step`, expr.span, {
    hint: "a resumed run would do it again; the result of a step is recorded: `step load(): ...`",
  });
}

/** Runs `body` where effects are recorded, as in a `checkpoint`. */
export function effectsAllowed<T>(c: Context, body: () => T): T {
  if (c.frame.role !== "workflow") return body();
  const before = c.frame;
  c.frame = { ...before, role: "step" };
  try {
    return body();
  } finally {
    c.frame = before;
  }
}
