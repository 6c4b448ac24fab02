import { assert, assertEquals, assertThrows } from "@std/assert";
import { findPython, PythonError } from "./mod.ts";

const real = findPython();
const environment = (variables: Record<string, string>) => (name: string) => variables[name];

/** A directory with executable scripts that answer as given. */
async function withScripts(
  scripts: Record<string, string>,
  work: (dir: string) => void,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    for (const [path, text] of Object.entries(scripts)) {
      await Deno.mkdir(`${dir}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${dir}/${path}`, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    }
    work(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

const as = (executable: string) => `exec "${executable}" "$@"`;
const answer = (version: string, more = "") =>
  `echo '{"executable":"/x/python3","version":"${version}","basePrefix":"/x","libraries":["/x/none.so"],"freeThreaded":false,"implementation":"cpython"${more}}'`;

Deno.test("ZIXIR_PYTHON goes first, then the environment, conda, .venv and the path", () =>
  withScripts({
    "named": as(real.executable),
    "venv/bin/python3": as(real.executable),
    "conda/bin/python3": as(real.executable),
    "program/.venv/bin/python3": as(real.executable),
  }, (dir) => {
    const env: Record<string, string> = {
      ZIXIR_PYTHON: `${dir}/named`,
      VIRTUAL_ENV: `${dir}/venv`,
      CONDA_PREFIX: `${dir}/conda`,
    };
    const find = () => findPython({ env: environment(env), programDir: `${dir}/program` });
    for (
      const [source, variable] of [
        ["ZIXIR_PYTHON", "ZIXIR_PYTHON"],
        ["VIRTUAL_ENV", "VIRTUAL_ENV"],
        ["CONDA_PREFIX", "CONDA_PREFIX"],
      ]
    ) {
      const found = find();
      assertEquals(found.source, source);
      assertEquals(found.attempts.at(-1)!.outcome, "found");
      delete env[variable];
    }
    assertEquals(find().source, ".venv beside the program");
    assertEquals(findPython({ env: environment(env) }).source, "PATH");
  }));

Deno.test("places that do not serve are passed over, each with its reason", () =>
  withScripts({
    "venv/bin/python3": "echo '{}'",
    "conda/bin/python3": answer("3.9.18"),
  }, (dir) => {
    const found = findPython({
      env: environment({ VIRTUAL_ENV: `${dir}/venv`, CONDA_PREFIX: `${dir}/conda` }),
      programDir: `${dir}/nowhere`,
    });
    assertEquals(found.source, "PATH");
    assertEquals(found.attempts.slice(0, 3).map(({ outcome }) => outcome), [
      "is Python 2",
      "is Python 3.9.18, and 3.10 or newer is needed",
      "not there",
    ]);
  }));

Deno.test("a Python named by ZIXIR_PYTHON is not silently replaced by another", () =>
  withScripts({
    "broken": "echo oops >&2; exit 3",
    "chatty": "echo hello",
    "other": answer("3.11.0").replace("cpython", "pypy"),
  }, (dir) => {
    for (
      const [name, reason] of [
        ["broken", "ended with status 3: oops"],
        ["chatty", "did not answer as a Python does"],
        ["other", "is pypy, not CPython"],
        ["missing", "not there"],
      ]
    ) {
      const error = assertThrows(
        () => findPython({ env: environment({ ZIXIR_PYTHON: `${dir}/${name}` }) }),
        PythonError,
        reason,
      ) as PythonError;
      assertEquals([error.code, error.kind], ["E0502", "python"]);
      assert(error.message.includes(`ZIXIR_PYTHON: ${dir}/${name}`), error.message);
      assert(error.hint!.includes("ZIXIR_PYTHON"));
    }
  }));

Deno.test("a Python without a shared library serves in workers only, saying so", () =>
  withScripts(
    { "static": answer("3.12.1"), "free": answer("3.14.0").replace("false", "true") },
    (dir) => {
      const found = findPython({ env: environment({ ZIXIR_PYTHON: `${dir}/static` }) });
      assertEquals(found.poolOnly, "it has no shared library (looked for /x/none.so)");
      const free = findPython({ env: environment({ ZIXIR_PYTHON: `${dir}/free` }) });
      assertEquals(free.poolOnly, "it is a free-threaded build");
    },
  ));

Deno.test("the Python found here has a version that is supported", () => {
  const [major, minor] = real.version.split(".").map(Number);
  assertEquals(major, 3);
  assert(minor >= 10);
});
