/**
 * The one place where a call from a program is routed to the engine or to Python.
 *
 * Invariants:
 * 1. Nothing of Python is loaded before a program first calls it.
 * 2. Every call of Python asks for the permission of its module first; handles, which only such a
 *    call can give, need none.
 * 3. Values go in and come out in slot form; errors are those of the tier, which `asZixirError` takes
 *    as they are.
 * 4. Calls end when the scope that makes them is stopped or its time is up.
 *
 * @module
 */
import type { EngineOperation } from "../engine/mod.ts";
import type {
  CallOptions,
  Keywords,
  PyHandle,
  Python,
  PythonFacts,
  ValueHooks,
} from "../specialist/mod.ts";
import type { Entry, Table } from "./table.ts";
import { DEFAULT_PERMISSIONS, type Permissions, requirePermission } from "./permissions.ts";
import { currentScope, tick, timeLeft } from "./resilience/scope.ts";
import { box, Duration, Float, Range, Size, type Slot, Time, Tuple } from "./values/mod.ts";
import { keyIn, keyOut, type RecordSlot } from "./values/record.ts";

/** How a program's calls are made. */
export interface IntentOptions {
  /** What the program may do. */
  readonly permissions?: Permissions;
  /** The program's file: Python looks beside it for modules and for `.venv`. */
  readonly program?: string;
}

/** The ways out of one program. */
export class Intent {
  readonly #options: IntentOptions;
  #python: Promise<Python> | undefined;

  /** @param options what the program may do, and where it lies */
  constructor(options: IntentOptions = {}) {
    this.#options = options;
  }

  /**
   * Calls a function of a Python module off the main thread.
   *
   * @param module the module, such as `"numpy.linalg"`
   * @param name the function in it
   * @param args arguments by position, in slot form
   * @param keywords arguments by name
   * @returns the result in slot form, or a handle
   * @throws {ZixirError} of kind `permission`
   * @throws {PythonError} what Python raised, or why it could not be called
   */
  async pythonCall(
    module: string,
    name: string,
    args: readonly Slot[],
    keywords?: Keywords,
  ): Promise<Slot> {
    this.#require(module);
    const python = await this.#opened();
    try {
      return await python.call(module, name, args, keywords, callBounds()) as Slot;
    } catch (error) {
      throw arisenHere(error);
    }
  }

  /**
   * A Python module as a handle, imported off the main thread.
   *
   * @param module the module, such as `"sklearn.linear_model"`
   * @throws {ZixirError} of kind `permission`
   * @throws {PythonError} when it is not installed, or fails while it is imported
   */
  async pythonModule(module: string): Promise<Slot> {
    this.#require(module);
    const python = await this.#opened();
    try {
      return await python.importModule(module, bounds());
    } catch (error) {
      throw arisenHere(error);
    }
  }

  /**
   * `object.name` of a Python object: at once, since the checker cannot tell a field of a Python
   * object from one of a record.
   *
   * @throws {PythonError} what Python raised
   */
  getField(object: PyHandle, name: string): Slot {
    tick();
    return object.getattrSync(name, timeLeft()) as Slot;
  }

  /** `object(args)` of a Python object. */
  async callObject(
    object: PyHandle,
    args: readonly Slot[],
    keywords?: Keywords,
  ): Promise<Slot> {
    tick();
    try {
      return await object.call(args, keywords, callBounds()) as Slot;
    } catch (error) {
      throw arisenHere(error);
    }
  }

  /** `object.name(args)` of a Python object. */
  async callMethod(
    object: PyHandle,
    name: string,
    args: readonly Slot[],
    keywords?: Keywords,
  ): Promise<Slot> {
    tick();
    try {
      return await object.callMethod(name, args, keywords, callBounds()) as Slot;
    } catch (error) {
      throw arisenHere(error);
    }
  }

  /** `object[key]` of a Python object, as {@linkcode Intent.getField}. */
  getIndex(object: PyHandle, key: Slot): Slot {
    tick();
    return object.indexSync(key, timeLeft()) as Slot;
  }

  /** What Python was found, for `zixir doctor`; starts it. */
  async pythonFacts(): Promise<PythonFacts> {
    return (await this.#opened()).doctor();
  }

  /** Releases what Python holds for this program. */
  async close(): Promise<void> {
    const python = await this.#python?.catch(() => undefined);
    python?.close();
  }

  #require(module: string): void {
    tick();
    requirePermission(this.#options.permissions ?? DEFAULT_PERMISSIONS, "python", module);
  }

  #opened(): Promise<Python> {
    return this.#python ??= this.#open();
  }

  async #open(): Promise<Python> {
    const [{ openPython }, { processSupervisor }] = await Promise.all([
      import("../specialist/mod.ts"),
      import("./supervision/mod.ts"),
    ]);
    const { program } = this.#options;
    const options = { hooks, supervisor: processSupervisor };
    if (program === undefined) return openPython(options);
    const { dirname, resolve } = await import("@std/path");
    const programDir = resolve(program.startsWith("<") ? "." : dirname(program));
    return openPython({ ...options, programDir, paths: [programDir] });
  }
}

/**
 * The module `engine` of the language.
 *
 * @param operations the table of the engine
 * @param release takes back the memory of a list to which nothing refers any more
 * @returns its rows in the calling convention of compiled code
 */
export function engineModule(
  operations: readonly EngineOperation[],
  release: (list: unknown) => void,
): Table {
  return {
    module: "engine",
    doc: "Numbers, vectors, matrices and text in native code.",
    entries: operations.map(entryOf),
    release,
  };
}

/** How values in slot form map to Python's, and back. */
const hooks: ValueHooks = {
  describe(value) {
    if (value instanceof Float) return { kind: "float", value: value.value };
    if (value instanceof Tuple) return { kind: "tuple", items: value.items };
    if (value instanceof Range) return { kind: "range", start: value.start, end: value.end };
    if (value instanceof Duration) return { kind: "duration", ms: value.ms };
    if (value instanceof Time) return { kind: "time", ms: value.ms };
    if (value instanceof Size) return { kind: "int", value: value.bytes };
    return undefined;
  },
  makeFloat: box,
  makeTuple: (items) => new Tuple(items as Slot[]),
  makeTime: (ms) => new Time(ms),
  makeDuration: (ms) => new Duration(ms),
  keyIn,
  keyOut,
};

/**
 * An error that came with Python's answer, from no call of the program's, as one of the call that
 * waited for it: from here V8 knows what awaits what, and so where in the program that was.
 */
function arisenHere(error: unknown): unknown {
  if (error instanceof Error) Error.captureStackTrace(error, arisenHere);
  return error;
}

/** When a call made now has to end, by the scope that makes it. */
function bounds(): CallOptions {
  const scope = currentScope();
  const left = scope.remainingMs;
  return left === Infinity ? { signal: scope.signal } : { signal: scope.signal, deadlineMs: left };
}

/** The bounds of a call that does something: also where it is made, and with how much memory. */
function callBounds(): CallOptions {
  const { isolated, memoryLimitBytes: memoryBytes } = currentScope();
  if (!isolated && memoryBytes === undefined) return bounds();
  return { ...bounds(), ...isolated ? { isolate: true } : {}, memoryBytes };
}

/** An operation as a row like those of the standard library: Floats in a result record boxed. */
function entryOf({ name, type, doc, example, run }: EngineOperation): Entry {
  const floats = floatFields(type);
  const call = run as (...args: unknown[]) => unknown;
  const boxing = (...args: unknown[]) => boxed(call(...args) as RecordSlot, floats);
  return { name, type, doc, example, run: floats.length === 0 ? call : boxing, borrows: true };
}

/** Names of the Float fields of the record that a function of this type gives; none for others. */
function floatFields(type: string): string[] {
  // Few operations give a record, and all are looked at when a program starts.
  if (!type.endsWith("}")) return [];
  const [, fields = ""] = /->\s*\{([^}]*)\}$/.exec(type) ?? [];
  return [...fields.matchAll(/(\w+)\s*:\s*Float\s*(?:,|$)/g)].map(([, name]) => name);
}

/** A record from the engine, in which Floats are plain numbers, in slot form. */
function boxed(record: RecordSlot, floats: readonly string[]): Slot {
  const values = floats.map((name) => [name, box(record[name] as number)]);
  return { ...record, ...Object.fromEntries(values) };
}
