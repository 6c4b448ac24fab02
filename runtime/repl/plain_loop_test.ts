import { assertEquals } from "@std/assert";
import { entriesOf } from "./plain_loop.ts";

async function entries(text: string): Promise<string[]> {
  async function* lines(): AsyncGenerator<string> {
    yield* text.split("\n");
  }
  return await Array.fromAsync(entriesOf(lines()));
}

Deno.test("entriesOf() makes an entry of each finished line", async () => {
  assertEquals(await entries("1\n\n  \n2\n:help\n:type [1,"), ["1", "2", ":help", ":type [1,"]);
});

Deno.test("entriesOf() lets an entry go on while something is open", async () => {
  assertEquals(await entries('f(\n1\n)\n"""\na\n\nb\n"""\n:time g(\n2)'), [
    "f(\n1\n)",
    '"""\na\n\nb\n"""',
    ":time g(\n2)",
  ]);
});

Deno.test("entriesOf() ends a body at an empty line and at a line that is not of it", async () => {
  const body = "if x:\n  1\nelse:\n  2";
  assertEquals(await entries(`${body}\n\n${body}\n3`), [body, body, "3"]);
  assertEquals(await entries("fn f():\n  1\n|> g"), ["fn f():\n  1\n|> g"]);
});

Deno.test("entriesOf() gives what is open at the end as it is", async () => {
  assertEquals(await entries("f("), ["f("]);
  assertEquals(await entries("if x:\n  1"), ["if x:\n  1"]);
});

Deno.test("entriesOf() tells before each line what it belongs to", async () => {
  async function* lines(): AsyncGenerator<string> {
    for (const line of ["", "1", "f(", "2)", "if x:", "  1", "3", "if x:", "  1", "", "4"]) {
      seen.push(line);
      yield line;
    }
  }
  const seen: string[] = [];
  const prompt = (goesOn: boolean): void => void seen.push(goesOn ? "...>" : ">");
  for await (const _ of entriesOf(lines(), prompt)) seen.push(">");
  const more = "...>";
  assertEquals(seen.slice(0, 5), ["", ">", "1", ">", "f("]);
  assertEquals(seen.slice(5, 13), [more, "2)", ">", "if x:", more, "  1", more, "3"]);
  assertEquals(seen.slice(13), [">", ">", "if x:", more, "  1", more, "", ">", "4", ">"]);
});
