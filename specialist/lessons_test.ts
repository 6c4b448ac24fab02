import { assertEquals } from "@std/assert";
import { pythonErrorCodes } from "./errors.ts";
import { pythonLessons } from "./lessons.ts";

Deno.test("every code of the specialist has one lesson", () => {
  assertEquals(pythonLessons.map(({ code }) => code), Object.keys(pythonErrorCodes));
});

Deno.test("a lesson has both programs or none", () => {
  for (const { code, wrong, right } of pythonLessons) {
    assertEquals(wrong === undefined, right === undefined, code);
  }
});
