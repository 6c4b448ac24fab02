/**
 * New lists for results, from the library's pool when they are large.
 *
 * A large fresh buffer costs more than most operations that fill it, because the system clears every
 * page of it. The pool's memory has been used before, and comes in huge pages.
 *
 * Invariants:
 * 1. A list from the pool owns its memory: it goes back when the collector finds the buffer
 *    unreachable (`zig/src/napi.zig`), never earlier, wherever the buffer was transferred to.
 * 2. The pool is used only after `sparedBytes` of large lists: what needs few never pays for loading
 *    Node-API.
 * 3. When more than `takenBytesMax` are in use, or the pool has none, lists are ordinary ones.
 *
 * @module
 */
import { kernels, nativePath } from "./kernels.ts";

/** Lists of this many bytes and more are large. */
const largeBytes = 1 << 16;
/** Bytes of large lists made in the ordinary way first. */
const sparedBytes = 16 << 20;

type Allocate = (bytes: number, waitMs: number) => ArrayBuffer | undefined;

/** After this many bytes from the pool the collector is made to look at what is unreachable. */
const pressureBytes = 32 << 20;
/**
 * Lists of this many bytes and more wait for memory that is about to come back, a millisecond for each
 * so many bytes: clearing as much fresh memory takes longer.
 */
const waitingBytes = 8 << 20;

let ordinaryBytes = 0;
let uncollectedBytes = 0;
/** What makes the collector look: it checks for pressure whenever it makes a buffer itself. */
export let pressed: ArrayBuffer | undefined;
let allocate: Allocate | undefined;

/** A list of `n` floats; its contents are arbitrary when it is large. @throws {RangeError} */
export function allocateList(n: number): Float64Array {
  const bytes = 8 * n;
  if (bytes < largeBytes) return new Float64Array(n);
  if (allocate === undefined) {
    ordinaryBytes += bytes;
    if (ordinaryBytes <= sparedBytes) return new Float64Array(n);
    allocate = open();
  }
  uncollectedBytes += bytes;
  if (uncollectedBytes >= pressureBytes) {
    uncollectedBytes = 0;
    pressed = new ArrayBuffer(1);
  }
  const buffer = allocate(bytes, Math.min(500, Math.floor(bytes / waitingBytes)));
  return buffer === undefined ? new Float64Array(n) : new Float64Array(buffer);
}

/**
 * Returns the memory that the engine keeps for large results to come to the system.
 *
 * What is kept is bounded (256 MiB), so this is for programs that go on for long without the engine.
 */
export function releaseEngineMemory(): void {
  if (allocate !== undefined) kernels().zx_pool_trim();
}

/** The pool's function; one that never gives anything where there is none. */
function open(): Allocate {
  const none = () => undefined;
  const path = Deno.build.os === "linux" ? nativePath() : undefined;
  if (path === undefined) return none;
  try {
    const { process } = globalThis as unknown as {
      process: { dlopen(module: { exports: unknown }, path: string): void };
    };
    const module = { exports: {} as unknown };
    process.dlopen(module, path);
    return typeof module.exports === "function" ? module.exports as Allocate : none;
  } catch {
    // Without Node-API in the host lists are ordinary ones, which is slower and otherwise the same.
    return none;
  }
}
