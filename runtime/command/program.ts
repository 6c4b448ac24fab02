/**
 * Running a program for a command: its text checked and run, its value or what is wrong written.
 *
 * @module
 */
import { analyse, type Analysis } from "../../lang/mod.ts";
import { renderDiagnostic, renderReport, type ReportPlace } from "../../lang/diagnostics/render.ts";
import { dirname } from "@std/path";
import { Intent } from "../intent.ts";
import { toJson } from "../library/host_value.ts";
import { loadFile } from "../program/loader.ts";
import type { Problem } from "../program/problem.ts";
import type { SourceProblem } from "../program/source.ts";
import { runAnalysis, type RunResult } from "../program.ts";
import { type Host, realHost } from "../std/mod.ts";
import type { SourcePlace, ZixirError } from "../values/error.ts";
import { makeWorld } from "../world.ts";
import type { Invocation } from "./command.ts";
import { useStore } from "./program_store.ts";
import { errColor, writeErr, writeFailure, writeOut } from "./output.ts";

/**
 * Checks and runs a program. Its value goes to standard output, what is wrong to standard error;
 * with `--json` one line of JSON goes to standard output, and what the program prints to standard
 * error.
 *
 * @param text the program
 * @param file its name, as it is shown; imports are relative to it
 * @param invocation the command line
 * @returns the exit status
 */
export async function runProgram(
  text: string,
  file: string,
  { flags, permissions, rest }: Invocation,
): Promise<number> {
  const json = flags.has("json");
  const host = realHost({
    permissions,
    args: rest,
    output: { write: json ? writeErr : writeOut },
  });
  const intent = new Intent({
    permissions,
    programDir: file.startsWith("<") ? "." : dirname(file),
  });
  const world = makeWorld({ host, intent });
  const analysis = analyse(text, { file, host: world.tables, load: loadFile });
  if (!json) writeFindings(analysis, flags.has("quiet"), host);
  const store = useStore(flags);
  const result = await runAnalysis(analysis, world).finally(() => store.close());
  if (json) writeOut(jsonOf(result) + "\n");
  else if (!result.ok) {
    if (result.error !== undefined) {
      writeErr(host.secrets.mask(renderError(result.error, analysis)));
    }
  } else if (result.text !== "") writeOut(`${result.text}\n`);
  return result.ok ? 0 : 1;
}

/**
 * Says that a program could not be read.
 *
 * @returns the exit status: 2 where the command line names no program, 1 where it does
 */
export function refuseSource(problem: SourceProblem, { flags }: Invocation): number {
  const { kind, message, hint } = problem;
  if (flags.has("json")) {
    const error = { code: "E0305", kind: "io", message, ...(hint === "" ? {} : { hint }) };
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

function writeFindings(analysis: Analysis, quiet: boolean, host: Host): void {
  const textOf = (name: string) => analysis.sources.get(name) ?? "";
  for (const diagnostic of analysis.diagnostics) {
    if (quiet && diagnostic.severity === "warning") continue;
    writeErr(host.secrets.mask(renderDiagnostic(diagnostic, textOf, { colour: errColor() })));
  }
}

/** A failure of the run as text, with its place and the calls on the way. */
function renderError(error: ZixirError, analysis: Analysis): string {
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
    (name) => analysis.sources.get(name) ?? "",
    { colour: errColor() },
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
