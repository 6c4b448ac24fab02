/**
 * What the rest of Zixir sees of the specialist.
 *
 * @module
 */
import type { DiscoverOptions, PythonAttempt } from "./discover.ts";
import type { PyHandle } from "./handle.ts";
import type { ValueHooks } from "./hooks.ts";
import type { PartSupervisor } from "./supervised.ts";

/** Keyword arguments of a Python call. */
export type Keywords = Readonly<Record<string, unknown>>;

/** How Python is found and used. */
export interface PythonOptions extends DiscoverOptions {
  /** The host's values; plain JavaScript values when absent. */
  readonly hooks?: ValueHooks;
  /** Directories put first on `sys.path`, such as that of the program. */
  readonly paths?: readonly string[];
  /** The most worker processes for isolated calls; defaults to the number of processors, at least 2. */
  readonly workersMax?: number;
  /** Makes every call in worker processes, none in this one. */
  readonly workersOnly?: boolean;
  /** Whom the worker processes are shown to, and who may end them; asked at their first start. */
  readonly supervisor?: () => PartSupervisor;
}

/** Bounds of one awaited call. */
export interface CallOptions {
  /** Ends the call with kind `cancelled` when aborted. */
  readonly signal?: AbortSignal;
  /** Milliseconds from now after which the call ends with kind `timeout`. */
  readonly deadlineMs?: number;
  /**
   * Makes the call in a worker process: a crash there costs this call alone, and a deadline ends it
   * whatever it does. Python objects among the arguments are copied into the worker by pickle.
   */
  readonly isolate?: boolean;
  /**
   * Bytes the call may allocate, beyond them it ends with kind `limit`. Makes a call of a module's
   * function isolated, unless a Python object is among its arguments, which it might be meant to
   * change; such calls, and those of methods, stay in this process, which is watched meanwhile.
   */
  readonly memoryBytes?: number;
}

/** Bounds of one synchronous call. */
export interface SyncCallOptions {
  /** Milliseconds from now after which the call ends with kind `timeout`. */
  readonly deadlineMs?: number;
}

/** What `zixir doctor` shows. */
export interface PythonFacts {
  /** Path of the interpreter. */
  readonly executable: string;
  /** Its version. */
  readonly version: string;
  /** The rule that found it. */
  readonly source: string;
  /** `"in process"` or `"workers only"`. */
  readonly mode: "in process" | "workers only";
  /** Why it is `"workers only"`. */
  readonly reason: string | undefined;
  /** The shared library loaded. */
  readonly library: string | undefined;
  /** `sys.prefix`: the virtual environment where there is one. */
  readonly prefix: string;
  /** Version of numpy, if that is installed. */
  readonly numpy: string | undefined;
  /** Every place tried. */
  readonly attempts: readonly PythonAttempt[];
}

/** Python, ready to be called; made by `openPython`. Nothing is loaded before the first call. */
export interface Python {
  /**
   * Calls `module.name(...args, ...keywords)` off the main thread.
   *
   * @throws {PythonError} what Python raised, or why the call could not be made
   */
  call(
    module: string,
    name: string,
    args?: readonly unknown[],
    keywords?: Keywords,
    options?: CallOptions,
  ): Promise<unknown>;
  /** As {@linkcode Python.call}, on the main thread, which waits for it. */
  callSync(
    module: string,
    name: string,
    args?: readonly unknown[],
    keywords?: Keywords,
    options?: SyncCallOptions,
  ): unknown;
  /** A module as handle, imported off the main thread. */
  importModule(name: string, options?: CallOptions): Promise<PyHandle>;
  /** A module as handle. */
  importModuleSync(name: string): PyHandle;
  /** The value of `module.name`, which may be dotted. */
  get(module: string, name: string, options?: CallOptions): Promise<unknown>;
  /** As {@linkcode Python.get}, on the main thread. */
  getSync(module: string, name: string): unknown;
  /** What was found and how it is used; starts Python if it was not yet. */
  doctor(): Promise<PythonFacts>;
  /** Releases what Python holds for Zixir; no call is possible afterwards. */
  close(): void;
}
