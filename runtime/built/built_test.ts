import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { join, toFileUrl } from "@std/path";
import { buildCommand } from "./build.ts";
import { currentBuild } from "./built.ts";

/** A checkout with one module, which shows its folder and, when asked, a part loaded later. */
async function checkout(): Promise<{ readonly folder: string; readonly root: URL }> {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(join(folder, "engine"));
  await Deno.writeTextFile(
    join(folder, "main.ts"),
    `export { place } from "./engine/native.ts";
     export const later = () => import("./later.ts");\n`,
  );
  await Deno.writeTextFile(
    join(folder, "engine", "native.ts"),
    "export const place: string = import.meta.url;\n",
  );
  await Deno.writeTextFile(join(folder, "later.ts"), "export const n: number = 1;\n");
  return { folder, root: toFileUrl(`${folder}/`) };
}

Deno.test("currentBuild() gives a build until one of its sources changes", async () => {
  const { folder, root } = await checkout();
  try {
    assertEquals(currentBuild(root), null);
    const entry = await buildCommand(root, { entry: "main.ts" });
    assertEquals(currentBuild(root), entry);
    assertEquals(await buildCommand(root, { entry: "main.ts" }), entry);
    const later = join(folder, "later.ts");
    const { mtime } = await Deno.stat(later);
    await Deno.writeTextFile(later, "export const n: number = 22;\n");
    await Deno.utime(later, mtime!, mtime!);
    assertEquals(currentBuild(root), null, "its size changed, its time did not");
    const second = await buildCommand(root, { entry: "main.ts" });
    assertNotEquals(second, entry);
    assertEquals((await (await import(second)).later()).n, 22);
    await Deno.utime(later, 0, 1);
    assertEquals(currentBuild(root), null, "its time changed, its size did not");
    await Deno.utime(later, mtime!, mtime!);
    await Deno.remove(later);
    assertEquals(currentBuild(root), null, "it is gone");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a build keeps its place, loads parts later, and outlives the next build", async () => {
  const { folder, root } = await checkout();
  try {
    const first = await import(await buildCommand(root, { entry: "main.ts" }));
    assertEquals(first.place, new URL("engine/native.ts", root).href);
    await Deno.writeTextFile(join(folder, "later.ts"), "export const n: number = 3;\n");
    await Deno.utime(join(folder, "later.ts"), 0, 1);
    await buildCommand(root, { entry: "main.ts" });
    assertEquals((await first.later()).n, 1);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("buildCommand() removes all but the newest builds", async () => {
  const { folder, root } = await checkout();
  try {
    for (const time of [1, 2, 3]) {
      await Deno.utime(join(folder, "main.ts"), time, time);
      await buildCommand(root, { entry: "main.ts", keptMax: 2 });
    }
    const left = [...Deno.readDirSync(join(folder, ".cache", "command"))].map(({ name }) => name);
    assertEquals(left.filter((name) => name !== "current.json").length, 2);
    assertNotEquals(currentBuild(root), null);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("buildCommand() makes nothing of sources with a mistake", async () => {
  const { folder, root } = await checkout();
  try {
    await Deno.writeTextFile(join(folder, "main.ts"), 'import { x } from "./none.ts"; x();');
    await assertRejects(() => buildCommand(root, { entry: "main.ts" }), Error, "./none.ts");
    assertEquals(currentBuild(root), null);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("cli.ts runs the build while it is current and may be read, else the sources", async () => {
  const folder = await Deno.makeTempDir();
  const ours = new URL("../../", import.meta.url);
  try {
    for (const part of ["runtime/built", "runtime/command"]) {
      await Deno.mkdir(join(folder, part), { recursive: true });
    }
    for (const file of ["cli.ts", "runtime/built/built.ts"]) {
      await Deno.copyFile(new URL(file, ours), join(folder, file));
    }
    const main = join(folder, "runtime/command/main.ts");
    const says = `console.log(import.meta.url.endsWith(".ts") ? "sources" : "build");`;
    await Deno.writeTextFile(main, `export function main(): number { ${says} return 3; }\n`);
    const run = async (...flags: string[]): Promise<string> => {
      const { code, stdout } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "--no-prompt", "--no-check", ...flags, join(folder, "cli.ts")],
      }).output();
      return `${new TextDecoder().decode(stdout).trim()} ${code}`;
    };
    assertEquals(await run("-A"), "sources 3");
    await buildCommand(toFileUrl(`${folder}/`));
    assertEquals(await run("-A"), "build 3");
    assertEquals(await run(), "sources 3");
    await Deno.writeTextFile(main, `export function main(): number { ${says} return 4; }\n`);
    await Deno.utime(main, 1, 1);
    assertEquals(await run("-A"), "sources 4");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
