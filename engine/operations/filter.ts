/**
 * Elements that pass a test.
 *
 * @module
 */
import { kernels } from "../kernels.ts";
import { type EngineOperation, operation } from "../operation.ts";
import { fail } from "../status.ts";
import { Test } from "../symbols.ts";
import {
  disjoint,
  flat,
  type Floats,
  roomForIndices,
  scalars,
  smallMax,
  target,
  toFloat,
  toPlain,
} from "../values.ts";

/** Below this, finding indices in one pass is faster than counting them first. */
const smallSearch = 192;

function count(name: string, which: number, xs: Float64Array, bound: number): number {
  const status = kernels().zx_count(which, xs, xs.length, bound, scalars);
  if (status !== 0) fail(status, { operation: name });
  return scalars[0];
}

function keep(
  name: string,
  which: number,
  list: Floats,
  threshold: unknown,
  out?: Float64Array,
): Float64Array {
  const xs = disjoint(flat(list, name), out);
  const bound = toFloat(threshold, name, "threshold");
  const room = count(name, which, xs, bound);
  const result = target(out, room, name);
  const status = kernels().zx_keep(which, xs, xs.length, bound, result, room);
  if (status !== 0) fail(status, { operation: name });
  return result;
}

function filterGt(list: Floats, threshold: unknown, out?: Float64Array): Float64Array {
  return keep("filter_gt", Test.above, list, threshold, out);
}

function filterLt(list: Floats, threshold: unknown, out?: Float64Array): Float64Array {
  return keep("filter_lt", Test.below, list, threshold, out);
}

function whereGt(list: Floats, threshold: unknown): number[] {
  const xs = flat(list, "where_gt");
  const bound = toFloat(threshold, "where_gt", "threshold");
  const n = xs.length;
  if (n < smallSearch) {
    const found: number[] = [];
    for (let i = 0; i < n; i++) if (xs[i] > bound) found.push(i);
    return found;
  }
  const room = count("where_gt", Test.above, xs, bound);
  const indices = roomForIndices(room);
  const status = kernels().zx_indices(Test.above, xs, n, bound, indices, room);
  if (status !== 0) fail(status, { operation: "where_gt" });
  return toPlain(indices, room);
}

function findIndex(list: Floats, value: unknown): number {
  const xs = flat(list, "find_index");
  const wanted = toFloat(value, "find_index", "value");
  const n = xs.length;
  if (n < smallMax) {
    for (let i = 0; i < n; i++) if (xs[i] === wanted) return i;
    return -1;
  }
  const status = kernels().zx_find(xs, n, wanted, scalars);
  if (status !== 0) fail(status, { operation: "find_index" });
  return scalars[0];
}

function countValue(list: Floats, value: unknown): number {
  const xs = flat(list, "count_value");
  const wanted = toFloat(value, "count_value", "value");
  if (xs.length < smallMax) {
    let found = 0;
    for (let i = 0; i < xs.length; i++) if (xs[i] === wanted) found++;
    return found;
  }
  return count("count_value", Test.equal, xs, wanted);
}

/** Filters and searches. */
export const filters: readonly EngineOperation[] = [
  operation({
    name: "filter_gt",
    type: "(xs: [Float], threshold: Float) -> [Float]",
    doc: "The elements above a threshold, in order.",
    example: ["engine.filter_gt([1.0, 5.0, 3.0], 2.0)", "[5.0, 3.0]"],
    run: filterGt,
  }),
  operation({
    name: "filter_lt",
    type: "(xs: [Float], threshold: Float) -> [Float]",
    doc: "The elements below a threshold, in order.",
    example: ["engine.filter_lt([1.0, 5.0, 3.0], 4.0)", "[1.0, 3.0]"],
    run: filterLt,
  }),
  operation({
    name: "where_gt",
    type: "(xs: [Float], threshold: Float) -> [Int]",
    doc: "The indices of the elements above a threshold.",
    example: ["engine.where_gt([1.0, 5.0, 3.0], 2.0)", "[1, 2]"],
    run: whereGt,
  }),
  operation({
    name: "find_index",
    type: "(xs: [Float], value: Float) -> Int",
    doc: "The index of the first element equal to a value, or -1; nan equals nothing.",
    example: ["engine.find_index([1.0, 5.0, 3.0], 5.0)", "1"],
    run: findIndex,
  }),
  operation({
    name: "count_value",
    type: "(xs: [Float], value: Float) -> Int",
    doc: "How many elements equal a value; nan equals nothing.",
    example: ["engine.count_value([1.0, 5.0, 1.0], 1.0)", "2"],
    run: countValue,
  }),
];
