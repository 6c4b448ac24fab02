/**
 * Every operation, in each build (native at each vector level, WASM), against the plain reference,
 * for all lengths from 0 to 300; and the builds against each other, to the last bit.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { buildEngine } from "../../engine/build.ts";
import { useKernels } from "../../engine/kernels.ts";
import { EngineError, engineTable, type EngineValue, runEngine } from "../../engine/mod.ts";
import { openNative } from "../../engine/native.ts";
import type { Kernels } from "../../engine/symbols.ts";
import { openWasm } from "../../engine/wasm.ts";
import { kinds, numbers } from "./inputs.ts";
import * as reference from "./reference.ts";
import { type List, type Trial, trials } from "./trials.ts";

const roundoff = 2 ** -53;

/** A value as a list of numbers with its structure beside it, for comparing. */
function flatten(value: unknown): { shape: string; numbers: number[] } {
  if (typeof value === "number") return { shape: "number", numbers: [value] };
  if (value instanceof Float64Array) {
    return { shape: `floats ${value.length}`, numbers: [...value] };
  }
  if (Array.isArray(value)) return { shape: `list ${value.length}`, numbers: value };
  const parts = Object.entries(value as object).map(([key, part]) => ({ key, ...flatten(part) }));
  return {
    shape: parts.map(({ key, shape }) => `${key}: ${shape}`).join(", "),
    numbers: parts.flatMap((part) => part.numbers),
  };
}

function check(trial: Trial, args: EngineValue[], where: string): unknown {
  const found = runEngine(trial.name, args);
  const expected = trial.expected(...args as never[]);
  const a = flatten(found);
  const b = flatten(expected);
  assertEquals(a.shape, b.shape, where);
  for (let i = 0; i < a.numbers.length; i++) {
    const [x, y] = [a.numbers[i], b.numbers[i]];
    if (Object.is(x, y)) continue;
    const scale = trial.scale?.(...args as never[]) ?? Math.abs(y);
    // Below the normal numbers the unit in the last place is fixed.
    const allowed = trial.error === "bits" ? -1 : trial.error * Math.max(scale * roundoff, 5e-324);
    const close = x === y && trial.error !== "bits" || Math.abs(x - y) <= allowed;
    assert(close, `${where}: element ${i} is ${x}, expected ${y}`);
  }
  return found;
}

/** Compares one build with the reference; answers with all results. */
function compare(build: string, step: number): Map<string, unknown> {
  const results = new Map<string, unknown>();
  for (const trial of trials) {
    for (const kind of kinds) {
      if (trial.without?.includes(kind)) continue;
      for (let n = 0; n <= 300; n += step) {
        const args = trial.args(numbers(kind, n, n + 1), numbers(kind, n, n + 1000));
        if (args === undefined) continue;
        const where = `${trial.name} of ${n} ${kind} numbers, ${build}`;
        const key = `${trial.name} ${trials.indexOf(trial)} ${kind} ${n}`;
        results.set(key, check(trial, args, where));
      }
    }
  }
  return results;
}

function assertSameBits(ours: Map<string, unknown>, theirs: Map<string, unknown>): void {
  for (const [key, value] of theirs) {
    // Fused multiply-add makes the one operation whose last bits depend on the machine.
    if (key.startsWith("mat_mul ")) continue;
    const a = flatten(ours.get(key)).numbers;
    const b = flatten(value).numbers;
    assert(a.length === b.length && a.every((x, i) => Object.is(x, b[i])), key);
  }
}

const native = openNative(await buildEngine());
const levels = native.level > 1
  ? [2, 3, 4].filter((level) => level <= native.level)
  : [native.level];

Deno.test("native and WASM results equal the reference, and each other to the last bit", async (t) => {
  let first: Map<string, unknown> | undefined;
  const builds: [string, () => Kernels, number][] = levels.toReversed().map((level, i) => [
    `native level ${level}`,
    () => {
      native.kernels.zx_limit_level(level);
      return native.kernels;
    },
    i === 0 ? 1 : 3,
  ]);
  builds.push(["WASM", openWasm, 1]);
  try {
    for (const [build, open, step] of builds) {
      await t.step(build, () => {
        useKernels(open());
        const results = compare(build, step);
        first ??= results;
        assertSameBits(first, results);
      });
    }
  } finally {
    native.kernels.zx_limit_level(99);
    useKernels(native.kernels);
  }
});

Deno.test("every operation on numbers is compared with the reference", () => {
  const others = ["one_hot", "random_normal", "levenshtein", "jaro_winkler", "csv_floats"];
  const missing = engineTable.map((row) => row.name).filter((name) =>
    !trials.some((trial) => trial.name === name) && !others.includes(name) &&
    !name.startsWith("string_")
  );
  assertEquals(missing, []);
});

Deno.test("sums of ten million numbers of mixed magnitude are right to 1e-14", () => {
  useKernels(native.kernels);
  const xs = numbers("mixed", 10_000_000, 5).map(Math.abs);
  const exact = reference.sum(xs);
  assert(Math.abs(runEngine("list_sum", [xs]) as number - exact) <= 1e-14 * exact);
  const running = runEngine("cumsum", [xs]) as List;
  assert(Math.abs(running[xs.length - 1] - exact) <= 1e-14 * exact);
  const squares = reference.sum(xs.map((x) => x * x));
  assert(Math.abs(runEngine("dot_product", [xs, xs]) as number - squares) <= 1e-14 * squares);
});

Deno.test("large lists are sorted, also those that are hard on quicksort", () => {
  const n = 200_000;
  const shapes: Record<string, (i: number) => number> = {
    rising: (i) => i,
    falling: (i) => -i,
    equal: () => 3,
    two: (i) => i % 2,
    organ: (i) => Math.min(i, n - i),
    close: (i) => 1 + ((i * 7919) % n) * 2 ** -52,
  };
  for (const [shape, f] of Object.entries(shapes)) {
    const xs = Float64Array.from({ length: n }, (_, i) => f(i));
    const sorted = xs.toSorted();
    assertEquals(runEngine("sort_asc", [xs]), sorted, shape);
    const order = runEngine("argsort", [xs]) as number[];
    for (let i = 0; i < n; i++) {
      if (xs[order[i]] !== sorted[i]) throw new Error(`${shape}: argsort is wrong at ${i}`);
      if (i > 0 && sorted[i] === sorted[i - 1] && order[i] < order[i - 1]) {
        throw new Error(`${shape}: equal elements changed places at ${i}`);
      }
    }
  }
});

Deno.test("errors of every build are EngineErrors with a code", () => {
  const bad: [string, EngineValue[], string][] = [
    ["list_mean", [[]], "E0401"],
    ["list_min", [[]], "E0401"],
    ["list_std", [new Float64Array()], "E0401"],
    ["median", [[]], "E0401"],
    ["histogram", [[]], "E0401"],
    ["list_sum", ["text"], "E0402"],
    ["vec_scale", [[1], "2"], "E0402"],
    ["rolling_mean", [[1, 2], 1.5], "E0402"],
    ["dot_product", [[1, 2, 3], [1, 2]], "E0403"],
    ["vec_add", [new Float64Array(40), new Float64Array(41)], "E0403"],
    ["cov", [[1], [1, 2]], "E0403"],
    ["mat_mul", [[1, 2, 3], [1, 2], 2, 2, 1], "E0404"],
    ["mat_transpose", [[1, 2, 3], 2, 2], "E0404"],
    ["cosine_top_k", [[1, 2], [1, 2, 3], 2, 1], "E0404"],
    ["pairwise_distance", [[1, 2, 3], 2], "E0404"],
    ["quantile", [[1], 1.5], "E0405"],
    ["quantile", [[1], NaN], "E0405"],
    ["clip", [[1], 2, 1], "E0405"],
    ["rolling_mean", [[1, 2], 3], "E0405"],
    ["rolling_mean", [[1, 2], 0], "E0405"],
    ["ewma", [[1, 2], 0], "E0405"],
    ["top_k", [[1, 2], -1], "E0405"],
    ["linear_fit", [[1, 1], [1, 2]], "E0405"],
    ["histogram", [[1, Infinity], 3], "E0405"],
    ["one_hot", [[3], 3], "E0405"],
    ["random_normal", [1, 2 ** 33], "E0405"],
    ["mat_mul", [[], [], 2 ** 31, 0, 2 ** 31], "E0406"],
    ["csv_floats", ["1,x"], "E0408"],
    ["csv_floats", ["1,2\n3"], "E0408"],
  ];
  for (const kernels of [native.kernels, openWasm()]) {
    useKernels(kernels);
    for (const [name, args, code] of bad) {
      let found: unknown;
      try {
        found = runEngine(name, args);
      } catch (error) {
        found = error instanceof EngineError ? error.code : error;
      }
      assertEquals(found, code, name);
    }
  }
  useKernels(native.kernels);
});
