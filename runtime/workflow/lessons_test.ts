import { assert, assertEquals } from "@std/assert";
import { runExample } from "../../tests/std/world.ts";
import { orchestrationLessons } from "./lessons.ts";

for (const lesson of orchestrationLessons) {
  if ("command" in lesson) continue;
  const { code, wrong, right } = lesson;
  Deno.test(`the lesson of ${code} has a program that fails so, and one that does not`, async () => {
    const failed = await runExample(wrong);
    assert(!failed.ok && failed.error !== undefined, "the wrong program fails when it runs");
    assertEquals(failed.errors[0].code, code, failed.errors[0].message);
    const mended = await runExample(right);
    assert(mended.ok, mended.ok ? "" : mended.errors[0].message);
  });
}

Deno.test("every code of workflows, circuits and the store has one lesson", async () => {
  const used = new Set<string>();
  const look = async (at: URL): Promise<void> => {
    for await (const entry of Deno.readDir(at)) {
      if (entry.isDirectory) await look(new URL(`${entry.name}/`, at));
      else if (/(?<!_test|lessons)\.ts$/.test(entry.name)) {
        const text = await Deno.readTextFile(new URL(entry.name, at));
        for (const [, found] of text.matchAll(/"(E06\d\d)"/g)) used.add(found);
      }
    }
  };
  await look(new URL("../", import.meta.url));
  assertEquals(orchestrationLessons.map(({ code }) => code), [...used].sort());
});
