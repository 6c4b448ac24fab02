/**
 * Awaited calls: they run on Python's own threads, so the event loop goes on.
 *
 * Invariants:
 * 1. An awaited call neither takes the GIL nor calls Python on the main thread: the request goes
 *    into shared memory, a lock wakes the thread, the reply is read in the thread's callback.
 * 2. A thread gets a request only while it is idle, and is idle again once its reply was read.
 * 3. The event loop stays alive while a call is awaited, and only then.
 * 4. A promise is settled once, at the latest `graceMs` after its deadline or its cancellation; the
 *    thread of a call that does not stop is idle again only when Python comes back.
 *
 * @module
 */
import { Box, boxCount, cell, outcome, type Shared, takenLock } from "./box.ts";
import type { Codec } from "./codec.ts";
import { PythonError } from "./errors.ts";
import type { Interpreter } from "./interpreter.ts";
import { NeedsCare, readPickle } from "./pickle_read.ts";
import type { PickleWriter } from "./pickle_write.ts";
import type { CallOptions } from "./types.ts";

/** How long after a deadline a call may take to notice, in milliseconds. */
const graceMs = 25;

/** What a call asks of a thread. */
export interface Request {
  /** Reads the result; without one the result is not read. */
  readonly codec: Codec | undefined;
  /** Writes the message. */
  readonly write: (writer: PickleWriter) => void;
}

/** What the threads need of the interpreter's channel. */
export interface ThreadsOwner {
  /** The error described in a box. */
  error(box: Box): unknown;
  /** Runs after every reply. */
  afterCall(): void;
}

interface Job extends Request {
  readonly call: number;
  readonly settle: (result: { value: unknown } | { error: unknown }) => void;
  /** Whether nobody waits for it any more. */
  over: boolean;
}

/** Python's threads for awaited calls. */
export class Threads {
  readonly #python: Interpreter;
  #shared!: Shared;
  readonly #control: Deno.PointerObject;
  readonly #owner: ThreadsOwner;
  readonly #notify: Deno.UnsafeCallback<typeof notifyDefinition>;
  /** All boxes, in order of age. */
  readonly #boxes: Box[] = [];
  readonly #idle = new Set<Box>();
  readonly #running = new Map<number, { box: Box; job: Job; careful: boolean }>();
  #waiting: Job[] = [];
  #nextCall = 1;
  #awaited = 0;

  /** @param control the lock that wakes the control thread of `inprocess.py` */
  constructor(python: Interpreter, control: Deno.PointerObject, owner: ThreadsOwner) {
    this.#python = python;
    this.#control = control;
    this.#owner = owner;
    this.#notify = Deno.UnsafeCallback.threadSafe(notifyDefinition, (call) => this.#replied(call));
    this.#notify.unref();
  }

  /** Gives the memory shared with Python. */
  connect(shared: Shared): void {
    this.#shared = shared;
  }

  /** The C function by which a thread says that its reply is there. */
  get pointer(): Deno.PointerObject {
    return this.#notify.pointer;
  }

  /** Whether a call is awaited, or one given up still runs. */
  get busy(): boolean {
    return this.#running.size > 0;
  }

  /** Runs a request on a thread. */
  run(request: Request, options: CallOptions = {}): Promise<unknown> {
    const { signal, deadlineMs } = options;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(cancelled());
      let timer: ReturnType<typeof setTimeout> | undefined;
      let grace: ReturnType<typeof setTimeout> | undefined;
      /** Why the call was told to stop. */
      let reason: PythonError | undefined;
      const settle: Job["settle"] = (result) => {
        if (job.over) return;
        job.over = true;
        clearTimeout(timer);
        clearTimeout(grace);
        signal?.removeEventListener("abort", onAbort);
        if (--this.#awaited === 0) this.#notify.unref();
        if (reason !== undefined) reject(reason);
        else if ("error" in result) reject(result.error);
        else resolve(result.value);
      };
      const stop = (why: PythonError) => {
        if (reason !== undefined) return;
        reason = why;
        if (!this.#interrupt(job.call)) return settle({ error: why });
        grace = setTimeout(() => settle({ error: why }), graceMs);
      };
      const onAbort = () => stop(cancelled());
      const job: Job = { ...request, call: this.#nextCall++, settle, over: false };
      if (this.#awaited++ === 0) this.#notify.ref();
      if (deadlineMs !== undefined) {
        const late = new PythonError("E0509", `Python took longer than ${deadlineMs} ms`);
        timer = setTimeout(() => stop(late), Math.max(0, deadlineMs));
      }
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#submit(job);
    });
  }

  /** Releases Python objects. The event loop does not wait for it. */
  release(ids: number[]): void {
    this.#submit({
      codec: undefined,
      write: (writer) => {
        writer.start();
        writer.openTuple();
        writer.string("R");
        writer.value(null, noContext);
        writer.list(ids, noContext);
        writer.value(null, noContext);
        writer.closeTuple();
        writer.end();
      },
      call: this.#nextCall++,
      settle: () => {},
      over: false,
    });
  }

  #submit(job: Job): void {
    const box = this.#takeIdle() ?? this.#newThread();
    if (box === undefined) this.#waiting.push(job);
    else this.#start(box, job);
  }

  #start(box: Box, job: Job): void {
    try {
      job.write(box.writer);
    } catch (error) {
      this.#rest(box);
      return job.settle({ error });
    }
    box.post(job.call);
    this.#running.set(job.call, { box, job, careful: false });
    this.#python.c.PyThread_release_lock(box.lock);
  }

  /** Runs inside the callback of a Python thread, which waits for the answer. */
  #replied(call: number): number {
    const run = this.#running.get(call)!;
    const { box, job } = run;
    let result: Parameters<Job["settle"]>[0];
    try {
      const status = box.cells[cell.status];
      if (status === outcome.stopped) result = { error: cancelled() };
      else if (status === outcome.failed) result = { error: this.#owner.error(box) };
      else result = { value: job.codec && readPickle(box.reply(), job.codec) };
    } catch (error) {
      if (error instanceof NeedsCare && !run.careful) {
        run.careful = true;
        return askAgain;
      }
      result = { error };
    }
    this.#running.delete(call);
    box.shrink();
    this.#owner.afterCall();
    job.settle(result);
    this.#rest(box);
    return 0;
  }

  /** Gives a thread its next request, or lets it sleep. */
  #rest(box: Box): void {
    let job = this.#waiting.shift();
    while (job?.over) job = this.#waiting.shift();
    if (job === undefined) this.#idle.add(box);
    else this.#start(box, job);
  }

  /** The oldest idle thread, so that objects bound to a thread find theirs in sequential programs. */
  #takeIdle(): Box | undefined {
    if (this.#idle.size === 0) return undefined;
    for (const box of this.#boxes) if (this.#idle.delete(box)) return box;
    return undefined;
  }

  #newThread(): Box | undefined {
    const index = this.#boxes.length + 1;
    if (index >= boxCount) return undefined;
    const box = new Box(this.#shared, index, takenLock(this.#python));
    this.#boxes.push(box);
    this.#shared.cells(0)[cell.threads] = index;
    this.#python.c.PyThread_release_lock(this.#control);
    return box;
  }

  /** Asks the control thread to stop a call; `false` when it does not run yet. */
  #interrupt(call: number): boolean {
    const run = this.#running.get(call);
    if (run === undefined) return false;
    run.box.cells[cell.stop] = call;
    this.#python.c.PyThread_release_lock(this.#control);
    return true;
  }
}

function cancelled(): PythonError {
  return new PythonError("E0510", "the Python call was cancelled");
}

const notifyDefinition = { parameters: ["f64"], result: "i32" } as const;
const askAgain = 1;

/** For messages of whole numbers only. */
const noContext = undefined as never;
