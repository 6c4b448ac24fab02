/**
 * The benchmark of Python at a tiny size: every case works and gives a number.
 */
import { assert } from "@std/assert";
import { measure } from "./python/cases.ts";

Deno.test("benchmark python: every case gives its answer", async () => {
  const measured = await measure("tiny");
  assert(measured.length >= 14);
  for (const { name, value } of measured) assert(Number.isFinite(value), name);
});
