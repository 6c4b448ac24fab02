/**
 * What the standard library needs from the world, as small interfaces.
 *
 * The tables are made for one {@linkcode Host}: `realHost` for programs, `memoryHost` for tests and
 * for hosts that lend a program a world of its own. Nothing in the tables reaches for Deno by itself.
 *
 * @module
 */
import type { Permissions } from "../permissions.ts";
import type { Slot } from "../values/mod.ts";
import type { Generator32 } from "./generator.ts";
import type { Secrets } from "./secrets.ts";

/** The world as one program sees it. */
export interface Host {
  /** What the program may do; asked before each use of files, network, processes, environment. */
  readonly permissions: Permissions;
  /** Files and folders. */
  readonly files: Files;
  /** The network. */
  readonly net: Network;
  /** Child processes. */
  readonly processes: Processes;
  /** Time. */
  readonly clock: Clock;
  /** The numbers behind `random`; `random.seed` restarts it. */
  readonly random: Generator32;
  /** So many bytes that nobody can foretell, for keys and ids. */
  entropy(count: number): Uint8Array;
  /** Variables and arguments. */
  readonly environment: Environment;
  /** Where `print` writes. */
  readonly output: Output;
  /** Where `log` writes. */
  readonly logger: Logger;
  /** Where `metrics` are counted. */
  readonly metrics: Metrics;
  /** What `env.secret` gave out, to be masked wherever people read. */
  readonly secrets: Secrets;
  /** The signal that ends the work under way (a timeout, a cancelled run); undefined: none. */
  signal(): AbortSignal | undefined;
}

/**
 * Files, all at once and without waiting. Errors are those of Deno (`NotFound`, ...): `file.ts`
 * words them.
 */
export interface Files {
  /** The bytes of a file. */
  readBytes(path: string): Uint8Array;
  /** Replaces the content of a file, all of it or nothing, or adds to its end. */
  writeBytes(path: string, bytes: Uint8Array, append: boolean): void;
  /** What is at the path, links followed; null for nothing. */
  info(path: string): FileInfo | null;
  /** Names in a folder, sorted. */
  list(path: string): readonly string[];
  /** Makes a folder and those above it; one that is there is fine. */
  makeDir(path: string): void;
  /** Removes a file or a folder with all that is in it. */
  remove(path: string): void;
  /** Copies a file. */
  copy(from: string, to: string): void;
  /** Gives a file or folder another name. */
  rename(from: string, to: string): void;
  /** The current folder. */
  folder(): string;
  /** All of standard input. */
  readInput(): Uint8Array;
}

/** What is known of a file or folder. */
export interface FileInfo {
  /** Whether it is a file. */
  readonly isFile: boolean;
  /** Whether it is a folder. */
  readonly isFolder: boolean;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970; null where the system does not say. */
  readonly modifiedMs: number | null;
}

/** The network. */
export interface Network {
  /** One request; a redirect is a response like any other. */
  fetch(request: Request): Promise<Response>;
}

/** Child processes. */
export interface Processes {
  /**
   * Runs a command to its end.
   *
   * @throws Deno's errors when it cannot be started; the signal's reason when it was ended
   */
  run(command: string, options: ProcessOptions): Promise<ProcessResult>;
}

/** How a child process is started. */
export interface ProcessOptions {
  /** Its arguments. */
  readonly args: readonly string[];
  /** Folder to run in; absent: the current one. */
  readonly folder?: string;
  /** Variables added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads. */
  readonly input?: Uint8Array;
  /** Ends the process. */
  readonly signal?: AbortSignal;
}

/** What a child process left behind. */
export interface ProcessResult {
  /** Its exit code. */
  readonly code: number;
  /** What it wrote to standard output. */
  readonly stdout: Uint8Array;
  /** What it wrote to standard error. */
  readonly stderr: Uint8Array;
}

/** Time. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Milliseconds since some fixed moment, never going back. */
  monotonic(): number;
  /** The IANA name of the local time zone. */
  zone(): string;
  /** Waits; rejects with the reason when the work under way is ended first. */
  sleep(ms: number): Promise<void>;
}

/** The environment of the process. */
export interface Environment {
  /** The value of a variable; undefined when it is not set. */
  get(name: string): string | undefined;
  /** The program's own arguments, those after its file. */
  readonly args: readonly string[];
}

/** Where `print` writes. */
export interface Output {
  /** Writes a text as it is. */
  write(text: string): void;
}

/** How grave a log line is. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Where `log` writes. */
export interface Logger {
  /** Writes one line. */
  log(level: LogLevel, message: string, fields: Readonly<Record<string, Slot>>): void;
}

/** Where `metrics` are counted. */
export interface Metrics {
  /** Records one value of a metric. */
  record(
    kind: "counter" | "gauge" | "histogram",
    name: string,
    value: number,
    labels: Readonly<Record<string, string>>,
  ): void;
}
