/**
 * `zixir run FILE`, and `zixir FILE`.
 *
 * @module
 */
import { readSource } from "../program/source.ts";
import type { Invocation } from "./command.ts";
import { refuseSource, runProgram } from "./program.ts";

/** Runs a file. */
export function execute(invocation: Invocation): Promise<number> {
  const [file] = invocation.words;
  const source = readSource(file);
  if (!source.ok) return Promise.resolve(refuseSource(source.problem, invocation));
  return runProgram(source.text, file, invocation);
}
