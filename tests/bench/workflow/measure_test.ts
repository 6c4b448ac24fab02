import { assertEquals } from "@std/assert";
import { measure } from "./measure.ts";

Deno.test("the workflow benchmark runs, and its runs give what they must", async () => {
  const figures = await measure({ sequences: [2, 5], resumed: 5, elements: 1000, rounds: 1 });
  assertEquals(figures.every(({ value }) => value > 0), true);
});
