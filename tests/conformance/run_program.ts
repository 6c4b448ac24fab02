/**
 * Runs a program of a case with everything the language has: its workflows are recorded in a store in
 * memory, its files are in memory too.
 *
 * @module
 */
import { analyse } from "../../lang/mod.ts";
import { durableWorld } from "../../runtime/durable_world.ts";
import { Intent } from "../../runtime/intent.ts";
import { type Program, runAnalysis, type RunResult } from "../../runtime/program.ts";
import { constructorsOf } from "../../runtime/program/workflows.ts";
import { systemClock, within } from "../../runtime/resilience/mod.ts";
import { memoryHost, realHost } from "../../runtime/std/mod.ts";
import { openStore } from "../../runtime/store/mod.ts";
import { Driver } from "../../runtime/workflow/driver.ts";

/**
 * Checks and runs a program.
 *
 * @param text its source
 * @param files further files by name, for imports
 */
export async function runProgram(
  text: string,
  files: ReadonlyMap<string, string>,
): Promise<RunResult> {
  const intent = new Intent();
  const store = openStore(":memory:");
  let driver: Driver | undefined;
  let latest: Program | undefined;
  const constructors = constructorsOf(() => latest);
  try {
    const file = "main.zixir";
    const world = durableWorld({
      // Time passes as it does elsewhere: a timeout ends a sleep that is longer.
      host: { ...memoryHost(), clock: realHost().clock },
      intent,
      driver: () => Promise.resolve(driver ??= new Driver(store)),
      file,
      constructors,
    });
    const load = (path: string) => {
      const name = path.replace(/^\.\//, "");
      const found = files.get(name);
      return found === undefined
        ? { problem: `there is no file ${name}` }
        : { file: name, text: found };
    };
    const analysis = analyse(text, { file, host: world.tables, load });
    const outside = { clock: systemClock, random: Math.random, store, constructors };
    return await within({ world: outside }, () =>
      runAnalysis(analysis, world, { onProgram: (program) => latest = program }));
  } finally {
    await driver?.close();
    await intent.close();
    await store.close();
  }
}
