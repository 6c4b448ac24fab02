import { assert, assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { Duration, Float, slotHooks, Time, Tuple } from "./_testing.ts";
import {
  openPython,
  type PartSupervisor,
  type ProcessNode,
  type PyHandle,
  PythonError,
  type SupervisedPart,
} from "./mod.ts";

/** A pool of its own for each test, closed afterwards. */
async function withPython(
  work: (python: ReturnType<typeof openPython>, supervisor: Supervisor) => Promise<void>,
  workersMax = 2,
): Promise<void> {
  const supervisor = new Supervisor();
  const python = openPython({ hooks: slotHooks, workersMax, supervisor: () => supervisor });
  try {
    await work(python, supervisor);
  } finally {
    python.close();
    assertEquals(supervisor.parts.size, 0, "a closed pool is supervised no more");
  }
}

/** What a supervisor has to do for the specialist, and no more. */
class Supervisor implements PartSupervisor {
  readonly parts = new Map<SupervisedPart, ReturnType<SupervisedPart["start"]>>();

  add(part: SupervisedPart): Promise<void> {
    this.parts.set(part, part.start());
    return Promise.resolve();
  }

  remove(part: SupervisedPart): Promise<void> {
    this.parts.delete(part);
    return Promise.resolve();
  }

  /** The processes of all parts. */
  get processes(): readonly ProcessNode[] {
    return [...this.parts.values()].flatMap((part) => part.children());
  }

  /** Waits until a process is as wanted. */
  async until(wanted: (node: ProcessNode) => boolean): Promise<ProcessNode> {
    for (;;) {
      const found = this.processes.find(wanted);
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}

const isolate = { isolate: true };
const failed = async (call: Promise<unknown>) =>
  await assertRejects(() => call, PythonError) as PythonError;

Deno.test("an isolated call runs in another process, with values of every kind", () =>
  withPython(async (python) => {
    const here = python.callSync("os", "getpid");
    const there = await python.call("os", "getpid", [], undefined, isolate);
    assert(typeof there === "number" && there !== here);
    const values = [
      1,
      2n ** 100n,
      new Float(2),
      2.5,
      "é\0😀",
      null,
      true,
      new Uint8Array([1, 2]),
      [1, [2.5]].slice(0, 1),
      { a: [1, { b: null }] },
      new Tuple([1, "x"]),
      new Time(1500),
      new Duration(20),
      Float64Array.from({ length: 5000 }, (_, index) => index / 2),
    ];
    for (const value of values) {
      assertEquals(await python.call("copy", "copy", [value], undefined, isolate), value);
    }
    assertEquals(
      await python.call("builtins", "dict", [], { a: 1, b: new Float64Array([1, 2]) }, isolate),
      { a: 1, b: new Float64Array([1, 2]) },
    );
  }));

Deno.test("errors of an isolated call arrive as those in process do", () =>
  withPython(async (python) => {
    const error = await failed(python.call("math", "sqrt", ["x"], undefined, isolate));
    assertEquals([error.kind, error.code, error.data.type], ["python", "E0501", "TypeError"]);
    const missing = await failed(python.call("nowhere_at_all", "f", [], undefined, isolate));
    assertEquals(missing.code, "E0504");
    const exit = await failed(python.call("sys", "exit", [3], undefined, isolate));
    assertEquals(exit.data.type, "SystemExit");
  }));

Deno.test("a crash costs the call in flight and no other", () =>
  withPython(async (python) => {
    const first = await python.call("os", "getpid", [], undefined, isolate);
    const other = python.call("time", "sleep", [0.3], undefined, isolate);
    for (
      const [call, how] of [
        [python.call("os", "_exit", [3], undefined, isolate), "exit status 3"],
        [python.call("os", "abort", [], undefined, isolate), "SIGABRT"],
      ] as const
    ) {
      const error = await failed(call);
      assertEquals([error.kind, error.code], ["python", "E0507"]);
      assert(error.message.includes(how), error.message);
    }
    assertEquals(await other, null);
    const segfault = await failed(
      python.call("ctypes", "string_at", [0], undefined, isolate),
    );
    assert(segfault.message.includes("SIGSEGV"), segfault.message);
    assert(await python.call("os", "getpid", [], undefined, isolate) !== first);
  }));

Deno.test("a worker killed from outside, as by the system for lack of memory, is kind limit", () =>
  withPython(async (python) => {
    const kill = python.call(
      "builtins",
      "exec",
      ["import os, signal; os.kill(os.getpid(), signal.SIGKILL)"],
      undefined,
      isolate,
    );
    const error = await failed(kill);
    assertEquals([error.kind, error.code], ["limit", "E0511"]);
  }));

Deno.test("a worker that dies while it is idle is not used again", () =>
  withPython(async (python, supervisor) => {
    const pid = await python.call("os", "getpid", [], undefined, isolate) as number;
    Deno.kill(pid, "SIGKILL");
    const { restarts, since } = await supervisor.until(({ reason }) => reason !== null);
    assert(restarts <= 1 && since > 0);
    assert(await python.call("os", "getpid", [], undefined, isolate) !== pid);
  }, 1));

Deno.test("a supervisor sees every process, how often it was started again and why", () =>
  withPython(async (python, supervisor) => {
    assertEquals(supervisor.processes, [], "no process before the first call");
    const pid = await python.call("os", "getpid", [], undefined, isolate) as number;
    const [part] = supervisor.parts.keys();
    assertEquals(part.name, "python workers");
    const [first] = supervisor.processes;
    assertEquals([first.name, first.state], [`worker 1 (process ${pid})`, "running"]);
    assertEquals([first.restarts, first.reason], [0, null]);
    await failed(python.call("os", "_exit", [7], undefined, isolate));
    const again = await supervisor.until(({ restarts, reason }) => restarts === 1 && !!reason);
    assertEquals([again.state, again.reason], ["running", "ended with exit status 7"]);
    for (let death = 0; death < 3; death++) {
      await failed(python.call("os", "_exit", [1], undefined, isolate));
    }
    assertEquals(supervisor.processes.map(({ state }) => state), ["failed"], "the circuit is open");
  }, 1));

Deno.test("a supervisor that stops ends the processes", () =>
  withPython(async (python, supervisor) => {
    const pid = await python.call("os", "getpid", [], undefined, isolate) as number;
    const [running] = supervisor.parts.values();
    await running.stop();
    await running.done;
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 1));
    assertEquals((await failed(python.call("os", "getpid", [], undefined, isolate))).code, "E0512");
  }));

Deno.test({
  name: "a worker that does not answer after being idle is replaced before it gets a call",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withPython(async (python, supervisor) => {
      const pid = await python.call("os", "getpid", [], undefined, isolate) as number;
      Deno.kill(pid, "SIGSTOP");
      await new Promise((resolve) => setTimeout(resolve, 1100)); // longer than it is trusted
      assert(await python.call("os", "getpid", [], undefined, isolate) !== pid);
      const { reason } = await supervisor.until(({ reason }) => reason !== null);
      assertEquals(reason, "ended with SIGKILL");
    }, 1),
});

Deno.test("more than three deaths in five seconds open the circuit", () =>
  withPython(async (python) => {
    for (let death = 0; death < 4; death++) {
      assertEquals(
        (await failed(python.call("os", "_exit", [1], undefined, isolate))).code,
        "E0507",
      );
    }
    const error = await failed(python.call("math", "sqrt", [4], undefined, isolate));
    assertEquals([error.kind, error.code], ["circuit_open", "E0508"]);
    assertEquals(await python.call("math", "sqrt", [4]), new Float(2), "in process it goes on");
  }));

Deno.test("a deadline or a cancellation kills the worker, even in C code", () =>
  withPython(async (python) => {
    const pid = await python.call("os", "getpid", [], undefined, isolate);
    for (
      const [module, name, args] of [
        ["time", "sleep", [60]],
        ["builtins", "exec", ["while True: pass"]],
        ["re", "match", ["(a+)+$", "a".repeat(40) + "b"]],
      ] as const
    ) {
      const error = await failed(
        python.call(module, name, args, undefined, { isolate: true, deadlineMs: 50 }),
      );
      assertEquals([error.kind, error.code], ["timeout", "E0509"]);
    }
    const controller = new AbortController();
    const call = python.call("time", "sleep", [60], undefined, {
      isolate: true,
      signal: controller.signal,
    });
    controller.abort();
    assertEquals((await failed(call)).kind, "cancelled");
    assert(await python.call("os", "getpid", [], undefined, isolate) !== pid);
  }, 1));

Deno.test({
  name: "a call that needs more memory than its limit ends with kind limit, the next one works",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    withPython(async (python) => {
      const limited = { memoryBytes: 64 * 1024 * 1024 };
      const pid = await python.call("os", "getpid", [], undefined, limited);
      const error = await failed(
        python.call("builtins", "bytearray", [256 * 1024 * 1024], undefined, limited),
      );
      assertEquals([error.kind, error.code], ["limit", "E0511"]);
      assertEquals(error.data.type, "MemoryError");
      assertEquals(await python.call("os", "getpid", [], undefined, limited), pid);
      const large = { memoryBytes: 512 * 1024 * 1024 };
      const size = await python.call(
        "builtins",
        "eval",
        ["len(bytearray(256 * 1024 * 1024))"],
        undefined,
        large,
      );
      assertEquals(size, 256 * 1024 * 1024);
    }, 1),
});

Deno.test("calls run at once up to the number of workers, the others wait for their turn", () =>
  withPython(async (python) => {
    const pids = await Promise.all(
      Array.from({ length: 12 }, () => python.call("os", "getpid", [], undefined, isolate)),
    );
    assert(new Set(pids).size <= 2);
    const busy = [1, 2].map(() =>
      python.call("time", "sleep", [60], undefined, { isolate: true, deadlineMs: 300 })
    );
    const waiting = await failed(
      python.call("math", "sqrt", [4], undefined, { isolate: true, deadlineMs: 20 }),
    );
    assertEquals(waiting.kind, "timeout");
    for (const call of busy) assertEquals((await failed(call)).kind, "timeout");
    assertEquals(await python.call("math", "sqrt", [4], undefined, isolate), new Float(2));
  }));

Deno.test("functions of the program are called from a worker, also asynchronous ones", () =>
  withPython(async (python) => {
    const key = async (x: unknown) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return -(x as number);
    };
    assertEquals(await python.call("builtins", "sorted", [[1, 3, 2]], { key }, isolate), [3, 2, 1]);
    const mine = new RangeError("mine");
    const failing = () => {
      throw mine;
    };
    assertStrictEquals(
      await assertRejects(() =>
        python.call("builtins", "sorted", [[1]], { key: failing }, isolate)
      ),
      mine,
    );
    const long = Float64Array.from({ length: 4000 }, (_, index) => index);
    const twice = (xs: unknown) => (xs as Float64Array).map((x) => x * 2);
    const doubled = await python.call(
      "functools",
      "reduce",
      [
        (_: unknown, xs: unknown) => twice(xs),
        [long],
        0,
      ],
      undefined,
      isolate,
    );
    assertEquals(doubled, twice(long));
  }));

Deno.test("a function that a worker kept is an error after its call; threads may call it in it", () =>
  withPython(async (python) => {
    const code = `
import threading
kept = []
def keep(f): kept.append(f)
def use(): return kept[0](1)
def thread(f):
    answers = []
    thread = threading.Thread(target=lambda: answers.append(f(3)))
    thread.start()
    thread.join()
    return answers
`;
    await python.call("builtins", "exec", [code], undefined, isolate);
    await python.call("__main__", "keep", [(x: number) => x], undefined, isolate);
    const error = await failed(python.call("__main__", "use", [], undefined, isolate));
    assertEquals(error.code, "E0512");
    assert(error.message.includes("after the call it was given to had ended"));
    const add = (x: number) => Promise.resolve(x + 1);
    assertEquals(await python.call("__main__", "thread", [add], undefined, isolate), [4]);
  }, 1));

Deno.test("Python objects are copied into the worker, results come back as handles", () =>
  withPython(async (python) => {
    const counts = await python.call("collections", "deque", [[1, 2, 3]]) as PyHandle;
    assertEquals(await python.call("builtins", "len", [counts], undefined, isolate), 3);
    const reversed = await python.call("collections", "deque", [counts, 2], undefined, isolate);
    assertEquals((reversed as PyHandle).reprSync(), "deque([2, 3], maxlen=2)");
    await counts.callMethod("append", [4], undefined, isolate);
    assertEquals(counts.lenSync(), 3, "the worker had a copy");
    const pair = await python.call(
      "builtins",
      "eval",
      ["[__import__('fractions').Fraction(1, 3), {1: 2}]"],
      undefined,
      isolate,
    ) as PyHandle[];
    assertEquals(pair.map((handle) => handle.reprSync()), ["Fraction(1, 3)", "{1: 2}"]);
    const lock = await failed(python.call("threading", "Lock", [], undefined, isolate));
    assertEquals(lock.code, "E0506");
    assert(lock.message.includes("cannot go from one Python process to another"), lock.message);
  }));

Deno.test("close() ends the processes", () =>
  withPython(async (python) => {
    const pid = await python.call("os", "getpid", [], undefined, isolate) as number;
    python.close();
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 1));
  }));

Deno.test("workers only: everything that can be awaited works, with handles that stay", async () => {
  const supervisor = new Supervisor();
  const python = openPython({
    hooks: slotHooks,
    workersOnly: true,
    supervisor: () => supervisor,
  });
  try {
    assertEquals((await python.doctor()).mode, "workers only");
    assertEquals(supervisor.processes.map(({ state }) => state), ["running"]);
    const deque = await python.call("collections", "deque", [[1, 2, 3]]) as PyHandle;
    await deque.callMethod("append", [4]);
    assertEquals(await deque.len(), 4);
    const items = [];
    for await (const item of deque.iterate()) items.push(item);
    assertEquals(items, [1, 2, 3, 4]);
    const sorted = await python.call("builtins", "sorted", [[1, 2]], {
      key: (x: unknown) => -(x as number),
    });
    assertEquals(sorted, [2, 1]);
    const late = await failed(
      python.call("builtins", "exec", ["while True: pass"], undefined, { deadlineMs: 30 }),
    );
    assertEquals(late.kind, "timeout");
    assertEquals(await deque.len(), 4, "the process was interrupted, not killed");
    const isolated = await python.call("builtins", "len", [deque], undefined, isolate);
    assertEquals(isolated, 4);
  } finally {
    python.close();
  }
});

function isAlive(pid: number): boolean {
  try {
    Deno.kill(pid, 0 as unknown as Deno.Signal);
    return !Deno.readTextFileSync(`/proc/${pid}/stat`).includes(") Z ");
  } catch {
    return false;
  }
}
