/**
 * From a list to a list whose elements depend on neighbours.
 *
 * @module
 */
import { kernels } from "../kernels.ts";
import { type EngineOperation, operation } from "../operation.ts";
import { fail, Status } from "../status.ts";
import { Map, MapWith } from "../symbols.ts";
import { apart, disjoint, flat, type Floats, smallMax, target, toFloat, toInt } from "../values.ts";

function cumsum(list: Floats, out?: Float64Array): Float64Array {
  const xs = apart(flat(list, "cumsum"), out);
  const n = xs.length;
  const result = target(out, n, "cumsum");
  if (n < smallMax) {
    let sum = 0;
    for (let i = 0; i < n; i++) result[i] = sum += xs[i];
    return result;
  }
  const status = kernels().zx_map(Map.cumulative, xs, n, result, n);
  if (status !== 0) fail(status, { operation: "cumsum" });
  return result;
}

function diff(list: Floats, out?: Float64Array): Float64Array {
  const xs = disjoint(flat(list, "diff"), out);
  const n = xs.length;
  const count = Math.max(n - 1, 0);
  const result = target(out, count, "diff");
  if (n < smallMax) {
    for (let i = 0; i < count; i++) result[i] = xs[i + 1] - xs[i];
    return result;
  }
  const status = kernels().zx_map(Map.differences, xs, n, result, count);
  if (status !== 0) fail(status, { operation: "diff" });
  return result;
}

function rollingMean(list: Floats, size: unknown, out?: Float64Array): Float64Array {
  const xs = disjoint(flat(list, "rolling_mean"), out);
  const n = xs.length;
  const window = toInt(size, "rolling_mean", "window", 1);
  if (window > n) {
    fail(Status.bad_argument, {
      operation: "rolling_mean",
      problem: `a window of ${window} does not fit into a list of ${n}`,
    });
  }
  const result = target(out, n - window + 1, "rolling_mean");
  const status = kernels().zx_rolling_mean(xs, n, window, result, result.length);
  if (status !== 0) fail(status, { operation: "rolling_mean" });
  return result;
}

function ewma(list: Floats, weight: unknown, out?: Float64Array): Float64Array {
  const xs = apart(flat(list, "ewma"), out);
  const alpha = toFloat(weight, "ewma", "alpha");
  const n = xs.length;
  const result = target(out, n, "ewma");
  const status = kernels().zx_map_with(MapWith.exponential_mean, xs, n, alpha, result, n);
  if (status !== 0) {
    fail(status, {
      operation: "ewma",
      problem: `alpha is ${alpha}, and must be above 0.0 and at most 1.0`,
    });
  }
  return result;
}

/** Running sums, differences and means. */
export const scans: readonly EngineOperation[] = [
  operation({
    name: "cumsum",
    type: "(xs: [Float]) -> [Float]",
    doc: "The running sums, with compensated rounding.",
    example: ["engine.cumsum([1.0, 2.0, 3.0])", "[1.0, 3.0, 6.0]"],
    run: cumsum,
  }),
  operation({
    name: "diff",
    type: "(xs: [Float]) -> [Float]",
    doc: "Each element less the one before it: one element fewer than the list has.",
    example: ["engine.diff([1.0, 4.0, 9.0])", "[3.0, 5.0]"],
    run: diff,
  }),
  operation({
    name: "rolling_mean",
    type: "(xs: [Float], window: Int) -> [Float]",
    doc:
      "The means of every `window` consecutive elements: window - 1 elements fewer than the list has.",
    example: ["engine.rolling_mean([1.0, 2.0, 3.0, 7.0], 2)", "[1.5, 2.5, 5.0]"],
    run: rollingMean,
  }),
  operation({
    name: "ewma",
    type: "(xs: [Float], alpha: Float) -> [Float]",
    doc: "The exponentially weighted mean: alpha of each element and 1 - alpha of the mean so far.",
    example: ["engine.ewma([1.0, 3.0, 3.0], 0.5)", "[1.0, 2.0, 2.5]"],
    run: ewma,
  }),
];
