/**
 * Frames between this process and its Python workers: a message and raw buffers beside it, with
 * lengths before them. The layout is described in `py/connection.py`.
 *
 * @module
 */
import { Arena, type SegmentChange } from "./arena.ts";
import { readPlainPickle } from "./pickle_read.ts";

/** Kinds of frames that go to a worker or the zygote. */
export const toWorker = {
  call: 1,
  again: 2,
  functionResult: 3,
  functionError: 4,
  fork: 5,
  settings: 6,
  ping: 7,
  rest: 8,
} as const;

/** Kinds of frames that come from a worker or the zygote. */
export const fromWorker = {
  hello: 1,
  result: 2,
  failed: 3,
  function: 4,
  forked: 5,
  ended: 6,
  pong: 7,
  memory: 8,
  forget: 9,
} as const;

/** A frame as it came. */
export interface Frame {
  readonly kind: number;
  readonly message: Uint8Array;
  readonly buffers: readonly ArrayBuffer[];
}

/** A frame as it goes. */
export interface OutFrame {
  readonly kind: number;
  /** Whether the message holds tokens of `Decoder` in `py/decode.py`. */
  readonly special?: boolean;
  /** Bytes the call may allocate, or at once: milliseconds it may take; 0 for no limit. */
  readonly limit?: number;
  readonly message: Uint8Array;
  readonly buffers?: readonly Uint8Array[];
}

/** A connection on which frames go and come. */
export class FrameConnection {
  readonly #conn: Deno.Conn;
  #buffer: Uint8Array<ArrayBuffer> = new Uint8Array(65536);
  #from = 0;
  #to = 0;
  #out: Uint8Array<ArrayBuffer> = new Uint8Array(65536);
  readonly #arena = new Arena();

  /** Takes over a connection. */
  constructor(conn: Deno.Conn) {
    this.#conn = conn;
  }

  /** Sends a frame; frames must be sent one after another. */
  async send(frame: OutFrame): Promise<void> {
    const { message, buffers = [] } = frame;
    const segment = this.#arena.put(buffers);
    const headBytes = headBytesOf(frame);
    const small = headBytes + message.length <= this.#out.length;
    const head = small ? this.#out : new Uint8Array(headBytes);
    writeHead(head, frame, segment, this.#arena.able);
    if (small) {
      head.set(message, headBytes);
      await this.#write(head.subarray(0, headBytes + message.length));
    } else {
      await this.#write(head.subarray(0, headBytes));
      await this.#write(message);
    }
    if (segment > 0) return;
    for (const buffer of buffers) await this.#write(buffer);
  }

  /** The next frame; `null` when the other side has gone. */
  async receive(): Promise<Frame | null> {
    for (;;) {
      const frame = await this.#next();
      if (frame === null || frame.kind !== fromWorker.memory) return frame;
      const [pid, changes] = readPlainPickle(frame.message) as [number, SegmentChange[]];
      this.#arena.heard(pid, changes);
    }
  }

  async #next(): Promise<Frame | null> {
    if (!await this.#need(headLength)) return null;
    const { kind, length, count, segment } = readHead(this.#buffer.subarray(this.#from));
    this.#from += headLength;
    let sizes: number[] = [];
    if (count > 0) {
      const table = await this.#take(count * 8);
      if (table === null) return null;
      sizes = readSizes(table);
    }
    const message = await this.#take(length);
    if (message === null) return null;
    if (segment > 0) return { kind, message, buffers: this.#arena.got(segment, sizes) };
    const buffers: ArrayBuffer[] = [];
    for (const size of sizes) {
      const buffer = await this.#take(size);
      if (buffer === null) return null;
      buffers.push(buffer.buffer);
    }
    return { kind, message, buffers };
  }

  /** Whether memory is shared with the other side. */
  get shares(): boolean {
    return this.#arena.count > 0;
  }

  /** Lets the event loop wait for frames, or not. */
  hold(wait: boolean): void {
    const conn = this.#conn as Deno.TcpConn;
    if (wait) conn.ref();
    else conn.unref();
  }

  /** Ends the connection. */
  close(): void {
    this.#arena.close();
    try {
      this.#conn.close();
    } catch {
      // It is closed already.
    }
  }

  async #write(bytes: Uint8Array): Promise<void> {
    let done = 0;
    while (done < bytes.length) {
      done += await this.#conn.write(done === 0 ? bytes : bytes.subarray(done));
    }
  }

  /** Makes sure that so many bytes are in the buffer. */
  async #need(count: number): Promise<boolean> {
    while (this.#to - this.#from < count) {
      if (this.#from > 0) {
        this.#buffer.copyWithin(0, this.#from, this.#to);
        this.#to -= this.#from;
        this.#from = 0;
      }
      const got = await this.#read(this.#buffer.subarray(this.#to));
      if (got === 0) return false;
      this.#to += got;
    }
    return true;
  }

  /** The next bytes in memory of their own. */
  async #take(count: number): Promise<Uint8Array<ArrayBuffer> | null> {
    const bytes = new Uint8Array(count);
    let done = Math.min(count, this.#to - this.#from);
    bytes.set(this.#buffer.subarray(this.#from, this.#from + done));
    this.#from += done;
    while (done < count) {
      const got = await this.#read(bytes.subarray(done));
      if (got === 0) return null;
      done += got;
    }
    return bytes;
  }

  /** Reads some bytes; 0 when there will be none. */
  async #read(into: Uint8Array): Promise<number> {
    try {
      return await this.#conn.read(into) ?? 0;
    } catch {
      return 0; // reset by a process that was killed
    }
  }
}

/** How long the head of a frame is, before the lengths of its raw buffers, in bytes. */
export const headLength = 28;

/** How long the head of a frame is, with the lengths of its raw buffers, in bytes. */
export function headBytesOf(frame: OutFrame): number {
  return headLength + (frame.buffers?.length ?? 0) * 8;
}

/** Writes the head of a frame whose buffers lie in a segment, or in none. */
export function writeHead(
  head: Uint8Array<ArrayBuffer>,
  frame: OutFrame,
  segment: number,
  shares: boolean,
): void {
  const { kind, special, limit = 0, message, buffers = [] } = frame;
  const view = new DataView(head.buffer, head.byteOffset);
  view.setUint32(0, kind, true);
  view.setUint32(4, (special ? 1 : 0) + (shares ? 2 : 0), true);
  view.setUint32(8, message.length, true);
  view.setUint32(12, buffers.length, true);
  view.setBigUint64(16, BigInt(limit), true);
  view.setUint32(24, segment, true);
  buffers.forEach((buffer, index) => {
    view.setBigUint64(headLength + index * 8, BigInt(buffer.length), true);
  });
}

/** What the head of a frame says. */
export interface FrameHead {
  readonly kind: number;
  /** Length of the message, in bytes. */
  readonly length: number;
  /** How many raw buffers there are. */
  readonly count: number;
  /** In which segment they lie; 0 when they follow. */
  readonly segment: number;
}

/** Reads the head of a frame. */
export function readHead(head: Uint8Array<ArrayBuffer>): FrameHead {
  const view = new DataView(head.buffer, head.byteOffset, headLength);
  return {
    kind: view.getUint32(0, true),
    length: view.getUint32(8, true),
    count: view.getUint32(12, true),
    segment: view.getUint32(24, true),
  };
}

/** Reads the lengths of raw buffers. */
export function readSizes(table: Uint8Array<ArrayBuffer>): number[] {
  const view = new DataView(table.buffer, table.byteOffset);
  return Array.from(
    { length: table.length / 8 },
    (_, index) => Number(view.getBigUint64(index * 8, true)),
  );
}
