import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { Intent } from "../intent.ts";
import { Session } from "../session.ts";
import { memoryHost } from "../std/mod.ts";
import { makeWorld } from "../world.ts";
import { completionsAt } from "./completion.ts";
import type { Completions } from "./menu.ts";
import { NamesInSight } from "./names.ts";

const world = makeWorld({ host: memoryHost(), intent: new Intent() });

/** Completions where `|` stands, after entries. */
async function at(text: string, ...entries: string[]): Promise<Completions> {
  const session = new Session({ world });
  for (const entry of entries) {
    const result = await session.run(entry);
    assert(result.ok, entry);
  }
  const names = new NamesInSight(session.latest, world.tables);
  const cursor = text.indexOf("|");
  const analyse = (program: string) => session.analyse(program);
  const memberNames = () => Promise.resolve(["shape", "_private", "no name"]);
  return await completionsAt(text.replace("|", ""), cursor, { names, analyse, memberNames });
}

async function texts(text: string, ...entries: string[]): Promise<string[]> {
  return (await at(text, ...entries)).candidates.map((candidate) => candidate.text);
}

Deno.test("names in sight are completed: own ones, those of the library, reserved words", async () => {
  assertEquals(await texts("total|", "let total_price = 1", "fn total(): 2"), [
    "total",
    "total_price",
  ]);
  assertEquals(await texts("1 + sor|"), ["sort", "sort_by"]);
  assertEquals(await texts("whi|"), ["while"]);
  assertEquals(await texts("fn f(long_name): long|"), ["long_name"]);
  assertEquals((await at("1 + sor|")).start, 4);
});

Deno.test("a name that was defined anew is offered once, as it is now", async () => {
  const { candidates } = await at("val|", "let value = 1", 'let value = "a"');
  assertEquals(candidates.filter(({ text }) => text === "value").map(({ detail }) => detail), [
    "let value: String",
  ]);
});

Deno.test("members of a module are completed, with their types", async () => {
  assertEquals(await texts("list.max|"), ["max_by"]);
  assertEquals(await texts("map(xs, engine.sort_|"), ["sort_asc", "sort_desc"]);
  const [{ detail }] = (await at("list.max|")).candidates;
  assert(detail.startsWith("list.max_by(xs: [a], key: (a) -> ord) -> a  The "), detail);
});

Deno.test("fields are completed where the type is known", async () => {
  const person = 'let ada = {name: "Ada", age: 36, home: {city: "London"}}';
  assertEquals(await texts("ada.|", person), ["age", "home", "name"]);
  assertEquals(await texts("ada.home.|", person), ["city"]);
  assertEquals(await texts("len(ada.na|", person), ["name"]);
  assertEquals(await texts("list.max_by([ada], p => p.a|", person), ["age"]);
  assertEquals(await texts('"${ada.a|', person), ["age"]);
  assertEquals(await texts("list.get([ada], 0)?.n|", person), ["name"]);
  assertEquals(await texts('(1, "a").|'), ["0", "1"]);
});

Deno.test("members of a value that is there are completed, private ones when asked for", async () => {
  assertEquals(await texts("frame.|"), ["shape"]);
  assertEquals(await texts("frame.index._|"), ["_private"]);
  assertEquals(await texts("f(1).|"), []);
});

Deno.test("without a letter, only what is near is offered", async () => {
  assertEquals(await texts("sum(|", "let mine = [1]"), ["mine", "xs:"]);
});

Deno.test("parameters of the function that is called are offered", async () => {
  assertEquals(await texts("list.max_by(xs, ke|"), ["key:", "keys"]);
  assertEquals(await texts("greet(gre|", "fn greet(name, greeting): greeting + name"), [
    "greet",
    "greeting:",
  ]);
});

Deno.test("commands and what they take are completed", async () => {
  assertEquals(await texts(":e|"), [":engine", ":explain"]);
  assertEquals(await texts(":doc list.max|"), ["max_by"]);
  assertEquals(await texts(":type ada.n|", "let ada = {name: 1}"), ["name"]);
  assertEquals(await texts(":engine so|"), []);
  assertEquals(await texts(":nothing so|"), []);
});

Deno.test("nothing is completed in comments and texts", async () => {
  assertEquals(await texts("1 # so|"), []);
  assertEquals(await texts('"so|'), []);
  assertEquals(await texts('"""\nso|'), []);
});

Deno.test("files are completed in imports and behind :load", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(join(folder, "sub"));
    for (const name of ["stats.zixir", "data.csv", ".hidden.zixir"]) {
      await Deno.writeTextFile(join(folder, name), "");
    }
    assertEquals(await texts(`import "${folder}/|`), [`${folder}/stats.zixir`, `${folder}/sub/`]);
    assertEquals(await texts(`:load ${folder}/st|`), [`${folder}/stats.zixir`]);
    assertEquals(await texts(`import "${folder}/nowhere/|`), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("completion never fails, whatever is written", async () => {
  const texts = ["match x { A(y) => y.|", "fn f(a: |", "}.|", "))).|", "[x.|for x in", "@re|", "|"];
  for (const text of texts) assert((await at(text)).start >= 0);
});
