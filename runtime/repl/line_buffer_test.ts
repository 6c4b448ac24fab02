import { assertEquals } from "@std/assert";
import { at, bufferOf, columnOf, insert, motions, replace, verticalTo } from "./line_buffer.ts";

/** A buffer from a text in which `|` stands for the cursor. */
function buffer(text: string) {
  return { text: text.replace("|", ""), cursor: text.indexOf("|") };
}

/** The reverse. */
function shown({ text, cursor }: { text: string; cursor: number }): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

function moved(text: string, motion: keyof typeof motions): string {
  const from = buffer(text);
  return shown(at(from, motions[motion](from)));
}

Deno.test("insert() and replace() put the cursor behind what is new", () => {
  assertEquals(shown(insert(buffer("a|c"), "b")), "ab|c");
  assertEquals(shown(replace(buffer("one two|"), 4, 7, "three")), "one three|");
  assertEquals(shown(bufferOf("x")), "x|");
});

Deno.test("motions by character go over whole characters", () => {
  assertEquals(moved("ae\u0301|", "left"), "a|e\u0301");
  assertEquals(moved("|👩‍👩‍👧b", "right"), "👩‍👩‍👧|b");
  assertEquals(moved("日本|", "left"), "日|本");
  assertEquals(moved("a\n|b", "left"), "a|\nb");
  assertEquals(moved("|", "left"), "|");
  assertEquals(moved("a|", "right"), "a|");
});

Deno.test("motions by word stop at the ends of words", () => {
  assertEquals(moved("list.max_by(xs)|", "wordLeft"), "list.max_by(|xs)");
  assertEquals(moved("list.max_by|(xs)", "wordLeft"), "list.|max_by(xs)");
  assertEquals(moved("|list.max_by", "wordRight"), "list|.max_by");
  assertEquals(moved("a + b |", "blankLeft"), "a + |b ");
  assertEquals(moved("é1 |", "wordLeft"), "|é1 ");
});

Deno.test("motions by line stay in the line", () => {
  assertEquals(moved("one\ntw|o\nthree", "lineStart"), "one\n|two\nthree");
  assertEquals(moved("one\ntw|o\nthree", "lineEnd"), "one\ntwo|\nthree");
  assertEquals(moved("|\nb", "lineStart"), "|\nb");
});

Deno.test("verticalTo() keeps the column where the line is long enough", () => {
  const text = "日本語 text\nab\n\nlonger line";
  const from = { text, cursor: 5 };
  const down = verticalTo(from, 1)!;
  assertEquals(shown({ text, cursor: down }), "日本語 text\nab|\n\nlonger line");
  const further = verticalTo({ text, cursor: down }, 1, 5)!;
  const last = verticalTo({ text, cursor: further }, 1, 5)!;
  assertEquals(shown({ text, cursor: last }), "日本語 text\nab\n\nlonge|r line");
  assertEquals(verticalTo({ text, cursor: last }, 1), null);
  assertEquals(verticalTo(from, -1), null);
  assertEquals(verticalTo(buffer("\n|"), -1), 0);
  assertEquals(columnOf(from), 5);
});
