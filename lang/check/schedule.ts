/**
 * `schedule`: its times, its options, and the workflow it starts.
 *
 * @module
 */
import { nearest } from "../diagnostics/nearest.ts";
import type { Expr, Ident, ScheduleDecl } from "../syntax/ast.ts";
import type { Span } from "../syntax/span.ts";
import { BOOL } from "../types/build.ts";
import type { Context } from "./context.ts";
import { cronProblem } from "./cron.ts";
import { check, discard, infer } from "./expressions.ts";

/** What may be said of a schedule beside its times. */
const OPTIONS = ["catchup"];

/** Checks a schedule: its times, its options, what it starts. */
export function checkSchedule(c: Context, { cron, options, call }: ScheduleDecl): void {
  const problem = cronProblem(cron.name);
  if (problem !== null) {
    const { message, hint, part } = problem;
    c.error("E0620", "workflow", message, partOf(cron, part), { hint });
  }
  for (const { name, value } of options) {
    if (OPTIONS.includes(name.name)) {
      check(c, value, BOOL, {
        kind: "argument",
        callee: "schedule",
        index: 1,
        parameter: "catchup",
      });
      continue;
    }
    infer(c, value);
    const near = nearest(name.name, OPTIONS);
    c.error("E0227", "type", `schedule has no option ${name.name}`, name.span, {
      hint: near === null ? "its option is catchup" : `did you mean ${near}?`,
    });
  }
  checkStarted(c, call);
}

/** A schedule starts a workflow, and drops what it gives. */
function checkStarted(c: Context, call: Expr): void {
  const callee = call.kind === "call" ? call.callee : call;
  const definition = c.names.uses.get(callee);
  const decl = definition?.kind === "function" ? definition.decl : null;
  const isWorkflow = decl?.role === "workflow";
  if (call.kind === "call" && isWorkflow) return discard(c, call);
  infer(c, call);
  // An unknown name is an error of its own.
  const isName = callee.kind === "name" || callee.kind === "field";
  if (call.kind === "invalid" || (isName && definition === undefined)) return;
  c.error("E0621", "workflow", "a schedule starts a workflow", call.span, {
    hint: decl === null
      ? 'call a workflow after the times: `schedule "0 2 * * *" nightly()`'
      : isWorkflow
      ? `call it: \`${decl.name.name}()\``
      : `declare it as one: \`workflow ${decl.name.name}(...)\``,
  });
}

/** The place of a part of plain text; all of it where an escape moves what follows. */
function partOf({ name, span }: Ident, part: { start: number; end: number } | undefined): Span {
  if (part === undefined || span.end - span.start !== name.length + 2) return span;
  return { start: span.start + 1 + part.start, end: span.start + 1 + part.end };
}
