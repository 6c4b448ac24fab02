/**
 * A worker process in the place of the interpreter in process, for a Python that cannot be loaded
 * there: its objects stay in it as handles, calls are carried out one after another.
 *
 * Invariants:
 * 1. A handle belongs to the life of the process in which its object lives: its id says which, so an
 *    id of a process that has gone never names an object of the next.
 * 2. A call made while a function of the program runs for Python is carried out within the call that
 *    asked for the function, and before that is answered: the process waits for it.
 * 3. Functions of the program are kept until Python drops them, or the process ends.
 *
 * @module
 */
import { AtOnce } from "./at_once.ts";
import { writeRequest } from "./codec.ts";
import type { FoundPython } from "./discover.ts";
import { PythonError } from "./errors.ts";
import { type HandleOwner, type Operation, PyHandle } from "./handle.ts";
import type { ValueHooks } from "./hooks.ts";
import type { PickleWriter } from "./pickle_write.ts";
import { Place, type ProcessNode, supervise } from "./supervised.ts";
import type { CallOptions, Keywords, PythonOptions, SyncCallOptions } from "./types.ts";
import { FrameCodec, LentFunctions } from "./frame_codec.ts";
import { WorkerProcess } from "./worker_process.ts";
import { Starter } from "./zygote.ts";

/** The home worker of one Python. */
export class Home {
  readonly #found: FoundPython;
  readonly #starter: Starter;
  readonly #hooks: ValueHooks;
  readonly #owner: HandleOwner;
  #worker: Promise<WorkerProcess> | undefined;
  /** The last call of each level: of those made by the program, then by a function in one of them. */
  readonly #levels: Promise<unknown>[] = [Promise.resolve()];
  #life = 0;
  #atOnce: AtOnce | undefined;
  #functions = new LentFunctions();
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
    return this.#inTurn(() => this.#run(operation, owner, path, args, keywords, options));
  }

  /**
   * Carries out an operation while this thread waits.
   *
   * @throws {PythonError} E0512 when no process runs yet or the system has no named pipes
   */
  requestSync(
    operation: Operation,
    owner: string | number,
    path: string,
    args: readonly unknown[],
    keywords?: Keywords,
    options?: SyncCallOptions,
  ): unknown {
    const target = this.#target(owner);
    if (this.#atOnce === undefined) {
      throw new PythonError(
        "E0512",
        `${this.#found.executable} runs in worker processes only, where a first call must be awaited`,
        { hint: this.#found.poolOnly },
      );
    }
    const codec = this.#codec();
    const { length } = this.#unused;
    if (length >= unusedMax) {
      const unused = this.#unused.splice(0);
      this.#atOnce.run(codec, (writer) => this.#writeRelease(writer, codec, unused));
    }
    return this.#atOnce.run(
      codec,
      (writer) => writeRequest(writer, codec, operation, target, path, args, keywords),
      options?.deadlineMs,
    );
  }

  /** Whether {@linkcode Home.requestSync} is possible now. */
  get synchronous(): boolean {
    return this.#atOnce !== undefined;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const level = this.#levels.length - 1;
    const turn = this.#levels[level].then(work);
    this.#levels[level] = turn.then(() => this.#tidyLater(), () => {});
    return turn;
  }

  /** Runs a function of the program for Python, and before its answer the calls made meanwhile. */
  async #within<T>(work: () => Promise<T>): Promise<T> {
    const level = this.#levels.push(Promise.resolve()) - 1;
    try {
      return await work();
    } finally {
      for (let last; last !== this.#levels[level];) await (last = this.#levels[level]);
      this.#levels.pop();
    }
  }

  /** Has the worker give back the memory it shares once nothing was asked of it for a while. */
  async #tidyLater(): Promise<void> {
    clearTimeout(this.#tidying);
    const worker = await this.#worker;
    if (!worker?.shares) return;
    this.#tidying = setTimeout(() => {
      if (this.#levels.length > 1) return;
      this.#inTurn(async () => worker.over ? undefined : await worker.rest(restMs)).catch(() => {});
    }, restMs);
    Deno.unrefTimer(this.#tidying);
  }

  /** Says that an object is no longer used. */
  released(id: number): void {
    if (Math.floor(id / idsPerLife) === this.#life) this.#unused.push(id % idsPerLife);
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
    const codec = this.#codec();
    const target = this.#target(owner);
    const unused = this.#unused;
    this.#unused = [];
    const during = <T>(work: () => Promise<T>) => this.#within(work);
    try {
      if (unused.length > 0) {
        await worker.run({
          codec,
          write: (writer) => this.#writeRelease(writer, codec, unused),
        });
      }
      return await worker.run({
        codec,
        write: (writer) => writeRequest(writer, codec, operation, target, path, args, keywords),
        memoryBytes: options.memoryBytes,
        during,
      });
    } catch (error) {
      throw reason ?? error;
    } finally {
      clearTimeout(timer);
      clearTimeout(grace);
      signal?.removeEventListener("abort", onAbort);
    }
  }

  /** A codec for one request. */
  #codec(): HomeCodec {
    return new HomeCodec(this.#hooks, this.#functions, this.#owner, this.#life);
  }

  /** What a request aims at, for the process that runs now. */
  #target(owner: string | number): string | number {
    return typeof owner === "number" ? idIn(this.#life, owner, "this Python object") : owner;
  }

  #writeRelease(writer: PickleWriter, codec: HomeCodec, ids: number[]): void {
    writeRequest(writer, codec, "R", "builtins", "", ids, undefined);
  }

  async #start(): Promise<WorkerProcess> {
    try {
      const started = await this.#starter.start(true);
      const forget = (functions: readonly number[]) => this.#functions.forget(functions);
      const { executable } = this.#found;
      const worker = new WorkerProcess(started, executable, (over) => this.#ended(over), forget);
      if (started.pipes !== undefined) this.#atOnce = new AtOnce(started.pipes, executable, forget);
      this.#place.started(worker.pid);
      return worker;
    } catch (error) {
      this.#worker = undefined;
      throw error;
    }
  }

  #ended(worker: WorkerProcess): void {
    this.#worker = undefined;
    this.#life++;
    this.#atOnce?.close();
    this.#atOnce = undefined;
    this.#unused = [];
    this.#functions = new LentFunctions();
    this.#place.ended(worker.end());
  }
}

/** Ids of handles that tell in which life of the process their objects are. */
class HomeCodec extends FrameCodec {
  readonly #owner: HandleOwner;
  readonly #life: number;

  constructor(hooks: ValueHooks, functions: LentFunctions, owner: HandleOwner, life: number) {
    super(hooks, functions);
    this.#owner = owner;
    this.#life = life;
  }

  handleId(value: object): number | undefined {
    if (!(value instanceof PyHandle)) return undefined;
    return idIn(this.#life, PyHandle.idOf(value, this.#owner), `${value}`);
  }

  handle(id: number, label: string, flags: number): PyHandle {
    return new PyHandle(this.#owner, this.#life * idsPerLife + id, label, (flags & 1) === 1);
  }

  carried(): undefined {
    return undefined;
  }

  carriedBack(): never {
    throw new Error("the home worker keeps its objects");
  }
}

/**
 * The id that an object has in its process.
 *
 * @throws {PythonError} E0507 when that process has ended
 */
function idIn(life: number, id: number, what: string): number {
  if (Math.floor(id / idsPerLife) === life) return id % idsPerLife;
  throw new PythonError("E0507", `${what} lived in a Python process that has ended`, {
    hint: "make it again: the next call gets a new process",
  });
}

/** More than a process gives out. */
const idsPerLife = 2 ** 40;
/** From so many on, objects no longer used are released before a request that is not awaited. */
const unusedMax = 256;
/** How long an idle worker keeps the memory it shares, and may take to give it back, in milliseconds. */
const restMs = 1000;
/** How long an interrupted call may take to end before its process is killed, in milliseconds. */
const graceMs = 500;
