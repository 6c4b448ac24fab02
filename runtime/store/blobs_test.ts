import { assert, assertEquals } from "@std/assert";
import { Blobs } from "./blobs.ts";
import { COMMIT_MAX, type Database } from "./database.ts";
import { fingerprint } from "./fingerprint.ts";
import { MemoryDatabase } from "./memory_database.ts";

const content = (size: number, byte: number) => [new Uint8Array(size).fill(byte)];

function blobsOn(database: Database, weak = false, now = () => 1e12): Blobs {
  return new Blobs({
    database,
    folder: null,
    now,
    root: ["r"],
    fingerprint: weak
      ? (pieces, salt) => (pieces.length + (salt ?? 0)).toString(16).padStart(32, "0")
      : fingerprint,
  });
}

Deno.test("contents that meet in one fingerprint are stored apart, each once", async () => {
  const blobs = blobsOn(new MemoryDatabase(), true);
  const refs = [];
  for (const byte of [1, 2, 3, 2, 1]) refs.push((await blobs.put(content(200_000, byte))).ref);
  assertEquals(new Set(refs.map(({ hash }) => hash)).size, 3);
  assertEquals([refs[3], refs[4]], [refs[1], refs[0]]);
});

Deno.test("writers of one content at once join, and one alone finds it stored", async () => {
  const database = new MemoryDatabase();
  const [one, other] = [blobsOn(database), blobsOn(database)];
  const puts = [one, other, one, other].map((blobs) => blobs.put(content(2_000_000, 7)));
  const checks = (await Promise.all(puts)).map(({ check }) => check);
  assertEquals(new Set(checks.map(({ version }) => version)).size, 1);
  const { ref } = await one.put(content(2_000_000, 7));
  assertEquals(await other.get(ref), content(2_000_000, 7)[0]);
});

Deno.test("a blob swept between storing and naming is noticed by the check", async () => {
  const database = new MemoryDatabase();
  let now = 1e12;
  const blobs = blobsOn(database, false, () => now);
  const { ref, check } = await blobs.put(content(100_000, 1));
  now += 10;
  assertEquals((await blobs.sweep(5, () => Promise.resolve(null))).deleted, 1);
  const naming = { key: ["r", "row", "a"], value: new Uint8Array(1) };
  assertEquals(await database.commit([check], [naming, blobs.reference(ref, ["a"])]), null);
  assertEquals(await blobs.get(ref), null);
  const again = await blobs.put(content(100_000, 1));
  assert(await database.commit([again.check], [naming, blobs.reference(ref, ["a"])]) !== null);
  now += 10;
  assertEquals((await blobs.sweep(5, () => Promise.resolve(ref.hash))).kept, 1);
});

Deno.test("a writer that died half way leaves nothing that lasts, at whatever commit it died", async () => {
  const whole = content(1_500_000, 3);
  for (let died = 0; died < 4; died++) {
    const database = new MemoryDatabase();
    let left = died;
    const dying: Pick<Database, "read" | "list" | "commit"> = {
      read: (keys) => database.read(keys),
      list: (selector) => database.list(selector),
      commit: (checks, mutations) =>
        left-- > 0 ? database.commit(checks, mutations) : Promise.reject(new Error("died")),
    };
    let now = 1e12;
    const places = { folder: null, now: () => now, root: ["r"], fingerprint };
    const first = await new Blobs({ ...places, database: dying }).put(whole).catch((e) => e);
    assert(first instanceof Error, `${died} commits are too few for a blob`);
    const blobs = new Blobs({ ...places, database });
    if (died % 2 === 0) {
      const { ref } = await blobs.put(whole);
      assertEquals(await blobs.get(ref), whole[0]);
    }
    now += 1e9;
    await blobs.sweep(1000, () => Promise.resolve(null));
    assertEquals(await Array.fromAsync(database.list({ prefix: ["r"] })), []);
  }
  assert(COMMIT_MAX.bytes < 1_000_000, "the content takes more than one commit");
});
