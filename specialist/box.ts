/**
 * The memory through which this side and one Python thread (or the main thread) exchange messages.
 *
 * @module
 */
import type { Interpreter } from "./interpreter.ts";
import { PickleWriter } from "./pickle_write.ts";

/** Places in a box's cells; the same table is in `inprocess.py`. */
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
  inbox: 10,
  inboxSize: 11,
  threads: 12,
} as const;

/** What a Python thread says of a call, in `cell.status`. */
export const outcome = { done: 0, failed: 1, stopped: 2 } as const;

/** Doubles per box. */
export const cellCount = 16;

const inboxBytes = 65536;
/** A request buffer that grew beyond this is given back after the call. */
const keptBytes = 1 << 20;

/** This side of a `Box` of `inprocess.py`. */
export class Box {
  readonly cells: Float64Array<ArrayBuffer>;
  readonly writer: PickleWriter = new PickleWriter();
  /** The lock that wakes the thread; Python holds it while it sleeps. */
  readonly lock: Deno.PointerObject;
  readonly #inbox: Uint8Array<ArrayBuffer> = new Uint8Array(inboxBytes);
  #placed: Uint8Array<ArrayBuffer> | undefined;

  /** @param cells this box's part of the table whose address Python knows */
  constructor(cells: Float64Array<ArrayBuffer>, python: Interpreter) {
    this.cells = cells;
    this.lock = takenLock(python);
    cells[cell.lock] = Number(Deno.UnsafePointer.value(this.lock));
    cells[cell.inbox] = addressOf(this.#inbox);
    cells[cell.inboxSize] = inboxBytes;
  }

  /** Puts the writer's message where Python reads it. */
  post(call: number): void {
    const { cells, writer } = this;
    if (this.#placed !== writer.bytes) {
      this.#placed = writer.bytes;
      cells[cell.request] = addressOf(writer.bytes);
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

  /** Gives back the buffer of a large request. */
  shrink(): void {
    if (this.writer.bytes.length > keptBytes) this.writer.reset();
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
