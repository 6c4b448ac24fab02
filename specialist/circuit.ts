/**
 * When to stop restarting what keeps dying.
 *
 * @module
 */

/** At most so many deaths in so many milliseconds; more, and the circuit is open for as long. */
export class Circuit {
  readonly #max: number;
  readonly #withinMs: number;
  readonly #now: () => number;
  #deaths: number[] = [];

  /** @param now the clock, in milliseconds */
  constructor(max: number, withinMs: number, now: () => number = Date.now) {
    this.#max = max;
    this.#withinMs = withinMs;
    this.#now = now;
  }

  /** Notes a death. */
  died(): void {
    this.#deaths.push(this.#now());
    this.#forget();
  }

  /** Milliseconds until another start is allowed; 0 when one is allowed now. */
  get waitMs(): number {
    this.#forget();
    if (this.#deaths.length <= this.#max) return 0;
    return this.#deaths[this.#deaths.length - this.#max - 1] + this.#withinMs - this.#now();
  }

  #forget(): void {
    const since = this.#now() - this.#withinMs;
    this.#deaths = this.#deaths.filter((time) => time > since);
  }
}
