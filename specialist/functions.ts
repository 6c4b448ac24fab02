/**
 * Zixir functions that Python calls: as sort keys, objectives, callbacks.
 *
 * Invariants:
 * 1. A function stays lent (`memory.ts`) for as long as its Python callable lives.
 * 2. The result's bytes stay where Python reads them until the same outbox is used again; a Python
 *    thread uses one outbox per nested call.
 *
 * @module
 */
import { type Codec, readItems, writeFunctionError } from "./codec.ts";
import { addressOf, memoryAt } from "./box.ts";
import { PythonError } from "./errors.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Memory } from "./memory.ts";
import { NeedsCare } from "./pickle_cursor.ts";
import { PickleWriter } from "./pickle_write.ts";

/** What is lent for a function. */
export interface LentFunction {
  readonly fn: (...args: unknown[]) => unknown;
  readonly codec: Codec;
}

/**
 * The functions lent to one interpreter.
 *
 * On the main thread Python calls them through a callback of Deno's, which is safe there: the isolate
 * is in the very call. Other threads ask by the wire, and wait for a lock.
 */
export class Functions {
  readonly #python: Interpreter;
  readonly #memory: Memory;
  readonly #callback: Deno.UnsafeCallback<typeof invokeDefinition>;
  readonly #outboxes = new Map<number, Outbox>();
  readonly #errors = new Map<number, unknown>();
  #nextError = 1;
  readonly #writers: PickleWriter[] = [];

  /** Makes the callback through which Python reaches the functions. */
  constructor(python: Interpreter, memory: Memory) {
    this.#python = python;
    this.#memory = memory;
    this.#callback = new Deno.UnsafeCallback(
      invokeDefinition,
      (address) => this.#invoke(this.#outbox(address), true),
    );
  }

  /** Carries out the call that a Python thread has put into an outbox. */
  asked(address: number): void {
    const outbox = this.#outbox(address);
    const outcome = this.#invoke(outbox, false);
    if (outcome !== pending) this.#answer(outbox, outcome);
  }

  /** The C function that `py/lent.py` calls on the main thread. */
  get pointer(): Deno.PointerObject {
    return this.#callback.pointer;
  }

  /** The error that a function threw, once it comes back through Python. */
  takeError(token: number): { error: unknown } | undefined {
    if (!this.#errors.has(token)) return undefined;
    const error = this.#errors.get(token);
    this.#errors.delete(token);
    return { error };
  }

  #answer(outbox: Outbox, outcome: number): void {
    outbox.cells[status] = outcome;
    this.#python.c.PyThread_release_lock(outbox.lock);
  }

  #invoke(outbox: Outbox, onMain: boolean): number {
    const { cells } = outbox;
    try {
      const { fn, codec } = this.#memory.lent(cells[fnId]) as LentFunction;
      const bytes = new Uint8Array(memoryAt(cells[argsAt], cells[argsLength]));
      const args = readItems(bytes, codec);
      const result = fn(...args);
      if (!(result instanceof Promise)) return this.#leave(outbox, result, codec);
      if (onMain) {
        result.catch(() => {});
        throw new PythonError(
          "E0512",
          "a function that waits was called by Python in a synchronous call",
          { hint: "make the Python call one that is awaited" },
        );
      }
      result.then(
        (value) => this.#leave(outbox, value, codec),
        (error) => this.#leaveError(outbox, error),
      ).then((outcome) => this.#answer(outbox, outcome));
      return pending;
    } catch (error) {
      if (error instanceof NeedsCare) return askAgain;
      return this.#leaveError(outbox, error);
    }
  }

  #leave(outbox: Outbox, value: unknown, codec: Codec): number {
    const writer = this.#writers.pop() ?? new PickleWriter(1024);
    try {
      writer.start();
      writer.value(value, codec);
      writer.end();
      outbox.put(writer);
      return done;
    } catch (error) {
      return this.#leaveError(outbox, error);
    } finally {
      this.#writers.push(writer);
    }
  }

  #leaveError(outbox: Outbox, error: unknown): number {
    const token = this.#nextError++;
    this.#errors.set(token, error);
    if (this.#errors.size > errorsMax) this.#errors.delete(this.#errors.keys().next().value!);
    const writer = new PickleWriter(1024);
    writeFunctionError(writer, error, token);
    outbox.put(writer);
    return failed;
  }

  #outbox(address: number): Outbox {
    let outbox = this.#outboxes.get(address);
    if (outbox === undefined) this.#outboxes.set(address, outbox = new Outbox(address));
    return outbox;
  }
}

/** This side of `Outbox` in `py/lent.py`. */
class Outbox {
  readonly cells: Float64Array;
  readonly lock: Deno.PointerObject;
  readonly #memory: Uint8Array;
  /** A result too large for the memory, kept until the next one. */
  #large: Uint8Array<ArrayBuffer> | undefined;

  constructor(address: number) {
    this.cells = new Float64Array(memoryAt(address, outboxCells * 8));
    this.#memory = new Uint8Array(memoryAt(this.cells[memory], this.cells[memoryLength]));
    this.lock = Deno.UnsafePointer.create(BigInt(this.cells[lock]))!;
  }

  put(writer: PickleWriter): void {
    this.cells[resultLength] = writer.length;
    if (writer.length <= this.#memory.length) {
      this.#memory.set(writer.bytes.subarray(0, writer.length));
      this.cells[large] = 0;
      this.#large = undefined;
    } else {
      this.#large = writer.bytes.slice(0, writer.length);
      this.cells[large] = addressOf(this.#large);
    }
  }
}

const invokeDefinition = { parameters: ["f64"], result: "i32" } as const;
/** Places in an outbox; the same table is in `py/lent.py`. */
const status = 0, resultLength = 1, memory = 2, memoryLength = 3, lock = 4, large = 5;
const fnId = 6, argsAt = 7, argsLength = 8, outboxCells = 9;
const done = 0, failed = 1, pending = 2, askAgain = 3;
const errorsMax = 256;
