/**
 * What a supervisor sees of Python's processes. The shapes are those of the runtime's supervisor,
 * which this tier does not know.
 *
 * @module
 */

/** A part of the process and what it consists of. */
export interface ProcessNode {
  /** What it is called. */
  readonly name: string;
  /** What became of it: `stopped` until the next call needs it, `failed` while none is started. */
  readonly state: "running" | "ended" | "stopped" | "failed";
  /** Epoch milliseconds of its last start. */
  readonly since: number;
  /** How often it was started again. */
  readonly restarts: number;
  /** How it ended last, if it ever did. */
  readonly reason: string | null;
  /** What it consists of. */
  readonly children: readonly ProcessNode[];
}

/** Something that lives long and can be supervised. */
export interface SupervisedPart {
  /** What it is called. */
  readonly name: string;
  /** Says that it is supervised from now on. */
  start(): {
    /** Resolves when it was closed; it never rejects, since the part restarts its own processes. */
    readonly done: Promise<void>;
    /** Ends its processes. */
    stop(): Promise<void>;
    /** Its processes. */
    children(): readonly ProcessNode[];
  };
}

/** Whoever looks after supervised parts. */
export interface PartSupervisor {
  /** Starts a part and looks after it. */
  add(part: SupervisedPart): Promise<void>;
  /** Stops a part and forgets it. */
  remove(part: SupervisedPart): Promise<void>;
}

/** One of the processes that a part keeps: a place, which one process after another takes. */
export class Place {
  /** What it is called. */
  readonly name: string;
  #pid = 0;
  #since = 0;
  #starts = 0;
  #reason: string | null = null;

  /** @param name what it is called */
  constructor(name: string) {
    this.name = name;
  }

  /** Whether no process is in it. */
  get free(): boolean {
    return this.#pid === 0;
  }

  /** Takes a process in. */
  started(pid: number): void {
    this.#pid = pid;
    this.#since = Date.now();
    this.#starts++;
  }

  /** Notes that its process has ended, and later how. */
  ended(reason: Promise<string>): void {
    this.#pid = 0;
    reason.then((text) => this.#reason = text, () => {});
  }

  /** What a supervisor shows of it. */
  node(failed: boolean): ProcessNode {
    return {
      name: this.free ? this.name : `${this.name} (process ${this.#pid})`,
      state: this.free ? failed ? "failed" : "stopped" : "running",
      since: this.#since,
      restarts: Math.max(0, this.#starts - 1),
      reason: this.#reason,
      children: [],
    };
  }
}

/**
 * Puts a part under supervision.
 *
 * @param supervisor whose; nothing happens without one
 * @param name what the part is called
 * @param part ends it, and tells its processes
 * @returns to be called once the part was closed
 */
export function supervise(
  supervisor: PartSupervisor | undefined,
  name: string,
  part: { close(): void; processes(): readonly ProcessNode[] },
): () => void {
  if (supervisor === undefined) return () => {};
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const supervised: SupervisedPart = {
    name,
    start: () => ({
      done,
      stop: () => Promise.resolve(part.close()),
      children: () => part.processes(),
    }),
  };
  // A supervisor that has ended looks after nothing; the part works all the same.
  supervisor.add(supervised).catch(() => {});
  let open = true;
  return () => {
    if (!open) return;
    open = false;
    resolve();
    supervisor.remove(supervised).catch(() => {});
  };
}
