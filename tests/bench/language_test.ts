/**
 * The language benchmark at a tiny size: Zixir, TypeScript and Python give one answer, and what is
 * said of large programs is right.
 */
import { assert, assertEquals } from "@std/assert";
import { largeProgram, pieces } from "./language/corpus.ts";
import { hostTables, timeCompile, timeRechecks } from "./language/front_end.ts";
import { PROGRAMS, pythonRun, zixirRun } from "./language/programs.ts";

for (const { name, typescript, tiny } of PROGRAMS) {
  Deno.test(`benchmark ${name}: all languages agree`, async () => {
    const expected = typescript(tiny);
    const answers = [
      (await zixirRun(name))(tiny),
      (await pythonRun(name, tiny, 1))?.answer ?? expected,
    ];
    for (const answer of answers) {
      const error = Math.abs(answer - expected) / Math.max(1, Math.abs(expected));
      if (!(error < 1e-9)) throw new Error(`${name}: ${answer} is not ${expected}`);
    }
  });
}

Deno.test("the large program of the benchmark is made of many, is good, and compiles", () => {
  const host = hostTables();
  const all = pieces(host);
  assert(all.length > 300, `${all.length} pieces`);
  const text = largeProgram(all, ({ length }) => length > 30_000);
  assert(timeCompile(text, host) > 0);
});

Deno.test("the benchmark's edits are judged as they should be", () => {
  const host = hostTables();
  const text = largeProgram(pieces(host), ({ lines }) => lines >= 300);
  const { good, broken } = timeRechecks(text, host, 3);
  assertEquals([good.length, broken.length], [6, 3]);
});
