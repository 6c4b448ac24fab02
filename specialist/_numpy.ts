/**
 * A virtual environment with numpy for the tests that need it, made once per machine.
 *
 * @module
 */
import { findPython } from "./discover.ts";

/** Gives the interpreter of the environment; fails saying so when the registry is out of reach. */
export async function numpyPython(): Promise<string> {
  const found = findPython();
  const minor = Number(found.version.split(".")[1]);
  const release = minor >= 14 ? "2.3.5" : "2.2.6";
  const cache = Deno.env.get("XDG_CACHE_HOME") ?? `${Deno.env.get("HOME")}/.cache`;
  const dir = `${cache}/zixir-tests/numpy-${release}-python-${found.version}`;
  const python = `${dir}/bin/python3`;
  await Deno.mkdir(dir, { recursive: true });
  // Several test processes may want it at once.
  using lock = await Deno.open(`${dir}/lock`, { create: true, write: true });
  await lock.lock(true);
  if (await exists(`${dir}/ready`)) return python;
  await run(found.executable, ["-m", "venv", dir]);
  await run(python, [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--only-binary=:all:",
    `numpy==${release}`,
  ]);
  await Deno.writeTextFile(`${dir}/ready`, "");
  return python;
}

async function run(command: string, args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, { args, stdin: "null" }).output();
  if (success) return;
  throw new Error(
    `the tests with numpy need the Python package registry, or a numpy installed before:\n` +
      `${command} ${args.join(" ")}\n${new TextDecoder().decode(stderr)}`,
  );
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
