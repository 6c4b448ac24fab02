/**
 * New lists for results: carved from slabs, or from the library's pool when they are large.
 *
 * A fresh buffer costs more than most operations that fill it. A small one has to be made and cleared
 * by the host, some 0.5 microseconds; a view of a slab takes a thirtieth of that. Of a large one the
 * system clears every page; the pool's memory has been used before, and comes in huge pages.
 *
 * Invariants:
 * 1. A buffer from the pool owns its memory: it goes back when the collector finds the buffer
 *    unreachable (`zig/src/napi.zig`), never earlier, wherever the buffer was transferred to.
 * 2. No part of a slab is given out twice, so that lists in one slab never overlap. A slab lives as long
 *    as any list in it; the pool bounds the bytes of slabs in use (`slabs_max`), beyond which small
 *    lists are ordinary ones.
 * 3. Lists that leave for TypeScript programs have buffers of their own (`withOwnBuffers`).
 * 4. The pool is used only after `sparedBytes` of lists: what needs few never pays for loading
 *    Node-API.
 * 5. When too much is in use, or there is no pool, lists are ordinary ones.
 * 6. A list that died for sure is taken before any other (`dead_lists.ts`), also where a buffer of its
 *    own is wanted and lists of that size have one.
 *
 * @module
 */
import { dropDeadLists, takeDeadList } from "./dead_lists.ts";
import { kernels, nativePath } from "./kernels.ts";

/** Lists up to this many bytes are carved from small slabs, longer ones from middling ones. */
const smallBytes = 1 << 13;
/** Lists of this many bytes and more have a buffer of their own. */
const largeBytes = 1 << 16;
/** Bytes of lists made in the ordinary way first. */
const sparedBytes = 16 << 20;

/** What the library offers over Node-API. */
interface Pool {
  allocate(bytes: number, waitMs: number, isSlab: number): ArrayBuffer | undefined;
  weigh(bytes: number): ArrayBuffer | undefined;
}

/**
 * After this many bytes from the pool the collector is made to look at what is unreachable: they fit
 * into the last cache, so that memory which comes back is still there.
 */
const pressureBytes = 12 << 20;
/** From this many bytes of young buffers on, the collector looks when it makes another one. */
const collectedBytes = 64 << 20;
/**
 * After the collector looked, lists wait for memory that is about to come back, a millisecond for each
 * so many bytes: clearing as much fresh memory takes longer.
 */
const waitingBytes = 8 << 20;

/** A buffer that lists are carved from, one after the other. */
interface Slab {
  buffer: ArrayBuffer;
  usedBytes: number;
  readonly bytes: number;
}

const smallSlab: Slab = { buffer: new ArrayBuffer(0), usedBytes: 0, bytes: 1 << 16 };
const middlingSlab: Slab = { buffer: new ArrayBuffer(0), usedBytes: 0, bytes: 1 << 19 };
let ownBuffers = false;
let ordinaryBytes = 0;
let uncollectedBytes = 0;
/** Buffers that make the collector look; kept so that no compiler finds them unused. */
export const pressed: { weight?: ArrayBuffer; trigger?: ArrayBuffer } = {};
let pool: Pool | undefined;

/** A list of `n` floats with arbitrary contents. @throws {RangeError} */
export function allocateList(n: number): Float64Array {
  const bytes = 8 * n;
  const dead = ownBuffers && bytes < largeBytes ? undefined : takeDeadList(n);
  if (dead !== undefined) return dead;
  if (bytes < largeBytes) {
    if (ownBuffers) return new Float64Array(n);
    return carve(bytes <= smallBytes ? smallSlab : middlingSlab, n);
  }
  const buffer = fromPool(bytes, false);
  return buffer === undefined ? new Float64Array(n) : new Float64Array(buffer);
}

/** Calls `make`, whose lists all have buffers that belong to nothing else. */
export function withOwnBuffers<T>(make: () => T): T {
  const before = ownBuffers;
  ownBuffers = true;
  try {
    return make();
  } finally {
    ownBuffers = before;
  }
}

/**
 * Returns the memory that the engine keeps for large results to come to the system.
 *
 * What is kept is bounded (256 MiB), so this is for programs that go on for long without the engine.
 */
export function releaseEngineMemory(): void {
  dropDeadLists();
  if (pool !== undefined) kernels().zx_pool_trim();
}

function carve(slab: Slab, n: number): Float64Array {
  const start = slab.usedBytes;
  // To whole cache lines, which vectors do not straddle then.
  const end = start + ((8 * n + 63) & ~63);
  if (end <= slab.buffer.byteLength) {
    slab.usedBytes = end;
    return new Float64Array(slab.buffer, start, n);
  }
  return renew(slab) ? carve(slab, n) : new Float64Array(n);
}

/** Begins anew with a fresh buffer; false when there shall be none. */
function renew(slab: Slab): boolean {
  const next = fromPool(slab.bytes, true) ??
    (pool === undefined ? new ArrayBuffer(slab.bytes) : undefined);
  if (next === undefined) return false;
  slab.buffer = next;
  slab.usedBytes = 0;
  return true;
}

/** A buffer from the pool; undefined when it gives none, or is not needed yet. */
function fromPool(bytes: number, isSlab: boolean): ArrayBuffer | undefined {
  if (pool === undefined) {
    ordinaryBytes += bytes;
    if (ordinaryBytes <= sparedBytes) return undefined;
    pool = open();
  }
  uncollectedBytes += bytes;
  let waitMs = 0;
  if (uncollectedBytes >= pressureBytes) {
    // What is young already counts itself; more weight than needed would start full collections.
    const missing = collectedBytes - (uncollectedBytes - bytes);
    pressed.weight = missing > 0 ? pool.weigh(missing) : undefined;
    pressed.trigger = new ArrayBuffer(1);
    pressed.weight = undefined;
    uncollectedBytes = bytes;
    waitMs = Math.min(500, bytes / waitingBytes);
  }
  return pool.allocate(bytes, waitMs, isSlab ? 1 : 0);
}

/** The pool's functions; ones that never give anything where there is none. */
function open(): Pool {
  const none = { allocate: () => undefined, weigh: () => undefined };
  const path = Deno.build.os === "linux" ? nativePath() : undefined;
  if (path === undefined) return none;
  try {
    const { process } = globalThis as unknown as {
      process: { dlopen(module: { exports: unknown }, path: string): void };
    };
    const module = { exports: {} as Partial<Pool> };
    process.dlopen(module, path);
    return { ...none, ...module.exports };
  } catch {
    // Without Node-API in the host lists are ordinary ones, which is slower and otherwise the same.
    return none;
  }
}
