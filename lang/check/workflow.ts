/**
 * What may stand in a workflow itself: steps, and code that gives the same values again. What acts on
 * the world belongs in a step, whose result is recorded.
 *
 * @module
 */
import type { CallExpr, PythonCall } from "../syntax/ast.ts";
import type { Context } from "./context.ts";
import type { Definition } from "./definition.ts";
import { nameOf } from "./uses.ts";

/** Modules whose functions act on the world. */
const ACTING = new Set(["file", "http", "process"]);

/**
 * Reports a call in a workflow that a resumed run would repeat; notes it of a function, which a
 * workflow may call.
 *
 * @param definition what is called; null for Python
 */
export function checkWorkflowCall(
  c: Context,
  expr: CallExpr | PythonCall,
  definition: Definition | null,
): void {
  const { owner, isRecorded, role } = c.frame;
  if (isRecorded || (owner === null && role !== "workflow")) return;
  const acting = actingCall(definition);
  if (acting === null) return;
  if (role !== "workflow") {
    if (owner !== null) owner.acts ??= acting;
    return;
  }
  const what = definition?.kind === "function"
    ? `${definition.name} calls ${acting}, which`
    : acting;
  c.error("E0601", "workflow", `${what} stands in a workflow: put it in a step`, expr.span, {
    hint: "a resumed run would do it again; the result of a step is recorded: `step load(): ...`",
  });
}

/** The call that acts on the world behind a call of `definition`; null when there is none. */
function actingCall(definition: Definition | null): string | null {
  if (definition === null) return "a call of Python";
  if (definition.kind === "function") return definition.decl.role === "fn" ? definition.acts : null;
  if (definition.kind !== "host" || !ACTING.has(definition.module)) return null;
  return (definition.entry.effect ?? "pure") === "pure" ? null : nameOf(definition);
}

/** Runs `body` where effects are recorded, as in a `checkpoint`. */
export function effectsAllowed<T>(c: Context, body: () => T): T {
  const before = c.frame;
  c.frame = { ...before, isRecorded: true, loops: 0 };
  try {
    return body();
  } finally {
    c.frame = before;
  }
}
