import { assertEquals } from "@std/assert";
import { HISTORY_MAX, searchEntries, step, suggestion, textAt, withEntry } from "./history.ts";

Deno.test("withEntry() keeps no blank entry, no repetition, and not too many", () => {
  assertEquals(withEntry(["a"], "a"), ["a"]);
  assertEquals(withEntry(["a"], "  "), ["a"]);
  assertEquals(withEntry(["a", "b"], "a"), ["a", "b", "a"]);
  const full = Array.from({ length: HISTORY_MAX }, (_, i) => String(i));
  const next = withEntry(full, "new");
  assertEquals([next.length, next[0], next.at(-1)], [HISTORY_MAX, "1", "new"]);
});

Deno.test("step() goes through the entries that begin as what is written, and back to it", () => {
  const entries = ["let a", "sum", "let b", "let b"];
  const first = step(entries, null, -1, "let", "let")!;
  assertEquals(textAt(entries, first), "let b");
  const second = step(entries, first, -1, "let b", "let")!;
  assertEquals(textAt(entries, second), "let a");
  assertEquals(step(entries, second, -1, "let a", "let"), null);
  const back = step(entries, second, 1, "let a", "let")!;
  assertEquals(textAt(entries, back), "let b");
  const draft = step(entries, back, 1, "let b", "let")!;
  assertEquals(textAt(entries, draft), "let");
  assertEquals(step(entries, draft, 1, "let", "let"), null);
});

Deno.test("searchEntries() finds the nearest entry; capitals count where there are some", () => {
  const entries = ["Sort(a)", "b", "sort(c)"];
  assertEquals(searchEntries(entries, "sort", 2), 2);
  assertEquals(searchEntries(entries, "sort", 1), 0);
  assertEquals(searchEntries(entries, "Sort", 2), 0);
  assertEquals(searchEntries(entries, "none", 2), -1);
  assertEquals(searchEntries(entries, "sort", 1, 1), 2);
});

Deno.test("suggestion() is how the newest fitting entry goes on in its line", () => {
  const entries = ["let a = 1", "fn f(x):\n  x", "let b = 2"];
  assertEquals(suggestion(entries, "let"), " b = 2");
  assertEquals(suggestion(entries, "fn"), " f(x):");
  assertEquals(suggestion(entries, "let b = 2"), "");
  assertEquals(suggestion(entries, "x"), "");
  assertEquals(suggestion(entries, " "), "");
});
