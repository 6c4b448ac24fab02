/**
 * Programs for TypeScript: running Zixir from a host program.
 *
 * @module
 */
import { analyse } from "../../lang/mod.ts";
import { durableWorld } from "../durable_world.ts";
import { Intent } from "../intent.ts";
import { DEFAULT_PERMISSIONS, type Grant, type PermissionKind } from "../permissions.ts";
import { loadFile } from "../program/loader.ts";
import { type Problem, problemOfError } from "../program/problem.ts";
import { readSource } from "../program/source.ts";
import { sourceHint } from "../program/source_hint.ts";
import { constructorsOf } from "../program/workflows.ts";
import { type Program, runAnalysis, type RunFailure, type RunResult } from "../program.ts";
import { systemClock, within } from "../resilience/mod.ts";
import { type Host, realHost } from "../std/mod.ts";
import { openStore, type Store } from "../store/mod.ts";
import { asZixirError, ZixirError } from "../values/error.ts";
import { Driver } from "../workflow/driver.ts";
import { type HostValue, toHost } from "./host_value.ts";

/** How a Zixir of one's own is made. */
export interface ZixirOptions {
  /**
   * Where runs of workflows, circuits and cached values are kept: a path, a URL, or `":memory:"`
   * (the default), which is gone with the process.
   */
  readonly store?: string;
  /**
   * What programs may do, by kind: everything (`true`) or only the hosts, directories, commands,
   * variables or modules listed. Python is granted unless it is `false`, nothing else is.
   */
  readonly permissions?: Partial<Record<PermissionKind, Grant>>;
  /** Where `print` writes; standard output by default. */
  readonly print?: (text: string) => void;
  /** The program's own arguments. */
  readonly args?: readonly string[];
}

/** Bounds and name of one program. */
export interface EvalOptions {
  /** Name of the program in messages; its imports are relative to it. `<eval>` by default. */
  readonly file?: string;
  /** Ends the program with kind `cancelled` when aborted. */
  readonly signal?: AbortSignal;
  /** Milliseconds after which the program ends with kind `timeout`. */
  readonly timeoutMs?: number;
}

/** How a program ended. */
export type EvalResult = EvalSuccess | EvalFailure;

/** A program that gave a value. */
export interface EvalSuccess {
  /** Tells it from a failure. */
  readonly ok: true;
  /** Its value in TypeScript. */
  readonly value: HostValue;
  /** The type of its value in Zixir's notation, such as `[Float]`. */
  readonly type: string;
  /** Its value in Zixir's notation, such as `11.0`; empty for nil. */
  readonly text: string;
  /** What the checker warned of. */
  readonly warnings: readonly Problem[];
}

/** A program that was refused, or failed. */
export interface EvalFailure {
  /** Tells it from a success. */
  readonly ok: false;
  /** Everything found wrong before the run, or the one failure of it. */
  readonly errors: readonly [Problem, ...Problem[]];
  /** What the checker warned of. */
  readonly warnings: readonly Problem[];
}

/**
 * Makes a Zixir with a store and permissions of its own. Close it, or declare it with
 * `await using`: it may hold a store and runs.
 *
 * @param options its store, its permissions, its output
 * @throws {ZixirError} of kind `store` when the store cannot be opened
 *
 * @example
 * ```ts
 * import { createZixir } from "./zixir.ts";
 * await using zixir = await createZixir({ permissions: { net: ["api.example.com"] } });
 * if (await zixir.run("1 + 2") !== 3) throw new Error("sum");
 * ```
 */
export async function createZixir(options: ZixirOptions = {}): Promise<Zixir> {
  const zixir = new Zixir(options);
  await zixir.ready();
  return zixir;
}

/** Programs over one store, with one set of permissions; made by {@linkcode createZixir}. */
export class Zixir implements AsyncDisposable {
  readonly #host: Host;
  readonly #store: Store;
  readonly #inMemory: boolean;
  #latest: Program | undefined;
  #driver: Promise<Driver> | undefined;

  /** Prepares it; {@linkcode createZixir} also opens its store. */
  constructor({ store = ":memory:", permissions, print, args = [] }: ZixirOptions = {}) {
    this.#host = realHost({
      permissions: { ...DEFAULT_PERMISSIONS, ...permissions },
      args,
      ...(print === undefined ? {} : { output: { write: print } }),
    });
    this.#inMemory = store === ":memory:";
    this.#store = openStore(store);
  }

  /**
   * Opens the store now rather than when a program first uses it.
   *
   * @throws {ZixirError} of kind `store` when it cannot be opened
   */
  async ready(): Promise<void> {
    if (!this.#inMemory) await this.#store.describe();
  }

  /**
   * Checks and runs a program.
   *
   * @param source its text
   * @param options its name, and when to stop it
   * @returns its value, or what is wrong; never throws for a mistake of the program
   */
  async eval(source: string, options: EvalOptions = {}): Promise<EvalResult> {
    const result = await this.#run(source, options);
    const { warnings } = result;
    if (!result.ok) return { ok: false, errors: result.errors, warnings };
    const { value, type, text } = result;
    return { ok: true, value: toHost(value), type, text, warnings };
  }

  /**
   * Checks and runs a program.
   *
   * @param source its text
   * @param options its name, and when to stop it
   * @returns its value
   * @throws {ZixirError} what is wrong with it, the first of all when it was refused (the others are
   *   its `cause`), or how its run failed
   */
  async run(source: string, options: EvalOptions = {}): Promise<HostValue> {
    const result = await this.#run(source, options);
    if (result.ok) return toHost(result.value);
    throw result.error ?? refusal(result);
  }

  /**
   * Checks and runs a file.
   *
   * @param path the file; its imports are relative to it
   * @param options when to stop it
   * @returns its value
   * @throws {ZixirError} as {@linkcode Zixir.run}; of kind `io` when there is no such file
   */
  async runFile(path: string, options: Omit<EvalOptions, "file"> = {}): Promise<HostValue> {
    const source = readSource(path);
    if (!source.ok) {
      throw new ZixirError("io", source.problem.message, { hint: sourceHint(source.problem) });
    }
    return await this.run(source.text, { ...options, file: path });
  }

  /** Ends what was begun: runs are left as they are, to be resumed, and the store is closed. */
  async close(): Promise<void> {
    await (await this.#driver)?.close();
    await this.#store.close();
  }

  /** As {@linkcode Zixir.close}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #run(
    source: string,
    { file = "<eval>", signal, timeoutMs }: EvalOptions,
  ): Promise<RunResult> {
    const intent = new Intent({ permissions: this.#host.permissions, program: file });
    const constructors = constructorsOf(() => this.#latest);
    const world = durableWorld({
      host: this.#host,
      intent,
      driver: () => this.#driver ??= Promise.resolve(new Driver(this.#store)),
      file,
      constructors,
    });
    const analysis = analyse(source, { file, host: world.tables, load: loadFile });
    const outside = {
      clock: systemClock,
      random: Math.random,
      store: this.#store,
      constructors,
    };
    const bounds = { world: outside, ...(timeoutMs === undefined ? {} : { timeMs: timeoutMs }) };
    try {
      return await within(bounds, (scope) => {
        const stop = () => scope.stop(new ZixirError("cancelled", "the program was cancelled"));
        if (signal?.aborted) stop();
        signal?.addEventListener("abort", stop);
        return runAnalysis(analysis, world, { onProgram: (program) => this.#latest = program })
          .finally(() => signal?.removeEventListener("abort", stop));
      });
    } catch (thrown) {
      const error = this.#latest?.failure(thrown) ?? asZixirError(thrown);
      return { ok: false, errors: [problemOfError(error)], warnings: [], error };
    }
  }
}

/**
 * Checks and runs a program with nothing but the defaults: no permissions beyond Python, a store in
 * memory.
 *
 * @param source its text
 * @param options its name, and when to stop it
 * @returns its value with type and text, or everything that is wrong; never throws for a mistake of
 *   the program
 *
 * @example
 * ```ts
 * import { evalZixir } from "./zixir.ts";
 * const result = await evalZixir("engine.list_sum([1.0, 2.0, 3.0])");
 * if (!result.ok || result.value !== 6 || result.text !== "6.0") throw new Error("eval");
 * ```
 */
export async function evalZixir(source: string, options: EvalOptions = {}): Promise<EvalResult> {
  await using zixir = new Zixir();
  return await zixir.eval(source, options);
}

/**
 * Checks and runs a program with nothing but the defaults, as {@linkcode evalZixir}.
 *
 * @param source its text
 * @param options its name, and when to stop it
 * @returns its value
 * @throws {ZixirError} what is wrong with it, or how it failed
 *
 * @example
 * ```ts
 * import { runZixir } from "./zixir.ts";
 * if (await runZixir("let x = 5\nlet y = 5\nx + y") !== 10) throw new Error("run");
 * ```
 */
export async function runZixir(source: string, options: EvalOptions = {}): Promise<HostValue> {
  await using zixir = new Zixir();
  return await zixir.run(source, options);
}

/** A refused program as an error: the first problem, with all of them as its cause. */
function refusal({ errors }: RunFailure): ZixirError {
  const [{ kind, message, code, hint, file, line, column, endLine, endColumn }] = errors;
  return new ZixirError(kind, message, {
    code,
    cause: errors,
    ...(hint === undefined ? {} : { hint }),
    ...(file === null || line === null || column === null || endLine === null || endColumn === null
      ? {}
      : { span: { file, line, column, endLine, endColumn } }),
  });
}
