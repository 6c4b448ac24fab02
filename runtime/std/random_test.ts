import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { inspect, type Slot } from "../values/mod.ts";
import { entryOf, failure } from "../../tests/std/calls.ts";
import { Generator32 } from "./generator.ts";
import { memoryHost } from "./memory_host.ts";

const host = memoryHost({ seed: 42 });
const run = (name: string): (...args: Slot[]) => Slot =>
  entryOf(`random.${name}`, host).run as (...args: Slot[]) => Slot;

Deno.test("Generator32 gives the numbers of the reference implementation", () => {
  // The output of xoshiro128plusplus.c from the state 1, 2, 3, 4, as rand_xoshiro has it.
  const generator = Generator32.at([1, 2, 3, 4]);
  assertEquals(Array.from({ length: 10 }, () => generator.next()), [
    641,
    1573767,
    3222811527,
    3517856514,
    836907274,
    4247214768,
    3867114732,
    1355841295,
    495546011,
    621204420,
  ]);
});

Deno.test("Generator32 tells seeds of any size and sign apart", () => {
  const first = (seed: number | bigint): number => new Generator32(seed).next();
  const seeds = [0, 1, -1, 2 ** 40, 2n ** 64n + 1n, 2n ** 128n];
  assertEquals(new Set(seeds.map(first)).size, seeds.length);
  assertEquals(first(7), first(7n));
});

Deno.test("random.int() reaches both bounds and nothing outside, also for large Ints", () => {
  const dice = Array.from({ length: 300 }, () => run("int")(1, 6));
  assertEquals([...new Set(dice)].sort(), [1, 2, 3, 4, 5, 6]);
  const low = 2n ** 70n;
  const large = Array.from({ length: 100 }, () => run("int")(low, low + 2n) as bigint);
  assertEquals(new Set(large), new Set([low, low + 1n, low + 2n]));
  assertEquals(run("int")(5, 5), 5);
  assertEquals(failure("random.int", 2, 1), "value: random.int: low is greater than high: 2, 1");
});

Deno.test("random.int() gives each number about equally often", () => {
  const counts = new Array(10).fill(0);
  for (let i = 0; i < 20_000; i++) counts[run("int")(0, 9) as number]++;
  // 2000 each are expected, with a deviation of 42; the seed is fixed, so this cannot flicker.
  for (const count of counts) assert(Math.abs(count - 2000) < 250, String(counts));
});

Deno.test("random.float() stays within its bounds", () => {
  for (let i = 0; i < 1000; i++) {
    const x = run("float")(-1, 3) as number;
    assert(x >= -1 && x < 3);
  }
  assertEquals(run("float")(2, 2), 2);
  assertEquals(
    failure("random.float", 1, NaN),
    "value: random.float: low is greater than high, or nan",
  );
});

Deno.test("random.normal() has the mean and deviation asked for", () => {
  const n = 20_000;
  const xs = Array.from({ length: n }, () => run("normal")(10, 2) as number);
  const mean = xs.reduce((a, b) => a + b) / n;
  const deviation = Math.sqrt(xs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n);
  assert(Math.abs(mean - 10) < 0.1 && Math.abs(deviation - 2) < 0.1, `${mean} ${deviation}`);
});

Deno.test("random.shuffle() and random.sample() keep the elements", () => {
  const shuffled = run("shuffle")([1, 2, 3, 4, 5, 6, 7, 8]) as number[];
  assertEquals([...shuffled].sort(), [1, 2, 3, 4, 5, 6, 7, 8]);
  assertNotEquals(shuffled, [1, 2, 3, 4, 5, 6, 7, 8]);
  const sampled = run("sample")([1, 2, 3, 4], 3) as number[];
  assertEquals(new Set(sampled).size, 3);
  assertEquals(
    failure("random.sample", [1], 2),
    "value: random.sample: count is 2, the list has 1",
  );
  assertEquals(failure("random.choice", []), "value: random.choice: the list is empty");
});

Deno.test("random.seed() repeats everything but ids and tokens", () => {
  const draw = (): string => {
    run("seed")(5);
    return inspect([run("int")(0, 1000), run("shuffle")([1, 2, 3, 4]), run("choice")([1, 2, 3])]);
  };
  assertEquals(draw(), draw());
});

Deno.test("random.uuid() is a UUID of version 4", () => {
  const id = run("uuid")() as string;
  assert(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id), id);
  assertNotEquals(run("uuid")(), id);
});
