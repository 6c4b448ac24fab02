/**
 * Running a program for a command: its text checked and run, its value or what is wrong written.
 *
 * A program that orchestrates nothing and imports nothing starts lean: without the store, runs,
 * policies, and the modules it does not name. Whatever is wrong with it is then looked for again
 * with everything in sight, so that messages know every name.
 *
 * @module
 */
import { analyse, hasErrors } from "../../lang/mod.ts";
import { Intent } from "../intent.ts";
import { leanWorld, needsAll } from "../lean_world.ts";
import { runAnalysis } from "../program.ts";
import { realHost } from "../std/real_host.ts";
import type { Invocation } from "./command.ts";
import { writeErr, writeOut } from "./output.ts";
import { writeFindings, writeResult } from "./report.ts";

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
  const { flags } = invocation;
  const lean = needsAll(text) ? null : await openLean(text, file, invocation);
  if (lean !== null) {
    if (!flags.has("json")) writeFindings(lean.analysis, flags.has("quiet"), lean.host);
    return writeResult(await runAnalysis(lean.analysis, lean.world), lean, invocation);
  }
  const { openProgram } = await import("./open_program.ts");
  const opened = openProgram(text, file, invocation);
  if (!flags.has("json")) writeFindings(opened.analysis, flags.has("quiet"), opened.host);
  const result = await runAnalysis(opened.analysis, opened.world, {
    onProgram: (program) => opened.program = program,
  }).finally(opened.close);
  return writeResult(result, opened, invocation);
}

/** A program checked in a lean world; null when it has errors, which a full one words better. */
async function openLean(text: string, file: string, { flags, permissions, rest }: Invocation) {
  const host = realHost({
    permissions,
    args: rest,
    output: { write: flags.has("json") ? writeErr : writeOut },
  });
  const intent = new Intent({ permissions, program: file });
  const world = await leanWorld({ host, intent, text });
  const analysis = analyse(text, { file, host: world.tables });
  return hasErrors(analysis) ? null : { analysis, host, world };
}
