/**
 * `zixir check FILE...`: everything found wrong with programs, without running them.
 *
 * @module
 */
import { renderDiagnostic } from "../../lang/diagnostics/render.ts";
import { analyse, type Analysis, hasErrors } from "../../lang/mod.ts";
import { Intent } from "../intent.ts";
import { loadFile } from "../program/loader.ts";
import type { Problem } from "../program/problem.ts";
import { readSource, type Source, type SourceProblem } from "../program/source.ts";
import { sourceHint } from "../program/source_hint.ts";
import { problemsOf, type World } from "../program.ts";
import { realHost } from "../std/mod.ts";
import { makeWorld } from "../world.ts";
import type { Invocation } from "./command.ts";
import { errColor, writeErr, writeFailure, writeOut } from "./output.ts";
import { signaturesOf } from "./signatures.ts";

/** Checks the files. The exit status is 1 when one of them has an error. */
export function execute({ words, flags }: Invocation): Promise<number> {
  const world = makeWorld({ host: realHost(), intent: new Intent() });
  const checked = words.map((file): Checked => ({ file, ...check(readSource(file), file, world) }));
  if (flags.has("json")) writeOut(jsonOf(checked) + "\n");
  else {
    for (const one of checked) {
      writeFindings(one, flags.has("quiet"));
      if (flags.has("types") && one.analysis !== null) writeTypes(one.analysis, words.length > 1);
    }
  }
  if (checked.some(({ problem }) => problem !== null && problem.kind !== "encoding")) {
    return Promise.resolve(2);
  }
  const failed = checked.some(({ analysis }) => analysis === null || hasErrors(analysis));
  return Promise.resolve(failed ? 1 : 0);
}

/** A file: what was found in it, or why it could not be read. */
interface Checked {
  readonly file: string;
  readonly analysis: Analysis | null;
  readonly problem: SourceProblem | null;
}

function check(source: Source, file: string, { tables }: World): Omit<Checked, "file"> {
  if (!source.ok) return { analysis: null, problem: source.problem };
  return { analysis: analyse(source.text, { file, host: tables, load: loadFile }), problem: null };
}

function writeFindings({ analysis, problem }: Checked, quiet: boolean): void {
  if (problem !== null) writeFailure(problem.message, sourceHint(problem));
  for (const diagnostic of analysis?.diagnostics ?? []) {
    if (quiet && diagnostic.severity === "warning") continue;
    const textOf = (name: string) => analysis?.sources.get(name) ?? "";
    writeErr(renderDiagnostic(diagnostic, textOf, { colour: errColor() }));
  }
}

function writeTypes({ file, main }: Analysis, severalFiles: boolean): void {
  if (severalFiles) writeOut(`# ${file}\n`);
  for (const line of signaturesOf(main)) writeOut(`${line}\n`);
}

/** One line about all files: `{"ok":true,"errors":[],"warnings":[]}`. */
function jsonOf(checked: readonly Checked[]): string {
  const problems = checked.flatMap(({ analysis }) => analysis === null ? [] : problemsOf(analysis));
  const unread = checked.flatMap(({ file, problem }) =>
    problem === null
      ? []
      : [{ code: "E0305", kind: "io", message: problem.message, file, hint: sourceHint(problem) }]
  );
  const of = (wanted: Problem["severity"]) =>
    problems.filter(({ severity }) => severity === wanted)
      .map(({ severity: _, ...problem }) => problem);
  const errors = [...unread, ...of("error")];
  return JSON.stringify({ ok: errors.length === 0, errors, warnings: of("warning") });
}
