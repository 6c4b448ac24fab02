import { assertEquals } from "@std/assert";
import { memoryHost, standardLibrary } from "./mod.ts";
import { loadTables } from "./tables.ts";

Deno.test("loadTables() knows every module of the standard library", async () => {
  const names = (tables: readonly { module: string; entries: readonly { name: string }[] }[]) =>
    tables.map(({ module, entries }) => [module, entries.map((entry) => entry.name)]);
  const host = memoryHost();
  assertEquals(names(await loadTables(host, () => true)), names(standardLibrary(host)));
});
