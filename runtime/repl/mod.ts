/**
 * The REPL: at a terminal with an editor for its lines, else plainly from standard input.
 *
 * @module
 */
import type { Invocation } from "../command/command.ts";
import { errColor, writeErr, writeOut } from "../command/output.ts";
import { runPlain } from "./plain_loop.ts";
import { Shell } from "./shell.ts";

/**
 * Runs entries from standard input until it ends or the user leaves.
 *
 * @param invocation the command line
 * @returns the exit status: without a terminal, 1 where an entry failed
 */
export async function runRepl(invocation: Invocation): Promise<number> {
  const shell = new Shell({
    invocation,
    write: writeOut,
    writeError: writeErr,
    colour: errColor(),
    show: (text) => text,
    guard: (body) => body(),
    clear: () => {},
  });
  try {
    for (const file of invocation.words) {
      if (!await shell.enter(`:load ${file}`)) return 1;
    }
    return await runPlain(shell, Deno.stdin.readable, () => {});
  } finally {
    await shell.close();
  }
}
