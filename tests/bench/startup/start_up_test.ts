import { assert, assertEquals } from "@std/assert";
import { HELLO, startUp } from "./start_up.ts";

Deno.test("the start-up benchmark runs, and hello prints 11.0", async () => {
  const timings = await startUp(1);
  assert(timings.every(({ medianMs }) => medianMs > 0));
  assertEquals(timings.filter(({ name }) => name === HELLO).length, 1);
});
