/**
 * Operations as a program calls them, each result dead before the next one is made.
 *
 * The compiler gives such results back to the engine (`lang/compile/dead_lists.ts`), which calls from
 * TypeScript cannot show: their results are the collector's.
 *
 * @module
 */
import { Intent } from "../../../runtime/intent.ts";
import { runSource } from "../../../runtime/program.ts";
import { realHost } from "../../../runtime/std/mod.ts";
import { makeWorld } from "../../../runtime/world.ts";

/** What is timed in a program, and what numpy's script calls it. */
export interface ProgramCase {
  readonly op: string;
  /** An expression over `a` and `b`, and what its element `i` must be. */
  readonly source: string;
  readonly element: string;
}

/** Operations whose time is mostly that of the memory of their results. */
export const programCases: readonly ProgramCase[] = [
  { op: "vec_add", source: "engine.vec_add(a, b)", element: "a[i] + b[i]" },
  { op: "vec_scale", source: "engine.vec_scale(a, 2.5)", element: "a[i] * 2.5" },
  { op: "exp", source: "engine.exp(a)", element: "math.exp(a[i])" },
  { op: "cumsum", source: "engine.cumsum(a)", element: "sum([a[j] for j in 0..=i])" },
];

const world = makeWorld({ host: realHost(), intent: new Intent() });

/**
 * Microseconds of the best of many calls.
 *
 * @param n elements of the lists
 * @param ms how long to measure
 */
export async function timeInProgram(
  { source, element }: ProgramCase,
  n: number,
  ms: number,
): Promise<number> {
  const turns = Math.max(1, Math.round(1e5 / n));
  const text = `
let a = [float(i * 7 % 1000) * 0.001 + 0.5 for i in 0..${n}]
let b = [float(i * 11 % 1000) * 0.001 + 0.5 for i in 0..${n}]

fn turn(a: [Float], b: [Float]) -> Float:
  var last = 0.0
  for i in 0..${turns}:
    let r = ${source}
    last = r[i % 100]
  last

fn right(a: [Float], b: [Float]) -> Bool:
  let r = ${source}
  all(0..100, i => math.abs(r[i] - (${element})) < 1.0e-9)

assert(right(a, b))
let end = time.now_ms() + ${ms}.0
var best = turn(a, b) + 1.0e9
while time.now_ms() < end:
  let start = time.now_ms()
  turn(a, b)
  best = min([best, time.now_ms() - start])
best * 1000.0 / ${turns}.0
`;
  const result = await runSource(text, { world });
  if (!result.ok) throw new Error(result.errors.map((error) => error.message).join("\n"));
  return result.value instanceof Object ? Number(result.text) : result.value as number;
}
