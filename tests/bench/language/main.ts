/**
 * Measures the language: each program in Zixir, hand-written TypeScript and CPython, in one run,
 * answers compared before times are.
 *
 *     deno run -A tests/bench/language/main.ts [name ...]
 *
 * Each time is the shortest of several rounds in one process, after warming up. Not measured: the
 * time to start, to read and to compile.
 */
import { PROGRAMS, pythonRun, zixirRun } from "./programs.ts";

const ROUNDS = 12;
const PYTHON_ROUNDS = 2;

const rows: { name: string; ts: number; zixir: number; python: number | null }[] = [];
for (const { name, typescript, full } of PROGRAMS) {
  if (Deno.args.length > 0 && !Deno.args.includes(name)) continue;
  const zixir = await zixirRun(name);
  const expected = typescript(full);
  same(name, "Zixir", zixir(full), expected);
  let ts = Infinity;
  let own = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    ts = Math.min(ts, timed(() => typescript(full)));
    own = Math.min(own, timed(() => zixir(full)));
  }
  const python = await pythonRun(name, full, PYTHON_ROUNDS);
  if (python !== null) same(name, "Python", python.answer, expected);
  rows.push({ name, ts, zixir: own, python: python?.ms ?? null });
  const { length } = rows;
  console.log(line(rows[length - 1]));
}
const ratio = geometricMean(rows.map((row) => row.zixir / row.ts));
const faster = rows.flatMap((row) => row.python === null ? [] : [row.python / row.zixir]);
console.log(`\nZixir / TypeScript: ${ratio.toFixed(2)} (geometric mean)`);
if (faster.length > 0) {
  console.log(`CPython / Zixir: ${geometricMean(faster).toFixed(1)} (geometric mean)`);
}

function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function same(name: string, language: string, answer: number, expected: number): void {
  const error = Math.abs(answer - expected) / Math.max(1, Math.abs(expected));
  if (!(error < 1e-9)) throw new Error(`${name}: ${language} gives ${answer}, not ${expected}`);
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

function line(row: { name: string; ts: number; zixir: number; python: number | null }): string {
  const cells = [
    row.name.padEnd(16),
    `ts ${row.ts.toFixed(2).padStart(8)} ms`,
    `zixir ${row.zixir.toFixed(2).padStart(8)} ms`,
    `x${(row.zixir / row.ts).toFixed(2)}`,
  ];
  if (row.python !== null) {
    cells.push(
      `python ${row.python.toFixed(1).padStart(8)} ms`,
      `${(row.python / row.zixir).toFixed(1)}x`,
    );
  }
  return cells.join("  ");
}
