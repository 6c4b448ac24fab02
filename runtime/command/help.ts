/**
 * The help texts, made from the table of commands.
 *
 * @module
 */
import { COMMON_FLAGS } from "./arguments.ts";
import type { Command, Flag } from "./command.ts";

const WIDTH_MAX = 100;

/**
 * The help on what a command line names.
 *
 * @param command the command; null for all
 * @param words words behind it, on which the command itself may have something to say
 * @param commands every command
 */
export async function helpText(
  command: Command | null,
  words: readonly string[],
  commands: readonly Command[],
): Promise<string> {
  if (command === null) return generalHelp(commands);
  if (words.length === 0) return commandHelp(command);
  const own = await (await command.load()).help?.(words, command) ?? null;
  return own ?? commandHelp(command);
}

/** What `zixir --help` shows. */
export function generalHelp(commands: readonly Command[]): string {
  const rows = commands.map(({ name, usage, doc }): Row => [`${name} ${shortUsage(usage)}`, doc]);
  return [
    "Zixir: a small language for AI and data pipelines (Deno, Zig and Python in one process)",
    "",
    "Usage:",
    "  zixir FILE        run a program",
    "  zixir COMMAND ...",
    "",
    "Commands:",
    ...table(rows),
    "",
    "Flags:",
    ...table(COMMON_FLAGS.map(flagRow)),
    "",
    "zixir COMMAND --help shows the flags of a command.",
    "",
  ].join("\n");
}

/** What `zixir COMMAND --help` shows. */
export function commandHelp(command: Command): string {
  const flags = [...command.flags, ...COMMON_FLAGS];
  return [
    `${command.doc}`,
    "",
    "Usage:",
    `  zixir ${command.name} ${command.usage}`.trimEnd(),
    "",
    "Flags:",
    ...table(flags.map(flagRow)),
    "",
  ].join("\n");
}

/** A left and a right column. */
type Row = readonly [string, string];

function flagRow(flag: Flag): Row {
  const short = flag.short === undefined ? "    " : `-${flag.short}, `;
  const value = flag.value === undefined
    ? ""
    : flag.valueOptional
    ? `[=${flag.value}]`
    : ` ${flag.value}`;
  return [`${short}--${flag.name}${value}`, flag.doc];
}

function shortUsage(usage: string): string {
  return usage.replaceAll(/ ?\[--[^\]]*\]/g, "");
}

/** Two columns; a text too long for the right one goes on below it. */
function table(rows: readonly Row[]): string[] {
  const left = Math.max(...rows.map(([name]) => name.trimEnd().length)) + 4;
  return rows.flatMap(([name, doc]) => {
    const lines = wrap(doc, WIDTH_MAX - left);
    return lines.map((line, i) => (i === 0 ? `  ${name.trimEnd()}` : "").padEnd(left) + line);
  });
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
