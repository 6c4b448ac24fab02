/** What a small program loads, seen when it runs: everything else only costs it time. */
import { assert, assertEquals } from "@std/assert";
import { fromFileUrl, join, relative } from "@std/path";

const ROOT = fromFileUrl(new URL("../", import.meta.url));

/** Modules that a small program may take; each more than that costs it a quarter of a millisecond. */
const MODULES_MAX = 230;

/** Parts that `examples/hello.zixir` has no use for. */
const UNUSED = [
  /^runtime\/(store|cache|supervision|workflow|lesson)/,
  /^runtime\/std\/(?!(arguments|base|callbacks|convert|equality|generator|logger|metric_registry|order|real_host|secrets|sum|tables|text|type_text|whole_file)\.ts)/,
  /^specialist\//,
  /^lang\/(format|graph|diagnostics\/lesson)/,
  /^engine\/build/,
];

/** Small ones of these parts: what tells a Python value, and how an interrupted run ends. */
const LIGHT = ["specialist/handle.ts", "specialist/errors.ts", "runtime/workflow/run_record.ts"];

Deno.test("hello.zixir loads nothing that it does not use", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        `--coverage=${folder}`,
        join(ROOT, "tests/bench/startup/from_sources.ts"),
        join(ROOT, "examples/hello.zixir"),
      ],
    }).output();
    assertEquals([code, new TextDecoder().decode(stdout)], [0, "11.0\n"]);
    const loaded: string[] = [];
    for (const { name } of Deno.readDirSync(folder)) {
      const { url } = JSON.parse(await Deno.readTextFile(`${folder}/${name}`));
      if (url.startsWith("file:")) {
        loaded.push(relative(ROOT, fromFileUrl(url)).replaceAll("\\", "/"));
      }
    }
    assert(loaded.includes("lang/syntax/parse.ts") && loaded.includes("engine/table.ts"));
    const unused = loaded.filter((file) =>
      UNUSED.some((part) => part.test(file)) && !LIGHT.includes(file)
    );
    assertEquals(unused, []);
    assert(loaded.length <= MODULES_MAX, `${loaded.length} modules`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
