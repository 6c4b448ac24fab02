/**
 * Finds the Python that a user means: `ZIXIR_PYTHON`, the active virtual environment, conda, `.venv`
 * beside the program, `python3`, `python`.
 *
 * @module
 */
import { PythonError } from "./errors.ts";

/** Where a Python was looked for and what came of it. */
export interface PythonAttempt {
  /** The rule that named the place, such as `"VIRTUAL_ENV"`. */
  readonly source: string;
  /** The command or file tried. */
  readonly path: string;
  /** `"found"`, or why it was passed over. */
  readonly outcome: string;
}

/** A Python that answers and is new enough. */
export interface FoundPython {
  /** The rule that named it. */
  readonly source: string;
  /** The interpreter's own path, that of the virtual environment where there is one. */
  readonly executable: string;
  /** Version, such as `"3.11.7"`. */
  readonly version: string;
  /** Where its standard library lives. */
  readonly basePrefix: string;
  /** The shared library to load in process; `undefined` for a static-only Python. */
  readonly library: string | undefined;
  /** Why it can only be used in worker processes; `undefined` when it can be loaded in process. */
  readonly poolOnly: string | undefined;
  /** Every place tried up to this one. */
  readonly attempts: readonly PythonAttempt[];
}

/** Where to look. */
export interface DiscoverOptions {
  /** An interpreter to use instead of any search. */
  readonly python?: string;
  /** Directory of the program, where `.venv` may lie. */
  readonly programDir?: string;
  /** Reads an environment variable; defaults to `Deno.env.get`. */
  readonly env?: (name: string) => string | undefined;
}

/** The oldest and the newest minor version of Python 3 that Zixir is made for. */
export const supportedMinor = { min: 10, max: 14 } as const;

/**
 * Finds Python, asking each candidate for its version and its shared library.
 *
 * @throws {PythonError} E0502 with every place tried when none serves, E0513 without permission
 *
 * @example
 * ```ts
 * import { findPython } from "./discover.ts";
 * console.log(findPython().version);
 * ```
 */
export function findPython(options: DiscoverOptions = {}): FoundPython {
  const attempts: PythonAttempt[] = [];
  for (const { source, path, only } of candidates(options)) {
    const key = `${path}\0${(options.env ?? readEnv)("PATH")}`;
    const answer = answers.get(key) ?? ask(path);
    answers.set(key, answer);
    if (typeof answer === "string") {
      attempts.push({ source, path, outcome: answer });
      if (only) break;
      continue;
    }
    attempts.push({ source, path, outcome: "found" });
    const library = answer.libraries.find(isFile);
    const freeThreaded = answer.freeThreaded ? "it is a free-threaded build" : undefined;
    return {
      source,
      executable: answer.executable,
      version: answer.version,
      basePrefix: answer.basePrefix,
      library,
      poolOnly: freeThreaded ??
        (library === undefined
          ? `it has no shared library (looked for ${answer.libraries.join(", ")})`
          : undefined),
      attempts,
    };
  }
  const tried = attempts.map(({ source, path, outcome }) => `  ${source}: ${path}: ${outcome}`);
  throw new PythonError("E0502", `no usable Python found; tried\n${tried.join("\n")}`, {
    hint: "install Python 3.10 or newer, or set ZIXIR_PYTHON to the interpreter to use",
  });
}

/** What each interpreter answered; asking one takes 20 ms and more. */
const answers = new Map<string, Answer | string>();

interface Candidate {
  source: string;
  path: string;
  /** Whether this one was named so plainly that another must not be taken in its place. */
  only: boolean;
}

function candidates(options: DiscoverOptions): Candidate[] {
  const env = options.env ?? readEnv;
  const found: Candidate[] = [];
  if (options.python !== undefined) {
    return [{ source: "option", path: options.python, only: true }];
  }
  const named = env("ZIXIR_PYTHON");
  if (named) return [{ source: "ZIXIR_PYTHON", path: named, only: true }];
  const windows = Deno.build.os === "windows";
  const inside = (dir: string) => windows ? `${dir}\\Scripts\\python.exe` : `${dir}/bin/python3`;
  const active = env("VIRTUAL_ENV");
  if (active) found.push({ source: "VIRTUAL_ENV", path: inside(active), only: false });
  const conda = env("CONDA_PREFIX");
  if (conda) {
    const path = windows ? `${conda}\\python.exe` : `${conda}/bin/python3`;
    found.push({ source: "CONDA_PREFIX", path, only: false });
  }
  if (options.programDir !== undefined) {
    const path = inside(`${options.programDir}${windows ? "\\" : "/"}.venv`);
    found.push({ source: ".venv beside the program", path, only: false });
  }
  found.push({ source: "PATH", path: "python3", only: false });
  found.push({ source: "PATH", path: "python", only: false });
  return found;
}

/** An environment variable, as far as we may know it. */
export function readEnv(name: string): string | undefined {
  try {
    return Deno.env.get(name);
  } catch {
    return undefined;
  }
}

interface Answer {
  executable: string;
  version: string;
  basePrefix: string;
  libraries: string[];
  freeThreaded: boolean;
}

/** Asked of the interpreter itself, in isolation from the user's environment. */
const question = `
import sys
if sys.version_info[:2] < (3, 0): print("{}"); sys.exit()
import sysconfig, json, os
g = sysconfig.get_config_var
v = "%d.%d" % sys.version_info[:2]
names = [g("INSTSONAME"), g("LDLIBRARY"), "libpython%s.so.1.0" % v, "libpython%s.so" % v, "libpython%s.dylib" % v]
dirs = [g("LIBDIR"), os.path.join(g("LIBDIR") or "", g("MULTIARCH") or ""), sys.base_prefix + "/lib"]
paths = [os.path.join(d, n) for d in dirs if d for n in names if n and not n.endswith(".a")]
if g("PYTHONFRAMEWORKPREFIX"): paths.insert(0, os.path.join(g("PYTHONFRAMEWORKPREFIX"), g("INSTSONAME") or ""))
if os.name == "nt": paths = [os.path.join(sys.base_prefix, "python%d%d.dll" % sys.version_info[:2])]
print(json.dumps({"executable": sys.executable, "version": "%d.%d.%d" % sys.version_info[:3],
  "basePrefix": sys.base_prefix, "libraries": list(dict.fromkeys(paths)),
  "freeThreaded": bool(g("Py_GIL_DISABLED")), "implementation": sys.implementation.name}))
`;

function ask(path: string): Answer | string {
  let output: Deno.CommandOutput;
  try {
    output = new Deno.Command(path, {
      args: ["-I", "-S", "-c", question],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).outputSync();
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) {
      throw new PythonError("E0513", `Python needs the permission to run ${path}`, {
        hint: "give --allow-run and --allow-ffi, or -A",
        cause: error,
      });
    }
    if (error instanceof Deno.errors.NotFound) return "not there";
    return error instanceof Error ? error.message : String(error);
  }
  if (!output.success) {
    const lines = new TextDecoder().decode(output.stderr).trim().split("\n");
    return `ended with status ${output.code}: ${lines[lines.length - 1]}`;
  }
  let answer: Answer & { implementation: string };
  try {
    answer = JSON.parse(new TextDecoder().decode(output.stdout));
  } catch {
    return "did not answer as a Python does";
  }
  if (answer.version === undefined) return "is Python 2";
  const [major, minor] = answer.version.split(".").map(Number);
  if (major !== 3 || minor < supportedMinor.min) {
    return `is Python ${answer.version}, and 3.${supportedMinor.min} or newer is needed`;
  }
  if (answer.implementation !== "cpython") return `is ${answer.implementation}, not CPython`;
  return answer;
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
