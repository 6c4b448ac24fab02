/**
 * What the benchmark of the engine runs: arguments, a check of the answer, and the plain loop.
 *
 * @module
 */
import type { EngineValue } from "../../../engine/mod.ts";
import { generator } from "../../engine/inputs.ts";

type List = Float64Array;

/** One operation. */
export interface Case {
  readonly op: string;
  /** What numpy's script calls it, when other than `op`. */
  readonly label?: string;
  readonly sizes: readonly number[];
  readonly make: (n: number) => { args: EngineValue[]; check: (result: EngineValue) => boolean };
  /** The loop that a JavaScript program would have. */
  readonly plain?: (args: EngineValue[]) => () => unknown;
  /** A rate that the time stands for, such as GFLOP/s. */
  readonly rate?: (n: number, us: number) => string;
  readonly numpy?: boolean;
}

const sizes = [1e3, 1e5, 1e7];

function list(n: number, seed: number): List {
  const random = generator(seed);
  return Float64Array.from({ length: n }, () => random() + 0.5);
}

function near(a: EngineValue, b: number): boolean {
  return Math.abs(Number(a) - b) <= 1e-9 * Math.abs(b);
}

function sumOf(xs: List): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = xs.length - xs.length % 4;
  for (let i = 0; i < whole; i += 4) {
    a += xs[i];
    b += xs[i + 1];
    c += xs[i + 2];
    d += xs[i + 3];
  }
  for (let i = whole; i < xs.length; i++) a += xs[i];
  return a + b + c + d;
}

/** From one list to a number. */
function reduce(op: string, plain: (xs: List) => number, label?: string): Case {
  return {
    op,
    label,
    sizes,
    make: (n) => {
      const xs = list(n, 1);
      const expected = plain(xs);
      return { args: [xs], check: (result) => near(result, expected) };
    },
    plain: ([xs]) => () => plain(xs as List),
  };
}

/** To a list, into a given one or a new one. */
function map(
  op: string,
  constants: readonly number[],
  lists: 1 | 2,
  plain: (out: List, x: List, y: List) => void,
  into: boolean,
): Case {
  return {
    op,
    label: into ? `${op} out` : op,
    sizes,
    make: (n) => {
      const [x, y] = [list(n, 1), list(n, 2)];
      const expected = new Float64Array(n);
      plain(expected, x, y);
      const args: EngineValue[] = lists === 2 ? [x, y] : [x, ...constants];
      if (into) args.push(new Float64Array(n));
      return {
        args,
        check: (result) => expected.every((e, i) => near((result as List)[i], e)),
      };
    },
    plain: ([x, y, third]) => {
      const xs = x as List;
      const out = (lists === 2 ? third : y) as List;
      return into
        ? () => plain(out, xs, y as List)
        : () => plain(new Float64Array(xs.length), xs, y as List);
    },
  };
}

const add = (out: List, x: List, y: List) => {
  for (let i = 0; i < out.length; i++) out[i] = x[i] + y[i];
};
const scale = (out: List, x: List) => {
  for (let i = 0; i < out.length; i++) out[i] = x[i] * 2.5;
};
const cumsum = (out: List, x: List) => {
  let sum = 0;
  for (let i = 0; i < out.length; i++) out[i] = sum += x[i];
};
const elementwise = (f: (x: number) => number) => (out: List, x: List) => {
  for (let i = 0; i < out.length; i++) out[i] = f(x[i]);
};

/** All that is run. */
export const cases: readonly Case[] = [
  reduce("list_sum", sumOf),
  reduce("list_std", (xs) => {
    const mean = sumOf(xs) / xs.length;
    let squares = 0;
    for (let i = 0; i < xs.length; i++) squares += (xs[i] - mean) ** 2;
    return Math.sqrt(squares / xs.length);
  }),
  reduce("list_min", (xs) => {
    let least = xs[0];
    for (let i = 1; i < xs.length; i++) least = Math.min(least, xs[i]);
    return least;
  }),
  reduce("list_max", (xs) => {
    let most = xs[0];
    for (let i = 1; i < xs.length; i++) most = Math.max(most, xs[i]);
    return most;
  }),
  reduce("argmax", (xs) => {
    let at = 0;
    for (let i = 1; i < xs.length; i++) if (xs[i] > xs[at]) at = i;
    return at;
  }),
  {
    op: "dot_product",
    sizes,
    make: (n) => {
      const [x, y] = [list(n, 1), list(n, 2)];
      const expected = sumOf(x.map((v, i) => v * y[i]));
      return { args: [x, y], check: (result) => near(result, expected) };
    },
    plain: ([x, y]) => () => {
      const [a, b] = [x as List, y as List];
      let sum = 0;
      for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
      return sum;
    },
  },
  map("vec_add", [], 2, add, true),
  map("vec_add", [], 2, add, false),
  map("vec_scale", [2.5], 1, scale, false),
  {
    ...map("vec_scale", [2.5], 1, scale, true),
    plain: ([x, , out]) => () => scale(out as List, x as List),
  },
  map("cumsum", [], 1, cumsum, true),
  map("cumsum", [], 1, cumsum, false),
  map("exp", [], 1, elementwise(Math.exp), true),
  map("log", [], 1, elementwise(Math.log), true),
  map("sqrt", [], 1, elementwise(Math.sqrt), true),
  {
    op: "sort_asc",
    sizes,
    make: (n) => {
      const xs = list(n, 1);
      const expected = xs.toSorted();
      return {
        args: [xs],
        check: (result) => expected.every((e, i) => (result as List)[i] === e),
      };
    },
    plain: ([xs]) => () => (xs as List).toSorted(),
  },
  {
    op: "argsort",
    sizes,
    make: (n) => {
      const xs = list(n, 1);
      return {
        args: [xs],
        check: (result) =>
          (result as number[]).every((at, i, all) => i === 0 || xs[all[i - 1]] <= xs[at]),
      };
    },
  },
  reduce("median", (xs) => {
    const sorted = xs.toSorted();
    return (sorted[(xs.length - 1) >> 1] + sorted[xs.length >> 1]) / 2;
  }),
  {
    op: "filter_gt",
    sizes,
    make: (n) => {
      const xs = list(n, 1);
      const count = xs.filter((x) => x > 1).length;
      return { args: [xs, 1], check: (result) => (result as List).length === count };
    },
    plain: ([xs]) => () => (xs as List).filter((x) => x > 1),
  },
  {
    op: "histogram",
    sizes,
    make: (n) => ({
      args: [list(n, 1)],
      check: (result) => (result as { counts: number[] }).counts.reduce((a, c) => a + c, 0) === n,
    }),
  },
  {
    op: "rolling_mean",
    sizes,
    make: (n) => {
      const xs = list(n, 1);
      const expected = sumOf(xs.subarray(0, 20)) / 20;
      return { args: [xs, 20], check: (result) => near((result as List)[0], expected) };
    },
    plain: ([list]) => () => {
      const xs = list as List;
      const out = new Float64Array(xs.length - 19);
      let sum = 0;
      for (let i = 0; i < 20; i++) sum += xs[i];
      out[0] = sum / 20;
      for (let i = 20; i < xs.length; i++) {
        sum += xs[i] - xs[i - 20];
        out[i - 19] = sum / 20;
      }
      return out;
    },
  },
  {
    op: "random_normal",
    sizes,
    make: (n) => ({
      args: [1, n],
      check: (result) => Math.abs(sumOf(result as List) / n) < 10 / Math.sqrt(n),
    }),
  },
  {
    op: "mat_mul",
    sizes: [64, 512, 1024],
    make: (n) => {
      const [a, b] = [list(n * n, 1), list(n * n, 2)];
      let corner = 0;
      for (let p = 0; p < n; p++) corner += a[p] * b[p * n];
      return { args: [a, b, n, n, n], check: (result) => near((result as List)[0], corner) };
    },
    rate: (n, us) => `${(2 * n ** 3 / us / 1e3).toFixed(1)} GF/s`,
  },
  {
    op: "cosine_top_k",
    sizes: [1_000, 100_000],
    make: (n) => {
      const m = list(n * 384, 1);
      return {
        args: [m.slice(7 * 384, 8 * 384), m, 384, 10],
        check: (result) => (result as { indices: number[] }).indices[0] === 7,
      };
    },
    rate: (n, us) => `${(n * 384 * 8 / us / 1e3).toFixed(1)} GB/s`,
  },
];
