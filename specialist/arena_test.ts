import { assert, assertEquals, assertRejects } from "@std/assert";
import { numpyPython } from "./_numpy.ts";
import { runProgram } from "./_testing.ts";
import { openPython, type Python, PythonError } from "./mod.ts";

const linux = Deno.build.os === "linux";
const isolate = { isolate: true };

/** One worker of its own for each test, with a function of Python defined in it. */
async function withWorker(work: (python: Python) => Promise<void>, code = ""): Promise<void> {
  const python = openPython({ python: await numpyPython(), workersMax: 1 });
  try {
    await python.call("builtins", "exec", [`import numpy\n${code}`], undefined, isolate);
    await work(python);
  } finally {
    python.close();
  }
}

/** Numbers that tell their place. */
function counted(length: number, from: number): Float64Array {
  return Float64Array.from({ length }, (_, index) => from + index + 0.5);
}

/** How many segments are mapped in this process. */
function mapped(): number {
  return Deno.readTextFileSync("/proc/self/maps").split("memfd:zixir").length - 1;
}

Deno.test("arrays of any size reach a worker and come back whole, call after call", () =>
  withWorker(async (python) => {
    for (const length of [1, 2047, 16384, 131072, 131073, 1_000_000, 300_000]) {
      for (let round = 0; round < 4; round++) {
        const array = counted(length, round);
        assertEquals(await python.call("numpy", "asarray", [array], undefined, isolate), array);
      }
    }
    const [a, b] = [counted(50_000, 1), counted(70_001, 2)];
    for (let round = 0; round < 4; round++) {
      assertEquals(await python.call("__main__", "both", [a, b], undefined, isolate), [b, a]);
    }
    if (linux) assert(mapped() > 0, "the arrays came through shared memory");
  }, "def both(a, b): return [numpy.asarray(b), numpy.asarray(a)]"));

Deno.test("an array larger than any segment goes through the socket", () =>
  withWorker(async (python) => {
    const array = new Float64Array(17_000_000).fill(2);
    for (let round = 0; round < 2; round++) {
      assertEquals(await python.call("numpy", "sum", [array], undefined, isolate), 34_000_000);
    }
  }));

Deno.test("what a worker keeps of its arguments stays as it was", () =>
  withWorker(
    async (python) => {
      for (let round = 0; round < 8; round++) {
        await python.call("__main__", "keep", [counted(40_000, round)], undefined, isolate);
      }
      const sums = await python.call("__main__", "sums", [], undefined, isolate);
      const expected = Float64Array.from({ length: 8 }, (_, round) =>
        counted(40_000, round).reduce((sum, item) => sum + item));
      assertEquals(sums, expected);
      await python.call("builtins", "exec", ["kept.clear()"], undefined, isolate);
      for (let round = 0; round < 3; round++) {
        const array = counted(40_000, round);
        assertEquals(await python.call("numpy", "asarray", [array], undefined, isolate), array);
      }
    },
    "kept = []\ndef keep(array): kept.append(array[:])\ndef sums(): return [float(numpy.cumsum(a)[-1]) for a in kept]",
  ));

Deno.test("a worker's arguments cannot be written, wherever they lie", () =>
  withWorker(async (python) => {
    for (let round = 0; round < 3; round++) {
      const error = await assertRejects(
        () => python.call("__main__", "write", [counted(40_000, round)], undefined, isolate),
        PythonError,
      );
      assertEquals(error.data?.message, "assignment destination is read-only");
    }
  }, "def write(array): array[0] = 1"));

Deno.test({
  name: "a child that a call forked sees its arguments unchanged later",
  ignore: !linux,
  fn: () =>
    withWorker(async (python) => {
      const path = await Deno.makeTempFile();
      try {
        for (let round = 0; round < 3; round++) {
          await python.call("numpy", "sum", [counted(40_000, round)], undefined, isolate);
        }
        await python.call("__main__", "fork", [counted(40_000, 7), path], undefined, isolate);
        for (let round = 0; round < 4; round++) {
          await python.call("numpy", "sum", [counted(40_000, round)], undefined, isolate);
        }
        const seen = await python.call("__main__", "finish", [], undefined, isolate);
        assertEquals(seen, 0);
        assertEquals(await Deno.readTextFile(path), "7.5 40006.5");
      } finally {
        await Deno.remove(path);
      }
    }, FORKS),
});

const FORKS = `
import os
def fork(array, path):
    global child, gate
    array = numpy.asarray(array)
    read, gate = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(gate)
            os.read(read, 1)
            with open(path, "w") as file:
                file.write("%r %r" % (float(array[0]), float(array[-1])))
        finally:
            os._exit(0)
    os.close(read)
def finish():
    os.write(gate, b"x")
    return os.waitpid(child, 0)[1]
`;

Deno.test({
  name: "memory is shared only while it is used: not when idle, nor after the worker's death",
  ignore: !linux,
  async fn() {
    const until = async (wanted: () => boolean) => {
      while (!wanted()) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await withWorker(async (python) => {
      const before = mapped();
      const echo = async () => {
        for (let round = 0; round < 3; round++) {
          const array = counted(40_000, round);
          assertEquals(await python.call("numpy", "asarray", [array], undefined, isolate), array);
        }
      };
      await echo();
      assert(mapped() > before);
      await until(() => mapped() === before);
      await echo();
      assert(mapped() > before);
      await assertRejects(() => python.call("os", "abort", [], undefined, isolate), PythonError);
      assertEquals(mapped(), before);
      await echo();
    });
    assertEquals(mapped(), 0);
  },
});

Deno.test({
  name: "a limit counts what a call allocates, not the memory its arguments came in",
  ignore: !linux,
  fn: () =>
    withWorker(async (python) => {
      const array = new Float64Array(4_000_000).fill(0.5);
      const limited = { memoryBytes: 16 * 1024 * 1024 };
      for (let round = 0; round < 4; round++) {
        assertEquals(await python.call("numpy", "sum", [array], undefined, limited), 2_000_000);
        const error = await assertRejects(
          () => python.call("numpy", "negative", [array], undefined, limited),
          PythonError,
        );
        assertEquals(error.kind, "limit");
      }
    }),
});

const ECHO = `
const own = openPython({ python: Deno.env.get("NUMPY_PYTHON"), workersMax: 1 });
const array = new Float64Array(200_000).fill(0.25);
for (let round = 0; round < 4; round++) {
  const back = await own.call("numpy", "asarray", [array], {}, { isolate: true });
  if (back.length !== 200_000 || back.some((item) => item !== 0.25)) throw new Error("not the same");
}
`;

Deno.test("without the permission for foreign functions everything takes the socket", async () => {
  const { stdout, stderr } = await runProgram(`${ECHO}\nconsole.log("whole");\nown.close();`, {
    env: { NUMPY_PYTHON: await numpyPython() },
    flags: ["--deny-ffi"],
  });
  assertEquals(stdout, "whole\n", stderr);
});

Deno.test({
  name: "a program that is killed leaves neither a worker nor its memory",
  ignore: !linux,
  async fn() {
    const { stdout, signal, stderr } = await runProgram(
      `${ECHO}
console.log(await own.call("os", "getpid", [], {}, { isolate: true }));
Deno.kill(Deno.pid, "SIGKILL");`,
      { env: { NUMPY_PYTHON: await numpyPython() } },
    );
    assertEquals(signal, "SIGKILL", stderr);
    const pid = Number(stdout);
    assert(pid > 0);
    const alive = () => {
      try {
        return Deno.readTextFileSync(`/proc/${pid}/maps`).includes("memfd:zixir");
      } catch {
        return false;
      }
    };
    while (alive()) await new Promise((resolve) => setTimeout(resolve, 5));
  },
});
