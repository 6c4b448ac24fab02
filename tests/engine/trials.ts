/**
 * How each operation on numbers is tried: arguments of every length, the plain reference, and how far
 * the engine may be from it.
 *
 * @module
 */
import type { EngineValue } from "../../engine/mod.ts";
import { smallMax } from "../../engine/values.ts";
import type { Kind } from "./inputs.ts";
import * as reference from "./reference.ts";

/** What the trials make their arguments from. */
export type List = Float64Array;

/** How an operation is tried. */
export interface Trial {
  readonly name: string;
  /** Arguments made from two lists of one length; undefined where there is nothing to try. */
  readonly args: (xs: List, ys: List) => EngineValue[] | undefined;
  readonly expected: (...args: never[]) => unknown;
  /**
   * The error allowed: `bits` for none; else so many times the unit roundoff, relative to what
   * `scale` makes of the arguments (default: the expected value itself).
   */
  readonly error: "bits" | number;
  readonly scale?: (...args: never[]) => number;
  /** Kinds of inputs left out, because the answer depends on the order of operations there. */
  readonly without?: readonly Kind[];
}

/** Short lists are added from left to right; longer ones with compensation. */
function spread(n: number): number {
  return n < smallMax ? Math.max(1, n / 3) : 1;
}

function total(xs: List): number {
  return spread(xs.length) * xs.reduce((a, x) => a + Math.abs(x), 0);
}

function totalProduct(xs: List, ys: List): number {
  return spread(xs.length) * xs.reduce((a, x, i) => a + Math.abs(x * ys[i]), 0);
}

const one = (xs: List): EngineValue[] => [xs];
const two = (xs: List, ys: List): EngineValue[] => [xs, ys];
const some = (xs: List): EngineValue[] | undefined => xs.length > 0 ? [xs] : undefined;
const square = (xs: List, ys: List, minimum = 0) => {
  const size = Math.floor(Math.sqrt(xs.length));
  if (size < minimum) return undefined;
  return { a: xs.slice(0, size * size), b: ys.slice(0, size * size), size };
};

/** Every operation on numbers; some more than once, with other arguments. */
export const trials: readonly Trial[] = [
  { name: "list_sum", args: one, expected: reference.sum, error: 3, scale: total },
  {
    name: "list_product",
    args: one,
    expected: (xs: List) => xs.reduce((a, x) => a * x, 1),
    error: 600,
    // A partial product may leave the range of floats, or not.
    without: ["mixed", "subnormal", "special"],
  },
  { name: "list_mean", args: some, expected: reference.mean, error: 4, scale: total },
  {
    name: "list_min",
    args: some,
    expected: (xs: List) => Math.min(...xs),
    error: "bits",
  },
  {
    name: "list_max",
    args: some,
    expected: (xs: List) => Math.max(...xs),
    error: "bits",
  },
  { name: "list_variance", args: some, expected: reference.variance, error: 64 },
  {
    name: "list_std",
    args: some,
    expected: (xs: List) => Math.sqrt(reference.variance(xs)),
    error: 20,
  },
  { name: "norm", args: one, expected: reference.norm, error: 10 },
  {
    name: "argmin",
    args: some,
    expected: (xs: List) => reference.argbest(xs, Math.min(...xs)),
    error: "bits",
  },
  {
    name: "argmax",
    args: some,
    expected: (xs: List) => reference.argbest(xs, Math.max(...xs)),
    error: "bits",
  },
  {
    name: "median",
    args: some,
    expected: (xs: List) => reference.quantile(xs, 0.5),
    error: 4,
    scale: (xs: List) => Math.max(...xs.map(Math.abs)),
  },
  {
    name: "quantile",
    args: (xs, ys) => xs.length > 0 ? [xs, Math.abs(ys[0] % 1) || 0] : undefined,
    expected: reference.quantile,
    error: 4,
    scale: (xs: List) => Math.max(...xs.map(Math.abs)),
  },
  { name: "dot_product", args: two, expected: reference.dot, error: 4, scale: totalProduct },
  {
    name: "cosine_similarity",
    args: two,
    expected: reference.cosine,
    error: 40,
    scale: () => 1,
    // NaN from infinities; the norm of subnormals has few digits.
    without: ["special", "subnormal"],
  },
  {
    name: "cov",
    args: (xs, ys) => xs.length > 0 ? [xs, ys] : undefined,
    expected: reference.cov,
    error: 20,
    scale: (xs: List, ys: List) => Math.sqrt(reference.variance(xs) * reference.variance(ys)),
  },
  {
    name: "corr",
    args: (xs, ys) => xs.length > 2 ? [xs, ys] : undefined,
    expected: (xs: List, ys: List) =>
      reference.cov(xs, ys) / Math.sqrt(reference.variance(xs) * reference.variance(ys)),
    error: 40,
    scale: () => 1,
    without: ["special", "subnormal"],
  },
  {
    name: "linear_fit",
    args: (xs, ys) => xs.length > 3 ? [xs, ys] : undefined,
    expected: (xs: List, ys: List) => {
      const slope = reference.cov(xs, ys) / reference.variance(xs);
      const r = reference.cov(xs, ys) ** 2 / (reference.variance(xs) * reference.variance(ys));
      return { slope, intercept: reference.mean(ys) - slope * reference.mean(xs), r2: r };
    },
    error: 4000,
    scale: (xs: List, ys: List) => {
      const spread = reference.variance(ys) / reference.variance(xs);
      return Math.max(1, Math.sqrt(spread), total(ys));
    },
    without: ["special", "subnormal"],
  },
  {
    name: "vec_add",
    args: two,
    expected: (xs: List, ys: List) => xs.map((x, i) => x + ys[i]),
    error: "bits",
  },
  {
    name: "vec_sub",
    args: two,
    expected: (xs: List, ys: List) => xs.map((x, i) => x - ys[i]),
    error: "bits",
  },
  {
    name: "vec_mul",
    args: two,
    expected: (xs: List, ys: List) => xs.map((x, i) => x * ys[i]),
    error: "bits",
  },
  {
    name: "vec_div",
    args: two,
    expected: (xs: List, ys: List) => xs.map((x, i) => x / ys[i]),
    error: "bits",
  },
  {
    name: "vec_scale",
    args: (xs, ys) => [xs, ys[0] ?? 3],
    expected: (xs: List, c: number) => xs.map((x) => x * c),
    error: "bits",
  },
  {
    name: "map_mul",
    args: (xs, ys) => [xs, ys[0] ?? 3],
    expected: (xs: List, c: number) => xs.map((x) => x * c),
    error: "bits",
  },
  {
    name: "map_add",
    args: (xs, ys) => [xs, ys[0] ?? 3],
    expected: (xs: List, c: number) => xs.map((x) => x + c),
    error: "bits",
  },
  { name: "abs", args: one, expected: (xs: List) => xs.map(Math.abs), error: "bits" },
  { name: "sqrt", args: one, expected: (xs: List) => xs.map(Math.sqrt), error: "bits" },
  { name: "exp", args: one, expected: (xs: List) => xs.map(Math.exp), error: 4 },
  { name: "log", args: one, expected: (xs: List) => xs.map(Math.log), error: 4 },
  {
    name: "clip",
    args: (xs) => [xs, -2, 3],
    expected: (xs: List) => xs.map((x) => x < -2 ? -2 : x > 3 ? 3 : x),
    error: "bits",
  },
  {
    name: "normalize",
    args: one,
    expected: (xs: List) => {
      const norm = reference.norm(xs);
      return xs.map((x) => x / (norm === 0 ? 1 : norm));
    },
    error: 12,
    without: ["subnormal"],
  },
  { name: "softmax", args: one, expected: reference.softmax, error: 20, scale: () => 1 },
  { name: "cumsum", args: one, expected: reference.cumsum, error: 4, scale: total },
  {
    name: "diff",
    args: one,
    expected: (xs: List) => xs.slice(1).map((x, i) => x - xs[i]),
    error: "bits",
  },
  {
    name: "rolling_mean",
    args: (xs) => xs.length > 0 ? [xs, 1 + (xs.length * 7) % xs.length] : undefined,
    expected: reference.rollingMean,
    error: 6,
    scale: total,
  },
  {
    name: "rolling_mean",
    args: (xs) => xs.length >= 5 ? [xs, 5] : undefined,
    expected: reference.rollingMean,
    error: 6,
    scale: total,
  },
  { name: "ewma", args: (xs) => [xs, 0.25], expected: reference.ewma, error: "bits" },
  {
    name: "sort_asc",
    args: one,
    expected: (xs: List) => xs.toSorted(reference.compare),
    error: "bits",
  },
  {
    name: "sort_desc",
    args: one,
    expected: (xs: List) => xs.toSorted(reference.compareDown),
    error: "bits",
  },
  { name: "argsort", args: one, expected: reference.argsort, error: "bits" },
  {
    name: "top_k",
    args: (xs) => [xs, Math.floor(xs.length / 3)],
    expected: (xs: List, k: number) => {
      const indices = reference.topK(xs, k);
      return { indices, values: Float64Array.from(indices, (i) => xs[i]) };
    },
    error: "bits",
  },
  {
    name: "cosine_top_k",
    args: (xs, ys) => {
      const dim = 3 + xs.length % 7;
      if (xs.length < dim) return undefined;
      return [ys.slice(0, dim), xs.slice(0, xs.length - xs.length % dim), dim, 1];
    },
    expected: (query: List, matrix: List, dim: number) => {
      const rows = Float64Array.from(
        { length: matrix.length / dim },
        (_, i) => reference.cosine(query, matrix.subarray(i * dim, i * dim + dim)),
      );
      const best = reference.topK(rows, 1);
      return { indices: best, values: rows.filter((_, i) => i === best[0]) };
    },
    error: 40,
    scale: () => 1,
    // Equal rows up to rounding: which is best is not determined.
    without: ["special", "subnormal", "whole"],
  },
  { name: "unique_counts", args: one, expected: reference.uniqueCounts, error: "bits" },
  {
    name: "histogram",
    args: (xs) => xs.length > 0 ? [xs, 7] : undefined,
    expected: reference.histogram,
    error: "bits",
    without: ["special", "subnormal"],
  },
  {
    name: "filter_gt",
    args: (xs) => [xs, 0],
    expected: (xs: List) => xs.filter((x) => x > 0),
    error: "bits",
  },
  {
    name: "filter_lt",
    args: (xs) => [xs, 0],
    expected: (xs: List) => xs.filter((x) => x < 0),
    error: "bits",
  },
  {
    name: "where_gt",
    args: (xs) => [xs, 1],
    expected: (xs: List) => Array.from(xs.keys()).filter((i) => xs[i] > 1),
    error: "bits",
  },
  {
    name: "find_index",
    args: (xs) => [xs, xs.at(-1) ?? 1],
    expected: (xs: List, value: number) => xs.indexOf(value),
    error: "bits",
  },
  {
    name: "count_value",
    args: (xs) => [xs, xs.at(-1) ?? 1],
    expected: (xs: List, value: number) => xs.filter((x) => x === value).length,
    error: "bits",
  },
  {
    name: "mat_mul",
    args: (xs, ys) => {
      const { a, b, size } = square(xs, ys)!;
      return [a, b, size, size, size];
    },
    expected: reference.matMul,
    error: 40,
    scale: productBound,
  },
  {
    name: "mat_transpose",
    args: (xs) => {
      const rows = 1 + xs.length % 13;
      const columns = Math.floor(xs.length / rows);
      return [xs.slice(0, rows * columns), rows, columns];
    },
    expected: reference.transpose,
    error: "bits",
  },
  {
    name: "pairwise_distance",
    args: (xs) => {
      const dim = 1 + xs.length % 5;
      const count = Math.min(12, Math.floor(xs.length / dim));
      return [xs.slice(0, count * dim), dim];
    },
    expected: reference.distances,
    error: "bits",
  },
];

/** The largest that the finite terms of a product of matrices can add up to. */
function productBound(a: List, b: List): number {
  const [x, y] = [a.filter(Number.isFinite), b.filter(Number.isFinite)];
  return Math.sqrt(totalProduct(x, x)) * Math.sqrt(totalProduct(y, y));
}
