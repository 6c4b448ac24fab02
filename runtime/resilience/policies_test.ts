import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { inWorld } from "../../tests/support/worlds.ts";
import { Duration, ZixirError } from "../values/mod.ts";
import { fallback, limit, retry, retryDelay, type RetryPolicy, timeout } from "./mod.ts";

const http = (data: Record<string, unknown> = {}) => new ZixirError("http", "no", { data });

/** A block that fails so many times, and the times at which it was tried. */
function failing(times: number, now: () => number, error = http()) {
  const tries: number[] = [];
  const block = () => {
    tries.push(now());
    if (tries.length <= times) throw error;
    return tries.length;
  };
  return { tries, block };
}

Deno.test("retry() waits longer after each failure, up to its maximum", async () => {
  await inWorld(async ({ clock }) => {
    const { tries, block } = failing(5, () => clock.now());
    const value = retry({ times: 5, backoffMs: 100, maxMs: 500 }, block);
    await clock.advance(2000);
    assertEquals(await value, 6);
    assertEquals(tries, [0, 100, 300, 700, 1200, 1700]);
  });
});

Deno.test("retry() tries so many times more and then gives the last error", async () => {
  await inWorld(async ({ clock }) => {
    const { tries, block } = failing(9, () => clock.now());
    const failed = assertRejects(() => retry({ times: 3, backoffMs: 1 }, block), ZixirError, "no");
    await clock.advance(100);
    await failed;
    assertEquals(tries.length, 4);
  });
});

Deno.test("retry() spreads its waits by full jitter", async () => {
  const policy: RetryPolicy = { times: 10, backoffMs: 100, maxMs: 1000 };
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (n, r) => {
        assertEquals(
          retryDelay(policy, n, http(), () => r),
          r * Math.min(1000, 100 * 2 ** (n - 1)),
        );
      },
    ),
  );
  await inWorld(async (world) => {
    world.chance = 0;
    const { tries, block } = failing(2, () => world.clock.now());
    const value = retry({ times: 2, backoffMs: 100 }, block);
    await world.clock.advance(0);
    assertEquals([await value, tries], [3, [0, 0, 0]]);
  });
});

Deno.test("retry() goes through a list of delays, the last of which repeats", () => {
  const policy: RetryPolicy = { times: 4, delaysMs: [10, 200] };
  assertEquals([1, 2, 3, 4, 5].map((n) => retryDelay(policy, n, http(), () => 1)), [
    10,
    200,
    200,
    200,
    null,
  ]);
});

Deno.test("retry() leaves errors of other kinds and cancellation alone", () => {
  const policy: RetryPolicy = { times: 4, on: ["timeout"] };
  assertEquals(retryDelay(policy, 1, http(), () => 1), null);
  assertEquals(retryDelay(policy, 1, new ZixirError("timeout", ""), () => 1), 200);
  assertEquals(retryDelay({ times: 4 }, 1, new ZixirError("cancelled", ""), () => 1), null);
});

Deno.test("retry() waits at least as long as the server asks, in a Duration or seconds", () => {
  const policy: RetryPolicy = { times: 4, backoffMs: 100, maxMs: 300 };
  assertEquals(retryDelay(policy, 1, http({ retry_after: new Duration(5000) }), () => 1), 5000);
  assertEquals(retryDelay(policy, 1, http({ retry_after: 2 }), () => 1), 2000);
  assertEquals(retryDelay(policy, 1, http({ retry_after: new Duration(5) }), () => 1), 100);
  assertEquals(retryDelay(policy, 1, http({ retry_after: "later" }), () => 1), 100);
});

Deno.test("retry() takes up the attempts a journal has seen, and records each failure", async () => {
  await inWorld(async ({ clock }) => {
    const log: unknown[] = [];
    const { block } = failing(9, () => clock.now());
    const journal = {
      failed: 2,
      onFailure: (e: ZixirError, attempt: number, delayMs: number | null) => {
        log.push([e.kind, attempt, delayMs]);
      },
    };
    const failed = assertRejects(
      () => retry({ times: 3, backoffMs: 10 }, block, journal),
      ZixirError,
    );
    await clock.advance(1000);
    await failed;
    assertEquals(log, [["http", 3, 40], ["http", 4, null]]);
  });
});

Deno.test("timeout() stops the waits of retry()", async () => {
  await inWorld(async ({ clock }) => {
    const { tries, block } = failing(9, () => clock.now());
    const failed = assertRejects(
      () => timeout(250, () => retry({ times: 9, backoffMs: 100 }, block)),
      ZixirError,
      "longer than 250ms",
    );
    await clock.advance(250);
    assertEquals((await failed as ZixirError).kind, "timeout");
    assertEquals(tries, [0, 100]);
    assertEquals(clock.pending, 0);
  });
});

Deno.test("retry() around timeout() gives each attempt its own time", async () => {
  await inWorld(async ({ clock }) => {
    let attempts = 0;
    const value = retry(
      { times: 3, delaysMs: [0], on: ["timeout"] },
      () => timeout(100, () => ++attempts < 3 ? new Promise<number>(() => {}) : attempts),
    );
    await clock.advance(200);
    assertEquals(await value, 3);
  });
});

Deno.test("fallback() stands in for errors of the kinds it is for", async () => {
  assertEquals(await fallback(7, () => Promise.reject(http())), 7);
  assertEquals(await fallback(7, () => 8), 8);
  assertEquals(await fallback(7, () => Promise.reject(http()), ["http"]), 7);
  await assertRejects(() => fallback(7, () => Promise.reject(http()), ["timeout"]), ZixirError);
});

Deno.test("fallback() does not hide that the scope around it was stopped", async () => {
  await inWorld(async ({ clock }) => {
    const outer = assertRejects(
      () => timeout(100, () => fallback(7, () => new Promise<number>(() => {}))),
      ZixirError,
    );
    const inner = fallback(7, () => timeout(100, () => new Promise<number>(() => {})));
    await clock.advance(100);
    assertEquals((await outer as ZixirError).kind, "timeout");
    assertEquals(await inner, 7);
  });
});

Deno.test("limit() says which limit was reached", async () => {
  await inWorld(async ({ clock }) => {
    const failed = assertRejects(
      () => limit({ timeMs: 2000 }, () => new Promise(() => {})),
      ZixirError,
    );
    await clock.advance(2000);
    const error = await failed as ZixirError;
    assertEquals([error.kind, error.data], ["limit", { limit: "time" }]);
    assert(error.message.includes("2s"));
  });
});
