import { assert, assertEquals } from "@std/assert";
import { buildWasm, hashSources, testEngine } from "./build.ts";
import { wasmModuleSources } from "./wasm.gen.ts";
import { wasmBytes } from "./wasm.ts";

const quiet = { log: () => {} };

Deno.test("the tests of the Zig sources pass on this processor and on the baseline", async () => {
  await testEngine(quiet);
});

Deno.test("wasm.gen.ts carries just what the present sources build to", async () => {
  const remedy = "make it again: deno run -A engine/build.ts --wasm";
  assertEquals(wasmModuleSources, await hashSources(), remedy);
  const [built, carried] = [await buildWasm(quiet), wasmBytes()];
  assert(built.length === carried.length && built.every((byte, i) => byte === carried[i]), remedy);
});
