import { assertEquals } from "@std/assert";
import { nearest } from "./nearest.ts";

Deno.test("nearest() finds what a slip of the finger meant", () => {
  const names = ["print", "inspect", "length", "list_sum", "max_by"];
  const slips = [
    ["pritn", "print"],
    ["prnt", "print"],
    ["printt", "print"],
    ["Print", "print"],
    ["listSum", "list_sum"],
    ["maxby", "max_by"],
    ["lenght", "length"],
  ];
  for (const [slip, meant] of slips) assertEquals(nearest(slip, names), meant);
});

Deno.test("nearest() does not guess when nothing is close", () => {
  assertEquals(nearest("q", ["p", "a"]), null);
  assertEquals(nearest("ab", ["cd"]), null);
  assertEquals(nearest("frobnicate", ["print", "max_by"]), null);
  assertEquals(nearest("anything", []), null);
});

Deno.test("nearest() prefers the closest, then the first, and never the word itself", () => {
  assertEquals(nearest("total", ["totals_of", "totals", "totally"]), "totals");
  assertEquals(nearest("cat", ["bat", "car"]), "bat");
  assertEquals(nearest("name", ["name"]), null);
});

Deno.test("nearest() stays quick on words of 100,000 letters", () => {
  assertEquals(nearest("a".repeat(100_000), ["b", "a".repeat(99)]), null);
});
