/**
 * The wire by which Python's threads wake the event loop: a socket on which they write numbers.
 *
 * A callback of Deno's would do the same, but must not be called once its isolate has gone, and no
 * thread can know that in time: it would call freed memory. A socket is closed with its isolate,
 * whatever ends that, and writing on a closed one is an ordinary error.
 *
 * Invariants:
 * 1. Python's end is connected in `setup` of `py/setup.py`, before any thread writes.
 * 2. The event loop stays alive for the wire only while it is held.
 *
 * @module
 */
import { PythonError } from "./errors.ts";

/** This side of the wire. */
export class Wire {
  /** Where Python connects: `unix:PATH` or `tcp:PORT`. */
  readonly address: string;
  readonly #listener: Deno.Listener;
  readonly #dir: string | undefined;
  readonly #hear: (number: number) => void;
  #conn: Deno.Conn | undefined;
  #held = false;

  /**
   * Listens for Python.
   *
   * @param hear takes each number written on the wire
   * @throws {PythonError} E0513 without permission to listen
   */
  constructor(hear: (number: number) => void) {
    this.#hear = hear;
    try {
      if (Deno.build.os === "windows") {
        this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
        this.address = `tcp:${(this.#listener.addr as Deno.NetAddr).port}`;
      } else {
        this.#dir = Deno.makeTempDirSync({ prefix: "zixir-" });
        this.address = `unix:${this.#dir}/wire`;
        this.#listener = Deno.listen({ transport: "unix", path: `${this.#dir}/wire` });
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotCapable)) throw error;
      throw new PythonError("E0513", "Python in process needs the permission to open a socket", {
        hint: "give --allow-net, --allow-read and --allow-write, or -A",
        cause: error,
      });
    }
    (this.#listener as Deno.TcpListener).unref();
  }

  /** Says that Python has connected. */
  connected(): void {
    // The connection waits in the listener's queue, so the place of the socket is needed no more.
    if (this.#dir !== undefined) Deno.removeSync(this.#dir, { recursive: true });
    this.#listen();
  }

  /** Has the event loop wait for the wire, or not. */
  hold(wait: boolean): void {
    if (this.#held === wait) return;
    this.#held = wait;
    const waiting = (this.#conn ?? this.#listener) as Deno.TcpConn | Deno.TcpListener;
    if (wait) waiting.ref();
    else waiting.unref();
  }

  async #listen(): Promise<void> {
    const conn = await this.#listener.accept() as Deno.TcpConn;
    this.#listener.close();
    this.#conn = conn;
    if (!this.#held) conn.unref();
    const bytes = new Uint8Array(4096);
    const view = new DataView(bytes.buffer);
    let length = 0;
    for (;;) {
      const got = await conn.read(bytes.subarray(length));
      if (got === null) return; // Python never closes it while the process lives
      length += got;
      let at = 0;
      for (; at + 8 <= length; at += 8) this.#hear(view.getFloat64(at, true));
      bytes.copyWithin(0, at, length);
      length -= at;
    }
  }
}
