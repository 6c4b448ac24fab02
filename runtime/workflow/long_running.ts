/**
 * Tells which steps have been running for a while, with one timer for all: most steps end at once,
 * and a timer for each would cost more than they do.
 *
 * @module
 */

/** Something that runs. */
interface Running {
  readonly sinceMs: number;
  readonly onLong: () => void;
}

/** Calls back for each thing that runs longer than a given time. */
export class LongRunning {
  readonly #afterMs: number;
  readonly #running = new Set<Running>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param afterMs milliseconds from which on something runs long; told up to twice as late */
  constructor(afterMs: number) {
    this.#afterMs = afterMs;
  }

  /**
   * Watches something that begins now.
   *
   * @param onLong called once, if it still runs after the time
   * @returns to be called when it has ended
   */
  begin(onLong: () => void): () => void {
    const running = { sinceMs: performance.now(), onLong };
    this.#running.add(running);
    this.#timer ??= setTimeout(() => this.#look(), this.#afterMs);
    return () => this.#running.delete(running);
  }

  #look(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (const running of this.#running) {
      if (now - running.sinceMs < this.#afterMs) continue;
      this.#running.delete(running);
      running.onLong();
    }
    if (this.#running.size > 0) this.#timer = setTimeout(() => this.#look(), this.#afterMs);
  }
}
