import { assert, assertEquals, assertRejects } from "@std/assert";
import { withStorePath } from "../../tests/support/stores.ts";
import { openStore, Store, type Write } from "../store/mod.ts";
import { ZixirError } from "../values/error.ts";
import type { Slot } from "../values/slot.ts";
import { type Entry, Journal, readJournal, readValue } from "./journal.ts";
import { journalKey } from "./keys.ts";
import { type Lease, takeLease } from "./lease.ts";

/** A store that counts commits, and fails from a chosen one on. */
class CountingStore extends Store {
  commits = 0;
  failsFrom = Infinity;

  override commit(write: Write): Promise<string | null> {
    this.commits++;
    return this.commits >= this.failsFrom
      ? Promise.reject(new ZixirError("store", "the disk is gone"))
      : super.commit(write);
  }
}

function entry(path: string): Entry {
  const times = { startMs: 1, endMs: 2, epoch: 1 };
  return { kind: "step", path, name: "s", code: "c", attempts: [], ...times };
}

async function withJournal(
  store: CountingStore,
  body: (journal: Journal, lease: Lease) => Promise<void>,
): Promise<void> {
  try {
    const lease = await takeLease(store, "r");
    store.commits = 0;
    await body(new Journal(store, lease, 0, () => {}), lease);
  } finally {
    await store.close();
  }
}

for (const kv of ["builtin", "package"] as const) {
  Deno.test(`journal (${kv}): values of all sizes that are appended at once are all kept, in order`, async () => {
    await withStorePath(async (path) => {
      await withJournal(new CountingStore(path, { kv }), async (journal) => {
        const store = openStore(path, { kv });
        // In the entry, in a row of its own, in chunks, in a file; each is another content.
        const sizes = [1, 200, 2_000, 6_000, 20_000, 200_000];
        const values: Slot[] = Array.from(
          { length: 90 },
          (_, i) => i % 7 === 6 ? null : new Float64Array(sizes[i % 7]).fill(i + 0.5),
        );
        const appended = await Promise.all(
          values.map((value, i) => journal.append(entry(`p#${i}`), value)),
        );
        const { entries, next } = await readJournal(store, "r");
        assertEquals(entries, appended);
        assertEquals([entries.length, next], [90, 90]);
        for (const [i, { path, value }] of entries.entries()) {
          assertEquals(path, `p#${i}`);
          assertEquals(await readValue(store, "r", value!, () => undefined), values[i]);
        }
        await store.close();
      });
    });
  });
}

Deno.test("entries of one turn share a commit and a row; a lone one has its own", async () => {
  const store = new CountingStore(":memory:");
  await withJournal(store, async (journal) => {
    await Promise.all(Array.from({ length: 100 }, (_, i) => journal.append(entry(`p#${i}`), i)));
    assertEquals(store.commits, 1);
    journal.note(entry("noted"), 7);
    assertEquals(store.commits, 1);
    await journal.append(entry("alone"), 8);
    assertEquals(store.commits, 2);
    const rows = await Array.fromAsync(store.list(journalKey("r")), ({ key }) => key.at(-1));
    assertEquals(rows, [0, 100]);
    const { entries, next } = await readJournal(store, "r");
    assertEquals(entries.slice(-2).map(({ path }) => path), ["noted", "alone"]);
    assertEquals(next, 102);
  });
});

Deno.test("no commit takes more than the database does, however long names and failures are", async () => {
  await withStorePath(async (path) => {
    const store = new CountingStore(path);
    await withJournal(store, async (journal) => {
      const failure = { kind: "user", message: "é".repeat(3_000), code: "E0307" };
      const attempts = [{ startMs: 1, endMs: 2, failure }];
      await Promise.all(
        Array.from({ length: 400 }, (_, i) => journal.append({ ...entry(`p#${i}`), attempts }, i)),
      );
      const { entries } = await readJournal(store, "r");
      assertEquals(entries.map(({ path }) => path), entries.map((_, i) => `p#${i}`));
      assertEquals(entries.length, 400);
      assert(store.commits > 10, "in many commits");
    });
  });
});

Deno.test("after a commit that failed nothing is written, and all who wait are told", async () => {
  const store = new CountingStore(":memory:");
  await withJournal(store, async (journal) => {
    await journal.append(entry("kept"), 1);
    store.failsFrom = 2;
    const outcomes = await Promise.allSettled([
      journal.append(entry("lost#0"), 1),
      journal.append(entry("lost#1"), 2),
    ]);
    assertEquals(outcomes.map(({ status }) => status), ["rejected", "rejected"]);
    store.failsFrom = Infinity;
    await assertRejects(() => journal.append(entry("late"), 3), ZixirError, "the disk is gone");
    await assertRejects(() => journal.flush(), ZixirError, "the disk is gone");
    assertEquals((await readJournal(store, "r")).entries.map(({ path }) => path), ["kept"]);
  });
});

Deno.test("a journal whose lease was taken writes nothing more, not even what waited", async () => {
  const store = new CountingStore(":memory:");
  await withJournal(store, async (journal, lease) => {
    await store.commit({ sets: [{ key: ["run_fence", "r"], value: lease.token + 1 }] });
    const both = [journal.append(entry("a"), 1), journal.append(entry("b"), 2)];
    for (const one of both) {
      const error = await assertRejects(() => one, ZixirError) as ZixirError;
      assertEquals(error.code, "E0603");
    }
    assertEquals((await readJournal(store, "r")).entries, []);
  });
});
