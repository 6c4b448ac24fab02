/**
 * What starting Zixir costs over starting Deno: `zixir examples/hello.zixir` on a built checkout
 * against `deno run` of an empty script, in alternation so that both see the same machine, and the
 * difference taken in each round. Goal: at most 60 ms more.
 *
 * Not measured: the first run ever, which fills Deno's caches, and `deno task`, which starts Deno
 * once more to see whether anything is to be built.
 */
import { HELLO, startUp } from "./start_up.ts";

const ROUNDS = 25;
const GOAL_MS = 60;

const timings = await startUp(ROUNDS);
console.log(`${"".padEnd(30)}    median   more than empty (middle half of ${ROUNDS} rounds)`);
for (const { name, medianMs, moreMs } of timings) {
  const [lower, median, upper] = [moreMs.lower, moreMs.median, moreMs.upper].map((ms) =>
    ms.toFixed(1)
  );
  console.log(
    `${name.padEnd(30)} ${
      medianMs.toFixed(1).padStart(6)
    } ms   +${median} ms (${lower} to ${upper})`,
  );
}
const more = timings.find(({ name }) => name === HELLO)!.moreMs.median;
console.log(`goal: at most +${GOAL_MS} ms: ${more <= GOAL_MS ? "met" : "missed"}`);
