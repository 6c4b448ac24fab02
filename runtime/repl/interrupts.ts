/**
 * Ctrl-C while an entry runs: it ends the entry, not the process.
 *
 * Invariants:
 * 1. Code that computes is stopped by the flag of its scope, which a thread of its own sets: a
 *    listener here would be called only when the computation is over.
 * 2. Code that waits is stopped at once by the listener here.
 * 3. Between entries an interrupt does nothing.
 * 4. No entry runs before the thread listens.
 * 5. What neither reaches, such as one long call of native code, can still be left: the third
 *    Ctrl-C within an entry ends the process.
 *
 * @module
 */
import { within } from "../resilience/scope.ts";
import { flagError, StopCode } from "../resilience/reasons.ts";

/** Fields of the memory shared with the thread: what the scope's flag is, and what counts for 5. */
export const SHARED = { flag: 0, interrupts: 1, isRunning: 2 } as const;

/** Ends entries that are interrupted. */
export class Interrupts {
  readonly #shared = new Int32Array(new SharedArrayBuffer(12));
  readonly #thread: Worker;
  readonly #isListening: Promise<void>;
  #stop: (() => void) | null = null;
  readonly #onInterrupt = (): void => this.#stop?.();

  /** Begins to listen. */
  constructor() {
    this.#thread = new Worker(new URL("./interrupts_worker.ts", import.meta.url), {
      type: "module",
      name: "zixir interrupts",
    });
    this.#isListening = new Promise((resolve) => this.#thread.onmessage = () => resolve());
    this.#thread.postMessage(this.#shared);
    Deno.addSignalListener("SIGINT", this.#onInterrupt);
  }

  get #wasInterrupted(): boolean {
    return Atomics.load(this.#shared, SHARED.flag) !== StopCode.none;
  }

  /**
   * Runs an entry so that it can be interrupted.
   *
   * @param body the entry
   * @returns what it gives
   * @throws {ZixirError} kind `cancelled` (E0609) when it was interrupted
   */
  async run<T>(body: () => Promise<T>): Promise<T> {
    await this.#isListening;
    const shared = this.#shared;
    shared.fill(StopCode.none);
    let work: Promise<T> | undefined;
    try {
      return await within({ flag: shared }, (scope) => {
        this.#stop = () => {
          Atomics.store(shared, SHARED.flag, StopCode.interrupted);
          scope.stop(flagError(StopCode.interrupted));
        };
        Atomics.store(shared, SHARED.isRunning, 1);
        return work = body();
      });
    } finally {
      if (this.#wasInterrupted) await settled(work);
      Atomics.store(shared, SHARED.isRunning, 0);
      this.#stop = null;
    }
  }

  /** Ends the thread. */
  close(): void {
    Deno.removeSignalListener("SIGINT", this.#onInterrupt);
    this.#thread.terminate();
  }
}

/** How long what was interrupted may take to come to its end, milliseconds. */
const GRACE_MS = 1000;

/** Waits until work has ended, so that what it still says is not said to the next entry. */
async function settled(work: Promise<unknown> | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => timer = setTimeout(resolve, GRACE_MS));
  await Promise.race([work?.catch(() => {}), late]);
  clearTimeout(timer);
}
