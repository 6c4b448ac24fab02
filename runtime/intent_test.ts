import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { engineCall, engineTable } from "../engine/mod.ts";
import { PyHandle } from "../specialist/mod.ts";
import { engineModule, Intent } from "./intent.ts";
import { DEFAULT_PERMISSIONS } from "./permissions.ts";
import { within } from "./resilience/scope.ts";
import { processSupervisor } from "./supervision/mod.ts";
import {
  asZixirError,
  Duration,
  Float,
  inspect,
  makeList,
  Range,
  type Slot,
  Time,
  Tuple,
  ZixirError,
} from "./values/mod.ts";
import { fromEntries } from "./values/record.ts";

Deno.test("engineModule() has each operation, with Floats in result records boxed", () => {
  const { entries } = engineModule(engineTable, () => {});
  assertEquals(entries.map(({ name }) => name), engineTable.map(({ name }) => name));
  const run = (name: string) =>
    entries.find((entry) => entry.name === name)!.run as (...args: unknown[]) => Slot;
  assertEquals(run("list_sum")(new Float64Array([1, 2, 3])), 6);
  const xs = new Float64Array([1, 2, 3]);
  assertEquals(inspect(run("linear_fit")(xs, xs)), "{slope: 1.0, intercept: 0.0, r2: 1.0}");
});

Deno.test("Intent.pythonCall() keeps every kind of value exact, there and back", async () => {
  const intent = new Intent();
  const values: Slot[] = [
    null,
    true,
    5,
    2n ** 70n,
    2.5,
    new Float(2),
    new Float(-0),
    "é\u0000😀",
    new Uint8Array([1, 2]),
    [],
    [1, new Float(1), 1.5],
    makeList([new Float(1), 2.5]),
    new Tuple([1, "a", new Float(3)]),
    fromEntries([["b", 1], ["2", new Float(2)], ["__proto__", null]]),
    new Time(1_700_000_000_123),
    new Duration(1500),
  ];
  for (const value of values) {
    const back = await intent.pythonCall("copy", "copy", [value]);
    assertEquals(inspect(back), inspect(value));
  }
  assertEquals(
    inspect(await intent.pythonCall("builtins", "list", [new Range(0, 3)])),
    "[0, 1, 2]",
  );
  assertEquals(
    inspect(await intent.pythonCall("builtins", "dict", [], { a: new Float(1) })),
    "{a: 1.0}",
  );
  await intent.close();
});

Deno.test("Intent gives calls, fields, methods and indexing of Python objects", async () => {
  const intent = new Intent();
  const module = await intent.pythonModule("fractions") as PyHandle;
  const half = await intent.callMethod(module, "Fraction", [1, 2]) as PyHandle;
  assertEquals(await intent.getField(half, "denominator"), 2);
  const table = await intent.pythonCall("types", "MappingProxyType", [{ a: 7 }]) as PyHandle;
  assertEquals(await intent.getIndex(table, "a"), 7);
  const maker = await intent.getField(module, "Fraction") as PyHandle;
  assertEquals(`${await intent.callObject(maker, ["3/4"])}`, "<python Fraction>");
  await intent.close();
});

Deno.test("Intent asks for the permission of a module before anything of Python is done", async () => {
  const intent = new Intent({
    permissions: { ...DEFAULT_PERMISSIONS, python: ["math"] },
  });
  for (
    const denied of [() => intent.pythonCall("os", "getpid", []), () => intent.pythonModule("os")]
  ) {
    assertEquals((await assertRejects(denied, ZixirError)).kind, "permission");
  }
});

Deno.test("a Python exception reaches the program with its type; an engine error with its code", async () => {
  const intent = new Intent();
  const error = asZixirError(await assertRejects(() => intent.pythonCall("math", "sqrt", [-1])));
  assertEquals([error.kind, error.code], ["python", "E0501"]);
  assertEquals((error.data as { type: string }).type, "ValueError");
  const unknown = asZixirError(assertThrows(() => engineCall("list_summ")));
  assertEquals([unknown.kind, unknown.code], ["engine", "E0410"]);
  await intent.close();
});

Deno.test("a Python call ends with the time of the scope that makes it", async () => {
  const intent = new Intent();
  const error = await assertRejects(() =>
    within({ timeMs: 50 }, () => intent.pythonCall("time", "sleep", [60]))
  );
  assertEquals(asZixirError(error).kind, "timeout");
  await intent.close();
});

Deno.test("Intent.pythonCall() under a memory limit runs in a worker that is held to it", async () => {
  const intent = new Intent();
  const here = await intent.pythonCall("os", "getpid", []);
  const error = await within({ memoryBytes: 64 * 2 ** 20 }, async () => {
    assert(await intent.pythonCall("os", "getpid", []) !== here);
    const object = await intent.pythonCall("collections", "deque", [[1, 2]]) as unknown as PyHandle;
    await intent.callMethod(object, "append", [3]);
    assertEquals(await intent.pythonCall("builtins", "len", [object as unknown as Slot]), 3);
    return await intent.pythonCall("builtins", "bytearray", [256 * 2 ** 20]).catch(asZixirError);
  }) as unknown as ZixirError;
  assertEquals([error.kind, error.code], ["limit", "E0511"]);
  await intent.close();
});

Deno.test("Intent makes all calls in an isolated scope elsewhere, methods on copies", async () => {
  const intent = new Intent();
  const here = await intent.pythonCall("os", "getpid", []);
  const object = await intent.pythonCall("collections", "deque", [[1]]) as unknown as PyHandle;
  const module = await intent.pythonModule("os") as unknown as PyHandle;
  await within({ isolate: true }, async () => {
    assert(await intent.pythonCall("os", "getpid", []) !== here);
    assert(await intent.callMethod(module, "getpid", []) !== here);
    await intent.callMethod(object, "append", [2]);
    const error = await intent.pythonCall("os", "_exit", [3]).catch(asZixirError) as unknown;
    assertEquals((error as ZixirError).code, "E0507");
  });
  assertEquals(await intent.pythonCall("builtins", "len", [object as unknown as Slot]), 1);
  await intent.close();
});

Deno.test("a method under a memory limit is watched, and stopped beyond it", async () => {
  const intent = new Intent();
  await intent.pythonCall("builtins", "exec", [
    "import time\nclass Pile:\n    def grow(self, megabytes):\n        kept = []\n" +
    "        for _ in range(megabytes):\n            kept.append(b'x' * 2**20)\n" +
    "            time.sleep(0.001)\n        return len(kept)\n",
  ]);
  const pile = await intent.pythonCall("__main__", "Pile", []) as unknown as PyHandle;
  const limited = (megabytes: number) =>
    within({ memoryBytes: 64 * 2 ** 20 }, () => intent.callMethod(pile, "grow", [megabytes]));
  const error = asZixirError(await assertRejects(() => limited(100_000)));
  assertEquals([error.kind, error.code], ["limit", "E0511"]);
  assertEquals(await intent.callMethod(pile, "grow", [1]), 1);
  await intent.close();
});

Deno.test("where Python runs in workers only, fields and items are read all the same", async () => {
  Deno.env.set("ZIXIR_PYTHON_MODE", "workers");
  const intent = new Intent();
  try {
    const object = await intent.pythonCall("collections", "deque", [[1, 2]]) as unknown as PyHandle;
    assertEquals(intent.getField(object, "maxlen"), null);
    assertEquals(intent.getIndex(object, 0), 1);
    const slot = object as unknown as Slot;
    assertEquals(await intent.pythonCall("operator", "getitem", [slot, 1]), 2);
    assertEquals(await intent.pythonCall("builtins", "getattr", [slot, "maxlen"]), null);
    assertEquals(await intent.callMethod(object, "count", [1]), 1);
  } finally {
    Deno.env.delete("ZIXIR_PYTHON_MODE");
    await intent.close();
  }
});

Deno.test("Python's worker processes stand under the supervisor of the process", async () => {
  const intent = new Intent();
  const supervisor = processSupervisor();
  await within({ memoryBytes: 64 * 2 ** 20 }, () => intent.pythonCall("os", "getpid", []));
  const [workers] = supervisor.tree().children;
  assertEquals([workers.name, workers.state], ["python workers", "running"]);
  assertEquals(workers.children.map(({ state }) => state), ["running"]);
  await intent.close();
  await supervisor.settled();
  assertEquals(supervisor.tree().children, []);
});
