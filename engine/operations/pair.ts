/**
 * From two lists of equal length to numbers.
 *
 * @module
 */
import { EngineError } from "../error.ts";
import { kernels } from "../kernels.ts";
import { type EngineOperation, operation } from "../operation.ts";
import { fail } from "../status.ts";
import { flat, type Floats, scalars, smallMax } from "../values.ts";

function dotProduct(a: Floats, b: Floats): number {
  const xs = flat(a, "dot_product", "a");
  const ys = flat(b, "dot_product", "b");
  const n = xs.length;
  if (n < smallMax && n === ys.length) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += xs[i] * ys[i];
    return sum;
  }
  const status = kernels().zx_dot(xs, n, ys, ys.length, scalars);
  if (status !== 0) fail(status, { operation: "dot_product", lengths: [n, ys.length] });
  return scalars[0];
}

function cosineSimilarity(a: Floats, b: Floats): number {
  const xs = flat(a, "cosine_similarity", "a");
  const ys = flat(b, "cosine_similarity", "b");
  const n = xs.length;
  if (n < smallMax && n === ys.length) {
    const cosine = smallCosine(xs, ys);
    if (cosine !== undefined) return cosine;
  }
  const status = kernels().zx_cosine(xs, n, ys, ys.length, scalars);
  if (status !== 0) fail(status, { operation: "cosine_similarity", lengths: [n, ys.length] });
  return scalars[0];
}

/** Undefined where squares leave the range of floats, which takes more care. */
function smallCosine(xs: Float64Array, ys: Float64Array): number | undefined {
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = 0; i < xs.length; i++) {
    xy += xs[i] * ys[i];
    xx += xs[i] * xs[i];
    yy += ys[i] * ys[i];
  }
  const product = xx * yy;
  if (!(product > 1e-290 && product < Infinity)) return undefined;
  return Math.min(1, Math.max(-1, xy / Math.sqrt(product)));
}

/** Means, and sums of squares and products of the deviations from them. */
interface CoMoments {
  readonly n: number;
  readonly meanX: number;
  readonly meanY: number;
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

function coMoments(name: string, a: Floats, b: Floats): CoMoments {
  const xs = flat(a, name);
  const ys = flat(b, name, "ys");
  const n = xs.length;
  if (n > 0 && n < smallMax && n === ys.length) return smallCoMoments(xs, ys);
  const status = kernels().zx_comoments(xs, n, ys, ys.length, scalars);
  if (status !== 0) fail(status, { operation: name, lengths: [n, ys.length] });
  const [meanX, meanY, xx, yy, xy] = scalars;
  return { n, meanX, meanY, xx, yy, xy };
}

function smallCoMoments(xs: Float64Array, ys: Float64Array): CoMoments {
  const n = xs.length;
  let [meanX, meanY, xx, yy, xy] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    meanX += xs[i];
    meanY += ys[i];
  }
  meanX /= n;
  meanY /= n;
  for (let i = 0; i < n; i++) {
    const x = xs[i] - meanX;
    const y = ys[i] - meanY;
    xx += x * x;
    yy += y * y;
    xy += x * y;
  }
  return { n, meanX, meanY, xx, yy, xy };
}

function corr(a: Floats, b: Floats): number {
  const { xx, yy, xy } = coMoments("corr", a, b);
  const product = xx * yy;
  // One rounding less, unless the product leaves the range of a Float.
  const inRange = product > 1e-290 && product < Infinity;
  const r = xy / (inRange ? Math.sqrt(product) : Math.sqrt(xx) * Math.sqrt(yy));
  return Math.min(1, Math.max(-1, r));
}

function cov(a: Floats, b: Floats): number {
  const { n, xy } = coMoments("cov", a, b);
  return xy / n;
}

function linearFit(a: Floats, b: Floats): { slope: number; intercept: number; r2: number } {
  const { meanX, meanY, xx, yy, xy } = coMoments("linear_fit", a, b);
  if (xx === 0) {
    throw new EngineError(
      "E0405",
      "linear_fit: all of xs are equal, so no line is better than another",
      "it needs at least two different xs",
    );
  }
  const slope = xy / xx;
  // A line through points of equal height fits them all.
  const r2 = yy === 0 ? 1 : (xy / xx) * (xy / yy);
  return { slope, intercept: meanY - slope * meanX, r2 };
}

/** Products, angles and relations of two lists. */
export const pairs: readonly EngineOperation[] = [
  operation({
    name: "dot_product",
    type: "(a: [Float], b: [Float]) -> Float",
    doc: "The sum of the products of the elements, with compensated rounding.",
    example: ["engine.dot_product([1.0, 2.0], [3.0, 4.0])", "11.0"],
    run: dotProduct,
  }),
  operation({
    name: "cosine_similarity",
    type: "(a: [Float], b: [Float]) -> Float",
    doc: "The cosine of the angle between two vectors, from -1.0 to 1.0; 0.0 if one is all zeros.",
    example: ["engine.cosine_similarity([1.0, 0.0], [3.0, 4.0])", "0.6"],
    run: cosineSimilarity,
  }),
  operation({
    name: "corr",
    type: "(xs: [Float], ys: [Float]) -> Float",
    doc: "Pearson's correlation, from -1.0 to 1.0; nan if one list is constant.",
    example: ["engine.corr([1.0, 2.0, 3.0], [2.0, 4.0, 6.0])", "1.0"],
    run: corr,
  }),
  operation({
    name: "cov",
    type: "(xs: [Float], ys: [Float]) -> Float",
    doc: "The population's covariance: the mean product of the deviations from the means.",
    example: ["engine.cov([1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 8.0])", "2.5"],
    run: cov,
  }),
  operation({
    name: "linear_fit",
    type: "(xs: [Float], ys: [Float]) -> {slope: Float, intercept: Float, r2: Float}",
    doc:
      "The line with the least squares of the errors, and the share of the variance it explains.",
    example: [
      "engine.linear_fit([0.0, 1.0, 2.0], [1.0, 3.0, 5.0])",
      "{slope: 2.0, intercept: 1.0, r2: 1.0}",
    ],
    run: linearFit,
  }),
];
