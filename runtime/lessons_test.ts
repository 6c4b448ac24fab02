import { assert, assertEquals } from "@std/assert";
import { runExample } from "../tests/std/world.ts";
import { runtimeLessons } from "./lessons.ts";
import { DEFAULT_PERMISSIONS } from "./permissions.ts";

for (const { code, wrong, right } of runtimeLessons) {
  Deno.test(`the lesson of ${code} has a program that fails so, and one that does not`, async () => {
    const permissions = code === "E0700" ? DEFAULT_PERMISSIONS : undefined;
    const failed = await runExample(wrong, undefined, permissions);
    assert(!failed.ok && failed.error !== undefined, "the wrong program fails when it runs");
    assertEquals(failed.errors[0].code, code, failed.errors[0].message);
    const mended = await runExample(right, undefined, permissions);
    assert(mended.ok, mended.ok ? "" : mended.errors[0].message);
  });
}

Deno.test("every code of run time has a lesson", async () => {
  const codes = new Set<string>();
  const folder = new URL("./", import.meta.url);
  const look = async (at: URL): Promise<void> => {
    for await (const entry of Deno.readDir(at)) {
      if (entry.isDirectory) await look(new URL(`${entry.name}/`, at));
      else if (/(?<!_test|lessons|\.gen)\.ts$/.test(entry.name)) {
        const text = await Deno.readTextFile(new URL(entry.name, at));
        for (const [, found] of text.matchAll(/"(E0[37]\d\d)"/g)) codes.add(found);
      }
    }
  };
  await look(folder);
  // A fault of Zixir itself, which no program is meant to bring about.
  codes.delete("E0399");
  const taught = runtimeLessons.map((lesson) => lesson.code);
  assertEquals([...codes].filter((code) => !taught.includes(code)), []);
  assertEquals(new Set(taught).size, taught.length);
});
