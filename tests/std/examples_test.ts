import { assert, assertEquals } from "@std/assert";
import { parseNotation } from "../../lang/types/notation.ts";
import { exampleWorld, runExample } from "./world.ts";

const { tables } = exampleWorld().world;

for (const { module, doc, entries } of tables) {
  Deno.test(`examples of ${module || doc.slice(0, -1)} give what they say`, async () => {
    const wrong: string[] = [];
    for (const { name, example } of entries) {
      const result = await runExample(example.source);
      const expected = example.result === "nil" ? "" : example.result;
      const text = result.ok ? result.text : `error: ${result.errors[0].message}`;
      if (!result.ok || (expected !== undefined && text !== expected)) {
        wrong.push(
          `${module}.${name}: ${example.source}\n  expected ${expected}\n  got      ${text}`,
        );
      }
    }
    assertEquals(wrong, []);
  });
}

Deno.test("every row has a type the checker reads, a sentence, and what runs", () => {
  const paths = tables.flatMap(({ module, entries }) =>
    entries.map((entry) => `${module}.${entry.name}`)
  );
  assertEquals(new Set(paths).size, paths.length, "a row is there twice");
  for (const { module, doc, entries } of tables) {
    assert(/^[A-Z].*\.$/.test(doc), `${module}: ${doc}`);
    for (const entry of entries) {
      const path = `${module}.${entry.name}`;
      assert(/^[a-z][a-z0-9_]*$/.test(entry.name), path);
      assert(
        /^["A-Z0-9-].*\.$/.test(entry.doc) && !entry.doc.includes("\n"),
        `${path}: ${entry.doc}`,
      );
      const { parameters } = parseNotation(entry.type, entry.effect ?? "pure");
      assertEquals(parameters !== null, typeof entry.run === "function", path);
      assertEquals(entry.effect === "callback", entry.runAsync !== undefined, path);
      assert(entry.effect !== "callback" || /\([^)]*\) ->.*\) ->/.test(entry.type), path);
    }
  }
});

Deno.test("every function that is promised is there", () => {
  const promised: Readonly<Record<string, string>> = {
    "":
      "retry timeout circuit fallback limit cached print inspect len str int float bool type_of map filter reduce sum min max sort sort_by " +
      "reverse zip enumerate range any all contains keys values join split assert sleep",
    list: "get first last take drop slice find index_of max_by min_by group_by unique flatten " +
      "flat_map chunk window partition scan count sort_by_desc",
    string:
      "upper lower trim starts_with ends_with replace find repeat pad_start pad_end lines chars",
    map: "get set delete merge from_pairs to_pairs map_values filter",
    math:
      "abs floor ceil round trunc sqrt exp log log10 sin cos tan atan2 hypot clamp pi e inf nan " +
      "is_nan",
    json: "parse stringify",
    csv: "parse stringify",
    file: "read write append lines read_bytes write_bytes exists list make_dir remove",
    http: "get post put delete request",
    process: "run",
    time: "now today now_ms parse format",
    random: "int float choice shuffle seed uuid",
    env: "get require secret",
    regex: "test find find_all replace split",
    hash: "sha256 md5 crc32",
    log: "debug info warn error",
    metrics: "counter gauge histogram",
    cache: "get put delete invalidate stats",
  };
  for (const [module, names] of Object.entries(promised)) {
    const there = tables.filter((table) => table.module === module)
      .flatMap((table) => table.entries.map((entry) => entry.name));
    assertEquals(names.split(" ").filter((name) => !there.includes(name)), [], module);
  }
});
