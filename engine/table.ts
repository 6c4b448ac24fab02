/**
 * The one table of operations.
 *
 * @module
 */
import type { EngineOperation } from "./operation.ts";
import { filters } from "./operations/filter.ts";
import { maps } from "./operations/map.ts";
import { matrices } from "./operations/matrix.ts";
import { orders } from "./operations/order.ts";
import { pairs } from "./operations/pair.ts";
import { reductions } from "./operations/reduce.ts";
import { scans } from "./operations/scan.ts";
import { texts } from "./operations/text.ts";

/** Every operation of the engine. */
export const engineTable: readonly EngineOperation[] = [
  ...reductions,
  ...pairs,
  ...maps,
  ...scans,
  ...orders,
  ...filters,
  ...matrices,
  ...texts,
];
