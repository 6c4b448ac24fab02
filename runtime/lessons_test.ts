import { assert, assertEquals } from "@std/assert";
import { runExample } from "../tests/std/world.ts";
import { runtimeLessons } from "./lessons.ts";
import { engineLessons } from "./lessons_engine.ts";
import { pythonLessons } from "./lessons_python.ts";
import { DEFAULT_PERMISSIONS } from "./permissions.ts";

for (const lesson of [...runtimeLessons, ...engineLessons, ...pythonLessons]) {
  if ("command" in lesson) continue;
  const { code, wrong, right } = lesson;
  Deno.test(`the lesson of ${code} has a program that fails so, and one that does not`, async () => {
    const permissions = code === "E0700" ? DEFAULT_PERMISSIONS : undefined;
    const failed = await runExample(wrong, undefined, permissions);
    assert(!failed.ok && failed.error !== undefined, "the wrong program fails when it runs");
    assertEquals(failed.errors[0].code, code, failed.errors[0].message);
    const mended = await runExample(right, undefined, permissions);
    assert(mended.ok, mended.ok ? "" : mended.errors[0].message);
  });
}
