/**
 * `zixir run FILE [WORKFLOW]`, and `zixir FILE`.
 *
 * @module
 */
import { withoutProcess } from "../process_global.ts";
import { readSource } from "../program/source.ts";
import { type Command, type Invocation, UsageError } from "./command.ts";

/** Runs a file, or one of its workflows. */
export async function execute(invocation: Invocation): Promise<number> {
  const [file, workflow] = invocation.words;
  const source = readSource(file);
  if (!source.ok) {
    const { refuseSource } = await import("./report.ts");
    return await refuseSource(source.problem, invocation);
  }
  if (workflow !== undefined) {
    const { runWorkflow } = await import("./run_workflow.ts");
    return await runWorkflow(source.text, file, workflow, invocation);
  }
  if (invocation.params.length > 0 || invocation.flags.has("params")) {
    const given = invocation.params[0]?.name ?? "params";
    throw new UsageError(
      `--${given} is a parameter of a workflow, and none is named`,
      `zixir run ${file} WORKFLOW --${given} ...; words for the program stand behind --`,
    );
  }
  const { runProgram } = await withoutProcess(() => import("./program.ts"));
  return await runProgram(source.text, file, invocation);
}

/**
 * How the workflows of a file are called.
 *
 * @param words the words behind `run`: the file, and a workflow or none
 * @param command the command, for its flags
 * @returns the text; null when the file cannot be read or declares none
 */
export async function help(words: readonly string[], command: Command): Promise<string | null> {
  const { workflowHelp } = await import("./run_workflow.ts");
  return workflowHelp(words, command);
}
