/**
 * `zixir cancel RUN`: ends a run for good.
 *
 * @module
 */
import { cancelRun } from "../workflow/run_store.ts";
import type { Invocation } from "./command.ts";
import { writeErr } from "./output.ts";
import { withStore } from "./run_store.ts";

/** Cancels one run. */
export function execute(invocation: Invocation): Promise<number> {
  const [id] = invocation.words;
  return withStore(invocation, async (store) => {
    const outcome = await cancelRun(store, id);
    writeErr(
      outcome === "asked"
        ? `asked the process that drives run ${id} to cancel it\n`
        : `run ${id} is cancelled\n`,
    );
    return 0;
  });
}
