/**
 * One Python worker process and the call in it.
 *
 * Invariants:
 * 1. At most one call is in a worker at a time, but for those that functions called in it make.
 * 2. A frame is always awaited, so the end of the process is known at once, also while it is idle.
 * 3. The event loop waits for the worker only while a call is in it.
 *
 * @module
 */
import { PythonError } from "./errors.ts";
import { type Described, readDescribed } from "./exceptions.ts";
import { answerLater, failureOf, type FrameCodec } from "./frame_codec.ts";
import { type Frame, type FrameConnection, fromWorker, type OutFrame, toWorker } from "./frames.ts";
import { askedAgainMax, readValue } from "./codec.ts";
import { NeedsCare } from "./pickle_cursor.ts";
import { readPlainPickle } from "./pickle_read.ts";
import type { PickleWriter } from "./pickle_write.ts";
import { howEnded, type StartedWorker } from "./zygote.ts";

/** A call as a worker carries it out. */
export interface WorkerCall {
  readonly codec: FrameCodec;
  /** Writes the request. */
  readonly write: (writer: PickleWriter) => void;
  /** Bytes the call may allocate; `undefined` for no limit. */
  readonly memoryBytes?: number;
  /** Put around every function of the program that Python calls meanwhile. */
  readonly during?: <T>(work: () => Promise<T>) => Promise<T>;
}

/** A worker process. */
export class WorkerProcess {
  readonly pid: number;
  readonly #connection: FrameConnection;
  readonly #executable: string;
  readonly #onEnd: (worker: WorkerProcess) => void;
  readonly #onForget: (functions: readonly number[]) => void;
  readonly #ended: Promise<number>;
  #waiting: { resolve(frame: Frame): void; reject(error: unknown): void } | undefined;
  /** How many calls are in it: one, and those that functions called in it make. */
  #calls = 0;
  #memoryBytes: number | undefined;
  /** Why it was killed, where that was on purpose. */
  #reason: PythonError | undefined;
  /** Whether it has ended. */
  over = false;

  /**
   * Takes over a process.
   *
   * @param onEnd called once when the process has ended, whatever the cause
   * @param onForget called with the numbers of functions that Python will not call any more
   */
  constructor(
    started: StartedWorker,
    executable: string,
    onEnd: (worker: WorkerProcess) => void,
    onForget: (functions: readonly number[]) => void = () => {},
  ) {
    this.pid = started.pid;
    this.#connection = started.connection;
    this.#ended = started.ended;
    this.#executable = executable;
    this.#onEnd = onEnd;
    this.#onForget = onForget;
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
    const { codec, memoryBytes, during = (work) => work() } = call;
    const errors: unknown[] = [];
    const outer = this.#memoryBytes;
    this.#memoryBytes = memoryBytes;
    let request = codec.frame(toWorker.call, memoryBytes ?? 0, call.write);
    if (await codec.completeWriting()) {
      request = codec.frame(toWorker.call, memoryBytes ?? 0, call.write);
    }
    this.#calls++;
    this.#connection.hold(true);
    try {
      let frame = await this.#exchange(request);
      for (let asked = 0;;) {
        if (frame.kind === fromWorker.function) {
          const asked = frame;
          frame = await this.#exchange(await during(() => answerLater(asked, codec, errors)));
          continue;
        }
        if (frame.kind === fromWorker.failed) {
          throw this.#failure(readDescribed(frame.message), errors);
        }
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
      this.#memoryBytes = outer;
      this.#calls--;
      if (!this.over && this.#calls === 0) this.#connection.hold(false);
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
      if (frame.kind === fromWorker.forget) {
        this.#onForget(readPlainPickle(frame.message) as number[]);
        continue;
      }
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

  #failure(described: Described, errors: readonly unknown[]): unknown {
    if (described.extra.memory && this.#memoryBytes !== undefined) {
      const { type, message, traceback } = described;
      return new PythonError(
        "E0511",
        `the Python call needed more than its limit of ${this.#memoryBytes} bytes`,
        { data: { type, message, traceback } },
      );
    }
    return failureOf(described, errors, this.#executable);
  }
}

function howKnown(status: number | undefined): string {
  return status === undefined ? "for an unknown reason" : `with ${howEnded(status)}`;
}

/** How long to wait for the word of how a process ended. */
const endKnownMs = 200;
const nothing = new Uint8Array(0);
