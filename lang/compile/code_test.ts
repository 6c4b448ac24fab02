import { assertEquals } from "@std/assert";
import { finish, mark, spanAt } from "./code.ts";

Deno.test("finish() takes the marks out and keeps their places", () => {
  const raw = `a${mark({ start: 1, end: 2 })}f();\n${mark({ start: 5, end: 9 })}g(${
    mark({ start: 6, end: 7 })
  }h())`;
  const { text, marks } = finish(raw);
  assertEquals(text, "af();\ng(h())");
  assertEquals([...marks], [1, 1, 2, 6, 5, 9, 8, 6, 7]);
});

Deno.test("spanAt() answers with the last mark at or before a place", () => {
  const code = finish(`x = ${mark({ start: 3, end: 4 })}f(1) + ${mark({ start: 8, end: 12 })}g(2)`);
  assertEquals(spanAt(code, 1, 1), null);
  assertEquals(spanAt(code, 1, 5), { start: 3, end: 4 });
  assertEquals(spanAt(code, 1, 11), { start: 3, end: 4 });
  assertEquals(spanAt(code, 1, 12), { start: 8, end: 12 });
});

Deno.test("spanAt() knows lines", () => {
  const code = finish(`a;\nb;\n  ${mark({ start: 20, end: 21 })}c();`);
  assertEquals(spanAt(code, 3, 3), { start: 20, end: 21 });
  assertEquals(spanAt(code, 9, 1), null);
});
