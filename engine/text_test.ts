import { assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { runEngine } from "./mod.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** Text with characters of one to four bytes, and lengths beyond one chunk. */
const texts = fc.array(fc.constantFrom("a", "é", "漢", "😀", "ab", "\n"), { maxLength: 40 })
  .map((parts) => parts.join(""));

Deno.test("string_count and string_find count the bytes of UTF-8", () => {
  fc.assert(fc.property(texts, texts, fc.nat(400), (text, part, times) => {
    const long = text.repeat(times);
    assertEquals(runEngine("string_count", [long]), bytes(long).length);
    const at = long.indexOf(part);
    const expected = at < 0 ? -1 : bytes(long.slice(0, at)).length;
    assertEquals(runEngine("string_find", [long, part]), expected);
  }));
});

Deno.test("string_count of characters that lie across chunks", () => {
  for (const start of [8190, 8191, 8192]) {
    const text = "a".repeat(start) + "😀".repeat(5000);
    assertEquals(runEngine("string_count", [text]), start + 20_000);
  }
});

Deno.test("string_find of the empty text is 0, and a part with NUL is found", () => {
  assertEquals(runEngine("string_find", ["abc", ""]), 0);
  assertEquals(runEngine("string_find", ["a\0b", "\0b"]), 1);
});

Deno.test("levenshtein equals the textbook table on any characters", () => {
  fc.assert(fc.property(texts, texts, (a, b) => {
    assertEquals(runEngine("levenshtein", [a, b]), table([...a], [...b]));
  }));
  const long = "abc".repeat(1000);
  assertEquals(runEngine("levenshtein", [long, long.slice(1) + "x"]), 2);
});

function table(a: string[], b: string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  a.forEach((x, i) => {
    const next = [i + 1];
    b.forEach((y, j) => {
      next.push(Math.min(next[j] + 1, row[j + 1] + 1, row[j] + Number(x !== y)));
    });
    row = next;
  });
  return row[b.length];
}

Deno.test("jaro_winkler is 1 for equal texts, symmetric in its range, and known on known pairs", () => {
  fc.assert(fc.property(texts, texts, (a, b) => {
    assertEquals(runEngine("jaro_winkler", [a, a]), 1);
    const likeness = runEngine("jaro_winkler", [a, b]) as number;
    if (likeness < 0 || likeness > 1) throw new Error(`${likeness}`);
  }));
  assertAlmostEquals(runEngine("jaro_winkler", ["dixon", "dicksonx"]) as number, 0.8133, 1e-4);
});

Deno.test("csv_floats reads what Number reads", () => {
  const cell = fc.oneof(
    fc.double({ noNaN: true }).map(String),
    fc.integer().map(String),
    fc.tuple(fc.bigInt(), fc.integer({ min: -400, max: 400 })).map(([m, e]) => `${m}e${e}`),
    fc.tuple(fc.nat(), fc.bigInt({ min: 0n })).map(([a, b]) => `${a}.${b}`),
  );
  fc.assert(fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
    const expected = Float64Array.from(cells, Number);
    assertEquals(runEngine("csv_floats", [cells.join(";"), ";"]), expected);
    assertEquals(runEngine("csv_floats", [cells.join("\r\n")]), expected);
  }));
});

Deno.test("csv_floats names the line and the column of what is no number", () => {
  const message = (text: string) => {
    try {
      return String(runEngine("csv_floats", [text]));
    } catch (error) {
      return (error as Error).message;
    }
  };
  assertEquals(message("1,2\n3,four"), "csv_floats: line 2, column 2 is not a number");
  assertEquals(
    message("1,2\n\n3"),
    "csv_floats: line 3 has 1 cells, other than the rows before it",
  );
});
