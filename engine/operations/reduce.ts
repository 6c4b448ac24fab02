/**
 * From a list to one number.
 *
 * @module
 */
import { kernels } from "../kernels.ts";
import { type EngineOperation, operation } from "../operation.ts";
import { fail } from "../status.ts";
import { Reduction } from "../symbols.ts";
import { flat, type Floats, scalars, smallMax, toFloat } from "../values.ts";

/** A function of a list; `small` does it for short ones, where it can (else it answers undefined). */
function reduction(
  name: string,
  which: number,
  small: (xs: Float64Array) => number | undefined,
): (list: Floats) => number {
  return (list) => {
    const xs = flat(list, name);
    const n = xs.length;
    if (n < smallMax && n > 0) {
      const result = small(xs);
      if (result !== undefined) return result;
    }
    const status = kernels().zx_reduce(which, xs, n, scalars);
    if (status !== 0) fail(status, { operation: name });
    return scalars[0];
  };
}

function smallSum(xs: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < xs.length; i++) sum += xs[i];
  return sum;
}

function smallProduct(xs: Float64Array): number {
  let product = 1;
  for (let i = 0; i < xs.length; i++) product *= xs[i];
  return product;
}

// Math.min and Math.max keep NaN and order the zeros, as the kernels do.
function smallLeast(xs: Float64Array): number {
  let least = xs[0];
  for (let i = 1; i < xs.length; i++) least = Math.min(least, xs[i]);
  return least;
}

function smallLargest(xs: Float64Array): number {
  let most = xs[0];
  for (let i = 1; i < xs.length; i++) most = Math.max(most, xs[i]);
  return most;
}

function smallMean(xs: Float64Array): number {
  return smallSum(xs) / xs.length;
}

function smallVariance(xs: Float64Array): number {
  const mean = smallMean(xs);
  let squares = 0;
  for (let i = 0; i < xs.length; i++) {
    const deviation = xs[i] - mean;
    squares += deviation * deviation;
  }
  return squares / xs.length;
}

function smallDeviation(xs: Float64Array): number {
  return Math.sqrt(smallVariance(xs));
}

/** Undefined where squares leave the range of floats, which takes more care. */
function smallNorm(xs: Float64Array): number | undefined {
  let squares = 0;
  for (let i = 0; i < xs.length; i++) squares += xs[i] * xs[i];
  return squares > 1e-290 && squares < Infinity ? Math.sqrt(squares) : undefined;
}

function smallArgmin(xs: Float64Array): number {
  let at = 0;
  for (let i = 0; i < xs.length; i++) {
    if (xs[i] < xs[at]) at = i;
    else if (xs[i] !== xs[i]) return i;
  }
  return at;
}

function smallArgmax(xs: Float64Array): number {
  let at = 0;
  for (let i = 0; i < xs.length; i++) {
    if (xs[i] > xs[at]) at = i;
    else if (xs[i] !== xs[i]) return i;
  }
  return at;
}

function quantile(list: Floats, q: unknown): number {
  return quantileOf("quantile", flat(list, "quantile"), toFloat(q, "quantile", "q"));
}

function median(list: Floats): number {
  return quantileOf("median", flat(list, "median"), 0.5);
}

function quantileOf(name: string, xs: Float64Array, q: number): number {
  const status = kernels().zx_quantile(xs, xs.length, q, scalars);
  if (status !== 0) {
    fail(status, { operation: name, problem: `q is ${q}, and must be from 0.0 to 1.0` });
  }
  return scalars[0];
}

/** Sums, extremes, moments and the like. */
export const reductions: readonly EngineOperation[] = [
  operation({
    name: "list_sum",
    type: "(xs: [Float]) -> Float",
    doc: "The sum, with compensated rounding; 0.0 for an empty list.",
    example: ["engine.list_sum([1.0, 2.0, 3.0])", "6.0"],
    run: reduction("list_sum", Reduction.sum, smallSum),
  }),
  operation({
    name: "list_product",
    type: "(xs: [Float]) -> Float",
    doc: "The product; 1.0 for an empty list.",
    example: ["engine.list_product([2.0, 3.0, 4.0])", "24.0"],
    run: reduction("list_product", Reduction.product, smallProduct),
  }),
  operation({
    name: "list_mean",
    type: "(xs: [Float]) -> Float",
    doc: "The arithmetic mean.",
    example: ["engine.list_mean([1.0, 2.0, 6.0])", "3.0"],
    run: reduction("list_mean", Reduction.mean, smallMean),
  }),
  operation({
    name: "list_min",
    type: "(xs: [Float]) -> Float",
    doc: "The smallest element; nan if there is one, and -0.0 is smaller than 0.0.",
    example: ["engine.list_min([3.0, 1.0, 2.0])", "1.0"],
    run: reduction("list_min", Reduction.min, smallLeast),
  }),
  operation({
    name: "list_max",
    type: "(xs: [Float]) -> Float",
    doc: "The largest element; nan if there is one, and 0.0 is larger than -0.0.",
    example: ["engine.list_max([3.0, 1.0, 2.0])", "3.0"],
    run: reduction("list_max", Reduction.max, smallLargest),
  }),
  operation({
    name: "list_variance",
    type: "(xs: [Float]) -> Float",
    doc: "The population's variance: the mean of the squared deviations from the mean.",
    example: ["engine.list_variance([1.0, 2.0, 3.0, 4.0])", "1.25"],
    run: reduction("list_variance", Reduction.variance, smallVariance),
  }),
  operation({
    name: "list_std",
    type: "(xs: [Float]) -> Float",
    doc: "The population's standard deviation, the square root of the variance.",
    example: ["engine.list_std([2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0])", "2.0"],
    run: reduction("list_std", Reduction.deviation, smallDeviation),
  }),
  operation({
    name: "norm",
    type: "(xs: [Float]) -> Float",
    doc: "The Euclidean length of a vector, without overflow on the way.",
    example: ["engine.norm([3.0, 4.0])", "5.0"],
    run: reduction("norm", Reduction.norm, smallNorm),
  }),
  operation({
    name: "argmin",
    type: "(xs: [Float]) -> Int",
    doc: "The index of the first smallest element, or of the first nan.",
    example: ["engine.argmin([3.0, 1.0, 2.0])", "1"],
    run: reduction("argmin", Reduction.argmin, smallArgmin),
  }),
  operation({
    name: "argmax",
    type: "(xs: [Float]) -> Int",
    doc: "The index of the first largest element, or of the first nan.",
    example: ["engine.argmax([3.0, 1.0, 2.0])", "0"],
    run: reduction("argmax", Reduction.argmax, smallArgmax),
  }),
  operation({
    name: "median",
    type: "(xs: [Float]) -> Float",
    doc:
      "The middle of the sorted elements, or the mean of the two in the middle; nan if there is one.",
    example: ["engine.median([5.0, 1.0, 3.0, 2.0])", "2.5"],
    run: median,
  }),
  operation({
    name: "quantile",
    type: "(xs: [Float], q: Float) -> Float",
    doc: "The value below which a share q (0.0 to 1.0) lies, in proportion between neighbours.",
    example: ["engine.quantile([1.0, 2.0, 3.0, 4.0, 5.0], 0.25)", "2.0"],
    run: quantile,
  }),
];
