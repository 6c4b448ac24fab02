/**
 * Worlds for tests: a clock that stands still, chance that is no chance, a store in memory.
 *
 * @module
 */
import { ManualClock, Scope } from "../../runtime/resilience/mod.ts";
import { openStore, type Store } from "../../runtime/store/mod.ts";

/** What a test drives. */
export interface TestWorld {
  readonly clock: ManualClock;
  readonly store: Store;
  /** What `random` gives from now on. */
  chance: number;
}

/**
 * Runs a body in a root scope of its own world.
 *
 * @param body what to run, given the world
 */
export async function inWorld<T>(body: (world: TestWorld) => Promise<T>): Promise<T> {
  const clock = new ManualClock();
  const store = openStore(":memory:", { now: () => clock.wall() });
  const world: TestWorld = { clock, store, chance: 1 };
  const root = new Scope(null, { world: { clock, store, random: () => world.chance } });
  try {
    return await root.run(() => body(world));
  } finally {
    await store.close();
  }
}
