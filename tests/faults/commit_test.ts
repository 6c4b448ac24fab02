import { assert, assertEquals } from "@std/assert";
import { crashRun, measure, PROGRAMS } from "./crash_harness.ts";
import type { Moment } from "./crash_world.ts";

for (const program of PROGRAMS) {
  Deno.test(`${program}.zixir, killed at every change of its store, ends as if it had not been`, async () => {
    const undisturbed = await measure(program);
    assertEquals(undisturbed.faults, []);
    let kills = 0;
    for (const first of firstKills(undisturbed.changes)) {
      // Then the resuming process at its own first, second, third ... change.
      const second: Moment = {
        at: "change",
        nth: 1 + first.nth % 4,
        how: first.how === "before" ? "after" : "before",
      };
      const moments = [first, second];
      let next = 0;
      const report = await crashRun(program, undisturbed, () => moments[next++] ?? null);
      assertEquals(report.faults, [], `killed at ${JSON.stringify(moments)}`);
      kills += report.kills.early + report.kills.within + report.kills.late;
    }
    assert(kills >= undisturbed.changes, `${kills} kills at ${undisturbed.changes} changes`);
    console.log(`${undisturbed.changes} changes of the store, ${kills} kills`);
  });
}

/**
 * Before and during each change, and after the last one. After any other change the store is what it
 * is before the next one, where in addition a step has run whose result is not recorded.
 */
function firstKills(changes: number): (Moment & { at: "change" })[] {
  const moments: (Moment & { at: "change" })[] = [];
  for (let nth = 1; nth <= changes; nth++) {
    moments.push({ at: "change", nth, how: "before" }, { at: "change", nth, how: "during" });
  }
  return [...moments, { at: "change", nth: changes, how: "after" }];
}
