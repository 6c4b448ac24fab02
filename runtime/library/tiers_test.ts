import {
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { ZixirError } from "../values/error.ts";
import { callPython, runEngine } from "./tiers.ts";

Deno.test("runEngine() calls an operation, and raises errors of the engine as ZixirError", () => {
  assertEquals(runEngine("list_sum", [[1, 2, 3]]), 6);
  const error = assertThrows(() => runEngine("list_summ", []), ZixirError);
  assertEquals([error.kind, error.code], ["engine", "E0410"]);
});

Deno.test("callPython() gives counterparts in TypeScript, keywords included", async () => {
  assertEquals(await callPython("math", "sqrt", [16]), 4);
  assertEquals(
    await callPython("builtins", "sorted", [[3, 1, 2]], { keywords: { reverse: true } }),
    [
      3,
      2,
      1,
    ],
  );
  assertEquals(await callPython("builtins", "pow", [2, 70]), 2n ** 70n);
  assertEquals(await callPython("math", "fsum", [new Float64Array([0.5, 1.5])]), 2);
});

Deno.test("callPython() raises what Python raises, and stops when told", async () => {
  const raised = await assertRejects(() => callPython("math", "sqrt", [-1]), ZixirError);
  assertEquals([raised.kind, (raised.data as { type: string }).type], ["python", "ValueError"]);
  const late = await assertRejects(
    () => callPython("time", "sleep", [60], { timeoutMs: 30 }),
    ZixirError,
  );
  assertStrictEquals(late.kind, "timeout");
  const controller = new AbortController();
  const call = callPython("time", "sleep", [60], { signal: controller.signal });
  setTimeout(() => controller.abort(), 10);
  assertStrictEquals((await assertRejects(() => call, ZixirError)).kind, "cancelled");
});

Deno.test("callPython() isolates a call, and holds it to its memory", async () => {
  const here = await callPython("os", "getpid");
  assertNotEquals(await callPython("os", "getpid", [], { isolate: true }), here);
  const dead = await assertRejects(
    () => callPython("os", "_exit", [3], { isolate: true }),
    ZixirError,
  );
  assertStrictEquals(dead.kind, "python");
  const large = () => callPython("builtins", "bytearray", [2 ** 28], { memoryBytes: 2 ** 26 });
  assertStrictEquals((await assertRejects(large, ZixirError)).kind, "limit");
});
