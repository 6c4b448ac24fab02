import { assert, assertEquals } from "@std/assert";
import { engineTable } from "../../../engine/mod.ts";
import { cases } from "./cases.ts";
import { plainRows } from "./plain.ts";

Deno.test("the benchmark of the engine runs, at its smallest sizes, and checks its answers", async () => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", new URL("./main.ts", import.meta.url).pathname, "--quick"],
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  const text = new TextDecoder().decode(stdout);
  for (const { op } of cases) assert(text.includes(op), op);
});

Deno.test("the sweep against plain loops has every operation, and runs", async () => {
  assertEquals(plainRows.map(({ op }) => op).sort(), engineTable.map(({ name }) => name).sort());
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", new URL("./sweep.ts", import.meta.url).pathname, "--quick"],
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  assert(new TextDecoder().decode(stdout).includes(`${plainRows.length} comparisons`));
});

Deno.test("the sweep against numpy runs, where there is numpy", async () => {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      new URL("./numpy_sweep.ts", import.meta.url).pathname,
      "--quick",
    ],
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  assert(/comparisons|without numpy/.test(new TextDecoder().decode(stdout)));
});
