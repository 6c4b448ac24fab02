import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { withoutProcess } from "./process_global.ts";

Deno.test("withoutProcess() hides the global while modules load, and gives it back", async () => {
  const before = Object.getOwnPropertyDescriptor(globalThis, "process");
  assertStrictEquals(await withoutProcess(() => Promise.resolve(typeof process)), "undefined");
  assertEquals(Object.getOwnPropertyDescriptor(globalThis, "process"), before);
  await assertRejects(() => withoutProcess(() => Promise.reject(new Error("load"))), Error, "load");
  assertEquals(Object.getOwnPropertyDescriptor(globalThis, "process"), before);
});
