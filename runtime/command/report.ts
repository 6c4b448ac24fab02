/**
 * What a command writes about a program: its value, or what is wrong with it.
 *
 * @module
 */
import {
  renderDiagnostic,
  renderReport,
  type ReportPlace,
  type TextOf,
} from "../../lang/diagnostics/render.ts";
import type { Analysis } from "../../lang/mod.ts";
import { toJson } from "../library/host_value.ts";
import type { Problem } from "../program/problem.ts";
import type { SourceProblem } from "../program/source.ts";
import type { RunResult } from "../program.ts";
import type { Host } from "../std/host.ts";
import type { SourcePlace, ZixirError } from "../values/error.ts";
import { INTERRUPTED } from "../workflow/run_record.ts";
import type { Invocation } from "./command.ts";
import { errColor, writeErr, writeFailure, writeOut } from "./output.ts";

/** A program read and checked, in its world. */
export interface Checked {
  readonly analysis: Analysis;
  readonly host: Host;
}

/**
 * Writes how a run ended.
 *
 * @returns the exit status
 */
export function writeResult(
  result: RunResult,
  { analysis, host }: Checked,
  { flags }: Invocation,
): number {
  if (flags.has("json")) writeOut(jsonOf(result) + "\n");
  else if (!result.ok) {
    if (result.error !== undefined) {
      const textOf = (name: string) => analysis.sources.get(name) ?? "";
      writeErr(host.secrets.mask(renderError(result.error, textOf, errColor())));
    }
  } else if (result.text !== "") writeOut(`${result.text}\n`);
  if (result.ok) return 0;
  return result.error?.code === INTERRUPTED ? 130 : 1;
}

/**
 * Says that a program could not be read.
 *
 * @returns the exit status: 2 where the command line names no program, 1 where it does
 */
export async function refuseSource(
  problem: SourceProblem,
  { flags }: Invocation,
): Promise<number> {
  const { sourceHint } = await import("../program/source_hint.ts");
  const { kind, message } = problem;
  const hint = sourceHint(problem);
  if (flags.has("json")) {
    const error = { code: "E0305", kind: "io", message, hint };
    writeOut(JSON.stringify({ ok: false, errors: [error] }) + "\n");
  } else writeFailure(message, hint);
  return kind === "encoding" ? 1 : 2;
}

/** One line of JSON about a run: what `--json` writes. */
function jsonOf(result: RunResult): string {
  const warnings = result.warnings.length === 0
    ? ""
    : `,"warnings":${JSON.stringify(result.warnings.map(plainProblem))}`;
  if (!result.ok) {
    return `{"ok":false,"errors":${JSON.stringify(result.errors.map(plainProblem))}${warnings}}`;
  }
  const { type, text, value } = result;
  const head = `{"ok":true,"type":${JSON.stringify(type)},"text":${JSON.stringify(text)}`;
  return `${head},"value":${toJson(value)}${warnings}}`;
}

/** A problem without its severity, which the place of it in the line tells. */
function plainProblem({ severity: _, ...problem }: Problem): Omit<Problem, "severity"> {
  return problem;
}

/** Writes what the checker found; warnings not when `quiet`. */
export function writeFindings(analysis: Analysis, quiet: boolean, host: Host): void {
  const textOf = (name: string) => analysis.sources.get(name) ?? "";
  for (const diagnostic of analysis.diagnostics) {
    if (quiet && diagnostic.severity === "warning") continue;
    writeErr(host.secrets.mask(renderDiagnostic(diagnostic, textOf, { colour: errColor() })));
  }
}

/**
 * A failure of the run as text, with its place and the calls on the way.
 *
 * @param error the failure
 * @param textOf gives the text of a file of the program
 * @param colour whether to use ANSI colours
 */
export function renderError(error: ZixirError, textOf: TextOf, colour: boolean): string {
  const { code, message, hint, span, trace } = error;
  const calls = trace.slice(1).map(({ name, place }) =>
    `called from ${name} at ${place.file}:${place.line}:${place.column}`
  );
  return renderReport(
    {
      severity: "error",
      code,
      message,
      places: span === undefined ? [] : [reportPlace(span)],
      ...(hint === undefined ? {} : { hint }),
      notes: calls,
    },
    textOf,
    { colour },
  );
}

function reportPlace({ file, line, column, endLine, endColumn }: SourcePlace): ReportPlace {
  return {
    file,
    start: { line, column },
    end: { line: endLine, column: endColumn },
    text: "",
  };
}
