import { assertEquals, assertNotEquals } from "@std/assert";
import { parse } from "../syntax/parse.ts";
import { findSyntaxSlip, slipNamed, slips, slipText } from "./slips.ts";

Deno.test("slips are at least 80, each with an id of its own", () => {
  const ids = slips().map((slip) => slip.id);
  assertEquals(new Set(ids).size, ids.length);
  assertEquals(slips().filter((slip) => slip.where === "syntax").length >= 80, true);
});

for (const slip of slips().filter((slip) => slip.where === "syntax")) {
  Deno.test(`parse() answers the slip "${slip.id}" with the Zixir spelling, and nothing else`, () => {
    const { diagnostics } = parse(slip.program, "slip.zixir");
    assertEquals(diagnostics.map(({ code, message }) => ({ code, message })), [
      { code: "E0131", message: slipText(slip) },
    ]);
  });
}

for (const slip of slips().filter((slip) => slip.where !== "syntax")) {
  Deno.test(`slipNamed() knows "${slip.id}", and its program is well formed`, () => {
    assertEquals(parse(slip.program, "slip.zixir").diagnostics, []);
    for (const name of slip.match as readonly string[]) {
      const found = slipNamed(slip.where as "name", name);
      assertNotEquals(found, null);
    }
  });
}

Deno.test("slipNamed() gives null for a name that no language has", () => {
  assertEquals(slipNamed("name", "zzz"), null);
});

Deno.test("findSyntaxSlip() gives the offending part, and nothing in a line of Zixir", () => {
  const found = findSyntaxSlip("let v = 1 if c else 2", 12);
  assertEquals([found?.slip.id, found?.start, found?.end], ["python ternary", 10, 12]);
  assertEquals(findSyntaxSlip("let v = if c: 1 else: 2", 22), null);
});
