/**
 * `zixir resume RUN`: goes on with a run where it stopped.
 *
 * @module
 */
import { readSource } from "../program/source.ts";
import { problemOfError } from "../program/problem.ts";
import { codesOf, workflowsOf } from "../program/workflows.ts";
import { runAnalysis } from "../program.ts";
import { asZixirError, ZixirError } from "../values/error.ts";
import { inspect } from "../values/print.ts";
import { listRuns, readRun } from "../workflow/run_store.ts";
import type { RunRecord } from "../workflow/run_record.ts";
import type { WorkflowProgram } from "../workflow/program.ts";
import { type Invocation, UsageError } from "./command.ts";
import { writeErr, writeFailure } from "./output.ts";
import { type OpenedProgram, openProgram } from "./open_program.ts";
import { writeFindings, writeResult } from "./report.ts";
import { withStore } from "./run_store.ts";

/** Resumes one run, or all that no process drives any more. */
export async function execute(invocation: Invocation): Promise<number> {
  const [id] = invocation.words;
  const all = invocation.flags.has("all");
  if ((id === undefined) !== all) {
    throw new UsageError(
      all ? "zixir resume --all takes no run" : "zixir resume needs a run",
      "zixir runs lists them; --all resumes every run whose process is gone",
    );
  }
  if (!all) return await resumeOne(id, invocation);
  let orphans: string[] = [];
  const listed = await withStore(invocation, async (store) => {
    orphans = (await listRuns(store))
      .filter(({ record, isDriven }) => !isDriven && isOrphan(record))
      .map(({ record }) => record.id);
    return 0;
  });
  if (listed !== 0) return listed;
  if (orphans.length === 0) writeErr("no run has lost its process\n");
  let status = 0;
  for (const orphan of orphans) status = Math.max(status, await resumeOne(orphan, invocation));
  return status;
}

/** A run that would have gone on, had its process not ended. */
function isOrphan({ state }: RunRecord): boolean {
  return state === "running" || state === "waiting" || state === "interrupted";
}

async function resumeOne(id: string, invocation: Invocation): Promise<number> {
  let record: RunRecord | undefined;
  const found = await withStore(invocation, async (store) => {
    record = await readRun(store, id);
    return 0;
  });
  if (record === undefined) return found;
  const source = readSource(record.file);
  if (!source.ok) {
    writeFailure(`run ${id} belongs to ${record.file}: ${source.problem.message}`, "put it back");
    return 1;
  }
  const opened = openProgram(source.text, record.file, invocation, { isSession: true });
  const { flags } = invocation;
  try {
    if (!flags.has("json")) writeFindings(opened.analysis, flags.has("quiet"), opened.host);
    const made = await runAnalysis(opened.analysis, opened.world, {
      isForWorkflow: true,
      onProgram: (program) => opened.program = program,
    });
    if (!made.ok) return writeResult(made, opened, invocation);
    return await resumeIn(opened, id, invocation);
  } finally {
    await opened.close();
  }
}

async function resumeIn(
  opened: OpenedProgram,
  id: string,
  invocation: Invocation,
): Promise<number> {
  const warnings = [] as const;
  try {
    const driver = await opened.driver();
    const value = await driver.resume(id, (record) => Promise.resolve(load(opened, record)));
    const text = value === null ? "" : inspect(value);
    return writeResult({ ok: true, value, type: "", text, warnings }, opened, invocation);
  } catch (thrown) {
    const error = opened.program?.failure(thrown) ?? asZixirError(thrown);
    const errors = [problemOfError(error)] as const;
    return writeResult({ ok: false, errors, warnings, error }, opened, invocation);
  }
}

function load(opened: OpenedProgram, record: RunRecord): WorkflowProgram {
  const program = opened.program!;
  const workflow = workflowsOf(program).get(record.workflow);
  if (workflow === undefined) {
    throw new ZixirError(
      "workflow",
      `${record.file} has no workflow ${record.workflow} any more`,
      { code: "E0606", hint: "put it back to resume the run" },
    );
  }
  return {
    name: record.workflow,
    file: record.file,
    body: (args) => workflow.call(...args),
    codes: codesOf(program),
    constructors: opened.constructors,
  };
}
