import { assert, assertEquals } from "@std/assert";
import { crashRun, measure, PROGRAMS } from "./crash_harness.ts";
import type { Moment } from "./crash_world.ts";

for (const program of PROGRAMS) {
  Deno.test(`${program}.zixir, killed at every change of its store, ends as if it had not been`, async () => {
    const undisturbed = await measure(program);
    assertEquals(undisturbed.faults, []);
    let kills = 0;
    for (let nth = 1; nth <= undisturbed.changes; nth++) {
      for (const how of ["before", "during", "after"] as const) {
        // Then the resuming process at its own first, second, third ... change.
        const moments: Moment[] = [
          { at: "change", nth, how },
          { at: "change", nth: 1 + nth % 4, how: how === "before" ? "after" : "before" },
        ];
        let next = 0;
        const report = await crashRun(program, undisturbed, () => moments[next++] ?? null);
        assertEquals(report.faults, [], `killed at ${JSON.stringify(moments)}`);
        kills += report.kills.early + report.kills.within + report.kills.late;
      }
    }
    assert(kills >= undisturbed.changes, `${kills} kills at ${undisturbed.changes} changes`);
    console.log(`${undisturbed.changes} changes of the store, ${kills} kills`);
  });
}
