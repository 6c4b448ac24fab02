/**
 * Starts Python processes: a zygote that forks workers within two milliseconds where the system can
 * fork safely, else one new interpreter per worker.
 *
 * Invariants:
 * 1. Every worker belongs to one connection; its end is known by that connection's end.
 * 2. Python processes never outlive this one: each ends when its connection does, and the zygote
 *    kills those that are busy.
 * 3. No process here keeps the event loop alive, unless a call waits for it.
 *
 * @module
 */
import type { FoundPython } from "./discover.ts";
import { PythonError } from "./errors.ts";
import { FrameConnection, fromWorker, toWorker } from "./frames.ts";
import { readPlainPickle } from "./pickle_read.ts";
import { PickleWriter } from "./pickle_write.ts";
import { commonSource, workerSource } from "./py.gen.ts";

/** A connected worker process. */
export interface StartedWorker {
  readonly pid: number;
  readonly connection: FrameConnection;
  /** How it ended: an exit status, or a negative signal number; asked for after its end. */
  readonly ended: Promise<number>;
  /** Where the pipes of a home worker lie; `undefined` where the system has none. */
  readonly pipes: string | undefined;
}

/** Starts workers of one interpreter. */
export class Starter {
  readonly #found: FoundPython;
  readonly #paths: readonly string[];
  #listener: Deno.Listener | undefined;
  #address = "";
  /** Where the socket lies; the zygote removes it when this process died. */
  #dir: string | undefined;
  #zygote: FrameConnection | undefined;
  #starting: Promise<void> | undefined;
  readonly #greetings = new Map<number, (connection: FrameConnection) => void>();
  readonly #early = new Map<number, FrameConnection>();
  readonly #ends = new Map<number, (status: number) => void>();
  readonly #endings = new Map<number, Promise<number>>();
  #forked: ((pid: number) => void)[] = [];
  #forkFailed: ((error: PythonError) => void)[] = [];
  readonly #preloaded = new Set<string>();

  /** @param paths directories put first on `sys.path` */
  constructor(found: FoundPython, paths: readonly string[]) {
    this.#found = found;
    this.#paths = paths;
  }

  /**
   * Starts a worker.
   *
   * @param home whether it keeps its objects as handles and is interrupted before it is killed
   * @throws {PythonError} E0503 when no process can be started, E0513 without permission
   */
  async start(home: boolean): Promise<StartedWorker> {
    const forking = Deno.build.os === "linux" && !home;
    if (forking && this.#zygote === undefined) {
      await (this.#starting ??= this.#startZygote().finally(() => this.#starting = undefined));
    } else this.#listen();
    const pid = forking
      ? await this.#fork()
      : this.#spawn(`start_worker(address, ${home ? "True" : "False"})`);
    const connection = await this.#greeting(pid);
    if (this.#paths.length > 0) {
      await connection.send({ kind: toWorker.settings, message: pickle([...this.#paths]) });
    }
    const pipes = home ? this.#dir : undefined;
    return { pid, connection, ended: this.#endings.get(pid)!, pipes };
  }

  /** Imports a module in the zygote, so that workers forked later have it. */
  preload(module: string): void {
    if (this.#zygote === undefined || this.#preloaded.has(module)) return;
    this.#preloaded.add(module);
    this.#zygote.send({ kind: toWorker.settings, message: pickle([module]) }).catch(() => {});
  }

  /** Ends the zygote and takes no more connections. */
  close(): void {
    this.#zygote?.close();
    this.#zygote = undefined;
    this.#listener?.close();
    this.#listener = undefined;
    if (this.#dir !== undefined) {
      try {
        Deno.removeSync(this.#dir, { recursive: true });
      } catch {
        // The zygote was quicker.
      }
    }
  }

  async #startZygote(): Promise<void> {
    this.#listen();
    this.#preloaded.clear();
    const pid = this.#spawn("zygote(address)");
    const zygote = await this.#greeting(pid);
    this.#zygote = zygote;
    zygote.hold(false);
    this.#serveZygote(zygote);
  }

  async #serveZygote(zygote: FrameConnection): Promise<void> {
    for (;;) {
      const frame = await zygote.receive();
      if (frame === null) break;
      const value = readPlainPickle(frame.message);
      if (frame.kind === fromWorker.forked) {
        const pid = value as number;
        this.#expectEnd(pid);
        this.#forkFailed.shift();
        this.#forked.shift()?.(pid);
      } else if (frame.kind === fromWorker.ended) {
        const [pid, status] = value as [number, number];
        this.#ends.get(pid)?.(status);
      }
    }
    if (this.#zygote === zygote) this.#zygote = undefined;
    const failed = this.#forkFailed;
    this.#forked = [];
    this.#forkFailed = [];
    for (const fail of failed) {
      fail(new PythonError("E0507", "the process that starts Python workers died"));
    }
    for (const end of this.#ends.values()) end(-9);
  }

  #fork(): Promise<number> {
    const zygote = this.#zygote!;
    return new Promise((resolve, reject) => {
      this.#forked.push(resolve);
      this.#forkFailed.push(reject);
      zygote.hold(true);
      zygote.send({ kind: toWorker.fork, message: new Uint8Array(0) }).catch(() => zygote.close());
    }).then((pid) => {
      if (this.#forked.length === 0) zygote.hold(false);
      return pid as number;
    });
  }

  #spawn(start: string): number {
    let child: Deno.ChildProcess;
    try {
      child = new Deno.Command(this.#found.executable, {
        args: ["-c", `address = ${JSON.stringify(this.#address)}\n${boot}_zixir.${start}`],
        stdin: "piped",
        stdout: "inherit",
        stderr: "inherit",
      }).spawn();
    } catch (error) {
      const code = error instanceof Deno.errors.NotCapable ? "E0513" : "E0503";
      const reason = error instanceof Error ? error.message : String(error);
      throw new PythonError(code, `cannot start ${this.#found.executable}: ${reason}`, {
        cause: error,
      });
    }
    const { pid } = child;
    this.#expectEnd(pid);
    const writer = child.stdin.getWriter();
    writer.write(new TextEncoder().encode(commonSource + workerSource))
      .then(() => writer.close())
      .catch(() => {}); // it ended before it read everything, which `status` tells
    child.status.then(({ code, signal }) => {
      const status = signal === null ? code : -(signalNumbers[signal] ?? 9);
      this.#ends.get(pid)?.(status);
      const greet = this.#greetings.get(pid);
      if (greet !== undefined) this.#refuse.get(pid)?.(status);
    });
    child.unref();
    return pid;
  }

  readonly #refuse = new Map<number, (status: number) => void>();

  #expectEnd(pid: number): void {
    const ended = new Promise<number>((resolve) => this.#ends.set(pid, resolve));
    this.#endings.set(pid, ended);
    ended.then(() => {
      this.#ends.delete(pid);
      this.#endings.delete(pid);
    });
  }

  /** The connection of a process, once it has said hello. */
  #greeting(pid: number): Promise<FrameConnection> {
    const early = this.#early.get(pid);
    if (early !== undefined) {
      this.#early.delete(pid);
      return Promise.resolve(early);
    }
    const listener = this.#listener as Deno.TcpListener;
    listener.ref();
    return new Promise<FrameConnection>((resolve, reject) => {
      this.#greetings.set(pid, resolve);
      this.#refuse.set(pid, (status) => {
        reject(
          new PythonError("E0503", `a Python process ended at its start (${howEnded(status)})`),
        );
      });
    }).finally(() => {
      this.#greetings.delete(pid);
      this.#refuse.delete(pid);
      if (this.#greetings.size === 0) listener.unref();
    });
  }

  #listen(): void {
    if (this.#listener !== undefined) return;
    if (Deno.build.os === "windows") {
      const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      this.#address = `tcp:${(listener.addr as Deno.NetAddr).port}`;
      this.#accept(listener);
    } else {
      this.#dir = Deno.makeTempDirSync({ prefix: "zixir-" });
      const path = `${this.#dir}/python`;
      this.#address = `unix:${path}`;
      this.#accept(Deno.listen({ transport: "unix", path }));
    }
  }

  async #accept(listener: Deno.Listener): Promise<void> {
    this.#listener = listener;
    (listener as Deno.TcpListener).unref();
    for await (const conn of listener) this.#greet(new FrameConnection(conn));
  }

  async #greet(connection: FrameConnection): Promise<void> {
    const frame = await connection.receive();
    if (frame === null || frame.kind !== fromWorker.hello) return connection.close();
    const [pid] = readPlainPickle(frame.message) as [number];
    const waiting = this.#greetings.get(pid);
    if (waiting !== undefined) waiting(connection);
    else {
      // A forked worker may be quicker than the zygote's word of it.
      connection.hold(false);
      this.#early.set(pid, connection);
    }
  }
}

/** A way of ending in words. */
export function howEnded(status: number): string {
  if (status >= 0) return `exit status ${status}`;
  const name = Object.keys(signalNumbers).find((signal) => signalNumbers[signal] === -status);
  return name ?? `signal ${-status}`;
}

function pickle(texts: string[]): Uint8Array {
  const writer = new PickleWriter(256);
  writer.start();
  writer.openTuple();
  for (const text of texts) writer.string(text);
  writer.closeTuple();
  writer.end();
  return writer.bytes.slice(0, writer.length);
}

/** Makes the module `_zixir` of what comes through standard input. */
const boot = `import sys, types
_zixir = sys.modules["_zixir"] = types.ModuleType("_zixir")
_zixir.__file__ = "<zixir>"
exec(compile(sys.stdin.buffer.read(), "<zixir>", "exec"), _zixir.__dict__)
`;

const signalNumbers: Record<string, number> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGPIPE: 13,
  SIGTERM: 15,
  SIGXCPU: 24,
};
