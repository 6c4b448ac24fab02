/**
 * From lists to a list, element by element.
 *
 * @module
 */
import { kernels } from "../kernels.ts";
import { type EngineOperation, operation } from "../operation.ts";
import { fail, Status } from "../status.ts";
import { Map, MapTwo, MapWith } from "../symbols.ts";
import { apart, flat, type Floats, smallMax, target, toFloat } from "../values.ts";

type Out = Float64Array | undefined;

/** Two lists to one; `small` does it for short ones. */
function two(
  name: string,
  which: number,
  small: (xs: Float64Array, ys: Float64Array, out: Float64Array) => void,
): (a: Floats, b: Floats, out?: Float64Array) => Float64Array {
  return (a, b, out) => {
    const xs = apart(flat(a, name, "a"), out);
    const ys = apart(flat(b, name, "b"), out);
    const n = xs.length;
    if (n !== ys.length) {
      fail(Status.length_mismatch, { operation: name, lengths: [n, ys.length] });
    }
    const result = target(out, n, name);
    if (n < smallMax) {
      small(xs, ys, result);
      return result;
    }
    const status = kernels().zx_map_two(which, xs, n, ys, n, result, n);
    if (status !== 0) fail(status, { operation: name });
    return result;
  };
}

/** A list and a number to a list; `small` does it for short ones. */
function oneWith(
  name: string,
  which: number,
  parameter: string,
  small: (xs: Float64Array, c: number, out: Float64Array) => void,
): (a: Floats, c: unknown, out?: Float64Array) => Float64Array {
  return (a, constant, out) => {
    const xs = apart(flat(a, name), out);
    const c = toFloat(constant, name, parameter);
    const n = xs.length;
    const result = target(out, n, name);
    if (n < smallMax) {
      small(xs, c, result);
      return result;
    }
    const status = kernels().zx_map_with(which, xs, n, c, result, n);
    if (status !== 0) fail(status, { operation: name });
    return result;
  };
}

/** A list to a list. */
function one(
  name: string,
  which: number,
  small?: (xs: Float64Array, out: Float64Array) => void,
): (a: Floats, out?: Float64Array) => Float64Array {
  return (a, out) => {
    const xs = apart(flat(a, name), out);
    const n = xs.length;
    const result = target(out, n, name);
    if (n < smallMax && small !== undefined) {
      small(xs, result);
      return result;
    }
    const status = kernels().zx_map(which, xs, n, result, n);
    if (status !== 0) fail(status, { operation: name });
    return result;
  };
}

function addSmall(xs: Float64Array, ys: Float64Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = xs[i] + ys[i];
}

function subSmall(xs: Float64Array, ys: Float64Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = xs[i] - ys[i];
}

function mulSmall(xs: Float64Array, ys: Float64Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = xs[i] * ys[i];
}

function divSmall(xs: Float64Array, ys: Float64Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = xs[i] / ys[i];
}

function scaleSmall(xs: Float64Array, c: number, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = xs[i] * c;
}

function shiftSmall(xs: Float64Array, c: number, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = xs[i] + c;
}

function absSmall(xs: Float64Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = Math.abs(xs[i]);
}

function sqrtSmall(xs: Float64Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(xs[i]);
}

function clip(a: Floats, lowest: unknown, highest: unknown, out?: Out): Float64Array {
  const xs = apart(flat(a, "clip"), out);
  const low = toFloat(lowest, "clip", "low");
  const high = toFloat(highest, "clip", "high");
  const n = xs.length;
  const result = target(out, n, "clip");
  if (n < smallMax && low <= high) {
    for (let i = 0; i < n; i++) result[i] = xs[i] < low ? low : xs[i] > high ? high : xs[i];
    return result;
  }
  const status = kernels().zx_clip(xs, n, low, high, result, n);
  if (status !== 0) {
    fail(status, { operation: "clip", problem: `low (${low}) must not be above high (${high})` });
  }
  return result;
}

/** Operations with one result for each element. */
export const maps: readonly EngineOperation[] = [
  operation({
    name: "vec_add",
    type: "(a: [Float], b: [Float]) -> [Float]",
    doc: "The sums of the elements of two lists.",
    example: ["engine.vec_add([1.0, 2.0], [10.0, 20.0])", "[11.0, 22.0]"],
    run: two("vec_add", MapTwo.add, addSmall),
  }),
  operation({
    name: "vec_sub",
    type: "(a: [Float], b: [Float]) -> [Float]",
    doc: "The differences of the elements of two lists.",
    example: ["engine.vec_sub([1.0, 2.0], [10.0, 20.0])", "[-9.0, -18.0]"],
    run: two("vec_sub", MapTwo.sub, subSmall),
  }),
  operation({
    name: "vec_mul",
    type: "(a: [Float], b: [Float]) -> [Float]",
    doc: "The products of the elements of two lists.",
    example: ["engine.vec_mul([1.0, 2.0], [10.0, 20.0])", "[10.0, 40.0]"],
    run: two("vec_mul", MapTwo.mul, mulSmall),
  }),
  operation({
    name: "vec_div",
    type: "(a: [Float], b: [Float]) -> [Float]",
    doc: "The quotients of the elements of two lists by IEEE 754: x / 0.0 is inf, -inf or nan.",
    example: ["engine.vec_div([1.0, 3.0], [2.0, 0.0])", "[0.5, inf]"],
    run: two("vec_div", MapTwo.div, divSmall),
  }),
  operation({
    name: "vec_scale",
    type: "(xs: [Float], factor: Float) -> [Float]",
    doc: "Each element multiplied by a number.",
    example: ["engine.vec_scale([1.0, 2.0], 2.5)", "[2.5, 5.0]"],
    run: oneWith("vec_scale", MapWith.scale, "factor", scaleSmall),
  }),
  operation({
    name: "map_add",
    type: "(xs: [Float], amount: Float) -> [Float]",
    doc: "Each element with a number added.",
    example: ["engine.map_add([1.0, 2.0], 0.5)", "[1.5, 2.5]"],
    run: oneWith("map_add", MapWith.shift, "amount", shiftSmall),
  }),
  operation({
    name: "map_mul",
    type: "(xs: [Float], factor: Float) -> [Float]",
    doc: "Each element multiplied by a number, as vec_scale.",
    example: ["engine.map_mul([1.0, 2.0], 3.0)", "[3.0, 6.0]"],
    run: oneWith("map_mul", MapWith.scale, "factor", scaleSmall),
  }),
  operation({
    name: "abs",
    type: "(xs: [Float]) -> [Float]",
    doc: "The absolute values.",
    example: ["engine.abs([-1.5, 2.0])", "[1.5, 2.0]"],
    run: one("abs", Map.absolute, absSmall),
  }),
  operation({
    name: "sqrt",
    type: "(xs: [Float]) -> [Float]",
    doc: "The square roots; nan for negative numbers.",
    example: ["engine.sqrt([4.0, 2.25])", "[2.0, 1.5]"],
    run: one("sqrt", Map.root, sqrtSmall),
  }),
  operation({
    name: "exp",
    type: "(xs: [Float]) -> [Float]",
    doc: "The powers of e, within one unit in the last place.",
    example: ["engine.exp([0.0, 1.0])", "[1.0, 2.718281828459045]"],
    run: one("exp", Map.exponential),
  }),
  operation({
    name: "log",
    type: "(xs: [Float]) -> [Float]",
    doc: "The natural logarithms, within one unit in the last place; -inf for 0.0, nan below.",
    example: ["engine.log([1.0, 0.0])", "[0.0, -inf]"],
    run: one("log", Map.logarithm),
  }),
  operation({
    name: "clip",
    type: "(xs: [Float], low: Float, high: Float) -> [Float]",
    doc: "Each element, or the bound that it is beyond; nan stays.",
    example: ["engine.clip([-1.0, 0.5, 7.0], 0.0, 1.0)", "[0.0, 0.5, 1.0]"],
    run: clip,
  }),
  operation({
    name: "normalize",
    type: "(xs: [Float]) -> [Float]",
    doc: "The vector of the same direction with length 1.0; all zeros stay zeros.",
    example: ["engine.normalize([3.0, 4.0])", "[0.6, 0.8]"],
    run: one("normalize", Map.normalize),
  }),
  operation({
    name: "softmax",
    type: "(xs: [Float]) -> [Float]",
    doc: "The powers of e divided by their sum, without overflow on the way.",
    example: ["engine.softmax([1000.0, 1000.0])", "[0.5, 0.5]"],
    run: one("softmax", Map.softmax),
  }),
];
