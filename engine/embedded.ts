/**
 * The native library that a published package carries as a module, unpacked into the user's cache.
 *
 * A package can hold nothing but modules, and a library has to be a file to be opened. `engine/build.ts
 * --embed` makes one module for each target before publishing; here the one for this machine is loaded
 * when no file of it is there yet. A checkout has none of them, and builds its library instead.
 *
 * Invariants:
 * 1. Only a file with the SHA-256 that the package states is ever named: it is checked at each start,
 *    and what a writer left half done, or somebody changed, is written again.
 * 2. Whatever is missing (a permission, a home, a module for the target), the WASM build answers.
 *
 * @module
 */
import { hostTarget, libraryFile, unpacked } from "./native.ts";

/** What `native/index.gen.ts` says of the library for a target. */
export interface EmbeddedLibrary {
  /** SHA-256 in hexadecimal. */
  readonly sha256: string;
}

interface Index {
  readonly embedded: Readonly<Record<string, EmbeddedLibrary>>;
}

interface Packed {
  /** Base64 of the raw deflate of the library. */
  readonly library: string;
}

/**
 * Unpacks the library for this machine, when the package carries one; otherwise does nothing.
 *
 * @param base Where the package's modules of libraries are.
 * @param folder The folder for the library; by default one in the user's cache.
 */
export async function unpackEmbedded(
  base: URL = new URL("./native/", import.meta.url),
  folder: string | undefined = cacheFolder(),
): Promise<void> {
  if (folder === undefined || !isPermitted()) return;
  try {
    const { embedded } = await import(new URL("index.gen.ts", base).href) as Index;
    const wanted = embedded[hostTarget()]?.sha256;
    if (wanted === undefined) return;
    const home = `${folder}/${wanted}`;
    const path = `${home}/${libraryFile(hostTarget())}`;
    if (await fileHash(path) !== wanted) {
      const { library } = await import(new URL(`${hostTarget()}.gen.ts`, base).href) as Packed;
      const bytes = await inflate(Uint8Array.fromBase64(library));
      if (await hash(bytes) !== wanted) return;
      await Deno.mkdir(home, { recursive: true, mode: 0o700 });
      // Renaming leaves a library whole that another process has open, or writes at the same time.
      const part = await Deno.makeTempFile({ dir: home });
      await Deno.writeFile(part, bytes);
      await Deno.rename(part, path);
    }
    unpacked.path = path;
  } catch {
    // Not in the package, or the cache cannot be written: invariant 2.
  }
}

/** The user's cache; undefined where there is none, or the environment may not be read. */
function cacheFolder(): string | undefined {
  const variables = { windows: "LOCALAPPDATA", darwin: "HOME" } as Record<string, string>;
  const own = Deno.build.os in variables ? undefined : setting("XDG_CACHE_HOME");
  if (own) return `${own}/zixir/engine`;
  const home = setting(variables[Deno.build.os] ?? "HOME");
  if (!home) return undefined;
  const inside = { windows: "", darwin: "/Library/Caches" } as Record<string, string>;
  return `${home}${inside[Deno.build.os] ?? "/.cache"}/zixir/engine`;
}

/** Permissions are looked up, never prompted for. */
function isPermitted(): boolean {
  return (["ffi", "read", "write", "import"] as const)
    .every((name) => Deno.permissions.querySync({ name }).state === "granted");
}

function setting(name: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) : undefined;
}

async function fileHash(path: string): Promise<string | undefined> {
  try {
    return await hash(await Deno.readFile(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function hash(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

async function inflate(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
