/**
 * Matrices as flat lists, row after row, and lists made from nothing.
 *
 * @module
 */
import { kernels } from "../kernels.ts";
import { type EngineOperation, operation } from "../operation.ts";
import { fail, Status } from "../status.ts";
import { asList, disjoint, flat, type Floats, target, toInt } from "../values.ts";

/** Multiplications below which JavaScript is faster. */
const smallProducts = 64;

function matMul(
  left: Floats,
  right: Floats,
  leftRows: unknown,
  leftColumns: unknown,
  rightColumns: unknown,
  out?: Float64Array,
): Float64Array {
  const name = "mat_mul";
  const a = disjoint(flat(left, name, "a"), out);
  const b = disjoint(flat(right, name, "b"), out);
  const rows = toInt(leftRows, name, "a_rows", 0);
  const inner = toInt(leftColumns, name, "a_cols", 0);
  const columns = toInt(rightColumns, name, "b_cols", 0);
  requireShape(name, "a", a.length, rows, inner);
  requireShape(name, "b", b.length, inner, columns);
  const result = target(out, rows * columns, name);
  if (rows * inner * columns < smallProducts) {
    multiplySmall(a, b, result, rows, inner, columns);
    return result;
  }
  const status = kernels().zx_mat_mul(
    a,
    a.length,
    b,
    b.length,
    rows,
    inner,
    columns,
    result,
    result.length,
  );
  if (status !== 0) fail(status, { operation: name });
  return result;
}

function multiplySmall(
  a: Float64Array,
  b: Float64Array,
  out: Float64Array,
  rows: number,
  inner: number,
  columns: number,
): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let p = 0; p < inner; p++) sum += a[i * inner + p] * b[p * columns + j];
      out[i * columns + j] = sum;
    }
  }
}

function requireShape(name: string, matrix: string, n: number, rows: number, columns: number) {
  if (n === rows * columns) return;
  fail(Status.bad_shape, {
    operation: name,
    problem: `${matrix} of ${rows} x ${columns} needs ${rows * columns} elements, got ${n}`,
    hint: "a matrix is a flat list, row after row",
  });
}

function matTranspose(
  matrix: Floats,
  rowCount: unknown,
  columnCount: unknown,
  out?: Float64Array,
): Float64Array {
  const name = "mat_transpose";
  const m = disjoint(flat(matrix, name, "m"), out);
  const rows = toInt(rowCount, name, "rows", 0);
  const columns = toInt(columnCount, name, "cols", 0);
  requireShape(name, "m", m.length, rows, columns);
  const result = target(out, m.length, name);
  const status = kernels().zx_transpose(m, m.length, rows, columns, result, m.length);
  if (status !== 0) fail(status, { operation: name });
  return result;
}

function pairwiseDistance(points: Floats, columns: unknown, out?: Float64Array): Float64Array {
  const name = "pairwise_distance";
  const xs = disjoint(flat(points, name, "points"), out);
  const dim = toInt(columns, name, "dim", 1);
  if (xs.length % dim !== 0) {
    fail(Status.bad_shape, {
      operation: name,
      problem: `${xs.length} elements are no points of ${dim} coordinates`,
    });
  }
  const count = xs.length / dim;
  const result = target(out, count * count, name);
  const status = kernels().zx_distances(xs, xs.length, dim, result, result.length);
  if (status !== 0) fail(status, { operation: name });
  return result;
}

/** Elements that `one_hot` clears at a time. */
const clearedAtOnce = 8192;

function oneHot(list: ArrayLike<unknown>, count: unknown, out?: Float64Array): Float64Array {
  const name = "one_hot";
  const indices = asList(list, name, "indices", "Ints");
  const classes = toInt(count, name, "classes", 0);
  const n = indices.length;
  const result = target(out, n * classes, name);
  // Some rows at a time are cleared and then marked, while the nearest cache has them.
  const rows = Math.max(1, Math.floor(clearedAtOnce / Math.max(1, classes)));
  for (let start = 0; start < n; start += rows) {
    const end = Math.min(n, start + rows);
    result.fill(0, start * classes, end * classes);
    if (markRows(indices as ArrayLike<number>, start, end, classes, result)) continue;
    // One of them is no index, which the words of the error tell, or one that looks unusual.
    result.fill(0, start * classes);
    for (let i = start; i < end; i++) {
      result[i * classes + toInt(indices[i], name, `indices[${i}]`, 0, classes - 1)] = 1;
    }
  }
  return result;
}

/**
 * Marks the columns of some rows; false when not all are columns, and what is marked then is
 * arbitrary. There is no branch in the loop, which takes twice as long with one.
 */
function markRows(
  indices: ArrayLike<number>,
  start: number,
  end: number,
  classes: number,
  result: Float64Array,
): boolean {
  const last = classes - 1;
  let unfit = 0;
  for (let i = start; i < end; i++) {
    const index = indices[i];
    if (typeof index !== "number") return false;
    const at = index | 0;
    // Negative as soon as one is below 0, above the last, or no whole number of 32 bits.
    unfit |= at | (last - at) | (at === index ? 0 : -1);
    result[i * classes + at] = 1;
  }
  return unfit >= 0;
}

function randomNormal(start: unknown, count: unknown, out?: Float64Array): Float64Array {
  const name = "random_normal";
  const seed = typeof start === "bigint" ? start : toInt(start, name, "seed", -(2 ** 53), 2 ** 53);
  const bits = BigInt.asUintN(64, BigInt(seed));
  const n = toInt(count, name, "n", 0);
  const result = target(out, n, name);
  const status = kernels().zx_normal(
    Number(bits & 0xffffffffn),
    Number(bits >> 32n),
    result,
    n,
  );
  if (status !== 0) fail(status, { operation: name });
  return result;
}

/** Operations on matrices, and sources of lists. */
export const matrices: readonly EngineOperation[] = [
  operation({
    name: "mat_mul",
    type: "(a: [Float], b: [Float], a_rows: Int, a_cols: Int, b_cols: Int) -> [Float]",
    doc: "The product of two matrices: a_rows x a_cols times a_cols x b_cols.",
    example: [
      "engine.mat_mul([1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0], 2, 2, 2)",
      "[19.0, 22.0, 43.0, 50.0]",
    ],
    run: matMul,
  }),
  operation({
    name: "mat_transpose",
    type: "(m: [Float], rows: Int, cols: Int) -> [Float]",
    doc: "The matrix mirrored, its rows as columns.",
    example: [
      "engine.mat_transpose([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 2, 3)",
      "[1.0, 4.0, 2.0, 5.0, 3.0, 6.0]",
    ],
    run: matTranspose,
  }),
  operation({
    name: "pairwise_distance",
    type: "(points: [Float], dim: Int) -> [Float]",
    doc: "The Euclidean distances between all points of dim coordinates, as a square matrix.",
    example: ["engine.pairwise_distance([0.0, 0.0, 3.0, 4.0], 2)", "[0.0, 5.0, 5.0, 0.0]"],
    run: pairwiseDistance,
  }),
  operation({
    name: "one_hot",
    type: "(indices: [Int], classes: Int) -> [Float]",
    doc: "A matrix with a row for each index: 1.0 in its column, 0.0 in the other ones.",
    example: ["engine.one_hot([1, 0], 3)", "[0.0, 1.0, 0.0, 1.0, 0.0, 0.0]"],
    run: oneHot,
  }),
  operation({
    name: "random_normal",
    type: "(seed: Int, n: Int) -> [Float]",
    doc: "Random numbers of mean 0.0 and deviation 1.0, the same ones for a seed everywhere.",
    example: [
      "engine.random_normal(7, 3) == engine.random_normal(7, 3)",
      "true",
    ],
    run: randomNormal,
  }),
];
