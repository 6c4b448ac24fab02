/**
 * Scopes: how a block of a program is bounded in time, memory and calls, and stopped from outside.
 *
 * Invariants:
 * 1. Every piece of running code has one current scope. It follows the code through awaits and
 *    timers (AsyncLocalStorage); until the first scope is opened it is the root, at no cost.
 * 2. Compiled code calls {@linkcode tick} at least every {@linkcode FUEL} loop turns or calls, and
 *    {@linkcode tick} throws once the current scope or one around it has been stopped. So pure
 *    synchronous code stops too.
 * 3. A stopped scope stays stopped, and its first reason stays: {@linkcode Scope.stop} keeps the
 *    first error. No `catch` inside it runs: {@linkcode caught} throws the reason on.
 * 4. Outside the scope the reason is an ordinary error, which a `catch` there may take.
 *
 * What compiled code does:
 * - loops, each turn: `if (--budget.fuel < 0) tick();`
 * - functions, on entry: `if (--budget.fuel < 0) tickCall();`
 * - catch clauses: `catch (thrown) { const e = caught(thrown); ... }`
 * - library functions that work through large data: `spend(elements)`, so that a loop of such calls
 *   ticks soon enough; calls into other tiers: `tick()` before each.
 *
 * @module
 */

import { allocation } from "../values/allocation.ts";
import { asZixirError, ZixirError } from "../values/error.ts";
import { systemClock } from "./clock.ts";
import { MemoryGauge } from "./memory_gauge.ts";
import { bytesText, flagError, limitError, StopCode } from "./reasons.ts";
import type { ScopeOptions, World } from "./scope_options.ts";
import { stackDepth } from "./stack_depth.ts";

export { StopCode } from "./reasons.ts";
export type { ScopeOptions, World } from "./scope_options.ts";

/** Loop turns and calls between two looks at the clock. */
export const FUEL = 1000;

/** What compiled code counts down; one object for all programs of the process. */
export const budget: { fuel: number } = { fuel: FUEL };

/**
 * One bounded piece of running code.
 *
 * @example
 * ```ts
 * import { currentScope, within } from "./scope.ts";
 * const n = await within({ timeMs: 1000 }, async () => {
 *   await currentScope().sleep(1);
 *   return 7;
 * });
 * if (n !== 7) throw new Error("within");
 * ```
 */
export class Scope {
  /** The scope around this one; `null` for a root. */
  readonly parent: Scope | null;
  /** The outside world, as the scope around it has it unless it was given another. */
  readonly world: World;
  /** Whether Python calls are made in worker processes, here or further out. */
  readonly isolated: boolean;
  /** When time is up here or further out, by the clock's `now`; Infinity when never. */
  readonly deadline: number;
  /** This scope, then those around it, outwards. */
  readonly #path: readonly Scope[];
  readonly #ownDeadline: number;
  readonly #onDeadline: (() => ZixirError) | undefined;
  readonly #flag: Int32Array | undefined;
  readonly #memory: MemoryGauge | undefined;
  readonly #depthMax: number;
  readonly #depthBase: number;
  #depthSlack = 0;
  #callsLeft: number;
  readonly #callsMax: number;
  readonly #metered: boolean;
  #reason: ZixirError | undefined;
  #controller: AbortController | undefined;
  #children: Set<Scope> | undefined;
  #cancelTimer: (() => void) | undefined;
  #waiters: Set<(reason: ZixirError) => void> | undefined;
  #closed = false;

  /**
   * Opens a scope; most code uses {@linkcode within}, which also closes it.
   *
   * @param parent the scope around it, `null` for a root
   * @param options what bounds it
   */
  constructor(parent: Scope | null, options: ScopeOptions = {}) {
    this.parent = parent;
    this.#path = parent === null ? [this] : [this, ...parent.#path];
    this.world = options.world ?? parent?.world ?? { clock: systemClock, random: Math.random };
    this.isolated = options.isolate ?? parent?.isolated ?? false;
    this.#ownDeadline = options.timeMs === undefined
      ? Infinity
      : this.world.clock.now() + options.timeMs;
    this.deadline = Math.min(this.#ownDeadline, parent?.deadline ?? Infinity);
    this.#onDeadline = options.onDeadline;
    this.#flag = options.flag;
    this.#memory = options.memoryBytes === undefined
      ? undefined
      : new MemoryGauge(options.memoryBytes);
    this.#callsMax = this.#callsLeft = options.calls ?? Infinity;
    this.#depthMax = options.depth ?? Infinity;
    this.#depthBase = options.depth === undefined ? 0 : stackDepth();
    this.#metered = options.calls !== undefined || options.depth !== undefined;
    if (this.#metered) {
      metered++;
      budget.fuel = 0;
    }
    if (parent !== null) (parent.#children ??= new Set()).add(this);
    if (this.#ownDeadline !== Infinity) {
      this.#cancelTimer = this.world.clock.timer(options.timeMs!, () => this.#stopForTime());
    }
  }

  /** The reason this scope or one around it was stopped, or `undefined` while it may run. */
  get reason(): ZixirError | undefined {
    for (const scope of this.#path) if (scope.#reason !== undefined) return scope.#reason;
    return undefined;
  }

  /** Aborts when this scope or one around it is stopped; for fetch, child processes, file reads. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      const reason = this.reason;
      if (reason !== undefined) this.#controller.abort(reason);
    }
    return this.#controller.signal;
  }

  /** Milliseconds until time is up, at least 0; Infinity when never. */
  get remainingMs(): number {
    return this.deadline === Infinity
      ? Infinity
      : Math.max(0, this.deadline - this.world.clock.now());
  }

  /** The smallest memory limit here and further out, in bytes; `undefined` when there is none. */
  get memoryLimitBytes(): number | undefined {
    const limits = this.#path.flatMap((scope) => scope.#memory?.limitBytes ?? []);
    return limits.length === 0 ? undefined : Math.min(...limits);
  }

  /** Whether so many more bytes fit into the memory limits here and further out. */
  fits(bytes: number): boolean {
    return this.#path.every((scope) => scope.#memory?.fits(bytes) ?? true);
  }

  /**
   * Stops the scope and all within it; a scope already stopped keeps its first reason.
   *
   * @param reason what code inside is made to throw, and what {@linkcode within} throws outside
   * @returns the reason that holds
   */
  stop(reason: ZixirError): ZixirError {
    if (this.#reason !== undefined) return this.#reason;
    if (this.#closed) return reason;
    this.#reason = reason;
    budget.fuel = 0;
    this.#announce(reason);
    return reason;
  }

  /**
   * Throws if the scope has been stopped or has used up what it was given.
   *
   * @throws {ZixirError} the reason: kind `timeout`, `limit`, `cancelled` or what `stop` was given
   */
  check(): void {
    for (const scope of this.#path) {
      if (scope.#reason !== undefined) throw scope.#reason;
      const flag = scope.#flag;
      if (flag !== undefined && Atomics.load(flag, 0) !== StopCode.none) {
        throw scope.stop(flagError(Atomics.load(flag, 0)));
      }
      if (scope.#memory?.exceeded()) {
        throw scope.stop(limitError("memory", scope.#memory.reached));
      }
    }
    if (this.deadline !== Infinity && this.world.clock.now() >= this.deadline) {
      throw this.#path.find((scope) => scope.#ownDeadline === this.deadline)!.#stopForTime();
    }
  }

  /** Counts one call of a program's function against the limits here and further out. */
  countCall(): void {
    for (const scope of this.#path) if (scope.#metered) scope.#countOwnCall();
  }

  /**
   * Waits, unless the scope is stopped first.
   *
   * @param ms milliseconds
   * @throws {ZixirError} the reason, as soon as the scope is stopped
   */
  sleep(ms: number): Promise<void> {
    let cancel = () => {};
    const slept = new Promise<void>((resolve) => {
      cancel = this.world.clock.timer(ms, resolve);
    });
    return this.guard(slept).finally(cancel);
  }

  /**
   * A promise's outcome, or the reason as soon as the scope is stopped. For work that cannot be
   * stopped itself; its late outcome is dropped.
   *
   * @param work what to wait for
   */
  guard<T>(work: PromiseLike<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const reason = this.reason;
      if (reason !== undefined) {
        work.then(undefined, () => {});
        return reject(reason);
      }
      const waiters = this.#waiters ??= new Set();
      waiters.add(reject);
      work.then(resolve, reject).then(() => waiters.delete(reject));
    });
  }

  /** Runs a function with this as the current scope, also through its awaits. */
  run<T>(body: () => T): T {
    if (this === ambient && storage === null) return body();
    return asyncStorage().run(this, body);
  }

  /** Ends the scope: timers go, a later stop has no effect on what runs on. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#cancelTimer?.();
    if (this.parent !== null) this.parent.#children?.delete(this);
    if (this.#metered) metered--;
  }

  #stopForTime(): ZixirError {
    return this.stop(this.#onDeadline?.() ?? new ZixirError("timeout", "time is up"));
  }

  #announce(reason: ZixirError): void {
    this.#controller?.abort(reason);
    const waiters = this.#waiters;
    if (waiters !== undefined) {
      this.#waiters = undefined;
      for (const reject of waiters) reject(reason);
    }
    if (this.#children !== undefined) {
      for (const child of this.#children) if (child.#reason === undefined) child.#announce(reason);
    }
  }

  #countOwnCall(): void {
    if (--this.#callsLeft < 0) {
      throw this.stop(limitError("calls", `${this.#callsMax} calls`));
    }
    // A call deepens the stack by one at most, so the next look can wait for the slack to go.
    if (this.#depthMax !== Infinity && --this.#depthSlack < 0) {
      const depth = stackDepth() - this.#depthBase;
      if (depth > this.#depthMax) {
        throw this.stop(limitError("depth", `a depth of ${this.#depthMax} calls`));
      }
      this.#depthSlack = this.#depthMax - Math.max(0, depth);
    }
  }
}

/**
 * Runs a block in a scope of its own.
 *
 * @param options what bounds the block
 * @param body the block, given its scope; plain or async
 * @returns what the block gives
 * @throws {ZixirError} the reason, when the scope was stopped; whatever the block throws otherwise
 */
export async function within<T>(
  options: ScopeOptions,
  body: (scope: Scope) => T | PromiseLike<T>,
): Promise<T> {
  const scope = new Scope(currentScope(), options);
  try {
    const outcome = scope.run(() => body(scope));
    const value = isPromise(outcome) ? await scope.guard(outcome) : outcome;
    // A block that ended late by itself, without meeting a check, took too long all the same.
    scope.check();
    return value;
  } catch (error) {
    throw scope.reason ?? error;
  } finally {
    scope.close();
  }
}

/** The scope of the running code; the root when none was opened. */
export function currentScope(): Scope {
  return storage === null ? ambient : storage.getStore() ?? ambient;
}

/**
 * Sets the root of the process: what code belongs to that no scope was opened for. A command line
 * run sets it once, to a root with its own flag.
 *
 * @param root a scope without a parent
 * @returns the root before
 */
export function setRootScope(root: Scope): Scope {
  const before = ambient;
  ambient = root;
  return before;
}

/**
 * The check of a loop: called when {@linkcode budget} is used up.
 *
 * @throws {ZixirError} when the current scope must stop
 */
export function tick(): void {
  budget.fuel = metered > 0 ? 0 : FUEL;
  currentScope().check();
}

/** When a call of another tier that is waited for has to end; `undefined` when it need not. */
export function timeLeft(): { readonly deadlineMs: number } | undefined {
  const { remainingMs } = currentScope();
  return remainingMs === Infinity ? undefined : { deadlineMs: remainingMs };
}

/**
 * The check of a function's entry: {@linkcode tick}, and one call counted.
 *
 * @throws {ZixirError} when the current scope must stop
 */
export function tickCall(): void {
  budget.fuel = metered > 0 ? 0 : FUEL;
  const scope = currentScope();
  if (metered > 0) scope.countCall();
  scope.check();
}

/**
 * Counts work done outside compiled code as so many loop turns.
 *
 * @param turns how many, such as the number of elements worked through
 */
export function spend(turns: number): void {
  budget.fuel -= turns;
}

/**
 * Asks the memory limits, and for what is very large the machine, before an allocation.
 *
 * @param bytes how much is about to be allocated
 * @throws {ZixirError} kind `limit` when that would exceed a limit of the current scope, or the
 *   memory the machine has left
 */
export function reserve(bytes: number): void {
  if (bytes > HUGE_BYTES && bytes > Deno.systemMemoryInfo().available) {
    throw limitError("memory", `the machine has no ${bytesText(bytes)} left`);
  }
  if (!currentScope().fits(bytes)) {
    throw limitError("memory", `${bytesText(bytes)} more do not fit`);
  }
}

/**
 * What a `catch` clause makes of a thrown thing.
 *
 * @param thrown what was thrown
 * @returns the error to match patterns on
 * @throws {ZixirError} the reason instead, when the scope the clause stands in has been stopped
 */
export function caught(thrown: unknown): ZixirError {
  const reason = currentScope().reason;
  if (reason !== undefined) throw reason;
  return asZixirError(thrown);
}

/** From here on the machine is asked too. */
const HUGE_BYTES = 2 ** 28;

allocation.reserve = reserve;

/** Scopes open that count every call; while there are any, every check ticks. */
let metered = 0;

interface ScopeStorage {
  run<T>(scope: Scope, body: () => T): T;
  getStore(): Scope | undefined;
}

/** Loaded when the first scope is opened: it costs 10 ms that a plain program need not pay. */
let storage: ScopeStorage | null = null;

let ambient: Scope = new Scope(null);

function asyncStorage(): ScopeStorage {
  if (storage === null) {
    const { AsyncLocalStorage } = process.getBuiltinModule("node:async_hooks");
    storage = new AsyncLocalStorage<Scope>();
  }
  return storage;
}

function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as PromiseLike<T> | null)?.then === "function";
}
