import { assert, assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { ZixirError } from "../values/error.ts";
import { createZixir, evalZixir, runZixir } from "./zixir.ts";

Deno.test("evalZixir() gives value, type and text", async () => {
  const result = await evalZixir("engine.list_sum([1.0, 2.0, 3.0])");
  assertEquals(result, { ok: true, value: 6, type: "Float", text: "6.0", warnings: [] });
});

Deno.test("evalZixir() gives every error found before the run, with places", async () => {
  const result = await evalZixir("let a = unknown_one\nunknown_two + a", { file: "two.zixir" });
  assert(!result.ok);
  assertEquals(
    result.errors.map(({ code, kind, file, line, column }) => [code, kind, file, line, column]),
    [["E0201", "name", "two.zixir", 1, 9], ["E0201", "name", "two.zixir", 2, 1]],
  );
});

Deno.test("evalZixir() gives the failure of a run with its trace, and never throws", async () => {
  const result = await evalZixir("fn half(x): 1 / x\nhalf(0)");
  assert(!result.ok);
  const [{ kind, line, column, trace }] = result.errors;
  assertEquals([kind, line, column], ["arithmetic", 1, 13]);
  assertEquals(trace?.map(({ name }) => name), ["half", "<program>"]);
});

Deno.test("runZixir() gives TypeScript values of every kind", async () => {
  assertEquals(await runZixir("let x = 5\nlet y = 5\nx + y"), 10);
  assertEquals(await runZixir("2 ** 70"), 2n ** 70n);
  assertEquals(await runZixir("[1.0, 2.5]"), new Float64Array([1, 2.5]));
  assertEquals(await runZixir('[1, "a", nil, {k: (true, 2.0)}]'), [1, "a", null, { k: [true, 2] }]);
  const double = await runZixir("x => x * 2");
  assertInstanceOf(double, Function);
  assertEquals(double(21), 42);
  assertEquals(await runZixir("nil"), null);
});

Deno.test("runZixir() throws what is wrong, the other errors as its cause", async () => {
  const refused = await assertRejects(() => runZixir("a + b"), ZixirError);
  assertEquals([refused.kind, refused.code, refused.span?.line], ["name", "E0201", 1]);
  assertEquals((refused.cause as unknown[]).length, 2);
  const failed = await assertRejects(() => runZixir('raise "stop"'), ZixirError, "stop");
  assertEquals(failed.kind, "user");
});

Deno.test("a program ends when its time is up, or when it is cancelled", async () => {
  const late = await assertRejects(
    () => runZixir("while true { 1 }", { timeoutMs: 30 }),
    ZixirError,
  );
  assertEquals(late.kind, "timeout");
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 20);
  const result = await evalZixir("sleep(60s)", { signal: controller.signal });
  assert(!result.ok);
  assertEquals(result.errors[0].kind, "cancelled");
  const never = await evalZixir("1", { signal: AbortSignal.abort() });
  assert(!never.ok);
});

Deno.test("createZixir() grants what it is told, and nothing else", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = join(folder, "in.txt");
    await Deno.writeTextFile(file, "text");
    const printed: string[] = [];
    await using zixir = await createZixir({
      permissions: { read: [folder], python: false },
      print: (text) => printed.push(text),
    });
    assertEquals(await zixir.run(`file.read(${JSON.stringify(file)})`), "text");
    await zixir.run('print("to", 1)');
    assertEquals(printed, ["to 1\n"]);
    for (const denied of ['file.write("x", "y")', 'python "math" "sqrt" (4)', 'env.get("HOME")']) {
      assertEquals((await assertRejects(() => zixir.run(denied), ZixirError)).kind, "permission");
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("createZixir() keeps cached values and runs in its store", async () => {
  const folder = await Deno.makeTempDir();
  const store = join(folder, "store.db");
  try {
    {
      await using zixir = await createZixir({ store });
      await zixir.run('cache.put("kept", [1.0, 2.0])');
      const run = "step one(): 1\nworkflow all(): one() + 1\nall()";
      assertEquals(await zixir.run(run, { file: join(folder, "w.zixir") }), 2);
    }
    await using again = await createZixir({ store });
    assertEquals(await again.run('cache.get("kept")'), new Float64Array([1, 2]));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("runFile() runs a file with its imports, and says what is missing", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(join(folder, "lib.zixir"), "pub fn one(): 1");
    await Deno.writeTextFile(
      join(folder, "main.zixir"),
      'import one from "./lib.zixir"\none() + 1',
    );
    await using zixir = await createZixir();
    assertEquals(await zixir.runFile(join(folder, "main.zixir")), 2);
    const missing = await assertRejects(
      () => zixir.runFile(join(folder, "mein.zixir")),
      ZixirError,
    );
    assertEquals([missing.kind, missing.hint], [
      "io",
      `did you mean ${join(folder, "main.zixir")}?`,
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
