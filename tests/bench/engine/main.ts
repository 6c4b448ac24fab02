/**
 * The engine against numpy on one thread and against plain JavaScript loops, in one run.
 *
 *   deno run -A --v8-flags=--expose-gc tests/bench/engine/main.ts [--quick] [OP...]
 *
 * Each number is the best of many calls within its time, from Zixir-level calls (`engineCall`) on flat
 * lists; rows with `program` are calls in a program, whose results the compiler gives back. Not measured: conversion of plain arrays, the start of the engine, more than one thread.
 */
import { engineCall, type EngineFunction, engineInfo } from "../../../engine/mod.ts";
import { pythonWithNumpy } from "../../engine/numpy.ts";
import { type Case, cases } from "./cases.ts";
import { Peer } from "./peer.ts";
import { programCases, timeInProgram } from "./programs.ts";

const quick = Deno.args.includes("--quick");
const wanted = Deno.args.filter((arg) => !arg.startsWith("--"));
const seconds = quick ? 0.005 : 0.15;

/** Microseconds of the best of many calls. */
function measure(call: () => unknown): number {
  // More than once, so that the memory of earlier results is there to be used again: the collector
  // has a few large ones in hand, and memory never touched before takes far longer.
  const warm = performance.now() + (quick ? 0 : 2000);
  for (let i = 0; i < 10 && (i < 3 || performance.now() < warm); i++) call();
  let best = Infinity;
  let batch = 1;
  const end = performance.now() + seconds * 1000;
  do {
    const start = performance.now();
    for (let i = 0; i < batch; i++) call();
    const took = performance.now() - start;
    best = Math.min(best, took / batch);
    if (took < 0.5) batch *= 2;
  } while (performance.now() < end);
  return best * 1000;
}

function row(cells: (string | number)[]): string {
  return cells.map((cell, i) =>
    i === 0 ? String(cell).padEnd(24) : (typeof cell === "number" ? short(cell) : cell).padStart(11)
  ).join("");
}

function short(x: number): string {
  return x >= 100 ? x.toFixed(0) : x >= 1 ? x.toFixed(2) : x.toFixed(3);
}

const environment = await pythonWithNumpy();
const peer = "python" in environment ? new Peer(environment.python) : undefined;
const best = "python" in environment && !quick
  ? new Peer(environment.python, { OPENBLAS_CORETYPE: "SkylakeX" })
  : undefined;
if ("reason" in environment) console.log(`without numpy: ${environment.reason}`);
const { kind, level } = engineInfo();
console.log(`engine: ${kind}, level ${level}; times in microseconds`);
console.log(row(["operation, size", "engine", "numpy", "numpy/engine", "JS", "JS/engine", "rate"]));

for (const one of cases) {
  if (wanted.length > 0 && !wanted.includes(one.op)) continue;
  for (const n of quick ? one.sizes.slice(0, 1) : one.sizes) await report(one, n);
}
for (const one of programCases) {
  if (wanted.length > 0 && !wanted.includes(one.op)) continue;
  for (const n of quick ? [1e3] : [1e3, 1e5, 1e7]) {
    const ours = await timeInProgram(one, n, quick ? 5 : 500);
    const theirs = await peer?.time(one.op, n, seconds);
    const ratio = theirs === undefined ? "-" : theirs / ours;
    console.log(row([`${one.op}, program ${n}`, ours, theirs ?? "-", ratio, "-", "-", "-"]));
    (globalThis as { gc?: () => void }).gc?.();
  }
}
await peer?.close();
await best?.close();

async function report({ op, label, make, plain, rate, numpy = true }: Case, n: number) {
  const run = engineCall(op) as EngineFunction;
  const { args, check } = make(n);
  if (!check(run(...args))) throw new Error(`${label ?? op} of ${n} is wrong`);
  const ours = measure(() => run(...args));
  const theirs = numpy ? await peer?.time(label ?? op, n, seconds) : undefined;
  const js = plain === undefined ? undefined : measure(plain(args));
  const again = Math.min(ours, measure(() => run(...args)));
  console.log(row([
    `${label ?? op} ${n}`,
    again,
    theirs ?? "-",
    theirs === undefined ? "-" : theirs / again,
    js ?? "-",
    js === undefined ? "-" : js / again,
    rate === undefined ? "-" : rate(n, again),
  ]));
  if (op === "cosine_top_k") {
    // Adding up the same memory is a plain read of it, as fast as one thread reads.
    const sum = engineCall("list_sum");
    const read = measure(() => sum(args[1]));
    console.log(row(["  reading the matrix", read, "", read / again, "", "", rate!(n, read)]));
  }
  if (op === "mat_mul" && best !== undefined) {
    const skylake = await best.time(op, n, seconds);
    console.log(row([`  OpenBLAS SkylakeX`, "", skylake, skylake / again]));
  }
  (globalThis as { gc?: () => void }).gc?.();
}
