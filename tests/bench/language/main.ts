/**
 * Measures the language: each program in Zixir, hand-written TypeScript and CPython, in one run,
 * answers compared before times are. Then how fast programs are read: parse, check and compile of
 * large programs made of those of the repository, and the check after an edit of one line.
 *
 *     deno run -A tests/bench/language/main.ts [name ...]
 *
 * Each time of a program is the shortest of several rounds in one process, after warming up, without
 * the time to start, to read and to compile. Of reading, the median and the first round in the process are
 * told too, and of edits the median and the longest. The name `front_end` is that of the second part.
 */
import { largeProgram, pieces } from "./corpus.ts";
import { hostTables, timeCompile, timeRechecks } from "./front_end.ts";
import { PROGRAMS, pythonRun, zixirRun } from "./programs.ts";

const ROUNDS = 12;
const PYTHON_ROUNDS = 2;
/** Programs that are read, and how often: each size makes as much text, so none is better warmed up. */
const READ_BYTES = 200_000;
const READ_ROUNDS = 40;
const READ_BYTES_LARGE = 1_000_000;
const READ_ROUNDS_LARGE = 8;
const EDITED_LINES = 5000;
const EDITS = 20;

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
if (rows.length > 0) {
  const ratio = geometricMean(rows.map((row) => row.zixir / row.ts));
  const faster = rows.flatMap((row) => row.python === null ? [] : [row.python / row.zixir]);
  console.log(`\nZixir / TypeScript: ${ratio.toFixed(2)} (geometric mean)`);
  if (faster.length > 0) {
    console.log(`CPython / Zixir: ${geometricMean(faster).toFixed(1)} (geometric mean)`);
  }
}
if (Deno.args.length === 0 || Deno.args.includes("front_end")) frontEnd();

function frontEnd(): void {
  const host = hostTables();
  const all = pieces(host);
  const read = (bytes: number, rounds: number): void => {
    const text = largeProgram(all, ({ length }) => length >= bytes);
    const times = Array.from({ length: rounds }, () => timeCompile(text, host));
    const speed = (ms: number): string => `${(text.length / 1000 / ms).toFixed(2)} MB/s`;
    console.log(
      `parse + check + compile of ${Math.round(text.length / 1000)} KB: ` +
        `${speed(Math.min(...times))}, median ${speed(median(times))}, ` +
        `first round ${speed(times[0])}`,
    );
  };
  read(READ_BYTES, READ_ROUNDS);
  const text = largeProgram(all, ({ lines }) => lines >= EDITED_LINES);
  const { good, broken } = timeRechecks(text, host, EDITS);
  console.log(
    `check after an edit of one of ${EDITED_LINES} lines (${Math.round(text.length / 1000)} KB): ` +
      `median ${median(good).toFixed(1)} ms, longest ${Math.max(...good).toFixed(1)} ms; ` +
      `with a syntax error: median ${median(broken).toFixed(1)} ms, ` +
      `longest ${Math.max(...broken).toFixed(1)} ms`,
  );
  // Last, since what it leaves behind would be collected during the edits.
  read(READ_BYTES_LARGE, READ_ROUNDS_LARGE);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
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
