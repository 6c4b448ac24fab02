import { assertEquals } from "@std/assert";
import { openPython } from "./mod.ts";

const python = openPython();

Deno.test("callSync() and call() give the same answer", async () => {
  for (let round = 0; round < 3; round++) {
    assertEquals(python.callSync("math", "sqrt", [16]), 4);
    assertEquals(await python.call("math", "sqrt", [16]), 4);
  }
});
