/**
 * `zixir eval SOURCE`, and `zixir eval -` for standard input.
 *
 * @module
 */
import { withoutProcess } from "../process_global.ts";
import { decodeSource, type Source } from "../program/source.ts";
import type { Invocation } from "./command.ts";

/** Runs a text. */
export async function execute(invocation: Invocation): Promise<number> {
  const [word] = invocation.words;
  const source = word === "-" ? await readInput() : { ok: true, text: word } as const;
  if (!source.ok) {
    const { refuseSource } = await import("./report.ts");
    return await refuseSource(source.problem, invocation);
  }
  const { runProgram } = await withoutProcess(() => import("./program.ts"));
  return await runProgram(source.text, word === "-" ? "<stdin>" : "<eval>", invocation);
}

async function readInput(): Promise<Source> {
  const bytes = await new Response(Deno.stdin.readable).bytes();
  return decodeSource(bytes, "standard input");
}
