import { assertEquals } from "@std/assert";
import { Intent } from "./intent.ts";
import { FULL_WORLD_WORDS, leanWorld, needsAll } from "./lean_world.ts";
import { memoryHost, standardLibrary } from "./std/mod.ts";
import { makeWorld } from "./world.ts";

const host = memoryHost();
const intent = new Intent();

Deno.test("needsAll() knows every name that only a full world has", () => {
  const lean = new Set([...standardLibrary(host).map(({ module }) => module), "engine"]);
  const base = new Set(standardLibrary(host)[0].entries.map(({ name }) => name));
  for (const { module, entries } of makeWorld({ host, intent }).tables) {
    if (module !== "" && !lean.has(module)) {
      assertEquals([module, needsAll(module)], [module, true]);
    }
    if (module !== "") continue;
    for (const { name } of entries) {
      if (!base.has(name)) assertEquals([name, needsAll(`${name}(1)`)], [name, true]);
    }
  }
  for (const word of FULL_WORLD_WORDS) assertEquals(needsAll(`a\n${word} b`), true);
  assertEquals(needsAll("@retry(3)\nfn f(): 1"), true);
  assertEquals(needsAll("let x = engine.list_sum([1.0])\nx"), false);
});

Deno.test("leanWorld() has what the text names, as the full world has it", async () => {
  const modules = async (text: string) =>
    (await leanWorld({ host, intent, text })).tables.map(({ module }) => module);
  assertEquals(await modules("1 + 1"), [""]);
  assertEquals(await modules("# a list of bytes\nlet list = [1]\nlen(list)"), [""]);
  assertEquals(await modules("[1] |> list\n  .first()"), ["", "list"]);
  assertEquals(await modules('json.parse("1") |> list.get(0)\nengine.list_sum([])'), [
    "",
    "list",
    "json",
    "engine",
  ]);
});
