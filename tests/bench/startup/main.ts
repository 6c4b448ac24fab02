/**
 * What starting Zixir costs over starting Deno: `zixir examples/hello.zixir` against `deno run` of
 * an empty script, in alternation so that both see the same machine. Goal: at most 60 ms more.
 *
 * Not measured: the first run ever, which fills Deno's caches.
 */
import { startUp } from "./start_up.ts";

const ROUNDS = 15;
const GOAL_MS = 60;

const { emptyMs, versionMs, helloMs } = await startUp(ROUNDS);
const row = (name: string, ms: number) =>
  console.log(`${name.padEnd(30)} ${ms.toFixed(1).padStart(6)} ms   +${(ms - emptyMs).toFixed(1)}`);
row("deno run empty.ts", emptyMs);
row("zixir --version", versionMs);
row("zixir examples/hello.zixir", helloMs);
const more = helloMs - emptyMs;
console.log(`goal: at most +${GOAL_MS} ms: ${more <= GOAL_MS ? "met" : "missed"}`);
