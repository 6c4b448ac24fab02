/**
 * The pool of Python workers for isolated calls.
 *
 * Invariants:
 * 1. A worker is idle, or in one call, or resting, or over; it is in `#idle` exactly when it is idle.
 * 2. A process that dies costs the call in it and no other; too many deaths open the circuit.
 * 3. A call that was ended from outside (deadline, cancellation) takes its worker with it.
 * 4. A worker that was idle for a while gets a call only after it has answered; one that does not
 *    answer is killed.
 * 5. Every process is in one place of `#places`, from its start to its end.
 *
 * @module
 */
import { Circuit } from "./circuit.ts";
import type { FoundPython } from "./discover.ts";
import { PythonError } from "./errors.ts";
import { type PartSupervisor, Place, type ProcessNode, supervise } from "./supervised.ts";
import { type WorkerCall, WorkerProcess } from "./worker_process.ts";
import { Starter } from "./zygote.ts";

/** Bounds of a call in the pool. */
export interface PoolCallOptions {
  readonly signal?: AbortSignal;
  readonly deadlineMs?: number;
}

/** What a pool may do. */
export interface PoolOptions {
  /** The most worker processes at a time. */
  readonly workersMax: number;
  /** Directories put first on `sys.path` of the workers. */
  readonly paths: readonly string[];
  /** Whom the processes are shown to, and who may end them. */
  readonly supervisor?: PartSupervisor;
}

/** A supervised pool of Python worker processes. */
export class Pool {
  readonly #found: FoundPython;
  readonly #starter: Starter;
  readonly #max: number;
  readonly #circuit = new Circuit(deathsMax, deathsWithinMs);
  readonly #workers = new Map<WorkerProcess, Place>();
  readonly #places: Place[] = [];
  readonly #unsupervise: () => void;
  #idle: { worker: WorkerProcess; since: number }[] = [];
  #starting = 0;
  #tidying: ReturnType<typeof setTimeout> | undefined;
  #queue: { resolve(worker: WorkerProcess): void; reject(error: unknown): void }[] = [];
  #closed = false;

  /** Prepares a pool; no process starts before the first call. */
  constructor(found: FoundPython, options: PoolOptions) {
    this.#found = found;
    this.#max = options.workersMax;
    this.#starter = new Starter(found, options.paths);
    this.#unsupervise = supervise(options.supervisor, "python workers", this);
  }

  /** The worker processes, for a supervisor. */
  processes(): readonly ProcessNode[] {
    return this.#places.map((place) => place.node(this.#circuit.waitMs > 0));
  }

  /**
   * Carries out a call in a worker.
   *
   * @throws {PythonError} what Python raised; E0507 to E0511 for how the worker ended
   */
  async run(call: WorkerCall, options: PoolCallOptions = {}): Promise<unknown> {
    const { signal, deadlineMs } = options;
    let worker: WorkerProcess | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let onAbort: (() => void) | undefined;
    /** Rejects when the call is ended from outside, before or after it has a worker. */
    const ended = new Promise<never>((_, reject) => {
      const end = (reason: PythonError) => {
        worker?.kill(reason);
        reject(reason);
      };
      if (deadlineMs !== undefined) {
        const late = new PythonError("E0509", `Python took longer than ${deadlineMs} ms`);
        timer = setTimeout(() => end(late), Math.max(0, deadlineMs));
      }
      onAbort = () => end(new PythonError("E0510", "the Python call was cancelled"));
      if (signal?.aborted) onAbort();
      else signal?.addEventListener("abort", onAbort, { once: true });
    });
    ended.catch(() => {});
    try {
      const acquired = this.#acquire();
      acquired.catch(() => {});
      worker = await Promise.race([acquired, ended]).catch((error) => {
        // A worker that comes too late for its call serves the next.
        acquired.then((late) => this.#release(late), () => {});
        throw error;
      });
      const taken = worker;
      const run = taken.run(call);
      run.catch(() => {});
      const result = await Promise.race([run, ended]);
      return result;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort!);
      if (worker !== undefined) this.#release(worker);
    }
  }

  /** Lets workers started from now on have a module imported already. */
  preload(module: string): void {
    this.#starter.preload(module);
  }

  /** Ends all processes. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#tidying);
    const closed = new PythonError("E0512", "Python was closed");
    for (const worker of [...this.#workers.keys()]) worker.kill(closed);
    this.#starter.close();
    this.#unsupervise();
  }

  async #acquire(): Promise<WorkerProcess> {
    this.#refuse();
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      const { worker, since } = idle;
      if (performance.now() - since < trustedMs || await worker.answers(answerMs)) return worker;
      this.#refuse();
    }
    return await new Promise((resolve, reject) => {
      this.#queue.push({ resolve, reject });
      this.#grow();
    });
  }

  /** Throws when no call can be made now. */
  #refuse(): void {
    if (this.#closed) throw new PythonError("E0512", "Python was closed");
    const { waitMs } = this.#circuit;
    if (waitMs === 0) return;
    throw new PythonError(
      "E0508",
      `Python workers died more than ${deathsMax} times within ${deathsWithinMs / 1000} s`,
      { hint: `the next one is started in ${Math.ceil(waitMs / 1000)} s` },
    );
  }

  /** Starts a worker if one more is wanted and allowed. */
  #grow(): void {
    if (this.#closed || this.#workers.size + this.#starting >= this.#max) return;
    if (this.#circuit.waitMs > 0) return;
    this.#starting++;
    this.#starter.start(false).then((started) => {
      this.#starting--;
      const worker = new WorkerProcess(
        started,
        this.#found.executable,
        (over) => this.#ended(over),
      );
      if (this.#closed) return worker.close();
      let place = this.#places.find(({ free }) => free);
      if (place === undefined) {
        this.#places.push(place = new Place(`worker ${this.#places.length + 1}`));
      }
      place.started(worker.pid);
      this.#workers.set(worker, place);
      this.#release(worker);
    }, (error) => {
      this.#starting--;
      this.#queue.shift()?.reject(error);
    });
  }

  #release(worker: WorkerProcess): void {
    if (worker.over || this.#idle.some((other) => other.worker === worker)) return;
    const next = this.#queue.shift();
    if (next !== undefined) next.resolve(worker);
    else {
      this.#idle.push({ worker, since: performance.now() });
      this.#tidyLater();
    }
  }

  /** Has workers give back the memory they share once they were idle for a while. */
  #tidyLater(): void {
    if (this.#tidying !== undefined || this.#closed) return;
    if (!this.#idle.some(({ worker }) => worker.shares)) return;
    this.#tidying = setTimeout(async () => {
      const now = performance.now();
      const tired = this.#idle.filter(({ worker, since }) =>
        worker.shares && now - since >= restMs
      );
      this.#idle = this.#idle.filter((idle) => !tired.includes(idle));
      await Promise.all(tired.map(async ({ worker }) => {
        await worker.rest(answerMs);
        this.#release(worker);
      }));
      this.#tidying = undefined;
      this.#tidyLater();
    }, restMs);
    Deno.unrefTimer(this.#tidying);
  }

  #ended(worker: WorkerProcess): void {
    this.#workers.get(worker)?.ended(worker.end());
    this.#workers.delete(worker);
    this.#idle = this.#idle.filter((other) => other.worker !== worker);
    if (!worker.killed) this.#circuit.died();
    const { waitMs } = this.#circuit;
    if (waitMs > 0) {
      for (const { reject } of this.#queue.splice(0)) {
        reject(new PythonError("E0508", "Python workers died too often"));
      }
    } else if (this.#queue.length > 0 || this.#idle.length === 0) this.#grow(); // the next is warm
  }
}

const deathsMax = 3;
const deathsWithinMs = 5000;
/** How long an idle worker keeps the memory it shares, in milliseconds. */
const restMs = 1000;
/** How long an idle worker is taken for alive without being asked, in milliseconds. */
const trustedMs = 1000;
/** How long a worker may take to answer, in milliseconds. */
const answerMs = 1000;
