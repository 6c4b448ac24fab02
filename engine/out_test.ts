import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { EngineError, engineTable, type EngineValue, runEngine } from "./mod.ts";

/** Arguments for a list of `n` elements, for each operation with a flat list as its result. */
const listOperations: Record<string, (xs: Float64Array) => EngineValue[]> = {
  vec_add: (xs) => [xs, xs],
  vec_sub: (xs) => [xs, xs],
  vec_mul: (xs) => [xs, xs],
  vec_div: (xs) => [xs, xs],
  vec_scale: (xs) => [xs, 3],
  map_add: (xs) => [xs, 3],
  map_mul: (xs) => [xs, 3],
  abs: (xs) => [xs],
  sqrt: (xs) => [xs],
  exp: (xs) => [xs],
  log: (xs) => [xs],
  clip: (xs) => [xs, 1, 5],
  normalize: (xs) => [xs],
  softmax: (xs) => [xs],
  cumsum: (xs) => [xs],
  ewma: (xs) => [xs, 0.5],
  sort_asc: (xs) => [xs],
  sort_desc: (xs) => [xs],
  mat_transpose: (xs) => [xs, xs.length / 2, 2],
  rolling_mean: (xs) => [xs, 1],
  mat_mul: (xs) => [xs, [1, 0, 0, 1], xs.length / 2, 2, 2],
};

/** These have results of another length than their list, and are tried by themselves. */
const others = ["diff", "filter_gt", "filter_lt", "pairwise_distance", "one_hot", "random_normal"];

function list(n: number, offset = 0): Float64Array {
  const memory = new Float64Array(n + 16);
  for (let i = 0; i < memory.length; i++) memory[i] = (i * 7919) % 11 - 3;
  return memory.subarray(offset, offset + n);
}

for (const [name, args] of Object.entries(listOperations)) {
  Deno.test(`${name} writes into out, also where it overlaps its argument`, () => {
    // There is no window in an empty list.
    for (const n of name === "rolling_mean" ? [2, 300] : [0, 2, 10, 40, 300]) {
      const expected = runEngine(name, args(list(n)));
      const out = new Float64Array(n);
      assertStrictEquals(runEngine(name, args(list(n)), out), out);
      assertEquals(out, expected);
      for (const shift of [-8, -1, 0, 1, 8]) {
        const source = list(n, 8);
        const wanted = runEngine(name, args(source.slice()));
        const target = new Float64Array(source.buffer, source.byteOffset + 8 * shift, n);
        assertEquals(runEngine(name, args(source), target), wanted, `${n} shifted by ${shift}`);
      }
    }
  });
}

Deno.test("every operation with a flat list as its result is tried with out", () => {
  const flat = engineTable.filter((row) => row.type.endsWith("-> [Float]")).map((row) => row.name);
  const tried = [...Object.keys(listOperations), ...others, "csv_floats"];
  assertEquals(flat.toSorted(), tried.toSorted());
});

Deno.test("out of operations with results of another length", () => {
  assertEquals(runEngine("diff", [[1, 4, 9]], new Float64Array(2)), Float64Array.of(3, 5));
  const square = Float64Array.of(0, 5, 5, 0);
  assertEquals(runEngine("pairwise_distance", [[0, 0, 3, 4], 2], new Float64Array(4)), square);
  const dirty = new Float64Array(4).fill(9);
  assertEquals(runEngine("one_hot", [[1, 0], 2], dirty), Float64Array.of(0, 1, 1, 0));
  assertEquals(
    runEngine("random_normal", [3, 100], new Float64Array(100)),
    runEngine("random_normal", [3, 100]),
  );
  assertEquals(runEngine("csv_floats", ["1,2"], new Float64Array(2)), Float64Array.of(1, 2));
  const above = Float64Array.of(5, 3);
  assertEquals(runEngine("filter_gt", [[1, 5, 3], 2], new Float64Array(2)), above);
  assertEquals(runEngine("filter_lt", [[9, 5, 3], 6], new Float64Array(2)), above);
});

Deno.test("an out of a wrong length or kind is refused", () => {
  const code = (run: () => unknown) => assertThrows(run, EngineError).code;
  assertEquals(code(() => runEngine("vec_add", [[1], [2]], new Float64Array(2))), "E0403");
  assertEquals(code(() => runEngine("list_sum", [[1]], new Float64Array(1))), "E0405");
  assertEquals(code(() => runEngine("filter_gt", [[1], 0], new Float64Array(2))), "E0403");
  const wrong = [0] as unknown as Float64Array;
  assertEquals(code(() => runEngine("abs", [[1]], wrong)), "E0402");
});

Deno.test("a list that was transferred elsewhere is refused", () => {
  const xs = new Float64Array(100);
  xs.buffer.transfer();
  assertEquals(assertThrows(() => runEngine("list_sum", [xs]), EngineError).code, "E0402");
});
