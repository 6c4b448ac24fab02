import { assert, assertEquals } from "@std/assert";
import { buildEngine } from "../../engine/build.ts";
import { engineCall } from "../../engine/mod.ts";
import { generator } from "./inputs.ts";
import { expError, logError } from "./precise.ts";

await buildEngine();

/** Units in the last place that `docs/engine_semantics.md` promises. */
const promised = 0.65;

const random = generator(5);
const many = 20_000;

function worst(
  name: "exp" | "log",
  xs: Float64Array,
  error: (x: number, y: number) => number,
): number {
  const ys = engineCall(name)(xs) as Float64Array;
  let most = 0;
  xs.forEach((x, i) => most = Math.max(most, error(x, ys[i])));
  return most;
}

const ranges: readonly [name: "exp" | "log", of: string, make: () => number][] = [
  ["exp", "all results that are no subnormals", () => random() * 1417 - 708],
  ["exp", "small numbers", () => (random() - 0.5) * 4],
  ["exp", "tiny numbers", () => (random() - 0.5) * 2 ** (-60 * random())],
  ["log", "all magnitudes", () => 2 ** (random() * 2045 - 1022) * (1 + random())],
  ["log", "numbers around 1", () => 0.5 + random() * 1.5],
  ["log", "numbers near 1", () => 1 + (random() - 0.5) * 0.2],
  ["log", "numbers very near 1", () => 1 + (random() - 0.5) * 2 ** (-45 * random())],
  ["log", "subnormals", () => 5e-324 * Math.ceil(random() * 2 ** 50)],
];

for (const [name, of, make] of ranges) {
  Deno.test(`${name} is within ${promised} units in the last place: ${of}`, () => {
    const xs = Float64Array.from({ length: many }, make).filter((x) => name === "exp" || x !== 1);
    const most = worst(name, xs, name === "exp" ? expError : logError);
    assert(most <= promised, `${most} units`);
    assert(most > 0.45, `${most} units: no measure rounds better than half a unit`);
  });
}

Deno.test("exp rounds once more, to the place there is, where results are subnormal", () => {
  const xs = Float64Array.from({ length: 2000 }, () => -708.4 - random() * 36);
  assert(worst("exp", xs, expError) <= 1);
});

Deno.test("exp and log know the special values, beside ordinary ones and alone", () => {
  const table: readonly [name: "exp" | "log", x: number, y: number][] = [
    ["exp", 0, 1],
    ["exp", -0, 1],
    ["exp", Infinity, Infinity],
    ["exp", -Infinity, 0],
    ["exp", NaN, NaN],
    ["exp", 709.79, Infinity],
    ["exp", -745.14, 0],
    ["exp", -745.13, 5e-324],
    ["exp", 5e-324, 1],
    ["log", 1, 0],
    ["log", 0, -Infinity],
    ["log", -0, -Infinity],
    ["log", -1, NaN],
    ["log", -5e-324, NaN],
    ["log", Infinity, Infinity],
    ["log", -Infinity, NaN],
    ["log", NaN, NaN],
    ["log", 5e-324, -744.4400719213812],
  ];
  for (const [name, x, y] of table) {
    for (const other of [x, 1.5]) {
      for (let at = 0; at < 9; at++) {
        const xs = new Float64Array(9).fill(other);
        xs[at] = x;
        const result = engineCall(name)(xs) as Float64Array;
        assertEquals(result[at], y, `${name}(${x}) at ${at}`);
        const alone = (engineCall(name)([other]) as Float64Array)[0];
        if (at > 0) assertEquals(result[0], alone, `${name}(${other}) beside ${x}`);
      }
    }
  }
});
