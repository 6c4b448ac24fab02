/**
 * Runs every case of `tests/conformance/*.cases`: programs and what they must give.
 *
 * A case is `=== name`, a program, and `>>> text of the value`, or `!!! kind=... line=... has=...
 * errors=...` for one that must be refused or fail. A program split by lines `--- file NAME` has
 * further files that it may import.
 */
import { readCases } from "./conformance/cases.ts";
import { runProgram } from "./conformance/run_program.ts";

const folder = new URL("./conformance/", import.meta.url);

for (const entry of [...Deno.readDirSync(folder)].sort((a, b) => a.name < b.name ? -1 : 1)) {
  if (!entry.name.endsWith(".cases")) continue;
  const cases = readCases(Deno.readTextFileSync(new URL(entry.name, folder)));
  for (const { name, files, program, expected } of cases) {
    Deno.test(`${entry.name}: ${name}`, async () => {
      const mismatch = expected(await runProgram(program, files));
      if (mismatch !== null) throw new Error(`${mismatch}\n\n${program}`);
    });
  }
}
