/**
 * Memory shared with a worker process, for what is too large for the socket: what goes there is
 * copied once into it and used in place, what comes back is copied once out of it.
 *
 * The worker makes the segments and announces them (`py/arena.py`); this side maps them where it can
 * (Linux, with the permission for foreign functions), else everything goes through the socket.
 *
 * Invariants:
 * 1. A segment is mapped here only if it is the one announced and is sealed: it cannot be cut short,
 *    so touching its memory is safe whatever becomes of the worker.
 * 2. A segment `there` is written only while it is free: from the worker's word that nothing in it
 *    refers to the segment, to the frame that uses it.
 * 3. No view of a segment leaves this file: what comes is copied when its frame comes.
 * 4. Segments have no names; unmapped here and gone there, their memory is free.
 *
 * @module
 */

/** What a worker tells of a segment: it is there (`+`), it is free again (`0`), it is gone (`-`). */
export type SegmentChange =
  | ["+", number: number, fd: number, inode: number, size: number, back: boolean]
  | ["0" | "-", number: number];

interface Segment {
  readonly bytes: Uint8Array;
  readonly address: bigint;
  readonly back: boolean;
  free: boolean;
}

/** The segments of one connection. */
export class Arena {
  /** Whether segments can be used. */
  able: boolean = system() !== null;
  readonly #segments = new Map<number, Segment>();

  /** How many segments there are. */
  get count(): number {
    return this.#segments.size;
  }

  /** Copies buffers into a free segment; its number, or 0 when they must take the socket. */
  put(buffers: readonly Uint8Array[]): number {
    if (buffers.length === 0 || this.#segments.size === 0) return 0;
    const { places, end } = apart(buffers.map(({ length }) => length));
    if (end < sharedMin) return 0;
    for (const [number, segment] of this.#segments) {
      if (segment.back || !segment.free || segment.bytes.length < end) continue;
      segment.free = false;
      buffers.forEach((buffer, index) => segment.bytes.set(buffer, places[index]));
      return number;
    }
    return 0;
  }

  /** Copies what came in a segment. */
  got(number: number, sizes: readonly number[]): ArrayBuffer[] {
    const { bytes } = this.#segments.get(number)!;
    const { places } = apart(sizes);
    return sizes.map((size, index) => bytes.slice(places[index], places[index] + size).buffer);
  }

  /** Takes in what a worker tells of its segments. */
  heard(pid: number, changes: readonly SegmentChange[]): void {
    for (const change of changes) {
      const [, number] = change;
      if (change[0] === "+") {
        const segment = this.able ? map(pid, ...change) : undefined;
        if (segment === undefined) this.able = false;
        else this.#segments.set(number, segment);
      } else if (change[0] === "-") this.#unmap(number);
      else {
        const segment = this.#segments.get(number);
        if (segment !== undefined) segment.free = true;
      }
    }
  }

  /** Unmaps all segments. */
  close(): void {
    this.able = false;
    for (const number of [...this.#segments.keys()]) this.#unmap(number);
  }

  #unmap(number: number): void {
    const segment = this.#segments.get(number);
    if (segment === undefined) return;
    this.#segments.delete(number);
    system()!.munmap(segment.address, BigInt(segment.bytes.length));
  }
}

/** Where buffers of these sizes lie in a segment, and how much of it they take. */
function apart(sizes: readonly number[]): { places: number[]; end: number } {
  let end = 0;
  const places = sizes.map((size) => {
    const place = end;
    end += Math.ceil(size / alignment) * alignment;
    return place;
  });
  return { places, end };
}

/** Maps a segment of a worker; `undefined` when that cannot be, or it is not the one announced. */
function map(
  pid: number,
  _kind: "+",
  _number: number,
  fd: number,
  inode: number,
  size: number,
  back: boolean,
): Segment | undefined {
  const c = system()!;
  const path = new TextEncoder().encode(`/proc/${pid}/fd/${fd}\0`);
  const file = c.open(path, (back ? readOnly : readWrite) | closeOnExec);
  if (file < 0) return undefined;
  try {
    const { ino, size: found } = Deno.statSync(`${openFiles}/${file}`);
    const seals = c.fcntl(file, getSeals);
    if (ino !== inode || found !== size || (seals & noShrinking) === 0) return undefined;
    const pointer = c.mmap(0n, BigInt(size), back ? 1 : 3, mapShared, file, 0n);
    const address = Deno.UnsafePointer.value(pointer);
    if (pointer === null || address === mapFailed) return undefined;
    const bytes = new Uint8Array(Deno.UnsafePointerView.getArrayBuffer(pointer, size));
    return { bytes, address, back, free: true };
  } catch {
    return undefined; // no permission to look
  } finally {
    c.close(file);
  }
}

/** The calls of the system that mapping takes; `null` where they cannot be made. */
interface System {
  open(path: Uint8Array<ArrayBuffer>, flags: number): number;
  fcntl(file: number, command: number): number;
  mmap(
    at: bigint,
    size: bigint,
    protection: number,
    flags: number,
    file: number,
    from: bigint,
  ): Deno.PointerValue;
  munmap(address: bigint, size: bigint): number;
  close(file: number): number;
}

let found: System | null | undefined;

function system(): System | null {
  if (found === undefined) found = findSystem();
  return found;
}

function findSystem(): System | null {
  const path = "libc.so.6";
  if (Deno.build.os !== "linux") return null;
  // Asked first: a user whom Deno would ask for a permission need not give it for this.
  const needed: Deno.PermissionDescriptor[] = [{ name: "ffi", path }, {
    name: "read",
    path: openFiles,
  }];
  if (needed.some((one) => Deno.permissions.querySync(one).state !== "granted")) return null;
  try {
    return Deno.dlopen(path, {
      open: { parameters: ["buffer", "i32"], result: "i32" },
      fcntl: { parameters: ["i32", "i32"], result: "i32" },
      mmap: { parameters: ["usize", "usize", "i32", "i32", "i32", "usize"], result: "pointer" },
      munmap: { parameters: ["usize", "usize"], result: "i32" },
      close: { parameters: ["i32"], result: "i32" },
    }).symbols;
  } catch {
    return null; // another C library
  }
}

/** Where the system shows the open files of this process. */
const openFiles = "/proc/self/fd";

/** Less than this goes through the socket, in bytes. */
const sharedMin = 131072;
const alignment = 64;
const readOnly = 0;
const readWrite = 2;
const closeOnExec = 0o2000000;
const getSeals = 1034;
const noShrinking = 2;
const mapShared = 1;
const mapFailed = 0xffff_ffff_ffff_ffffn;
