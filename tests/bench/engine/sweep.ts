/**
 * Every operation of the engine against the plain loop in JavaScript, at many sizes.
 *
 *   deno run -A tests/bench/engine/sweep.ts [--quick] [--large] [--all] [OP...]
 *
 * Lists what is slower than the loop; with `--all`, every ratio; with `--large`, for a million elements. Each is the best of several batches
 * of both in turn; what seems slower is measured again, since other work of the machine may have
 * hit just one. Differences of less than `callNs` are not told: that is what the call of a
 * function that checks its arguments takes, while the loops check nothing.
 */
import { engineCall } from "../../../engine/mod.ts";
import { type PlainRow, plainRows } from "./plain.ts";

const quick = Deno.args.includes("--quick");
const large = Deno.args.includes("--large");
const all = Deno.args.includes("--all");
const wanted = Deno.args.filter((arg) => !arg.startsWith("--"));
const sizes = quick ? [4] : large ? [1e6] : [1, 2, 4, 8, 16, 32, 100, 300, 1e3, 1e4, 1e5];
const callNs = 15;
const rounds = quick ? 1 : large ? 3 : 7;
const batchMs = quick ? 0.1 : 1;

/** Nanoseconds of one call, the best of batches. */
interface Times {
  readonly engine: number;
  readonly plain: number;
}

// deno-lint-ignore no-explicit-any -- arguments of any operation
type Function = (...args: any[]) => unknown;

function bind(f: Function, [a, b, c, d, e]: unknown[]): () => unknown {
  if (b === undefined) return () => f(a);
  if (c === undefined) return () => f(a, b);
  return () => f(a, b, c, d, e);
}

/** Keeps results from being optimised away. */
export let last: unknown;

function batch(call: () => unknown, count: number): number {
  const start = performance.now();
  for (let i = 0; i < count; i++) last = call();
  return performance.now() - start;
}

function compare(row: PlainRow, n: number): Times {
  const args = row.args(n);
  const engine = bind(engineCall(row.op), args);
  const plain = bind(row.loop, args);
  const counts = [engine, plain].map((call) => {
    // Warm: until it was compiled, and the pool is in use.
    const end = performance.now() + 10 * batchMs;
    while (performance.now() < end) batch(call, 20);
    let count = 1;
    while (batch(call, count) < batchMs) count *= 2;
    return count;
  });
  let best: [number, number] = [Infinity, Infinity];
  for (let i = 0; i < rounds; i++) {
    const [a, b] = [batch(engine, counts[0]) / counts[0], batch(plain, counts[1]) / counts[1]];
    best = [Math.min(best[0], a), Math.min(best[1], b)];
  }
  return { engine: best[0] * 1e6, plain: best[1] * 1e6 };
}

let compared = 0;
let slower = 0;
for (const row of plainRows) {
  if (wanted.length > 0 && !wanted.includes(row.op)) continue;
  for (const n of sizes) {
    if (n < (row.least ?? 1) || n > (row.most ?? Infinity)) continue;
    let { engine, plain } = compare(row, n);
    compared++;
    const seemsSlower = () => engine > plain * 1.05 && engine - plain > callNs;
    for (let again = 0; again < 3 && seemsSlower(); again++) {
      const more = compare(row, n);
      engine = Math.min(engine, more.engine);
      plain = Math.min(plain, more.plain);
    }
    const isSlower = seemsSlower();
    if (isSlower) slower++;
    if (isSlower || all) {
      const ratio = (plain / engine).toFixed(2);
      const mark = isSlower ? "  SLOWER" : "";
      console.log(
        `${row.op} ${n}: engine ${engine.toFixed(0)} ns, loop ${plain.toFixed(0)} ns, ` +
          `loop/engine ${ratio}${mark}`,
      );
    }
  }
}
console.log(`${compared} comparisons, ${slower} where the engine is slower than the plain loop`);
