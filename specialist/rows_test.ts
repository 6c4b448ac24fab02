import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Float, slotHooks, Time, Tuple } from "./_testing.ts";
import { openPython, PyHandle } from "./mod.ts";

const python = openPython({ hooks: slotHooks });
const main = (name: string, ...args: unknown[]) => python.callSync("__main__", name, args);
const evaluate = (source: string) => python.callSync("builtins", "eval", [source]);
python.callSync("builtins", "exec", [`
import array, enum, struct, sys
kept = None
def keep(value):
    global kept
    kept = value
def give(): return kept
def give_pickled():
    # bytes are not plain, so the whole is not.
    return [b"", kept]
def same(a, b):
    if type(a) is not type(b): return False
    if type(a) is float: return struct.pack("d", a) == struct.pack("d", b)
    if type(a) is dict:
        return list(a) == list(b) and all(type(key) is str for key in a) and all(
            same(a[key], b[key]) for key in a)
    if type(a) in (list, tuple): return len(a) == len(b) and all(map(same, a, b))
    return a == b
def is_kept(value, time): return same(kept, value)
class Colour(enum.IntEnum):
    RED = 1
class Name(str): pass
`]);

/** Sends a value as it likes to be sent and as pickle, and has it back both ways. */
function check(value: unknown): void {
  main("keep", value);
  // A time is not plain, so the whole request is not.
  assert(main("is_kept", value, new Time(0)), "marshal and pickle differ in Python");
  assertEquals(main("give"), value);
  assertEquals((main("give_pickled") as unknown[])[1], value);
}

const slotFloat = fc.double().map((value) => Number.isInteger(value) ? new Float(value) : value);
const slotInt = fc.oneof(
  fc.integer({ min: -300, max: 300 }),
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }).map((value) =>
    Number.isSafeInteger(Number(value)) ? Number(value) : value
  ),
);
const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.string({ unit: "binary-ascii", maxLength: 300 }),
);
const key = fc.oneof(
  fc.constantFrom("id", "name", "a b", "é", "", "__proto__", "12", "\0x", "constructor"),
  fc.string({ unit: "binary-ascii", maxLength: 8 }),
).map((key) => slotHooks.keyIn(key));

/** A list as slots have it: one of floats alone is an array of floats. */
function canonical(items: unknown[]): unknown[] | Float64Array {
  const floats = items.map((item) =>
    item instanceof Float
      ? item.value
      : typeof item === "number" && !Number.isInteger(item)
      ? item
      : undefined
  );
  return items.length > 0 && floats.every((item) => item !== undefined)
    ? new Float64Array(floats as number[])
    : items;
}

function record(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries);
}

const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(fc.constantFrom(null, true, false), slotInt, slotFloat, text),
    fc.array(tie("value"), { maxLength: 5 }).map(canonical),
    fc.array(tie("value"), { maxLength: 4 }).map((items) => new Tuple(items)),
    fc.array(fc.tuple(key, tie("value")), { maxLength: 5 }).map(record),
  ),
}));

Deno.test("any plain value crosses as marshal as it does as pickle", () => {
  fc.assert(fc.property(anything, check), { numRuns: 400 });
});

const column = fc.oneof(
  fc.constant(slotInt),
  fc.constant(slotFloat),
  fc.constant(text),
  fc.constant(fc.boolean()),
  fc.constant(fc.constant(null)),
  fc.constant(fc.oneof(slotInt, slotFloat, text, fc.constant(null))),
  fc.constant(fc.array(text, { minLength: 2, maxLength: 2 })),
  fc.constant(fc.array(fc.oneof(text, slotInt), { maxLength: 3 })),
  fc.constant(fc.array(slotFloat, { maxLength: 3 }).map(canonical)),
  fc.constant(fc.record({ x: slotInt, y: fc.record({ z: text, w: fc.constant([]) }) })),
  fc.constant(fc.array(fc.record({ x: slotInt, y: text }), { maxLength: 3 })),
  fc.constant(anything),
);

/** Tables of so many rows, alike but for a few. */
function tables(...counts: number[]): fc.Arbitrary<Record<string, unknown>[]> {
  const change = fc.constantFrom("less", "more", "turned", "other", "nil");
  const changes = fc.array(fc.tuple(fc.nat(), change, anything), { maxLength: 3 });
  return fc.uniqueArray(fc.tuple(key, column), { maxLength: 6, selector: ([name]) => name })
    .chain((columns) => {
      const row = fc.tuple(...columns.map(([, values]) => values as fc.Arbitrary<unknown>))
        .map((values) => columns.map(([name], index): [string, unknown] => [name, values[index]]));
      const rows = fc.constantFrom(...counts).chain((count) =>
        fc.array(row, { minLength: count, maxLength: count })
      );
      return fc.tuple(rows, changes);
    })
    .map(([rows, changes]) => {
      for (const [place, change, value] of changes) {
        // The last row most of all: it is odd where all before were alike.
        const entries = rows[place % 3 === 0 ? place % rows.length : rows.length - 1] ?? [];
        if (change === "less") entries.pop();
        else if (change === "more") entries.push(["more", value]);
        else if (change === "turned") entries.reverse();
        else if (entries.length > 0) {
          entries[place % entries.length][1] = change === "nil" ? null : value;
        }
      }
      return rows.map(record);
    });
}

Deno.test("rows cross, be they uniform, nearly so or not at all", () => {
  fc.assert(fc.property(tables(0, 1, 2, 7, 8, 9, 40), check), { numRuns: 300 });
});

Deno.test("rows of a shape often met cross by the code made for it, as any others", () => {
  fc.assert(
    fc.property(tables(32, 33, 50), (rows) => {
      // More than it takes for both codes to be made, of the first row's shape.
      main("keep", Array(5000).fill(rows[0]));
      main("give");
      check(rows);
    }),
    { numRuns: 150 },
  );
});

Deno.test("a table may outgrow the memory of its message anywhere in a row", () => {
  const short = Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => [`t${index}`, "x".repeat(60)]),
  );
  for (let round = 0; round < 12; round++) {
    // More than a mebibyte: of such a message the memory is given back, the next one grows again.
    const rows = Array.from({ length: 500 }, (_, index) => ({
      bytes: new Uint8Array(1200 + (index * 7 + round * 13) % 400),
      ...short,
      score: index + 0.5,
    }));
    main("keep", Array(5000).fill({ ...rows[0], bytes: null }));
    check(rows);
  }
});

Deno.test("what has a buffer or is of a subclass is no plain value, wherever it stands", () => {
  const odd: [string, (value: unknown) => boolean][] = [
    ["b'ab'", (value) => value instanceof Uint8Array && value.length === 2],
    ["bytearray(b'ab')", (value) => value instanceof Uint8Array && value.length === 2],
    ["array.array('d', [1.5])", (value) => value instanceof Float64Array && value[0] === 1.5],
    ["array.array('u', 'ab')", (value) => value === "ab"],
    ["memoryview(b'ab')", (value) => value instanceof PyHandle && value.label === "memoryview"],
    ["Colour.RED", (value) => value instanceof PyHandle && value.label === "Colour"],
    ["Name('x')", (value) => value instanceof PyHandle && value.label === "Name"],
    ["{3, 1, 2}", (value) => JSON.stringify(value) === "[1,2,3]"],
    ["frozenset('ba')", (value) => JSON.stringify(value) === '["a","b"]'],
    ["1j", (value) => value instanceof PyHandle && value.label === "complex"],
    ["...", (value) => value instanceof PyHandle && value.label === "ellipsis"],
    [
      "StopIteration",
      (value) => value instanceof PyHandle && value.label === "class StopIteration",
    ],
    ["keep.__code__", (value) => value instanceof PyHandle && value.label === "code"],
    ["slice(1, 2)", (value) => value instanceof PyHandle && value.label === "slice"],
    ["{1: 2}", (value) => value instanceof PyHandle && value.label === "dict"],
    ["'\\ud800'", (value) => value instanceof PyHandle && value.label === "str"],
  ];
  for (const [source, isRight] of odd) {
    for (const count of [1, 2, 40]) {
      const rows = evaluate(
        `[{'id': i, 'last': ${source} if i == ${count - 1} else None} for i in range(${count})]`,
      ) as { id: number; last: unknown }[];
      assertEquals(rows.map((row) => row.id), Array.from({ length: count }, (_, id) => id));
      assertEquals(rows.slice(0, -1).every((row) => row.last === null), true);
      assert(isRight(rows[count - 1].last), `${source} in row ${count}`);
    }
    const { inner } = evaluate(`{'a': 1, 'inner': {'b': [${source}]}}`) as {
      inner: { b: unknown[] };
    };
    assert(isRight(inner.b[0]), `${source} in a dict`);
  }
});

Deno.test("a row that contains itself is a handle there, the rest is as it is", () => {
  python.callSync("builtins", "exec", [
    "ring = [{'id': i, 'next': None} for i in range(20)]\nring[19]['next'] = ring[19]\n",
  ]);
  const ring = evaluate("ring") as { id: number; next: unknown }[];
  assertEquals(ring.slice(0, 19).map((row) => row.id), [...Array(19).keys()]);
  assert(ring[19].next instanceof PyHandle);
  python.callSync("builtins", "exec", ["around = {'a': [{}]}\naround['a'][0]['b'] = around\n"]);
  assert((evaluate("around") as { a: { b: unknown }[] }).a[0].b instanceof PyHandle);
});

Deno.test("what is shared in Python arrives at all its places", () => {
  assertEquals(evaluate("(lambda x: [{'a': x}, {'a': x}, {'b': [x, x]}, {'c': (x, 2)}])(1.5)"), [
    { a: 1.5 },
    { a: 1.5 },
    { b: new Float64Array([1.5, 1.5]) },
    { c: new Tuple([1.5, 2]) },
  ]);
  assertEquals(evaluate("(lambda x: {'a': [x, x, 1], 'b': [x], 'c': x})(2.0)"), {
    a: [new Float(2), new Float(2), 1],
    b: new Float64Array([2]),
    c: new Float(2),
  });
  const laughs = "(lambda x: [x := {'a': x, 'b': x} for _ in range(64)][-1])({'ha': 1})";
  let depth = 0;
  for (let at = evaluate(laughs) as Record<string, unknown>; "a" in at; depth++) {
    assert(at.a === at.b);
    at = at.a as Record<string, unknown>;
  }
  assertEquals(depth, 64);
});

Deno.test("long lists keep their kind beside records and within them", () => {
  for (const count of [999, 1000, 1001]) {
    const floats = Float64Array.from({ length: count }, (_, index) => index);
    const texts = Array.from({ length: count }, (_, index) => `t${index}`);
    check({ floats, texts });
    check([{ floats }, { texts }, texts]);
  }
  check(
    Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`key ${index}`, index + 0.5])),
  );
});

Deno.test("a record of a class's prototype or none, and one with many keys, are records", () => {
  assertEquals(main("is_kept", null, new Time(0)) === true, evaluate("kept is None"));
  const bare: Record<string, unknown> = Object.create(null);
  bare.x = 1;
  main("keep", [bare, bare]);
  assertEquals(evaluate("kept"), [{ x: 1 }, { x: 1 }]);
  const wide = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`k${index}`, index]));
  check([wide, wide, { ...wide, more: 1 }]);
});

Deno.test("rows cross to workers and back as in process", async () => {
  const rows = Array.from({ length: 50 }, (_, id) => ({ id, name: `é${id}`, tags: ["a", id] }));
  const isolated = (source: string) =>
    python.call("builtins", "eval", [source], undefined, { isolate: true });
  assertEquals(
    await python.call("copy", "deepcopy", [rows], undefined, { isolate: true }),
    rows,
  );
  assertEquals(
    await python.call("copy", "deepcopy", [rows], undefined, { memoryBytes: 200e6 }),
    rows,
  );
  assertEquals(await isolated("[{'a': 1}, {'a': b'x'}]"), [{ a: 1 }, { a: new Uint8Array([120]) }]);
  const [first, second] = await isolated("[{'a': 1}, {'a': 1j}]") as Record<string, unknown>[];
  assertEquals(first, { a: 1 });
  assert(second.a instanceof PyHandle);
  assertEquals(
    await isolated("[{'a': 1}, {'a': {1: 2}}]").then((rows) =>
      (rows as { a: PyHandle }[])[1].a.label
    ),
    "dict",
  );
});

Deno.test("functions get rows from Python, whatever stands in them", async () => {
  const got: unknown[] = [];
  const take = (...args: unknown[]) => {
    got.push(args);
    return args.length;
  };
  const call = "__import__('builtins').apply = lambda f: f([{'a': 1}, {'a': {2}}], b'', 1.5)";
  python.callSync("builtins", "exec", [call]);
  const expected = [[{ a: 1 }, { a: [2] }], new Uint8Array(0), 1.5];
  assertEquals(python.callSync("builtins", "apply", [take]), 3);
  assertEquals(await python.call("builtins", "apply", [take]), 3);
  assertEquals(got, [expected, expected]);
  const rows = [{ a: 1 }, { a: new Uint8Array([1]) }];
  const isolate = { isolate: true };
  const sent = await python.call("functools", "reduce", [take, [rows, 5]], undefined, isolate);
  assertEquals([sent, got[2]], [2, [rows, 5]]);
});
