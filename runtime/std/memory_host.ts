/**
 * A world of its own: files in memory, a clock that stands until somebody waits, seeded random
 * numbers, a network and commands that are functions. What tests and examples run in.
 *
 * @module
 */
import { ALL_PERMISSIONS, type Permissions } from "../permissions.ts";
import { Generator32 } from "./generator.ts";
import type { FileInfo, Files, Host, ProcessOptions, ProcessResult } from "./host.ts";
import { textLogger } from "./logger.ts";
import { MetricRegistry } from "./metric_registry.ts";
import { Secrets } from "./secrets.ts";

/** What a world in memory starts with. */
export interface MemoryHostOptions {
  /** By default everything is permitted: nothing here is real. */
  readonly permissions?: Permissions;
  /** Files by path, as text. */
  readonly files?: Readonly<Record<string, string>>;
  /** Answers requests; by default every host is unreachable. */
  readonly fetch?: (request: Request) => Response | Promise<Response>;
  /** Runs commands; by default there is none. */
  readonly run?: (command: string, options: ProcessOptions) => ProcessResult;
  /** Variables of the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** The arguments of the program. */
  readonly args?: readonly string[];
  /** Standard input. */
  readonly input?: string;
  /** Where the clock starts, in milliseconds since 1970. */
  readonly nowMs?: number;
  /** Where random numbers start; 1 by default. */
  readonly seed?: number;
  /** The signal that ends the work under way. */
  readonly signal?: () => AbortSignal | undefined;
}

/** A host in memory, and what a program did there. */
export interface MemoryHost extends Host {
  /** What was printed so far. */
  printed(): string;
  /** What was logged so far, masked. */
  logged(): string;
  /** What was counted so far. */
  readonly metrics: MetricRegistry;
}

/**
 * A world in memory.
 *
 * @param options what it starts with
 *
 * @example
 * ```ts
 * import { memoryHost } from "./memory_host.ts";
 * const host = memoryHost({ files: { "a.txt": "hello" } });
 * if (host.files.list(".").join() !== "a.txt") throw new Error("files");
 * ```
 */
export function memoryHost(options: MemoryHostOptions = {}): MemoryHost {
  const secrets = new Secrets();
  let printed = "";
  let logged = "";
  let now = options.nowMs ?? Date.UTC(2026, 0, 2, 3, 4, 5);
  const random = new Generator32(options.seed ?? 1);
  return {
    permissions: options.permissions ?? ALL_PERMISSIONS,
    files: new MemoryFiles(options.files ?? {}, options.input ?? ""),
    net: {
      async fetch(request: Request): Promise<Response> {
        if (options.fetch === undefined) throw new TypeError(`no route to ${request.url}`);
        return await options.fetch(request);
      },
    },
    processes: {
      run(command, given): Promise<ProcessResult> {
        if (options.run === undefined) {
          return Promise.reject(new Deno.errors.NotFound(`no such command: ${command}`));
        }
        return Promise.resolve(options.run(command, given));
      },
    },
    clock: {
      now: () => now,
      monotonic: () => now,
      zone: () => "UTC",
      sleep(ms): Promise<void> {
        now += ms;
        return Promise.resolve();
      },
    },
    random,
    entropy: (count) => Uint8Array.from({ length: count }, () => random.index(256)),
    environment: { get: (name) => options.env?.[name], args: options.args ?? [] },
    output: {
      write(text): void {
        printed += text;
      },
    },
    logger: textLogger({
      write: (line) => logged += line,
      now: () => now,
      secrets,
      least: () => "debug",
    }),
    metrics: new MetricRegistry(),
    secrets,
    signal: options.signal ?? (() => undefined),
    printed: () => printed,
    logged: () => logged,
  };
}

/** Files and folders by absolute path, `/` between parts; the current folder is `/work`. */
class MemoryFiles implements Files {
  /** Bytes of a file, null for a folder. */
  readonly #nodes = new Map<string, Uint8Array | null>([["/", null], ["/work", null]]);
  readonly #input: string;

  constructor(files: Readonly<Record<string, string>>, input: string) {
    this.#input = input;
    for (const [path, text] of Object.entries(files)) {
      this.makeDir(parentOf(absolute(path)));
      this.#nodes.set(absolute(path), new TextEncoder().encode(text));
    }
  }

  readBytes(path: string): Uint8Array {
    const bytes = this.#nodes.get(absolute(path));
    if (bytes === undefined) throw new Deno.errors.NotFound(path);
    if (bytes === null) throw new Deno.errors.IsADirectory(path);
    return bytes.slice();
  }

  writeBytes(path: string, bytes: Uint8Array, append: boolean): void {
    const at = absolute(path);
    if (this.#nodes.get(at) === null) throw new Deno.errors.IsADirectory(path);
    if (this.#nodes.get(parentOf(at)) !== null) throw new Deno.errors.NotFound(path);
    const old = append ? this.#nodes.get(at) ?? new Uint8Array() : new Uint8Array();
    this.#nodes.set(at, new Uint8Array([...old, ...bytes]));
  }

  info(path: string): FileInfo | null {
    const node = this.#nodes.get(absolute(path));
    if (node === undefined) return null;
    return {
      isFile: node !== null,
      isFolder: node === null,
      size: node?.length ?? 0,
      modifiedMs: null,
    };
  }

  list(path: string): string[] {
    const at = absolute(path);
    const node = this.#nodes.get(at);
    if (node === undefined) throw new Deno.errors.NotFound(path);
    if (node !== null) throw new Deno.errors.NotADirectory(path);
    const names = [...this.#nodes.keys()].filter((p) => p !== "/" && parentOf(p) === at);
    return names.map((p) => p.slice(p.lastIndexOf("/") + 1)).sort();
  }

  makeDir(path: string): void {
    const at = absolute(path);
    if (at !== "/") this.makeDir(parentOf(at));
    const node = this.#nodes.get(at);
    if (node instanceof Uint8Array) throw new Deno.errors.AlreadyExists(path);
    this.#nodes.set(at, null);
  }

  remove(path: string): void {
    const at = absolute(path);
    if (!this.#nodes.has(at)) throw new Deno.errors.NotFound(path);
    for (const p of [...this.#nodes.keys()]) {
      if (p === at || p.startsWith(`${at}/`)) this.#nodes.delete(p);
    }
  }

  copy(from: string, to: string): void {
    this.writeBytes(to, this.readBytes(from), false);
  }

  rename(from: string, to: string): void {
    const [old, target] = [absolute(from), absolute(to)];
    if (!this.#nodes.has(old)) throw new Deno.errors.NotFound(from);
    for (const [p, node] of [...this.#nodes]) {
      if (p !== old && !p.startsWith(`${old}/`)) continue;
      this.#nodes.delete(p);
      this.#nodes.set(target + p.slice(old.length), node);
    }
  }

  folder(): string {
    return "/work";
  }

  readInput(): Uint8Array {
    return new TextEncoder().encode(this.#input);
  }
}

function absolute(path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `/work/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf("/")));
}
