import { assertEquals, assertRejects } from "@std/assert";
import { openStore, Store, type Write } from "../store/mod.ts";
import { ZixirError } from "../values/error.ts";
import type { Slot } from "../values/slot.ts";
import { answer, openQuestions } from "./approval.ts";
import { currentBranch } from "./branch.ts";
import { Driver } from "./driver.ts";
import { readJournal } from "./journal.ts";
import { runParallel } from "./parallel.ts";
import type { WorkflowProgram } from "./program.ts";
import { cancelRun, listRuns, readResult, readRun } from "./run_store.ts";
import { type Run, STARTED_AFTER_MS } from "./run.ts";

/** A store whose process dies at a chosen commit: it and all later ones fail. */
class DyingStore extends Store {
  commitsLeft = Infinity;

  override commit(write: Write): Promise<string | null> {
    if (this.commitsLeft-- <= 0) return Promise.reject(new ZixirError("store", "died"));
    return super.commit(write);
  }
}

/** Counts how often each step ran, and how often it ran after it had been recorded. */
class Effects {
  readonly ran = new Map<string, number>();

  step(name: string, body: () => Slot | Promise<Slot> = () => name): () => Promise<Slot> {
    return async () => {
      this.ran.set(name, (this.ran.get(name) ?? 0) + 1);
      return await body();
    };
  }
}

function run(): Run {
  return currentBranch()!.run;
}

function site(name: string) {
  return { id: name, name, code: `hash of ${name}` };
}

function step(name: string, body: () => Slot | Promise<Slot>): Promise<Slot> {
  return run().step("step", site(name), body, null);
}

function program(
  names: readonly string[],
  body: (args: readonly Slot[]) => Slot | Promise<Slot>,
): WorkflowProgram {
  return {
    name: "w",
    file: "<test>",
    body,
    codes: new Map(names.map((name) => [name, `hash of ${name}`])),
    constructors: () => undefined,
  };
}

/** Each makes a program over fresh effects; all step names of a program differ. */
const PROGRAMS: Record<string, (effects: Effects) => WorkflowProgram> = {
  "a sequence": (effects) =>
    program(["a", "b", "c"], async () => {
      const a = await step("a", effects.step("a"));
      const b = await step("b", effects.step("b"));
      return [a, b, await step("c", effects.step("c"))];
    }),
  "a loop over one step": (effects) =>
    program(["n"], async () => {
      let total = 0;
      for (let i = 0; i < 4; i++) {
        total += await step("n", effects.step(`n${i}`, () => i)) as number;
      }
      return total;
    }),
  "parallel branches": (effects) =>
    program(["a", "b", "c"], async () => {
      const branch = run().fork(site("parallel"));
      const names = ["a", "b"];
      const both = await runParallel(
        names.map((name) => () => branch(name).within(() => step(name, effects.step(name)))),
      );
      return [both, await step("c", effects.step("c"))];
    }),
  "a fan-out": (effects) =>
    program(["x"], async () => {
      const branch = await run().fanout(site("fan"), [1, 2, 3, 4, 5]);
      const values = await runParallel(
        [1, 2, 3, 4, 5].map((n, i) => () =>
          branch(i).within(() => step("x", effects.step(`x${n}`, () => n * n)))
        ),
        { max: 2 },
      );
      return values;
    }),
  "a step in a step": (effects) =>
    program(["outer", "inner", "last"], async () => {
      const outer = await step(
        "outer",
        effects.step("outer", async () => {
          const inner = await step("inner", effects.step("inner", () => 2));
          return (inner as number) * 10;
        }),
      );
      return [outer, await step("last", effects.step("last"))];
    }),
  "recorded time, and large values": (effects) =>
    program(["big", "len"], async () => {
      const time = run().recorded(site("now"), () => 12345);
      const big = await step("big", effects.step("big", () => new Float64Array(40_000).fill(0.5)));
      return [time, await step("len", effects.step("len", () => (big as Float64Array).length))];
    }),
  "more recorded values than a commit takes": (effects) =>
    program(["a", "b"], async () => {
      let sum = 0;
      for (let i = 0; i < 2100; i++) sum += run().recorded(site("n"), () => i) as number;
      return [sum, await step("a", effects.step("a")), await step("b", effects.step("b"))];
    }),
};

for (const [what, make] of Object.entries(PROGRAMS)) {
  Deno.test(`a run of ${what} that dies at any commit ends as if it had not`, async () => {
    const undisturbed = new Effects();
    const calm = new DyingStore(":memory:");
    calm.commitsLeft = 1e9;
    const driver = new Driver(calm);
    const expected = await driver.start(make(undisturbed), []);
    const commits = 1e9 - calm.commitsLeft;
    await driver.close();
    await calm.close();

    for (let died = 1; died < commits; died++) {
      const effects = new Effects();
      const store = new DyingStore(":memory:");
      store.commitsLeft = died;
      const first = new Driver(store, { leaseMs: 1 });
      await first.start(make(effects), []).catch(() => {});
      await first.close();
      store.commitsLeft = Infinity;
      await new Promise((resolve) => setTimeout(resolve, 3));

      const [{ record }] = await listRuns(store);
      const recorded = (await readJournal(store, record.id)).entries
        .filter(({ kind, value }) => kind === "step" && value !== undefined).length;
      const ranBefore = [...effects.ran.values()].reduce((a, b) => a + b, 0);
      if (record.state !== "completed") {
        const second = new Driver(store, { leaseMs: 1 });
        const value = await second.resume(record.id, () => Promise.resolve(make(effects)));
        await second.close();
        assertEquals(value, expected, `value after dying at commit ${died}`);
      }
      assertEquals(await readResult(store, record.id), expected);
      assertEquals((await readRun(store, record.id)).state, "completed");
      const ran = [...effects.ran.values()].reduce((a, b) => a + b, 0);
      const steps = undisturbed.ran.size;
      assertEquals(effects.ran.size, steps, "no step is lost");
      // What ran but was not recorded runs again; nothing else does.
      assertEquals(ran, ranBefore + steps - recorded, `effects after dying at commit ${died}`);
      await store.close();
    }
  });
}

Deno.test("a failure the program caught is replayed, one it did not is tried again", async () => {
  const store = openStore(":memory:");
  const driver = new Driver(store, { leaseMs: 1 });
  let mended = false;
  const ran: string[] = [];
  const flaky = program(["caught", "fails"], async () => {
    const message = await step("caught", () => {
      ran.push("caught");
      throw new ZixirError("user", "expected");
    }).catch((error) => error.message);
    return [
      message,
      await step("fails", () => {
        ran.push("fails");
        if (!mended) throw new ZixirError("user", "broken");
        return "mended";
      }),
    ];
  });
  let id = "";
  await assertRejects(() => driver.start(flaky, []), ZixirError, "broken");
  [{ record: { id } }] = await listRuns(store);
  assertEquals((await readRun(store, id)).state, "failed");
  mended = true;
  assertEquals(await driver.resume(id, () => Promise.resolve(flaky)), ["expected", "mended"]);
  assertEquals(ran, ["caught", "fails", "fails"]);
  await assertRejects(() => driver.resume(id, () => Promise.resolve(flaky)), ZixirError, "already");
  await driver.close();
});

Deno.test("a step that failed after running for a while is tried again", async () => {
  const store = openStore(":memory:");
  const driver = new Driver(store, { leaseMs: 1 });
  let mended = false;
  const slow = program(["slow"], () =>
    step("slow", async () => {
      await new Promise((resolve) => setTimeout(resolve, 4 * STARTED_AFTER_MS));
      if (!mended) throw new ZixirError("user", "broken");
      return 1;
    }));
  await assertRejects(() => driver.start(slow, []), ZixirError, "broken");
  mended = true;
  const [{ record: { id } }] = await listRuns(store);
  assertEquals(await driver.resume(id, () => Promise.resolve(slow)), 1);
  await driver.close();
});

Deno.test("a run recorded by other code is refused before anything runs", async () => {
  const store = openStore(":memory:");
  const driver = new Driver(store, { leaseMs: 1 });
  let ran = 0;
  const make = (first: string, code: string): WorkflowProgram => ({
    ...program([], async () => {
      await step(first, () => ++ran);
      await step("second", () => {
        ran++;
        throw new ZixirError("user", "stops");
      });
      return null;
    }),
    codes: new Map([["first", code], ["other", "hash of other"], ["second", "hash of second"]]),
  });
  await driver.start(make("first", "hash of first"), []).catch(() => {});
  const [{ record: { id } }] = await listRuns(store);
  assertEquals(ran, 2);
  const resumeWith = (p: WorkflowProgram) => driver.resume(id, () => Promise.resolve(p));
  await assertRejects(() => resumeWith(make("first", "changed")), ZixirError, "first");
  await assertRejects(() => resumeWith(make("other", "hash of first")), ZixirError, "other");
  assertEquals(ran, 2, "nothing ran");
  await driver.close();
});

Deno.test("two processes cannot drive one run, and the slower one writes nothing", async () => {
  const store = openStore(":memory:");
  // A process that is stopped (SIGSTOP) renews nothing.
  const heartbeat = { keep() {}, drop() {}, interrupt() {}, close: () => Promise.resolve() };
  const [slow, fast] = [new Driver(store, { leaseMs: 1, heartbeat }), new Driver(store)];
  let release = () => {};
  const gate = new Promise<void>((resolve) => release = resolve);
  let isFirst = true;
  const effects = new Effects();
  const p = program(["a", "b"], async () => {
    const mine = isFirst;
    isFirst = false;
    await step("a", effects.step("a"));
    if (mine) await gate;
    return await step("b", effects.step("b", () => mine ? "slow" : "fast"));
  });
  const first = slow.start(p, []);
  const refused = assertRejects(() => first, ZixirError, "taken over");
  const recordsA = async () => {
    const [found] = await listRuns(store);
    if (found === undefined) return false;
    const { entries } = await readJournal(store, found.record.id);
    return entries.some(({ name, value }) => name === "a" && value !== undefined);
  };
  while (!await recordsA()) await new Promise((resolve) => setTimeout(resolve, 1));
  const [{ record: { id } }] = await listRuns(store);
  await new Promise((resolve) => setTimeout(resolve, 3)); // its lease is over
  assertEquals(await fast.resume(id, () => Promise.resolve(p)), "fast");
  release();
  await refused;
  assertEquals(await readResult(store, id), "fast");
  assertEquals(effects.ran.get("a"), 1);
  await slow.close();
  await fast.close();
});

Deno.test("a question waits in the store until it is answered, once", async () => {
  const store = openStore(":memory:");
  const driver = new Driver(store);
  let id = "";
  const p = program([], async () => await run().approve(site("Deploy?"), Infinity) ? "yes" : "no");
  const starting = new Driver(store, { onStart: (runId) => id = runId });
  const value = starting.start(p, []);
  while ((await listRuns(store))[0]?.record.state !== "waiting") {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  assertEquals((await openQuestions(store, id)).map(({ question }) => question), ["Deploy?"]);
  assertEquals((await answer(store, id, true)).isDriven, true);
  await assertRejects(() => answer(store, id, false), ZixirError, "no question");
  assertEquals(await value, "yes");
  await assertRejects(() => answer(store, id, true), ZixirError, "completed already");
  await driver.close();
  await starting.close();
});

Deno.test("a cancelled run stops, stays cancelled and cannot be resumed", async () => {
  const store = openStore(":memory:");
  let id = "";
  const driver = new Driver(store, { leaseMs: 30, onStart: (runId) => id = runId });
  const p = program([], async () => {
    await run().sleep(site("sleep"), 60_000);
    return null;
  });
  const value = assertRejects(() => driver.start(p, []), ZixirError, "cancelled");
  while (id === "") await new Promise((resolve) => setTimeout(resolve, 1));
  assertEquals(await cancelRun(store, id), "asked");
  await value;
  assertEquals((await readRun(store, id)).state, "cancelled");
  await assertRejects(() => driver.resume(id, () => Promise.resolve(p)), ZixirError, "already");
  await driver.close();
});

Deno.test("attempts that ended with their process are recorded with the step", async () => {
  const store = new DyingStore(":memory:");
  const p = program(["a"], () => step("a", () => 1));
  const first = new Driver(store, { leaseMs: 1 });
  store.commitsLeft = 1;
  await first.start(p, []).catch(() => {});
  await first.close();
  store.commitsLeft = Infinity;
  const [{ record: { id } }] = await listRuns(store);
  await new Promise((resolve) => setTimeout(resolve, 3));
  const second = new Driver(store);
  assertEquals(await second.resume(id, () => Promise.resolve(p)), 1);
  await second.close();
  const { entries } = await readJournal(store, id);
  assertEquals(entries.map(({ name, attempts }) => [name, attempts.length]), [["a", 1]]);
});
