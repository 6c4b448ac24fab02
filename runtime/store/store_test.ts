import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { anySlot, CONSTRUCTORS } from "../../tests/support/slots.ts";
import { DATABASES, withStore, withStorePath } from "../../tests/support/stores.ts";
import { Float, inspect, type Slot, ZixirError } from "../values/mod.ts";
import { MemoryDatabase } from "./memory_database.ts";
import { type Key, openStore, type Store } from "./mod.ts";

async function keysOf(store: Store, prefix: Key, options = {}): Promise<Key[]> {
  return (await Array.fromAsync(store.list(prefix, options))).map(({ key }) => key);
}

/** Random doubles, which no encoding could make small. */
function noise(count: number, seed: number): Float64Array {
  let x = seed >>> 0;
  return Float64Array.from({ length: count }, () => {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    return x / 7;
  });
}

for (const database of DATABASES) {
  Deno.test(`store (${database}): what is set is got, with its exact type`, async () => {
    await withStore(database, async (store) => {
      const values: Slot[] = [1, new Float(1), 2n ** 80n, null, "é", [1, new Float(2)], { "1": 2 }];
      for (const [i, value] of values.entries()) await store.set(["v", i], value);
      const found = await store.getMany([...values.keys()].map((i) => ["v", i]));
      assertEquals(found.map((f) => inspect(f!.value)), values.map(inspect));
      assertEquals(await store.get(["v", 99]), null);
      await store.delete(["v", 0]);
      assertEquals(await store.get(["v", 0]), null);
    });
  });

  Deno.test(`store (${database}): any value of any kind comes back`, async () => {
    await withStore(database, async (store) => {
      await fc.assert(
        fc.asyncProperty(anySlot, async (v) => {
          await store.set(["v"], v);
          assertEquals(inspect((await store.get(["v"]))!.value), inspect(v));
        }),
        { numRuns: 30 },
      );
      await store.set(["shape"], CONSTRUCTORS[0].build([1]));
      const own = await store.get(["shape"], () => CONSTRUCTORS[0]);
      assert((own!.value as { $c: unknown }).$c === CONSTRUCTORS[0].info);
    });
  });

  Deno.test(`store (${database}): commit() is all or nothing, and versions grow`, async () => {
    await withStore(database, async (store) => {
      const first = await store.commit({
        checks: [{ key: ["a"], version: null }],
        sets: [{ key: ["a"], value: 1 }, { key: ["b"], value: 1 }],
      });
      assert(first !== null);
      assertEquals((await store.get(["b"]))!.version, first);
      const refused = await store.commit({
        checks: [{ key: ["a"], version: null }],
        sets: [{ key: ["b"], value: 2 }],
        deletes: [["a"]],
      });
      assertEquals(refused, null);
      assertEquals((await store.get(["b"]))!.value, 1);
      const second = await store.commit({
        checks: [{ key: ["a"], version: first }],
        sets: [{ key: ["b"], value: 2 }],
        deletes: [["a"]],
      });
      assert(second !== null && second > first);
      assertEquals([await store.get(["a"]), (await store.get(["b"]))!.value], [null, 2]);
    });
  });

  Deno.test(`store (${database}): list() goes in order of keys, within bounds`, async () => {
    await withStore(database, async (store) => {
      const keys: Key[] = [["l", 10], ["l", 2], ["l", -1], ["l", "b"], ["l", "a", 1], ["l"], [
        "m",
        1,
      ]];
      for (const key of keys) await store.set(key, String(key));
      const all: Key[] = [["l", "a", 1], ["l", "b"], ["l", -1], ["l", 2], ["l", 10]];
      assertEquals(await keysOf(store, ["l"]), all);
      assertEquals(await keysOf(store, ["l"], { reverse: true }), all.toReversed());
      assertEquals(await keysOf(store, ["l"], { limit: 2 }), all.slice(0, 2));
      assertEquals(
        await keysOf(store, ["l"], { limit: 2, reverse: true }),
        all.toReversed().slice(0, 2),
      );
      assertEquals(await keysOf(store, ["l"], { start: ["l", 2] }), all.slice(3));
      assertEquals(await keysOf(store, ["l"], { end: ["l", 2] }), all.slice(0, 3));
      assertEquals(
        await keysOf(store, ["l"], { start: ["l", "b"], end: ["l", 10] }),
        all.slice(1, 4),
      );
      assertEquals((await keysOf(store, [])).length, keys.length);
      assertEquals(await keysOf(store, ["none"]), []);
      for await (const row of store.list(["m"])) {
        assertEquals([await row.value(), row.expiresAt], ["m,1", Infinity]);
        assert(row.size > 0);
      }
      assertEquals(await store.deletePrefix(["l"]), all.length);
      assertEquals(await keysOf(store, []), [["l"], ["m", 1]]);
    });
  });

  Deno.test(`store (${database}): a row counts as gone at its expiry`, async () => {
    let now = 1_000_000;
    await withStore(database, async (store) => {
      await store.set(["short"], 1, 60_000);
      await store.set(["long"], 2);
      now += 59_999;
      assertEquals((await store.get(["short"]))!.value, 1);
      now += 1;
      assertEquals(await store.get(["short"]), null);
      assertEquals(await keysOf(store, []), [["long"]]);
    }, { now: () => now });
  });

  Deno.test(`store (${database}): large values come back, are stored once, and swept`, async () => {
    await withStore(database, async (store) => {
      const sizes = [8_000, 40_000, 200_000];
      for (const size of sizes) {
        const value = { rows: noise(size, size), name: "x".repeat(size) };
        await store.set(["a", size], value);
        await store.set(["b", size], value);
        const back = (await store.get(["b", size]))!.value as typeof value;
        assertEquals(back.rows, value.rows);
        assertEquals(back.name, value.name);
      }
      assertEquals(await store.sweep(0), { kept: 3, deleted: 0, bytes: 0 });
      await store.delete(["a", sizes[0]]);
      await store.set(["a", sizes[1]], 0);
      await store.set(["b", sizes[1]], noise(40_000, 1));
      assertEquals(await store.sweep(3_600_000), { kept: 4, deleted: 0, bytes: 0 });
      const swept = await store.sweep(0);
      assertEquals([swept.kept, swept.deleted], [3, 1]);
      assertEquals((await store.sweep(0)).deleted, 0);
      assert(
        (await store.get(["b", sizes[0]])) !== null && (await store.get(["b", sizes[1]])) !== null,
      );
      await store.deletePrefix([]);
      assertEquals((await store.sweep(0)).deleted, 3);
    });
  });

  Deno.test(`store (${database}): one commit holds more than the database lets it`, async () => {
    await withStore(database, async (store) => {
      const texts = Array.from({ length: 20 }, (_, i) => (i + 10 + "").repeat(25_000));
      await store.commit({ sets: texts.map((value, i) => ({ key: ["t", i], value })) });
      const found = await store.getMany(texts.map((_, i) => ["t", i]));
      assertEquals(found.map((f) => f!.value), texts);
      const sets = Array.from({ length: 11 }, (_, i) => ({ key: ["n", i], value: noise(9000, i) }));
      await assertRejects(() => store.commit({ sets }), ZixirError, "at most 10");
    });
  });

  Deno.test(`store (${database}): one large value set by many at once is stored once`, async () => {
    await withStore(database, async (store) => {
      const value = noise(20_000, 3);
      await Promise.all(Array.from({ length: 8 }, (_, i) => store.set(["v", i], value)));
      assertEquals(await store.sweep(0), { kept: 1, deleted: 0, bytes: 0 });
      for (let i = 0; i < 8; i++) assertEquals((await store.get(["v", i]))!.value, value);
    });
  });

  Deno.test(`store (${database}): many commits at once each get their own answer`, async () => {
    await withStore(database, async (store) => {
      const version = await store.set(["guard"], 0);
      const outcomes = await Promise.all(Array.from({ length: 60 }, (_, i) =>
        store.commit({
          checks: [{ key: ["guard"], version: i % 7 === 3 ? "0".repeat(20) : version }],
          sets: [{ key: ["n", i], value: i }],
        })));
      for (const [i, outcome] of outcomes.entries()) assertEquals(outcome === null, i % 7 === 3);
      assertEquals((await keysOf(store, ["n"])).length, outcomes.filter((o) => o !== null).length);
      const races = await Promise.all(Array.from({ length: 20 }, (_, i) =>
        store.commit({
          checks: [{ key: ["race"], version: null }],
          sets: [{ key: ["race"], value: i }],
        })));
      assertEquals(races.filter((r) => r !== null).length, 1, "one alone takes a free row");
      assertEquals((await store.get(["race"]))!.value, races.findIndex((r) => r !== null));
    });
  });
}

for (const kv of ["builtin", "package"] as const) {
  Deno.test(`store (${kv}): what was committed is there for the other one too`, async () => {
    await withStorePath(async (path) => {
      const other = kv === "builtin" ? "package" : "builtin";
      for (let i = 0; i < 3; i++) {
        const store = openStore(path, { kv: i === 1 ? other : kv });
        assertEquals((await store.get(["n"]))?.value ?? null, i === 0 ? null : i - 1);
        await store.set(["n"], i);
        await store.set(["big", i], noise(150_000, i));
        await store.close();
      }
      const store = openStore(path, { kv: other });
      assertEquals((await store.get(["n"]))!.value, 2);
      assertEquals((await store.get(["big", 1]))!.value, noise(150_000, 1));
      await store.close();
    });
  });
}

Deno.test("watch() shows what another handle of the store changes", async () => {
  await withStorePath(async (path) => {
    const [a, b] = [openStore(path), openStore(path)];
    const seen: Slot[] = [];
    for await (const found of a.watch(["w"])) {
      seen.push(found?.value ?? null);
      if (seen.length === 4) break;
      if (seen.length === 3) await b.delete(["w"]);
      else await b.set(["w"], seen.length);
    }
    assertEquals(seen, [null, 1, 2, null]);
    await a.close();
    await b.close();
  });
});

Deno.test("a store that was never used needs no closing, and makes no file", async () => {
  await withStorePath(async (path) => {
    openStore(path);
    await openStore(path).close();
    await assertRejects(() => Deno.stat(path), Deno.errors.NotFound);
  });
});

Deno.test("describe() says where the store is and its format", async () => {
  await withStore("memory", async (store) => {
    assertEquals(await store.describe(), {
      location: ":memory:",
      kind: "memory",
      format: 1,
      kv: null,
    });
  });
});

Deno.test("commit() refuses what cannot be stored and changes nothing", async () => {
  await withStore("memory", async (store) => {
    const sets = [{ key: ["a"], value: 1 }, { key: ["b"], value: [() => null] }];
    await assertRejects(() => store.commit({ sets }), ZixirError, "[0]");
    assertEquals(await store.get(["a"]), null);
  });
});

Deno.test("close() sweeps what no row names, at most once an hour", async () => {
  await withStorePath(async (path) => {
    let now = 1_000_000_000_000;
    const left = async () => {
      const store = openStore(path, { now: () => now });
      const { kept } = await store.sweep(1e15);
      await store.close();
      return kept;
    };
    const write = async (seed: number) => {
      const store = openStore(path, { now: () => now });
      await store.set(["large"], noise(20_000, seed));
      await store.close();
    };
    await write(1);
    now += 1_800_000;
    await write(2);
    assertEquals(await left(), 2, "the hour is not over");
    now += 1_900_000;
    await write(3);
    assertEquals(await left(), 2, "the first is gone, the second too young");
  });
});

Deno.test("a store in memory forgets expired rows", async () => {
  let now = 0;
  const database = new MemoryDatabase(() => now);
  const value = new Uint8Array(1);
  for (let i = 0; i < 600; i++) {
    await database.commit([], [{ key: ["k", i], value, expireInMs: 100 }]);
    now++;
  }
  const rows = await Array.fromAsync(database.list({ prefix: ["k"] }));
  assert(rows.length < 400, `${rows.length} rows are held`);
});
