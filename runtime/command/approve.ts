/**
 * `zixir approve RUN [--deny]`: answers the question a run waits with.
 *
 * @module
 */
import { answer } from "../workflow/approval.ts";
import type { Invocation } from "./command.ts";
import { writeErr } from "./output.ts";
import { withStore } from "./run_store.ts";

/** Records the answer; the process that drives the run goes on with it, or the next resume does. */
export function execute(invocation: Invocation): Promise<number> {
  const [id] = invocation.words;
  return withStore(invocation, async (store) => {
    const approved = !invocation.flags.has("deny");
    const at = invocation.flags.get("at");
    const { question, isDriven } = await answer(store, id, approved, at);
    writeErr(`${approved ? "approved" : "denied"}: ${question.question}\n`);
    if (!isDriven) writeErr(`no process drives the run: zixir resume ${id} goes on with it\n`);
    return 0;
  });
}
