/**
 * What a REPL does with an entry: it obeys a command, or checks and runs a program.
 *
 * Owns the session and what is written; knows nothing of how entries come in.
 *
 * @module
 */
import { renderDiagnostic } from "../../lang/diagnostics/render.ts";
import { type Analysis, hasErrors } from "../../lang/mod.ts";
import { PyHandle } from "../../specialist/handle.ts";
import type { Invocation } from "../command/command.ts";
import { type OpenedProgram, openProgram } from "../command/open_program.ts";
import { renderError } from "../command/report.ts";
import { loadFile } from "../program/loader.ts";
import type { RunSuccess } from "../program.ts";
import { LAST_VALUE, Session } from "../session.ts";
import { asZixirError, type ZixirError } from "../values/error.ts";
import { get, isRecord, keys } from "../values/record.ts";
import { runCommand } from "./commands.ts";
import type { Sources } from "./documentation.ts";
import { KeptEntries } from "./kept_entries.ts";
import { NamesInSight } from "./names.ts";

/** Where a shell writes, and how it runs entries. */
export interface ShellOptions {
  /** The command line: permissions, store, `--quiet`. */
  readonly invocation: Invocation;
  /** Writes values and answers. */
  write(text: string): void;
  /** Writes what is wrong. */
  writeError(text: string): void;
  /** Whether what is wrong is written in colour. */
  readonly colour: boolean;
  /** How the literal notation of a value is shown. */
  readonly show: (text: string) => string;
  /** Whether objects of Python are shown as Python does. */
  readonly showsObjects: boolean;
  /** Runs an entry; may end it with an error. */
  readonly guard: <T>(body: () => Promise<T>) => Promise<T>;
  /** Empties the screen, where there is one. */
  readonly clear: () => void;
}

/** A session with commands, that writes what becomes of its entries. */
export class Shell {
  readonly options: ShellOptions;
  readonly #opened: OpenedProgram;
  #session: Session;
  /** The entries that ran, for `:save`. */
  kept: KeptEntries = new KeptEntries();
  /** Set once the user wants to leave. */
  isOver = false;

  /** @param options where it writes, and how it runs entries */
  constructor(options: ShellOptions) {
    this.options = options;
    this.#opened = openProgram("", "<repl>", options.invocation, { isSession: true });
    this.#session = this.#newSession();
  }

  /** The entries so far. */
  get session(): Session {
    return this.#session;
  }

  /** Where documentation and completion look names up. */
  get sources(): Sources {
    const { tables } = this.#opened.world;
    return {
      names: new NamesInSight(this.#session.latest, tables),
      tables,
      textOf: (file) => textIn(this.#session.latest, file),
    };
  }

  /**
   * Obeys a command or runs a program.
   *
   * @param text what was entered
   * @returns whether nothing was wrong
   */
  async enter(text: string): Promise<boolean> {
    if (text.trim() === "") return true;
    try {
      return await this.#obeyOrRun(text);
    } catch (thrown) {
      // A fault of ours, which must not take the session along.
      this.#writeError(`${asZixirError(thrown).message}\n`);
      return false;
    }
  }

  async #obeyOrRun(text: string): Promise<boolean> {
    if (text.trimStart().startsWith(":")) return await runCommand(text.trim(), this);
    const asked = /^\s*\??\s*([A-Za-z_][\w.]*)\s*\??\s*$/.exec(text)?.[1];
    if (asked !== undefined && text.includes("?")) return await runCommand(`:doc ${asked}`, this);
    const word = /^\s*(quit|exit|help|clear|reset)\s*(\(\s*\))?\s*$/.exec(text)?.[1];
    if (word !== undefined && this.sources.names.find(word) === null) {
      const name = word === "exit" ? "quit" : word;
      return this.complain(`${word} is no name of a program`, `:${name} is the command`);
    }
    return await this.evaluate(text);
  }

  /**
   * Checks and runs a program in the session, and writes its value or what is wrong.
   *
   * @param text the program
   * @param file its name, where it comes from a file
   * @returns whether it ran well
   */
  async evaluate(text: string, file?: string): Promise<boolean> {
    // As a pipe goes on from the line above it, it goes on from the value above it.
    const whole = /^\s*\|>/.test(text) ? `${LAST_VALUE} ${text.trimStart()}` : text;
    const analysis = this.#session.analyse(whole, file);
    this.#writeFindings(analysis);
    const result = await this.options.guard(() => this.#session.run(analysis)).catch((thrown) => ({
      ok: false as const,
      error: asZixirError(thrown),
    }));
    if (!result.ok) {
      if (result.error !== undefined) this.#writeFailure(result.error, analysis);
      return false;
    }
    this.kept.add(whole, analysis.main.module.statements);
    if (result.text !== "") this.options.write(`${await this.#shown(result)}\n`);
    return true;
  }

  /** The literal notation of a value; of an object of Python at a terminal, what Python shows. */
  async #shown({ value, text }: RunSuccess): Promise<string> {
    const isObject = value instanceof PyHandle &&
      !/^(module|function|method|type) /.test(value.label);
    if (!this.options.showsObjects || !isObject) return this.options.show(text);
    const call = () => this.#opened.world.python.pythonCall("builtins", "repr", [value]);
    const shown = await this.options.guard(call).catch(() => text);
    return typeof shown === "string" ? this.#opened.host.secrets.mask(shown) : text;
  }

  /**
   * The names behind a value that is there, for completion: keys of a record, attributes of an
   * object of Python.
   *
   * @param path a name of the session, and what is taken of its value from there on
   * @returns none where the path does not lead to such a value
   */
  async memberNames(path: readonly string[]): Promise<readonly string[]> {
    const [first, ...rest] = path;
    const definition = this.sources.names.find(first);
    if (definition?.kind !== "local" && definition?.kind !== "python") return [];
    const { python } = this.#opened.world;
    try {
      let value = this.#session.valueOf(definition);
      for (const name of rest) {
        if (value instanceof PyHandle) value = python.getField(value, name);
        else value = isRecord(value) ? get(value, name) : undefined;
      }
      if (isRecord(value)) return keys(value);
      if (!(value instanceof PyHandle)) return [];
      const names = await python.pythonCall("builtins", "dir", [value]);
      return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
    } catch {
      return [];
    }
  }

  /**
   * Checks a program without running it, and writes what is wrong.
   *
   * @returns what was found out; null where it has errors
   */
  check(text: string): Analysis | null {
    const analysis = this.#session.analyse(text);
    this.#writeFindings(analysis);
    return hasErrors(analysis) ? null : analysis;
  }

  /** Says what is wrong with a command. */
  complain(message: string, hint: string): false {
    const [red, dim, reset] = this.options.colour
      ? ["\x1b[1;31m", "\x1b[2m", "\x1b[0m"]
      : ["", "", ""];
    this.#writeError(`${red}error${reset}: ${message}\n  ${dim}hint:${reset} ${hint}\n`);
    return false;
  }

  /** Forgets all definitions. */
  reset(): void {
    this.#session = this.#newSession();
    this.kept = new KeptEntries();
  }

  /** Ends what was begun for the session. */
  async close(): Promise<void> {
    await this.#opened.close();
  }

  #newSession(): Session {
    const { world } = this.#opened;
    return new Session({
      world,
      load: loadFile,
      onProgram: (program) => this.#opened.program = program,
    });
  }

  #writeFindings(analysis: Analysis): void {
    const isQuiet = this.options.invocation.flags.has("quiet");
    const { colour } = this.options;
    for (const diagnostic of analysis.diagnostics) {
      if (isQuiet && diagnostic.severity === "warning") continue;
      const textOf = (file: string): string => textIn(analysis, file);
      this.#writeError(renderDiagnostic(diagnostic, textOf, { colour }));
    }
  }

  #writeFailure(error: ZixirError, analysis: Analysis): void {
    const textOf = (file: string): string => textIn(analysis, file);
    this.#writeError(renderError(error, textOf, this.options.colour));
  }

  #writeError(text: string): void {
    this.options.writeError(this.#opened.host.secrets.mask(text));
  }
}

/** The text of a file or entry, among all that a session has read. */
function textIn(latest: Analysis | null, file: string): string {
  for (let entry = latest; entry !== null; entry = entry.earlier) {
    const text = entry.sources.get(file);
    if (text !== undefined) return text;
  }
  return "";
}
