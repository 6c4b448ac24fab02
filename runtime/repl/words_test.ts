import { assertEquals } from "@std/assert";
import { BASIC_TYPES } from "../../lang/types/build.ts";
import { reserved } from "../../lang/syntax/lower_pattern.ts";
import { runExample } from "../../tests/std/world.ts";
import { TYPES, wordNamed, WORDS } from "./words.ts";

Deno.test("every reserved word is told about, and nothing else", () => {
  assertEquals([...reserved].filter((word) => wordNamed(word) === undefined), []);
  assertEquals(WORDS.flatMap(({ words }) => words).filter((word) => !reserved.has(word)), []);
});

Deno.test("every built-in type is told about", () => {
  assertEquals([...BASIC_TYPES.keys()].filter((name) => wordNamed(name) === undefined), []);
});

for (const { words, example, result } of [...WORDS, ...TYPES]) {
  Deno.test(`the example of ${words.join(", ")} gives what it says`, async () => {
    const seen = await runExample(example);
    assertEquals(seen.ok ? seen.text : seen.errors, result);
  });
}
