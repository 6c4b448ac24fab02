/**
 * Time and chance as the policies see them, so that a test can drive both.
 *
 * @module
 */

/** A source of time. */
export interface Clock {
  /** Milliseconds that only ever grow; for measuring and deadlines. */
  now(): number;
  /** Milliseconds since 1970-01-01T00:00:00Z; for what outlives the process. */
  wall(): number;
  /**
   * Calls back once after a delay.
   *
   * @param ms milliseconds; 0 or less means as soon as possible
   * @param callback what to call
   * @returns a function that calls it off
   */
  timer(ms: number, callback: () => void): () => void;
}

/** Gives a double in [0, 1). */
export type Random = () => number;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  timer(ms, callback) {
    let id: ReturnType<typeof setTimeout>;
    const wait = (left: number) => {
      // setTimeout takes at most 2^31 - 1 ms and fires at once beyond.
      id = left > LONGEST_TIMER_MS
        ? setTimeout(() => wait(left - LONGEST_TIMER_MS), LONGEST_TIMER_MS)
        : setTimeout(callback, Math.max(0, left));
    };
    wait(ms);
    return () => clearTimeout(id);
  },
};

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * A clock that stands still until told to move, for tests.
 *
 * @example
 * ```ts
 * import { ManualClock } from "./clock.ts";
 * const clock = new ManualClock();
 * let rang = false;
 * clock.timer(100, () => rang = true);
 * await clock.advance(100);
 * if (!rang || clock.now() !== 100) throw new Error("clock");
 * ```
 */
export class ManualClock implements Clock {
  #now = 0;
  #start: number;
  #timers: { at: number; callback: () => void }[] = [];

  /**
   * Makes a clock that stands at 0.
   *
   * @param startMs what {@linkcode wall} gives at first, epoch milliseconds
   */
  constructor(startMs: number = 1_700_000_000_000) {
    this.#start = startMs;
  }

  /** Milliseconds advanced so far. */
  now(): number {
    return this.#now;
  }

  /** The start plus the milliseconds advanced so far. */
  wall(): number {
    return this.#start + this.#now;
  }

  /** See {@linkcode Clock.timer}; fires within {@linkcode advance}. */
  timer(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((t) => t !== timer);
    };
  }

  /** Moves time without firing timers, as synchronous code that takes long does. */
  skip(ms: number): void {
    this.#now += ms;
  }

  /** Moves time on, firing what falls due in order and letting promises settle in between. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const due = this.#timers.filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((t) => t !== due);
      this.#now = Math.max(this.#now, due.at);
      due.callback();
      await settle();
    }
    this.#now = end;
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#timers.length;
  }
}

/** Lets everything that is ready run: one turn of the real event loop. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
