/**
 * The world of an ordinary program: this process, through Deno.
 *
 * @module
 */
import { DEFAULT_PERMISSIONS, type Permissions } from "../permissions.ts";
import { currentScope } from "../resilience/scope.ts";
import { Generator32 } from "./generator.ts";
import type {
  FileInfo,
  Files,
  Host,
  Logger,
  LogLevel,
  Metrics,
  Output,
  ProcessOptions,
  ProcessResult,
} from "./host.ts";
import { logLevelOf, textLogger } from "./logger.ts";
import { MetricRegistry } from "./metric_registry.ts";
import { Secrets } from "./secrets.ts";
import { replaceFile } from "./whole_file.ts";

/** What may be said about a real host. */
export interface RealHostOptions {
  /** What the program may do; by default what a program has when nothing is said. */
  readonly permissions?: Permissions;
  /** The program's own arguments. */
  readonly args?: readonly string[];
  /** Where `print` writes; by default standard output. */
  readonly output?: Output;
  /** Where `log` writes; by default standard error, from the level `ZIXIR_LOG` on (`info`). */
  readonly logger?: Logger;
  /** Where `metrics` are counted; by default a registry of the host's own. */
  readonly metrics?: Metrics;
  /** What masks secrets; by default a set of the host's own. */
  readonly secrets?: Secrets;
}

/**
 * The host of an ordinary program.
 *
 * @param options permissions, arguments, and where output goes
 *
 * @example
 * ```ts
 * import { realHost } from "./real_host.ts";
 * const host = realHost();
 * if (host.clock.now() < 1.7e12) throw new Error("clock");
 * ```
 */
export function realHost(options: RealHostOptions = {}): Host {
  const secrets = options.secrets ?? new Secrets();
  let least: LogLevel | undefined;
  let random: Generator32 | undefined;
  return {
    permissions: options.permissions ?? DEFAULT_PERMISSIONS,
    files: realFiles,
    net: { fetch: (request: Request): Promise<Response> => fetch(request) },
    processes: { run: runProcess },
    clock: {
      now: () => Date.now(),
      monotonic: () => performance.timeOrigin + performance.now(),
      zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
      sleep: (ms) => currentScope().sleep(ms),
    },
    // Made when first asked for: most programs do without chance, and seeding takes a while.
    get random() {
      return random ??= seeded();
    },
    entropy: (count) => crypto.getRandomValues(new Uint8Array(count)),
    environment: { get: (name) => Deno.env.get(name), args: options.args ?? [] },
    output: options.output ?? { write: (text) => writeAll(Deno.stdout, text) },
    logger: options.logger ?? textLogger({
      write: (line) => writeAll(Deno.stderr, line),
      now: () => Date.now(),
      secrets,
      least: () => least ??= levelOfProcess(),
    }),
    metrics: options.metrics ?? new MetricRegistry(),
    secrets,
    signal: () => currentScope().signal,
  };
}

/** Read at the first line logged, where the process may read its environment at all. */
function levelOfProcess(): LogLevel {
  try {
    return logLevelOf(Deno.env.get("ZIXIR_LOG"));
  } catch {
    return "info";
  }
}

function writeAll(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
}

const realFiles: Files = {
  readBytes: (path) => Deno.readFileSync(path),
  writeBytes: (path, bytes, append) =>
    append ? Deno.writeFileSync(path, bytes, { append }) : replaceFile(path, bytes),
  info(path): FileInfo | null {
    try {
      const { isFile, isDirectory, size, mtime } = Deno.statSync(path);
      return { isFile, isFolder: isDirectory, size, modifiedMs: mtime?.getTime() ?? null };
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    }
  },
  list: (path) => Array.from(Deno.readDirSync(path), (entry) => entry.name).sort(),
  makeDir: (path) => Deno.mkdirSync(path, { recursive: true }),
  remove: (path) => Deno.removeSync(path, { recursive: true }),
  copy: (from, to) => Deno.copyFileSync(from, to),
  rename: (from, to) => Deno.renameSync(from, to),
  folder: () => Deno.cwd(),
  readInput(): Uint8Array {
    const chunks: Uint8Array[] = [];
    for (;;) {
      const chunk = new Uint8Array(65536);
      const count = Deno.stdin.readSync(chunk);
      if (count === null) break;
      chunks.push(chunk.subarray(0, count));
    }
    const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  },
};

/** How long a child may take to end by itself once told to. */
const GRACE_MS = 2000;

async function runProcess(command: string, options: ProcessOptions): Promise<ProcessResult> {
  const { signal } = options;
  signal?.throwIfAborted();
  const child = new Deno.Command(command, {
    args: [...options.args],
    ...(options.folder === undefined ? {} : { cwd: options.folder }),
    ...(options.env === undefined ? {} : { env: { ...options.env } }),
    stdin: options.input === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let insist: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const end = async (): Promise<void> => {
    const { processTree, signalAll } = await import("./process_tree.ts");
    const tree = await processTree(child.pid);
    if (isOver) return;
    signalAll(tree, "SIGTERM");
    insist = setTimeout(() => signalAll(tree, "SIGKILL"), GRACE_MS);
  };
  signal?.addEventListener("abort", end, { once: true });
  try {
    const [{ code, stdout, stderr }] = await Promise.all([
      child.output(),
      options.input === undefined ? undefined : feed(child.stdin, options.input),
    ]);
    signal?.throwIfAborted();
    return { code, stdout, stderr };
  } finally {
    isOver = true;
    clearTimeout(insist);
    signal?.removeEventListener("abort", end);
  }
}

async function feed(stdin: WritableStream<Uint8Array>, input: Uint8Array): Promise<void> {
  const writer = stdin.getWriter();
  try {
    await writer.write(input);
    await writer.close();
  } catch {
    // The child may end without reading all of it, which is its right.
  }
}

/** A generator whose numbers nobody can foretell. */
function seeded(): Generator32 {
  const seed = crypto.getRandomValues(new BigUint64Array(2));
  return new Generator32((seed[0] << 64n) | seed[1]);
}
