import { assert, assertEquals } from "@std/assert";
import { evalZixir } from "../mod.ts";
import { pythonLessons } from "../specialist/lessons.ts";

for (const { code, wrong, right } of pythonLessons) {
  if (wrong === undefined || right === undefined) continue;
  Deno.test(`the lesson of ${code} has a program that fails so, and one that does not`, async () => {
    const failed = await evalZixir(wrong);
    assert(!failed.ok, "the wrong program fails");
    assertEquals(failed.errors[0].code, code, failed.errors[0].message);
    const mended = await evalZixir(right);
    assert(mended.ok, mended.ok ? "" : mended.errors[0].message);
  });
}
