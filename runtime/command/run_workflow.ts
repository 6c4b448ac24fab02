/**
 * `zixir run FILE WORKFLOW --param value ...`: starting a workflow from the command line.
 *
 * @module
 */
import { analyse } from "../../lang/mod.ts";
import { DEFAULT_PERMISSIONS } from "../permissions.ts";
import { runAnalysis } from "../program.ts";
import { readSource } from "../program/source.ts";
import { type Command, type Invocation, UsageError } from "./command.ts";
import { type OpenedProgram, openProgram } from "./open_program.ts";
import { writeFindings, writeResult } from "./report.ts";
import { type ArgumentText, argumentTexts, callText, workflowUsage } from "./workflow_arguments.ts";
import { findWorkflowDecl, workflowDeclsOf } from "./workflow_names.ts";

/**
 * Starts a workflow: the file's bindings are made, its expressions at the top level left out, and
 * the call is checked and run as the next entry of a session.
 *
 * @param text the program
 * @param file its name, as it is shown
 * @param workflow which one
 * @param invocation the command line, whose `params` are its arguments
 * @returns the exit status
 */
export async function runWorkflow(
  text: string,
  file: string,
  workflow: string,
  invocation: Invocation,
): Promise<number> {
  const opened = openProgram(text, file, invocation, { isSession: true });
  const { analysis, world, host } = opened;
  const { flags, params } = invocation;
  try {
    if (!flags.has("json")) writeFindings(analysis, flags.has("quiet"), host);
    const made = await runAnalysis(analysis, world, {
      isForWorkflow: true,
      onProgram: (program) => opened.program = program,
    });
    if (!made.ok) return writeResult(made, opened, invocation);
    const decl = findWorkflowDecl(analysis.main.module, workflow, file);
    const args = argumentTexts(analysis.main, decl, params, flags.get("params"));
    await refuseWrongJson(args, opened);
    const call = callText(decl, args);
    const entry = analyse(call, { file: COMMAND_LINE, host: world.tables, earlier: analysis });
    if (!flags.has("json")) writeFindings(entry, flags.has("quiet"), host);
    const earlier = [opened.program!];
    const result = await runAnalysis(entry, world, { earlier });
    const sources = new Map([...analysis.sources, ...entry.sources]);
    return writeResult(result, { analysis: { ...entry, sources }, host }, invocation);
  } finally {
    await opened.close();
  }
}

/**
 * How the workflows of a file are called.
 *
 * @param words the words behind `run`: the file, and a workflow or none
 * @param command the command, for its flags
 * @returns the text; null when the file cannot be read or declares none
 */
export function workflowHelp(
  [file, workflow]: readonly string[],
  command: Command,
): string | null {
  const source = readSource(file);
  if (!source.ok) return null;
  const invocation: Invocation = {
    command,
    words: [file],
    flags: new Map(),
    params: [],
    rest: [],
    permissions: DEFAULT_PERMISSIONS,
  };
  const { analysis: { main } } = openProgram(source.text, file, invocation);
  const decls = workflow === undefined
    ? workflowDeclsOf(main.module)
    : [findWorkflowDecl(main.module, workflow, file)];
  if (decls.length === 0) return null;
  return decls.map((decl) => workflowUsage(file, source.text, main, decl)).join("\n");
}

/** Reads each argument that came as JSON, so that one of another type is said to be just that. */
async function refuseWrongJson(
  args: readonly ArgumentText[],
  { analysis, world, program }: OpenedProgram,
): Promise<void> {
  for (const { name, text, isJson } of args) {
    if (!isJson) continue;
    const read = analyse(text, { file: COMMAND_LINE, host: world.tables, earlier: analysis });
    const result = await runAnalysis(read, world, { earlier: [program!] });
    if (result.ok) continue;
    const [{ message }] = result.errors;
    throw new UsageError(
      `--params ${name}: ${message}`,
      "zixir run FILE WORKFLOW --help has the types",
    );
  }
}

/** The name of the text that a command line makes. */
const COMMAND_LINE = "<command line>";
