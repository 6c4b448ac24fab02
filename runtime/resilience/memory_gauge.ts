/**
 * How much memory a block has added to what was live when it began.
 *
 * V8 counts garbage as used until it is collected, so a count above the limit is only a suspicion:
 * then garbage is collected and the count taken again. The heap is one for the whole process, so
 * blocks that run at the same time are charged together.
 *
 * @module
 */

/** A memory limit and what is used of it. */
export class MemoryGauge {
  /** Bytes the block may add. */
  readonly limitBytes: number;
  #base: number;
  /** A count up to here needs no collection to be believed. */
  #trusted: number;
  #looks = 0;

  /** @param limitBytes bytes the block may add */
  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
    this.#base = usedBytes();
    this.#trusted = this.#base + limitBytes;
  }

  /** Whether the block holds more than its limit; looked at on every eighth call. */
  exceeded(): boolean {
    // Counting costs 0.4 us and a tick comes every few microseconds.
    return ++this.#looks % LOOKS_PER_COUNT === 0 && !this.fits(0);
  }

  /**
   * Whether so many more bytes fit; exact, since a doubt is settled by collecting garbage.
   *
   * @param bytes how much is about to be allocated
   */
  fits(bytes: number): boolean {
    if (usedBytes() + bytes <= this.#trusted) return true;
    collectGarbage();
    const live = usedBytes();
    this.#base = Math.min(this.#base, live);
    const left = this.#base + this.limitBytes - live;
    if (bytes > left) return false;
    // Let garbage grow by a fair amount before the next collection, or a block close to its limit
    // would spend its time collecting.
    this.#trusted = live + Math.max(left, this.limitBytes / 4, LEAST_GROWTH_BYTES);
    return true;
  }
}

const LOOKS_PER_COUNT = 8;
const LEAST_GROWTH_BYTES = 4 * 2 ** 20;

function usedBytes(): number {
  const { used_heap_size, external_memory } = v8().getHeapStatistics();
  return used_heap_size + (external_memory ?? 0);
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
  getHeapStatistics(): { used_heap_size: number; external_memory?: number };
  setFlagsFromString(flags: string): void;
}

function v8(): V8Module {
  return v8Module ??= process.getBuiltinModule("node:v8") as V8Module;
}
