import { assertEquals, assertInstanceOf, assertStrictEquals, assertThrows } from "@std/assert";
import { inspect } from "../values/print.ts";
import {
  Duration,
  Float,
  makeConstructor,
  makeList,
  Range,
  Size,
  type Slot,
  Time,
  Tuple,
  ZixirError,
} from "../values/mod.ts";
import { fromEntries } from "../values/record.ts";
import { fromHost, toHost, toJson } from "./host_value.ts";

const circle = makeConstructor("Shape", "Circle", 0, ["r", null]);
const at = Date.UTC(2026, 0, 2, 3, 4, 5);

Deno.test("toHost() gives the TypeScript counterpart of every kind of value", () => {
  const cases: [Slot, unknown][] = [
    [null, null],
    [true, true],
    [5, 5],
    [2n ** 70n, 2n ** 70n],
    [new Float(6), 6],
    [2.5, 2.5],
    ["é", "é"],
    [[1, new Float(2), "x"], [1, 2, "x"]],
    [makeList([new Float(1), 2.5]), new Float64Array([1, 2.5])],
    [new Tuple([1, new Float(2)]), [1, 2]],
    [new Range(0, 5), { start: 0, end: 5 }],
    [new Duration(1500), 1500],
    [new Size(1024), 1024],
    [new Time(at), new Date(at)],
    [new Uint8Array([1, 2]), new Uint8Array([1, 2])],
    [new circle.Class(new Float(2), 7), { $type: "Circle", r: 2, 1: 7 }],
    [{ a: new Float(1), b: [null] }, { a: 1, b: [null] }],
  ];
  for (const [slot, value] of cases) assertEquals(toHost(slot), value);
});

Deno.test("toHost() gives back keys that JavaScript would reorder or take specially", () => {
  const record = fromEntries([["b", 1], ["2", 2], ["__proto__", 3]]);
  const value = toHost(record) as Record<string, unknown>;
  assertEquals(Object.keys(value).toSorted(), ["2", "__proto__", "b"]);
  assertStrictEquals(Object.getPrototypeOf(value), Object.prototype);
});

Deno.test("fromHost() takes back what toHost() gives, but for Floats that look like Ints", () => {
  const kept: Slot[] = [
    null,
    false,
    -3,
    2n ** 70n,
    2.5,
    "text",
    [1, [2.5, "x"]],
    makeList([new Float(1), 2.5]),
    new Uint8Array([1]),
    new Time(at),
    fromEntries([["b", 1], ["2", [null]], ["__proto__", "p"]]),
  ];
  for (const slot of kept) {
    const there = inspect(fromHost(toHost(slot)));
    const sorted = (text: string) => [...text].toSorted().join("");
    assertEquals(sorted(there), sorted(inspect(slot)));
  }
  assertEquals(inspect(fromHost(toHost(new Float(6)))), "6");
});

Deno.test("fromHost() normalises what TypeScript says in several ways", () => {
  const cases: [unknown, string][] = [
    [undefined, "nil"],
    [5n, "5"],
    [new Float(6), "6.0"],
    [new Float(2.5), "2.5"],
    [new Float32Array([1, 0.5]), "[1.0, 0.5]"],
    [new Int32Array([1, -2]), "[1, -2]"],
    [new BigInt64Array([1n]), "[1]"],
    [[new Float(1), 2.5], "[1.0, 2.5]"],
    ["a\ud800b", '"a\ufffdb"'],
    [Object.assign(Object.create(null), { a: 1 }), "{a: 1}"],
  ];
  for (const [value, text] of cases) assertEquals(inspect(fromHost(value)), text);
});

Deno.test("fromHost() refuses what has no counterpart, and values that contain themselves", () => {
  for (const value of [Symbol("s"), new Set([1]), new Map(), [new WeakMap()], { a: /x/ }]) {
    assertEquals(assertThrows(() => fromHost(value), ZixirError).kind, "type");
  }
  const loop: unknown[] = [];
  loop.push(loop);
  assertEquals(assertThrows(() => fromHost(loop), ZixirError).kind, "limit");
});

Deno.test("toHost() gives lists that share no buffer with others", () => {
  const shared = new Float64Array([1, 2, 3, 4]);
  const out = toHost({ xs: shared.subarray(1, 3) }) as { xs: Float64Array };
  assertEquals(out.xs, new Float64Array([2, 3]));
  assertEquals(out.xs.buffer.byteLength, 16);
  assertStrictEquals(toHost(shared), shared);
});

Deno.test("functions convert what goes in and out, waiting or not", async () => {
  const half = toHost((x: Slot) => new Float((x as number) / 2));
  assertEquals((half as (x: number) => unknown)(8), 4);
  const later = fromHost((x: number) => Promise.resolve([x + 1]));
  const result = (later as (x: Slot) => Promise<Slot>)(1);
  assertInstanceOf(result, Promise);
  assertEquals(inspect(await result), "[2]");
});

Deno.test("toJson() keeps all digits and writes what JSON has no form for", () => {
  const cases: [Slot, string][] = [
    [new Float(11), "11"],
    [2n ** 70n, "1180591620717411303424"],
    [[1, 2n ** 60n], "[1,1152921504606846976]"],
    [NaN, "null"],
    [makeList([Infinity, new Float(1)]), "[null,1]"],
    [new Time(at), '"2026-01-02T03:04:05.000Z"'],
    [{ at: new Time(NaN) }, '{"at":null}'],
    [new Uint8Array([1, 2, 3]), '"AQID"'],
    [{ a: "x\n", b: null }, '{"a":"x\\n","b":null}'],
    [new circle.Class(1, 2), '{"1":2,"$type":"Circle","r":1}'],
    [function twice() {}, '"<function twice>"'],
  ];
  for (const [slot, json] of cases) assertEquals(toJson(slot), json);
});
