import { assertEquals } from "@std/assert";
import { Intent } from "./intent.ts";
import { type RunFailure, type RunResult, runSource } from "./program.ts";
import { memoryHost } from "./std/mod.ts";
import { makeWorld } from "./world.ts";

async function run(text: string, files: Record<string, string> = {}): Promise<RunResult> {
  const world = makeWorld({ host: memoryHost(), intent: new Intent() });
  return await runSource(text, {
    world,
    file: "main.zixir",
    load: (path) => {
      const file = path.replace("./", "");
      return file in files ? { file, text: files[file] } : { problem: `there is no ${file}` };
    },
  });
}

async function failure(text: string, files: Record<string, string> = {}): Promise<RunFailure> {
  const result = await run(text, files);
  if (result.ok) throw new Error(`expected a failure, got ${result.text}`);
  return result;
}

Deno.test("runSource() gives value, type and text", async () => {
  const result = await run("[1.0, 2.5]");
  if (!result.ok) throw new Error("failed");
  assertEquals(result.value, new Float64Array([1, 2.5]));
  assertEquals([result.type, result.text], ["[Float]", "[1.0, 2.5]"]);
});

Deno.test("runSource() reports every error found before the run, with lines and columns", async () => {
  const { errors, error } = await failure('let a = nope\nlet b = "s" - 1\n');
  assertEquals(error, undefined);
  assertEquals(errors.map((e) => [e.kind, e.line, e.column]), [["name", 1, 9], ["type", 2, 9]]);
});

Deno.test("a failure has the place of its expression and a trace of calls", async () => {
  const text = [
    "fn inner(xs: [Int], i: Int) -> Int:",
    "  xs[i] + 1",
    "fn middle(i: Int) -> Int: inner([1, 2], i) * 2",
    "",
    "middle(7)",
  ].join("\n");
  const { errors: [first] } = await failure(text);
  assertEquals([first.kind, first.line, first.column, first.endColumn], ["index", 2, 3, 8]);
  assertEquals(first.trace?.map((frame) => [frame.name, frame.line, frame.column]), [
    ["inner", 2, 3],
    ["middle", 3, 27],
    ["<program>", 5, 1],
  ]);
});

Deno.test("a failure in an operator of a longer expression has the operator's place", async () => {
  const { errors: [first] } = await failure("let d = 0\nlet r = (1 + 2) *\n  (7 // d)\nr");
  assertEquals([first.line, first.column], [3, 4]);
});

Deno.test("a failure in a lambda called by the library has its place there", async () => {
  const { errors: [first] } = await failure("let r = sort_by([2, 1],\n  x => 1 // (x - 2))\nr");
  assertEquals([first.kind, first.line, first.column], ["arithmetic", 2, 8]);
});

Deno.test("a failure after waiting keeps its trace", async () => {
  const text = "fn later(n: Int) -> Int:\n  sleep(1ms)\n  10 // n\nlater(0)";
  const { errors: [first] } = await failure(text);
  assertEquals([first.kind, first.line], ["arithmetic", 3]);
  assertEquals(first.trace?.map((frame) => frame.name), ["later", "<program>"]);
});

Deno.test("recursion without end is kind limit, with a short trace", async () => {
  const { errors: [first] } = await failure("fn f(n: Int) -> Int: 1 + f(n)\nf(1)");
  assertEquals([first.kind, first.line], ["limit", 1]);
  const count = first.trace?.length ?? 0;
  if (count < 2 || count > 20) throw new Error(`${count} frames`);
});

Deno.test("a failure in an imported file names that file", async () => {
  const files = { "a.zixir": "\n\npub fn f(x: Int) -> Int: 1 // x" };
  const { errors: [first] } = await failure('import "./a.zixir"\na.f(0)', files);
  assertEquals([first.file, first.line], ["a.zixir", 3]);
  assertEquals(first.trace?.map((frame) => frame.file), ["a.zixir", "main.zixir"]);
});

Deno.test("a function may wait when the function it is given waits", async () => {
  const text = [
    "fn twice(f, x): f(f(x))",
    "fn slow(n: Int) -> Int { sleep(1ms); n + 1 }",
    "fn quick(n: Int) -> Int: n + 1",
    "(twice(slow, 1), twice(quick, 1), map([1, 2], n => slow(n) * 10), twice(x => x * 2.0, 1.5))",
  ].join("\n");
  const result = await run(text);
  assertEquals(result.ok && result.text, "(3, 3, [20, 30], 6.0)");
});

Deno.test("parallel runs its entries and keeps their order", async () => {
  const text = [
    "fn slow(n: Int) -> Int { sleep(1ms * n); n }",
    "let r = parallel { a: slow(3), b: slow(1) }",
    "let xs = parallel for n in [3, 1, 2], max: 2: slow(n) * 10",
    "(r, xs)",
  ].join("\n").replace("1ms * n", "1ms");
  const result = await run(text);
  assertEquals(result.ok && result.text, "({a: 3, b: 1}, [30, 10, 20])");
});

Deno.test("an error in one entry of parallel is raised", async () => {
  const text = "fn bad(n: Int) -> Int { sleep(1ms); 1 // n }\nparallel { a: bad(0), b: bad(1) }";
  const { errors: [first] } = await failure(text);
  assertEquals([first.kind, first.line], ["arithmetic", 1]);
});

Deno.test("warnings do not keep a program from running", async () => {
  const result = await run("1 + 1\n2");
  assertEquals(result.ok && result.text, "2");
  if (result.warnings.length === 0) throw new Error("an unused result is worth a warning");
});
