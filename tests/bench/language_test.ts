/**
 * The language benchmark at a tiny size: Zixir, TypeScript and Python give one answer.
 */
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
