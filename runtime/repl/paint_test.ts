import { assertEquals } from "@std/assert";
import { inColour, stylesOf } from "./paint.ts";

/** The painted parts of a text. */
function painted(text: string): string[] {
  return stylesOf(text).map(({ from, to, style }) => `${text.slice(from, to)}/${style}`);
}

Deno.test("stylesOf() tells words of the language, numbers, texts and comments apart", () => {
  assertEquals(painted('let x = 42 + len("a") # note'), [
    "let/35",
    "42/36",
    '"a"/32',
    "# note/90",
  ]);
});

Deno.test("stylesOf() takes a command for a word, and what stands behind it for a program", () => {
  assertEquals(painted(":type 1.5"), [":type/1;34", "1.5/36"]);
  assertEquals(painted(":load if.zixir"), [":load/1;34"]);
});

Deno.test("stylesOf() copes with a text that is no program yet", () => {
  for (const text of ["", "let x = [1,", '"open', "match {", ")]}", "\u0000"]) {
    for (const { from, to } of stylesOf(text)) assertEquals(from < to && to <= text.length, true);
  }
});

Deno.test("inColour() changes nothing but the look", () => {
  assertEquals(inColour("[1, nil]"), "[\x1b[36m1\x1b[0m, \x1b[36mnil\x1b[0m]");
});
