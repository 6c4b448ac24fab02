import { assert, assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { ZixirError } from "../values/mod.ts";
import { ManualClock } from "./clock.ts";
import {
  budget,
  caught,
  currentScope,
  reserve,
  Scope,
  type ScopeOptions,
  spend,
  StopCode,
  tick,
  tickCall,
  within,
} from "./scope.ts";

/** A function as the compiler makes it: by `new Function`, with the checks of the contract. */
function compiled<F>(source: string): F {
  return new Function("budget", "tick", "tickCall", "caught", source)(
    budget,
    tick,
    tickCall,
    caught,
  );
}

const forever = compiled<() => never>(`return () => { for (;;) if (--budget.fuel < 0) tick(); };`);
const deep = compiled<(n: number) => number>(
  `return function f(n) { if (--budget.fuel < 0) tickCall(); return n < 2 ? 1 : 1 + f(n - 1); };`,
);
const build = compiled<(keep: boolean) => number>(`return (keep) => {
  const kept = [];
  for (let i = 0; i < 1500000; i++) {
    if (--budget.fuel < 0) tick();
    const item = { i, next: [i] };
    if (keep) kept.push(item);
  }
  return kept.length;
};`);

/** Runs a body in a child of a root with a clock that stands still. */
function withClock<T>(clock: ManualClock, body: () => Promise<T>): Promise<T> {
  const root = new Scope(null, { world: { clock, random: () => 0.5 } });
  return root.run(body);
}

async function kindOf(options: ScopeOptions, body: (scope: Scope) => unknown): Promise<string> {
  const error = await assertRejects(() => within(options, body), ZixirError);
  return (error as ZixirError).kind;
}

Deno.test("within() gives what the block gives, plain or async, and its errors", async () => {
  assertEquals(await within({}, () => 1), 1);
  assertEquals(await within({ timeMs: 60_000 }, () => Promise.resolve(2)), 2);
  await assertRejects(() => within({}, () => Promise.reject(new RangeError("own"))), RangeError);
  await assertRejects(
    () =>
      within({}, () => {
        throw new RangeError("own");
      }),
    RangeError,
  );
});

Deno.test("a time limit stops a pure loop, also one that catches everything", async () => {
  assertEquals(await kindOf({ timeMs: 20 }, forever), "timeout");
  const stubborn = compiled<() => never>(`return () => {
    for (;;) try { for (;;) if (--budget.fuel < 0) tick(); } catch (thrown) { caught(thrown); }
  };`);
  assertEquals(await kindOf({ timeMs: 20 }, stubborn), "timeout");
});

Deno.test("a time limit stops a wait, and a wait that cannot be stopped is left behind", async () => {
  const clock = new ManualClock();
  await withClock(clock, async () => {
    const sleeping = kindOf({ timeMs: 100 }, (scope) => scope.sleep(1000));
    const stuck = kindOf({ timeMs: 100 }, () => new Promise(() => {}));
    await clock.advance(99);
    assertEquals(clock.pending, 3);
    await clock.advance(1);
    assertEquals([await sleeping, await stuck], ["timeout", "timeout"]);
    assertEquals(clock.pending, 0, "no timer is left");
  });
});

Deno.test("a block that ends late without meeting a check is too late all the same", async () => {
  const clock = new ManualClock();
  await withClock(clock, async () => {
    assertEquals(await kindOf({ timeMs: 100 }, () => clock.skip(100)), "timeout");
    assertEquals(await within({ timeMs: 100 }, () => clock.skip(99)), undefined);
  });
});

Deno.test("the nearest deadline wins and stops only its own scope", async () => {
  const clock = new ManualClock();
  await withClock(clock, async () => {
    const seen: string[] = [];
    const outer = kindOf({ timeMs: 500 }, async () => {
      seen.push(await kindOf({ timeMs: 100 }, (scope) => scope.sleep(1000)));
      seen.push(await kindOf({ timeMs: 5000 }, (scope) => scope.sleep(1000)));
    });
    await clock.advance(100);
    assertEquals(seen, ["timeout"]);
    await clock.advance(400);
    assertEquals(await outer, "timeout");
  });
});

Deno.test("a catch inside a stopped scope does not run, one outside does", async () => {
  let inside = 0;
  const body = async () => {
    try {
      await currentScope().sleep(10_000);
    } catch (thrown) {
      caught(thrown);
      inside++;
    }
  };
  const error = await within({}, async () => {
    try {
      await within({ timeMs: 5 }, body);
    } catch (thrown) {
      return caught(thrown);
    }
  });
  assertEquals([inside, error?.kind], [0, "timeout"]);
});

Deno.test("the current scope follows its code through awaits", async () => {
  const branch = (n: number) =>
    within({ timeMs: 60_000 + n }, async (scope) => {
      for (let i = 0; i < 3; i++) {
        assertStrictEquals(currentScope(), scope);
        await scope.sleep(n);
      }
      await Promise.all([crypto.subtle.digest("SHA-256", new Uint8Array(1)), null]);
      assertStrictEquals(currentScope(), scope);
    });
  const before = currentScope();
  await Promise.all([branch(1), branch(2), branch(0)]);
  assertStrictEquals(currentScope(), before);
});

Deno.test("stop() reaches scopes inside, their signals and their waits; the first reason stays", async () => {
  const outer = new Scope(currentScope());
  const first = new ZixirError("cancelled", "first");
  let signal: AbortSignal | undefined;
  const running = outer.run(() =>
    within({}, (scope) => {
      signal = scope.signal;
      return scope.sleep(60_000);
    })
  );
  assertEquals(signal?.aborted, false);
  assertStrictEquals(outer.stop(first), first);
  assertStrictEquals(outer.stop(new ZixirError("timeout", "second")), first);
  assertStrictEquals(await assertRejects(() => running, ZixirError), first);
  assertStrictEquals(signal?.reason, first);
  assertStrictEquals(outer.signal.reason, first);
  outer.close();
});

Deno.test("a flag in shared memory stops synchronous code from another thread", async () => {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(
    URL.createObjectURL(
      new Blob([`onmessage = (e) => { Atomics.store(e.data, 0, ${StopCode.cancelled}); };`], {
        type: "text/javascript",
      }),
    ),
    { type: "module" },
  );
  try {
    worker.postMessage(flag);
    assertEquals(await kindOf({ flag }, forever), "cancelled");
  } finally {
    worker.terminate();
  }
  flag[0] = StopCode.leaseLost;
  assertEquals(await kindOf({ flag }, forever), "workflow");
});

Deno.test("a limit on calls counts every call of compiled code, exactly", async () => {
  assertEquals(await within({ calls: 100 }, () => deep(100)), 100);
  assertEquals(await kindOf({ calls: 100 }, () => deep(101)), "limit");
  const both = within({ calls: 150 }, async () => {
    await within({ calls: 100 }, () => deep(100));
    await within({ calls: 100 }, () => deep(51));
  });
  await assertRejects(() => both, ZixirError, "150 calls");
  assertEquals(deep(5000), 5000, "no limit is left behind");
});

Deno.test("a limit on depth stops recursion at the depth, and no wide program", async () => {
  assertEquals(await within({ depth: 200 }, () => deep(200)), 200);
  await assertRejects(() => within({ depth: 200 }, () => deep(202)), ZixirError, "200 calls");
  const wide = compiled<(f: (n: number) => number) => number>(
    `return (f) => { let s = 0; for (let i = 0; i < 500; i++) s += f(20); return s; };`,
  );
  assertEquals(await within({ depth: 30 }, () => wide(deep)), 10_000);
});

Deno.test("a limit on memory stops what keeps too much, not what only makes garbage", async () => {
  const memoryBytes = 32 * 2 ** 20;
  assertEquals(await kindOf({ memoryBytes }, () => build(true)), "limit");
  assertEquals(await within({ memoryBytes }, () => build(false)), 0);
});

Deno.test("reserve() refuses a large allocation before it is made", async () => {
  await within({ memoryBytes: 2 ** 20 }, () => reserve(1000));
  assertEquals(await kindOf({ memoryBytes: 2 ** 20 }, () => reserve(2 ** 21)), "limit");
  const error = assertThrows(
    () => reserve(2 ** 50),
    ZixirError,
    "the machine has no",
  ) as ZixirError;
  assertEquals(error.kind, "limit");
});

Deno.test("spend() makes the next check come sooner", () => {
  budget.fuel = 1000;
  spend(5000);
  assert(budget.fuel < 0);
  tick();
  assert(budget.fuel > 0);
});
