import { assert, assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { withStorePath } from "../../tests/support/stores.ts";

const CLI = fromFileUrl(new URL("../../cli.ts", import.meta.url));

async function zixir(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--no-check", CLI, ...args],
    env: { NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

Deno.test("zixir cache stats counts what programs cached, clear deletes it, --explain-cache says why", async () => {
  await withStorePath(async (store) => {
    const file = await Deno.makeTempFile({ suffix: ".zixir" });
    const program = (mark: string) =>
      `@cache(ttl: 1d)\nstep clean(day: String): day + "${mark}"\nworkflow w(day: String): clean(day)\n`;
    await Deno.writeTextFile(file, program("!"));
    const run = (day: string) =>
      zixir("run", file, "w", "--day", day, "--store", store, "--explain-cache", "--quiet");
    assertEquals(await run("mon"), {
      code: 0,
      out: '"mon!"\n',
      err: "cache: clean: miss: never cached before\n",
    });
    assertEquals((await run("mon")).err, "cache: clean: hit: same code and arguments\n");
    assertEquals(
      (await run("tue")).err,
      'cache: clean: miss: argument day changed: "mon" is now "tue"\n',
    );
    await Deno.writeTextFile(file, program("?"));
    assertEquals((await run("tue")).err, "cache: clean: miss: its code changed\n");
    const stats = await zixir("cache", "stats", "--json", "--store", store);
    const { hits, misses, entries, bytes } = JSON.parse(stats.out);
    assertEquals([hits, misses, entries], [1, 3, 3]);
    assert(bytes > 0);
    assertEquals(
      (await zixir("cache", "clear", "--store", store)).out,
      "deleted 3 cached values\n",
    );
    assertEquals(
      (await zixir("cache", "stats", "--store", store)).out.split("\n")[0],
      "entries  0",
    );
    const wrong = await zixir("cache", "flush", "--store", store);
    assertEquals([wrong.code, wrong.err.includes("stats and clear")], [2, true]);
    await Deno.remove(file);
  });
});
