/**
 * `zixir graph FILE [WORKFLOW]`: the steps of a workflow and what may follow what, and when its
 * file's schedules are due.
 *
 * @module
 */
import { workflowGraph } from "../../lang/graph/graph.ts";
import { toDot, toMermaid, toText } from "../../lang/graph/draw.ts";
import { parse } from "../../lang/syntax/parse.ts";
import type { ScheduleDecl } from "../../lang/syntax/ast.ts";
import { readSource } from "../program/source.ts";
import { nextDue } from "../workflow/schedule.ts";
import { type Invocation, UsageError } from "./command.ts";
import { writeErr, writeFailure, writeOut } from "./output.ts";
import { refuseSource } from "./report.ts";
import { momentText } from "./run_store.ts";
import { renderDiagnostic } from "../../lang/diagnostics/render.ts";
import { findWorkflowDecl, workflowDeclsOf } from "./workflow_names.ts";

const DRAWERS = { mermaid: toMermaid, dot: toDot, text: toText } as const;

/** Draws the graphs. */
export async function execute(invocation: Invocation): Promise<number> {
  const [file, name] = invocation.words;
  const format = invocation.flags.get("format") ?? "text";
  if (!Object.hasOwn(DRAWERS, format)) {
    throw new UsageError(`unknown format ${format}`, "there are text, mermaid and dot");
  }
  const draw = DRAWERS[format as keyof typeof DRAWERS];
  const source = readSource(file);
  if (!source.ok) return refuseSource(source.problem, invocation);
  const { module, diagnostics } = parse(source.text, file);
  if (diagnostics.length > 0) {
    for (const diagnostic of diagnostics) writeErr(renderDiagnostic(diagnostic, () => source.text));
    return 1;
  }
  const decls = name === undefined
    ? workflowDeclsOf(module)
    : [findWorkflowDecl(module, name, file)];
  if (decls.length === 0) {
    writeFailure(`${file} declares no workflow`, "`workflow name(): ...` makes one");
    return 1;
  }
  writeOut(decls.map((decl) => draw(workflowGraph(module, decl, source.text))).join("\n"));
  if (format !== "text") return 0;
  const schedules = module.statements.filter((s): s is ScheduleDecl => s.kind === "schedule");
  if (schedules.length > 0) writeOut("\n");
  for (const { cron, call } of schedules) {
    const due = await nextDue(cron.name, new Date());
    const text = source.text.slice(call.span.start, call.span.end);
    writeOut(`schedule "${cron.name}" ${text}  next ${due === null ? "never" : momentText(due)}\n`);
  }
  return 0;
}
