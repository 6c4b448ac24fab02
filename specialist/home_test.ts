import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { runProgram, slotHooks, Tuple } from "./_testing.ts";
import { openPython, type PyHandle, type Python, PythonError } from "./mod.ts";

// Requests that this thread waits for go through named pipes, which Windows has not.
const named = { ignore: Deno.build.os === "windows" };

/** Runs work with a Python that runs in workers only, with code executed in it before. */
function withHome(code: string, work: (python: Python) => Promise<void>): () => Promise<void> {
  return async () => {
    const python = openPython({ hooks: slotHooks, workersOnly: true });
    try {
      await python.call("builtins", "exec", [code]);
      await work(python);
    } finally {
      python.close();
    }
  };
}

const object = async (python: Python, name: string, ...args: unknown[]) =>
  await python.call("__main__", name, args) as PyHandle;

/** What Python reads at once of an expression. */
const evaluate = (python: Python, code: string) => python.callSync("builtins", "eval", [code]);

function thrown(work: () => unknown): PythonError {
  return assertThrows(work, PythonError);
}

Deno.test({
  ...named,
  name: "workers only: fields, items, len, loops and calls are answered at once",
  fn: withHome("from collections import deque", async (python) => {
    const deque = await object(python, "deque", [1, [2.5, "x"], 10n ** 30n]);
    assert(deque.synchronous);
    assertEquals(deque.lenSync(), 3);
    assertEquals(deque.indexSync(1), [2.5, "x"]);
    deque.setitemSync(0, new Tuple([true]));
    assertEquals([...deque.iterateSync()], [new Tuple([true]), [2.5, "x"], 10n ** 30n]);
    assertEquals(deque.getattrSync("maxlen"), null);
    assertEquals(deque.callMethodSync("count", ["x"]), 0);
    assertEquals(deque.boolSync(), true);
    assertEquals(deque.reprSync(), "deque([(True,), [2.5, 'x'], 1000000000000000000000000000000])");
    const floats = Float64Array.from({ length: 20_000 }, (_, index) => index + 0.5);
    assertEquals(python.callSync("operator", "add", [floats, []]), floats);
    const odd = python.callSync("builtins", "eval", ["{1: '\\ud800'}"]) as PyHandle;
    assertEquals(odd.lenSync(), 1);
    const error = thrown(() => deque.getattrSync("appendd"));
    assertEquals([error.code, error.hint], ["E0501", "did you mean append?"]);
    assertEquals(thrown(() => deque.indexSync(7)).data?.type, "IndexError");
  }),
});

Deno.test("workers only: the first call must be awaited", () => {
  const python = openPython({ workersOnly: true });
  try {
    const error = thrown(() => python.callSync("math", "sqrt", [4]));
    assertEquals(error.code, "E0512");
    assert(error.message.includes("a first call must be awaited"));
  } finally {
    python.close();
  }
});

Deno.test({
  ...named,
  name: "workers only: what is asked at once does not wait for the awaited call",
  fn: withHome("import threading\ngate = threading.Event()", async (python) => {
    const gate = await python.get("__main__", "gate") as PyHandle;
    const waiting = gate.callMethod("wait");
    await new Promise((resolve) => setTimeout(resolve, 1));
    assertEquals(gate.callMethodSync("is_set"), false);
    gate.callMethodSync("set");
    assertEquals(await waiting, true);
  }),
});

Deno.test({
  ...named,
  name: "workers only: functions of the program are called in every kind of call, and kept",
  fn: withHome(
    "kept = []\ndef keep(f): kept.append(f)\ndef use(x): return kept[0](x)",
    async (python) => {
      const table = await python.call("collections", "deque", [[30, 10, 20]]) as PyHandle;
      const sorted = (key: (x: unknown) => unknown) =>
        python.call("builtins", "sorted", [[0, 1, 2]], { key });
      assertEquals(await sorted((x) => table.indexSync(x)), [1, 2, 0], "an item in a function");
      assertEquals(
        await sorted(async (x) => await table.index(x)),
        [1, 2, 0],
        "a call in a function",
      );
      const nested = await sorted(async (x) =>
        await python.call("__main__", "use", [x]).catch(() => -(x as number))
      );
      assertEquals(nested, [2, 1, 0]);
      const doubled = await python.call("builtins", "map", [
        (x: unknown) => (table.indexSync(x) as number) * 2,
        [0, 1, 2],
      ]) as PyHandle;
      assertEquals([...doubled.iterateSync()], [60, 20, 40], "long after the call that brought it");
      await python.call("__main__", "keep", [(x: number) => x + 1]);
      assertEquals(await python.call("__main__", "use", [4]), 5);
      assertEquals(python.callSync("__main__", "use", [5]), 6);
      const own = new Error("of its own");
      const failing = (await python.call("builtins", "map", [() => {
        throw own;
      }, [1]])) as PyHandle;
      assertEquals(assertThrows(() => [...failing.iterateSync()]), own);
      const waits = await python.call("builtins", "map", [() => Promise.resolve(1), [
        1,
      ]]) as PyHandle;
      const error = thrown(() => [...waits.iterateSync()]);
      assertEquals(
        error.message,
        "a function that waits was called by Python in a synchronous call",
      );
      const parallel = await Promise.all([
        sorted(async (x) => await table.index(x)),
        python.call("operator", "neg", [1]),
        sorted(async (x) => await table.index(x)),
        python.call("operator", "neg", [2]),
      ]);
      assertEquals(parallel, [[1, 2, 0], -1, [1, 2, 0], -2]);
    },
  ),
});

const STUCK = `
import itertools, os, time
class Stuck:
    @property
    def loop(self):
        while True:
            try:
                while True: pass
            except Exception: pass
    @property
    def c(self): return sum(itertools.repeat(0))
    @property
    def exits(self): os._exit(3)
    fine = 7
`;

Deno.test({
  ...named,
  name: "workers only: a deadline ends what is asked at once, Python code leaving its objects",
  fn: withHome(STUCK, async (python) => {
    const stuck = await object(python, "Stuck");
    for (let round = 0; round < 3; round++) {
      const error = thrown(() => stuck.getattrSync("loop", { deadlineMs: 20 }));
      assertEquals([error.code, error.kind], ["E0509", "timeout"]);
      assertEquals(stuck.getattrSync("fine", { deadlineMs: 60_000 }), 7);
    }
    assertEquals(thrown(() => stuck.getattrSync("c", { deadlineMs: 20 })).code, "E0509");
    const error = thrown(() => stuck.getattrSync("fine"));
    assertEquals([error.kind, error.code], ["python", "E0507"]);
  }),
});

Deno.test({
  ...named,
  name: "workers only: when the process dies its objects are lost, and never taken for others",
  fn: withHome(STUCK, async (python) => {
    const stuck = await object(python, "Stuck");
    const other = await object(python, "Stuck");
    const dying = thrown(() => stuck.getattrSync("exits"));
    assertEquals([dying.kind, dying.code], ["python", "E0507"]);
    const lost = "<python Stuck> lived in a Python process that has ended";
    // Asked at once as well as later, as target and as argument, before the next process and after.
    const refused = async () => {
      thrown(() => stuck.getattrSync("fine"));
      const asked = await assertRejects(() => stuck.getattr("fine"), PythonError);
      assertEquals([asked.kind, asked.code], ["python", "E0507"]);
      const passed = await assertRejects(
        () => python.call("builtins", "repr", [other]),
        PythonError,
      );
      assertEquals(passed.message, lost);
    };
    await refused();
    const fresh = await python.call("collections", "deque", [[1, 2]]) as PyHandle;
    await refused();
    stuck.release();
    other.release();
    assertEquals([fresh.lenSync(), await fresh.len()], [2, 2]);
  }),
});

Deno.test({
  ...named,
  name: "workers only: objects are released in Python, by loops of what is asked at once too",
  fn: withHome(
    "class Thing: pass\nclass Maker:\n    new = property(lambda self: Thing())",
    async (python) => {
      const maker = await object(python, "Maker");
      const count = () => evaluate(python, "len(__import__('_zixir').handles)") as number;
      const before = count();
      for (let round = 0; round < 3000; round++) (maker.getattrSync("new") as PyHandle).release();
      assert(count() < before + 600, `${count()} handles, ${before} before`);
      await python.call("math", "sqrt", [4]);
      assertEquals(count(), before);
    },
  ),
});

Deno.test({
  ...named,
  name: "workers only: nothing stays behind, not even after kill -9",
  async fn() {
    for (const end of ["python.close();", "", 'Deno.kill(Deno.pid, "SIGKILL");']) {
      const dir = await Deno.makeTempDir();
      try {
        const { stdout, stderr } = await runProgram(
          `const deque = await python.call("collections", "deque", [[1, 2]]);
console.log(deque.lenSync(), await python.call("os", "getpid"));
${end}`,
          { env: { TMPDIR: dir, ZIXIR_PYTHON_MODE: "workers" } },
        );
        const [length, pid] = stdout.split(" ");
        assertEquals(length, "2", stderr);
        const left = () => [...Deno.readDirSync(dir)].length > 0 || isAlive(Number(pid));
        while (left()) await new Promise((resolve) => setTimeout(resolve, 5));
      } finally {
        await Deno.remove(dir, { recursive: true });
      }
    }
  },
});

function isAlive(pid: number): boolean {
  try {
    Deno.kill(pid, 0 as unknown as Deno.Signal);
    return !Deno.readTextFileSync(`/proc/${pid}/stat`).includes(") Z ");
  } catch {
    return false;
  }
}
