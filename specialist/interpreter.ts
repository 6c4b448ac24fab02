/**
 * The interpreter inside this process: loading libpython, starting it once, taking and giving back
 * the GIL, and owning references.
 *
 * Invariants:
 * 1. There is one interpreter per process, and it is never finalised: extension modules such as
 *    numpy cannot be loaded a second time.
 * 2. The GIL is released as soon as the start is over; who calls a function of `symbols.ts` that
 *    needs it does so inside {@linkcode Interpreter.locked}.
 * 3. Memory whose address Python knows is held by a field of a live object here.
 *
 * @module
 */
import type { FoundPython } from "./discover.ts";
import { PythonError } from "./errors.ts";
import { commonSource, inprocessSource } from "./py.gen.ts";
import { type PythonLibrary, type PythonSymbols, pythonSymbols } from "./symbols.ts";

/** A pointer to a Python object, or null. */
export type PyPointer = Deno.PointerValue;

/** The running interpreter. */
export class Interpreter {
  /** The C functions. */
  readonly c: PythonSymbols;
  /** The module made of the files in `py/`, held for ever. */
  readonly bridge: PyPointer;
  /** Its name: `_zixir`, or another in a second isolate of this process. */
  readonly moduleName: string;
  /** The Python it came from. */
  readonly found: FoundPython;

  private constructor(
    c: PythonSymbols,
    bridge: PyPointer,
    moduleName: string,
    found: FoundPython,
  ) {
    this.c = c;
    this.bridge = bridge;
    this.moduleName = moduleName;
    this.found = found;
  }

  /**
   * Loads and starts the interpreter.
   *
   * @throws {PythonError} E0503 when the library cannot be used, E0513 without permission
   */
  static start(found: FoundPython): Interpreter {
    const path = found.library!;
    const library = load(path);
    const { symbols: c } = library;
    const full = readText(c.Py_GetVersion());
    const version = full.split(" ")[0].replace(/[^0-9.].*$/, "");
    if (version !== found.version) {
      throw new PythonError(
        "E0503",
        `${path} is Python ${version}, but ${found.executable} is ${found.version}`,
        { hint: "set ZIXIR_PYTHON to an interpreter whose shared library is its own" },
      );
    }
    // Another isolate of this process (a Deno worker, another test file) may have started it.
    const running = c.Py_IsInitialized() !== 0;
    if (!running) initialise(c, found.executable);
    if (running) c.PyGILState_Ensure();
    const moduleName = running ? `_zixir_${crypto.randomUUID().replaceAll("-", "")}` : "_zixir";
    const code = c.Py_CompileString(zeroEnded(commonSource + inprocessSource), fileName, 257);
    const bridge = code === null
      ? null
      : c.PyImport_ExecCodeModuleEx(zeroEnded(moduleName), code, fileName);
    c.Py_DecRef(code);
    if (bridge === null) c.PyErr_Clear();
    // The GIL is free from here on. The thread state is kept, so it is made only once per thread.
    c.PyEval_SaveThread();
    if (bridge === null) {
      throw new PythonError("E0503", `${found.executable} cannot run in process: no ctypes?`);
    }
    return new Interpreter(c, bridge, moduleName, found);
  }

  /** Runs a function that calls Python's C API. */
  locked<T>(work: () => T): T {
    const state = this.c.PyGILState_Ensure();
    try {
      return work();
    } finally {
      this.c.PyGILState_Release(state);
    }
  }

  /** Calls with one argument: a new reference, or null with Python's error set. Needs the GIL. */
  callOne(callable: PyPointer, argument: PyPointer): PyPointer {
    const { c } = this;
    if (c.PyObject_CallOneArg !== null) return c.PyObject_CallOneArg(callable, argument);
    const tuple = c.PyTuple_New(1n);
    c.Py_IncRef(argument);
    c.PyTuple_SetItem(tuple, 0n, argument);
    const result = c.PyObject_CallObject(callable, tuple);
    c.Py_DecRef(tuple);
    return result;
  }

  /** An attribute of the module `_zixir` as new reference. Needs the GIL. */
  member(name: string): PyPointer {
    const member = this.c.PyObject_GetAttrString(this.bridge, zeroEnded(name));
    if (member === null) {
      this.c.PyErr_Clear();
      throw new PythonError("E0503", `Zixir's part in Python has no ${name}`);
    }
    return member;
  }
}

function initialise(c: PythonSymbols, executable: string): void {
  const home = takeHome();
  // Python keeps the pointer to the name.
  programName = wideText(executable);
  c.Py_SetProgramName?.(programName);
  c.Py_InitializeEx(0);
  if (home !== undefined) Deno.env.set("PYTHONHOME", home);
}

/** The name under which Python knows the source of `_zixir`; frames of it are cut from tracebacks. */
const fileName = zeroEnded("<zixir>");
let programName: Uint8Array<ArrayBuffer>;

/** Text as zero-ended UTF-8, for C. */
export function zeroEnded(text: string): Uint8Array<ArrayBuffer> {
  if (text.includes("\0")) throw new PythonError("E0505", "a name holds a NUL character");
  const bytes = new TextEncoder().encode(text);
  const ended = new Uint8Array(bytes.length + 1);
  ended.set(bytes);
  return ended;
}

function load(path: string): PythonLibrary {
  try {
    makeGlobal(path);
    return Deno.dlopen(path, pythonSymbols);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) {
      throw new PythonError("E0513", "Python in process needs the permission to load libraries", {
        hint: "give --allow-ffi, or -A",
        cause: error,
      });
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new PythonError("E0503", `cannot load ${path}: ${reason}`, { cause: error });
  }
}

/**
 * Extension modules that are not linked against libpython find its symbols only if it was loaded
 * with RTLD_GLOBAL, which Deno.dlopen does not do.
 */
function makeGlobal(path: string): void {
  if (Deno.build.os === "windows") return;
  const darwin = Deno.build.os === "darwin";
  const flags = darwin ? 0x2 | 0x8 : 0x2 | 0x100; // RTLD_NOW | RTLD_GLOBAL
  for (const name of darwin ? ["libSystem.dylib"] : ["libc.so.6", "libdl.so.2", "libc.so"]) {
    let loader: Deno.DynamicLibrary<typeof loaderSymbols>["symbols"];
    try {
      loader = Deno.dlopen(name, loaderSymbols).symbols;
    } catch (error) {
      if (error instanceof Deno.errors.NotCapable) throw error;
      continue;
    }
    const everywhere = darwin ? Deno.UnsafePointer.create(0xfffffffffffffffen) : null; // RTLD_DEFAULT
    const present = loader.dlsym(everywhere, zeroEnded("Py_IsInitialized"));
    if (present !== null) {
      const info = new BigUint64Array(4);
      loader.dladdr(present, info);
      const other = readText(Deno.UnsafePointer.create(info[0]));
      if (Deno.realPathSync(other) !== Deno.realPathSync(path)) {
        throw new Error(`this process already runs the Python of ${other}`);
      }
    }
    loader.dlopen(zeroEnded(path), flags);
    return;
  }
}

const loaderSymbols = {
  dlopen: { parameters: ["buffer", "i32"], result: "pointer" },
  dlsym: { parameters: ["pointer", "buffer"], result: "pointer" },
  dladdr: { parameters: ["pointer", "buffer"], result: "i32" },
} as const;

/** A PYTHONHOME of another Python ends the process when the interpreter starts. */
function takeHome(): string | undefined {
  try {
    const home = Deno.env.get("PYTHONHOME");
    if (home !== undefined) Deno.env.delete("PYTHONHOME");
    return home;
  } catch {
    return undefined;
  }
}

function readText(pointer: Deno.PointerValue): string {
  return pointer === null ? "" : new Deno.UnsafePointerView(pointer).getCString();
}

/** Zero-ended text of wchar_t: 4 bytes wide, on Windows 2. */
function wideText(text: string): Uint8Array<ArrayBuffer> {
  if (Deno.build.os === "windows") {
    const units = new Uint16Array(text.length + 1);
    for (let index = 0; index < text.length; index++) units[index] = text.charCodeAt(index);
    return new Uint8Array(units.buffer);
  }
  const points = [...text].map((char) => char.codePointAt(0)!);
  return new Uint8Array(Uint32Array.from([...points, 0]).buffer);
}
