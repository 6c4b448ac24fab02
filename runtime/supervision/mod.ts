/**
 * Supervision of the long-lived parts of a process: worker pools, leases, the schedule loop.
 *
 * @example
 * ```ts
 * import { Supervisor, treeText } from "./mod.ts";
 * const root = new Supervisor("zixir serve");
 * await root.add(new class {
 *   name = "schedules";
 *   start() {
 *     return { done: new Promise<void>(() => {}), stop: () => Promise.resolve() };
 *   }
 * }());
 * if (treeText(root.tree(), Date.now()).length !== 2) throw new Error("tree");
 * await root.stop();
 * ```
 *
 * @module
 */

export {
  type PartSpec,
  RESTARTS_MAX,
  RESTARTS_WITHIN_MS,
  type RunningPart,
  Supervisor,
  type SupervisorOptions,
} from "./supervisor.ts";
export { type PartState, type TreeNode, treeText } from "./tree.ts";
export { processSupervisor } from "./process.ts";
export { PUBLISH_MS, type PublishedTree, publishedTrees, publishTree } from "./publish.ts";
