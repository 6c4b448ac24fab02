/**
 * A worker process in the place of the interpreter in process, for a Python that cannot be loaded
 * there: its objects stay in it as handles, calls are carried out one after another.
 *
 * @module
 */
import { writeRequest } from "./codec.ts";
import type { FoundPython } from "./discover.ts";
import { PythonError } from "./errors.ts";
import { type HandleOwner, type Operation, PyHandle } from "./handle.ts";
import type { ValueHooks } from "./hooks.ts";
import { Place, type ProcessNode, supervise } from "./supervised.ts";
import type { CallOptions, Keywords, PythonOptions } from "./types.ts";
import { FrameCodec, WorkerProcess } from "./worker_process.ts";
import { Starter } from "./zygote.ts";

/** The home worker of one Python. */
export class Home {
  readonly #found: FoundPython;
  readonly #starter: Starter;
  readonly #hooks: ValueHooks;
  readonly #owner: HandleOwner;
  #worker: Promise<WorkerProcess> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #unused: number[] = [];
  #tidying: ReturnType<typeof setTimeout> | undefined;
  readonly #place = new Place("home");
  readonly #unsupervise: () => void;

  /** @param owner to whom the handles belong */
  constructor(
    found: FoundPython,
    { paths = [], supervisor }: PythonOptions,
    hooks: ValueHooks,
    owner: HandleOwner,
  ) {
    this.#found = found;
    this.#starter = new Starter(found, paths);
    this.#hooks = hooks;
    this.#owner = owner;
    this.#unsupervise = supervise(supervisor?.(), "python home", this);
  }

  /** Its process, for a supervisor. */
  processes(): readonly ProcessNode[] {
    return [this.#place.node(false)];
  }

  /** Carries out an operation once those before it are done. */
  request(
    operation: Operation,
    owner: string | number,
    path: string,
    args: readonly unknown[],
    keywords?: Keywords,
    options: CallOptions = {},
  ): Promise<unknown> {
    const turn = this.#last.then(() => this.#run(operation, owner, path, args, keywords, options));
    this.#last = turn.then(() => this.#tidyLater(), () => {});
    return turn;
  }

  /** Has the worker give back the memory it shares once nothing was asked of it for a while. */
  async #tidyLater(): Promise<void> {
    clearTimeout(this.#tidying);
    const worker = await this.#worker;
    if (!worker?.shares) return;
    this.#tidying = setTimeout(() => {
      this.#last = this.#last.then(() => worker.over ? undefined : worker.rest(restMs));
    }, restMs);
    Deno.unrefTimer(this.#tidying);
  }

  /** Says that an object is no longer used. */
  released(id: number): void {
    this.#unused.push(id);
  }

  /** Ends the process. */
  close(): void {
    clearTimeout(this.#tidying);
    this.#worker?.then((worker) => worker.close(), () => {});
    this.#starter.close();
    this.#unsupervise();
  }

  async #run(
    operation: Operation,
    owner: string | number,
    path: string,
    args: readonly unknown[],
    keywords: Keywords | undefined,
    options: CallOptions,
  ): Promise<unknown> {
    const { signal, deadlineMs } = options;
    if (signal?.aborted) throw new PythonError("E0510", "the Python call was cancelled");
    const worker = await (this.#worker ??= this.#start());
    let reason: PythonError | undefined;
    let grace: ReturnType<typeof setTimeout> | undefined;
    const stop = (why: PythonError) => {
      reason = why;
      worker.interrupt();
      grace = setTimeout(() => worker.kill(why), graceMs);
    };
    const onAbort = () => stop(new PythonError("E0510", "the Python call was cancelled"));
    signal?.addEventListener("abort", onAbort, { once: true });
    const timer = deadlineMs === undefined ? undefined : setTimeout(
      () => stop(new PythonError("E0509", `Python took longer than ${deadlineMs} ms`)),
      Math.max(0, deadlineMs),
    );
    const codec = new HomeCodec(this.#hooks, this.#owner);
    const unused = this.#unused;
    this.#unused = [];
    try {
      if (unused.length > 0) {
        await worker.run({
          codec,
          write: (writer) => writeRequest(writer, codec, "R", "builtins", "", unused, undefined),
        });
      }
      return await worker.run({
        codec,
        write: (writer) => writeRequest(writer, codec, operation, owner, path, args, keywords),
        memoryBytes: options.memoryBytes,
      });
    } catch (error) {
      throw reason ?? error;
    } finally {
      clearTimeout(timer);
      clearTimeout(grace);
      signal?.removeEventListener("abort", onAbort);
    }
  }

  async #start(): Promise<WorkerProcess> {
    try {
      const started = await this.#starter.start(true);
      const worker = new WorkerProcess(started, this.#found.executable, (over) => {
        this.#worker = undefined;
        this.#unused = [];
        this.#place.ended(over.end());
      });
      this.#place.started(worker.pid);
      return worker;
    } catch (error) {
      this.#worker = undefined;
      throw error;
    }
  }
}

class HomeCodec extends FrameCodec {
  readonly #owner: HandleOwner;

  constructor(hooks: ValueHooks, owner: HandleOwner) {
    super(hooks);
    this.#owner = owner;
  }

  handleId(value: object): number | undefined {
    return value instanceof PyHandle ? PyHandle.idOf(value, this.#owner) : undefined;
  }

  handle(id: number, label: string, flags: number): PyHandle {
    return new PyHandle(this.#owner, id, label, (flags & 1) === 1);
  }

  carried(): undefined {
    return undefined;
  }

  carriedBack(): never {
    throw new Error("the home worker keeps its objects");
  }
}

/** How long an idle worker keeps the memory it shares, and may take to give it back, in milliseconds. */
const restMs = 1000;
/** How long an interrupted call may take to end before its process is killed, in milliseconds. */
const graceMs = 500;
