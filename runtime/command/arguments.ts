/**
 * Reads a command line against the commands there are.
 *
 * `parseArgs` of the standard library does the reading; the words are prepared for it because it
 * guesses in three places where we know: a flag that is on or off must not take a following `true`
 * for its value, a flag whose value is optional must not take the next word, and `-5 + 3` (a
 * program for `eval`) is not a row of short flags.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
import { nearest } from "../../lang/diagnostics/nearest.ts";
import { type Command, type Flag, type Invocation, type Param, UsageError } from "./command.ts";
import { permissionsOf } from "./flags.ts";

/** What a command line asks for. */
export type Request =
  | { readonly kind: "run"; readonly invocation: Invocation }
  | {
    readonly kind: "help";
    readonly command: Command | null;
    /** Words behind the command, such as the file whose help is asked for. */
    readonly words: readonly string[];
  }
  | { readonly kind: "version" };

/** Flags understood everywhere. */
export const COMMON_FLAGS: readonly Flag[] = [
  { name: "help", short: "h", doc: "Show this help" },
  { name: "version", short: "V", doc: "Show the version" },
];

/**
 * Reads a command line.
 *
 * @param argv the words behind the program's name
 * @param commands the commands there are; one of them is `run`, which a file name selects
 * @param isThere whether a word names a file or a folder, which then is run or refused as such
 * @returns what is asked for
 * @throws {UsageError} for what cannot be carried out, with the nearest thing that can
 */
export function readArguments(
  argv: readonly string[],
  commands: readonly Command[],
  isThere: (word: string) => boolean,
): Request {
  const first = firstWord(argv, commands);
  if (first === null) {
    const { given } = parse(argv, COMMON_FLAGS, false, "zixir");
    return given.has("version") ? { kind: "version" } : { kind: "help", command: null, words: [] };
  }
  const word = argv[first];
  const named = commands.find(({ name }) => name === word);
  if (word === "help") return helpOf(argv[first + 1], commands);
  const command = named ?? commandOfFile(word, commands, isThere);
  const others = named === undefined ? argv : argv.toSpliced(first, 1);
  return readCommand(command, others);
}

function readCommand(command: Command, argv: readonly string[]): Request {
  const flags = [...command.flags, ...COMMON_FLAGS];
  const { words, given, params, rest } = parse(
    argv,
    flags,
    command.takesParams === true,
    `zixir ${command.name}`,
  );
  if (given.has("help")) return { kind: "help", command, words };
  if (given.has("version")) return { kind: "version" };
  const usage = `usage: zixir ${command.name} ${command.usage}`.trimEnd();
  if (words.length < command.words.min) {
    throw new UsageError(`zixir ${command.name} needs ${needed(command)}`, usage);
  }
  if (words.length > command.words.max) {
    const extra = JSON.stringify(words[command.words.max]);
    throw new UsageError(`zixir ${command.name} does not know what to do with ${extra}`, usage);
  }
  return {
    kind: "run",
    invocation: {
      command,
      words,
      flags: new Map([...given].map(([name, values]) => [name, values[values.length - 1]])),
      params,
      rest,
      permissions: permissionsOf(given),
    },
  };
}

function needed(command: Command): string {
  const first = command.usage.split(" ")[0].replace(/\.\.\.$/, "");
  if (first.includes("|")) return `one of ${first.replaceAll("|", ", ")}`;
  return /^[AEIOU]/.test(first) ? `an ${first}` : `a ${first}`;
}

function helpOf(word: string | undefined, commands: readonly Command[]): Request {
  const command = commands.find(({ name }) => name === word);
  if (word !== undefined && command === undefined) throw unknownCommand(word, commands);
  return { kind: "help", command: command ?? null, words: [] };
}

/** `run`, when the word names a program rather than a command mistyped. */
function commandOfFile(
  word: string,
  commands: readonly Command[],
  isThere: (word: string) => boolean,
): Command {
  const run = commands.find(({ name }) => name === "run");
  const looksLikeFile = /[./\\]/.test(word) || isThere(word);
  if (run === undefined || !looksLikeFile) throw unknownCommand(word, commands);
  return run;
}

function unknownCommand(word: string, commands: readonly Command[]): UsageError {
  const near = nearest(word, commands.map(({ name }) => name));
  return new UsageError(
    `unknown command ${JSON.stringify(word)}`,
    near === null
      ? "zixir --help lists the commands; a program is run by zixir FILE"
      : `did you mean zixir ${near}? zixir --help lists the commands`,
  );
}

/** Index of the first word that is neither a flag nor a flag's value; null when there is none. */
function firstWord(argv: readonly string[], commands: readonly Command[]): number | null {
  const flags = commands.flatMap(({ flags }) => flags);
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === "--") return null;
    if (!isFlag(argv[i])) return i;
    const flag = flagNamed(argv[i], flags);
    if (flag?.value !== undefined && !flag.valueOptional && !argv[i].includes("=")) i++;
  }
  return null;
}

interface Parsed {
  readonly words: readonly string[];
  readonly given: ReadonlyMap<string, readonly string[]>;
  readonly params: readonly Param[];
  readonly rest: readonly string[];
}

/** Put before a word that begins with a dash but is none of ours to read. */
const PLAIN = "\u0000";

function parse(
  argv: readonly string[],
  flags: readonly Flag[],
  takesParams: boolean,
  who: string,
): Parsed {
  const params: Param[] = [];
  const names = flags.map(({ name }) => name);
  const unknown = (word: string, key?: string, value?: unknown): boolean => {
    if (key === undefined) return true;
    if (!takesParams || !word.startsWith("--")) throw unknownFlag(word, flags, who);
    params.push({ name: key, value: typeof value === "string" ? plain(value) : null });
    return false;
  };
  const parsed = parseArgs(prepare(argv, flags), {
    string: ["_", ...names],
    collect: names,
    alias: Object.fromEntries(
      flags.flatMap(({ name, short }) => short === undefined ? [] : [[name, short]]),
    ),
    unknown,
    "--": true,
  });
  const given = new Map<string, readonly string[]>();
  for (const flag of flags) {
    const values = (parsed[flag.name] as string[]).map(plain);
    if (values.length === 0) continue;
    const needsValue = flag.value !== undefined && !flag.valueOptional;
    if (needsValue && values.includes("")) {
      throw new UsageError(`--${flag.name} needs a value`, `write --${flag.name} ${flag.value}`);
    }
    given.set(flag.name, values);
  }
  return {
    words: parsed._.map((word) => plain(String(word))),
    given,
    params,
    rest: parsed["--"] as string[],
  };
}

/** The words, with each of our flags that takes no separate value closed by `=`. */
function prepare(argv: readonly string[], flags: readonly Flag[]): string[] {
  const end = argv.includes("--") ? argv.indexOf("--") : argv.length;
  return argv.map((word, i) => {
    if (i >= end || word === "-" || !word.startsWith("-")) return word;
    if (!isFlag(word)) return PLAIN + word;
    const flag = flagNamed(word, flags);
    if (flag === undefined) return word;
    const takesNext = flag.value !== undefined && !flag.valueOptional;
    if (flag.value === undefined && word.includes("=")) {
      throw new UsageError(`--${flag.name} takes no value`, `write --${flag.name} alone`);
    }
    return takesNext || word.includes("=") ? word : `--${flag.name}=`;
  });
}

function plain(word: string): string {
  return word.startsWith(PLAIN) ? word.slice(PLAIN.length) : word;
}

function isFlag(word: string): boolean {
  return /^--?[A-Za-z]/.test(word);
}

function flagNamed(word: string, flags: readonly Flag[]): Flag | undefined {
  const [, dashes, name] = /^(--?)([^=]*)/.exec(word) ?? [];
  return flags.find((flag) => dashes === "--" ? flag.name === name : flag.short === name);
}

function unknownFlag(word: string, flags: readonly Flag[], who: string): UsageError {
  const name = word.replace(/=.*$/s, "");
  const near = nearest(name, flags.map((flag) => `--${flag.name}`));
  return new UsageError(
    `unknown flag ${name}`,
    near === null ? `${who} --help lists the flags` : `did you mean ${near}?`,
  );
}
