import { assertEquals } from "@std/assert";
import { allLessons } from "./lesson_catalog.ts";

Deno.test("every code in use has one lesson, and every lesson a code in use", async () => {
  const used = new Set<string>();
  for (const tier of ["lang", "runtime", "engine", "specialist"]) {
    await look(new URL(`../${tier}/`, import.meta.url), used);
  }
  const taught = allLessons.map(({ code }) => code);
  assertEquals([...used].filter((code) => !taught.includes(code)), [], "codes without a lesson");
  assertEquals(taught.filter((code) => !used.has(code)), [], "lessons of codes not in use");
  assertEquals(taught, [...new Set(taught)], "codes with two lessons");
});

/** The codes in the sources below a folder, but for comments, lessons and lists of codes. */
async function look(folder: URL, used: Set<string>): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const at = new URL(isDirectory ? `${name}/` : name, folder);
    if (isDirectory) await look(at, used);
    const isSource = /\.ts$/.test(name) && !/_test\.ts$|\.gen\.ts$|lessons/.test(name);
    if (!isSource || at.pathname.endsWith("/engine/error.ts")) continue;
    for (const line of (await Deno.readTextFile(at)).split("\n")) {
      if (/^\s*(\*|\/\/|\/\*)/.test(line)) continue;
      for (const [, code] of line.matchAll(/"([EW]0\d{3})"/g)) used.add(code);
    }
  }
}
