import { assert, assertEquals } from "@std/assert";
import { runProgram } from "./_testing.ts";
import { findPython } from "./mod.ts";

const { executable, library } = findPython();

Deno.test("packages of the active virtual environment are seen in process and in workers", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const made = await new Deno.Command(executable, {
      args: ["-m", "venv", "--without-pip", `${dir}/venv`],
    }).output();
    assert(made.success);
    const [major, minor] = findPython().version.split(".");
    const site = `${dir}/venv/lib/python${major}.${minor}/site-packages`;
    await Deno.writeTextFile(`${site}/only_here.py`, "value = 42\n");
    const ran = await runProgram(
      `
console.log(python.getSync("only_here", "value"));
console.log(await python.call("builtins", "eval", ["__import__('only_here').value"], {}, { isolate: true }));
console.log(python.getSync("sys", "prefix"));
console.log((await python.doctor()).source);
python.close();
`,
      { env: { VIRTUAL_ENV: `${dir}/venv`, ZIXIR_PYTHON: "" } },
    );
    assertEquals(ran.stdout, `42\n42\n${dir}/venv\nVIRTUAL_ENV\n`, ran.stderr);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("a PYTHONHOME of something else does not end the process", async () => {
  const ran = await runProgram(
    `console.log(python.callSync("math", "sqrt", [16]), Deno.env.get("PYTHONHOME"));`,
    { env: { PYTHONHOME: "/nowhere" } },
  );
  assertEquals([ran.code, ran.stdout], [0, "4 /nowhere\n"], ran.stderr);
});

Deno.test("without a permission the error names the flag, without Python the places tried", async () => {
  const report =
    `try { await python.call("math", "sqrt", [4]); } catch (error) { console.log(error.kind, error.code, error.hint); }`;
  for (const flag of ["--deny-run", "--deny-ffi"]) {
    const denied = await runProgram(report, { flags: [flag] });
    assertEquals(denied.code, 0, denied.stderr);
    assert(denied.stdout.startsWith("permission E0513 give --allow-"), denied.stdout);
  }
  const bare = await runProgram(
    `try { await python.call("math", "sqrt", [4]); } catch (error) { console.log(error.kind, error.code, error.message); }`,
    { env: { ZIXIR_PYTHON: "/nowhere/python3" } },
  );
  assertEquals(
    bare.stdout,
    "python E0502 no usable Python found; tried\n  ZIXIR_PYTHON: /nowhere/python3: not there\n",
    bare.stderr,
  );
});

Deno.test("a library that is not the interpreter's own is refused", async () => {
  const ran = await runProgram(`
const { Interpreter } = await import(${JSON.stringify(import.meta.resolve("./interpreter.ts"))});
const found = specialist.findPython();
for (const wrong of [{ ...found, version: "3.10.99" }, { ...found, library: "/nowhere/libpython.so" }]) {
  try { Interpreter.start(wrong); } catch (error) { console.log(error.code, error.message.split(":")[0]); }
}
console.log(python.callSync("math", "sqrt", [16]));
`);
  const { version } = findPython();
  assertEquals(
    ran.stdout,
    `E0503 ${library} is Python ${version}, but ${executable} is 3.10.99\n` +
      "E0503 cannot load /nowhere/libpython.so\n4\n",
    ran.stderr,
  );
});

Deno.test("a second isolate of the process shares the interpreter", async () => {
  const worker = `import { openPython } from ${JSON.stringify(import.meta.resolve("./mod.ts"))};
const python = openPython();
const sorted = python.callSync("builtins", "sorted", [[3, 1, 2]], { key: (x) => -x });
postMessage([python.getSync("__main__", "common"), sorted, await python.call("math", "sqrt", [16])]);`;
  const ran = await runProgram(`
run("common = 'shared'");
const worker = new Worker("data:application/typescript," + encodeURIComponent(${
    JSON.stringify(worker)
  }), { type: "module" });
const answer = await new Promise((resolve) => worker.onmessage = (event) => resolve(event.data));
console.log(JSON.stringify(answer));
worker.terminate();
console.log(python.callSync("math", "sqrt", [16]), await python.call("math", "sqrt", [25]));
`);
  assertEquals(ran.stdout, `["shared",[3,2,1],4]\n4 5\n`, ran.stderr);
});

Deno.test("an isolate may go while its calls run and its functions are kept", async () => {
  const worker = `import { openPython } from ${JSON.stringify(import.meta.resolve("./mod.ts"))};
const python = openPython();
python.callSync("__main__", "keep", [(x) => x + 1]);
python.call("__main__", "ask_when_told", [(x) => x + 1]);
await python.call("__main__", "asking.wait", [10]);
python.call("__main__", "wait_until_told").catch(() => {});
await python.call("__main__", "waiting.wait", [10]);
postMessage("ready");`;
  const ran = await runProgram(`
run(\`
import threading
waiting, asking, told = (threading.Event() for _ in range(3))
ended, kept = [], []
def keep(f): kept.append(f)
def wait_until_told():
    waiting.set()
    told.wait()
    ended.append("call")
def attempt(f):
    try: return f(1)
    except Exception as error: return str(error)
def ask_when_told(f):
    asking.set()
    told.wait()
    ended.append(attempt(f))
def attempt_in_thread():
    out = []
    thread = threading.Thread(target=lambda: out.append(attempt(kept[0])))
    thread.start()
    thread.join()
    return out[0]
\`);
for (let round = 0; round < 3; round++) {
  run("waiting.clear(); asking.clear(); told.clear(); ended.clear(); kept.clear()");
  const worker = new Worker("data:application/typescript," + encodeURIComponent(${
    JSON.stringify(worker)
  }), { type: "module" });
  await new Promise((resolve) => worker.onmessage = resolve);
  worker.terminate();
  // Its end is not told; its functions say when it has gone.
  while (evaluate("attempt(kept[0])") === 2) await new Promise((resolve) => setTimeout(resolve, 1));
  run("told.set()");
  while (evaluate("len(ended)") < 2) await new Promise((resolve) => setTimeout(resolve, 1));
  console.log(evaluate("sorted(ended)"), evaluate("attempt(kept[0])"));
  console.log(await python.call("__main__", "attempt_in_thread"));
}
console.log(await python.call("math", "sqrt", [25]));
`);
  const gone = "the Zixir program of this function has ended";
  const round = `[ "call", "${gone}" ] ${gone}\n${gone}\n`;
  assertEquals([ran.code, ran.stdout], [0, round.repeat(3) + "5\n"], ran.stderr);
});

Deno.test("no worker process and no socket stay behind when the process is killed", async () => {
  const source = `import { openPython } from ${JSON.stringify(import.meta.resolve("./mod.ts"))};
const python = openPython();
const pid = await python.call("os", "getpid", [], {}, { isolate: true });
python.call("time", "sleep", [600], {}, { isolate: true });
console.log(pid);
await new Promise((resolve) => setTimeout(resolve, 600000));`;
  const dir = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${dir}/main.ts`, source);
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--no-config", `${dir}/main.ts`],
      env: { TMPDIR: dir },
      stdout: "piped",
    }).spawn();
    const reader = child.stdout.getReader();
    const first = new TextDecoder().decode((await reader.read()).value);
    const pid = Number(first.trim());
    assert(pid > 0, first);
    child.kill("SIGKILL");
    await child.status;
    reader.releaseLock();
    await child.stdout.cancel();
    const exists = () => Deno.stat(`/proc/${pid}`).then(() => true, () => false);
    while (await exists()) await new Promise((resolve) => setTimeout(resolve, 5));
    const left = () => [...Deno.readDirSync(dir)].filter(({ name }) => name.startsWith("zixir-"));
    while (left().length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
