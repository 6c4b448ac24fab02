/**
 * Where in a run the code that runs now stands, as a path that is the same in every replay.
 *
 * Invariants
 * 1. A path names a place by the source sites on the way to it and how often each was reached,
 *    never by values, times or the order in which concurrent branches happen to run.
 * 2. Code of one branch runs one thing at a time, so counting occurrences within it is
 *    deterministic; what runs concurrently has a branch of its own.
 * 3. The current branch follows the code through awaits (AsyncLocalStorage).
 *
 * @module
 */
import type { Run } from "./run.ts";

/** What kind of code a branch runs: it decides what is recorded there. */
export type BranchKind =
  /** Orchestration: its steps, time and chance are recorded. */
  | "workflow"
  /** The inside of a step: recorded as a whole, so time and chance are free there. */
  | "step";

/** One line of execution within a run. */
export class Branch {
  readonly run: Run;
  readonly kind: BranchKind;
  /** Path of the branch itself; empty for the workflow's own, else ending in `/`. */
  readonly path: string;
  readonly #reached = new Map<string, number>();

  /**
   * @param run the run it belongs to
   * @param kind what runs in it
   * @param path where it begins
   */
  constructor(run: Run, kind: BranchKind, path: string) {
    this.run = run;
    this.kind = kind;
    this.path = path;
  }

  /**
   * The path of a site that is reached now, counting it.
   *
   * @param site name of a place in the source without `/`, such as `nightly.fetch`
   * @returns such as `nightly.fetch#2` for the third time
   */
  reach(site: string): string {
    const occurrence = this.#reached.get(site) ?? 0;
    this.#reached.set(site, occurrence + 1);
    return `${this.path}${site}#${occurrence}`;
  }

  /** Runs code with this as the current branch, also through its awaits. */
  within<T>(body: () => T): T {
    return storage().run(this, body);
  }
}

/** The branch of the running code; null outside workflows. */
export function currentBranch(): Branch | null {
  return opened === null ? null : opened.getStore() ?? null;
}

interface BranchStorage {
  run<T>(branch: Branch, body: () => T): T;
  getStore(): Branch | undefined;
}

/** Made when the first run begins: a plain program need not pay for it. */
let opened: BranchStorage | null = null;

function storage(): BranchStorage {
  if (opened === null) {
    const { AsyncLocalStorage } = process.getBuiltinModule("node:async_hooks");
    opened = new AsyncLocalStorage<Branch>();
  }
  return opened;
}
