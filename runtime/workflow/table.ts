/**
 * What programs call of the workflow runtime by name.
 *
 * @module
 */
import type { Table } from "../table.ts";
import { ZixirError } from "../values/error.ts";
import { Duration } from "../values/quantity.ts";
import type { Slot } from "../values/slot.ts";
import { currentBranch } from "./branch.ts";

/** `approve`, as a name that is always there. */
export function workflowTable(): Table {
  return {
    module: "",
    doc: "What only a run that is recorded can do.",
    entries: [
      {
        name: "approve",
        type: "(question: String, timeout: Duration? = nil) -> Bool",
        doc:
          "Suspends the run until somebody answers, however long; gives whether it was approved.",
        example: {
          source: 'try: approve("Deploy?")\ncatch e => e.kind',
          result: '"workflow"',
        },
        effect: "async",
        run: approve,
      },
    ],
  };
}

async function approve(question: string, timeout: Slot | undefined): Promise<boolean> {
  const branch = currentBranch();
  if (branch === null || branch.kind === "step") {
    throw new ZixirError("workflow", "approve works in a workflow, outside its steps", {
      code: "E0612",
      hint: "only a run that is recorded can wait for somebody's answer",
    });
  }
  const timeoutMs = timeout instanceof Duration ? timeout.ms : Infinity;
  return await branch.run.approve({ id: "approve", name: question, code: "" }, timeoutMs);
}
