import { assertEquals } from "@std/assert";
import { testEngine } from "./build.ts";

Deno.test("the tests of the Zig sources pass on this processor and on the baseline", async () => {
  const lines: string[] = [];
  await testEngine({ log: (line) => lines.push(line) });
  assertEquals(lines.length > 0, true);
});
