/**
 * What a run that is taken up again already did.
 *
 * Invariants
 * 1. Within a branch of orchestration things happen one after the other, so its entries are given
 *    out in their order, each once. A path that is not the next one there means that the program
 *    is not the one that recorded the run; it is refused before it does anything new.
 * 2. A failure counts as something that happened only when the run went on after it (the program
 *    caught it): a later entry stands in the same branch or in one around it. Any other failure is
 *    what the run ended with; its step runs again.
 * 3. Inside a step, whose attempts each begin anew, entries are found by path as often as needed,
 *    until the step has ended.
 *
 * @module
 */
import { ZixirError } from "../values/error.ts";
import type { Branch } from "./branch.ts";
import type { Attempt, Entry } from "./journal.ts";

/** Answers "was this done before?" while a run is replayed. */
export class Replay {
  readonly #runId: string;
  /** What is left to be given out, by branch, in order. */
  readonly #queues = new Map<string, Entry[]>();
  /** The same entries by path, for branches inside steps. */
  readonly #inSteps = new Map<string, Entry>();
  readonly #started = new Map<string, Attempt[]>();
  #crashes: number;

  /**
   * @param runId the run
   * @param entries its journal, in order
   * @param crashes how often in a row its process died without committing anything more
   */
  constructor(runId: string, entries: readonly Entry[], crashes: number = 0) {
    this.#runId = runId;
    this.#crashes = crashes;
    const lastIn = new Map<string, number>();
    entries.forEach(({ kind, path }, i) => {
      // That a step has been running for a while may be committed after it has failed.
      if (kind !== "started") lastIn.set(branchOf(path), i);
    });
    entries.forEach((entry, i) => {
      if (entry.kind === "started") {
        const attempt: Attempt = { startMs: entry.startMs };
        this.#started.set(entry.path, [...(this.#started.get(entry.path) ?? []), attempt]);
        return;
      }
      this.#started.delete(entry.path);
      if (entry.failure !== undefined && !wasSurvived(entry.path, i, lastIn)) return;
      const branch = branchOf(entry.path);
      const queue = this.#queues.get(branch);
      if (queue === undefined) this.#queues.set(branch, [entry]);
      else queue.push(entry);
    });
    // Taken from the end, which costs nothing.
    for (const queue of this.#queues.values()) queue.reverse();
  }

  /**
   * The entry of a path that is reached now.
   *
   * @param branch where the running code is
   * @param path the path it reached
   * @param kind the kind of entry it would make
   * @param name what a person calls it
   * @returns the entry; undefined when this is new
   * @throws {ZixirError} kind `workflow`, E0606, when something else was recorded here
   */
  take(branch: Branch, path: string, kind: Entry["kind"], name: string): Entry | undefined {
    const queue = this.#queues.get(branch.path);
    if (branch.kind === "step") {
      if (queue !== undefined) {
        for (const entry of queue) this.remember(entry);
        this.#queues.delete(branch.path);
      }
      return this.#inSteps.get(`${kind} ${path}`);
    }
    const next = queue?.at(-1);
    if (next === undefined) return undefined;
    if (next.path !== path || next.kind !== kind) {
      throw otherCode(this.#runId, next, name);
    }
    queue!.pop();
    if (queue!.length === 0) this.#queues.delete(branch.path);
    return next;
  }

  /** Makes an entry inside a step be found again, when the step around it is tried again. */
  remember(entry: Entry): void {
    this.#inSteps.set(`${entry.kind} ${entry.path}`, entry);
  }

  /** Forgets what happened inside a step that has ended. */
  forgetWithin(path: string): void {
    for (const [key, entry] of this.#inSteps) {
      if (entry.path.startsWith(`${path}/`)) this.#inSteps.delete(key);
    }
  }

  /**
   * Attempts of a step that ended with their process.
   *
   * A step that had run for a while left a `started` entry each time. One that died sooner left
   * none; then the crashes without progress are the first step's that is reached after the replay.
   */
  takeLost(path: string): Attempt[] {
    const started = this.#started.get(path);
    if (started !== undefined) {
      this.#started.delete(path);
      this.#crashes = 0;
      return started;
    }
    if (this.#started.size > 0 || this.#crashes === 0) return [];
    const lost = Array.from({ length: this.#crashes }, () => ({ startMs: 0 }));
    this.#crashes = 0;
    return lost;
  }
}

/** The refusal to go on with a run that other code recorded. */
export function otherCode(runId: string, recorded: Entry, found: string): ZixirError {
  return new ZixirError(
    "workflow",
    `run ${runId} was recorded by other code: it did ${recorded.kind} ${recorded.name} where the ` +
      `program now does ${found}`,
    {
      code: "E0606",
      hint: "put the recorded code back to resume the run, or start a new one",
      data: { step: recorded.name },
    },
  );
}

/** The branch a path lies in: all up to its last `/`, which no site's name holds. */
function branchOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

function wasSurvived(path: string, index: number, lastIn: ReadonlyMap<string, number>): boolean {
  for (let branch = branchOf(path);; branch = branchOf(branch.slice(0, -1))) {
    if ((lastIn.get(branch) ?? -1) > index) return true;
    if (branch === "") return false;
  }
}
