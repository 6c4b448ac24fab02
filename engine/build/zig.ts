/**
 * Finds a Zig compiler, or provisions the pinned one.
 *
 * Zig comes from the `ziglang` wheels on PyPI: pip downloads one, checks it against the hash
 * pinned here, and it is unpacked into the cache of the checkout. Nothing is installed.
 *
 * @module
 */

/** The release that is provisioned. */
export const pinnedZig = "0.16.0";
/** The oldest release whose standard library the sources work with. */
const oldestZig = [0, 15];

// SHA-256 of every wheel of the pinned release; pip takes the one for the machine.
const wheelHashes = [
  "9fcda73f62b851dd72a54b710ad40a209896db14cfb13649e62191243556342b", // Linux x86_64
  "e27d409812b11e0fb89ed0200cf2e55b6464d43f9461553104e4a4f9a94a1fd5", // Linux aarch64
  "18e14f6b25678d7b7c65708c82501ee6090fe39ed5c783477d56267af1fa5629", // macOS x86_64
  "b61e5413c49508d9d62e5dcea543e3af491594154d74a00ff52f84ed508260cc", // macOS arm64
  "089a16a4eb5a2f45151993342f8fabad24ff1a0723dc146642895c29208a3939", // Windows x86_64
  "e44a5271f7b72f7980017bb615823ed52e765f96b6482d93a2fd338cd53101bf", // Windows arm64
];

/** A compiler that can be run. */
export interface Zig {
  /** Its executable. */
  readonly path: string;
  /** Its release, such as `0.16.0`. */
  readonly version: string;
}

/** Why there is no compiler; the message says what to do. */
export class NoZigError extends Error {
  override readonly name = "NoZigError";
}

/** Zig 0.15 or newer from `PATH`; undefined when there is none. */
export async function zigOnPath(): Promise<Zig | undefined> {
  const zig = await probe("zig");
  return zig !== undefined && isNewEnough(zig.version) ? zig : undefined;
}

/**
 * The pinned compiler, downloaded into `cache` unless it is there already.
 *
 * @param cache A folder for it.
 * @param log Told what is being done when it takes long.
 * @throws {NoZigError} When neither Python with pip nor the package can be had.
 */
export async function provisionZig(cache: string, log: (line: string) => void): Promise<Zig> {
  const home = `${cache}/zig-${pinnedZig}`;
  const executable = `${home}/ziglang/${Deno.build.os === "windows" ? "zig.exe" : "zig"}`;
  const present = await probe(executable);
  if (present?.version === pinnedZig) return present;

  const python = await findPip();
  log(`engine: no Zig 0.15 or newer on PATH; fetching Zig ${pinnedZig} (about 95 MB) with pip`);
  await Deno.mkdir(cache, { recursive: true });
  const work = await Deno.makeTempDir({ dir: cache, prefix: "zig-download-" });
  try {
    const hashes = wheelHashes.map((hash) => `--hash=sha256:${hash}`).join(" ");
    await Deno.writeTextFile(`${work}/requirements.txt`, `ziglang==${pinnedZig} ${hashes}\n`);
    await pip(python, [
      "download",
      "--quiet",
      "--disable-pip-version-check",
      "--no-deps",
      "--only-binary=:all:",
      "--require-hashes",
      "--requirement",
      `${work}/requirements.txt`,
      "--dest",
      work,
    ]);
    const wheel = (await Array.fromAsync(Deno.readDir(work)))
      .find((entry) => entry.name.endsWith(".whl"));
    if (wheel === undefined) throw new NoZigError(advice("pip downloaded nothing"));
    await run(python, ["-m", "zipfile", "-e", `${work}/${wheel.name}`, `${work}/unpacked`]);
    const unpacked = `${work}/unpacked/ziglang/${executable.split("/").at(-1)}`;
    if (Deno.build.os !== "windows") await Deno.chmod(unpacked, 0o755);
    await moveInto(`${work}/unpacked`, home);
  } finally {
    await Deno.remove(work, { recursive: true });
  }
  const zig = await probe(executable);
  if (zig === undefined) throw new NoZigError(advice(`${executable} does not run`));
  return zig;
}

/** Another build may have put it there in the meantime; either copy will do. */
async function moveInto(from: string, to: string): Promise<void> {
  try {
    await Deno.rename(from, to);
  } catch (error) {
    if (await probe(`${to}/ziglang/zig`) === undefined) throw error;
  }
}

async function findPip(): Promise<string> {
  const tried: string[] = [];
  for (const python of ["python3", "python"]) {
    try {
      await run(python, ["-m", "pip", "--version"]);
      return python;
    } catch (error) {
      tried.push(`${python} -m pip: ${error instanceof Error ? error.message : error}`);
    }
  }
  throw new NoZigError(advice(tried.join("\n  ")));
}

async function pip(python: string, args: string[]): Promise<void> {
  try {
    await run(python, ["-m", "pip", ...args]);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    // Each attempt warns in a long line of its own; what became of them stands at the end.
    throw new NoZigError(advice(said.replaceAll(/^\s*WARNING: .*\n/gm, "").trim()));
  }
}

function advice(cause: string): string {
  return `Zig 0.15 or newer is not on PATH, and Zig ${pinnedZig} could not be fetched from PyPI:
  ${cause}
Do one of these:
  - put Zig 0.15 or newer on PATH (https://ziglang.org/download)
  - install Python 3 with pip (Debian: apt-get install python3-pip), and run this again online
  - do nothing: the engine then runs on its WebAssembly build, at about a third of the speed`;
}

async function probe(executable: string): Promise<Zig | undefined> {
  try {
    return { path: executable, version: (await run(executable, ["version"])).trim() };
  } catch {
    return undefined;
  }
}

function isNewEnough(version: string): boolean {
  const [major, minor] = version.split(".").map((part) => Number.parseInt(part));
  return major > oldestZig[0] || (major === oldestZig[0] && minor >= oldestZig[1]);
}

/** What a command prints. @throws {Error} with what it printed when it fails or is not there. */
async function run(command: string, args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, {
    args,
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(decoder.decode(stderr).trim() || `${command} failed`);
  return decoder.decode(stdout);
}
