import { assertEquals } from "@std/assert";
import { crashRun, PROGRAMS } from "./crash_harness.ts";

/** Kills over all programs; `ZIXIR_KILLS=5000` makes the long run. */
const KILLS = Number(Deno.env.get("ZIXIR_KILLS") ?? 200);

const SEED = Number(Deno.env.get("ZIXIR_SEED") ?? 1);

for (const [index, program] of PROGRAMS.entries()) {
  Deno.test(`${program}.zixir, killed at random moments, ends as if it had not been`, async () => {
    const random = generator(SEED + index);
    let kills = 0;
    for (let round = 0; kills < KILLS / PROGRAMS.length && round < KILLS; round++) {
      // Most kills fall into the life of a process: start-up, steps, end.
      const delays = Array.from(
        { length: 1 + Math.floor(random() * 3) },
        () => 40 + random() * 200,
      );
      const report = await crashRun(program, delays);
      assertEquals(report.faults, [], `seed ${SEED}, delays ${delays.map(Math.round)}`);
      kills += report.kills;
    }
  });
}

/** Mulberry32, by Tommy Ettinger: small, seedable, good enough to choose moments. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
