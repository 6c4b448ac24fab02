import { assert, assertEquals } from "@std/assert";
import { measure } from "./measure.ts";

Deno.test("the benchmark of the store runs on both implementations of Deno KV", async () => {
  for (const kv of ["builtin", "package"] as const) {
    const found = await measure(kv, { operations: 2, elements: 150_000, rounds: 1 });
    assertEquals(found.length, 7);
    assert(found.every(({ storeUs, peerUs }) => storeUs > 0 && peerUs > 0));
  }
});
