import { assert, assertEquals } from "@std/assert";
import { ManualClock, systemClock } from "./clock.ts";

Deno.test("ManualClock fires timers in order of their time, also those set while it advances", async () => {
  const clock = new ManualClock(1000);
  const seen: string[] = [];
  clock.timer(20, () => seen.push(`b${clock.now()}`));
  clock.timer(10, () => {
    seen.push(`a${clock.now()}`);
    clock.timer(5, () => seen.push(`c${clock.now()}`));
  });
  clock.timer(15, () => seen.push("called off"))();
  await clock.advance(20);
  assertEquals(seen, ["a10", "c15", "b20"]);
  assertEquals([clock.now(), clock.wall(), clock.pending], [20, 1020, 0]);
});

Deno.test("systemClock waits, and does not fire at once beyond what setTimeout takes", async () => {
  const start = systemClock.now();
  let early = false;
  const cancel = systemClock.timer(2 ** 33, () => early = true);
  await new Promise<void>((resolve) => systemClock.timer(5, resolve));
  cancel();
  assert(!early && systemClock.now() > start && systemClock.wall() > 1.7e12);
});
