/**
 * The interpreter of this process as a channel: synchronous calls on the main thread, awaited ones
 * on Python's own threads (`threads.ts`).
 *
 * @module
 */
import { addressOf, Box, cell, outcome, Shared, takenLock } from "./box.ts";
import { askedAgainMax, type Channel, type Codec, readValue, writeRequest } from "./codec.ts";
import { PythonError } from "./errors.ts";
import { readDescribed, toPythonError } from "./exceptions.ts";
import { Functions } from "./functions.ts";
import type { Operation } from "./handle.ts";
import { type Interpreter, type PyPointer, zeroEnded } from "./interpreter.ts";
import { Memory } from "./memory.ts";
import { NeedsCare } from "./pickle_cursor.ts";
import { instantMath, isNumber, QuickCalls } from "./quick.ts";
import { Threads } from "./threads.ts";
import type { CallOptions, Keywords, SyncCallOptions } from "./types.ts";
import { Wire } from "./wire.ts";

/** The interpreter of this process as a channel. */
export class InProcess implements Channel {
  readonly interpreter: Interpreter;
  readonly memory: Memory;
  readonly #functions: Functions;
  readonly #threads: Threads;
  readonly #quick: QuickCalls;
  readonly #main: Box;
  readonly #control: Deno.PointerObject;
  readonly #members: Record<(typeof memberNames)[number], PyPointer>;
  #nextCall = -1;

  /**
   * Connects with a started interpreter.
   *
   * @throws {PythonError} E0503 when Zixir's part in Python fails
   */
  constructor(interpreter: Interpreter) {
    this.interpreter = interpreter;
    this.memory = new Memory((ids) => this.#release(ids));
    this.#functions = new Functions(interpreter, this.memory);
    this.#control = takenLock(interpreter);
    const wire = new Wire((number) => {
      if (number < 0) this.#functions.asked(-number);
      else this.#threads.replied(number);
    });
    this.#threads = new Threads(interpreter, this.#control, wire, {
      error: (box) => this.#error(box),
      afterCall: () => this.memory.drain(),
    });
    const state = interpreter.c.PyGILState_Ensure();
    try {
      const lock = takenLock(interpreter);
      const shared = new Shared(this.#setUp(lock, wire.address));
      this.#main = new Box(shared, 0, lock);
      this.memory.connect(shared.ring);
      this.#threads.connect(shared);
      this.#members = this.#findMembers();
      this.#quick = new QuickCalls(interpreter, this.#members.quick_target);
    } finally {
      interpreter.c.PyGILState_Release(state);
    }
    wire.connected();
  }

  /** Measures what tells an array nobody else holds; see `sole_references` in `py/encode.py`. */
  calibrate(codec: Codec): void {
    const set = (route: number, count: unknown) =>
      this.requestSync(codec, "c", this.interpreter.moduleName, "set_sole_references", [
        route,
        count,
      ]);
    set(0, this.requestSync(codec, "c", this.interpreter.moduleName, "make_probe", []));
    this.interpreter.locked(() => {
      const { c } = this.interpreter;
      const make = this.interpreter.member("make_probe");
      this.#quick.made = c.PyObject_CallNoArgs(make);
      c.Py_DecRef(make);
      set(1, this.#readMade(codec));
    });
  }

  /** Carries out an operation on the main thread. */
  requestSync(
    codec: Codec,
    operation: Operation,
    owner: string | number,
    path: string,
    args: readonly unknown[],
    keywords?: Keywords,
    options?: SyncCallOptions,
  ): unknown {
    const box = this.#main;
    const { cells } = box;
    // A function of Zixir that Python calls may itself call Python: one call within another.
    const outer = [cells[cell.call], cells[cell.deadline]];
    const call = this.#nextCall--;
    writeRequest(box.writer, codec, operation, owner, path, args, keywords);
    box.post(call);
    const deadlineMs = options?.deadlineMs;
    cells[cell.deadline] = 0;
    if (deadlineMs !== undefined) {
      cells[cell.deadline] = Date.now() + Math.max(0, deadlineMs);
      this.interpreter.c.PyThread_release_lock(this.#control);
    }
    try {
      return this.#callMain(codec, deadlineMs);
    } finally {
      [cells[cell.call], cells[cell.deadline]] = outer;
      box.shrink();
      this.#afterSync(codec);
    }
  }

  /** Calls a function of a module on the main thread, by the quick way where it serves. */
  callSync(
    codec: Codec,
    module: string,
    name: string,
    args: readonly unknown[],
    keywords: Keywords | undefined,
    options: SyncCallOptions | undefined,
  ): unknown {
    if (keywords === undefined && options === undefined) {
      const target = this.#quick.target(module, name);
      if (target !== undefined) {
        const { c } = this.interpreter;
        const state = c.PyGILState_Ensure();
        try {
          const result = this.#quick.call(target, args, codec);
          if (result !== QuickCalls.notScalar) return result;
          if (this.#quick.made !== null) return this.#readMade(codec);
          if (this.#quick.raised) throw this.#raised();
        } finally {
          c.PyGILState_Release(state);
          if (this.memory.pressing) this.#afterSync(codec);
        }
      }
    }
    return this.requestSync(codec, "c", module, name, args, keywords, options);
  }

  /**
   * Whether an awaited call may be made on the main thread after all: an instant function of numbers
   * is over before a thread would have woken, and waits for nothing while no other call may hold the
   * GIL.
   */
  isInstant(codec: Codec, module: string, name: string, args: readonly unknown[]): boolean {
    return module === "math" && instantMath.has(name) && !this.#threads.busy &&
      args.every((arg) => isNumber(arg, codec));
  }

  /** Carries out an operation on a Python thread. */
  request(
    codec: Codec,
    operation: Operation,
    owner: string | number,
    path: string,
    args: readonly unknown[],
    keywords?: Keywords,
    options?: CallOptions,
  ): Promise<unknown> {
    return this.#threads.run({
      codec,
      write: (writer) => writeRequest(writer, codec, operation, owner, path, args, keywords),
    }, options);
  }

  /** Says that a Python object is no longer used. */
  released(id: number): void {
    this.memory.unused(id);
  }

  lendFunction(fn: (...args: unknown[]) => unknown, codec: Codec): number {
    return this.memory.lend({ fn, codec });
  }

  share(array: Float64Array): readonly (string | number)[] | undefined {
    const { buffer } = array;
    if (array.byteLength < sharedBytesMin || !(buffer instanceof ArrayBuffer) || buffer.resizable) {
      return undefined;
    }
    const address = addressOf(array as Float64Array<ArrayBuffer>);
    return ["z", address, array.length, this.memory.lend(array)];
  }

  view(id: number, address: number, count: number): Float64Array {
    return this.memory.view(id, address, count);
  }

  buffer(): Float64Array {
    throw new Error("only frames of workers carry raw buffers");
  }

  /** Gives the address of the shared memory. */
  #setUp(mainLock: Deno.PointerObject, wire: string): number {
    const { c, found } = this.interpreter;
    const pointer = (value: Deno.PointerObject) =>
      c.PyLong_FromDouble(Number(Deno.UnsafePointer.value(value)));
    const args = [
      c.PyUnicode_InternFromString(zeroEnded(found.library!)),
      c.PyUnicode_InternFromString(zeroEnded(wire)),
      pointer(this.#functions.pointer),
      pointer(mainLock),
      pointer(this.#control),
    ];
    const tuple = c.PyTuple_New(BigInt(args.length));
    args.forEach((value, index) => c.PyTuple_SetItem(tuple, BigInt(index), value));
    const setup = this.interpreter.member("setup");
    const done = c.PyObject_CallObject(setup, tuple);
    c.Py_DecRef(tuple);
    c.Py_DecRef(setup);
    if (done === null) {
      c.PyErr_Clear();
      throw new PythonError("E0503", "Zixir's part in Python did not start");
    }
    const address = c.PyLong_AsDouble(done);
    c.Py_DecRef(done);
    return address;
  }

  #findMembers(): Record<(typeof memberNames)[number], PyPointer> {
    const members = {} as Record<(typeof memberNames)[number], PyPointer>;
    for (const name of memberNames) members[name] = this.interpreter.member(name);
    return members;
  }

  #callMain(codec: Codec, deadlineMs: number | undefined): unknown {
    const { c } = this.interpreter;
    const box = this.#main;
    const state = c.PyGILState_Ensure();
    try {
      const result = c.PyObject_CallNoArgs(this.#members.call_main);
      if (result === null) {
        c.PyErr_Clear();
        throw new PythonError("E0503", "Zixir's part in Python failed");
      }
      try {
        const status = box.cells[cell.status];
        if (status === outcome.stopped) {
          throw new PythonError("E0509", `Python took longer than ${deadlineMs} ms`);
        }
        if (status === outcome.failed) throw this.#error(box);
        return this.#read(codec, result);
      } finally {
        c.Py_DecRef(result);
      }
    } finally {
      c.PyGILState_Release(state);
    }
  }

  /** Reads what a quick call made that is no scalar. Needs the GIL. */
  #readMade(codec: Codec): unknown {
    const { c } = this.interpreter;
    const { made } = this.#quick;
    this.#quick.made = null;
    try {
      c.Py_DecRef(this.interpreter.callOne(this.#members.encode_main, made));
      if (this.#main.cells[cell.status] === outcome.failed) throw this.#error(this.#main);
      return this.#read(codec, made);
    } finally {
      c.Py_DecRef(made);
    }
  }

  /** Reads the reply in the main box, asks for it again where needed. Needs the GIL. */
  #read(codec: Codec, result: PyPointer): unknown {
    const { c } = this.interpreter;
    for (let asked = 0;; asked++) {
      try {
        return readValue(this.#main.reply(), codec);
      } catch (error) {
        if (!(error instanceof NeedsCare) || asked === askedAgainMax) throw error;
        c.Py_DecRef(this.interpreter.callOne(this.#members.encode_main_again, result));
      }
    }
  }

  /** The exception that is set now, taken. Needs the GIL. */
  #raised(): unknown {
    const { c } = this.interpreter;
    this.#quick.raised = false;
    const places = [0, 1, 2].map(() => new BigUint64Array(1));
    c.PyErr_Fetch(places[0], places[1], places[2]);
    c.PyErr_NormalizeException(places[0], places[1], places[2]);
    const [kind, value, trace] = places.map((place) => Deno.UnsafePointer.create(place[0]));
    c.Py_DecRef(this.interpreter.callOne(this.#members.describe_main, value));
    for (const part of [kind, value, trace]) c.Py_DecRef(part);
    return this.#error(this.#main);
  }

  #error(box: Box): unknown {
    const described = readDescribed(box.reply());
    const { token } = described.extra;
    const own = token === undefined ? undefined : this.#functions.takeError(token);
    return own === undefined
      ? toPythonError(described, this.interpreter.found.executable)
      : own.error;
  }

  /** A loop of synchronous calls gives the event loop no turn in which to release anything. */
  #afterSync(codec: Codec): void {
    this.memory.drain();
    if (!this.memory.pressing) return;
    this.requestSync(codec, "R", "builtins", "", this.memory.takeUnused());
  }

  #release(ids: number[]): void {
    this.#threads.release(ids);
  }
}

/** Arrays from this size on are used in place; smaller ones are copied, which is faster. */
const sharedBytesMin = 16384;

const memberNames = [
  "call_main",
  "encode_main",
  "encode_main_again",
  "describe_main",
  "quick_target",
] as const;
