import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { loadFile } from "./loader.ts";
import { decodeSource, readSource } from "./source.ts";
import { sourceHint } from "./source_hint.ts";

async function inFolder(test: (folder: string) => void | Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function problem(path: string): { kind: string; message: string; hint: string } {
  const source = readSource(path);
  assert(!source.ok);
  return { ...source.problem, hint: sourceHint(source.problem) };
}

Deno.test("readSource() reads UTF-8 and leaves out a byte order mark", () =>
  inFolder((folder) => {
    const path = join(folder, "a.zixir");
    Deno.writeTextFileSync(path, "\ufefflet é = 1\r\n");
    assertEquals(readSource(path), { ok: true, text: "let é = 1\r\n" });
  }));

Deno.test("readSource() names the nearest file to one that is missing", () =>
  inFolder((folder) => {
    Deno.writeTextFileSync(join(folder, "hello.zixir"), "1");
    const { kind, message, hint } = problem(join(folder, "helo.zixir"));
    assertEquals(kind, "missing");
    assertEquals(message, `no such file: ${join(folder, "helo.zixir")}`);
    assertEquals(hint, `did you mean ${join(folder, "hello.zixir")}?`);
    assertEquals(problem(join(folder, "hello.zixir", "x")).kind, "missing");
    assertEquals(problem(join(folder, "none", "x.zixir")).kind, "missing");
  }));

Deno.test("readSource() says that a directory is no program, and names one in it", () =>
  inFolder((folder) => {
    assertEquals(problem(folder).message, `${folder} is a directory, not a program`);
    Deno.writeTextFileSync(join(folder, "b.zixir"), "1");
    assertStringIncludes(problem(folder).hint, join(folder, "b.zixir"));
    Deno.writeTextFileSync(join(folder, "main.zixir"), "1");
    assertStringIncludes(problem(folder).hint, join(folder, "main.zixir"));
  }));

Deno.test("decodeSource() names the line and the byte that are not UTF-8", () => {
  const encoder = new TextEncoder();
  const cases: [number[], string][] = [
    [[...encoder.encode("a\nb\n"), 0xff, 0x61], "byte 0xff in line 3"],
    [[0xff], "byte 0xff in line 1"],
    [[...encoder.encode("é\n"), 0xc3, 0x28, 0x0a], "byte 0xc3 in line 2"],
    [[...encoder.encode("ok\n"), 0xe2, 0x82], "byte 0xe2 in line 2"],
    [[0x61, 0x80, 0x61], "byte 0x80 in line 1"],
    [[0xf0, 0x9f, 0x98, 0x80, 0xc0, 0xaf], "byte 0xc0 in line 1"],
  ];
  for (const [bytes, where] of cases) {
    const source = decodeSource(Uint8Array.from(bytes), "x.zixir");
    assert(!source.ok);
    assertEquals(source.problem.message, `x.zixir is not text in UTF-8: ${where}`);
  }
});

Deno.test("loadFile() looks beside the importing file, and in the current directory for a text", () =>
  inFolder((folder) => {
    Deno.writeTextFileSync(join(folder, "a.zixir"), "1");
    const file = join(folder, "a.zixir");
    assertEquals(loadFile("./a.zixir", join(folder, "main.zixir")), { file, text: "1" });
    assertEquals(loadFile("../a.zixir", join(folder, "sub", "main.zixir")), { file, text: "1" });
    assertEquals(loadFile(file, "<eval>"), { file, text: "1" });
    const missing = loadFile("./b.zixir", join(folder, "main.zixir"));
    assert("problem" in missing);
    assertEquals(missing.problem, `no such file: ${join(folder, "b.zixir")}`);
    assertStringIncludes(missing.hint ?? "", file.slice(folder.length + 1));
    assert("problem" in loadFile("./no/such.zixir", "<eval>"));
  }));
