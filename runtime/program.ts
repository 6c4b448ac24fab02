/**
 * Programs: from source text to a value, in one world.
 *
 * This is the only place where compiled code becomes a function and runs. The CLI, the library, the
 * REPL and the tests come through here.
 *
 * @module
 */
import {
  analyse,
  type Analysis,
  compile,
  type CompiledModule,
  type CompiledProgram,
  type Loader,
} from "../lang/mod.ts";
import { typeToString } from "../lang/types/print.ts";
import { type Problem, problemOfDiagnostic, problemOfError } from "./program/problem.ts";
import {
  type Flow,
  makeSupport,
  plainFlow,
  type PythonAccess,
  type Support,
} from "./support/mod.ts";
import { locate, type TracedFile } from "./support/trace.ts";
import type { Entry, Table } from "./table.ts";
import { asZixirError, inspect, type Slot, ZixirError } from "./values/mod.ts";

/** What a program runs against. */
export interface World {
  /** The standard library and the engine. */
  readonly tables: readonly Table[];
  /** Python. */
  readonly python: PythonAccess;
  /** Orchestration; without it nothing is recorded. */
  readonly flow?: Flow;
}

/** How a program is found and run. */
export interface RunOptions {
  /** What it runs against. */
  readonly world: World;
  /** Name of the file; `<eval>` by default. */
  readonly file?: string;
  /** Finds imported files; without it imports are refused. */
  readonly load?: Loader;
}

/** How a run ended. */
export type RunResult = RunSuccess | RunFailure;

/** A run that gave a value. */
export interface RunSuccess {
  readonly ok: true;
  /** The value in slot form. */
  readonly value: Slot;
  /** Its type in Zixir's notation. */
  readonly type: string;
  /** Its literal notation; empty for nil. */
  readonly text: string;
  /** Warnings found before the run. */
  readonly warnings: readonly Problem[];
}

/** A program that was refused, or failed. */
export interface RunFailure {
  readonly ok: false;
  /** What is wrong: all that was found before the run, or the one failure of it. */
  readonly errors: readonly [Problem, ...Problem[]];
  /** Warnings found before the run. */
  readonly warnings: readonly Problem[];
  /** The failure of the run itself; absent when the program was refused. */
  readonly error?: ZixirError;
}

/**
 * Checks, compiles and runs a program.
 *
 * @param text its source
 * @param options its world, its name, its imports
 * @returns its value, or what is wrong; never throws for a mistake of the program
 */
export async function runSource(text: string, options: RunOptions): Promise<RunResult> {
  const { world, file = "<eval>", load } = options;
  const analysis = analyse(text, {
    file,
    host: world.tables,
    ...(load === undefined ? {} : { load }),
  });
  return await runAnalysis(analysis, world);
}

/** What may be said about running an analysed program. */
export interface RunAnalysisOptions {
  /** Told of the program before it runs. */
  readonly onProgram?: (program: Program) => void;
  /** Programs of the session before it. */
  readonly earlier?: readonly Program[];
  /** One of its workflows is to be called: see `CompileOptions`. */
  readonly isForWorkflow?: boolean;
}

/** Runs a program that was read and checked before. */
export async function runAnalysis(
  analysis: Analysis,
  world: World,
  options: RunAnalysisOptions = {},
): Promise<RunResult> {
  const problems = problemsOf(analysis);
  const warnings = problems.filter((problem) => problem.severity === "warning");
  const [first, ...rest] = problems.filter((problem) => problem.severity === "error");
  const { isForWorkflow = false } = options;
  const compiled = first === undefined ? compile(analysis, { isForWorkflow }) : null;
  if (compiled === null) return { ok: false, errors: [first, ...rest], warnings };
  const program = new Program(compiled, world, options.earlier);
  options.onProgram?.(program);
  try {
    const { value } = await program.run();
    const text = value === null ? "" : inspect(value);
    return { ok: true, value, type: typeToString(compiled.type), text, warnings };
  } catch (thrown) {
    const error = program.failure(thrown);
    return { ok: false, errors: [problemOfError(error)], warnings, error };
  }
}

/** All findings of an analysis, as flat problems with lines and columns. */
export function problemsOf(analysis: Analysis): Problem[] {
  return analysis.diagnostics.map((diagnostic) =>
    problemOfDiagnostic(diagnostic, (file) => analysis.sources.get(file) ?? "")
  );
}

/** What a file gives when it has run. */
export interface ModuleResult {
  /** The value of its last expression, or of `main()`. */
  readonly value: Slot;
  /** Its exports under generated names; see `lang/compile/module.ts`. */
  readonly exports: Readonly<Record<string, unknown>>;
}

let programs = 0;

/** A compiled program linked to a world. */
export class Program {
  readonly #compiled: CompiledProgram;
  readonly #support: Support;
  readonly #linker: Linker;
  readonly #files = new Map<string, TracedFile>();
  readonly #exports: Record<string, unknown> = {};
  readonly #id = programs++;

  /**
   * @param compiled the program
   * @param world what it runs against
   * @param earlier programs of a session whose exports it may use
   */
  constructor(compiled: CompiledProgram, world: World, earlier: readonly Program[] = []) {
    this.#compiled = compiled;
    const flow = world.flow ?? plainFlow;
    this.#linker = new Linker(world.tables, flow);
    this.#support = makeSupport({
      host: (path, waiting) => this.#linker.implementation(path, waiting),
      release: world.tables.find((table) => table.release !== undefined)?.release,
      python: world.python,
      flow,
    });
    for (const program of earlier) {
      Object.assign(this.#exports, program.#exports);
      for (const [id, file] of program.#files) this.#files.set(id, file);
    }
    // Ten frames, the default, may all lie in the runtime or in one recursion.
    Error.stackTraceLimit = Math.max(Error.stackTraceLimit, STACK_FRAMES);
  }

  /**
   * Runs the files in order.
   *
   * @returns what the main file gives
   * @throws whatever the program raises; {@linkcode failure} makes it presentable
   */
  async run(): Promise<ModuleResult> {
    let result: ModuleResult = { value: null, exports: {} };
    for (const [index, module] of this.#compiled.modules.entries()) {
      const main = this.#instantiate(module, index);
      await this.#linker.prepared();
      const outcome = main();
      result = outcome instanceof Promise ? await outcome : outcome;
      // A session may read a file again; what it took from it before, it goes on using.
      const before = this.#exports[module.file] as ModuleResult["exports"] | undefined;
      this.#exports[module.file] = before === undefined
        ? result.exports
        : Object.assign(result.exports, { ...before, ...result.exports });
    }
    return result;
  }

  /**
   * Adds to what a file of it exports, for the next entries of a session.
   *
   * @param file the file
   * @param name the generated name
   * @param value what it stands for, held as compiled code holds it
   */
  keep(file: string, name: string, value: unknown): void {
    const exports = this.#exports[file];
    this.#exports[file] = Object.assign(exports ?? {}, { [name]: value });
  }

  /** What each file exports, once it has run; see `lang/compile/module.ts`. */
  get exports(): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
    return this.#exports as Record<string, Record<string, unknown>>;
  }

  /** A thrown thing as an error with its place in the program. */
  failure(thrown: unknown): ZixirError {
    const error = misuse(thrown) ?? asZixirError(thrown);
    locate(error, (id) => this.#files.get(id));
    return error;
  }

  #instantiate(module: CompiledModule, index: number): () => ModuleResult | Promise<ModuleResult> {
    const id = `${this.#id}-${index}`;
    const source = this.#compiled.sources.get(module.file) ?? "";
    this.#files.set(id, { file: module.file, source, code: module.code });
    const body = `${module.code.text}\n//# sourceURL=zixir:${id}`;
    return new Function("$support", "$imports", body)(this.#support, this.#exports);
  }
}

/** V8 frames kept of an error. */
const STACK_FRAMES = 60;

/** Finds the implementations of host entries. */
class Linker {
  readonly #entries = new Map<string, Entry>();
  readonly #flow: Flow;
  /** What the entries named so far load. */
  readonly #loads = new Set<() => Promise<void>>();

  constructor(tables: readonly Table[], flow: Flow) {
    this.#flow = flow;
    for (const { module, entries } of tables) {
      for (const entry of entries) {
        this.#entries.set(module === "" ? entry.name : `${module}.${entry.name}`, entry);
      }
    }
  }

  implementation(path: string, waiting: boolean): unknown {
    const entry = this.#entries.get(path);
    if (entry === undefined) throw new Error(`the checker accepted ${path}, which no table has`);
    if (entry.prepare !== undefined) this.#loads.add(entry.prepare);
    const isAsync = waiting && entry.runAsync !== undefined;
    return named(isAsync ? entry.runAsync : this.#flow.wrap(path, entry), entry.name);
  }

  /** Loads what the entries named so far need. */
  async prepared(): Promise<void> {
    for (const load of this.#loads) await load();
  }
}

/** The function, bearing the name by which programs know it, as it shows when it is printed. */
function named(implementation: unknown, name: string): unknown {
  if (typeof implementation === "function" && implementation.name !== name) {
    Object.defineProperty(implementation, "name", { value: name });
  }
  return implementation;
}

/**
 * A mistake of the program that JS itself noticed: a top-level binding read before it had its value,
 * or a call of what is no function, which inference could not rule out.
 */
function misuse(thrown: unknown): ZixirError | null {
  if (thrown instanceof TypeError && /is not a function$/.test(thrown.message)) {
    const [, top = ""] = (thrown.stack ?? "").split("\n");
    if (!top.includes("zixir:")) return null;
    return new ZixirError("type", "what is called here is no function", { cause: thrown });
  }
  if (!(thrown instanceof ReferenceError)) return null;
  const [, name] = /^Cannot access '([A-Za-z_0-9]+)\$/.exec(thrown.message) ?? [];
  if (name === undefined) return null;
  return new ZixirError("name", `${name} is used before it has its value`, {
    code: "E0210",
    hint: "move the definition above the call that uses it",
    cause: thrown,
  });
}
