import { assertEquals } from "@std/assert";
import { memoryHost } from "../runtime/std/mod.ts";
import { Intent } from "../runtime/intent.ts";
import { makeWorld } from "../runtime/world.ts";
import { analyse } from "../lang/mod.ts";
import { syntaxLessons } from "../lang/diagnostics/lessons_syntax.ts";

const intent = new Intent();
const { tables } = makeWorld({ host: memoryHost(), intent });
await intent.close();

function codesOf(program: string): string[] {
  return analyse(program, { file: "main.zixir", host: tables }).diagnostics.map(({ code }) => code);
}

for (const { code, wrong, right } of syntaxLessons) {
  Deno.test(`the lesson of ${code} shows a program that fails so, and one that does not`, () => {
    assertEquals([...new Set(codesOf(wrong))], [code]);
    assertEquals(codesOf(right), []);
  });
}

Deno.test("every code of the parser has a lesson", async () => {
  const folder = new URL("../lang/syntax/", import.meta.url);
  const codes = new Set<string>();
  for await (const { name } of Deno.readDir(folder)) {
    if (!/(?<!_test|\.gen)\.ts$/.test(name)) continue;
    const text = await Deno.readTextFile(new URL(name, folder));
    for (const [, code] of text.matchAll(/"(E01\d\d)"/g)) codes.add(code);
  }
  assertEquals([...codes].sort(), syntaxLessons.map(({ code }) => code).sort());
});
