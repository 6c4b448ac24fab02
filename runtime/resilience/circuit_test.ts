import { assert, assertEquals, assertRejects } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { withStorePath } from "../../tests/support/stores.ts";
import { inWorld } from "../../tests/support/worlds.ts";
import { Duration, ZixirError } from "../values/mod.ts";
import { circuit, type CircuitOptions, circuitStates, currentScope, timeout } from "./mod.ts";

const down = () => Promise.reject(new ZixirError("http", "down", { data: { status: 503 } }));
const busy = () => Promise.reject(new ZixirError("http", "busy", { data: { status: 429 } }));
const up = () => Promise.resolve("up");

/** The outcomes of calls through a circuit, one letter each: ok, failed, refused. */
async function calls(
  options: CircuitOptions,
  ...blocks: (() => Promise<string>)[]
): Promise<string> {
  let seen = "";
  for (const block of blocks) {
    try {
      await circuit("feed", options, block);
      seen += "o";
    } catch (error) {
      seen += (error as ZixirError).kind === "circuit_open" ? "r" : "f";
    }
  }
  return seen;
}

const times = <T>(n: number, x: T): T[] => Array.from({ length: n }, () => x);

Deno.test("a circuit opens when half of the last calls failed, but not before five", async () => {
  await inWorld(async () => {
    assertEquals(await calls({}, ...times(6, down)), "fffffr");
  });
  await inWorld(async () => {
    assertEquals(await calls({}, up, up, up, down, down, down, up, up), "ooofffrr");
  });
  await inWorld(async () => {
    assertEquals(
      await calls({}, ...times(15, up), ...times(10, down), up),
      "o".repeat(15) + "f".repeat(10) + "r",
    );
  });
});

Deno.test("only the last twenty calls count", async () => {
  await inWorld(async () => {
    const mixed = [...times(30, up), ...times(9, down), ...times(11, up), down, up];
    assertEquals(await calls({}, ...mixed), "o".repeat(30) + "f".repeat(9) + "o".repeat(11) + "fo");
  });
});

Deno.test("failures: and within: count failures in that time, whatever succeeded between", async () => {
  await inWorld(async ({ clock }) => {
    const options = { failures: 3, withinMs: 1000 };
    assertEquals(await calls(options, down, up, down, up), "fofo");
    await clock.advance(1000);
    assertEquals(await calls(options, down, up, down, up, down, up), "fofofr");
  });
});

Deno.test("failures: alone counts failures in a row", async () => {
  await inWorld(async () => {
    assertEquals(await calls({ failures: 3 }, down, down, up, down, down, down, up), "ffofffr");
  });
});

Deno.test("too many requests (429) is no failure", async () => {
  await inWorld(async () => {
    assertEquals(await calls({ failures: 2 }, ...times(9, busy), up), "f".repeat(9) + "o");
  });
});

Deno.test("an open circuit refuses without calling, and says how long", async () => {
  await inWorld(async ({ clock }) => {
    await calls({ failures: 1, resetMs: 30_000 }, down);
    await clock.advance(10_000);
    let called = false;
    const error = await assertRejects(
      () =>
        circuit("feed", { resetMs: 30_000 }, () => {
          called = true;
        }),
      ZixirError,
      "20s",
    ) as ZixirError;
    assertEquals([error.kind, called], ["circuit_open", false]);
    assertEquals(error.data, { circuit: "feed", retry_after: new Duration(20_000) });
    assertEquals(await circuit("other", {}, up), "up");
  });
});

Deno.test("after the reset time one probe is let through, and decides", async () => {
  await inWorld(async ({ clock, store }) => {
    const options = { failures: 1, resetMs: 1000 };
    await calls(options, down);
    await clock.advance(1000);
    assertEquals(await calls(options, down, up), "fr", "a failed probe opens it again");
    await clock.advance(1000);
    let finish = (_: string) => {};
    const probe = circuit(
      "feed",
      options,
      () => new Promise<string>((resolve) => finish = resolve),
    );
    await clock.advance(500);
    assertEquals(await calls(options, up), "r", "one probe at a time");
    finish("up");
    assertEquals(await probe, "up");
    assertEquals(await calls(options, up, up), "oo");
    const [{ name, state }] = await circuitStates(store);
    assertEquals([name, state.status, state.calls.length], ["feed", "closed", 2]);
  });
});

Deno.test("a probe that never ends is given up after the reset time", async () => {
  await inWorld(async ({ clock }) => {
    const options = { failures: 1, resetMs: 1000 };
    await calls(options, down);
    await clock.advance(1000);
    circuit("feed", options, () => new Promise<string>(() => {})).catch(() => {});
    await clock.advance(999);
    assertEquals(await calls(options, up), "r");
    await clock.advance(1);
    assertEquals(await calls(options, up, up), "oo");
  });
});

Deno.test("a cancelled call does not count, and a cancelled probe lets the next one try", async () => {
  await inWorld(async ({ clock }) => {
    const options = { failures: 1, resetMs: 1000 };
    const cancelled = () => Promise.reject(new ZixirError("cancelled", "cancelled"));
    assertEquals(await calls(options, cancelled, up, down), "fof");
    await clock.advance(1000);
    assertEquals(await calls(options, cancelled, up, up), "foo");
  });
});

Deno.test("a call that an outer timeout stops is a failure", async () => {
  await inWorld(async ({ clock }) => {
    const slow = timeout(
      100,
      () => circuit("feed", { failures: 1 }, () => currentScope().sleep(500)),
    );
    const failed = assertRejects(() => slow, ZixirError);
    await clock.advance(100);
    await failed;
    assertEquals(await calls({}, up), "r");
  });
});

Deno.test("calls at once are all counted", async () => {
  await inWorld(async () => {
    await Promise.allSettled(times(8, 0).map(() => circuit("feed", { minCalls: 8 }, down)));
    assertEquals(await calls({}, up), "r");
  });
});

Deno.test("processes share the circuits of a store, which outlive them", async () => {
  await withStorePath(async (path) => {
    const helper = join(fromFileUrl(import.meta.url), "../../../tests/support/circuit_process.ts");
    const run = async (...args: string[]) => {
      const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", helper, path, ...args],
      }).output();
      return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    };
    const [a, b] = await Promise.all([run("down", "down", "down"), run("down", "down")]);
    assert((a + b).split("failed").length > 1, a + b);
    assertEquals(await run("down", "up"), "refused refused\n");
  });
});
