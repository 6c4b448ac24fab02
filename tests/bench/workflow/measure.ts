/** Measures durable steps against raw commits of the database underneath, in one run and in turns. */
import { assertEquals } from "@std/assert";
import { openStore, type Store } from "../../../runtime/store/mod.ts";
import type { Slot } from "../../../runtime/values/slot.ts";
import { currentBranch } from "../../../runtime/workflow/branch.ts";
import { Driver } from "../../../runtime/workflow/driver.ts";
import { runParallel } from "../../../runtime/workflow/parallel.ts";
import { listRuns } from "../../../runtime/workflow/run_store.ts";

/** How much to measure. */
export interface Sizes {
  /** Steps of the sequences whose cost per step is compared, from few to many. */
  readonly sequences: readonly number[];
  /** Recorded steps of the run that is resumed. */
  readonly resumed: number;
  /** Elements of the large list. */
  readonly elements: number;
  /** Times each thing is measured; medians are given. */
  readonly rounds: number;
}

/** One figure, what it is compared with, and what it may be. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The largest value that meets the goal. */
  readonly goal: number;
}

/** Runs all measurements on a store file in a folder of its own. */
export async function measure(sizes: Sizes): Promise<Figure[]> {
  const folder = await Deno.makeTempDir({ prefix: "zixir_bench_" });
  const store = openStore(`${folder}/store.db`);
  const driver = new Driver(store);
  try {
    // The disk's mood changes within seconds, so each round measures a raw set beside the rest.
    const rounds: number[][] = [];
    for (let round = 0; round < sizes.rounds; round++) {
      const raw = await perUnit(200, () => rawSets(store, 200));
      const perStep: number[] = [];
      for (const count of sizes.sequences) {
        perStep.push(await perUnit(count, () => driver.start(sequence(count), [])));
      }
      // A few milliseconds once would tell more of what else the machine did in them.
      const fanOuts: number[] = [];
      for (let i = 0; i < 5; i++) fanOuts.push(await perUnit(1, () => driver.start(PARALLEL, [])));
      const parallel = median(fanOuts);
      rounds.push([raw, perStep[1] / raw, perStep.at(-1)! / perStep[1], parallel / raw]);
    }
    const [rawUs, stepShare, growth, parallelShare] = rounds[0].map((_, i) =>
      median(rounds.map((round) => round[i]))
    );
    const resumeMs = await resume(store, driver, sizes.resumed);
    const share = await checkpointShare(store, driver, folder, sizes);
    const { sequences } = sizes;
    return [
      figure("raw set of the store", rawUs, "us", Infinity),
      figure("a durable step", stepShare, "raw sets", 1.5),
      figure("100 parallel steps", parallelShare, "raw sets", 15),
      figure(`a step of ${sequences.at(-1)} over one of ${sequences[1]}`, growth, "times", 1.5),
      figure(`resume after ${sizes.resumed} steps`, resumeMs, "ms", 1000),
      figure(`checkpoint of ${sizes.elements} Floats over a file`, share, "times", 2),
    ];
  } finally {
    await driver.close();
    await store.close();
    await Deno.remove(folder, { recursive: true });
  }
}

function figure(what: string, value: number, unit: string, goal: number): Figure {
  return { what, value, unit, goal };
}

const step = (body: () => Slot) =>
  currentBranch()!.run.step("step", { id: "s", name: "s", code: "c" }, body, null);

function program(body: () => Promise<Slot>) {
  return {
    name: "bench",
    file: "<bench>",
    body,
    codes: new Map([["s", "c"]]),
    constructors: () => undefined,
  };
}

function sequence(count: number) {
  return program(async () => {
    let total = 0;
    for (let i = 0; i < count; i++) total += await step(() => i) as number;
    assertEquals(total, count * (count - 1) / 2);
    return total;
  });
}

const PARALLEL = program(async () => {
  const items = Array.from({ length: 100 }, (_, i) => i);
  const branch = await currentBranch()!.run.fanout({ id: "p", name: "p", code: "" }, items);
  const values = await runParallel(items.map((i) => () => branch(i).within(() => step(() => i))));
  assertEquals(values, items);
  return values;
});

/** Microseconds of one unit. */
async function perUnit(units: number, run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return (performance.now() - start) * 1000 / units;
}

async function rawSets(store: Store, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await store.set(["raw", i], i);
}

/** Milliseconds to take up a run whose steps are all recorded, and that failed after them. */
async function resume(store: Store, driver: Driver, steps: number): Promise<number> {
  let isMended = false;
  const failing = program(async () => {
    let total = 0;
    for (let i = 0; i < steps; i++) total += await step(() => i) as number;
    if (!isMended) throw new Error("stops here");
    return total;
  });
  await driver.start(failing, []).catch(() => {});
  isMended = true;
  const runs = await listRuns(store);
  const { record } = runs.find(({ record }) => record.state === "failed")!;
  const start = performance.now();
  const total = await driver.resume(record.id, () => Promise.resolve(failing));
  const ms = performance.now() - start;
  assertEquals(total, steps * (steps - 1) / 2);
  return ms;
}

/**
 * How many times the writing of a plain synced file a checkpoint of a flat list takes.
 *
 * Both write a new file, and both files go after each round. Memory that the machine has to fetch
 * from its host first makes writing several times slower, so a plain file that is written over, in
 * memory it has just let go of, would be no fair measure; for the same reason they take turns in
 * going first.
 */
async function checkpointShare(
  store: Store,
  driver: Driver,
  folder: string,
  { elements, rounds }: Sizes,
): Promise<number> {
  const list = new Float64Array(elements);
  const plain = async (round: number) => {
    using file = await Deno.open(`${folder}/plain${round}`, { write: true, createNew: true });
    const bytes = new Uint8Array(list.buffer);
    for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
    await file.syncData();
  };
  const durable = () => driver.start(program(async () => (await step(() => list)) === list), []);
  const times: Record<"plain" | "durable", number[]> = { plain: [], durable: [] };
  for (let round = 0; round < 2 * rounds; round++) {
    // Equal content is stored once, so each round has its own.
    for (let i = 0; i < elements; i++) list[i] = i * 0.5 + round;
    const order = round % 2 === 0 ? ["plain", "durable"] as const : ["durable", "plain"] as const;
    for (const which of order) {
      const begin = performance.now();
      await { plain, durable }[which](round);
      times[which].push(performance.now() - begin);
    }
    await store.sweep(0);
    await Deno.remove(`${folder}/plain${round}`);
  }
  return median(times.durable) / median(times.plain);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
