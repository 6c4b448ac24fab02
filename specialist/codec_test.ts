import { assert, assertEquals, assertThrows } from "@std/assert";
import { Duration, Float, Range, slotHooks, Time, Tuple } from "./_testing.ts";
import { openPython, PyHandle, PythonError } from "./mod.ts";

const python = openPython({ hooks: slotHooks });
const evaluate = (source: string) => python.callSync("builtins", "eval", [source]);
/** What Python sees of a value. */
const seen = (value: unknown) => python.callSync("builtins", "repr", [value]);
/** Through Python and back; `copy.copy` gives immutable values and copies of containers. */
const there = (value: unknown) => python.callSync("copy", "copy", [value]);

Deno.test("scalars keep their kind and value both ways", () => {
  const cases: [unknown, string][] = [
    [null, "None"],
    [true, "True"],
    [false, "False"],
    [0, "0"],
    [255, "255"],
    [256, "256"],
    [65536, "65536"],
    [-1, "-1"],
    [-2147483648, "-2147483648"],
    [2147483648, "2147483648"],
    [-2147483649, "-2147483649"],
    [2 ** 53 - 1, "9007199254740991"],
    [-(2 ** 53 - 1), "-9007199254740991"],
    [2n ** 53n, "9007199254740992"],
    [-(2n ** 53n), "-9007199254740992"],
    [2n ** 63n, "9223372036854775808"],
    [-(2n ** 63n), "-9223372036854775808"],
    [2n ** 64n + 1n, "18446744073709551617"],
    [-128n - 2n ** 70n, "-1180591620717411303552"],
    [2.5, "2.5"],
    [new Float(2), "2.0"],
    [new Float(-0), "-0.0"],
    [new Float(1e300), "1e+300"],
    [5e-324, "5e-324"],
    [Infinity, "inf"],
    [-Infinity, "-inf"],
    ["", "''"],
    ["a\0b", "'a\\x00b'"],
    ["é😀", "'é😀'"],
    ["x".repeat(300), `'${"x".repeat(300)}'`],
    ["é".repeat(300), `'${"é".repeat(300)}'`],
  ];
  for (const [value, repr] of cases) {
    assertEquals(seen(value), repr);
    assertEquals(there(value), value);
  }
  assert(Number.isNaN(there(NaN)));
});

Deno.test("an int of ten thousand digits crosses exactly", () => {
  const long = 7n ** 11833n;
  assertEquals(long.toString().length, 10001);
  assertEquals(python.callSync("operator", "neg", [long]), -long);
  assertEquals(python.callSync("operator", "add", [-long, -long]), -2n * long);
});

Deno.test("every boundary of a byte in an int is exact", () => {
  for (let bits = 1n; bits <= 130n; bits++) {
    for (const near of [-1n, 0n, 1n]) {
      for (const sign of [1n, -1n]) {
        const exact = sign * (2n ** bits) + near;
        const canonical = Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
        assertEquals(python.callSync("builtins", "str", [canonical]), exact.toString());
        assertEquals(python.callSync("builtins", "int", [exact.toString()]), canonical);
      }
    }
  }
});

Deno.test("lists, tuples, maps, bytes and times keep their kind", () => {
  assertEquals(seen([1, "a", [], [null]]), "[1, 'a', [], [None]]");
  assertEquals(there([1, "a", [], [null]]), [1, "a", [], [null]]);
  assertEquals(seen(new Tuple([])), "()");
  assertEquals(
    there(new Tuple([1, new Tuple([2.5]), "x", 4])),
    new Tuple([1, new Tuple([2.5]), "x", 4]),
  );
  assertEquals(seen({ a: 1, "b c": { d: [true] } }), "{'a': 1, 'b c': {'d': [True]}}");
  assertEquals(there({ a: 1, "b c": { d: [true] } }), { a: 1, "b c": { d: [true] } });
  assertEquals(seen(new Uint8Array([0, 255])), "b'\\x00\\xff'");
  assertEquals(there(new Uint8Array([0, 255])), new Uint8Array([0, 255]));
  assertEquals(evaluate("bytearray(b'ab')"), new Uint8Array([97, 98]));
  assertEquals(seen(new Range(2, 5)), "range(2, 5)");
  assertEquals(
    seen(new Time(1.5)),
    "datetime.datetime(1970, 1, 1, 0, 0, 0, 1500, tzinfo=datetime.timezone.utc)",
  );
  assertEquals(there(new Time(1700000000000)), new Time(1700000000000));
  assertEquals(there(new Duration(-1500)), new Duration(-1500));
  const dates = evaluate(
    "[__import__('datetime').datetime(2020,1,2,3,4,5,6000), __import__('datetime').date(2020,1,2)]",
  );
  assertEquals(dates, [new Time(1577934245006), new Time(1577923200000)]);
});

Deno.test("a non-empty list of floats alone is a Float64Array, any other list an array", () => {
  assertEquals(evaluate("[1.0, 2.5]"), new Float64Array([1, 2.5]));
  assertEquals(evaluate("[7.0]"), new Float64Array([7]));
  assertEquals(evaluate("[]"), []);
  assertEquals(evaluate("[1.0, 2]"), [new Float(1), 2]);
  assertEquals(evaluate("[2, 1.0]"), [2, new Float(1)]);
  assertEquals(evaluate("[1.0, None, 2.0]"), [new Float(1), null, new Float(2)]);
  assertEquals(evaluate("(1.0, 2.0)"), new Tuple([new Float(1), new Float(2)]));
  assertEquals(evaluate("[[1.0], [2.0, 3.0]]"), [new Float64Array([1]), new Float64Array([2, 3])]);
  // Python writes lists in batches of a thousand.
  for (const count of [999, 1000, 1001, 2001]) {
    const floats = evaluate(`[float(i) for i in range(${count})]`) as Float64Array;
    assertEquals(floats, Float64Array.from({ length: count }, (_, index) => index));
    const mixed = evaluate(`[float(i) for i in range(${count})] + [1]`) as unknown[];
    assertEquals(mixed.length, count + 1);
    assertEquals(mixed[count - 1], new Float(count - 1));
    assertEquals(mixed[count], 1);
  }
});

Deno.test("a Float64Array is a list to the standard library", () => {
  assertEquals(seen(new Float64Array([1, 2.5])), "[1.0, 2.5]");
  assertEquals(python.callSync("json", "dumps", [new Float64Array([1, 2.5])]), "[1.0, 2.5]");
  const long = Float64Array.from({ length: 5000 }, (_, index) => index / 4);
  assertEquals(python.callSync("operator", "add", [long, []]), long);
});

Deno.test("other typed arrays and JS collections are lists", () => {
  assertEquals(seen(new Int32Array([1, -2])), "[1, -2]");
  assertEquals(seen(new Float32Array([0.5])), "[0.5]");
  assertEquals(seen(new BigUint64Array([2n ** 63n])), "[9223372036854775808]");
});

Deno.test("keys that JavaScript would reorder or take for the prototype keep their place", () => {
  const value = evaluate("{'b': 1, '2': 2, '__proto__': 3, 'a': 4}") as Record<string, unknown>;
  assertEquals(Object.keys(value), ["b", "\x002", "\x00__proto__", "a"]);
  assertEquals(seen(value), "{'b': 1, '2': 2, '__proto__': 3, 'a': 4}");
  const plain = openPython();
  const untouched = plain.callSync("builtins", "eval", ["{'__proto__': 3}"]) as object;
  assertEquals(Object.keys(untouched), ["__proto__"]);
  assertEquals(Object.getPrototypeOf(untouched), Object.prototype);
});

Deno.test("a set arrives as a sorted list where its elements have an order", () => {
  assertEquals(evaluate("{3, 1, 2}"), [1, 2, 3]);
  assertEquals(evaluate("frozenset({'b', 'a', '\\uffff', '\\U0001f600'})"), [
    "a",
    "b",
    "\uffff",
    "😀",
  ]);
  assertEquals(evaluate("{2.5, 1.5}"), new Float64Array([1.5, 2.5]));
  assertEquals(evaluate("{10, 2**70, -1}"), [-1, 10, 2n ** 70n]);
  assertEquals(evaluate("set()"), []);
});

Deno.test("shared parts arrive, recursive ones as handles", () => {
  assertEquals(evaluate("(lambda a: [a, a, {'x': a, 'y': a}])([1, 2])"), [
    [1, 2],
    [1, 2],
    { x: [1, 2], y: [1, 2] },
  ]);
  python.callSync("builtins", "exec", [
    "loop = [1]\nloop.append(loop)\nknot = {}\nknot['self'] = (knot,)\n" +
    "laughs = ['ha']\nfor _ in range(64): laughs = [laughs, laughs]\n",
  ]);
  const loop = python.getSync("__main__", "loop") as unknown[];
  assertEquals(loop[0], 1);
  assert(loop[1] instanceof PyHandle);
  assertEquals(loop[1].lenSync(), 2);
  const knot = python.getSync("__main__", "knot") as Record<string, Tuple>;
  assert(knot.self.items[0] instanceof PyHandle);
  // 2^64 leaves, but only 65 lists.
  assert(Array.isArray(python.getSync("__main__", "laughs")));
});

Deno.test("dicts with other keys than strings are handles, wherever they are", () => {
  const handle = evaluate("{1: 'a'}");
  assert(handle instanceof PyHandle);
  assertEquals(handle.label, "dict");
  assertEquals(handle.indexSync(1), "a");
  const [name, nested] = evaluate("['x', {(1, 2): 3}]") as [string, PyHandle];
  assertEquals(name, "x");
  assertEquals(nested.indexSync(new Tuple([1, 2])), 3);
});

Deno.test("a str with lone surrogates is a handle, and can go to Python", () => {
  const handle = evaluate("['ok', 'a\\ud800b']") as [string, PyHandle];
  assertEquals(handle[0], "ok");
  assertEquals(handle[1].label, "str");
  assertEquals(handle[1].lenSync(), 3);
  assertEquals(
    python.callSync("builtins", "ascii", ["a\ud800b😀\udfff"]),
    "'a\\ud800b\\U0001f600\\udfff'",
  );
});

Deno.test("values nested deeper than Python's recursion limit arrive as handle or value", async () => {
  python.callSync("builtins", "exec", [
    "middle = []\nfor _ in range(300): middle = [middle]\n",
  ]);
  for (const start of ["[]", "()", "{}"]) {
    const more = start === "{}" ? "{'a': deep}" : start === "()" ? "(deep, 1)" : "[deep]";
    python.callSync("builtins", "exec", [`deep = ${start}\nfor _ in range(5000): deep = ${more}`]);
    assert(python.getSync("__main__", "deep") instanceof PyHandle);
    assert(await python.get("__main__", "deep") instanceof PyHandle);
  }
  let depth = 0;
  for (let at = python.getSync("__main__", "middle") as unknown[]; at.length > 0; depth++) {
    at = at[0] as unknown[];
  }
  assertEquals(depth, 300);
});

Deno.test("rows arrive as they are, whatever stands in their fields", () => {
  const fields: unknown[] = [
    null,
    true,
    [],
    {},
    [1],
    [2.5].slice(1),
    { a: [] },
    { a: { b: {} } },
    [[]],
    [[], [1, "x"], {}],
    new Float(2),
    new Float64Array([2, 3.5]),
    [1, new Float(2), 2.5],
    [new Tuple([1, 2, 3, 4]), []],
    new Tuple([]),
    2n ** 80n,
    -5,
    70_000,
    "é",
    "x".repeat(300),
    new Uint8Array([1, 2]),
    Array.from({ length: 1000 }, (_, index) => index),
    Array.from({ length: 1001 }, (_, index) => `${index}`),
    Float64Array.from({ length: 1000 }, (_, index) => index / 2),
    Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`k${index}`, index])),
  ];
  for (const field of fields) {
    for (const count of [1, 2, 40]) {
      const row = (index: number) => ({
        id: index,
        "\u000012": index + 0.5,
        "\u0000__proto__": `row ${index}`,
        field,
        last: { x: index, y: [index, "a"] },
      });
      const rows = Array.from({ length: count }, (_, index) => row(index));
      assertEquals(python.callSync("copy", "deepcopy", [rows]), rows);
    }
  }
  const many = Array.from({ length: 2500 }, (_, id) => ({ id, name: `n${id}`, tags: ["a", "b"] }));
  assertEquals(python.callSync("copy", "deepcopy", [many]), many);
  const mixed = many.map((row, index) => index % 3 === 0 ? { ...row, more: null } : row);
  assertEquals(python.callSync("copy", "deepcopy", [mixed]), mixed);
  const shared = evaluate("(lambda x: [{'a': x, 'b': x}] * 30 + [x])([1, 2])") as unknown[];
  assertEquals(shared.slice(29), [{ a: [1, 2], b: [1, 2] }, [1, 2]]);
  const within = evaluate("(lambda d: d.update(me=[1, d]) or [{'k': d}] * 2)({})") as unknown[];
  assertEquals(within.length, 2);
});

Deno.test("a value nested too deep, or recursive, is refused before it goes to Python", () => {
  const loop: unknown[] = [];
  loop.push(loop);
  const error = assertThrows(() => seen(loop), PythonError, "nested more than 1000 deep");
  assertEquals((error as PythonError).code, "E0505");
});

Deno.test("what has no counterpart in Python is refused by name", () => {
  assertThrows(() => seen(new WeakMap()), PythonError, "type WeakMap cannot be passed");
  assertThrows(() => seen(Symbol("x")), PythonError, "symbol cannot be passed");
});

Deno.test("unhashable keys raise in Python and leave everything usable", () => {
  const error = assertThrows(
    () => python.callSync("operator", "setitem", [{}, [1], 2]),
    PythonError,
    "unhashable",
  ) as PythonError;
  assertEquals(error.data.type, "TypeError");
  assertEquals(seen([1]), "[1]");
});

Deno.test("instances of subclasses stay objects, with what they can do", () => {
  const counter = evaluate("__import__('collections').Counter('aab')") as PyHandle;
  assertEquals([counter.label, counter.lenSync(), counter.indexSync("a")], ["Counter", 2, 2]);
  assertEquals(counter.callMethodSync("most_common", [1]), [new Tuple(["a", 2])]);
  assertEquals(python.callSync("builtins", "dict", [counter]), { a: 2, b: 1 });
  const ordered = evaluate("[__import__('collections').OrderedDict(b=1, a=2)]") as PyHandle[];
  ordered[0].callMethodSync("move_to_end", ["b"]);
  assertEquals([...ordered[0].iterateSync()], ["a", "b"]);
  const point = evaluate("__import__('collections').namedtuple('Point', 'x y')(1, 2)") as PyHandle;
  assertEquals(point.label, "Point");
  assertEquals(point.getattrSync("y"), 2);
  assertEquals(point.indexSync(0), 1);
});
