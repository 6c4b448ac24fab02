import { assert, assertEquals } from "@std/assert";
import { analyse } from "../lang/mod.ts";
import { memoryHost } from "../runtime/std/mod.ts";
import { Intent } from "../runtime/intent.ts";
import { makeWorld } from "../runtime/world.ts";
import { checkLessons } from "../lang/diagnostics/lessons_check.ts";
import type { Lesson } from "../lang/diagnostics/lesson.ts";

const intent = new Intent();
const { tables } = makeWorld({ host: memoryHost(), intent });
await intent.close();

function codesOf(program: string, { files = {} }: Lesson): string[] {
  const { diagnostics } = analyse(program, {
    file: "main.zixir",
    host: tables,
    load: (path) => {
      const text = files[path];
      return text === undefined ? { problem: `there is no file ${path}` } : { file: path, text };
    },
  });
  return diagnostics.map((each) => each.code);
}

Deno.test("every lesson's wrong program has its finding, and its right program none", () => {
  for (const lesson of checkLessons) {
    const wrong = codesOf(lesson.wrong, lesson);
    assert(wrong.includes(lesson.code), `${lesson.code}: found ${wrong}`);
    assertEquals([lesson.code, ...codesOf(lesson.right, lesson)], [lesson.code]);
  }
});

Deno.test("every code of the checker has a lesson", async () => {
  const codes = new Set<string>();
  const folders = [
    new URL("../lang/check/", import.meta.url),
    new URL("../lang/modules/", import.meta.url),
  ];
  const files = [new URL("../lang/mod.ts", import.meta.url)];
  for (const folder of folders) {
    try {
      for (const entry of Deno.readDirSync(folder)) {
        if (/(?<!_test)\.ts$/.test(entry.name)) files.push(new URL(entry.name, folder));
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  for (const file of files) {
    const text = await Deno.readTextFile(file);
    for (const [, code] of text.matchAll(/"([EW]0\d{3})"/g)) codes.add(code);
  }
  const taught = new Set(checkLessons.map((lesson) => lesson.code));
  assertEquals([...codes].filter((code) => !taught.has(code)), []);
  assertEquals(taught.size, checkLessons.length);
});
