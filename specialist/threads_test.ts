import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { openPython, PythonError } from "./mod.ts";

const python = openPython();
python.callSync("builtins", "exec", [`
import threading, time, asyncio
def spin():
    while True: pass
def stubborn():
    while True:
        try:
            while True: pass
        except Exception:
            pass
def flagged():
    stop.clear()
    started.set()
    stop.wait(10)
    return "woken"
started, stop = threading.Event(), threading.Event()
counter = threading.local()
def count():
    counter.value = getattr(counter, "value", 0) + 1
    return counter.value
barrier = threading.Barrier(4)
def meet(): return barrier.wait(10) >= 0
async def later(value, delay=0.001):
    await asyncio.sleep(delay)
    return value
together = None
async def gather():
    global together
    if together is None: together = asyncio.Event()
    together.set()
    await together.wait()
    return 1
`]);

Deno.test("the event loop goes on while Python spins, and while it holds the GIL in C", async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  const controller = new AbortController();
  const spinning = python.call("__main__", "spin", [], undefined, { signal: controller.signal });
  // Sleeping in turns of the loop, not a length of time: the loop must turn for this to end.
  while (ticks < 20) await new Promise((resolve) => setTimeout(resolve, 1));
  controller.abort();
  const error = await assertRejects(() => spinning, PythonError) as PythonError;
  assertEquals([error.kind, error.code], ["cancelled", "E0510"]);
  const before = ticks;
  assertEquals(
    await python.call("builtins", "eval", ["sum(range(3000000))"]),
    2999999 * 3000000 / 2,
  );
  assert(ticks > before, "no turn of the loop during a call in C");
  clearInterval(timer);
});

Deno.test("four calls that wait for one another run at once", async () => {
  const met = await Promise.all([1, 2, 3, 4].map(() => python.call("__main__", "meet")));
  assertEquals(met, [true, true, true, true]);
});

Deno.test("more calls than threads wait for their turn and keep their results apart", async () => {
  const results = await Promise.all(
    Array.from({ length: 100 }, (_, index) => python.call("operator", "mul", [index, 2])),
  );
  assertEquals(results, Array.from({ length: 100 }, (_, index) => index * 2));
});

Deno.test("calls made one after another find the same thread", async () => {
  const first = await python.call("__main__", "count") as number;
  for (let next = 1; next < 5; next++) {
    assertEquals(await python.call("__main__", "count"), first + next);
  }
});

Deno.test("a deadline stops a loop, also one that catches exceptions", async () => {
  for (const name of ["spin", "stubborn"]) {
    const error = await assertRejects(
      () => python.call("__main__", name, [], undefined, { deadlineMs: 30 }),
      PythonError,
    ) as PythonError;
    assertEquals([error.kind, error.code], ["timeout", "E0509"]);
    const sync = assertThrows(
      () => python.callSync("__main__", name, [], undefined, { deadlineMs: 30 }),
      PythonError,
    ) as PythonError;
    assertEquals([sync.kind, sync.code], ["timeout", "E0509"]);
  }
  // The threads serve again: a late exception hits no later call.
  for (let round = 0; round < 50; round++) {
    assertEquals(await python.call("operator", "neg", [-4]), 4);
    assertEquals(python.callSync("operator", "add", [[1], [2]]), [1, 2]);
  }
});

Deno.test("deadlines that nearly coincide with the end of a call disturb no other call", async () => {
  for (let round = 0; round < 60; round++) {
    const call = python.call("time", "sleep", [0.002], undefined, { deadlineMs: 2 });
    await call.catch((error) => assertEquals(error.kind, "timeout"));
    assertEquals(await python.call("builtins", "sum", [[round, 1]]), round + 1);
  }
});

Deno.test("a call that waits in C past its deadline is left alone, others go on", async () => {
  const waiting = python.call("__main__", "flagged", [], undefined, { deadlineMs: 50 });
  await python.call("__main__", "started.wait", [10]);
  const error = await assertRejects(() => waiting, PythonError) as PythonError;
  assertEquals(error.kind, "timeout");
  assertEquals(await python.call("operator", "neg", [-3]), 3);
  await python.call("__main__", "stop.set");
});

Deno.test("a call with an aborted signal, or cancelled before its turn, is not made", async () => {
  python.callSync("builtins", "exec", ["made = []"]);
  const gone = AbortSignal.abort();
  await assertRejects(
    () => python.call("__main__", "made.append", [1], undefined, { signal: gone }),
    PythonError,
    "cancelled",
  );
  assertEquals(python.getSync("__main__", "made"), []);
});

Deno.test("coroutines are awaited, at once with others, and their errors arrive", async () => {
  assertEquals(await python.call("__main__", "later", [[1, 2]]), [1, 2]);
  assertEquals(python.callSync("__main__", "later", ["x"]), "x");
  const sums = await Promise.all([1, 2, 3].map(() => python.call("__main__", "gather")));
  assertEquals(sums, [1, 1, 1]);
  const late = python.call("__main__", "later", [1, 60], undefined, { deadlineMs: 20 });
  await assertRejects(() => late, PythonError, "longer than 20 ms");
});
