/**
 * The tree of the long-lived parts of a process, as data and as text.
 *
 * @module
 */

/** What became of a part: `ended` by itself, `stopped` on purpose, `failed` for good. */
export type PartState = "running" | "ended" | "stopped" | "failed";

/** A part and those it consists of. */
export interface TreeNode {
  /** What it is called. */
  readonly name: string;
  /** What became of it. */
  readonly state: PartState;
  /** Epoch milliseconds of its last start. */
  readonly since: number;
  /** How often it was started again. */
  readonly restarts: number;
  /** Why it failed last, if it ever did. */
  readonly reason: string | null;
  /** What it consists of. */
  readonly children: readonly TreeNode[];
}

/**
 * A tree as lines of text.
 *
 * @param tree the tree
 * @param now epoch milliseconds, for how long parts have run
 *
 * @example
 * ```ts
 * import { treeText } from "./tree.ts";
 * const leaf = { name: "leases", state: "running", since: 0, restarts: 2, reason: "lost", children: [] } as const;
 * const lines = treeText({ ...leaf, name: "zixir", restarts: 0, reason: null, children: [leaf] }, 60_000);
 * if (lines[1] !== "  leases: running for 1m, restarted 2 times, last failure: lost") throw new Error(lines[1]);
 * ```
 */
export function treeText(tree: TreeNode, now: number): string[] {
  const { name, state, since, restarts, reason, children } = tree;
  const words = [state === "running" ? `running for ${spanText(now - since)}` : state];
  if (restarts > 0) words.push(`restarted ${restarts === 1 ? "once" : `${restarts} times`}`);
  if (reason !== null) words.push(`last failure: ${reason}`);
  const below = children.flatMap((child) => treeText(child, now)).map((line) => `  ${line}`);
  return [`${name}: ${words.join(", ")}`, ...below];
}

function spanText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  return `${Math.floor(seconds / 3600)}h${Math.floor(seconds / 60) % 60}m`;
}
