/**
 * `zixir repl`: entries are checked and run one by one, each seeing what the earlier ones defined.
 *
 * @module
 */
import type { Invocation } from "./command.ts";

/** Runs entries until there are no more. */
export async function execute(invocation: Invocation): Promise<number> {
  const { runRepl } = await import("../repl/mod.ts");
  return await runRepl(invocation);
}
