/**
 * Running a program for a command: its text checked and run, its value or what is wrong written.
 *
 * @module
 */
import { analyse, type Analysis } from "../../lang/mod.ts";
import { renderDiagnostic, renderReport, type ReportPlace } from "../../lang/diagnostics/render.ts";
import { dirname, resolve } from "@std/path";
import { Intent } from "../intent.ts";
import { toJson } from "../library/host_value.ts";
import { loadFile } from "../program/loader.ts";
import type { Problem } from "../program/problem.ts";
import type { SourceProblem } from "../program/source.ts";
import { constructorsOf } from "../program/workflows.ts";
import { type Program, runAnalysis, type RunResult, type World } from "../program.ts";
import { type Host, realHost } from "../std/mod.ts";
import type { SourcePlace, ZixirError } from "../values/error.ts";
import type { ConstructorLookup, Store } from "../store/mod.ts";
import type { Driver } from "../workflow/driver.ts";
import { INTERRUPTED, type RunState } from "../workflow/run_record.ts";
import { durableFlow } from "../workflow/durable_flow.ts";
import { makeWorld } from "../world.ts";
import type { Invocation } from "./command.ts";
import { useStore } from "./program_store.ts";
import { errColor, writeErr, writeFailure, writeOut } from "./output.ts";

/** A program read and checked, in the world that a command line gives it. */
export interface OpenedProgram {
  readonly analysis: Analysis;
  readonly world: World;
  readonly host: Host;
  /** Where its runs, circuits and cached values are; opened when first used. */
  readonly store: Store;
  /** What drives its runs; made when first asked for. */
  readonly driver: () => Promise<Driver>;
  /** Finds the constructors of its user types, once it has run. */
  readonly constructors: ConstructorLookup;
  /** To be set to the program that has run, whose constructors read stored values. */
  program: Program | undefined;
  /** Ends what was begun for it. */
  close(): Promise<void>;
}

/**
 * Reads and checks a program, and makes its world.
 *
 * @param text the program
 * @param file its name, as it is shown; imports are relative to it
 * @param invocation the command line
 * @param options whether it goes on as a session: entries after it see all its names
 */
export function openProgram(
  text: string,
  file: string,
  { flags, permissions, rest }: Invocation,
  options: { readonly isSession?: boolean } = {},
): OpenedProgram {
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
  const constructors = constructorsOf(() => opened.program);
  const store = useStore(flags, constructors);
  const note = (line: string) => {
    if (!flags.has("quiet")) writeErr(`${line}\n`);
  };
  let driver: Promise<Driver> | undefined;
  const makeDriver = async (): Promise<Driver> => {
    const { Driver } = await import("../workflow/driver.ts");
    return new Driver(store, {
      leaseMs: leaseMs(),
      onStart: (runId) => note(`run ${runId}`),
      onStop: (runId, state) => note(stopNote(runId, state)),
    });
  };
  const flow = durableFlow({
    driver: () => driver ??= makeDriver(),
    file: file.startsWith("<") ? file : resolve(file),
    policies: (name) => rows.get(name),
    constructors,
  });
  const world = makeWorld({ host, intent, flow });
  const always = world.tables.filter(({ module }) => module === "");
  const rows = new Map(always.flatMap(({ entries }) => entries.map((row) => [row.name, row])));
  const analysis = analyse(text, {
    file,
    host: world.tables,
    load: loadFile,
    ...(options.isSession === true ? { earlier: null } : {}),
  });
  const opened: OpenedProgram = {
    analysis,
    world,
    host,
    store,
    driver: () => driver ??= makeDriver(),
    constructors,
    program: undefined,
    async close() {
      (await driver)?.close();
      await store.close();
    },
  };
  return opened;
}

function stopNote(runId: string, state: RunState): string {
  if (state === "failed") {
    return `run ${runId} failed; once that is mended, zixir resume ${runId} goes on from here`;
  }
  return state === "cancelled"
    ? `run ${runId} is cancelled`
    : `run ${runId} is ${state}; zixir resume ${runId} goes on with it`;
}

/** Milliseconds after which a silent process loses its runs: `ZIXIR_LEASE_MS`, else the default. */
function leaseMs(): number | undefined {
  const ms = Number(Deno.env.get("ZIXIR_LEASE_MS") || "none");
  return ms > 0 ? ms : undefined;
}

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
  invocation: Invocation,
): Promise<number> {
  const opened = openProgram(text, file, invocation);
  const { flags } = invocation;
  if (!flags.has("json")) writeFindings(opened.analysis, flags.has("quiet"), opened.host);
  const result = await runAnalysis(opened.analysis, opened.world, {
    onProgram: (program) => opened.program = program,
  }).finally(opened.close);
  return writeResult(result, opened, invocation);
}

/**
 * Writes how a run ended.
 *
 * @returns the exit status
 */
export function writeResult(
  result: RunResult,
  { analysis, host }: Pick<OpenedProgram, "analysis" | "host">,
  { flags }: Invocation,
): number {
  if (flags.has("json")) writeOut(jsonOf(result) + "\n");
  else if (!result.ok) {
    if (result.error !== undefined) {
      writeErr(host.secrets.mask(renderError(result.error, analysis)));
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

/** Writes what the checker found; warnings not when `quiet`. */
export function writeFindings(analysis: Analysis, quiet: boolean, host: Host): void {
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
