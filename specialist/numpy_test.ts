import { assert, assertEquals } from "@std/assert";
import { numpyPython } from "./_numpy.ts";
import { runProgram } from "./_testing.ts";

const numpy = await numpyPython();

/** Runs a program with numpy, gives what it printed. */
async function run(body: string, flags: string[] = []): Promise<string> {
  const testing = JSON.stringify(import.meta.resolve("./_testing.ts"));
  const ran = await runProgram(
    `const { slotHooks, Float, Tuple } = await import(${testing});
const slot = openPython({ hooks: slotHooks });
const value = (code: string) => slot.callSync("builtins", "eval", [code]);
const show = (shown: unknown) => console.log(Deno.inspect(shown, { breakLength: 1e9, iterableLimit: 10 }));
run("import numpy as np");
${body}`,
    { env: { ZIXIR_PYTHON: numpy }, flags },
  );
  assertEquals([ran.code, ran.signal], [0, null], ran.stderr);
  return ran.stdout;
}

Deno.test("numpy scalars and arrays arrive as values of their kind, others as handles", async () => {
  const cases: [string, string][] = [
    ["np.float64(4)", "Float { value: 4 }"],
    ["np.float32(1.5)", "1.5"],
    ["np.float16(0.5)", "0.5"],
    ["np.float64('nan')", "NaN"],
    ["np.int8(-3)", "-3"],
    ["np.uint64(2**63)", "9223372036854775808n"],
    ["np.bool_(True)", "true"],
    ["np.str_('x')", '"x"'],
    ["np.bytes_(b'q')", "Uint8Array(1) [ 113 ]"],
    ["np.array(5)", "5"],
    ["np.array(5.0)", "Float { value: 5 }"],
    ["np.arange(3)", "[ 0, 1, 2 ]"],
    ["np.arange(3.)", "Float64Array(3) [ 0, 1, 2 ]"],
    ["np.array([])", "[]"],
    ["np.eye(2)", "[ Float64Array(2) [ 1, 0 ], Float64Array(2) [ 0, 1 ] ]"],
    ["np.zeros((2, 0))", "[ [], [] ]"],
    ["np.array([[1, 2], [3, 4]])", "[ [ 1, 2 ], [ 3, 4 ] ]"],
    ["np.array(['a', 'b'])", '[ "a", "b" ]'],
    ["np.array([True])", "[ true ]"],
    ["np.array([1, 'a', None, {}], dtype=object)", '[ 1, "a", null, {} ]'],
    ["np.array([1.0, 2.0], dtype=object)", "Float64Array(2) [ 1, 2 ]"],
    ["np.array([np.nan, np.inf, -np.inf])", "Float64Array(3) [ NaN, Infinity, -Infinity ]"],
    ["np.arange(6.)[::2]", "Float64Array(3) [ 0, 2, 4 ]"],
    ["np.arange(3.)[::-1]", "Float64Array(3) [ 2, 1, 0 ]"],
    ["np.arange(3, dtype='>f8')", "Float64Array(3) [ 0, 1, 2 ]"],
    ["np.arange(3, dtype='f4')", "Float64Array(3) [ 0, 1, 2 ]"],
    ["np.arange(5000.)[::-2][:2]", "Float64Array(2) [ 4999, 4997 ]"],
    ["np.datetime64('2020-01-01')", "Time { ms: 1577836800000 }"],
    ["np.datetime64('NaT')", "null"],
    ["np.timedelta64(5, 's')", "Duration { ms: 5000 }"],
    ["np.array(['1970-01-02', 'NaT'], dtype='datetime64[D]')", "[ Time { ms: 86400000 }, null ]"],
    ["np.datetime64('2020-01-01T00:00:00.123456789')", "<python datetime64>"],
    ["np.datetime64(2**60, 'D')", "<python datetime64>"],
    ["np.complex128(1j)", "<python complex128>"],
    ["np.array([1j])", "<python ndarray>"],
    ["np.longdouble(1)", "<python longdouble>"],
    ["np.array(object())", "<python object>"],
    ["np.ma.array([1., 2.])", "<python MaskedArray>"],
    ["np.zeros(2, dtype=[('a', 'f8')])", "<python ndarray>"],
    ["[np.float64(1), 2.0]", "Float64Array(2) [ 1, 2 ]"],
    ["{'m': np.arange(2.), 'n': np.int64(1)}", "{ m: Float64Array(2) [ 0, 1 ], n: 1 }"],
    ["(np.arange(2.),)", "Tuple { items: [ Float64Array(2) [ 0, 1 ] ] }"],
  ];
  const text = await run(
    cases.map(([code]) => `show(value(${JSON.stringify(code)}));`).join("\n"),
  );
  assertEquals(text.trimEnd().split("\n"), cases.map(([, shown]) => shown));
});

Deno.test("packages that use numpy get arrays for lists of floats, others get lists", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(
      `${dir}/mine.py`,
      "import numpy as np\ndef kind(x): return type(x).__name__\n",
    );
    await Deno.writeTextFile(`${dir}/other.py`, "def kind(x): return type(x).__name__\n");
    const text = await run(`
const own = openPython({ paths: [${JSON.stringify(dir)}] });
const xs = new Float64Array([1, 2, 3]), many = new Float64Array(5000).fill(2);
show(own.callSync("mine", "kind", [xs]));
show(own.callSync("mine", "kind", [many]));
show(own.callSync("other", "kind", [many]));
show(own.callSync("json", "dumps", [xs]));
show(own.callSync("numpy", "sum", [many]));
show(own.callSync("numpy", "dot", [[xs, xs], xs]));
show(await own.call("numpy", "add", [xs, 1], {}, { isolate: true }));
show(await own.call("numpy", "cumsum", [many], { dtype: "f8" }, { isolate: true }).then((a) => (a as Float64Array)[4999]));
own.close();
`);
    assertEquals(text.trimEnd().split("\n"), [
      '"ndarray"',
      '"ndarray"',
      '"list"',
      '"[1.0, 2.0, 3.0]"',
      "10000",
      "Float64Array(2) [ 14, 14 ]",
      "Float64Array(3) [ 2, 3, 4 ]",
      "10000",
    ]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("Python cannot change a program's list, nor a program see Python change its own", async () => {
  const text = await run(`
run("held = np.arange(5000.)\\ndef get(): return held\\ndef change(): held.fill(7)\\ndef fresh(n): return np.arange(n)");
const many = new Float64Array(5000).fill(2);
for (const xs of [many, new Float64Array([3, 1, 2])]) {
  try { python.callSync("numpy", "ndarray.sort", [xs]); } catch (error) { show(error.message); }
}
try { await python.call("numpy", "copyto", [many, 5]); } catch (error) { show(error.message); }
show(many[0]);
run("slices = []\\ndef sliced():\\n    a = np.arange(5000.)\\n    slices.append(a[1:])\\n    return a\\ndef fill():\\n    for s in slices: s.fill(7)");
const views = [];
for (const get of [
  () => python.callSync("__main__", "sliced"),
  () => python.call("__main__", "sliced"),
  () => python.callSync("__main__", "get"),
  () => python.callSync("__main__", "get", [], {}),
  () => python.call("__main__", "get"),
]) { views.push(await get(), await get(), await get()); }
python.callSync("__main__", "change");
python.callSync("__main__", "fill");
console.log(views.map((view) => (view as Float64Array)[4999]).join());
`);
  const readOnly = '"ValueError: sort array is read-only"';
  const lines = text.trimEnd().split("\n");
  assertEquals(lines.slice(0, 2), [readOnly, readOnly]);
  assert(lines[2].includes("read-only"));
  assertEquals(lines[3], "2");
  assertEquals(lines[4], Array(15).fill("4999").join());
});

Deno.test("arrays fresh from Python are used in place, by every way", async () => {
  const text = await run(`
run(\`
where = []
def fresh(n):
    array = np.arange(float(n))
    where.append(array.__array_interface__['data'][0])
    return array
async def later(n): return fresh(n)
\`);
const arrays = [
  python.callSync("__main__", "fresh", [5000], {}),
  python.callSync("__main__", "fresh", [5000]),
  python.callSync("__main__", "fresh", [5000]),
  await python.call("__main__", "fresh", [5000]),
  await python.call("__main__", "later", [5000]),
] as Float64Array[];
const where = python.getSync("__main__", "where") as number[];
arrays.forEach((array, index) => {
  const address = Deno.UnsafePointer.value(Deno.UnsafePointer.of(array as Float64Array<ArrayBuffer>));
  show([array[4999], Number(address) === where[index]]);
});
`);
  assertEquals(text, "[ 4999, true ]\n".repeat(5));
});

Deno.test("no view dangles: collected on either side while the other still uses it", async () => {
  const text = await run(
    `
const gc = (globalThis as unknown as { gc(): void }).gc;
const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
run(\`
import gc
kept = []
def keep(x):
    kept.append(x[10:])
def keep_shared(x):
    kept.append(x)
def check():
    bad = sum(1 for i, x in enumerate(kept) if not (x == x[0]).all())
    values = [float(x[0]) for x in kept]
    return [float(bad)] + values
def forget():
    kept.clear()
    gc.collect()
def make(n): return np.full(4000, float(n))
\`);
const junk = () => { for (let n = 0; n < 40; n++) new Float64Array(4000).fill(-1); };
let wrong = 0, checked = 0;
for (let round = 0; round < 12; round++) {
  // Python keeps views of arrays that the program drops.
  for (let n = 0; n < 20; n++) {
    const xs = new Float64Array(4000).fill(round * 100 + n);
    if (n % 2 === 0) python.callSync("__main__", "keep", [xs]);
    else await python.call("__main__", "keep_shared", [xs]);
  }
  // The program keeps views of arrays that Python has dropped.
  const views: Float64Array[] = [];
  for (let n = 0; n < 20; n++) {
    views.push((n % 2 === 0 ? python.callSync("__main__", "make", [n]) : await python.call("__main__", "make", [n])) as Float64Array);
    if (n % 3 === 0) views[n] = views[n].subarray(5);
  }
  junk(); gc(); await turn(); gc(); await turn(); junk();
  python.callSync("__main__", "make", [-5]);
  for (const [n, view] of views.entries()) for (const x of view) { checked++; if (x !== n) wrong++; }
  const found = python.callSync("__main__", "check") as Float64Array;
  if (found[0] !== 0) wrong++;
  for (let n = 0; n < 20; n++) { checked++; if (found[n + 1] !== round * 100 + n) wrong++; }
  python.callSync("__main__", "forget");
}
for (let n = 0; n < 10; n++) { gc(); await turn(); await python.call("gc", "collect"); }
show(wrong);
show(checked > 900_000);
const left = evaluate("(len(__import__('sys').modules['_zixir'].weakrefs), len(__import__('sys').modules['_zixir'].handles))") as number[];
show(left[0]);
show(left[1] <= 25); // those of the last round may still be on the stack
`,
    ["--v8-flags=--expose-gc"],
  );
  assertEquals(text, "0\ntrue\n0\ntrue\n");
});

Deno.test("memory of views is bounded: beyond the budget results are copies", async () => {
  const text = await run(`
run("def make(): return np.ones(1_000_000)");
const views = [];
for (let n = 0; n < 60; n++) views.push(python.callSync("__main__", "make"));
show(views.every((view) => (view as Float64Array)[999_999] === 1));
const held = () => evaluate("len(__import__('sys').modules['_zixir'].handles)") as number;
while (held() > 33) await new Promise((resolve) => setTimeout(resolve, 1));
show(views.length);
`);
  assertEquals(text, "true\n60\n");
});

Deno.test("doctor() names numpy and the environment", async () => {
  const text = await run(
    `const facts = await python.doctor(); show([facts.numpy !== undefined, facts.prefix, facts.mode, facts.source]);`,
  );
  const prefix = numpy.replace("/bin/python3", "");
  assertEquals(text, `[ true, "${prefix}", "in process", "ZIXIR_PYTHON" ]\n`);
});
