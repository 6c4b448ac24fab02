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
import { bridgeSource, inprocessSource } from "./py.gen.ts";
import { type PythonLibrary, type PythonSymbols, pythonSymbols } from "./symbols.ts";

/** A pointer to a Python object, or null. */
export type PyPointer = Deno.PointerValue;

/** The running interpreter. */
export class Interpreter {
  /** The C functions. */
  readonly c: PythonSymbols;
  /** The module `_zixir`, held for ever. */
  readonly bridge: PyPointer;
  /** The Python it came from. */
  readonly found: FoundPython;

  private constructor(library: PythonLibrary, bridge: PyPointer, found: FoundPython) {
    this.c = library.symbols;
    this.bridge = bridge;
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
    if (c.Py_IsInitialized() !== 0) {
      throw new PythonError(
        "E0503",
        "Python already runs in this process, started by another part",
      );
    }
    const full = readText(c.Py_GetVersion());
    const version = full.split(" ")[0].replace(/[^0-9.].*$/, "");
    if (version !== found.version) {
      throw new PythonError(
        "E0503",
        `${path} is Python ${version}, but ${found.executable} is ${found.version}`,
        { hint: "set ZIXIR_PYTHON to an interpreter whose shared library is its own" },
      );
    }
    const home = takeHome();
    // Python keeps the pointer to the name.
    programName = wideText(found.executable);
    c.Py_SetProgramName?.(programName);
    c.Py_InitializeEx(0);
    if (home !== undefined) Deno.env.set("PYTHONHOME", home);
    const code = c.Py_CompileString(zeroEnded(bridgeSource + inprocessSource), fileName, 257);
    const bridge = code === null
      ? null
      : c.PyImport_ExecCodeModuleEx(zeroEnded("_zixir"), code, fileName);
    c.Py_DecRef(code);
    const interpreter = new Interpreter(library, bridge, found);
    if (bridge === null) {
      const reason = c.PyErr_Occurred() === null ? "" : ": a module it needs is missing (ctypes?)";
      c.PyErr_Clear();
      c.PyEval_SaveThread();
      throw new PythonError("E0503", `${found.executable} cannot run in process${reason}`);
    }
    // Ensure once without a release: the main thread keeps its thread state (see TIERS: threads).
    c.PyEval_SaveThread();
    return interpreter;
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
  const symbols = { dlopen: { parameters: ["buffer", "i32"], result: "pointer" } } as const;
  for (const name of darwin ? ["libSystem.dylib"] : ["libc.so.6", "libdl.so.2", "libc.so"]) {
    try {
      Deno.dlopen(name, symbols).symbols.dlopen(zeroEnded(path), flags);
      return;
    } catch (error) {
      if (error instanceof Deno.errors.NotCapable) throw error;
    }
  }
}

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
