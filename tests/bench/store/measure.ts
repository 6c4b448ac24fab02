/** Measures the store against the database and the files underneath, in one run and in turns. */
import { assertEquals } from "@std/assert";
import { cacheOf } from "../../../runtime/cache/mod.ts";
import { type KvKind, openStore } from "../../../runtime/store/mod.ts";
import { withStorePath } from "../../support/stores.ts";

/** How much to measure. */
export interface Sizes {
  /** Single operations of each kind. */
  readonly operations: number;
  /** Elements of the large list. */
  readonly elements: number;
  /** Times the large list is written. */
  readonly rounds: number;
}

/** Median microseconds of the store and of what it is compared with. */
export interface Comparison {
  readonly what: string;
  readonly storeUs: number;
  readonly peer: string;
  readonly peerUs: number;
  /** The store may take so many times what the peer does. */
  readonly goal: number | null;
}

/**
 * Measures everything on one implementation of Deno KV.
 *
 * @param kv which one
 * @param sizes how much
 */
export async function measure(kv: KvKind, sizes: Sizes): Promise<Comparison[]> {
  const found: Comparison[] = [];
  await withStorePath(async (path) => {
    const store = openStore(path, { kv });
    await store.set(["first"], 0);
    const openKv = kv === "builtin" ? Deno.openKv : (await import("@deno/kv")).openKv;
    const raw = await openKv(`${path}.raw`) as unknown as Deno.Kv;
    const row = { step: "train", n: 1.5, day: "2026-01-01" };
    const compare = async (
      what: string,
      goal: number | null,
      ours: (i: number) => Promise<unknown>,
      peer: string,
      theirs: (i: number) => Promise<unknown>,
    ) => {
      const [storeUs, peerUs] = await inTurns(sizes.operations, ours, theirs);
      found.push({ what, storeUs, peer, peerUs, goal });
    };

    const bytes = new Uint8Array(40);
    const rawSet = (i: number) => raw.set(["row", "s", i], bytes);
    await compare("set of a small record", 1.5, (i) => store.set(["s", i], row), "raw set", rawSet);
    assertEquals((await store.get(["s", 0]))?.value, row);
    await compare(
      "get of a small record",
      null,
      (i) => store.get(["s", i]),
      "raw get",
      (i) => raw.get(["row", "s", i]),
    );
    const many = Array.from({ length: 100 }, (_, j) => j);
    await compare(
      "100 sets at once",
      15,
      (i) => Promise.all(many.map((j) => store.set(["m", i, j], row))),
      "one raw set",
      (i) => raw.set(["one", i], bytes),
    );
    await compare(
      "list of the small records",
      null,
      () => Array.fromAsync(store.list(["s"]), (listed) => listed.value()),
      "raw list",
      () => Array.fromAsync(raw.list({ prefix: ["row", "s"] }, { batchSize: 500 })),
    );
    await cacheOf(store).put("k", row);
    await compare(
      "cached value found in memory",
      null,
      () => cacheOf(store).get("k"),
      "raw get",
      () => raw.get(["row", "s", 0]),
    );
    found.push(...await large(path, kv, sizes));
    raw.close();
    await store.close();
  });
  return found;
}

/** Writing and reading a large list of Floats against plain files of the same bytes. */
async function large(path: string, kv: KvKind, sizes: Sizes): Promise<Comparison[]> {
  const store = openStore(path, { kv });
  const floats = Float64Array.from({ length: sizes.elements }, (_, i) => i * 0.1);
  const plain = `${path}.plain`;
  const [writeUs, plainWriteUs] = await inTurns(
    sizes.rounds,
    (i) => {
      floats[0] = i + 0.5;
      return store.set(["large"], floats);
    },
    (i) => writeSynced(`${plain}${i}`, new Uint8Array(floats.buffer)),
    async (i) => {
      await store.sweep(0);
      if (i > 0) await Deno.remove(`${plain}${i - 1}`);
    },
  );
  const back = await store.get(["large"]);
  assertEquals((back!.value as Float64Array).at(-1), floats.at(-1));
  const [readUs, plainReadUs] = await inTurns(
    sizes.rounds,
    () => store.get(["large"]),
    () => Deno.readFile(`${plain}${sizes.rounds - 1}`),
  );
  await store.close();
  const what = `${sizes.elements} Floats`;
  return [
    {
      what: `set of ${what}`,
      storeUs: writeUs,
      peer: "plain synced file",
      peerUs: plainWriteUs,
      goal: 2,
    },
    {
      what: `get of ${what}`,
      storeUs: readUs,
      peer: "plain file",
      peerUs: plainReadUs,
      goal: null,
    },
  ];
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  using file = await Deno.open(path, { write: true, create: true, truncate: true });
  for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
  await file.syncData();
}

/**
 * Median microseconds of each of two operations, done in turns so that both see the same machine.
 * What comes after each turn is not measured.
 */
async function inTurns(
  count: number,
  a: (i: number) => Promise<unknown>,
  b: (i: number) => Promise<unknown>,
  after: (i: number) => Promise<void> = () => Promise.resolve(),
): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let i = 0; i < count; i++) {
    for (const [which, operation] of [a, b].entries()) {
      const start = performance.now();
      await operation(i);
      times[which].push((performance.now() - start) * 1000);
    }
    await after(i);
  }
  return [median(times[0]), median(times[1])];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
