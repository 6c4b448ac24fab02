/**
 * From a list to one number.
 *
 * @module
 */
import { kernels } from "../kernels.ts";
import { type EngineOperation, operation } from "../operation.ts";
import { flat, type Floats, scalars, smallMax } from "../values.ts";

function listSum(list: Floats): number {
  const xs = flat(list, "list_sum");
  const n = xs.length;
  if (n < smallMax) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += xs[i];
    return sum;
  }
  kernels().zx_sum(xs, n, scalars);
  return scalars[0];
}

/** Sums, extremes and the like. */
export const reductions: readonly EngineOperation[] = [
  operation({
    name: "list_sum",
    type: "(xs: [Float]) -> Float",
    doc: "The sum, with compensated rounding; 0.0 for an empty list.",
    example: ["engine.list_sum([1.0, 2.0, 3.0])", "6.0"],
    run: listSum,
  }),
];
