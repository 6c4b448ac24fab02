/**
 * A process that uses a store, for tests of several processes and of small disks:
 * `store_process.ts TASK PATH KV [NUMBER]`.
 *
 * @module
 */
import { type KvKind, openStore, type Store } from "../../runtime/store/mod.ts";
import { ZixirError } from "../../runtime/values/mod.ts";

const [task, path, kv, number] = Deno.args;
const store = openStore(path, { kv: kv as KvKind });

/** Writes rows of its own, a large value all share, and counts them in a row all change. */
async function fill(): Promise<void> {
  await store.set(["large", number], new Float64Array(20_000).fill(0.25));
  for (let i = 0; i < 40; i++) {
    await store.set(["fill", number, i], i);
    for (;;) {
      const sum = await store.get(["sum"]);
      const won = await store.commit({
        checks: [{ key: ["sum"], version: sum?.version ?? null }],
        sets: [{ key: ["sum"], value: Number(sum?.value ?? 0) + 1 }],
      });
      if (won !== null) break;
    }
  }
  console.log("done");
}

/** Writes rows and then a large value until the disk is full. */
async function full(): Promise<void> {
  await store.set(["first"], 1);
  const small = await codeOf(async () => {
    for (let i = 0; i < 100; i++) await store.set(["x", i], "x".repeat(50_000));
  });
  const large = await codeOf(() => store.set(["large"], new Float64Array(400_000).fill(0.5)));
  console.log(small, large, await isKept(store));
}

async function readonly(): Promise<void> {
  console.log(await codeOf(() => store.set(["first"], 2)), await isKept(store));
  console.log(await codeOf(() => openStore(`${path}.new`, { kv: kv as KvKind }).set(["a"], 1)));
}

/** Holds the file locked until standard input ends. */
async function hold(): Promise<void> {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(path);
  database.exec("BEGIN EXCLUSIVE");
  console.log("held");
  await Array.fromAsync(Deno.stdin.readable);
  database.exec("COMMIT");
  database.close();
}

async function codeOf(body: () => Promise<unknown>): Promise<string> {
  try {
    await body();
    return "no error";
  } catch (error) {
    return error instanceof ZixirError ? error.code : String(error);
  }
}

async function isKept(store: Store): Promise<string> {
  return (await store.get(["first"]))?.value === 1 ? "kept" : "lost";
}

await { fill, full, readonly, hold }[task]!();
await store.close();
