/**
 * The supervisor of a process: what lives long in it stands under this one.
 *
 * @module
 */

import { Supervisor } from "./supervisor.ts";

/**
 * The supervisor of this process. One that gave up is replaced at the next use, so that a later run
 * in the same process is not refused for what happened to an earlier one.
 *
 * @example
 * ```ts
 * import { processSupervisor } from "./process.ts";
 * if (processSupervisor() !== processSupervisor()) throw new Error("one per process");
 * ```
 */
export function processSupervisor(): Supervisor {
  if (root === undefined || root.tree().state !== "running") root = new Supervisor("zixir");
  return root;
}

let root: Supervisor | undefined;
