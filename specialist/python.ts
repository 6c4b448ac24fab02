/**
 * Opening Python.
 *
 * @module
 */
import { Codec, writeRequest } from "./codec.ts";
import { findPython, type FoundPython, readEnv } from "./discover.ts";
import { PythonError } from "./errors.ts";
import { type HandleOwner, type Operation, PyHandle } from "./handle.ts";
import { Home } from "./home.ts";
import { plainHooks, type ValueHooks } from "./hooks.ts";
import { InProcess } from "./inprocess.ts";
import { Interpreter } from "./interpreter.ts";
import { IsolateCodec } from "./isolate.ts";
import { withinMemory } from "./memory_watch.ts";
import { Pool } from "./pool.ts";
import type {
  CallOptions,
  Keywords,
  Python,
  PythonFacts,
  PythonOptions,
  SyncCallOptions,
} from "./types.ts";

/**
 * Prepares Python; it is looked for, loaded and started by the first call.
 *
 * There is one interpreter per process: the first `openPython` that calls decides which.
 *
 * @example
 * ```ts
 * import { openPython } from "./mod.ts";
 * const python = openPython();
 * console.assert(await python.call("math", "sqrt", [16]) === 4);
 * console.assert(python.callSync("math", "hypot", [3, 4]) === 5);
 * python.close();
 * ```
 */
export function openPython(options: PythonOptions = {}): Python {
  return new OpenedPython(options);
}

/** The one interpreter of this process, once started. */
let shared: InProcess | undefined;

class OpenedPython implements Python, HandleOwner {
  readonly #options: PythonOptions;
  readonly #hooks: ValueHooks;
  #found: FoundPython | undefined;
  #channel: InProcess | undefined;
  #codec!: Codec;
  #home: Home | undefined;
  #pool: Pool | undefined;
  #closed = false;

  constructor(options: PythonOptions) {
    this.#options = options;
    this.#hooks = options.hooks ?? plainHooks;
  }

  call(
    module: string,
    name: string,
    args: readonly unknown[] = [],
    keywords?: Keywords,
    options?: CallOptions,
  ): Promise<unknown> {
    return this.request("c", module, name, args, keywords, options);
  }

  callSync(
    module: string,
    name: string,
    args: readonly unknown[] = [],
    keywords?: Keywords,
    options?: SyncCallOptions,
  ): unknown {
    if (this.#channel === undefined && this.#find().poolOnly !== undefined) {
      return this.#atHome().requestSync("c", module, name, args, keywords, options);
    }
    const channel = this.#channel ?? this.#inProcess();
    return channel.callSync(this.#codec, module, name, args, keywords, options);
  }

  async importModule(name: string, options?: CallOptions): Promise<PyHandle> {
    return await this.request("o", name, "", [], undefined, options) as PyHandle;
  }

  importModuleSync(name: string): PyHandle {
    return this.requestSync("o", name, "", []) as PyHandle;
  }

  async get(module: string, name: string, options?: CallOptions): Promise<unknown> {
    return await this.request("g", module, name, [], undefined, options);
  }

  getSync(module: string, name: string): unknown {
    return this.requestSync("g", module, name, []);
  }

  async doctor(): Promise<PythonFacts> {
    const found = this.#find();
    const { poolOnly } = found;
    const facts = await this.request("c", "_zixir", "facts", []) as {
      prefix: string;
      numpy: string | null;
    };
    return {
      executable: found.executable,
      version: found.version,
      source: found.source,
      mode: poolOnly === undefined ? "in process" : "workers only",
      reason: poolOnly,
      library: found.library,
      prefix: facts.prefix,
      numpy: facts.numpy ?? undefined,
      attempts: found.attempts,
    };
  }

  close(): void {
    this.#closed = true;
    this.#channel = undefined;
    this.#home?.close();
    this.#pool?.close();
  }

  async request(
    operation: Operation,
    owner: string | number,
    path: string,
    args: readonly unknown[],
    keywords?: Keywords,
    options: CallOptions = {},
  ): Promise<unknown> {
    if (operation === "c" && isIsolated(owner, args, keywords, options)) {
      return await this.#callIsolated(owner, path, args, keywords, options);
    }
    if (this.#find().poolOnly !== undefined) {
      return await this.#atHome().request(operation, owner, path, args, keywords, options);
    }
    if (options.memoryBytes !== undefined) {
      const { memoryBytes, ...others } = options;
      return await withinMemory(
        memoryBytes,
        others,
        (bounds) => this.request(operation, owner, path, args, keywords, bounds),
      );
    }
    const channel = this.#inProcess();
    if (
      operation === "c" && keywords === undefined && !options.signal?.aborted &&
      channel.isInstant(this.#codec, owner as string, path, args)
    ) {
      return channel.callSync(this.#codec, owner as string, path, args, undefined, undefined);
    }
    return await channel.request(this.#codec, operation, owner, path, args, keywords, options);
  }

  requestSync(
    operation: Operation,
    owner: string | number,
    path: string,
    args: readonly unknown[],
    keywords?: Keywords,
    options?: SyncCallOptions,
  ): unknown {
    if (this.#channel === undefined && this.#find().poolOnly !== undefined) {
      return this.#atHome().requestSync(operation, owner, path, args, keywords, options);
    }
    const channel = this.#inProcess();
    return channel.requestSync(this.#codec, operation, owner, path, args, keywords, options);
  }

  get synchronous(): boolean {
    return this.#home?.synchronous ?? true;
  }

  released(id: number): void {
    if (this.#home !== undefined) this.#home.released(id);
    else shared?.released(id);
  }

  async #callIsolated(
    owner: string | number,
    path: string,
    args: readonly unknown[],
    keywords: Keywords | undefined,
    options: CallOptions,
  ): Promise<unknown> {
    const found = this.#find();
    const pool = this.#pool ??= new Pool(found, {
      workersMax: this.#options.workersMax ?? Math.max(2, navigator.hardwareConcurrency),
      paths: this.#options.paths ?? [],
      supervisor: this.#options.supervisor?.(),
    });
    const codec = new IsolateCodec(this.#hooks, this);
    // The worker calls a copy of a handle's object.
    const target = typeof owner === "string"
      ? owner
      : codec.carry(await this.request("k", owner, "", []) as Uint8Array);
    return await pool.run({
      codec,
      write: (writer) => writeRequest(writer, codec, "c", target, path, args, keywords),
      memoryBytes: options.memoryBytes,
    }, options);
  }

  #find(): FoundPython {
    if (this.#closed) throw new PythonError("E0512", "Python was closed");
    if (this.#found === undefined) {
      const found = findPython(this.#options);
      const reason = this.#options.workersOnly
        ? "it was asked for"
        : readEnv("ZIXIR_PYTHON_MODE") === "workers"
        ? "ZIXIR_PYTHON_MODE asks for it"
        : found.poolOnly;
      this.#found = { ...found, poolOnly: reason };
    }
    return this.#found;
  }

  #atHome(): Home {
    return this.#home ??= new Home(this.#find(), this.#options, this.#hooks, this);
  }

  #inProcess(): InProcess {
    if (this.#channel !== undefined) return this.#channel;
    const found = this.#find();
    const first = shared === undefined;
    const channel = shared ??= new InProcess(Interpreter.start(found));
    this.#codec = new Codec(this.#hooks, channel, this);
    if (first) channel.calibrate(this.#codec);
    for (const path of [...this.#options.paths ?? []].reverse()) {
      const { moduleName } = channel.interpreter;
      channel.requestSync(this.#codec, "c", moduleName, "add_path", [path]);
    }
    return this.#channel = channel;
  }
}

/**
 * Whether a call is made in a worker: when it says so, or is limited in memory and its effect cannot
 * be on Python objects of this process.
 */
function isIsolated(
  owner: string | number,
  args: readonly unknown[],
  keywords: Keywords = {},
  options: CallOptions,
): boolean {
  if (options.isolate !== undefined) return options.isolate;
  if (options.memoryBytes === undefined || typeof owner === "number") return false;
  return ![...args, ...Object.values(keywords)].some((value) => value instanceof PyHandle);
}
