/**
 * The memory through which this side and one Python thread (or the main thread) exchange messages.
 *
 * @module
 */
import type { Interpreter } from "./interpreter.ts";
import { PickleWriter } from "./pickle_write.ts";

/** Places in a box's cells; the same table is in `py/threads.py`. */
export const cell = {
  request: 0,
  length: 1,
  special: 2,
  call: 3,
  reply: 4,
  replyLength: 5,
  status: 6,
  stop: 7,
  deadline: 8,
  lock: 9,
  threads: 10,
  capacity: 11,
  /** What the lock's next release asks for: one of `order`. */
  order: 12,
  /** Whether the thread keeps a large result until it is told to forget it. */
  held: 13,
  /** The call whose reply is there, for who watches for it. */
  answered: 14,
  /** The call whose reply was taken by watching. */
  taken: 15,
  /** Whether this side watches for the reply. */
  watched: 16,
  /** Microseconds that the last call took in Python. */
  took: 17,
  /** Whether the thread watches for its next request instead of sleeping. */
  eager: 18,
} as const;

/** What a Python thread is woken for. */
export const order = { request: 0, forget: 1, again: 2 } as const;

/** What a Python thread says of a call, in `cell.status`. */
export const outcome = { done: 0, failed: 1, stopped: 2 } as const;

/** Ids the ring of dropped numbers holds. */
export const ringSize = 4096;
/** Boxes in the table: one for the main thread and one for each of Python's. */
export const boxCount = 33;

const cellCount = 24;
const tableAt = 3 + ringSize + 1;
const inboxAt = tableAt + boxCount * cellCount;
const inboxBytes = 65536;
const requestsAt = inboxAt * 8 + boxCount * inboxBytes;
const totalBytes = requestsAt + boxCount * inboxBytes;

/** The memory both sides share: Python's, laid out as in `py/threads.py`. */
export class Shared {
  readonly #doubles: Float64Array;
  readonly #bytes: Uint8Array<ArrayBuffer>;

  /** @param address what `setup` in `py/setup.py` gave */
  constructor(address: number) {
    const buffer = memoryAt(address, totalBytes);
    this.#doubles = new Float64Array(buffer, 0, inboxAt);
    this.#bytes = new Uint8Array(buffer);
  }

  /** Numbers that Python dropped: [head, tail, ids...]. */
  get ring(): Float64Array {
    return this.#doubles.subarray(1, 3 + ringSize);
  }

  /** The cells of a box; the first is that of the main thread. */
  cells(index: number): Float64Array {
    const at = tableAt + index * cellCount;
    return this.#doubles.subarray(at, at + cellCount);
  }

  /** Where a box finds its replies. */
  inbox(index: number): Uint8Array {
    const at = inboxAt * 8 + index * inboxBytes;
    return this.#bytes.subarray(at, at + inboxBytes);
  }

  /** Where a box's requests are written, as long as they fit. */
  requests(index: number): Uint8Array<ArrayBuffer> {
    const at = requestsAt + index * inboxBytes;
    return this.#bytes.subarray(at, at + inboxBytes);
  }
}

/** This side of a `Box` of `py/threads.py`. */
export class Box {
  readonly cells: Float64Array;
  readonly writer: PickleWriter;
  /** The lock that wakes the thread; Python holds it while it sleeps. */
  readonly lock: Deno.PointerObject;
  readonly #inbox: Uint8Array;
  #placed: Uint8Array<ArrayBuffer> | undefined;

  /** @param lock a lock of Python's, taken */
  constructor(shared: Shared, index: number, lock: Deno.PointerObject) {
    this.cells = shared.cells(index);
    this.#inbox = shared.inbox(index);
    this.writer = new PickleWriter(shared.requests(index));
    this.lock = lock;
    this.cells[cell.lock] = Number(Deno.UnsafePointer.value(lock));
  }

  /** Puts the writer's message where Python reads it. */
  post(call: number): void {
    const { cells, writer } = this;
    if (this.#placed !== writer.bytes) {
      this.#placed = writer.bytes;
      cells[cell.request] = addressOf(writer.bytes);
      cells[cell.capacity] = writer.bytes.length;
    }
    cells[cell.length] = writer.length;
    cells[cell.special] = writer.special ? 1 : 0;
    cells[cell.call] = call;
    cells[cell.stop] = 0;
  }

  /** The reply's bytes, valid only until Python goes on. */
  reply(): Uint8Array {
    const { cells } = this;
    const length = cells[cell.replyLength];
    const address = cells[cell.reply];
    return address === 0
      ? this.#inbox.subarray(0, length)
      : new Uint8Array(memoryAt(address, length));
  }

  /** Goes back to the memory of Python's own, after a very large request. */
  shrink(): void {
    this.writer.reset();
  }
}

/** The address of a typed array's first byte. */
export function addressOf(array: Uint8Array<ArrayBuffer> | Float64Array<ArrayBuffer>): number {
  return Number(Deno.UnsafePointer.value(Deno.UnsafePointer.of(array)));
}

/** Memory at an address. */
export function memoryAt(address: number, byteLength: number): ArrayBuffer {
  if (byteLength === 0) return new ArrayBuffer(0);
  const pointer = Deno.UnsafePointer.create(BigInt(address))!;
  return Deno.UnsafePointerView.getArrayBuffer(pointer, byteLength);
}

/** A new lock of Python, taken. */
export function takenLock(python: Interpreter): Deno.PointerObject {
  const lock = python.c.PyThread_allocate_lock()!;
  python.c.PyThread_acquire_lock(lock, 0);
  return lock;
}
