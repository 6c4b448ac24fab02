import { assert, assertEquals, assertRejects } from "@std/assert";
import { inWorld } from "../../tests/support/worlds.ts";
import { ManualClock } from "../resilience/mod.ts";
import { ZixirError } from "../values/mod.ts";
import {
  processSupervisor,
  PUBLISH_MS,
  publishedTrees,
  publishTree,
  Supervisor,
  treeText,
} from "./mod.ts";

/** A part whose every start can be made to end or fail. */
function controlled(name: string, log: string[] = []) {
  const state = {
    starts: 0,
    refuses: false,
    end: () => {},
    fail: (_: string) => {},
  };
  const spec = {
    name,
    start() {
      if (state.refuses) throw new Error("refused");
      state.starts++;
      log.push(`start ${name}`);
      const done = new Promise<void>((resolve, reject) => {
        state.end = resolve;
        state.fail = (message) => reject(new Error(message));
      });
      const stop = () => {
        log.push(`stop ${name}`);
        return Promise.resolve();
      };
      return { done, stop };
    },
  };
  return { state, spec };
}

Deno.test("a part that fails is started again, alone, and the tree says why", async () => {
  const root = new Supervisor("root");
  const log: string[] = [];
  const [a, b] = [controlled("a", log), controlled("b", log)];
  await root.add(a.spec);
  await root.add(b.spec);
  a.state.fail("out of luck");
  await root.settled();
  assertEquals(log, ["start a", "start b", "start a"]);
  const [nodeA, nodeB] = root.tree().children;
  assertEquals([nodeA.state, nodeA.restarts, nodeA.reason], ["running", 1, "out of luck"]);
  assertEquals([nodeB.state, nodeB.restarts, nodeB.reason], ["running", 0, null]);
  await root.stop();
  assertEquals(log.slice(3), ["stop b", "stop a"]);
  assertEquals(root.tree().state, "stopped");
});

Deno.test("a part that ends by itself is restarted only if it always is", async () => {
  const root = new Supervisor("root");
  const [a, b, c] = [controlled("a"), controlled("b"), controlled("c")];
  await root.add(a.spec);
  await root.add({ ...b.spec, restarts: "always" });
  await root.add({ ...c.spec, restarts: "never" });
  a.state.end();
  b.state.end();
  c.state.fail("once");
  await root.settled();
  assertEquals([a.state.starts, b.state.starts, c.state.starts], [1, 2, 1]);
  assertEquals(root.tree().children.map((child) => child.state), ["ended", "running", "failed"]);
  await root.stop();
});

Deno.test("the fourth failure within five seconds ends the supervisor and all its parts", async () => {
  const clock = new ManualClock();
  const root = new Supervisor("root", { clock });
  const log: string[] = [];
  const [a, b] = [controlled("a", log), controlled("b", log)];
  await root.add(a.spec);
  await root.add(b.spec);
  for (let i = 0; i < 4; i++) {
    a.state.fail("again");
    await root.settled();
  }
  const error = await assertRejects(() => root.done, ZixirError, "after 3 restarts in 5 s");
  assertEquals((error as ZixirError).kind, "supervision");
  assertEquals(a.state.starts, 4);
  assertEquals(log.at(-1), "stop b");
  assertEquals(root.tree().children.map((child) => child.state), ["failed", "stopped"]);
  await assertRejects(() => root.add(controlled("c").spec), ZixirError, "has ended");
});

Deno.test("failures far enough apart never end it", async () => {
  const clock = new ManualClock();
  const root = new Supervisor("root", { clock });
  const { state, spec } = controlled("a");
  await root.add(spec);
  for (let i = 0; i < 10; i++) {
    state.fail("now and then");
    await root.settled();
    clock.skip(2000);
  }
  assertEquals([state.starts, root.tree().state], [11, "running"]);
  await root.stop();
});

Deno.test("starts that fail count as restarts", async () => {
  const root = new Supervisor("root", { clock: new ManualClock() });
  const { state, spec } = controlled("a");
  await root.add(spec);
  state.refuses = true;
  state.fail("gone");
  await root.settled();
  await assertRejects(() => root.done, ZixirError, "refused");
  state.refuses = true;
  await assertRejects(() => new Supervisor("other").add(spec), Error, "refused");
});

Deno.test("a supervisor that gives up is restarted by its own with fresh parts", async () => {
  const clock = new ManualClock();
  const root = new Supervisor("root", { clock });
  const { state, spec } = controlled("worker");
  await root.add({
    name: "pool",
    start: async () => {
      const pool = new Supervisor("pool", { clock });
      await pool.add(spec);
      return pool;
    },
  });
  for (let i = 0; i < 4; i++) {
    state.fail("crash");
    await root.settled();
    await root.settled();
  }
  assertEquals(state.starts, 5);
  const [pool] = root.tree().children;
  assertEquals([pool.state, pool.restarts, pool.children[0].restarts], ["running", 1, 0]);
  assert(treeText(root.tree(), clock.wall()).some((line) => line.startsWith("  pool: running")));
  await root.stop();
});

Deno.test("processSupervisor() is one per process until it gives up", async () => {
  const root = processSupervisor();
  const { state, spec } = controlled("a");
  await root.add(spec);
  assert(processSupervisor() === root);
  for (let i = 0; i < 4; i++) {
    state.fail("again");
    await root.settled();
  }
  assert(processSupervisor() !== root);
});

Deno.test("remove() stops a part and forgets it", async () => {
  const root = new Supervisor("root");
  const log: string[] = [];
  const { spec } = controlled("a", log);
  await root.add(spec);
  await root.remove(spec);
  await root.remove(controlled("a").spec);
  assertEquals([log, root.tree().children.length], [["start a", "stop a"], 0]);
  await root.stop();
});

Deno.test("publishTree() keeps the tree in the store until it is stopped or its process dies", async () => {
  await inWorld(async ({ clock, store }) => {
    const root = new Supervisor("zixir serve", { clock });
    await root.add(controlled("schedules").spec);
    await root.add({ name: "status", start: () => publishTree(store, () => root.tree(), clock) });
    await clock.advance(PUBLISH_MS);
    const [{ pid, tree }] = await publishedTrees(store);
    assertEquals([pid, tree], [Deno.pid, root.tree()]);
    clock.skip(PUBLISH_MS * 3);
    assertEquals(await publishedTrees(store), []);
    await clock.advance(PUBLISH_MS);
    assertEquals((await publishedTrees(store)).length, 1);
    await root.stop();
    assertEquals([(await publishedTrees(store)).length, clock.pending], [0, 0]);
  });
});
