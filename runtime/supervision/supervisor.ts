/**
 * Supervision: the long-lived parts of a process are started, watched and restarted in one place
 * (Joe Armstrong, "Making reliable distributed systems in the presence of software errors", 2003).
 *
 * Invariants:
 * 1. A part that fails is started again at once, alone; the others go on.
 * 2. More than {@linkcode RESTARTS_MAX} restarts within {@linkcode RESTARTS_WITHIN_MS} are not made:
 *    the supervisor stops its other parts, newest first, and fails itself. Its own supervisor then
 *    treats it like any part that failed; the root's owner learns of it by `done`.
 * 3. After {@linkcode Supervisor.stop} no part runs and none is started.
 * 4. Starts and stops of one supervisor happen one after the other.
 *
 * @module
 */

import { type Clock, systemClock } from "../resilience/clock.ts";
import { asZixirError, ZixirError } from "../values/error.ts";
import type { PartState, TreeNode } from "./tree.ts";

/** A part that runs. */
export interface RunningPart {
  /** Resolves when it has ended by itself, rejects when it failed. */
  readonly done: Promise<void>;
  /** Ends it; resolves when it has ended. */
  stop(): Promise<void>;
  /** What it consists of, for the tree; absent for a part without parts. */
  children?(): readonly TreeNode[];
}

/** How a part is run. */
export interface PartSpec {
  /** What it is called in the tree, such as `schedule loop`. */
  readonly name: string;
  /** Starts it. */
  start(): RunningPart | Promise<RunningPart>;
  /** Whether it is started again when it ended by itself; only after failures by default. */
  readonly restarts?: "always" | "on failure" | "never";
}

/** Options of a supervisor. */
export interface SupervisorOptions {
  /** Restarts allowed within `withinMs`. */
  readonly restartsMax?: number;
  /** Milliseconds over which restarts are counted. */
  readonly withinMs?: number;
  /** Tells the time. */
  readonly clock?: Clock;
}

/** Restarts allowed where nothing else is said. */
export const RESTARTS_MAX = 3;

/** Milliseconds over which they are counted. */
export const RESTARTS_WITHIN_MS = 5000;

/**
 * Runs parts and restarts those that fail. It is a part itself, so supervisors make a tree.
 *
 * @example
 * ```ts
 * import { Supervisor } from "./supervisor.ts";
 * const root = new Supervisor("zixir");
 * let starts = 0;
 * await root.add({
 *   name: "worker",
 *   start: () => ({
 *     done: ++starts === 1 ? Promise.reject(new Error("first time")) : new Promise(() => {}),
 *     stop: () => Promise.resolve(),
 *   }),
 * });
 * await root.settled();
 * if (root.tree().children[0].restarts !== 1) throw new Error("restarted once");
 * await root.stop();
 * ```
 */
export class Supervisor implements RunningPart {
  /** What it is called in the tree. */
  readonly name: string;
  /** Resolves when it was stopped, rejects when it gave up. */
  readonly done: Promise<void>;
  readonly #clock: Clock;
  readonly #restartsMax: number;
  readonly #withinMs: number;
  readonly #startedAt: number;
  readonly #parts: Part[] = [];
  #restartTimes: number[] = [];
  #state: PartState = "running";
  #reason: string | null = null;
  /** The end of what is being done; whatever comes next waits for it. */
  #turn: Promise<void> = Promise.resolve();
  #resolveDone!: () => void;
  #rejectDone!: (error: ZixirError) => void;

  /**
   * Makes a supervisor without parts.
   *
   * @param name what it is called in the tree
   * @param options how many restarts it allows
   */
  constructor(name: string, options: SupervisorOptions = {}) {
    this.name = name;
    this.#clock = options.clock ?? systemClock;
    this.#restartsMax = options.restartsMax ?? RESTARTS_MAX;
    this.#withinMs = options.withinMs ?? RESTARTS_WITHIN_MS;
    this.#startedAt = this.#clock.wall();
    this.done = new Promise((resolve, reject) => {
      this.#resolveDone = resolve;
      this.#rejectDone = reject;
    });
    // Whoever wants to know asks; a root nobody asks must not end the process.
    this.done.catch(() => {});
  }

  /**
   * Starts a part and looks after it from then on.
   *
   * @param spec how it is run
   * @throws {ZixirError} kind `supervision` when the supervisor has ended, and what the first start
   *   throws
   */
  add(spec: PartSpec): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#state !== "running") {
        throw new ZixirError("supervision", `${this.name} has ended and starts no ${spec.name}`);
      }
      const part: Part = {
        spec,
        running: await spec.start(),
        state: "running",
        since: this.#clock.wall(),
        restarts: 0,
        reason: null,
      };
      this.#parts.push(part);
      this.#watch(part);
    });
  }

  /** Stops a part and forgets it; nothing happens when it has none such. */
  remove(spec: PartSpec): Promise<void> {
    return this.#inTurn(async () => {
      const index = this.#parts.findIndex((part) => part.spec === spec);
      if (index < 0) return;
      const [part] = this.#parts.splice(index, 1);
      await stopPart(part);
    });
  }

  /** Stops all parts, the newest first, and ends. */
  stop(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#state !== "running") return;
      this.#state = "stopped";
      await this.#stopAll();
      this.#resolveDone();
    });
  }

  /** Resolves when no start, restart or stop is under way. */
  async settled(): Promise<void> {
    let turn: Promise<void> | undefined;
    do {
      turn = this.#turn;
      // A part that has just ended is noticed after its promise has told.
      await new Promise((resolve) => setTimeout(resolve, 0));
      await turn;
    } while (turn !== this.#turn);
  }

  /** This and all below it as data. */
  tree(): TreeNode {
    return {
      name: this.name,
      state: this.#state,
      since: this.#startedAt,
      restarts: this.#restartTimes.length,
      reason: this.#reason,
      children: this.children(),
    };
  }

  /** See {@linkcode RunningPart.children}. */
  children(): readonly TreeNode[] {
    return this.#parts.map(({ spec, running, state, since, restarts, reason }) => ({
      name: spec.name,
      state,
      since,
      restarts,
      reason,
      children: running?.children?.() ?? [],
    }));
  }

  #watch(part: Part): void {
    const running = part.running!;
    const ended = (reason: ZixirError | null) =>
      this.#inTurn(async () => {
        // Stopped on purpose, or started anew, meanwhile.
        if (part.running !== running || part.state !== "running") return;
        await this.#ended(part, reason);
      });
    running.done.then(() => ended(null), (error) => ended(asZixirError(error)));
  }

  async #ended(part: Part, reason: ZixirError | null): Promise<void> {
    part.running = null;
    part.reason = reason?.message ?? null;
    const { restarts = "on failure" } = part.spec;
    if (restarts === "never" || (restarts === "on failure" && reason === null)) {
      part.state = reason === null ? "ended" : "failed";
      return;
    }
    let last = reason;
    while (this.#mayRestart()) {
      part.restarts++;
      try {
        part.running = await part.spec.start();
        part.since = this.#clock.wall();
        this.#watch(part);
        return;
      } catch (error) {
        last = asZixirError(error);
        part.reason = last.message;
      }
    }
    part.state = "failed";
    await this.#giveUp(part, last);
  }

  /** Counts a restart if it is allowed. */
  #mayRestart(): boolean {
    const now = this.#clock.now();
    this.#restartTimes = this.#restartTimes.filter((at) => at > now - this.#withinMs);
    if (this.#restartTimes.length >= this.#restartsMax) return false;
    this.#restartTimes.push(now);
    return true;
  }

  async #giveUp(part: Part, cause: ZixirError | null): Promise<void> {
    this.#state = "failed";
    const why = cause === null ? "ended" : `failed: ${cause.message}`;
    const seconds = this.#withinMs / 1000;
    const message = `${part.spec.name} ${why}, after ${this.#restartsMax} restarts in ${seconds} s`;
    this.#reason = message;
    await this.#stopAll();
    this.#rejectDone(new ZixirError("supervision", message, { cause }));
  }

  async #stopAll(): Promise<void> {
    for (const part of this.#parts.toReversed()) await stopPart(part);
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(task);
    this.#turn = done.catch(() => {});
    return done;
  }
}

/** A part and what became of it. */
interface Part {
  readonly spec: PartSpec;
  running: RunningPart | null;
  state: PartState;
  since: number;
  restarts: number;
  reason: string | null;
}

async function stopPart(part: Part): Promise<void> {
  const running = part.running;
  if (running === null) return;
  part.state = "stopped";
  part.running = null;
  try {
    await running.stop();
  } catch (error) {
    part.reason = asZixirError(error).message;
  }
}
