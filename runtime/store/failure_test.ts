import { assert, assertEquals, assertRejects } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { withStorePath } from "../../tests/support/stores.ts";
import { ZixirError } from "../values/mod.ts";
import { type KvKind, openStore, STORE_FORMAT } from "./mod.ts";

async function codeOf(body: () => Promise<unknown>): Promise<string> {
  const error = await assertRejects(body, ZixirError) as ZixirError;
  assertEquals(error.kind, "store");
  assert(error.hint !== undefined || error.code === "E0654", error.message);
  return error.code;
}

for (const kv of ["builtin", "package"] as const) {
  Deno.test(`store (${kv}): a place that can hold no store is said so`, async () => {
    await withStorePath(async (path) => {
      assertEquals(await codeOf(() => openStore(path, { kv, create: false }).get(["a"])), "E0650");
      await Deno.mkdir(path, { recursive: true });
      assertEquals(await codeOf(() => openStore(path, { kv }).get(["a"])), "E0650");
      assertEquals(await codeOf(() => openStore("/proc/store.db", { kv }).set(["a"], 1)), "E0650");
    });
  });

  Deno.test(`store (${kv}): a server that wants a token or is not there is said so`, async () => {
    const token = Deno.env.get(TOKEN);
    try {
      Deno.env.delete(TOKEN);
      const url = "http://127.0.0.1:9/";
      const refused = () => openStore(url, { kv }).get(["a"]);
      await assertRejects(refused, ZixirError, "access token");
      Deno.env.set(TOKEN, "x");
      await assertRejects(refused, ZixirError, "cannot be reached");
    } finally {
      if (token === undefined) Deno.env.delete(TOKEN);
      else Deno.env.set(TOKEN, token);
    }
  });

  Deno.test(`store (${kv}): a file that is no store, or a cut one, is refused as damaged`, async () => {
    await withStorePath(async (path) => {
      const store = openStore(path, { kv });
      for (let i = 0; i < 40; i++) await store.set(["a", i], "x".repeat(20_000));
      await store.close();
      await Deno.truncate(path, 300_000);
      assertEquals(await codeOf(() => openStore(path, { kv }).get(["a", 1])), "E0654");
      await Deno.writeFile(path, crypto.getRandomValues(new Uint8Array(20_000)));
      assertEquals(await codeOf(() => openStore(path, { kv }).get(["a", 1])), "E0654");
    });
  });

  Deno.test(`store (${kv}): a newer store is refused, and left alone`, async () => {
    await withStorePath(async (path) => {
      const first = openStore(path, { kv });
      await first.set(["a"], 1);
      await first.close();
      const database = await Deno.openKv(path);
      await database.set(["zixir", "format"], new Uint8Array([STORE_FORMAT + 1, 9, 9]));
      database.close();
      const store = openStore(path, { kv });
      const error = await assertRejects(() => store.set(["a"], 2), ZixirError, "newer Zixir");
      assertEquals((error as ZixirError).code, "E0651");
    });
  });

  Deno.test(`store (${kv}): a store locked by another process gives an error in time`, async () => {
    await withStorePath(async (path) => {
      const store = openStore(path, { kv, busyMs: 300 });
      await store.set(["a"], 1);
      const other = await holdLocked(path);
      assertEquals(await codeOf(() => store.set(["a"], 2)), "E0652");
      await other.release();
      await store.set(["a"], 3);
      assertEquals((await store.get(["a"]))!.value, 3);
      await store.close();
    });
  });

  Deno.test({
    name: `store (${kv}): a full disk and a read-only one give errors, and nothing is lost`,
    // Needs a file system of its own, which Linux lets anybody make in a namespace.
    ignore: Deno.build.os !== "linux",
    fn: () => onSmallDisk(kv),
  });
}

Deno.test("a damaged large value is refused, and whoever stores it anew mends it", async () => {
  await withStorePath(async (path) => {
    const value = new Float64Array(200_000).fill(0.5);
    const store = openStore(path);
    await store.set(["a"], value);
    const folder = `${path}.blobs`;
    const [{ name }] = await Array.fromAsync(Deno.readDir(folder));
    const bytes = await Deno.readFile(join(folder, name));
    bytes[1000]++;
    await Deno.writeFile(join(folder, name), bytes);
    assertEquals(await codeOf(() => store.get(["a"])), "E0654");
    await store.set(["b"], value);
    assertEquals((await store.get(["a"]))!.value, value);
    await Deno.truncate(join(folder, name), 1000);
    assertEquals(await codeOf(() => store.get(["a"])), "E0654");
    await store.set(["b"], value);
    await Deno.remove(join(folder, name));
    assertEquals(await codeOf(() => store.get(["a"])), "E0654");
    await store.close();
  });
});

Deno.test("two processes write one new store at once, and nothing is lost", async () => {
  await withStorePath(async (path) => {
    const outputs = await Promise.all(
      ["builtin", "package", "builtin"].map((kv, i) => inProcess(["fill", path, kv, String(i)])),
    );
    assertEquals(outputs, ["done\n", "done\n", "done\n"]);
    const store = openStore(path);
    const rows = await Array.fromAsync(store.list(["fill"]));
    assertEquals(rows.length, 3 * 40);
    assertEquals((await store.get(["sum"]))!.value, 3 * 40);
    assertEquals((await store.sweep(0)).kept, 1, "the large value of all was stored once");
    await store.close();
  });
});

/** In a namespace with a file system of 2 MiB: fills it, and then makes it read-only. */
async function onSmallDisk(kv: KvKind): Promise<void> {
  await withStorePath(async (path) => {
    const disk = path.replace("data/store.db", "disk");
    const deno = [Deno.execPath(), "run", "-A", "--no-check", HELPER];
    const quoted = (words: string[]) => words.map((word) => `'${word}'`).join(" ");
    const script = `mkdir '${disk}' && mount -t tmpfs -o size=2m tmpfs '${disk}' &&
      ${quoted([...deno, "full", `${disk}/store.db`, kv])} &&
      mount -o remount,ro '${disk}' && ${quoted([...deno, "readonly", `${disk}/store.db`, kv])}`;
    const { stdout, stderr } = await new Deno.Command("unshare", {
      args: ["--user", "--map-root-user", "--mount", "sh", "-c", script],
    }).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    assertEquals(text(stdout), "E0655 E0655 kept\nE0653 kept\nE0650\n", text(stderr));
  });
}

/** Another process that holds a store file locked until it is told to let go. */
async function holdLocked(path: string): Promise<{ release(): Promise<void> }> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", HELPER, "hold", path, "builtin"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const output = process.stdout.getReader();
  assertEquals(new TextDecoder().decode((await output.read()).value), "held\n");
  const release = async () => {
    await process.stdin.close();
    await output.cancel();
    await process.status;
  };
  return { release };
}

async function inProcess(args: string[]): Promise<string> {
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", HELPER, ...args],
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

const TOKEN = "DENO_KV_ACCESS_TOKEN";

const HELPER = join(fromFileUrl(import.meta.url), "../../../tests/support/store_process.ts");
