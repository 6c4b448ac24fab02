/**
 * Opening Python.
 *
 * @module
 */
import { Codec } from "./codec.ts";
import { findPython, type FoundPython } from "./discover.ts";
import { PythonError } from "./errors.ts";
import { type HandleOwner, type Operation, PyHandle } from "./handle.ts";
import { plainHooks } from "./hooks.ts";
import { InProcess } from "./inprocess.ts";
import { Interpreter } from "./interpreter.ts";
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
  #channel: InProcess | undefined;
  #codec!: Codec;
  #closed = false;

  constructor(options: PythonOptions) {
    this.#options = options;
  }

  // deno-lint-ignore require-await -- a failure to start must reject, not throw
  async call(
    module: string,
    name: string,
    args: readonly unknown[] = [],
    keywords?: Keywords,
    options?: CallOptions,
  ): Promise<unknown> {
    return this.#open().request(this.#codec, "c", module, name, args, keywords, options);
  }

  callSync(
    module: string,
    name: string,
    args: readonly unknown[] = [],
    keywords?: Keywords,
    options?: SyncCallOptions,
  ): unknown {
    const channel = this.#channel ?? this.#open();
    return channel.callSync(this.#codec, module, name, args, keywords, options);
  }

  async importModule(name: string, options?: CallOptions): Promise<PyHandle> {
    const channel = this.#open();
    return await channel.request(this.#codec, "o", name, "", [], undefined, options) as PyHandle;
  }

  importModuleSync(name: string): PyHandle {
    return this.#open().requestSync(this.#codec, "o", name, "", []) as PyHandle;
  }

  get(module: string, name: string): unknown {
    return this.#open().requestSync(this.#codec, "g", module, name, []);
  }

  doctor(): PythonFacts {
    const channel = this.#open();
    const { found } = channel.interpreter;
    const facts = channel.requestSync(
      this.#codec,
      "c",
      channel.interpreter.moduleName,
      "facts",
      [],
    ) as {
      prefix: string;
      numpy: string | null;
    };
    return {
      executable: found.executable,
      version: found.version,
      source: found.source,
      mode: "in process",
      reason: undefined,
      library: found.library,
      prefix: facts.prefix,
      numpy: facts.numpy ?? undefined,
      attempts: found.attempts,
    };
  }

  close(): void {
    this.#closed = true;
    this.#channel = undefined;
  }

  // deno-lint-ignore require-await -- a failure to start must reject, not throw
  async request(
    operation: Operation,
    owner: string | number,
    path: string,
    args: readonly unknown[],
    keywords?: Keywords,
    options?: CallOptions,
  ): Promise<unknown> {
    return this.#open().request(this.#codec, operation, owner, path, args, keywords, options);
  }

  requestSync(
    operation: Operation,
    owner: string | number,
    path: string,
    args: readonly unknown[],
    keywords?: Keywords,
    options?: SyncCallOptions,
  ): unknown {
    return this.#open().requestSync(this.#codec, operation, owner, path, args, keywords, options);
  }

  released(id: number): void {
    shared?.released(id);
  }

  #open(): InProcess {
    if (this.#channel !== undefined) return this.#channel;
    if (this.#closed) throw new PythonError("E0512", "Python was closed");
    const first = shared === undefined;
    const channel = shared ??= start(this.#options);
    this.#codec = new Codec(this.#options.hooks ?? plainHooks, channel, this);
    if (first) channel.calibrate(this.#codec);
    for (const path of [...this.#options.paths ?? []].reverse()) {
      channel.requestSync(this.#codec, "c", channel.interpreter.moduleName, "add_path", [path]);
    }
    return this.#channel = channel;
  }
}

function start(options: PythonOptions): InProcess {
  const found: FoundPython = findPython(options);
  if (found.poolOnly !== undefined) {
    throw new PythonError(
      "E0503",
      `${found.executable} cannot be loaded in process: ${found.poolOnly}`,
    );
  }
  return new InProcess(Interpreter.start(found));
}
