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
import type { Codec } from "./codec.ts";
import { addressOf, memoryAt } from "./box.ts";
import { PythonError } from "./errors.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Memory } from "./memory.ts";
import { NeedsCare, readPickleItems } from "./pickle_read.ts";
import { PickleWriter } from "./pickle_write.ts";

/** What is lent for a function. */
export interface LentFunction {
  readonly fn: (...args: unknown[]) => unknown;
  readonly codec: Codec;
}

/** The functions lent to one interpreter. */
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
    this.#callback = Deno.UnsafeCallback.threadSafe(
      invokeDefinition,
      (id, address, length, outbox) => this.#invoke(id, address, length, outbox),
    );
    this.#callback.unref();
  }

  /** The C function that `inprocess.py` calls. */
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

  #invoke(id: number, address: number, length: number, outboxAddress: number): number {
    const outbox = this.#outbox(outboxAddress);
    try {
      const { fn, codec } = this.#memory.lent(id) as LentFunction;
      const bytes = new Uint8Array(memoryAt(address, length));
      const args = readPickleItems(bytes, codec);
      const result = fn(...args);
      if (!(result instanceof Promise)) return this.#leave(outbox, result, codec);
      if (outbox.cells[onMain] === 1) {
        result.catch(() => {});
        throw new PythonError(
          "E0512",
          "a function that waits was called by Python in a synchronous call",
          { hint: "make the Python call one that is awaited" },
        );
      }
      outbox.cells[status] = pending;
      result.then(
        (value) => this.#leave(outbox, value, codec),
        (error) => this.#leaveError(outbox, error),
      ).then((outcome) => {
        outbox.cells[status] = outcome;
        this.#python.c.PyThread_release_lock(outbox.lock);
      });
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
    writer.start();
    writer.openTuple();
    writer.string((error instanceof Error ? error.message : String(error)).toWellFormed());
    writer.integer(token);
    writer.closeTuple();
    writer.end();
    outbox.put(writer);
    return failed;
  }

  #outbox(address: number): Outbox {
    let outbox = this.#outboxes.get(address);
    if (outbox === undefined) this.#outboxes.set(address, outbox = new Outbox(address));
    return outbox;
  }
}

/** This side of `Outbox` in `inprocess.py`. */
class Outbox {
  readonly cells: Float64Array;
  readonly lock: Deno.PointerObject;
  readonly #memory: Uint8Array;
  /** A result too large for the memory, kept until the next one. */
  #large: Uint8Array<ArrayBuffer> | undefined;

  constructor(address: number) {
    this.cells = new Float64Array(memoryAt(address, 64));
    this.#memory = new Uint8Array(memoryAt(this.cells[2], this.cells[3]));
    this.lock = Deno.UnsafePointer.create(BigInt(this.cells[4]))!;
  }

  put(writer: PickleWriter): void {
    this.cells[1] = writer.length;
    if (writer.length <= this.#memory.length) {
      this.#memory.set(writer.bytes.subarray(0, writer.length));
      this.cells[6] = 0;
      this.#large = undefined;
    } else {
      this.#large = writer.bytes.slice(0, writer.length);
      this.cells[6] = addressOf(this.#large);
    }
  }
}

const invokeDefinition = {
  parameters: ["f64", "f64", "f64", "f64"],
  result: "i32",
} as const;
const status = 0, onMain = 5;
const done = 0, failed = 1, pending = 2, askAgain = 3;
const errorsMax = 256;
