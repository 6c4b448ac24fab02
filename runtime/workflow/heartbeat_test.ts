import { assertEquals } from "@std/assert";
import { StopCode } from "../resilience/scope.ts";
import { processSupervisor } from "../supervision/mod.ts";
import { type HeartbeatOrder, threadHeartbeat } from "./heartbeat.ts";
import type { Lease } from "./lease.ts";

/** A script for the thread that calls `fails(order)`, and raises the flag of what it keeps. */
function script(fails: (order: HeartbeatOrder) => boolean): URL {
  const source = `const fails = ${fails};
    onmessage = ({ data: order }) => {
      if (fails(order)) {
        postMessage({ failure: "it failed" });
        return close();
      }
      if (order.do === "close") postMessage({ closed: true });
      if (order.do === "keep") {
        Atomics.store(order.flag, 0, ${StopCode.cancelled});
        Atomics.notify(order.flag, 0);
      }
    };`;
  return new URL(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
}

const lease = (runId: string) => ({ runId }) as Lease;

async function raised(flag: Int32Array): Promise<number> {
  // Waiting for a flag keeps no event loop alive.
  const timer = setInterval(() => {}, 1000);
  await Atomics.waitAsync(flag, 0, 0).value;
  clearInterval(timer);
  return flag[0];
}

Deno.test("a thread that fails is started again and told of every lease kept", async () => {
  const url = script((order) => order.do === "drop");
  const heartbeat = threadHeartbeat("x.db", url);
  const flags = ["a", "b"].map(() => new Int32Array(new SharedArrayBuffer(4)));
  heartbeat.keep(lease("a"), flags[0]);
  assertEquals(await raised(flags[0]), StopCode.cancelled);
  flags[0][0] = 0;
  heartbeat.drop("none");
  assertEquals(await raised(flags[0]), StopCode.cancelled, "it is told of the lease again");
  heartbeat.keep(lease("b"), flags[1]);
  assertEquals(await raised(flags[1]), StopCode.cancelled);
  const [part] = processSupervisor().tree().children;
  assertEquals([part.name, part.state, part.restarts], ["leases in x.db", "running", 1]);
  assertEquals(part.reason, "it failed");
  await heartbeat.close();
  await processSupervisor().settled();
  assertEquals(processSupervisor().tree().children, []);
});

Deno.test("when the thread cannot be kept up, all runs it kept are interrupted", async () => {
  const heartbeat = threadHeartbeat("x.db", script((order) => order.do === "keep"));
  const flag = new Int32Array(new SharedArrayBuffer(4));
  heartbeat.keep(lease("a"), flag);
  assertEquals(await raised(flag), StopCode.interrupted);
  await heartbeat.close();
});
