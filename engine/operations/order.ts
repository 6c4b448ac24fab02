/**
 * Sorting, and what follows from an order.
 *
 * @module
 */
import { giveDeadList } from "../dead_lists.ts";
import { kernels } from "../kernels.ts";
import { type EngineOperation, operation } from "../operation.ts";
import { fail, Status } from "../status.ts";
import { Order } from "../symbols.ts";
import {
  apart,
  flat,
  type Floats,
  newList,
  roomForIndices,
  scalars,
  target,
  toInt,
  toPlain,
} from "../values.ts";

function sortInto(name: string, order: number, list: Floats, out?: Float64Array): Float64Array {
  const xs = apart(flat(list, name), out);
  const n = xs.length;
  const result = target(out, n, name);
  const status = kernels().zx_sort(order, xs, n, result, n);
  if (status !== 0) fail(status, { operation: name });
  return result;
}

function sortAsc(list: Floats, out?: Float64Array): Float64Array {
  return sortInto("sort_asc", Order.ascending, list, out);
}

function sortDesc(list: Floats, out?: Float64Array): Float64Array {
  return sortInto("sort_desc", Order.descending, list, out);
}

function argsort(list: Floats): number[] {
  const xs = flat(list, "argsort");
  const n = xs.length;
  const room = roomForIndices(n);
  const status = kernels().zx_argsort(Order.ascending, xs, n, room, n);
  if (status !== 0) fail(status, { operation: "argsort" });
  return toPlain(room, n);
}

/** What is best, best first. */
type Top = { readonly indices: number[]; readonly values: Float64Array };

function topK(list: Floats, most: unknown): Top {
  const xs = flat(list, "top_k");
  const k = Math.min(toInt(most, "top_k", "k", 0), xs.length);
  const room = roomForIndices(k);
  const status = kernels().zx_top_k(xs, xs.length, room, k);
  if (status !== 0) fail(status, { operation: "top_k" });
  const values = newList(k, "top_k");
  for (let i = 0; i < k; i++) values[i] = xs[room[i]];
  return { indices: toPlain(room, k), values };
}

function cosineTopK(query: Floats, matrix: Floats, columns: unknown, most: unknown): Top {
  const name = "cosine_top_k";
  const q = flat(query, name, "query");
  const rows = flat(matrix, name, "matrix");
  const dim = toInt(columns, name, "dim", 1);
  if (q.length !== dim || rows.length % dim !== 0) {
    fail(Status.bad_shape, {
      operation: name,
      problem: q.length !== dim
        ? `dim is ${dim}, but the query has ${q.length} elements`
        : `a matrix of ${rows.length} elements has no rows of ${dim}`,
    });
  }
  const k = Math.min(toInt(most, name, "k", 0), rows.length / dim);
  const room = roomForIndices(k);
  const values = newList(k, name);
  const status = kernels().zx_cosine_top_k(q, dim, rows, rows.length, room, k, values);
  if (status !== 0) fail(status, { operation: name });
  return { indices: toPlain(room, k), values };
}

function uniqueCounts(list: Floats): { values: Float64Array; counts: number[] } {
  const xs = flat(list, "unique_counts");
  const n = xs.length;
  const values = newList(n, "unique_counts");
  const counts = newList(n, "unique_counts");
  const status = kernels().zx_unique(xs, n, values, counts, scalars);
  if (status !== 0) fail(status, { operation: "unique_counts" });
  const distinct = scalars[0];
  const result = {
    values: distinct === n ? values : values.slice(0, distinct),
    counts: toPlain(counts, distinct),
  };
  if (result.values !== values) giveDeadList(values);
  giveDeadList(counts);
  return result;
}

const binsMax = 1 << 24;

function histogram(list: Floats, count: unknown = 10): { counts: number[]; edges: Float64Array } {
  const xs = flat(list, "histogram");
  const bins = toInt(count, "histogram", "bins", 1, binsMax);
  const edges = newList(bins + 1, "histogram");
  const counts = newList(bins, "histogram");
  const status = kernels().zx_histogram(xs, xs.length, edges, bins + 1, counts, bins);
  if (status !== 0) {
    fail(status, {
      operation: "histogram",
      problem: `the elements must be finite, and their range wide enough for ${bins} bins`,
    });
  }
  const result = { counts: toPlain(counts, bins), edges };
  giveDeadList(counts);
  return result;
}

/** Operations that order or count. */
export const orders: readonly EngineOperation[] = [
  operation({
    name: "sort_asc",
    type: "(xs: [Float]) -> [Float]",
    doc: "The elements from the smallest to the largest, -0.0 before 0.0, nan last.",
    example: ["engine.sort_asc([3.0, 1.0, 2.0])", "[1.0, 2.0, 3.0]"],
    run: sortAsc,
  }),
  operation({
    name: "sort_desc",
    type: "(xs: [Float]) -> [Float]",
    doc: "The elements from the largest to the smallest, 0.0 before -0.0, nan last.",
    example: ["engine.sort_desc([3.0, 1.0, 2.0])", "[3.0, 2.0, 1.0]"],
    run: sortDesc,
  }),
  operation({
    name: "argsort",
    type: "(xs: [Float]) -> [Int]",
    doc: "The indices in the order of sort_asc; equal elements keep theirs.",
    example: ["engine.argsort([3.0, 1.0, 2.0])", "[1, 2, 0]"],
    run: argsort,
  }),
  operation({
    name: "top_k",
    type: "(xs: [Float], k: Int) -> {indices: [Int], values: [Float]}",
    doc:
      "The k largest elements (all if there are fewer), largest first; of equal ones the earlier first.",
    example: [
      "engine.top_k([3.0, 9.0, 5.0], 2)",
      "{indices: [1, 2], values: [9.0, 5.0]}",
    ],
    run: topK,
  }),
  operation({
    name: "cosine_top_k",
    type:
      "(query: [Float], matrix: [Float], dim: Int, k: Int) -> {indices: [Int], values: [Float]}",
    doc: "The k rows of a matrix with dim columns most similar to the query, and their cosines.",
    example: [
      "engine.cosine_top_k([1.0, 0.0], [0.0, 1.0, 3.0, 4.0], 2, 1)",
      "{indices: [1], values: [0.6]}",
    ],
    run: cosineTopK,
  }),
  operation({
    name: "unique_counts",
    type: "(xs: [Float]) -> {values: [Float], counts: [Int]}",
    doc:
      "The distinct elements, rising, and how often each occurs; all nan are one, so are both zeros.",
    example: [
      "engine.unique_counts([2.0, 1.0, 2.0])",
      "{values: [1.0, 2.0], counts: [1, 2]}",
    ],
    run: uniqueCounts,
  }),
  operation({
    name: "histogram",
    type: "(xs: [Float], bins: Int = 10) -> {counts: [Int], edges: [Float]}",
    doc:
      "How many elements fall into each of `bins` equal intervals from the smallest to the largest.",
    example: [
      "engine.histogram([0.0, 1.0, 1.5, 2.0], 2)",
      "{counts: [1, 3], edges: [0.0, 1.0, 2.0]}",
    ],
    run: histogram,
  }),
];
