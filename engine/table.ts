/**
 * The one table of operations.
 *
 * @module
 */
import type { EngineOperation } from "./operation.ts";
import { reductions } from "./operations/reduce.ts";
import { texts } from "./operations/text.ts";

/** Every operation of the engine. */
export const engineTable: readonly EngineOperation[] = [
  ...reductions,
  ...texts,
];
