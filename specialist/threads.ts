/**
 * Awaited calls: they run on Python's own threads, so the event loop goes on.
 *
 * Invariants:
 * 1. An awaited call neither takes the GIL nor calls Python on the main thread: the request goes
 *    into shared memory, a lock wakes the thread, which tells by the wire that the reply is there.
 * 2. A thread gets a request only while it is idle, and is idle again once its reply was read.
 * 3. The event loop stays alive while a call is awaited, and only then.
 * 4. A promise is settled once, at the latest `graceMs` after its deadline or its cancellation; the
 *    thread of a call that does not stop is idle again only when Python comes back.
 * 5. In a quick succession of quick calls both sides stay awake: a thread watches for its next
 *    request for a moment before it sleeps (`wait` in `py/threads.py`), and meanwhile this side watches
 *    for the reply, for `watchMs` at most. The word that may come by the wire all the same is that of
 *    a call which runs no more, and ignored.
 *
 * @module
 */
import { Box, boxCount, cell, order, outcome, type Shared, takenLock } from "./box.ts";
import { askedAgainMax, type Codec, readValue } from "./codec.ts";
import { PythonError } from "./errors.ts";
import type { Interpreter } from "./interpreter.ts";
import { NeedsCare } from "./pickle_cursor.ts";
import type { PickleWriter } from "./pickle_write.ts";
import type { CallOptions } from "./types.ts";
import type { Wire } from "./wire.ts";

/** How long after a deadline a call may take to notice, in milliseconds. */
const graceMs = 25;
/** How long a reply is watched for, in milliseconds. */
const watchMs = 0.02;
/** A call is watched for if the one before it on its thread took less, in microseconds. */
const quickUs = 12;
/** Watching needs a second processor, and one whose writes become visible in their order. */
const mayWatch = Deno.build.arch === "x86_64" && navigator.hardwareConcurrency > 1;

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
  readonly #wire: Wire;
  /** All boxes, in order of age. */
  readonly #boxes: Box[] = [];
  readonly #idle = new Set<Box>();
  readonly #running = new Map<number, { box: Box; job: Job; asked: number }>();
  /** Boxes whose thread was told to forget its result, and may not have heard yet. */
  readonly #forgetting = new Set<Box>();
  #waiting: Job[] = [];
  #nextCall = 1;
  #awaited = 0;

  /**
   * @param control the lock that wakes the control thread of `py/threads.py`
   * @param wire by which the word of a reply comes to {@linkcode Threads.replied}
   */
  constructor(
    python: Interpreter,
    control: Deno.PointerObject,
    wire: Wire,
    owner: ThreadsOwner,
  ) {
    this.#python = python;
    this.#control = control;
    this.#wire = wire;
    this.#owner = owner;
  }

  /** Gives the memory shared with Python. */
  connect(shared: Shared): void {
    this.#shared = shared;
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
        if (--this.#awaited === 0) this.#wire.hold(false);
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
      if (this.#awaited++ === 0) this.#wire.hold(true);
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
    const { c } = this.#python;
    // The order to forget is taken back if the thread has not heard it; its lock is taken again then.
    if (this.#forgetting.delete(box) && c.PyThread_acquire_lock(box.lock, 0) === 1) {
      box.cells[cell.order] = order.request;
    }
    const { cells } = box;
    const watch = mayWatch && this.#running.size === 0 && cells[cell.eager] === 1 &&
      cells[cell.took] < quickUs;
    box.post(job.call);
    cells[cell.watched] = watch ? 1 : 0;
    this.#running.set(job.call, { box, job, asked: 0 });
    c.PyThread_release_lock(box.lock);
    if (watch) this.#watch(box, job.call);
  }

  /** Waits a moment for a reply without the event loop. */
  #watch(box: Box, call: number): void {
    const { cells } = box;
    const until = performance.now() + watchMs;
    while (cells[cell.answered] !== call) {
      if (performance.now() < until) continue;
      cells[cell.watched] = 0;
      return;
    }
    cells[cell.taken] = call;
    this.replied(call);
  }

  /** Reads the reply to a call. */
  replied(call: number): void {
    const run = this.#running.get(call);
    if (run === undefined) return; // it was taken by watching
    const { box, job } = run;
    let result: Parameters<Job["settle"]>[0];
    try {
      const status = box.cells[cell.status];
      if (status === outcome.stopped) result = { error: cancelled() };
      else if (status === outcome.failed) result = { error: this.#owner.error(box) };
      else result = { value: job.codec && readValue(box.reply(), job.codec) };
    } catch (error) {
      if (error instanceof NeedsCare && run.asked++ < askedAgainMax) {
        box.cells[cell.order] = order.again;
        return this.#python.c.PyThread_release_lock(box.lock);
      }
      result = { error };
    }
    this.#running.delete(call);
    box.shrink();
    this.#owner.afterCall();
    job.settle(result);
    this.#rest(box);
  }

  /** Gives a thread its next request, or lets it sleep. */
  #rest(box: Box): void {
    let job = this.#waiting.shift();
    while (job?.over) job = this.#waiting.shift();
    if (job !== undefined) return this.#start(box, job);
    this.#idle.add(box);
    if (box.cells[cell.held] === 0 || this.#forgetting.has(box)) return;
    this.#forgetting.add(box);
    box.cells[cell.held] = 0;
    box.cells[cell.order] = order.forget;
    this.#python.c.PyThread_release_lock(box.lock);
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

/** For messages of whole numbers only. */
const noContext = undefined as never;
