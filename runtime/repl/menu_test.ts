import { assertEquals } from "@std/assert";
import { bufferOf } from "./line_buffer.ts";
import { complete, type Completions, select } from "./menu.ts";

function completions(start: number, ...texts: string[]): Completions {
  return { start, candidates: texts.map((text) => ({ text, detail: "" })) };
}

Deno.test("complete() puts in the only completion, and nothing where there is none", () => {
  const one = complete(bufferOf("x + su"), completions(4, "sum"));
  assertEquals([one.buffer, one.menu], [bufferOf("x + sum"), null]);
  const none = complete(bufferOf("zz"), completions(0));
  assertEquals([none.buffer, none.menu], [bufferOf("zz"), null]);
});

Deno.test("complete() puts in what all begin with and offers the choice", () => {
  const { buffer, menu } = complete(bufferOf("so"), completions(0, "sort", "sort_by"));
  assertEquals([buffer.text, menu?.selected], ["sort", -1]);
});

Deno.test("select() goes around in both directions", () => {
  const { buffer, menu } = complete(bufferOf("a"), completions(0, "ab", "ac"));
  const texts: string[] = [];
  let state = { buffer, menu: menu! };
  for (const step of [1, 1, 1, -1, -1] as const) {
    state = select(state.buffer, state.menu, step);
    texts.push(state.buffer.text);
  }
  assertEquals(texts, ["ab", "ac", "ab", "ac", "ab"]);
  assertEquals(select(buffer, menu!, -1).buffer.text, "ac");
});
