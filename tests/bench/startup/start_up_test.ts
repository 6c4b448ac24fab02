import { assertGreater } from "@std/assert";
import { startUp } from "./start_up.ts";

Deno.test("the start-up benchmark runs, and hello prints 11.0", async () => {
  const { emptyMs, helloMs } = await startUp(1);
  assertGreater(emptyMs, 0);
  assertGreater(helloMs, 0);
});
