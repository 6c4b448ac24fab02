import { assert, assertEquals } from "@std/assert";
import { cases } from "./cases.ts";

Deno.test("the benchmark of the engine runs, at its smallest sizes, and checks its answers", async () => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", new URL("./main.ts", import.meta.url).pathname, "--quick"],
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  const text = new TextDecoder().decode(stdout);
  for (const { op } of cases) assert(text.includes(op), op);
});
