import { assert, assertEquals, assertThrows } from "@std/assert";
import { replaceFile } from "./whole_file.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("a file is made, and its content replaced, with nothing left beside it", () => {
  const folder = Deno.makeTempDirSync();
  replaceFile(`${folder}/a`, bytes("one, which is longer"));
  replaceFile(`${folder}/a`, bytes("two"));
  assertEquals(Deno.readTextFileSync(`${folder}/a`), "two");
  assertEquals(names(folder), ["a"]);
});

Deno.test("what replaces a file has its mode, and a link stays a link", {
  ignore: Deno.build.os === "windows",
}, () => {
  const folder = Deno.makeTempDirSync();
  Deno.writeTextFileSync(`${folder}/tool`, "old");
  Deno.chmodSync(`${folder}/tool`, 0o751);
  Deno.symlinkSync("tool", `${folder}/link`);
  replaceFile(`${folder}/link`, bytes("new"));
  assertEquals(Deno.readTextFileSync(`${folder}/tool`), "new");
  assertEquals(Deno.statSync(`${folder}/tool`).mode! & 0o777, 0o751);
  assert(Deno.lstatSync(`${folder}/link`).isSymlink);
  Deno.symlinkSync("not_yet", `${folder}/ahead`);
  replaceFile(`${folder}/ahead`, bytes("made"));
  assertEquals(Deno.readTextFileSync(`${folder}/not_yet`), "made");
  assertEquals(names(folder), ["ahead", "link", "not_yet", "tool"]);
});

Deno.test("a folder, and a file in no folder, are refused as a plain write refuses them", () => {
  const folder = Deno.makeTempDirSync();
  assertThrows(() => replaceFile(folder, bytes("x")));
  assertThrows(() => replaceFile(`${folder}/none/a`, bytes("x")), Deno.errors.NotFound);
  assertEquals(names(folder), []);
});

Deno.test("a writer that is killed leaves all of a content, and readers never see less", async () => {
  const folder = Deno.makeTempDirSync();
  const path = `${folder}/state`;
  const size = 1_000_000;
  replaceFile(path, new Uint8Array(size));
  const program = `
    import { replaceFile } from ${JSON.stringify(import.meta.resolve("./whole_file.ts"))};
    for (let i = 0;; i++) replaceFile(${JSON.stringify(path)}, new Uint8Array(${size}).fill(i));`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", `data:text/typescript,${encodeURIComponent(program)}`],
    stdout: "null",
    stderr: "null",
  }).spawn();
  const seen = new Set<number>();
  while (seen.size < 20) seen.add(onlyByte(Deno.readFileSync(path), size));
  child.kill("SIGKILL");
  await child.status;
  onlyByte(Deno.readFileSync(path), size);
});

/** The byte that a content is made of; fails where it is of several, or too short. */
function onlyByte(content: Uint8Array, size: number): number {
  assertEquals(content.length, size);
  assert(content.every((byte) => byte === content[0]));
  return content[0];
}

function names(folder: string): string[] {
  return Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
}
