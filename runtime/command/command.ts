/**
 * What a command of the command line is.
 *
 * @module
 */
import type { Permissions } from "../permissions.ts";

/** A flag a command knows. */
export interface Flag {
  /** Long name without the dashes. */
  readonly name: string;
  /** One letter for the short form. */
  readonly short?: string;
  /** What its value is, such as `PATH`; absent for a flag that is on or off. */
  readonly value?: string;
  /** The value may be left out, and is then only read when written behind `=`. */
  readonly valueOptional?: boolean;
  /** One line for the help. */
  readonly doc: string;
}

/** A command as the help, completion and dispatch know it; its code is loaded when it is run. */
export interface Command {
  /** The word that selects it. */
  readonly name: string;
  /** What stands behind the name, such as `FILE... [--types]`. */
  readonly usage: string;
  /** One line for the help. */
  readonly doc: string;
  /** Its flags beyond `--help`. */
  readonly flags: readonly Flag[];
  /** How many words it takes besides flags. */
  readonly words: { readonly min: number; readonly max: number };
  /** What its words are, for completion; default: `files`. */
  readonly completes?: "files" | "folders" | "none" | readonly string[];
  /** Flags it does not know are parameters of the program (`--day 2026-01-01`). */
  readonly takesParams?: boolean;
  /** Loads its code. */
  readonly load: () => Promise<CommandCode>;
}

/** The module behind a command. */
export interface CommandCode {
  /**
   * Does what the command says and gives the exit status: 0 well, 1 the program failed, 2 the
   * command line was wrong.
   */
  execute(invocation: Invocation): Promise<number>;
  /** Help on what words name, such as the workflows of a file; null when there is none. */
  help?(words: readonly string[], command: Command): Promise<string | null>;
}

/** A command line, read. */
export interface Invocation {
  /** The command it selects. */
  readonly command: Command;
  /** Words that are not flags, behind the command's name. */
  readonly words: readonly string[];
  /** Flags given: the value of a flag with one (the last, when repeated), `""` for the others. */
  readonly flags: ReadonlyMap<string, string>;
  /** Flags the command does not know, in order, for commands with `takesParams`. */
  readonly params: readonly Param[];
  /** Words behind `--`. */
  readonly rest: readonly string[];
  /** What the `--allow-…` flags grant. */
  readonly permissions: Permissions;
}

/** A parameter for the program: `--name value`, `--name=value`, or `--name` alone. */
export interface Param {
  readonly name: string;
  /** Its text; null when there was none. */
  readonly value: string | null;
}

/** A command line that cannot be carried out: exit status 2. */
export class UsageError extends Error {
  /** What to do instead. */
  readonly hint: string;

  /**
   * @param message what is wrong with it
   * @param hint what to do instead
   */
  constructor(message: string, hint: string) {
    super(message);
    this.name = "UsageError";
    this.hint = hint;
  }
}
