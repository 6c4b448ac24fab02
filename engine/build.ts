/**
 * Builds the engine.
 *
 * `deno run -A engine/build.ts` builds the native library of this machine into `.cache/engine/`, if
 * its sources changed since. `--wasm` writes `wasm.gen.ts`, the committed WebAssembly build.
 * `--force` builds in any case, `--test` runs the tests of the Zig sources. `--all-targets` builds the
 * libraries of all targets into `.cache/engine/`, and `--embed` makes modules of them in
 * `engine/native/`, for a package to carry.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";
import { binaryModule, libraryIndex, libraryModule } from "./build/generate.ts";
import { NoZigError, pinnedZig, provisionZig, type Zig, zigOnPath } from "./build/zig.ts";
import { hostTarget, libraryFile } from "./native.ts";

const sourceFolder = fromFileUrl(new URL("./zig", import.meta.url));
const cacheFolder = fromFileUrl(new URL("../.cache", import.meta.url));
const embeddedFolder = fromFileUrl(new URL("./native", import.meta.url));
const wasmFile = fromFileUrl(new URL("./wasm.gen.ts", import.meta.url));

/** How to build. */
export interface BuildOptions {
  /** Build also when nothing changed. */
  readonly force?: boolean;
  /** Told what is being done when it takes long; the default writes to standard error. */
  readonly log?: (line: string) => void;
}

/**
 * Builds the native library for this machine, unless the one in the cache is from the same sources.
 *
 * @returns The library's path.
 * @throws {NoZigError} When there is no Zig and none can be had; the message says what to do.
 * @throws {Error} When the compiler reports an error.
 * @example
 * ```ts
 * import { buildEngine } from "./build.ts";
 *
 * console.log(await buildEngine());
 * ```
 */
export async function buildEngine(options: BuildOptions = {}): Promise<string> {
  return await buildLibrary(hostTarget(), [], options);
}

/** The targets that a package carries libraries for. */
export const targets: readonly string[] = ["x86_64", "aarch64"]
  .flatMap((arch) => ["linux", "macos", "windows"].map((os) => `${arch}-${os}`));

/**
 * Builds the libraries of all targets on this machine.
 *
 * @returns The path of each target's library.
 * @throws {NoZigError} When there is no Zig and none can be had.
 * @throws {Error} When the compiler reports an error.
 */
export async function buildAllTargets(options: BuildOptions = {}): Promise<Map<string, string>> {
  const paths = new Map<string, string>();
  for (const target of targets) {
    const own = target === hostTarget();
    const args = own ? [] : [`-Dtarget=${target}`];
    paths.set(target, await buildLibrary(target, args, options));
  }
  return paths;
}

/**
 * Writes modules that carry these libraries, and their index.
 *
 * @param libraries The path of each target's library.
 * @param folder Where the modules go; by default where a package has them.
 */
export async function embedLibraries(
  libraries: ReadonlyMap<string, string>,
  folder: string = embeddedFolder,
): Promise<void> {
  const hashes: Record<string, string> = {};
  await Deno.mkdir(folder, { recursive: true });
  for (const [target, path] of libraries) {
    const bytes = await Deno.readFile(path);
    hashes[target] = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
    await Deno.writeTextFile(`${folder}/${target}.gen.ts`, libraryModule(target, bytes));
  }
  await Deno.writeTextFile(`${folder}/index.gen.ts`, libraryIndex(hashes));
}

async function buildLibrary(
  target: string,
  args: string[],
  options: BuildOptions,
): Promise<string> {
  const log = options.log ?? ((line: string) => console.error(line));
  const folder = `${cacheFolder}/engine/${target}`;
  const library = `${folder}/${libraryFile(target)}`;
  const sources = await hashSources();
  if (options.force !== true && await isCurrent(library, sources)) return library;

  const out = await compile(args, log, `building the engine for ${target}`);
  try {
    await Deno.mkdir(folder, { recursive: true });
    const built = `${out}/${target.endsWith("windows") ? "bin" : "lib"}/${libraryFile(target)}`;
    // Renaming leaves a library that is in use whole; writing into it would crash its process.
    await Deno.rename(built, library);
    await Deno.writeTextFile(`${library}.sources`, sources);
  } finally {
    await Deno.remove(out, { recursive: true });
  }
  return library;
}

/**
 * Builds the WebAssembly module.
 *
 * @returns Its bytes.
 * @throws {NoZigError} When there is no Zig and none can be had.
 */
export async function buildWasm(options: BuildOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  const log = options.log ?? ((line: string) => console.error(line));
  const out = await compile(["wasm"], log, "building the engine for WebAssembly", true);
  try {
    return await Deno.readFile(`${out}/wasm/zixir_engine.wasm`);
  } finally {
    await Deno.remove(out, { recursive: true });
  }
}

/**
 * Runs the tests of the Zig sources, compiled for this processor and for the baseline.
 *
 * @throws {Error} With what the tests printed when one fails.
 * @throws {NoZigError} When there is no Zig and none can be had.
 */
export async function testEngine(options: BuildOptions = {}): Promise<void> {
  const log = options.log ?? ((line: string) => console.error(line));
  const out = await compile(["test"], log, "testing the engine's Zig sources", true);
  await Deno.remove(out, { recursive: true });
}

/** SHA-256 of the Zig sources, names included, in hexadecimal. */
export async function hashSources(): Promise<string> {
  const files = (await listFiles(sourceFolder)).sort();
  const parts: string[] = [];
  for (const file of files) {
    const text = await Deno.readTextFile(file);
    parts.push(file.slice(sourceFolder.length), text.replaceAll("\r\n", "\n"));
  }
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(parts.join("\0")));
  return new Uint8Array(digest).toHex();
}

async function listFiles(folder: string): Promise<string[]> {
  const files: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory && !entry.name.startsWith(".")) files.push(...await listFiles(path));
    else if (entry.name.endsWith(".zig")) files.push(path);
  }
  return files;
}

async function isCurrent(library: string, sources: string): Promise<boolean> {
  try {
    await Deno.stat(library);
    return await Deno.readTextFile(`${library}.sources`) === sources;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Runs `zig build` with `args`; the results are in the folder returned, which the caller removes. */
async function compile(
  args: string[],
  log: (line: string) => void,
  what: string,
  pinned = false,
): Promise<string> {
  await Deno.mkdir(cacheFolder, { recursive: true });
  const own = pinned ? undefined : await zigOnPath();
  const out = await Deno.makeTempDir({ dir: cacheFolder, prefix: "engine-" });
  try {
    if (own !== undefined && await zigBuild(own, args, out, log, what) === undefined) return out;
    const zig = await pinnedZigAtHand() ?? await provisionZig(cacheFolder, log);
    const failure = await zigBuild(zig, args, out, log, what);
    if (failure === undefined) return out;
    throw new Error(`zig ${zig.version} could not build the engine:\n${failure}`);
  } catch (error) {
    await Deno.remove(out, { recursive: true });
    throw error;
  }
}

/** The Zig on PATH when it is just the pinned release. */
async function pinnedZigAtHand(): Promise<Zig | undefined> {
  const zig = await zigOnPath();
  return zig?.version === pinnedZig ? zig : undefined;
}

/** Undefined when it worked, else what the compiler said. */
async function zigBuild(
  zig: Zig,
  args: string[],
  out: string,
  log: (line: string) => void,
  what: string,
): Promise<string | undefined> {
  log(`engine: ${what} with zig ${zig.version}`);
  const { success, stderr } = await new Deno.Command(zig.path, {
    args: [
      "build",
      ...args,
      "--prefix",
      out,
      "--cache-dir",
      `${cacheFolder}/zig`,
      "--global-cache-dir",
      `${cacheFolder}/zig`,
    ],
    cwd: sourceFolder,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  return success ? undefined : new TextDecoder().decode(stderr);
}

if (import.meta.main) {
  const force = Deno.args.includes("--force");
  try {
    if (Deno.args.includes("--wasm")) {
      const doc = "The engine as a WebAssembly module";
      const bytes = await buildWasm();
      await Deno.writeTextFile(
        wasmFile,
        binaryModule("wasmModule", doc, bytes, await hashSources()),
      );
      console.error(`engine: wrote ${wasmFile} (${bytes.length} bytes of WebAssembly)`);
    } else if (Deno.args.includes("--all-targets") || Deno.args.includes("--embed")) {
      const paths = await buildAllTargets({ force });
      if (Deno.args.includes("--embed")) await embedLibraries(paths);
      for (const path of paths.values()) console.log(path);
    } else if (Deno.args.includes("--test")) {
      await testEngine();
    } else {
      console.log(await buildEngine({ force }));
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    console.error(error instanceof NoZigError ? error.message : `engine: ${error.message}`);
    Deno.exit(1);
  }
}
