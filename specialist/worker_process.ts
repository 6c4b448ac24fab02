/**
 * One Python worker process and the call in it.
 *
 * Invariants:
 * 1. At most one call is in a worker at a time.
 * 2. A frame is always awaited, so the end of the process is known at once, also while it is idle.
 * 3. The event loop waits for the worker only while a call is in it.
 *
 * @module
 */
import { PythonError } from "./errors.ts";
import { type Described, readDescribed, toPythonError } from "./exceptions.ts";
import { type Frame, type FrameConnection, fromWorker, type OutFrame, toWorker } from "./frames.ts";
import type { ValueHooks } from "./hooks.ts";
import { askedAgainMax, readItems, readValue } from "./codec.ts";
import { NeedsCare } from "./pickle_cursor.ts";
import type { ReadContext } from "./pickle_read.ts";
import { PickleWriter, type WriteContext } from "./pickle_write.ts";
import { howEnded, type StartedWorker } from "./zygote.ts";

/** The codec of one call in a worker: raw buffers travel beside the messages. */
export abstract class FrameCodec implements WriteContext, ReadContext {
  readonly hooks: ValueHooks;
  #out: Uint8Array[] = [];
  #in: readonly ArrayBuffer[] = [];
  readonly #functions: ((...args: unknown[]) => unknown)[] = [];

  /** @param hooks the host's values */
  constructor(hooks: ValueHooks) {
    this.hooks = hooks;
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
    return this.#functions.push(fn) - 1;
  }

  /** The function lent under a number. */
  fn(id: number): (...args: unknown[]) => unknown {
    return this.#functions[id];
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

  /** A frame of a message and the buffers that belong to it. */
  frame(kind: number, memoryBytes: number, write: (writer: PickleWriter) => void): OutFrame {
    const writer = new PickleWriter(4096);
    this.#out = [];
    write(writer);
    return {
      kind,
      special: writer.special,
      memoryBytes,
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

/** A call as a worker carries it out. */
export interface WorkerCall {
  readonly codec: FrameCodec;
  /** Writes the request. */
  readonly write: (writer: PickleWriter) => void;
  /** Bytes the call may allocate; `undefined` for no limit. */
  readonly memoryBytes?: number;
}

/** A worker process. */
export class WorkerProcess {
  readonly pid: number;
  readonly #connection: FrameConnection;
  readonly #executable: string;
  readonly #onEnd: (worker: WorkerProcess) => void;
  readonly #ended: Promise<number>;
  #waiting: { resolve(frame: Frame): void; reject(error: unknown): void } | undefined;
  #errors: unknown[] = [];
  #memoryBytes: number | undefined;
  /** Why it was killed, where that was on purpose. */
  #reason: PythonError | undefined;
  /** Whether it has ended. */
  over = false;

  /** @param onEnd called once when the process has ended, whatever the cause */
  constructor(
    started: StartedWorker,
    executable: string,
    onEnd: (worker: WorkerProcess) => void,
  ) {
    this.pid = started.pid;
    this.#connection = started.connection;
    this.#ended = started.ended;
    this.#executable = executable;
    this.#onEnd = onEnd;
    this.#connection.hold(false);
    this.#serve();
  }

  /** Whether it was killed on purpose. */
  get killed(): boolean {
    return this.#reason !== undefined;
  }

  /**
   * Carries out a call.
   *
   * @throws {PythonError} what Python raised; E0507 when the process died; the reason of
   * {@linkcode WorkerProcess.kill}
   */
  async run(call: WorkerCall): Promise<unknown> {
    const { codec, memoryBytes } = call;
    this.#errors = [];
    this.#memoryBytes = memoryBytes;
    let request = codec.frame(toWorker.call, memoryBytes ?? 0, call.write);
    if (await codec.completeWriting()) {
      request = codec.frame(toWorker.call, memoryBytes ?? 0, call.write);
    }
    this.#connection.hold(true);
    try {
      let frame = await this.#exchange(request);
      for (let asked = 0;;) {
        if (frame.kind === fromWorker.function) {
          frame = await this.#exchange(await this.#callFunction(frame, codec));
          continue;
        }
        if (frame.kind === fromWorker.failed) throw this.#failure(readDescribed(frame.message));
        try {
          const value = codec.read(frame, (message) => readValue(message, codec));
          if (!await codec.completeReading()) return value;
          return codec.read(frame, (message) => readValue(message, codec));
        } catch (error) {
          if (!(error instanceof NeedsCare) || asked++ === askedAgainMax) throw error;
          frame = await this.#exchange({ kind: toWorker.again, message: nothing });
        }
      }
    } finally {
      if (!this.over) this.#connection.hold(false);
    }
  }

  /**
   * Whether it answers, being idle; one that does not is killed, and its death counts.
   *
   * @param withinMs how long it may take, in milliseconds
   */
  async answers(withinMs: number): Promise<boolean> {
    this.#connection.hold(true);
    try {
      return await this.#replies(toWorker.ping, withinMs);
    } finally {
      if (!this.over) this.#connection.hold(false);
    }
  }

  /** Whether it shares memory with this process. */
  get shares(): boolean {
    return this.#connection.shares;
  }

  /**
   * Has it give back the memory it shares, being idle; one that does not answer is killed.
   *
   * @param withinMs how long it may take, in milliseconds
   */
  async rest(withinMs: number): Promise<void> {
    await this.#replies(toWorker.rest, withinMs);
  }

  async #replies(kind: number, withinMs: number): Promise<boolean> {
    const late = setTimeout(() => this.#end("SIGKILL"), withinMs);
    if (kind === toWorker.rest) Deno.unrefTimer(late);
    try {
      await this.#exchange({ kind, message: nothing });
      return true;
    } catch {
      return false;
    } finally {
      clearTimeout(late);
    }
  }

  /** How it ended, in words; asked for after its end. */
  async end(): Promise<string> {
    if (this.#reason !== undefined) return this.#reason.message;
    return `ended ${howKnown(await this.#status(false))}`;
  }

  /** Interrupts a call in the home worker. */
  interrupt(): void {
    try {
      Deno.kill(this.pid, "SIGUSR1");
    } catch {
      // It has ended.
    }
  }

  /** Ends the process at once; the call in it fails for the reason given. */
  kill(reason: PythonError): void {
    if (this.over) return;
    this.#reason ??= reason;
    this.#end("SIGKILL");
  }

  /** Ends an idle process. */
  close(): void {
    this.#reason ??= new PythonError("E0512", "Python was closed");
    this.#end();
  }

  /** Sends a frame and waits for the next that comes. */
  async #exchange(frame: OutFrame): Promise<Frame> {
    if (this.over) throw await this.#death();
    const answer = new Promise<Frame>((resolve, reject) => this.#waiting = { resolve, reject });
    answer.catch(() => {}); // it is awaited below, unless sending fails first
    try {
      await this.#connection.send(frame);
    } catch {
      this.#end();
    }
    return await answer;
  }

  async #serve(): Promise<void> {
    for (;;) {
      const frame = await this.#connection.receive();
      if (frame === null) return this.#end();
      const waiting = this.#waiting;
      this.#waiting = undefined;
      waiting?.resolve(frame);
    }
  }

  #end(signal?: Deno.Signal): void {
    if (this.over) return;
    this.over = true;
    try {
      if (signal !== undefined) Deno.kill(this.pid, signal);
    } catch {
      // It has ended by itself.
    }
    const waiting = this.#waiting;
    this.#waiting = undefined;
    this.#connection.close();
    this.#onEnd(this);
    if (waiting !== undefined) this.#death().then(waiting.reject);
  }

  /** Why the process has ended. */
  async #death(): Promise<PythonError> {
    if (this.#reason !== undefined) return this.#reason;
    const status = await this.#status(true);
    const how = howKnown(status);
    if (status === -9 || (this.#memoryBytes !== undefined && status === -6)) {
      return new PythonError("E0511", `the Python worker was ended ${how}: out of memory?`);
    }
    return new PythonError("E0507", `the Python worker ended ${how} during the call`, {
      hint: "the next call gets a new worker; the call in this one is lost",
    });
  }

  /** Its exit status if that is told soon; the event loop waits for it, or does not. */
  async #status(wait: boolean): Promise<number | undefined> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<undefined>((resolve) =>
      timer = setTimeout(() => resolve(undefined), endKnownMs)
    );
    if (!wait) Deno.unrefTimer(timer!);
    const status = await Promise.race([this.#ended, late]);
    clearTimeout(timer);
    return status;
  }

  #failure(described: Described): unknown {
    const { token, memory } = described.extra;
    if (token !== undefined && token < this.#errors.length) return this.#errors[token];
    if (memory && this.#memoryBytes !== undefined) {
      const { type, message, traceback } = described;
      return new PythonError(
        "E0511",
        `the Python call needed more than its limit of ${this.#memoryBytes} bytes`,
        { data: { type, message, traceback } },
      );
    }
    return toPythonError(described, this.#executable);
  }

  /** Calls a function of Zixir for Python; the frame that answers. */
  async #callFunction(frame: Frame, codec: FrameCodec): Promise<OutFrame> {
    try {
      let args: unknown[];
      try {
        args = codec.read(frame, (message) => readItems(message, codec));
      } catch (error) {
        if (error instanceof NeedsCare) return { kind: toWorker.again, message: nothing };
        throw error;
      }
      const value = await codec.fn(args.shift() as number)(...args);
      return codec.frame(toWorker.functionResult, 0, (writer) => {
        writer.start();
        writer.value(value, codec);
        writer.end();
      });
    } catch (error) {
      const token = this.#errors.push(error) - 1;
      return codec.frame(toWorker.functionError, 0, (writer) => {
        writer.start();
        writer.openTuple();
        writer.string((error instanceof Error ? error.message : String(error)).toWellFormed());
        writer.integer(token);
        writer.closeTuple();
        writer.end();
      });
    }
  }
}

function howKnown(status: number | undefined): string {
  return status === undefined ? "for an unknown reason" : `with ${howEnded(status)}`;
}

/** How long to wait for the word of how a process ended. */
const endKnownMs = 200;
/** Arrays from this size on travel as raw buffers. */
const rawBytesMin = 16384;
const nothing = new Uint8Array(0);
