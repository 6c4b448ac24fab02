import { assert, assertEquals } from "@std/assert";
import { runProgram } from "./_testing.ts";

/** What goes to one pipe from both descriptors, in order. */
async function together(body: string): Promise<string> {
  const { stdout, code, stderr } = await runProgram(`run("import os; os.dup2(1, 2)");\n${body}`);
  assertEquals(code, 0, stderr);
  return stdout;
}

Deno.test("output of Python and of the program comes in order, on stdout and stderr", async () => {
  const text = await together(`
const out = (text: string) => Deno.stdout.writeSync(new TextEncoder().encode(text));
run("import sys\\ndef say(t, e): print(t, end=e)\\ndef warn(t): sys.stderr.write(t)");
for (let round = 0; round < 3; round++) {
  python.callSync("__main__", "say", ["a", ""]);
  out("b");
  await python.call("__main__", "say", ["c", ""]);
  out("d");
  python.callSync("__main__", "warn", ["e"]);
  out("f");
  await python.call("builtins", "print", ["g"]);
  python.callSync("builtins", "print", ["h"]);
  out("i\\n");
}
`);
  assertEquals(text, "abcdefg\nh\ni\n".repeat(3));
});

Deno.test("a module may print at import, and fail or exit there", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${dir}/loud.py`, "print('loading', end='')\nvalue = 7\n");
    await Deno.writeTextFile(`${dir}/leaving.py`, "import sys\nsys.exit('enough')\n");
    await Deno.writeTextFile(`${dir}/failing.py`, "1 / 0\n");
    const { stdout, code, stderr } = await runProgram(`
const own = openPython({ paths: [${JSON.stringify(dir)}] });
const print = (text: string) => Deno.stdout.writeSync(new TextEncoder().encode(text));
print(" value " + own.getSync("loud", "value") + "\\n");
for (const name of ["leaving", "failing"]) {
  for (const call of [() => own.getSync(name, "x"), () => own.importModule(name)]) {
    try { await call(); } catch (error) {
      print(error.data.type + " " + error.data.message + " " + /line (\\d+)/.exec(error.data.traceback)?.[1] + "\\n");
    }
  }
}
`);
    assertEquals(code, 0, stderr);
    assertEquals(
      stdout,
      "loading value 7\nSystemExit enough 2\nSystemExit enough 2\n" +
        "ZeroDivisionError division by zero 1\nZeroDivisionError division by zero 1\n",
    );
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test({
  name: "a fork ends in the child when the call returns there; the parent goes on",
  ignore: Deno.build.os === "windows",
  async fn() {
    const text = await together(`
// Python 3.12 and newer warn of every fork of a process with threads.
run("import os, warnings\\nwarnings.simplefilter('ignore')\\ndef fork():\\n    pid = os.fork()\\n    if pid == 0: print('child')\\n    else: os.waitpid(pid, 0)\\n    return pid > 0");
for (let round = 0; round < 3; round++) console.log(python.callSync("__main__", "fork"));
console.log(await python.call("__main__", "fork"));
const pid = python.callSync("os", "fork") as number;
python.callSync("os", "waitpid", [pid, 0]);
const second = python.callSync("os", "fork") as number;
python.callSync("os", "waitpid", [second, 0]);
console.log("end");
`);
    assertEquals(text, "child\ntrue\n".repeat(4) + "end\n");
  },
});

Deno.test("multiprocessing works from an embedded interpreter", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(
      `${dir}/square.py`,
      "import multiprocessing\ndef square(x): return x * x\n" +
        "def squares(n):\n    with multiprocessing.get_context('spawn').Pool(2) as pool:\n" +
        "        return pool.map(square, range(n))\n",
    );
    const { stdout, code, stderr } = await runProgram(`
const own = openPython({ paths: [${JSON.stringify(dir)}] });
console.log(JSON.stringify(await own.call("square", "squares", [5])));
`);
    assertEquals(code, 0, stderr);
    assertEquals(stdout, "[0,1,4,9,16]\n");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("the process ends by itself when nothing is awaited, also after calls and callbacks", async () => {
  const { code, stdout, stderr } = await runProgram(`
await python.call("math", "sqrt", [16]);
await python.call("builtins", "sorted", [[2, 1]], { key: (x: number) => x });
python.call("time", "sleep", [30], undefined, { deadlineMs: 20 }).catch((e) => console.log(e.kind));
`);
  assertEquals([code, stdout], [0, "timeout\n"], stderr);
});

Deno.test("the process waits for a call that is awaited", async () => {
  const { code, stdout } = await runProgram(`
python.call("time", "sleep", [0.05]).then(() => console.log("done"));
`);
  assertEquals([code, stdout], [0, "done\n"]);
});

Deno.test("one million quick calls and thousands of others leave nothing behind", async () => {
  const { code, stdout, stderr } = await runProgram(
    `
run(\`
import gc, sys, tracemalloc
_zixir = sys.modules['_zixir']
class Thing: pass
def make(x): return Thing()
def echo(x): return x
def fail(x): raise ValueError(x)
\`);
const gc = (globalThis as unknown as { gc(): void }).gc;
const settle = async () => {
  for (let round = 0; round < 5; round++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await python.call("gc", "collect");
};
const live = () => evaluate("(len(_zixir.handles), len(_zixir.weakrefs), tracemalloc.get_traced_memory()[0])") as number[];
const ignore = (work: () => unknown) => { try { work(); } catch { /* the error is the point */ } };
async function work(rounds: number) {
  for (let round = 0; round < rounds; round++) {
    for (let index = 0; index < 25000; index++) python.callSync("math", "sqrt", [index + 0.5]);
    for (let index = 0; index < 50; index++) {
      python.callSync("__main__", "make", [1]);
      python.callSync("__main__", "make", [[1]]);
      python.callSync("__main__", "echo", [[1, "x", { a: [2.5] }, 10n ** 30n]]);
      python.callSync("__main__", "echo", [() => 1]);
      python.callSync("__main__", "echo", [new Float64Array(4000)]);
      ignore(() => python.callSync("__main__", "fail", [1]));
      ignore(() => python.callSync("__main__", "fail", [[1]]));
      ignore(() => python.callSync("__main__", "echo", [[new WeakMap(), () => 1]]));
      python.callSync("builtins", "sorted", [[2, 1]], { key: (x: number) => x });
    }
    await Promise.all(Array.from({ length: 20 }, (_, n) => python.call("__main__", "make", [[n]])));
    await settle();
  }
}
await work(6);
run("tracemalloc.start()");
await work(4);
const before = live();
await work(36);
const after = live();
console.log(JSON.stringify({ before, after }));
`,
    { flags: ["--v8-flags=--expose-gc"] },
  );
  assertEquals(code, 0, stderr);
  const { before, after } = JSON.parse(stdout) as Record<"before" | "after", number[]>;
  assert(after[0] <= before[0] + 20, `handles: ${before[0]} then ${after[0]}`);
  assert(after[1] <= before[1] + 20, `lent: ${before[1]} then ${after[1]}`);
  assert(after[2] < before[2] + 100_000, `bytes: ${before[2]} then ${after[2]}`);
});

Deno.test("no socket stays behind when a program ends without closing Python", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const { stdout, stderr } = await runProgram(
      `console.log(await python.call("math", "sqrt", [16], {}, { isolate: true }));`,
      { env: { TMPDIR: dir } },
    );
    assertEquals(stdout, "4\n", stderr);
    // The zygote tidies up once it sees that the program has gone.
    const left = () => [...Deno.readDirSync(dir)].length;
    while (left() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
