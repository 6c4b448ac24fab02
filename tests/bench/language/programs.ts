/**
 * The programs of the language benchmark: each written in Zixir, in TypeScript and in Python, doing
 * the same work in the way natural to each.
 *
 * @module
 */
import { analyse, compile } from "../../../lang/mod.ts";
import { Intent } from "../../../runtime/intent.ts";
import { Program } from "../../../runtime/program.ts";
import { memoryHost } from "../../../runtime/std/mod.ts";
import { makeWorld } from "../../../runtime/world.ts";
import { run as fib } from "./fib.ts";
import { run as interpreter } from "./interpreter.ts";
import { run as nbody } from "./nbody.ts";
import { run as pipeline } from "./pipeline.ts";
import { run as records } from "./records.ts";
import { run as sieve } from "./sieve.ts";
import { run as spectralNorm } from "./spectral_norm.ts";
import { run as stringBuilder } from "./string_builder.ts";

/** One program in three languages. */
export interface BenchProgram {
  readonly name: string;
  /** The hand-written TypeScript. */
  readonly typescript: (n: number) => number;
  /** Size for the ordinary tests. */
  readonly tiny: number;
  /** Size for measuring. */
  readonly full: number;
}

/** Every program. */
export const PROGRAMS: readonly BenchProgram[] = [
  { name: "fib", typescript: fib, tiny: 12, full: 27 },
  { name: "nbody", typescript: nbody, tiny: 5, full: 10000 },
  { name: "spectral_norm", typescript: spectralNorm, tiny: 8, full: 150 },
  { name: "sieve", typescript: sieve, tiny: 100, full: 50000 },
  { name: "string_builder", typescript: stringBuilder, tiny: 50, full: 200000 },
  { name: "pipeline", typescript: pipeline, tiny: 100, full: 1000000 },
  { name: "interpreter", typescript: interpreter, tiny: 2, full: 300 },
  { name: "records", typescript: records, tiny: 20, full: 300000 },
];

/** The `run` of a Zixir program, compiled. */
export async function zixirRun(name: string): Promise<(n: number) => number> {
  const text = Deno.readTextFileSync(new URL(`./${name}.zixir`, import.meta.url));
  const world = makeWorld({ host: memoryHost(), intent: new Intent() });
  const analysis = analyse(text, { file: `${name}.zixir`, host: world.tables });
  const compiled = compile(analysis);
  if (compiled === null) {
    throw new Error(`${name}: ${analysis.diagnostics.map((d) => d.message).join("; ")}`);
  }
  const { exports } = await new Program(compiled, world).run();
  return exports["run$f"] as (n: number) => number;
}

/**
 * Runs a program in Python.
 *
 * @param rounds how often, after one round to warm up
 * @returns the answer and the shortest time in milliseconds; null when there is no Python
 */
export async function pythonRun(
  name: string,
  size: number,
  rounds: number,
): Promise<{ readonly answer: number; readonly ms: number } | null> {
  const folder = new URL("./", import.meta.url).pathname;
  const script = [
    "import json, sys, time",
    `sys.path.insert(0, ${JSON.stringify(folder)})`,
    `sys.dont_write_bytecode = True`,
    `from ${name} import run`,
    "best = float('inf')",
    `for _ in range(${rounds}):`,
    "    start = time.perf_counter()",
    `    answer = run(${size})`,
    "    best = min(best, time.perf_counter() - start)",
    "print(json.dumps({'answer': answer, 'ms': best * 1000}))",
  ].join("\n");
  try {
    const command = new Deno.Command("python3", { args: ["-c", script], stderr: "inherit" });
    const { stdout, success } = await command.output();
    return success ? JSON.parse(new TextDecoder().decode(stdout)) : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
