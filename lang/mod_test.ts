import { assertEquals } from "@std/assert";
import { analyse, compile, hasErrors, type Loader } from "./mod.ts";

function loaderOf(files: Readonly<Record<string, string>>): Loader {
  return (path) => {
    const file = path.replace("./", "");
    return file in files ? { file, text: files[file] } : { problem: `there is no file ${file}` };
  };
}

const host = [] as const;

Deno.test("analyse() reads imported files once, imports first", () => {
  const load = loaderOf({
    "a.zixir": 'import "./c.zixir"\npub fn f(x: Int): c.g(x)',
    "b.zixir": 'import "./c.zixir"\npub fn h(x: Int): c.g(x)',
    "c.zixir": "pub fn g(x: Int): x + 1",
  });
  const text = 'import "./a.zixir"\nimport "./b.zixir"\na.f(b.h(1))';
  const analysis = analyse(text, { file: "main.zixir", host, load });
  assertEquals(analysis.diagnostics, []);
  assertEquals(analysis.modules.map((m) => m.file), [
    "c.zixir",
    "a.zixir",
    "b.zixir",
    "main.zixir",
  ]);
  assertEquals(compile(analysis)?.modules.length, 4);
});

Deno.test("analyse() shows the files of an import cycle", () => {
  const load = loaderOf({ "a.zixir": 'import "./b.zixir"', "b.zixir": 'import "./a.zixir"' });
  const { diagnostics } = analyse('import "./a.zixir"', { file: "main.zixir", host, load });
  const cycle = diagnostics.find((d) => d.message.includes("->"));
  assertEquals([cycle?.kind, cycle?.file], ["import", "b.zixir"]);
  if (!cycle?.message.includes("a.zixir -> b.zixir -> a.zixir")) throw new Error(cycle?.message);
});

Deno.test("analyse() reports an import that leads nowhere at its path", () => {
  const analysis = analyse('import "./no.zixir"\n1', { file: "m", host, load: loaderOf({}) });
  assertEquals(analysis.diagnostics.map((d) => [d.kind, d.span.start]), [["import", 7]]);
  assertEquals([hasErrors(analysis), compile(analysis)], [true, null]);
});

Deno.test("analyse() without a loader refuses imports", () => {
  const { diagnostics } = analyse('import "./a.zixir"', { file: "m", host });
  assertEquals(diagnostics.map((d) => d.kind), ["import"]);
});

Deno.test("findings of the main file come before those of imported ones", () => {
  const load = loaderOf({ "a.zixir": "pub fn f(): nope" });
  const { diagnostics } = analyse('import "./a.zixir"\nnada', { file: "main.zixir", host, load });
  assertEquals(diagnostics.map((d) => d.file), ["main.zixir", "a.zixir"]);
});

Deno.test("compile() writes only the functions that are used or exported", () => {
  const text = "fn used(x: Int): x\nfn unused(x: Int): x\npub fn shown(x: Int): x\nused(1)";
  const code = compile(analyse(text, { file: "m", host }))?.modules[0].code.text ?? "";
  assertEquals([/used\$f/.test(code), /unused\$f/.test(code), /shown\$f/.test(code)], [
    true,
    false,
    true,
  ]);
});

Deno.test("compile() writes a generic function for the types it is called at", () => {
  const text = "fn twice(x): x + x\n(twice(1), twice(2.5))";
  const code = compile(analyse(text, { file: "m", host }))?.modules[0].code.text ?? "";
  assertEquals(code.match(/function twice\$f\w+/g)?.length, 2);
});

Deno.test("an entry of a session sees the names of the entries before it", () => {
  const first = analyse("let x = 1\nfn f(a: Int): a + x", { file: "1", host, earlier: null });
  const second = analyse("f(x)", { file: "2", host, earlier: first });
  assertEquals(second.diagnostics, []);
  const alone = analyse("f(x)", { file: "2", host });
  assertEquals(hasErrors(alone), true);
});
