/**
 * A Python with numpy for comparisons, in a virtual environment of the tests' own making.
 *
 * @module
 */
import { fromFileUrl } from "@std/path";

const folder = fromFileUrl(new URL("../../.cache/numpy-venv", import.meta.url));
const requirement = "numpy>=2.0";

/**
 * The Python of an environment that has numpy, made when it is not there.
 *
 * @returns its path, or why there is none (no Python with venv, or no registry in reach)
 */
export async function pythonWithNumpy(): Promise<{ python: string } | { reason: string }> {
  const python = Deno.build.os === "windows"
    ? `${folder}\\Scripts\\python.exe`
    : `${folder}/bin/python`;
  if (await run(python, ["-c", "import numpy"]) === undefined) return { python };
  const steps: [string, string[]][] = [
    ["python3", ["-m", "venv", "--clear", folder]],
    [python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", requirement]],
  ];
  for (const [command, args] of steps) {
    const failure = await run(command, args);
    if (failure !== undefined) return { reason: `${command} ${args.join(" ")}: ${failure}` };
  }
  return { python };
}

/** Undefined when the command succeeded, else what it printed. */
async function run(command: string, args: string[]): Promise<string | undefined> {
  try {
    const { success, stderr } = await new Deno.Command(command, { args, stdin: "null" }).output();
    return success ? undefined : new TextDecoder().decode(stderr).trim();
  } catch (error) {
    return String(error);
  }
}
