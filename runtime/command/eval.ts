/**
 * `zixir eval SOURCE`, and `zixir eval -` for standard input.
 *
 * @module
 */
import { decodeSource, type Source } from "../program/source.ts";
import type { Invocation } from "./command.ts";
import { refuseSource, runProgram } from "./program.ts";

/** Runs a text. */
export async function execute(invocation: Invocation): Promise<number> {
  const [word] = invocation.words;
  const source = word === "-" ? await readInput() : { ok: true, text: word } as const;
  if (!source.ok) return refuseSource(source.problem, invocation);
  return await runProgram(source.text, word === "-" ? "<stdin>" : "<eval>", invocation);
}

async function readInput(): Promise<Source> {
  const bytes = await new Response(Deno.stdin.readable).bytes();
  return decodeSource(bytes, "standard input");
}
