import { assertEquals } from "@std/assert";
import { crashRun, measure, PROGRAMS } from "./crash_harness.ts";
import type { Moment } from "./crash_world.ts";

/** Kills at random moments over all programs; `ZIXIR_KILLS=5000` makes the long run. */
const KILLS = Number(Deno.env.get("ZIXIR_KILLS") ?? 200);

const SEED = Number(Deno.env.get("ZIXIR_SEED") ?? 1);

for (const [index, program] of PROGRAMS.entries()) {
  Deno.test(`${program}.zixir, killed at random moments, ends as if it had not been`, async () => {
    const undisturbed = await measure(program);
    assertEquals(undisturbed.faults, []);
    const random = generator(SEED * PROGRAMS.length + index);
    const share = Math.ceil(KILLS / PROGRAMS.length);
    const kills = { early: 0, within: 0, late: 0 };
    for (let sum = 0; sum < share;) {
      const moments: (Moment | null)[] = [];
      let left = Math.min(share - sum, 1 + Math.floor(random() * 3));
      const report = await crashRun(program, undisturbed, (marks) => {
        const moment = left-- > 0 ? momentAt(random, undisturbed.marks - marks) : null;
        moments.push(moment);
        return moment;
      });
      assertEquals(report.faults, [], `seed ${SEED}, killed at ${JSON.stringify(moments)}`);
      kills.early += report.kills.early;
      kills.within += report.kills.within;
      kills.late += report.kills.late;
      sum = kills.early + kills.within + kills.late;
    }
    const { early, within, late } = kills;
    console.log(`kills before the run began: ${early}, in it: ${within}, after its end: ${late}`);
  });
}

/** Mostly within the steps that are left, sometimes before them. */
function momentAt(random: () => number, marksLeft: number): Moment {
  if (random() < 0.15) return { at: "start", share: random() };
  return { at: "mark", nth: Math.floor(random() * (marksLeft + 1)), share: random() };
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
