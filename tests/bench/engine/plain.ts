/**
 * Every operation of the engine as the plain loop that a JavaScript program would have instead.
 *
 * They check nothing and take the shortest way, so that they are as fast as JavaScript is.
 *
 * @module
 */
import type { EngineValue } from "../../../engine/mod.ts";
import { generator } from "../../engine/inputs.ts";

type List = Float64Array;
// deno-lint-ignore no-explicit-any -- each loop has parameters of its own
type Loop = (...args: any[]) => unknown;

/** One operation: its arguments for lists of `n` elements, and the loop. */
export interface PlainRow {
  /** The operation. */
  readonly op: string;
  /** Its arguments. */
  readonly args: (n: number) => EngineValue[];
  /** What does the same in JavaScript. */
  readonly loop: Loop;
  /** The fewest elements that it works on. */
  readonly least?: number;
  /** The most elements it is run with, where that is fewer than the others have. */
  readonly most?: number;
}

/** `n` numbers between 0.5 and 1.5. */
export function list(n: number, seed = 1): List {
  const random = generator(seed);
  return Float64Array.from({ length: n }, () => random() + 0.5);
}

function words(n: number): string {
  return "zixir ".repeat(n).slice(0, n);
}

const one = (op: string, loop: Loop): PlainRow => ({ op, args: (n) => [list(n)], loop });
const oneAnd = (op: string, c: number, loop: Loop): PlainRow => ({
  op,
  args: (n) => [list(n), c],
  loop,
});
const two = (op: string, loop: Loop): PlainRow => ({
  op,
  args: (n) => [list(n), list(n, 2)],
  loop,
});
/** A square matrix of about `n` elements, `most` at the most, and its side. */
const square = (n: number) => Math.max(1, Math.floor(Math.sqrt(n)));

function mean(xs: List): number {
  let sum = 0;
  for (let i = 0; i < xs.length; i++) sum += xs[i];
  return sum / xs.length;
}

function variance(xs: List): number {
  const m = mean(xs);
  let squares = 0;
  for (let i = 0; i < xs.length; i++) squares += (xs[i] - m) * (xs[i] - m);
  return squares / xs.length;
}

function norm(xs: List): number {
  let squares = 0;
  for (let i = 0; i < xs.length; i++) squares += xs[i] * xs[i];
  return Math.sqrt(squares);
}

function dot(xs: List, ys: List): number {
  let sum = 0;
  for (let i = 0; i < xs.length; i++) sum += xs[i] * ys[i];
  return sum;
}

function quantile(xs: List, q: number): number {
  const sorted = xs.slice().sort();
  const place = q * (xs.length - 1);
  const low = Math.floor(place);
  const share = place - low;
  return share === 0 ? sorted[low] : sorted[low] * (1 - share) + sorted[low + 1] * share;
}

function covariance(xs: List, ys: List): [number, number, number, number, number] {
  const [mx, my] = [mean(xs), mean(ys)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < xs.length; i++) {
    xx += (xs[i] - mx) * (xs[i] - mx);
    yy += (ys[i] - my) * (ys[i] - my);
    xy += (xs[i] - mx) * (ys[i] - my);
  }
  return [mx, my, xx, yy, xy];
}

/** From a list to a list; each loop is a function of its own, so that V8 compiles each for itself. */
function mapping(body: string): Loop {
  return new Function(
    "xs",
    "y",
    "z",
    `const out = new Float64Array(xs.length);
     for (let i = 0; i < xs.length; i++) out[i] = ${body};
     return out;`,
  ) as Loop;
}

function argsort(xs: List): number[] {
  return Array.from(xs, (_, i) => i).sort((i, j) => xs[i] - xs[j]);
}

function top(xs: List, k: number) {
  const indices = argsort(xs).reverse().slice(0, k);
  return { indices, values: Float64Array.from(indices, (i) => xs[i]) };
}

/** All of them. */
export const plainRows: readonly PlainRow[] = [
  one("list_sum", (xs: List) => {
    let sum = 0;
    for (let i = 0; i < xs.length; i++) sum += xs[i];
    return sum;
  }),
  one("list_product", (xs: List) => {
    let product = 1;
    for (let i = 0; i < xs.length; i++) product *= xs[i];
    return product;
  }),
  one("list_mean", mean),
  one("list_min", (xs: List) => {
    let least = xs[0];
    for (let i = 1; i < xs.length; i++) if (xs[i] < least) least = xs[i];
    return least;
  }),
  one("list_max", (xs: List) => {
    let most = xs[0];
    for (let i = 1; i < xs.length; i++) if (xs[i] > most) most = xs[i];
    return most;
  }),
  one("list_variance", variance),
  one("list_std", (xs: List) => Math.sqrt(variance(xs))),
  one("norm", norm),
  one("argmin", (xs: List) => {
    let at = 0;
    for (let i = 1; i < xs.length; i++) if (xs[i] < xs[at]) at = i;
    return at;
  }),
  one("argmax", (xs: List) => {
    let at = 0;
    for (let i = 1; i < xs.length; i++) if (xs[i] > xs[at]) at = i;
    return at;
  }),
  one("median", (xs: List) => quantile(xs, 0.5)),
  oneAnd("quantile", 0.9, quantile),
  two("dot_product", dot),
  two("cosine_similarity", (xs: List, ys: List) => dot(xs, ys) / (norm(xs) * norm(ys))),
  two("corr", (xs: List, ys: List) => {
    const [, , xx, yy, xy] = covariance(xs, ys);
    return xy / Math.sqrt(xx * yy);
  }),
  two("cov", (xs: List, ys: List) => covariance(xs, ys)[4] / xs.length),
  {
    ...two("linear_fit", (xs: List, ys: List) => {
      const [mx, my, xx, yy, xy] = covariance(xs, ys);
      return { slope: xy / xx, intercept: my - xy / xx * mx, r2: xy / xx * (xy / yy) };
    }),
    least: 2,
  },
  two("vec_add", mapping("xs[i] + y[i]")),
  two("vec_sub", mapping("xs[i] - y[i]")),
  two("vec_mul", mapping("xs[i] * y[i]")),
  two("vec_div", mapping("xs[i] / y[i]")),
  oneAnd("vec_scale", 2.5, mapping("xs[i] * y")),
  oneAnd("map_add", 2.5, mapping("xs[i] + y")),
  oneAnd("map_mul", 2.5, mapping("xs[i] * y")),
  one("abs", mapping("Math.abs(xs[i])")),
  one("sqrt", mapping("Math.sqrt(xs[i])")),
  one("exp", mapping("Math.exp(xs[i])")),
  one("log", mapping("Math.log(xs[i])")),
  {
    op: "clip",
    args: (n) => [list(n), 0.8, 1.2],
    loop: mapping("xs[i] < y ? y : xs[i] > z ? z : xs[i]"),
  },
  one("normalize", (xs: List) => {
    const length = norm(xs);
    const out = new Float64Array(xs.length);
    for (let i = 0; i < xs.length; i++) out[i] = xs[i] / length;
    return out;
  }),
  one("softmax", (xs: List) => {
    let most = xs[0];
    for (let i = 1; i < xs.length; i++) if (xs[i] > most) most = xs[i];
    const out = new Float64Array(xs.length);
    let sum = 0;
    for (let i = 0; i < xs.length; i++) sum += out[i] = Math.exp(xs[i] - most);
    for (let i = 0; i < xs.length; i++) out[i] /= sum;
    return out;
  }),
  one("cumsum", (xs: List) => {
    const out = new Float64Array(xs.length);
    let sum = 0;
    for (let i = 0; i < xs.length; i++) out[i] = sum += xs[i];
    return out;
  }),
  one("diff", (xs: List) => {
    const out = new Float64Array(xs.length - 1);
    for (let i = 0; i < out.length; i++) out[i] = xs[i + 1] - xs[i];
    return out;
  }),
  {
    op: "rolling_mean",
    args: (n) => [list(n), Math.min(n, 8)],
    loop: (xs: List, window: number) => {
      const out = new Float64Array(xs.length - window + 1);
      let sum = 0;
      for (let i = 0; i < window; i++) sum += xs[i];
      out[0] = sum / window;
      for (let i = window; i < xs.length; i++) {
        sum += xs[i] - xs[i - window];
        out[i - window + 1] = sum / window;
      }
      return out;
    },
  },
  oneAnd("ewma", 0.3, (xs: List, alpha: number) => {
    const out = new Float64Array(xs.length);
    let value = xs[0];
    for (let i = 0; i < xs.length; i++) out[i] = value = alpha * xs[i] + (1 - alpha) * value;
    return out;
  }),
  one("sort_asc", (xs: List) => xs.slice().sort()),
  one("sort_desc", (xs: List) => xs.slice().sort().reverse()),
  one("argsort", argsort),
  oneAnd("top_k", 5, top),
  {
    op: "cosine_top_k",
    args: (n) => [list(8), list(8 * n, 2), 8, 5],
    most: 10_000,
    loop: (query: List, matrix: List, dim: number, k: number) => {
      const rows = matrix.length / dim;
      const scores = new Float64Array(rows);
      for (let r = 0; r < rows; r++) {
        let [xy, yy] = [0, 0];
        for (let i = 0; i < dim; i++) {
          xy += query[i] * matrix[r * dim + i];
          yy += matrix[r * dim + i] * matrix[r * dim + i];
        }
        scores[r] = xy / Math.sqrt(yy);
      }
      return top(scores, k);
    },
  },
  one("unique_counts", (xs: List) => {
    const counts = new Map<number, number>();
    for (const x of xs) counts.set(x, (counts.get(x) ?? 0) + 1);
    const values = Float64Array.from(counts.keys()).sort();
    return { values, counts: Array.from(values, (x) => counts.get(x)!) };
  }),
  oneAnd("histogram", 10, (xs: List, bins: number) => {
    let [low, high] = [xs[0], xs[0]];
    for (let i = 1; i < xs.length; i++) {
      if (xs[i] < low) low = xs[i];
      if (xs[i] > high) high = xs[i];
    }
    const counts = new Array<number>(bins).fill(0);
    const step = (high - low) / bins;
    for (let i = 0; i < xs.length; i++) {
      counts[Math.min(bins - 1, Math.floor((xs[i] - low) / step))]++;
    }
    return { counts, edges: Float64Array.from({ length: bins + 1 }, (_, i) => low + i * step) };
  }),
  oneAnd("filter_gt", 1, (xs: List, bound: number) => xs.filter((x) => x > bound)),
  oneAnd("filter_lt", 1, (xs: List, bound: number) => xs.filter((x) => x < bound)),
  oneAnd("where_gt", 1, (xs: List, bound: number) => {
    const found: number[] = [];
    for (let i = 0; i < xs.length; i++) if (xs[i] > bound) found.push(i);
    return found;
  }),
  oneAnd("find_index", 7, (xs: List, value: number) => {
    for (let i = 0; i < xs.length; i++) if (xs[i] === value) return i;
    return -1;
  }),
  oneAnd("count_value", 7, (xs: List, value: number) => {
    let found = 0;
    for (let i = 0; i < xs.length; i++) if (xs[i] === value) found++;
    return found;
  }),
  {
    op: "mat_mul",
    args: (n) => {
      const side = square(n);
      return [list(side * side), list(side * side, 2), side, side, side];
    },
    most: 10_000,
    loop: (a: List, b: List, rows: number, inner: number, columns: number) => {
      const out = new Float64Array(rows * columns);
      for (let i = 0; i < rows; i++) {
        for (let p = 0; p < inner; p++) {
          const x = a[i * inner + p];
          for (let j = 0; j < columns; j++) out[i * columns + j] += x * b[p * columns + j];
        }
      }
      return out;
    },
  },
  {
    op: "mat_transpose",
    args: (n) => [list(square(n) ** 2), square(n), square(n)],
    loop: (m: List, rows: number, columns: number) => {
      const out = new Float64Array(m.length);
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) out[j * rows + i] = m[i * columns + j];
      }
      return out;
    },
  },
  {
    op: "pairwise_distance",
    args: (n) => [list(2 * square(n)), 2],
    most: 100_000,
    loop: (points: List, dim: number) => {
      const count = points.length / dim;
      const out = new Float64Array(count * count);
      for (let i = 0; i < count; i++) {
        for (let j = 0; j < count; j++) {
          let squares = 0;
          for (let d = 0; d < dim; d++) {
            squares += (points[i * dim + d] - points[j * dim + d]) ** 2;
          }
          out[i * count + j] = Math.sqrt(squares);
        }
      }
      return out;
    },
  },
  {
    op: "one_hot",
    args: (n) => [Array.from({ length: n }, (_, i) => i % 4), 4],
    loop: (labels: number[], classes: number) => {
      const out = new Float64Array(labels.length * classes);
      for (let i = 0; i < labels.length; i++) out[i * classes + labels[i]] = 1;
      return out;
    },
  },
  {
    op: "random_normal",
    args: (n) => [1, n],
    loop: (seed: number, n: number) => {
      const random = generator(seed);
      const out = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        out[i] = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      }
      return out;
    },
  },
  { op: "string_count", args: (n) => [words(n)], loop: (s: string) => byteLength(s) },
  {
    op: "string_find",
    args: (n) => [words(n), "q"],
    loop: (s: string, part: string) => s.indexOf(part),
  },
  {
    op: "string_starts_with",
    args: (n) => [words(n), "zix"],
    loop: (s: string, part: string) => s.startsWith(part),
  },
  {
    op: "string_ends_with",
    args: (n) => [words(n), "zix"],
    loop: (s: string, part: string) => s.endsWith(part),
  },
  {
    op: "string_count_of",
    args: (n) => [words(n), "xi"],
    loop: (s: string, part: string) => s.split(part).length - 1,
  },
  {
    op: "levenshtein",
    args: (n) => [words(n), words(n + 3).slice(3)],
    most: 1000,
    loop: levenshtein,
  },
  {
    op: "jaro_winkler",
    args: (n) => [words(n), words(n + 3).slice(3)],
    most: 1000,
    loop: jaroWinkler,
  },
  {
    op: "csv_floats",
    args: (n) => [Array.from(list(n), (x) => x.toFixed(6)).join("\n")],
    loop: (text: string) => Float64Array.from(text.split("\n"), Number),
  },
];

const encoder = new TextEncoder();

function byteLength(s: string): number {
  return encoder.encode(s).length;
}

function levenshtein(a: string, b: string): number {
  const row = new Uint32Array(b.length + 1);
  for (let j = 0; j <= b.length; j++) row[j] = j;
  for (let i = 1; i <= a.length; i++) {
    let corner = row[0];
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const changed = corner + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1);
      corner = row[j];
      row[j] = Math.min(row[j] + 1, row[j - 1] + 1, changed);
    }
  }
  return row[b.length];
}

function jaroWinkler(a: string, b: string): number {
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const [inA, inB] = [new Uint8Array(a.length), new Uint8Array(b.length)];
  let matches = 0;
  for (let i = 0; i < a.length; i++) {
    for (let j = Math.max(0, i - reach); j < Math.min(b.length, i + reach + 1); j++) {
      if (inB[j] === 0 && a.charCodeAt(i) === b.charCodeAt(j)) {
        inA[i] = inB[j] = 1;
        matches++;
        break;
      }
    }
  }
  if (matches === 0) return 0;
  let [swapped, j] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    if (inA[i] === 0) continue;
    while (inB[j] === 0) j++;
    if (a.charCodeAt(i) !== b.charCodeAt(j++)) swapped++;
  }
  const jaro = (matches / a.length + matches / b.length + (matches - swapped / 2) / matches) / 3;
  let prefix = 0;
  while (prefix < 4 && a[prefix] !== undefined && a[prefix] === b[prefix]) prefix++;
  return jaro + (jaro > 0.7 ? prefix * 0.1 * (1 - jaro) : 0);
}
