/**
 * How much memory a block has added to what was live when it began.
 *
 * V8 counts garbage as used until it is collected, so a count above the limit is only a suspicion:
 * then garbage is collected and the count taken again. The heap is one for the whole process, so
 * blocks that run at the same time are charged together; a block also ends before V8's own limit.
 *
 * @module
 */

import { Size, sizeText } from "../values/quantity.ts";

/** A memory limit and what is used of it. */
export class MemoryGauge {
  /** Bytes the block may add. */
  readonly limitBytes: number;
  #base: number;
  /** A count up to here needs no collection to be believed. */
  #trusted: number;
  #looks = 0;
  #isHeapShort = false;

  /** @param limitBytes bytes the block may add */
  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
    this.#base = memory().used;
    this.#trusted = this.#base + limitBytes;
  }

  /** Whether the block holds more than its limit; looked at on every eighth call. */
  exceeded(): boolean {
    // Counting costs 0.4 us and a tick comes every few microseconds.
    return ++this.#looks % LOOKS_PER_COUNT === 0 && !this.fits(0);
  }

  /** What was reached when something did not fit, in words. */
  get reached(): string {
    return this.#isHeapShort
      ? "the heap of the process is nearly full"
      : sizeText(new Size(this.limitBytes));
  }

  /**
   * Whether so many more bytes fit; exact, since a doubt is settled by collecting garbage.
   *
   * @param bytes how much is about to be allocated
   */
  fits(bytes: number): boolean {
    const before = memory();
    if (before.used + bytes <= this.#trusted && before.heapLeft > HEAP_RESERVE) return true;
    collectGarbage();
    const { used: live, heapLeft } = memory();
    this.#base = Math.min(this.#base, live);
    const left = this.#base + this.limitBytes - live;
    this.#isHeapShort = heapLeft <= HEAP_RESERVE;
    if (bytes > left || this.#isHeapShort) return false;
    // Let garbage grow by a fair amount before the next collection, or a block close to its limit
    // would spend its time collecting.
    this.#trusted = live + Math.max(left, this.limitBytes / 4, LEAST_GROWTH_BYTES);
    return true;
  }
}

const LOOKS_PER_COUNT = 8;
const LEAST_GROWTH_BYTES = 4 * 2 ** 20;

/**
 * The part of V8's heap that must be left: the whole process ends when it is used up, and a growing
 * array needs its old and its new memory at once.
 */
const HEAP_RESERVE = 0.25;

function memory(): { used: number; heapLeft: number } {
  const { used_heap_size, external_memory, heap_size_limit } = v8().getHeapStatistics();
  return {
    used: used_heap_size + (external_memory ?? 0),
    heapLeft: 1 - used_heap_size / heap_size_limit,
  };
}

function collectGarbage(): void {
  if (gc === undefined) {
    v8().setFlagsFromString("--expose-gc");
    gc = process.getBuiltinModule("node:vm").runInNewContext("gc") as () => void;
  }
  gc();
}

let gc: (() => void) | undefined;
let v8Module: V8Module | undefined;

interface V8Module {
  getHeapStatistics(): {
    used_heap_size: number;
    heap_size_limit: number;
    external_memory?: number;
  };
  setFlagsFromString(flags: string): void;
}

function v8(): V8Module {
  return v8Module ??= process.getBuiltinModule("node:v8") as V8Module;
}
