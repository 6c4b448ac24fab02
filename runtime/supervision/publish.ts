/**
 * Trees of running processes in their store, so that `zixir doctor`, a process of its own, can show
 * them.
 *
 * @module
 */

import { type Clock, systemClock } from "../resilience/clock.ts";
import type { Store } from "../store/store.ts";
import type { Slot } from "../values/slot.ts";
import type { RunningPart } from "./supervisor.ts";
import type { TreeNode } from "./tree.ts";

/** Milliseconds between two writes of a tree. */
export const PUBLISH_MS = 5000;

/** Milliseconds before the first write: what ends sooner needs no showing, and costs nothing. */
const FIRST_MS = 1000;

/** The tree of a process, as its store shows it. */
export interface PublishedTree {
  /** Its process id. */
  readonly pid: number;
  /** The machine it runs on. */
  readonly host: string;
  /** Its parts. */
  readonly tree: TreeNode;
}

/**
 * Keeps the tree of this process in a store, until stopped; a part for a supervisor. The row goes by
 * itself when the process dies.
 *
 * @param store where to
 * @param tree gives the tree
 * @param clock tells the time
 */
export function publishTree(
  store: Store,
  tree: () => TreeNode,
  clock: Clock = systemClock,
): RunningPart {
  const row = ["supervision", Deno.hostname(), Deno.pid];
  let cancel = () => {};
  let writing: Promise<void> = Promise.resolve();
  let stopped = false;
  let written = false;
  let fail = (_: unknown) => {};
  const done = new Promise<void>((_, reject) => fail = reject);
  const write = async () => {
    await store.set(row, tree() as unknown as Slot, PUBLISH_MS * 3);
    written = true;
    if (!stopped) cancel = clock.timer(PUBLISH_MS, next);
  };
  const next = () => {
    writing = write().catch(fail);
  };
  cancel = clock.timer(FIRST_MS, next);
  return {
    done,
    async stop(): Promise<void> {
      stopped = true;
      cancel();
      await writing;
      if (written) await store.delete(row);
    },
  };
}

/**
 * The trees of all processes that use a store.
 *
 * @param store where they are published
 */
export async function publishedTrees(store: Store): Promise<PublishedTree[]> {
  const found: PublishedTree[] = [];
  for await (const row of store.list(["supervision"])) {
    const [, host, pid] = row.key;
    const tree = await row.value() as unknown as TreeNode;
    found.push({ pid: Number(pid), host: String(host), tree });
  }
  return found;
}
