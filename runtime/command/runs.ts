/**
 * `zixir runs`: every run of the store, newest first.
 *
 * @module
 */
import { listRuns } from "../workflow/run_store.ts";
import type { Invocation } from "./command.ts";
import { writeErr, writeOut } from "./output.ts";
import { columns, momentText, spanText, stateText, withStore } from "./run_store.ts";

/** Lists the runs. */
export function execute(invocation: Invocation): Promise<number> {
  return withStore(invocation, async (store) => {
    const runs = (await listRuns(store)).reverse();
    if (invocation.flags.has("json")) {
      for (const { record, isDriven } of runs) {
        const { id, workflow, file, state, createdMs, updatedMs, epochs, failure } = record;
        const error = failure === undefined ? {} : {
          error: { kind: failure.kind, message: failure.message, code: failure.code },
        };
        writeOut(
          JSON.stringify({
            run: id,
            workflow,
            file,
            state,
            driven: isDriven,
            created: new Date(createdMs).toISOString(),
            updated: new Date(updatedMs).toISOString(),
            taken_up: epochs,
            ...error,
          }) + "\n",
        );
      }
      return 0;
    }
    if (runs.length === 0) {
      writeErr("no runs yet; zixir run FILE WORKFLOW starts one\n");
      return 0;
    }
    writeOut(columns([
      ["RUN", "WORKFLOW", "STATE", "STARTED", "LASTED"],
      ...runs.map((status) => {
        const { id, workflow, createdMs, updatedMs } = status.record;
        const lasted = spanText(updatedMs - createdMs);
        return [id, workflow, stateText(status), momentText(createdMs), lasted];
      }),
    ]));
    return 0;
  });
}
