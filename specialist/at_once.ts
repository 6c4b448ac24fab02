/**
 * Requests to the home worker for which this thread waits: fields, items, `len` and loops of Python
 * objects where Python cannot be loaded into this process. They go through two named pipes to a
 * thread of their own in the worker, so they do not wait for the awaited call there, which may itself
 * wait for this thread.
 *
 * Invariants:
 * 1. Only the worker holds the end of the answers that is written to, so its death ends them and this
 *    thread never waits for a process that has gone.
 * 2. While this thread waits nothing else here runs: the worker itself looks at the deadline.
 * 3. One request is in the pipes at a time, unless a function of the program that Python calls in it
 *    asks in its turn; that one is answered first.
 *
 * @module
 */
import { askedAgainMax, readValue } from "./codec.ts";
import { PythonError } from "./errors.ts";
import { readDescribed } from "./exceptions.ts";
import { answerAtOnce, failureOf, type FrameCodec } from "./frame_codec.ts";
import {
  type Frame,
  fromWorker,
  headBytesOf,
  headLength,
  type OutFrame,
  readHead,
  readSizes,
  toWorker,
  writeHead,
} from "./frames.ts";
import { NeedsCare } from "./pickle_cursor.ts";
import { readPlainPickle } from "./pickle_read.ts";
import type { PickleWriter } from "./pickle_write.ts";

/** The pipes to one home worker. */
export class AtOnce {
  readonly #asks: Deno.FsFile;
  readonly #answers: Deno.FsFile;
  readonly #executable: string;
  readonly #onForget: (functions: readonly number[]) => void;

  /**
   * Opens the pipes, which the worker has open already.
   *
   * @param dir where they lie; their names are removed
   * @param onForget called with the numbers of functions that Python will not call any more
   */
  constructor(dir: string, executable: string, onForget: (functions: readonly number[]) => void) {
    this.#asks = Deno.openSync(`${dir}/asks`, { write: true });
    this.#answers = Deno.openSync(`${dir}/answers`, { read: true });
    for (const name of ["asks", "answers"]) Deno.removeSync(`${dir}/${name}`);
    this.#executable = executable;
    this.#onForget = onForget;
  }

  /**
   * Carries out a request while this thread waits.
   *
   * @param deadlineMs how long it may take, in milliseconds
   * @throws {PythonError} what Python raised; E0507 when the process died, E0509 at the deadline
   */
  run(codec: FrameCodec, write: (writer: PickleWriter) => void, deadlineMs?: number): unknown {
    const errors: unknown[] = [];
    const started = performance.now();
    const late = () => new PythonError("E0509", `Python took longer than ${deadlineMs} ms`);
    const limit = deadlineMs === undefined ? 0 : Math.max(1, Math.ceil(deadlineMs));
    let request = codec.frame(toWorker.call, limit, write);
    for (let asked = 0;;) {
      const frame = this.#exchange(request);
      if (frame === null) {
        if (limit > 0 && performance.now() - started >= limit) throw late();
        throw new PythonError("E0507", "the Python worker ended during the call", {
          hint: "Python objects that lived in it are lost; the next call gets a new worker",
        });
      }
      if (frame.kind === fromWorker.function) {
        request = answerAtOnce(frame, codec, errors);
        continue;
      }
      if (frame.kind === fromWorker.failed) {
        const described = readDescribed(frame.message);
        throw described.extra.interrupted && limit > 0
          ? late()
          : failureOf(described, errors, this.#executable);
      }
      try {
        return codec.read(frame, (message) => readValue(message, codec));
      } catch (error) {
        if (!(error instanceof NeedsCare) || asked++ === askedAgainMax) throw error;
        request = { kind: toWorker.again, message: new Uint8Array(0) };
      }
    }
  }

  /** Closes the pipes. */
  close(): void {
    for (const file of [this.#asks, this.#answers]) {
      try {
        file.close();
      } catch {
        // It is closed already.
      }
    }
  }

  /** Sends a frame and waits for the one that answers; `null` when the worker has gone. */
  #exchange(frame: OutFrame): Frame | null {
    try {
      const head = new Uint8Array(headBytesOf(frame));
      writeHead(head, frame, 0, false);
      for (const bytes of [head, frame.message, ...frame.buffers ?? []]) this.#write(bytes);
    } catch (error) {
      if (error instanceof Deno.errors.BrokenPipe) return null;
      throw error;
    }
    for (;;) {
      const answer = this.#receive();
      if (answer?.kind !== fromWorker.forget) return answer;
      this.#onForget(readPlainPickle(answer.message) as number[]);
    }
  }

  #receive(): Frame | null {
    const head = this.#read(headLength);
    if (head === null) return null;
    const { kind, length, count } = readHead(head);
    const table = this.#read(count * 8);
    const message = table && this.#read(length);
    if (table === null || message === null) return null;
    const buffers: ArrayBuffer[] = [];
    for (const size of readSizes(table)) {
      const buffer = this.#read(size);
      if (buffer === null) return null;
      buffers.push(buffer.buffer);
    }
    return { kind, message, buffers };
  }

  #write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) done += this.#asks.writeSync(bytes.subarray(done));
  }

  #read(count: number): Uint8Array<ArrayBuffer> | null {
    const bytes = new Uint8Array(count);
    for (let done = 0; done < count;) {
      const got = this.#answers.readSync(bytes.subarray(done));
      if (got === null) return null;
      done += got;
    }
    return bytes;
  }
}
