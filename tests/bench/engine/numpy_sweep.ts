/**
 * Every operation of the engine that numpy has a counterpart of, against it, at several sizes.
 *
 *   deno run -A tests/bench/engine/numpy_sweep.ts [--quick] [--all] [OP...]
 *
 * Lists what is slower than numpy; with `--all`, every ratio. Results are new lists on both sides.
 */
import { engineCall, type EngineValue } from "../../../engine/mod.ts";
import { pythonWithNumpy } from "../../engine/numpy.ts";
import { list } from "./plain.ts";
import { Peer } from "./peer.ts";

const quick = Deno.args.includes("--quick");
const all = Deno.args.includes("--all");
const wanted = Deno.args.filter((arg) => !arg.startsWith("--"));
const seconds = quick ? 0.002 : 0.03;

/** An operation and how a numpy program does the same; its arguments for lists of one length. */
type Row = readonly [
  op: string,
  numpy: string,
  args?: (x: Float64Array, y: Float64Array) => EngineValue[],
];

const two: Row[2] = (x, y) => [x, y];
const side = (x: Float64Array) => Math.floor(Math.sqrt(x.length));

const rows: readonly Row[] = [
  ["list_sum", "np.sum(x)"],
  ["list_product", "np.prod(x)"],
  ["list_mean", "np.mean(x)"],
  ["list_min", "np.min(x)"],
  ["list_max", "np.max(x)"],
  ["list_variance", "np.var(x)"],
  ["list_std", "np.std(x)"],
  ["norm", "np.linalg.norm(x)"],
  ["argmin", "np.argmin(x)"],
  ["argmax", "np.argmax(x)"],
  ["median", "np.median(x)"],
  ["quantile", "np.quantile(x, 0.9)", (x) => [x, 0.9]],
  ["dot_product", "np.dot(x, y)", two],
  [
    "cosine_similarity",
    "np.dot(x, y) / (np.linalg.norm(x) * np.linalg.norm(y))",
    two,
  ],
  ["corr", "np.corrcoef(x, y)[0, 1]", two],
  ["cov", "np.cov(x, y, bias=True)[0, 1]", two],
  ["linear_fit", "np.polyfit(x, y, 1)", two],
  ["vec_add", "x + y", two],
  ["vec_sub", "x - y", two],
  ["vec_mul", "x * y", two],
  ["vec_div", "x / y", two],
  ["vec_scale", "x * 2.5", (x) => [x, 2.5]],
  ["map_add", "x + 2.5", (x) => [x, 2.5]],
  ["abs", "np.abs(x)"],
  ["sqrt", "np.sqrt(x)"],
  ["exp", "np.exp(x)"],
  ["log", "np.log(x)"],
  ["clip", "np.clip(x, 0.6, 1.2)", (x) => [x, 0.6, 1.2]],
  ["normalize", "x / np.linalg.norm(x)"],
  ["softmax", "(lambda e: e / e.sum())(np.exp(x - x.max()))"],
  ["cumsum", "np.cumsum(x)"],
  ["diff", "np.diff(x)"],
  [
    "rolling_mean",
    "(lambda c: (c[20:] - c[:-20]) / 20)(np.cumsum(np.concatenate(([0.0], x))))",
    (x) => [x, 20],
  ],
  ["sort_asc", "np.sort(x)"],
  ["sort_desc", "np.sort(x)[::-1]"],
  ["argsort", "np.argsort(x, kind='stable')"],
  [
    "top_k",
    "(lambda i: i[np.argsort(-x[i])])(np.argpartition(x, -10)[-10:])",
    (x) => [x, 10],
  ],
  ["unique_counts", "np.unique(x, return_counts=True)"],
  ["histogram", "np.histogram(x, 10)", (x) => [x, 10]],
  ["filter_gt", "x[x > 1.0]", (x) => [x, 1]],
  ["where_gt", "np.flatnonzero(x > 1.0)", (x) => [x, 1]],
  ["find_index", "np.flatnonzero(x == 7.0)", (x) => [x, 7]],
  ["count_value", "np.count_nonzero(x == 1.0)", (x) => [x, 1]],
  [
    "mat_transpose",
    "s = int(n ** 0.5); m = x[:s * s].reshape(s, s); m.T.copy()",
    (x) => [x.subarray(0, side(x) ** 2), side(x), side(x)],
  ],
  [
    "mat_mul",
    "s = int(n ** 0.5); a = x[:s * s].reshape(s, s); b = y[:s * s].reshape(s, s); a @ b",
    (x, y) => [x.subarray(0, side(x) ** 2), y.subarray(0, side(x) ** 2), side(x), side(x), side(x)],
  ],
  [
    "pairwise_distance",
    "p = x[:min(n, 8000) // 8 * 8].reshape(-1, 8); " +
    "(lambda q: np.sqrt(np.maximum(q[:, None] + q - 2 * (p @ p.T), 0)))((p * p).sum(1))",
    (x) => [x.subarray(0, Math.floor(Math.min(x.length, 8000) / 8) * 8), 8],
  ],
  [
    "one_hot",
    "i = np.arange(n) % 4; np.eye(4)[i]",
    (x) => [Array.from(x, (_, i) => i % 4), 4],
  ],
  ["random_normal", "rng = np.random.default_rng(1); rng.standard_normal(n)", (x) => [1, x.length]],
  [
    "csv_floats",
    "t = '\\n'.join('%.6f' % v for v in x); np.fromstring(t, sep='\\n')",
    (x) => [Array.from(x, (v) => v.toFixed(6)).join("\n")],
  ],
];

/** Keeps results from being optimised away. */
export let last: unknown;

function measure(call: () => unknown): number {
  // Memory never touched before takes far longer than that of earlier results.
  for (let i = 0; i < 5; i++) last = call();
  let best = Infinity;
  let batch = 1;
  const end = performance.now() + 2 * seconds * 1000;
  do {
    const start = performance.now();
    for (let i = 0; i < batch; i++) last = call();
    const took = performance.now() - start;
    best = Math.min(best, took / batch);
    if (took < 0.5) batch *= 2;
  } while (performance.now() < end);
  return best * 1000;
}

const environment = await pythonWithNumpy();
if (!("python" in environment)) {
  console.log(`without numpy: ${environment.reason}`);
} else {
  const peer = new Peer(environment.python);
  let compared = 0;
  let slower = 0;
  for (const [op, numpy, args = (x: Float64Array) => [x]] of rows) {
    if (wanted.length > 0 && !wanted.includes(op)) continue;
    const ratios: string[] = [];
    for (const n of quick ? [100] : [100, 1e3, 1e4, 1e5, 1e6]) {
      const run = engineCall(op);
      const given = args(list(n, 1), list(n, 2));
      if (n > 1e5 && op === "mat_mul") continue;
      const ours = measure(() => run(...given));
      const theirs = await peer.time(`=${numpy}`, n, seconds);
      compared++;
      if (theirs < ours * 0.95) slower++;
      if (all || theirs < ours * 0.95) {
        ratios.push(`${n}: ${(theirs / ours).toFixed(2)} (${ours.toFixed(2)} us)`);
      }
    }
    if (ratios.length > 0) console.log(`${op.padEnd(18)} ${ratios.join("  ")}`);
  }
  await peer.close();
  console.log(`${compared} comparisons (numpy / engine), ${slower} where numpy is faster`);
}
