import { assertEquals } from "@std/assert";
import { generate } from "./build_py.ts";

Deno.test("py.gen.ts is current with the sources in py/", () => {
  const path = new URL("py.gen.ts", import.meta.url);
  assertEquals(
    Deno.readTextFileSync(path) === generate(),
    true,
    "run: deno run -A specialist/build_py.ts",
  );
});
