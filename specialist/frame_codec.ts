/**
 * What calls in worker processes have in common, whichever way their frames take: values, functions
 * of the program that Python calls meanwhile, failures.
 *
 * @module
 */
import { readItems, writeFunctionError } from "./codec.ts";
import { PythonError } from "./errors.ts";
import { type Described, toPythonError } from "./exceptions.ts";
import { type Frame, type OutFrame, toWorker } from "./frames.ts";
import type { ValueHooks } from "./hooks.ts";
import { NeedsCare } from "./pickle_cursor.ts";
import type { ReadContext } from "./pickle_read.ts";
import { PickleWriter, type WriteContext } from "./pickle_write.ts";

/** Functions of the program that Python may call, under numbers that are never used again. */
export class LentFunctions {
  readonly #functions = new Map<number, (...args: unknown[]) => unknown>();

  /** Keeps a function; its number. */
  lend(fn: (...args: unknown[]) => unknown): number {
    const id = nextFunction++;
    this.#functions.set(id, fn);
    return id;
  }

  /**
   * The function under a number.
   *
   * @throws {PythonError} E0512 when it is kept no more
   */
  get(id: number): (...args: unknown[]) => unknown {
    const fn = this.#functions.get(id);
    if (fn !== undefined) return fn;
    throw new PythonError(
      "E0512",
      "a function of the program was called after the call it was given to had ended",
    );
  }

  /** Forgets functions that Python does not call any more. */
  forget(ids: readonly number[]): void {
    for (const id of ids) this.#functions.delete(id);
  }

  /** How many are kept. */
  get count(): number {
    return this.#functions.size;
  }
}

let nextFunction = 0;

/** The codec of one call in a worker: raw buffers travel beside the messages. */
export abstract class FrameCodec implements WriteContext, ReadContext {
  readonly hooks: ValueHooks;
  #out: Uint8Array[] = [];
  #in: readonly ArrayBuffer[] = [];
  readonly #functions: LentFunctions;

  /**
   * Prepares the codec of a call.
   *
   * @param hooks the host's values
   * @param functions where functions that Python may call are kept
   */
  constructor(hooks: ValueHooks, functions: LentFunctions = new LentFunctions()) {
    this.hooks = hooks;
    this.#functions = functions;
  }

  /** What writing found missing, gets it; `true` when the request must be written again. */
  completeWriting(): Promise<boolean> {
    return Promise.resolve(false);
  }

  /** What reading found missing, gets it; `true` when the result must be read again. */
  completeReading(): Promise<boolean> {
    return Promise.resolve(false);
  }

  abstract handleId(value: object): number | undefined;
  abstract handle(id: number, label: string, flags: number): unknown;
  abstract carried(value: object): Uint8Array | undefined;
  abstract carriedBack(bytes: Uint8Array, label: string): unknown;

  functionId(fn: (...args: unknown[]) => unknown): number {
    return this.#functions.lend(fn);
  }

  /** The function lent under a number. */
  fn(id: number): (...args: unknown[]) => unknown {
    return this.#functions.get(id);
  }

  share(array: Float64Array): readonly (string | number)[] | undefined {
    if (array.byteLength < rawBytesMin) return undefined;
    this.#out.push(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    return ["w", this.#out.length - 1];
  }

  view(): Float64Array {
    throw new Error("a worker's memory is its own");
  }

  buffer(index: number): Float64Array {
    return new Float64Array(this.#in[index]);
  }

  /** A frame of a message and the buffers that belong to it; for `limit` see `OutFrame`. */
  frame(kind: number, limit: number, write: (writer: PickleWriter) => void): OutFrame {
    const writer = new PickleWriter(4096);
    this.#out = [];
    write(writer);
    return {
      kind,
      special: writer.special,
      limit,
      message: writer.bytes.subarray(0, writer.length),
      buffers: this.#out,
    };
  }

  /** Reads with the raw buffers of a frame. */
  read<T>(frame: Frame, read: (message: Uint8Array) => T): T {
    this.#in = frame.buffers;
    try {
      return read(frame.message);
    } finally {
      this.#in = [];
    }
  }
}

/** Calls a function of the program for Python, waiting for it if need be; the frame that answers. */
export async function answerLater(
  frame: Frame,
  codec: FrameCodec,
  errors: unknown[],
): Promise<OutFrame> {
  try {
    const called = callFunction(frame, codec);
    return "kind" in called ? called : resultFrame(await called.result, codec);
  } catch (error) {
    return errorFrame(error, codec, errors);
  }
}

/** As {@linkcode answerLater}, where nothing can be waited for. */
export function answerAtOnce(frame: Frame, codec: FrameCodec, errors: unknown[]): OutFrame {
  try {
    const called = callFunction(frame, codec);
    if ("kind" in called) return called;
    const { result } = called;
    if (!(result instanceof Promise)) return resultFrame(result, codec);
    result.catch(() => {});
    throw new PythonError(
      "E0512",
      "a function that waits was called by Python in a synchronous call",
      { hint: "make the Python call one that is awaited" },
    );
  } catch (error) {
    return errorFrame(error, codec, errors);
  }
}

/** The error of a failed call: that of a function of the program comes back as itself. */
export function failureOf(
  described: Described,
  errors: readonly unknown[],
  executable: string,
): unknown {
  const { token } = described.extra;
  if (token !== undefined && token < errors.length) return errors[token];
  return toPythonError(described, executable);
}

function callFunction(frame: Frame, codec: FrameCodec): { result: unknown } | OutFrame {
  let args: unknown[];
  try {
    args = codec.read(frame, (message) => readItems(message, codec));
  } catch (error) {
    if (error instanceof NeedsCare) return { kind: toWorker.again, message: new Uint8Array(0) };
    throw error;
  }
  return { result: codec.fn(args.shift() as number)(...args) };
}

function resultFrame(value: unknown, codec: FrameCodec): OutFrame {
  return codec.frame(toWorker.functionResult, 0, (writer) => {
    writer.start();
    writer.value(value, codec);
    writer.end();
  });
}

function errorFrame(error: unknown, codec: FrameCodec, errors: unknown[]): OutFrame {
  const token = errors.push(error) - 1;
  return codec.frame(toWorker.functionError, 0, (writer) => {
    writeFunctionError(writer, error, token);
  });
}

/** Arrays from this size on travel as raw buffers, in bytes. */
const rawBytesMin = 16384;
