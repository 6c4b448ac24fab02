/**
 * Memory that one side owns and the other uses in place.
 *
 * Invariants:
 * 1. What Zixir lends to Python stays in `#lent` until Python says through the ring that the last
 *    view of it is gone; so neither a kept numpy array nor a stored callback can dangle.
 * 2. What Python hands over stays in `_zixir.handles` until the array buffer over it was collected
 *    or released here; so no typed array can dangle.
 * 3. Ids to be released in Python gather in `#unused` and leave in batches: finalisers run at
 *    moments when taking the GIL could block.
 *
 * @module
 */
import { memoryAt, ringSize } from "./box.ts";

/** What Zixir lends to Python, and what it holds of Python's. */
export class Memory {
  /** Python writes: [head, tail, ids...]; see `hand_over` in `py/lent.py`. */
  #ring: Float64Array = new Float64Array(2);
  /** Bytes of Python's memory that typed arrays of this side use now. */
  viewedBytes = 0;
  #lent = new Map<number, unknown>();
  #nextLent = 1;
  #unused: number[] = [];
  #unusedBytes = 0;
  #views: FinalizationRegistry<{ id: number; bytes: number }>;
  #flushTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #flush: (ids: number[]) => void;

  /** @param flush releases ids in Python; called off any Python call, never re-entrantly */
  constructor(flush: (ids: number[]) => void) {
    this.#flush = flush;
    this.#views = new FinalizationRegistry(({ id, bytes }) => {
      this.viewedBytes -= bytes;
      this.unused(id);
    });
  }

  /** Gives the ring in the memory shared with Python. */
  connect(ring: Float64Array): void {
    this.#ring = ring;
  }

  /** Keeps something alive until Python drops the number given for it. */
  lend(thing: unknown): number {
    const id = this.#nextLent++;
    this.#lent.set(id, thing);
    return id;
  }

  /** What was lent under a number. */
  lent(id: number): unknown {
    return this.#lent.get(id);
  }

  /** How many things Python may still use. */
  get lentCount(): number {
    return this.#lent.size;
  }

  /** Forgets a number that never reached Python. */
  takeBack(id: number): void {
    this.#lent.delete(id);
  }

  /** Lets go of what Python dropped since last time. */
  drain(): void {
    const ring = this.#ring;
    let tail = ring[1];
    while (tail < ring[0]) {
      const place = 2 + tail % ringSize;
      const id = ring[place];
      if (id === 0) return; // seen before its content by a weakly ordered processor: next time
      ring[place] = 0;
      this.#lent.delete(id);
      ring[1] = ++tail;
    }
  }

  /** A float array over memory that Python keeps under an id; a copy when too much is viewed. */
  view(id: number, address: number, count: number): Float64Array {
    const bytes = count * 8;
    const buffer = memoryAt(address, bytes);
    if (this.viewedBytes + bytes > viewedBytesMax) {
      // V8 does not see this memory and so does not hurry to collect it: beyond the budget, copy.
      this.unused(id);
      this.#unusedBytes += bytes;
      return new Float64Array(buffer).slice();
    }
    this.viewedBytes += bytes;
    this.#views.register(buffer, { id, bytes }, buffer);
    return new Float64Array(buffer);
  }

  /** Whether so much waits to be released that it should not wait for the event loop. */
  get pressing(): boolean {
    return this.#unused.length >= unusedMax || this.#unusedBytes >= unusedBytesMax;
  }

  /** Notes an id that Python may release. */
  unused(id: number): void {
    this.#unused.push(id);
    if (this.#flushTimer !== undefined) return;
    this.#flushTimer = setTimeout(() => {
      this.#flushTimer = undefined;
      const ids = this.takeUnused();
      if (ids.length > 0) this.#flush(ids);
    }, 1);
    Deno.unrefTimer(this.#flushTimer);
  }

  /** Takes the ids that wait to be released. */
  takeUnused(): number[] {
    const ids = this.#unused;
    this.#unused = [];
    this.#unusedBytes = 0;
    return ids;
  }
}

/** How much of Python's memory typed arrays may hold before results are copied instead. */
const viewedBytesMax = 256 * 1024 * 1024;
const unusedMax = 256;
const unusedBytesMax = 16 * 1024 * 1024;
