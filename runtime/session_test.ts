import { assertEquals } from "@std/assert";
import { Intent } from "./intent.ts";
import { Session } from "./session.ts";
import { memoryHost } from "./std/mod.ts";
import { makeWorld } from "./world.ts";

/** What each entry gives: its text, or its first error. */
async function transcript(...entries: string[]): Promise<string[]> {
  const session = new Session({ world: makeWorld({ host: memoryHost(), intent: new Intent() }) });
  const answers: string[] = [];
  for (const entry of entries) {
    const result = await session.run(entry);
    answers.push(result.ok ? result.text : `${result.errors[0].kind}: ${result.errors[0].message}`);
  }
  return answers;
}

Deno.test("a later entry sees bindings, functions, types and constructors", async () => {
  assertEquals(
    await transcript(
      "let x = 5",
      "fn f(a): a * x",
      "type S = A(Int) | B",
      "match A(f(2)) { A(n) => n + 1, B => 0 }",
    ),
    ["", "", "", "11"],
  );
});

Deno.test("a later entry assigns to a variable that earlier functions read", async () => {
  assertEquals(
    await transcript("var n = 1", "fn get(): n", "n = n + 9", "get()", "n += 1", "get() + n"),
    ["", "", "", "10", "", "22"],
  );
});

Deno.test("a name defined anew hides the old one, which earlier functions keep", async () => {
  assertEquals(
    await transcript("let x = 1", "fn old(): x", 'let x = "new"', "x", "old()"),
    ["", "", "", '"new"', "1"],
  );
});

Deno.test("a generic function of an earlier entry works at several types", async () => {
  assertEquals(
    await transcript("fn twice(f, x): f(f(x))", "twice(a => a + 1, 1)", 'twice(s => s + "!", "a")'),
    ["", "3", '"a!!"'],
  );
});

Deno.test("an entry that is refused or fails defines nothing", async () => {
  assertEquals(
    await transcript("let a = 1 +", "a", "let b = 1 // 0", "b", "let b = 2", "b"),
    [
      (await transcript("let a = 1 +"))[0],
      "name: unknown name a",
      "arithmetic: division by zero",
      "name: unknown name b",
      "",
      "2",
    ],
  );
});

Deno.test("a destructuring let is seen by later entries", async () => {
  assertEquals(
    await transcript("let {a, b} = {a: 1, b: 2.0}", "let [h, ..t] = [1, 2, 3]", "(a + b, h, t)"),
    ["", "", "(3.0, 1, [2, 3])"],
  );
});

Deno.test("ans is the last value that was not nil", async () => {
  assertEquals(
    await transcript("1.0 + 1.0", "ans * 2", "let x = 1", "ans", "[1, 2]", "nil", "sum(ans)"),
    ["2.0", "4.0", "", "4.0", "[1, 2]", "", "3"],
  );
});

Deno.test("ans of an optional value is that value", async () => {
  assertEquals(await transcript("list.get([1, 2], 1)", "ans + 1"), ["2", "3"]);
  assertEquals(await transcript("list.get([1.0, 2.0], 1)", "ans + 1"), ["2.0", "3.0"]);
});

Deno.test("a Python module imported by one entry is there in the next", async () => {
  assertEquals(await transcript('import python "math"', "math.floor(2.5)"), ["", "2"]);
});

Deno.test("the built-in Result is one type in all entries", async () => {
  assertEquals(
    await transcript(
      "let r = Ok(2)",
      "match r { Ok(n) => n, Err(_) => 0 }",
      "r == Ok(2)",
      'fn get(x): if x > 0: Ok(x) else: Err({kind: "user", message: "small", data: nil})',
      'match get(0) { Ok(n) => "ok", Err({message}) => message }',
    ),
    ["", "2", "true", "", '"small"'],
  );
});
