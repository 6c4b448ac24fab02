import { assert, assertEquals, assertThrows } from "@std/assert";
import { buildEngine } from "./build.ts";
import { EngineError, engineInfo, runEngine } from "./mod.ts";
import { openNative } from "./native.ts";
import { Status } from "./status.ts";

await buildEngine();

Deno.test("the native library is built and chosen on this machine", () => {
  const info = engineInfo();
  assertEquals(info.kind, "native", info.tried.join("\n"));
});

Deno.test("openNative() refuses a file that is no library", () => {
  assertThrows(() => openNative(new URL(import.meta.url)), Error);
});

Deno.test("status.ts lists the same statuses as status.zig", async () => {
  const source = await Deno.readTextFile(new URL("./zig/src/status.zig", import.meta.url));
  const declared = [...source.matchAll(/^ {4}(\w+) = (\d+),$/gm)].map(([, name, value]) =>
    [name, Number(value)] as const
  );
  assertEquals(Object.fromEntries(declared), { ...Status });
});

Deno.test("runEngine() names an operation it does not have", () => {
  const error = assertThrows(() => runEngine("list_summ", []), EngineError);
  assertEquals([error.code, error.kind], ["E0410", "engine"]);
});

Deno.test("runEngine() takes ints, typed arrays and bigints, and refuses strings", () => {
  assertEquals(runEngine("list_sum", [[1, 2n, 3.5]]), 6.5);
  assertEquals(runEngine("list_sum", [new Int16Array([1, 2, 3])]), 6);
  const error = assertThrows(() => runEngine("list_sum", [["1"]]), EngineError);
  assertEquals([error.code, error.kind], ["E0402", "type"]);
});

Deno.test("importing the engine loads nothing native", async () => {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      "--no-check",
      `const opened = Deno.dlopen; let count = 0;
       Deno.dlopen = (...args) => { count++; return opened(...args); };
       const { engineCall } = await import(${JSON.stringify(import.meta.resolve("./mod.ts"))});
       engineCall("list_sum")([1, 2, 3]);
       if (count !== 0) throw new Error("loaded too early");
       engineCall("list_sum")(new Float64Array(1000));
       if (count !== 1) throw new Error("not loaded");`,
    ],
  }).output();
  assert(code === 0, new TextDecoder().decode(stderr));
});
