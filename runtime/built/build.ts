/**
 * Builds what a checkout runs on: the engine's library, and the command as few files.
 *
 * `deno run -A runtime/built/build.ts` makes what its sources changed of since. Where there is no
 * Zig and none can be had it says so and exits with 1; the command is built all the same.
 *
 * @module
 */
import { fromFileUrl, resolve, toFileUrl } from "@std/path";
import { buildEngine } from "../../engine/build.ts";
import { type Build, buildsFolder, currentBuild, stateOf } from "./built.ts";

/** How to build. */
export interface BuildOptions {
  /** The module whose exports the build has, from the root of the checkout. */
  readonly entry?: string;
  /** Builds kept: a process that began with an older one goes on with it. */
  readonly keptMax?: number;
}

/**
 * Builds the command of a checkout, unless there is a current build.
 *
 * @param root the checkout's folder, with a slash at its end
 * @param options what is built
 * @returns the URL of the module to import
 * @throws {Error} when the sources do not stay as they are, or the bundler cannot be had or refuses
 *
 * @example
 * ```ts
 * import { buildCommand } from "./build.ts";
 * const root = new URL("../../", import.meta.url);
 * const { main } = await import(await buildCommand(root));
 * if (typeof main !== "function") throw new Error("main");
 * ```
 */
export async function buildCommand(
  root: URL,
  { entry = "runtime/command/main.ts", keptMax = 10 }: BuildOptions = {},
): Promise<string> {
  const current = currentBuild(root);
  if (current !== null) return current;
  const folder = buildsFolder(root);
  await Deno.mkdir(folder, { recursive: true });
  for (let attempts = 1;; attempts++) {
    const out = new URL(`${Date.now()}-${crypto.randomUUID().slice(0, 8)}/`, folder);
    const startMs = Date.now();
    const inputs = await bundle(fromFileUrl(root), entry, fromFileUrl(out));
    const sources = [...inputs, fromFileUrl(import.meta.url)].map(stateOf);
    const changed = sources.find(([, , modifiedMs, changedMs]) =>
      Math.max(modifiedMs, changedMs) > startMs - CLOCK_MS
    );
    if (changed === undefined) {
      const name = entry.replace(/^.*\//, "").replace(/\.ts$/, ".js");
      const build: Build = { entry: new URL(name, out).href, sources };
      const note = new URL("current.json", out);
      await Deno.writeTextFile(note, JSON.stringify(build));
      await Deno.rename(note, new URL("current.json", folder));
      await removeOld(folder, keptMax);
      return build.entry;
    }
    await Deno.remove(out, { recursive: true });
    if (attempts === ATTEMPTS_MAX) throw new Error(`${changed[0]} changes while it is built`);
    await new Promise((resolve) => setTimeout(resolve, 2 * CLOCK_MS));
  }
}

/** How far the times of files may lag behind the clock: systems count them in ticks. */
const CLOCK_MS = 50;

/** Builds begun before it is given up that the sources stay as they are. */
const ATTEMPTS_MAX = 5;

/** Sources that look for files by their own place, which they have in the build too. */
const PLACED = /\/(engine\/native|runtime\/workflow\/heartbeat|runtime\/repl\/interrupts)\.ts$/;

/** Packages that every program loads; Deno's search for them would be a tenth of the start. */
const BUNDLED = /^(@lezer\/|@std\/cli\/)/;

/** Bundles `entry` into the folder `out`; gives the paths of all files it read. */
async function bundle(root: string, entry: string, out: string): Promise<string[]> {
  const { build, stop } = await import("esbuild");
  try {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: [entry],
      outdir: out,
      bundle: true,
      // Commands and tables are loaded when they are used, as they are from the sources.
      splitting: true,
      packages: "external",
      format: "esm",
      target: "esnext",
      platform: "neutral",
      minifyWhitespace: true,
      metafile: true,
      logLevel: "silent",
      plugins: [{
        name: "places",
        setup({ onLoad, onResolve }): void {
          onResolve({ filter: BUNDLED }, ({ path }) => {
            const found = import.meta.resolve(path);
            return found.startsWith("file:") ? { path: fromFileUrl(found) } : { external: true };
          });
          onLoad({ filter: PLACED }, async ({ path }) => {
            const place = JSON.stringify(toFileUrl(path).href);
            const text = await Deno.readTextFile(path);
            return { contents: text.replaceAll("import.meta.url", place), loader: "ts" };
          });
        },
      }],
    });
    return Object.keys(metafile.inputs).map((path) => resolve(root, path));
  } finally {
    await stop();
  }
}

async function removeOld(folder: URL, keptMax: number): Promise<void> {
  const builds = [...Deno.readDirSync(folder)].filter(({ isDirectory }) => isDirectory)
    .map(({ name }) => name).sort();
  for (const name of builds.slice(0, -keptMax)) {
    // Another build that runs now may remove it too.
    await Deno.remove(new URL(name, folder), { recursive: true }).catch(() => {});
  }
}

if (import.meta.main) {
  let failed = false;
  const attempt = async (what: string, make: () => Promise<unknown>): Promise<void> => {
    try {
      await make();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      failed ||= what === "engine";
      console.error(error.name === "NoZigError" ? error.message : `${what}: ${error.message}`);
    }
  };
  await attempt("engine", async () => console.log(await buildEngine()));
  await attempt("command", () => buildCommand(new URL("../../", import.meta.url)));
  if (failed) Deno.exit(1);
}
