/**
 * A REPL without a terminal: entries come in as lines, from a file or another program.
 *
 * @module
 */
import { commandIn } from "./commands.ts";
import { type Completeness, completeness, continuesBlock, OpenBrackets } from "./completeness.ts";
import type { Shell } from "./shell.ts";

/**
 * Puts lines together to entries.
 *
 * @param lines the lines, without their ends
 * @param prompt told before a further line of what is no entry yet
 * @returns each entry as soon as its last line is there
 *
 * @example
 * ```ts
 * import { entriesOf } from "./plain_loop.ts";
 * async function* lines() {
 *   yield* ["fn f(x):", "  x + 1", "f(1)", "[1,", "2]"];
 * }
 * const entries = await Array.fromAsync(entriesOf(lines()));
 * if (entries.join("|") !== "fn f(x):\n  x + 1|f(1)|[1,\n2]") throw new Error(entries.join("|"));
 * ```
 */
export async function* entriesOf(
  lines: AsyncIterable<string>,
  prompt: (goesOn: boolean) => void = () => {},
): AsyncGenerator<string> {
  let entry = "";
  let brackets = new OpenBrackets();
  let needs: Completeness = "open";
  for await (const line of lines) {
    const isBlank = line.trim() === "";
    if (entry === "" && isBlank) {
      prompt(false);
      continue;
    }
    if (entry !== "" && needs === "block" && (isBlank || !continuesBlock(line))) {
      yield entry;
      entry = "";
      brackets = new OpenBrackets();
      if (isBlank) continue;
    }
    entry = entry === "" ? line : `${entry}\n${line}`;
    brackets.add(line);
    needs = brackets.areOpen && !isCommand(entry) ? "open" : completenessOf(entry);
    if (needs === "complete") {
      yield entry;
      entry = "";
      brackets = new OpenBrackets();
    } else prompt(true);
  }
  if (entry !== "") yield entry;
}

/** What an entry needs; of a command, what its argument needs. */
export function completenessOf(entry: string): Completeness {
  if (!isCommand(entry)) return completeness(entry);
  const found = commandIn(entry);
  return found?.command.takes === "expression" ? completeness(found.argument) : "complete";
}

function isCommand(entry: string): boolean {
  return entry.trimStart().startsWith(":");
}

/**
 * Runs all entries of a stream.
 *
 * @param shell where they run
 * @param input bytes in UTF-8
 * @param prompt told what the next line belongs to: a new entry, or one that goes on
 * @returns the exit status: 1 where an entry failed
 */
export async function runPlain(
  shell: Shell,
  input: ReadableStream<Uint8Array>,
  prompt: (goesOn: boolean) => void,
): Promise<number> {
  let failures = 0;
  prompt(false);
  for await (const entry of entriesOf(linesOf(input), prompt)) {
    if (!await shell.enter(entry)) failures++;
    if (shell.isOver) break;
    prompt(false);
  }
  return failures === 0 ? 0 : 1;
}

/** The lines of a text that arrives in pieces. */
async function* linesOf(input: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of input.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop()!;
    for (const line of lines) yield line.replace(/\r$/, "");
  }
  if (rest !== "") yield rest;
}
