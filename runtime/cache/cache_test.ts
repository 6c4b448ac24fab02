import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { fromFileUrl, join } from "@std/path";
import { withStorePath } from "../../tests/support/stores.ts";
import { inWorld } from "../../tests/support/worlds.ts";
import { timeout } from "../resilience/mod.ts";
import { openStore } from "../store/mod.ts";
import { thisProcess } from "../store/owner.ts";
import { Float, inspect, makeConstructor, type Slot, Tuple, ZixirError } from "../values/mod.ts";
import { Cache, type CacheEvent, cacheOf, currentCache, LOCK_MS, TRUST_MS } from "./mod.ts";
import { valueKey } from "./key.ts";
import { Lru } from "./lru.ts";

/** A computation that counts its runs and ends when told to. */
function slow(value: Slot) {
  const state = { runs: 0, finish: (_?: Error) => {} };
  const compute = () => {
    state.runs++;
    return new Promise<Slot>((resolve, reject) => {
      state.finish = (error) => error === undefined ? resolve(value) : reject(error);
    });
  };
  return { state, compute };
}

Deno.test("Lru never holds more than its bytes, and drops the least recently used", () => {
  const operation = fc.tuple(fc.constantFrom("get", "set", "delete"), fc.nat(9), fc.nat(40));
  fc.assert(fc.property(fc.array(operation, { maxLength: 60 }), (operations) => {
    const lru = new Lru<number>(100);
    let model: [string, number][] = [];
    for (const [what, key, bytes] of operations) {
      const k = String(key);
      const known = model.find(([x]) => x === k);
      if (what === "get") assertEquals(lru.get(k), known?.[1]);
      if (what === "set") lru.set(k, bytes, bytes);
      if (what === "delete") lru.delete(k);
      if (what !== "get" || known) model = model.filter(([x]) => x !== k);
      if (what === "get" && known) model.push(known);
      if (what === "set") model.push([k, bytes]);
      while (model.reduce((sum, [, b]) => sum + b, 0) > 100) model.shift();
      assertEquals([lru.size, lru.bytes], [model.length, model.reduce((sum, [, b]) => sum + b, 0)]);
    }
  }));
});

Deno.test("cached() computes once and keeps the exact type, under any key that is data", async () => {
  await inWorld(async () => {
    const cache = currentCache();
    const keys: Slot[] = [
      "a",
      1,
      new Float(1),
      { a: 1 },
      new Tuple([1, "a"]),
      null,
      "x".repeat(5000),
    ];
    for (const key of keys) {
      let runs = 0;
      const compute = () => [new Float(2), ++runs];
      await cache.cached(key, {}, compute);
      assertEquals(await cache.cached(key, {}, compute), [new Float(2), 1]);
      assertEquals(await cache.get(key), [new Float(2), 1]);
    }
    assertEquals((await cache.stats()).storeEntries, keys.length);
    assertEquals(await cache.cached("nil", {}, () => null), null);
    assertEquals(await cache.get("nil"), null);
    assertEquals(await cache.get("nothing"), undefined);
  });
});

Deno.test("cached() refuses a key with a function in it before it computes", async () => {
  await inWorld(async () => {
    let runs = 0;
    const error = await assertRejects(
      () => currentCache().cached([() => null], {}, () => ++runs),
      ZixirError,
    );
    assertEquals([(error as ZixirError).kind, runs], ["type", 0]);
  });
});

Deno.test("a value goes at its time to live, from memory too", async () => {
  await inWorld(async ({ clock }) => {
    let runs = 0;
    const read = () => currentCache().cached("k", { ttlMs: 100 }, () => ++runs);
    assertEquals(await read(), 1);
    await clock.advance(99);
    assertEquals(await read(), 1);
    await clock.advance(1);
    assertEquals(await read(), 2);
  });
});

Deno.test("callers at once compute once, and share an error, which is not cached", async () => {
  await inWorld(async ({ clock }) => {
    const cache = currentCache();
    const { state, compute } = slow(7);
    const callers = Array.from({ length: 10 }, () => cache.cached("k", {}, compute));
    await clock.advance(0);
    state.finish(new ZixirError("http", "down"));
    const outcomes = await Promise.allSettled(callers);
    assertEquals(outcomes.map((o) => o.status), Array(10).fill("rejected"));
    assertEquals(state.runs, 1);
    const more = Array.from({ length: 10 }, () => cache.cached("k", {}, compute));
    await clock.advance(0);
    state.finish();
    assertEquals(await Promise.all(more), Array(10).fill(7));
    assertEquals(state.runs, 2);
  });
});

Deno.test("when the one who computes is stopped, another one who waits computes", async () => {
  await inWorld(async ({ clock }) => {
    const cache = currentCache();
    const { state, compute } = slow(7);
    const first = assertRejects(
      () => timeout(100, () => cache.cached("k", {}, compute)),
      ZixirError,
    );
    await clock.advance(0);
    const second = cache.cached("k", {}, () => 8);
    await clock.advance(100);
    await first;
    state.finish();
    assertEquals(await second, 8);
  });
});

Deno.test("another cache on the store sees a change once trust runs out, the own at once", async () => {
  await inWorld(async ({ clock, store }) => {
    const [mine, theirs] = [cacheOf(store), new Cache(store)];
    await mine.put("k", 1);
    assertEquals([await mine.get("k"), await theirs.get("k")], [1, 1]);
    await theirs.put("k", 2);
    assertEquals([await mine.get("k"), await theirs.get("k")], [1, 2]);
    await clock.advance(TRUST_MS);
    assertEquals(await mine.get("k"), 2);
    await theirs.delete("k");
    await clock.advance(TRUST_MS);
    assertEquals(await mine.get("k"), undefined);
  });
});

Deno.test("invalidate() deletes by prefix and nothing else", async () => {
  await inWorld(async () => {
    const cache = currentCache();
    for (const key of ["user:1", "user:2\u{1F600}", "user", "users:1", "a"]) {
      await cache.put(key, key);
    }
    await cache.put(7, 7);
    assertEquals(await cache.invalidate("user:"), 2);
    assertEquals([await cache.get("user:1"), await cache.get("users:1")], [undefined, "users:1"]);
    assertEquals(await cache.invalidate(""), 3);
    assertEquals(await cache.get(7), 7);
    assertEquals(await cache.clear(), 1);
    assertEquals((await cache.stats()).storeEntries, 0);
  });
});

Deno.test("each call counts as one look-up, hit or miss", async () => {
  await inWorld(async ({ store }) => {
    const cache = cacheOf(store);
    const step = (day: string) =>
      cache.cachedStep({ name: "s", code: "c", args: { day } }, {}, () => 1);
    await Promise.all([1, 2, 3].map(() => cache.cached("k", {}, () => 1)));
    for (const day of ["mon", "mon", "tue"]) await step(day);
    await cache.get("none");
    const { memoryHits, storeHits, misses } = await cache.stats();
    assertEquals([memoryHits + storeHits, misses], [1, 6]);
  });
});

Deno.test("a value too large for memory is still cached in the store", async () => {
  await inWorld(async ({ store }) => {
    const cache = new Cache(store, 10_000);
    const large = new Float64Array(5000).fill(0.5);
    await cache.put("large", large);
    await cache.put("small", 1);
    for (const key of ["large", "small", "large", "small"]) await cache.get(key);
    const stats = await cache.stats();
    assertEquals([stats.memoryHits, stats.storeHits, stats.memoryEntries], [1, 3, 1]);
    assert(stats.storeBytes > 40_000 && stats.memoryBytes < 1000);
  });
});

Deno.test("cachedStep() says of each call hit or miss, and why it missed", async () => {
  await inWorld(async ({ clock, store }) => {
    const cache = cacheOf(store);
    const events: CacheEvent[] = [];
    cache.onStep = (event) => events.push(event);
    const call = (code: string, args: Record<string, Slot>) =>
      cache.cachedStep({ name: "fetch", code, args }, { ttlMs: 1000 }, () => 1);
    await call("c1", { day: "mon", n: 1 });
    await call("c1", { day: "mon", n: 1 });
    await call("c1", { day: "tue", n: 1 });
    await call("c2", { day: "tue", n: 1 });
    await call("c2", { day: "tue", n: 2, rows: Array.from({ length: 50 }, () => 1) });
    await call("c2", { day: "tue", n: 2, rows: Array.from({ length: 50 }, () => 2) });
    await call("c2", { day: "tue", rows: Array.from({ length: 50 }, () => 2) });
    await clock.advance(1000);
    await call("c1", { day: "mon", n: 1 });
    assertEquals(events.map(({ outcome, reason }) => `${outcome}: ${reason}`), [
      "miss: never cached before",
      "hit: same code and arguments",
      'miss: argument day changed: "mon" is now "tue"',
      "miss: its code changed",
      "miss: argument n changed: 1 is now 2; argument rows is new",
      "miss: argument rows changed",
      "miss: argument n is gone",
      "miss: it expired or was deleted",
    ]);
  });
});

Deno.test("a value of a type that was changed since is computed anew", async () => {
  await inWorld(async ({ store }) => {
    const before = makeConstructor("Shape", "Circle", 0, ["r"]);
    const after = makeConstructor("Shape", "Circle", 0, ["x", "y"]);
    await new Cache(store).put("k", before.build([1]));
    const cache = new Cache(store);
    assertEquals(await cache.get("k", () => after), undefined);
    const value = await cache.cached("k", { lookup: () => after }, () => after.build([1, 2]));
    assertEquals(inspect(value), "Circle(1, 2)");
    assertEquals(inspect((await new Cache(store).get("k", () => after))!), "Circle(1, 2)");
  });
});

Deno.test("a lock whose owner died is free after its time", async () => {
  await inWorld(async ({ clock, store }) => {
    await store.set(["cache_lock", "text\nk"], { owner: "dead", until: clock.wall() + LOCK_MS });
    const value = currentCache().cached("k", {}, () => 7);
    await clock.advance(LOCK_MS / 2);
    assertEquals(await Promise.race([value, "waiting"]), "waiting");
    await clock.advance(LOCK_MS);
    assertEquals(await value, 7);
  });
});

Deno.test("a lock is renewed while its owner computes, and goes with its end", async () => {
  await inWorld(async ({ clock, store }) => {
    const { state, compute } = slow(7);
    const first = cacheOf(store).cached("k", {}, compute);
    await clock.advance(LOCK_MS * 3);
    const second = new Cache(store).cached("k", {}, () => 8);
    await clock.advance(LOCK_MS * 3);
    state.finish();
    await clock.advance(TRUST_MS);
    assertEquals([await first, await second, state.runs], [7, 7, 1]);
    assertEquals((await Array.fromAsync(store.list(["cache_lock"]))).length, 0);
    assertEquals(clock.pending, 0);
  });
});

Deno.test("processes that ask for one value at once compute it once, and their look-ups add up", async () => {
  await withStorePath(async (path) => {
    const helper = join(fromFileUrl(import.meta.url), "../../../tests/support/cache_process.ts");
    const outputs = await Promise.all(Array.from({ length: 3 }, async (_, i) => {
      const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", helper, path, String(i)],
      }).output();
      return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    }));
    assertEquals(outputs.filter((text) => text.startsWith("computed\n")).length, 1, outputs.join());
    const values = new Set(outputs.map((text) => text.replace("computed\n", "")));
    assertEquals(values.size, 1);
    const store = openStore(path);
    const stats = await cacheOf(store).stats();
    assertEquals(stats.misses + stats.storeHits + stats.memoryHits, 3);
    assertEquals(stats.storeEntries, 1);
    await store.close();
  });
});

Deno.test("the right to compute is free at once when the process that had it is gone", async () => {
  await inWorld(async ({ clock, store }) => {
    const until = clock.wall() + LOCK_MS;
    const { id } = valueKey("k");
    const gone = { ...thisProcess(), started: "another process of this number" };
    await store.set(["cache_lock", id], { owner: { ...gone }, until });
    assertEquals(await currentCache().cached("k", {}, () => 7), 7);
    await store.set(["cache_lock", valueKey("other").id], { owner: { ...thisProcess() }, until });
    let isDone = false;
    const waiting = currentCache().cached("other", {}, () => 8).then(() => isDone = true);
    await clock.advance(LOCK_MS - 1);
    assertEquals(isDone, false);
    await clock.advance(TRUST_MS);
    await waiting;
  });
});
