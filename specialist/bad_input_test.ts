import { assertEquals } from "@std/assert";
import { slotHooks, Tuple } from "./_testing.ts";
import { openPython, PyHandle, type Python, PythonError } from "./mod.ts";
import { numpyPython } from "./_numpy.ts";

const windows = Deno.build.os === "windows";

/** What calls in every way: in process and in worker processes, awaited and at once. */
type Way = (module: string, name: string, args: unknown[]) => unknown;

/** A value as text: handles and floats tell themselves from what they are like. */
async function shown(work: () => unknown): Promise<string> {
  try {
    const value = await work();
    if (value instanceof PyHandle) return `${value}`;
    const text = Deno.inspect(value, { breakLength: Infinity, depth: 9, iterableLimit: 9 });
    return text.length > 200 ? `${text.slice(0, 20)}... of ${text.length}` : text;
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    return `${error.code} ${error.data?.type || error.kind}`;
  }
}

/** Expressions of Python whose values are hard to bring over, and what comes. */
const values: [code: string, comes: string, isolated?: string][] = [
  ["{1: 'a', (2, 3): None, 'b': {4: 5}}", "<python dict>"],
  ["[{'a': {None: 1}}]", "[ { a: <python dict> } ]"],
  ["'a\\0b'", '"a\\x00b"'],
  ["{'\\0': '\\0'}", '{ "\\x00\\x00": "\\x00" }'],
  ["'x\\ud800y'", "<python str>"],
  ["['\\udfff', 1]", "[ <python str>, 1 ]"],
  ["10 ** 10_000 + 1", `${"1" + "0".repeat(19)}... of 10002`],
  [
    "[-(2 ** 53), 2 ** 53 - 1, 2 ** 70]",
    "[ -9007199254740992n, 9007199254740991, 1180591620717411303424n ]",
  ],
  ["[x for x in [[]] if x.append(x) is None]", "[ [ <python list> ] ]"],
  ["(lambda d: (d.update(me=d), d)[1])({})", "{ me: <python dict> }"],
  ["[float('nan'), float('inf'), -0.0]", "Float64Array(3) [ NaN, Infinity, -0 ]"],
  ["(float('nan'), float('-inf'))", "Tuple { items: [ NaN, -Infinity ] }"],
  ["(i for i in range(3))", "<python generator>", "E0506 CannotCarry"],
  ["iter([1])", "<python list_iterator>"],
  ["__import__('threading').Lock()", "<python lock>", "E0506 CannotCarry"],
  ["__import__('sys').exit(3)", "E0501 SystemExit"],
  ["(_ for _ in ()).throw(KeyboardInterrupt)", "E0501 KeyboardInterrupt"],
  ["{}[[]]", "E0501 TypeError"],
  ["maxunicode", "E0501 NameError"],
  ["object", "<python class object>"],
  ["Ellipsis", "<python ellipsis>"],
  ["numpy.array(4.0)", "Float { value: 4 }"],
  ["numpy.array('x')", '"x"'],
  ["numpy.arange(8.0)[::2]", "Float64Array(4) [ 0, 2, 4, 6 ]"],
  ["numpy.arange(60000.0)[::-20000]", "Float64Array(3) [ 59999, 39999, 19999 ]"],
  ["numpy.arange(4.0).reshape(2, 2).T", "[ Float64Array(2) [ 0, 2 ], Float64Array(2) [ 1, 3 ] ]"],
  ["numpy.array([1, 'a', None, {2: 3}], dtype=object)", '[ 1, "a", null, <python dict> ]'],
  [
    "[numpy.array([[{1: i}, i]] * 2, dtype=object) for i in range(2)]",
    "[ [ [ <python dict>, 0 ], [ <python dict>, 0 ] ], [ [ <python dict>, 1 ], [ <python dict>, 1 ] ] ]",
  ],
  ["numpy.array([], dtype='f8')", "[]"],
  ["numpy.array([numpy.nan, numpy.inf])", "Float64Array(2) [ NaN, Infinity ]"],
  ["numpy.array([1.5], dtype='>f8')", "Float64Array(1) [ 1.5 ]"],
  ["numpy.array([1 + 2j])", "<python ndarray>"],
  ["numpy.ma.array([1.0], mask=[True])", "<python MaskedArray>"],
  ["Careless()", "<python Careless>", "E0506 CannotCarry"],
  ["[Careless(), 1]", "[ <python Careless>, 1 ]", "E0506 CannotCarry"],
  ["numpy.array([Careless()], dtype=object)", "[ <python Careless> ]", "E0506 CannotCarry"],
];

const DEFINITIONS = `
import numpy
class Careless:
    def __reduce_ex__(self, version): raise ValueError("not so")
    def __len__(self): raise ValueError("no length")
    def __repr__(self): raise ValueError("no text")
`;

/** Values that are hard to send, and what Python says they are. */
const sent: [value: unknown, repr: string][] = [
  ["a\0b", "'a\\x00b'"],
  [10n ** 50n, `1${"0".repeat(50)}`],
  [[NaN, Infinity, -Infinity], "[nan, inf, -inf]"],
  [{ __proto__x: 1, "a\0": [null] }, "{'__proto__x': 1, 'a\\x00': [None]}"],
  [new Tuple([]), "()"],
  ["\ud800", "'\\ud800'"],
  [new WeakMap(), "E0505 python"],
  [Symbol("s"), "E0505 python"],
  [deep(5000), "E0505 python"],
];

function deep(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}

/** Modules that do at import what a module should not. */
const modules: Record<string, string> = {
  loud: "print('loading', end='')\nimport sys\nprint(file=sys.stderr, end='')\nvalue = 7\n",
  leaving: "import sys\nsys.exit('enough')\n",
  failing: "1 / 0\n",
  forking: "import os\npid = os.fork()\nif pid == 0: os._exit(0)\nvalue = os.waitpid(pid, 0)[1]\n",
};

/** Runs a test in every way there is, each with a Python of its own. */
async function everyWay(test: (way: Way, isolated: boolean, name: string) => Promise<void>) {
  const python = await numpyPython();
  const dir = await Deno.makeTempDir();
  for (const [name, text] of Object.entries(modules)) {
    await Deno.writeTextFile(`${dir}/${name}.py`, text);
  }
  const options = { python, hooks: slotHooks, paths: [dir], workersMax: 1 };
  const home = openPython({ ...options, workersOnly: true });
  const pool = openPython(options);
  const isolated = { isolate: true };
  const ways: [string, Python, Way][] = [
    ["in a worker", pool, (m, n, args) => pool.call(m, n, args, undefined, isolated)],
    ["workers only", home, (m, n, args) => home.call(m, n, args)],
    ...windows ? [] : [
      [
        "workers only, at once",
        home,
        (m: string, n: string, args: unknown[]) => home.callSync(m, n, args),
      ] as [string, Python, Way],
    ],
  ];
  try {
    for (const [name, , way] of ways) {
      if (name !== "workers only, at once") await way("builtins", "exec", [DEFINITIONS]);
      await test(way, name === "in a worker", name);
      assertEquals(await way("math", "sqrt", [16.5]), Math.sqrt(16.5), `${name}: it goes on`);
    }
  } finally {
    home.close();
    pool.close();
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("values that are hard to bring over come as what they are, out of every process", () =>
  everyWay(async (way, isolated, name) => {
    for (const [code, comes, alone] of values) {
      const expected = isolated && alone !== undefined ? alone : comes;
      // Objects out of an isolated call go to the interpreter in process, of which there is one per
      // process, whichever test started it: pool_test.ts looks at them.
      if (isolated && expected.includes("<python")) continue;
      const seen = await shown(() => way("builtins", "eval", [code]));
      assertEquals(seen, expected, `${name}: ${code}`);
    }
  }));

Deno.test("values that are hard to send arrive, or are refused, in every process", () =>
  everyWay(async (way, _, name) => {
    for (const [value, repr] of sent) {
      const seen = await shown(() => way("builtins", "repr", [value]));
      assertEquals(seen.startsWith('"') ? JSON.parse(seen) : seen, repr, name);
    }
  }));

Deno.test({
  name: "modules may print, fail, leave and fork at import, in every process",
  ignore: windows,
  fn: () =>
    everyWay(async (way, _, name) => {
      const value = (module: string) =>
        shown(() => way("builtins", "eval", [`__import__('${module}').value`]));
      assertEquals(await value("loud"), "7", name);
      for (let round = 0; round < 2; round++) {
        assertEquals(await value("leaving"), "E0501 SystemExit", name);
        assertEquals(await value("failing"), "E0501 ZeroDivisionError", name);
      }
      assertEquals(await value("forking"), "0", name);
    }),
});

Deno.test({
  name: "a child that a call in a worker forks gives no answer of its own",
  ignore: windows,
  fn: () =>
    everyWay(async (way, _, name) => {
      for (let round = 0; round < 3; round++) {
        const pid = await way("os", "fork", []) as number;
        const [waited, status] = (await way("os", "waitpid", [pid, 0]) as Tuple).items;
        assertEquals([waited, status], [pid, 0], name);
        assertEquals(await way("operator", "neg", [round + 1]), -round - 1, name);
      }
    }),
});
