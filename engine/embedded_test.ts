import { assert, assertEquals } from "@std/assert";
import { buildAllTargets, buildEngine, embedLibraries, targets } from "./build.ts";
import { hostTarget, libraryFile } from "./native.ts";
import { symbols } from "./symbols.ts";

const quiet = { log: () => {} };

Deno.test("the library of every target is built on this machine, with all exports", async () => {
  const paths = await buildAllTargets(quiet);
  assertEquals([...paths.keys()], [...targets]);
  for (const [target, path] of paths) {
    const bytes = await Deno.readFile(path);
    assertEquals(formatOf(bytes), target);
    const text = new TextDecoder("latin1").decode(bytes);
    for (const name of Object.keys(symbols)) assert(text.includes(name), `${target}: ${name}`);
  }
});

/** What a library says of itself: architecture and system of its format's header. */
function formatOf(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) === 0x7f454c46) {
    return `${{ 0x3e: "x86_64", 0xb7: "aarch64" }[view.getUint16(18, true)]}-linux`;
  }
  if (view.getUint32(0, true) === 0xfeedfacf) {
    const kind = view.getUint32(4, true);
    return `${{ 0x1000007: "x86_64", 0x100000c: "aarch64" }[kind]}-macos`;
  }
  const header = view.getUint32(0x3c, true);
  assertEquals(view.getUint32(header), 0x50450000);
  const machine = view.getUint16(header + 4, true);
  return `${{ 0x8664: "x86_64", 0xaa64: "aarch64" }[machine]}-windows`;
}

Deno.test("a package that is not a checkout unpacks its library once, and again when it was changed", async () => {
  const folder = await Deno.makeTempDir();
  const library = await buildEngine(quiet);
  await embedLibraries(new Map([[hostTarget(), library]]), `${folder}/native`);
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      const path = new URL(request.url).pathname;
      if (!path.startsWith("/engine/")) return new Response(null, { status: 404 });
      const name = path.slice("/engine/".length);
      const url = name.startsWith("native/")
        ? `${folder}/${name}`
        : new URL(`./${name}`, import.meta.url);
      try {
        const headers = { "content-type": "application/typescript" };
        return new Response(await Deno.readTextFile(url), { headers });
      } catch {
        return new Response(null, { status: 404 });
      }
    },
  );
  const program = `
    import { engineInfo, runEngine } from "http://127.0.0.1:${server.addr.port}/engine/mod.ts";
    if (runEngine("list_sum", [[1, 2, 3]]) !== 6) throw new Error("sum");
    console.log(JSON.stringify(engineInfo()));`;
  await Deno.writeTextFile(`${folder}/main.ts`, program);
  const run = async () => {
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--no-config", "--no-lock", `${folder}/main.ts`],
      env: {
        DENO_DIR: `${folder}/deno`,
        HOME: folder,
        LOCALAPPDATA: folder,
        XDG_CACHE_HOME: `${folder}/cache`,
        ZIXIR_ENGINE: "",
        ZIXIR_ENGINE_LIBRARY: "",
      },
    }).output();
    assert(success, new TextDecoder().decode(stderr));
    return JSON.parse(new TextDecoder().decode(stdout)) as { kind: string; path: string };
  };
  try {
    const first = await run();
    assertEquals(first.kind, "native");
    assert(first.path.endsWith(libraryFile(hostTarget())));
    assertEquals(await Deno.readFile(first.path), await Deno.readFile(library));
    await Deno.writeTextFile(first.path, "no library");
    assertEquals(await run(), first);
    assertEquals(await Deno.readFile(first.path), await Deno.readFile(library));
  } finally {
    await server.shutdown();
    await Deno.remove(folder, { recursive: true });
  }
});
