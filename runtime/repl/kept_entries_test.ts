import { assertEquals } from "@std/assert";
import { parse } from "../../lang/syntax/parse.ts";
import { KeptEntries } from "./kept_entries.ts";

function kept(...entries: string[]): string {
  const all = new KeptEntries();
  for (const text of entries) all.add(text, parse(text, "entry").module.statements);
  return all.program();
}

Deno.test("KeptEntries.program() is the entries in their order", () => {
  assertEquals(kept("let x = 1", "x + 1\n", "fn f():\n  x"), "let x = 1\nx + 1\nfn f():\n  x\n");
});

Deno.test("KeptEntries.program() leaves out what was declared anew", () => {
  assertEquals(
    kept("type T = A", "fn f(): 1", "type T = B", "fn f(): 2"),
    "type T = B\nfn f(): 2\n",
  );
});

Deno.test("KeptEntries.program() keeps an entry that does more than declare", () => {
  assertEquals(kept("fn f(): 1; f()", "fn f(): 2"), "fn f(): 1; f()\nfn f(): 2\n");
  assertEquals(kept("let x = 1", "let x = 2"), "let x = 1\nlet x = 2\n");
});
