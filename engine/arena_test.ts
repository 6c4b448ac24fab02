import { assert, assertEquals } from "@std/assert";
import { allocateList } from "./arena.ts";
import { buildEngine } from "./build.ts";
import { engineCall, engineInfo, releaseEngineMemory, runEngine } from "./mod.ts";
import { kernels } from "./kernels.ts";

await buildEngine();

const megabyte = 1 << 20;
const n = megabyte / 8;

function poolUsage(): { taken: number; kept: number } {
  const out = new Float64Array(2);
  kernels().zx_pool_usage(out);
  return { taken: out[0], kept: out[1] };
}

/** Lists until one comes from the pool; before that, they are ordinary. */
function warmUp(): void {
  for (let i = 0; i < 32; i++) allocateList(n);
}

const onLinux = Deno.build.os === "linux" && engineInfo().kind === "native";

Deno.test("large results keep their values while others come and go", () => {
  warmUp();
  const xs = new Float64Array(n).fill(1);
  const kept: [number, Float64Array][] = [];
  for (let i = 0; i < 600; i++) {
    const result = runEngine("vec_scale", [xs, i]) as Float64Array;
    if (i % 20 === 0) kept.push([i, result]);
  }
  for (const [i, result] of kept) assert(result.every((x) => x === i), `result ${i} was changed`);
});

Deno.test("small lists share slabs and never overlap", () => {
  const lists: Float64Array[] = [];
  // Enough to go through many slabs, also ones from the pool.
  for (let i = 0; i < 40_000; i++) {
    const list = allocateList(i % 16 < 15 ? i % 257 : i % 5000).fill(i);
    if (i % 16 === 0) lists.push(list);
  }
  assert(new Set(lists.map((xs) => xs.buffer)).size < lists.length);
  lists.forEach((xs, i) => assert(xs.every((x) => x === 16 * i), `list ${i} was changed`));
});

Deno.test("results for TypeScript have buffers of their own, those within a program need not", () => {
  const xs = new Float64Array(100).fill(2);
  const own = runEngine("vec_scale", [xs, 2]) as Float64Array;
  assertEquals(own.buffer.byteLength, own.byteLength);
  const { values } = runEngine("top_k", [xs, 3]) as { values: Float64Array };
  assertEquals(values.buffer.byteLength, 24);
  const inside = engineCall("vec_scale")(xs, 2) as Float64Array;
  assertEquals(inside, own);
});

Deno.test({
  name: "one small list kept of each slab does not keep unbounded memory",
  ignore: !onLinux,
  fn: () => {
    warmUp();
    const { taken } = poolUsage();
    const kept: Float64Array[] = [];
    for (let i = 0; i < 40_000; i++) {
      const list = allocateList(1000);
      if (i % 8 === 0) kept.push(list.subarray(0, 1));
    }
    // 5000 slabs of 64 KiB would be 320 MiB.
    assert(poolUsage().taken - taken < 128 * megabyte, `${poolUsage().taken / megabyte} MiB`);
    assert(kept.length === 5000);
  },
});

Deno.test({
  name: "the memory of large results is used again within synchronous code",
  ignore: !onLinux,
  fn: () => {
    warmUp();
    const xs = new Float64Array(n).fill(1);
    const { taken } = poolUsage();
    let most = 0;
    for (let i = 0; i < 2000; i++) {
      runEngine("map_add", [xs, i]);
      most = Math.max(most, poolUsage().taken);
    }
    // 2000 results of 1 MiB were made.
    assert(most - taken < 1000 * megabyte, `${(most - taken) / megabyte} MiB at once`);
  },
});

Deno.test({
  name: "a buffer from the pool that was transferred stays whole when its first owner is gone",
  ignore: !onLinux,
  fn: () => {
    warmUp();
    const original = allocateList(n).fill(7);
    const moved = new Float64Array(structuredClone(original.buffer, {
      transfer: [original.buffer as ArrayBuffer],
    }));
    assertEquals(original.length, 0);
    for (let i = 0; i < 500; i++) allocateList(n).fill(i);
    assert(moved.every((x) => x === 7));
  },
});

Deno.test({
  name: "trimming returns what the pool keeps to the system",
  ignore: !onLinux,
  fn: () => {
    releaseEngineMemory();
    const { kept } = poolUsage();
    // Buffers may come back from the collector's threads at any time.
    assert(kept < 64 * megabyte, `${kept}`);
  },
});
