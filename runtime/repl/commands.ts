/**
 * The commands of a REPL: what begins with a colon.
 *
 * @module
 */
import { nearest } from "../../lang/diagnostics/nearest.ts";
import { typeToString } from "../../lang/types/print.ts";
import { compile } from "../../lang/mod.ts";
import { readSource } from "../program/source.ts";
import { sourceHint } from "../program/source_hint.ts";
import { replaceFile } from "../std/whole_file.ts";
import { Float, inspect, type Slot } from "../values/mod.ts";
import type { Definition } from "../../lang/check/definition.ts";
import { documentationOf, engineText, lineOf, sourceOf, typeText } from "./documentation.ts";
import type { Shell } from "./shell.ts";

/** What the argument of a command is, for completion and for where an entry ends. */
export type Takes = "nothing" | "expression" | "name" | "file" | "word";

/** A command. */
export interface ReplCommand {
  /** Its name without the colon. */
  readonly name: string;
  /** Shorter names. */
  readonly aliases: readonly string[];
  readonly takes: Takes;
  /** What stands behind it, such as `FILE`. */
  readonly usage: string;
  /** One line for `:help`. */
  readonly doc: string;
  /**
   * Obeys it.
   *
   * @returns whether nothing was wrong
   */
  run(argument: string, shell: Shell): boolean | Promise<boolean>;
}

/** Every command, in the order of `:help`. */
export const REPL_COMMANDS: readonly ReplCommand[] = [
  {
    name: "help",
    aliases: ["h", "?"],
    takes: "nothing",
    usage: "",
    doc: "List the commands and the keys",
    run: (_, shell) => say(shell, helpText()),
  },
  {
    name: "doc",
    aliases: ["d"],
    takes: "name",
    usage: "NAME",
    doc: "Tell what a name is: of the library, the engine, or your own",
    run: runDoc,
  },
  {
    name: "source",
    aliases: [],
    takes: "name",
    usage: "NAME",
    doc: "Show how a function or type of yours is written",
    run: runSource,
  },
  {
    name: "type",
    aliases: ["t"],
    takes: "expression",
    usage: "EXPR",
    doc: "Show the type of an expression, without running it",
    run: runType,
  },
  {
    name: "engine",
    aliases: [],
    takes: "word",
    usage: "[WORD]",
    doc: "List the operations of the engine, or those with a word in them",
    run: runEngine,
  },
  {
    name: "bindings",
    aliases: ["env"],
    takes: "nothing",
    usage: "",
    doc: "List what this session has defined",
    run: runBindings,
  },
  {
    name: "time",
    aliases: [],
    takes: "expression",
    usage: "EXPR",
    doc: "Run an expression and say how long it took",
    run: runTime,
  },
  {
    name: "explain",
    aliases: [],
    takes: "word",
    usage: "CODE",
    doc: "Tell what a code such as E0220 means",
    run: runExplain,
  },
  {
    name: "load",
    aliases: ["l"],
    takes: "file",
    usage: "FILE",
    doc: "Run a file as if its text were entered",
    run: runLoad,
  },
  {
    name: "save",
    aliases: [],
    takes: "file",
    usage: "FILE",
    doc: "Write the entries that ran into a new file (:save! replaces an old one)",
    run: (file, shell) => runSave(file, shell, false),
  },
  {
    name: "reset",
    aliases: [],
    takes: "nothing",
    usage: "",
    doc: "Forget all definitions",
    run: (_, shell) => {
      shell.reset();
      return true;
    },
  },
  {
    name: "clear",
    aliases: [],
    takes: "nothing",
    usage: "",
    doc: "Empty the screen",
    run: (_, shell) => {
      shell.options.clear();
      return true;
    },
  },
  {
    name: "quit",
    aliases: ["q", "exit"],
    takes: "nothing",
    usage: "",
    doc: "Leave",
    run: (_, shell) => {
      shell.isOver = true;
      return true;
    },
  },
];

/** The command that a line names, with its argument; null where it names none. */
export function commandIn(
  line: string,
): { readonly command: ReplCommand; readonly argument: string } | null {
  const [, word, argument] = /^\s*:([A-Za-z]+|\?)?!?\s*([^]*)$/.exec(line) ?? [];
  const command = REPL_COMMANDS.find(({ name, aliases }) =>
    name === word || aliases.includes(word)
  );
  return command === undefined ? null : { command, argument: argument.trim() };
}

/**
 * Obeys a command.
 *
 * @param line the command as it was entered
 * @param shell what it is about
 * @returns whether nothing was wrong
 */
export async function runCommand(line: string, shell: Shell): Promise<boolean> {
  const found = commandIn(line);
  const word = /^:\s*(\S*)/.exec(line)?.[1] ?? "";
  if (found === null) {
    const near = nearest(word, REPL_COMMANDS.map(({ name }) => name));
    const hint = near === null ? ":help lists the commands" : `did you mean :${near}?`;
    return shell.complain(word === "" ? "a command is missing" : `unknown command :${word}`, hint);
  }
  const { command, argument } = found;
  const usage = `:${command.name} ${command.usage}`.trimEnd();
  const isOptional = command.usage.startsWith("[");
  if (argument === "" && command.usage !== "" && !isOptional) {
    return shell.complain(`:${command.name} needs ${withArticle(command.usage)}`, usage);
  }
  if (argument !== "" && command.takes === "nothing") {
    return shell.complain(`:${command.name} takes nothing`, usage);
  }
  if (word === "save!") return runSave(argument, shell, true);
  return await command.run(argument, shell);
}

function withArticle(usage: string): string {
  return /^[AEIOU]/.test(usage) ? `an ${usage}` : `a ${usage}`;
}

function say(shell: Shell, text: string): true {
  shell.options.write(text);
  return true;
}

function helpText(): string {
  const rows = REPL_COMMANDS.map(({ name, usage, aliases, doc }) => {
    const others = aliases.length === 0 ? "" : ` (${aliases.map((each) => `:${each}`).join(", ")})`;
    return [`:${name} ${usage}`.trimEnd(), `${doc}${others}`];
  });
  const width = Math.max(...rows.map(([left]) => left.length));
  const table = rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join("");
  return `${table}
An entry whose brackets or body are open goes on in the next line; an empty line ends a body.
ans is the last value; a line that begins with |> goes on from it.
Tab completes, Ctrl-R searches the history, Alt-Enter begins a new line, Ctrl-C drops the entry or
ends what runs, Ctrl-D leaves.
`;
}

function runDoc(name: string, shell: Shell): boolean {
  const found = documentationOf(name.replace(/\(\)?$/, ""), shell.sources);
  return found.ok ? say(shell, found.text) : shell.complain(found.message, found.hint);
}

function runSource(name: string, shell: Shell): boolean {
  const text = sourceOf(name, shell.sources);
  if (text !== null) return say(shell, `${text}\n`);
  return shell.complain(`${name} is no function or type of this session`, ":bindings lists these");
}

function runType(text: string, shell: Shell): boolean {
  const { names } = shell.sources;
  const definition = /^[A-Za-z_][\w.]*$/.test(text) ? names.find(text) : null;
  if (definition !== null && definition.kind !== "local" && definition.kind !== "python") {
    return say(shell, `${lineOf(text, definition)}\n`);
  }
  const analysis = shell.check(text);
  const program = analysis === null ? null : compile(analysis);
  return program === null ? false : say(shell, `${typeToString(program.type)}\n`);
}

function runEngine(word: string, shell: Shell): boolean {
  const text = engineText(word, shell.sources.tables);
  if (text !== "") return say(shell, text);
  return shell.complain(
    `no operation of the engine has ${JSON.stringify(word)} in it`,
    ":engine lists all",
  );
}

function runBindings(_: string, shell: Shell): boolean {
  const { sources } = shell;
  const lines = [
    ...sources.names.ownTypes().map((type) => typeText(type, sources)),
    ...sources.names.own().filter(({ definition }) => definition.kind !== "constructor")
      .map(({ name, definition }) =>
        `${lineOf(name, definition)}${shortValue(definition, shell)}\n`
      )
      .reverse(),
  ];
  return say(shell, lines.length === 0 ? "nothing is defined yet\n" : lines.join(""));
}

/** ` = 5` for a binding whose value is short. */
function shortValue(definition: Definition, { session }: Shell): string {
  const value = definition.kind === "local" ? session.valueOf(definition) : undefined;
  const isShort = value instanceof Float || value === null ||
    ["number", "boolean", "string"].includes(typeof value);
  const text = isShort ? inspect(value as Slot) : "";
  return text === "" || text.length > SHORT_MAX ? "" : ` = ${text}`;
}

/** Longest value that `:bindings` shows. */
const SHORT_MAX = 60;

async function runTime(text: string, shell: Shell): Promise<boolean> {
  const startMs = performance.now();
  const isWell = await shell.evaluate(text);
  const ms = performance.now() - startMs;
  shell.options.write(`${ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(2)} s`}\n`);
  return isWell;
}

async function runExplain(code: string, shell: Shell): Promise<boolean> {
  const { lessonText, nearestCode } = await import("../command/explain.ts");
  const { lessonOf } = await import("../lesson_catalog.ts");
  const lesson = lessonOf(code);
  if (lesson !== null) return say(shell, lessonText(lesson));
  const near = nearestCode(code);
  return shell.complain(
    `there is no code ${JSON.stringify(code)}`,
    near === null ? "zixir explain lists all codes" : `did you mean ${near}?`,
  );
}

async function runLoad(path: string, shell: Shell): Promise<boolean> {
  const source = readSource(unquoted(path));
  if (source.ok) return await shell.evaluate(source.text, unquoted(path));
  return shell.complain(source.problem.message, sourceHint(source.problem));
}

function runSave(path: string, shell: Shell, replaces: boolean): boolean {
  const file = unquoted(path);
  if (shell.kept.count === 0) {
    return shell.complain("there is nothing to save yet", "entries that ran are saved");
  }
  const bytes = new TextEncoder().encode(shell.kept.program());
  try {
    if (replaces) replaceFile(file, bytes);
    else Deno.writeFileSync(file, bytes, { createNew: true });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) {
      return shell.complain(`${file} is there already`, `:save! ${path} replaces it`);
    }
    const reason = error instanceof Error ? error.message : String(error);
    return shell.complain(`cannot write ${file}: ${reason}`, "choose another file");
  }
  return say(shell, `wrote ${file}\n`);
}

/** A path as it was typed: quotes around it are not part of it. */
function unquoted(path: string): string {
  return /^(["']).*\1$/.test(path) ? path.slice(1, -1) : path;
}
