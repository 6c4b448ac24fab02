import { assertEquals } from "@std/assert";
import { box, Duration, makeList, Range, type Slot, Tuple } from "../values/mod.ts";
import { memoryHost } from "./memory_host.ts";
import { call, entryOf, failure } from "../../tests/std/calls.ts";

const floats = makeList([box(1), box(2.5), box(-3)]);

Deno.test("print() writes its arguments with spaces between, strings raw", () => {
  const host = memoryHost();
  const print = entryOf("print", host).run as (...values: Slot[]) => null;
  print("a", 1, box(2), ["b"]);
  print();
  assertEquals(host.printed(), 'a 1 2.0 ["b"]\n\n');
});

Deno.test("len() counts elements, code points, keys and bytes", () => {
  assertEquals(call("len", [1, 2]), "2");
  assertEquals(call("len", floats), "3");
  assertEquals(call("len", "a😀"), "2");
  assertEquals(call("len", { a: 1, "\u00001": 2 }), "2");
  assertEquals(call("len", new Tuple([1, 2, 3])), "3");
  assertEquals(call("len", new Range(3, 10)), "7");
  assertEquals(call("len", new Uint8Array(4)), "4");
  assertEquals(
    failure("len", 5),
    "type: len: expected a list, String, map, tuple, range or Bytes, got Int 5",
  );
});

Deno.test("int() cuts fractions and reads digits at any size", () => {
  assertEquals(call("int", 3.7), "3");
  assertEquals(call("int", -3.7), "-3");
  assertEquals(call("int", -0.2), "0");
  assertEquals(call("int", box(1e20)), "100000000000000000000");
  assertEquals(call("int", " +12345678901234567890 "), "12345678901234567890");
  assertEquals(call("int", "-0"), "0");
  assertEquals(call("int", true), "1");
  assertEquals(call("string.to_int", "-ff", 16), "-255");
  assertEquals(call("string.to_int", "zz", 36), "1295");
  assertEquals(failure("int", "4.2"), 'value: int: "4.2" is not an integer');
  assertEquals(failure("int", ""), 'value: int: "" is not an integer');
  assertEquals(
    failure("string.to_int", "12", 2),
    'value: string.to_int: "12" is not an integer in base 2',
  );
  assertEquals(failure("int", NaN), "value: int: nan has no Int");
  assertEquals(failure("int", []), "type: int: expected a number, Bool or String, got List []");
});

Deno.test("float() reads decimal numbers and the names of the special ones", () => {
  const float = entryOf("float").run as (v: Slot) => number;
  assertEquals([" 1.5 ", "-2", ".5", "1e3", "inf", "-inf"].map(float), [
    1.5,
    -2,
    0.5,
    1000,
    Infinity,
    -Infinity,
  ]);
  assertEquals(float("nan"), NaN);
  assertEquals(float(2n ** 70n), 2 ** 70);
  assertEquals(failure("float", "0x10"), 'value: float: "0x10" is not a number');
  assertEquals(failure("float", "1_000"), 'value: float: "1_000" is not a number');
});

Deno.test("bool() takes only what is clearly one or the other", () => {
  assertEquals(call("bool", " TRUE "), "true");
  assertEquals(call("bool", box(0)), "false");
  assertEquals(call("bool", 2n ** 60n), "true");
  assertEquals(failure("bool", "yes"), 'value: bool: "yes" is neither "true" nor "false"');
});

Deno.test("sum() is exact for Ints and compensated for Floats", () => {
  assertEquals(call("sum", []), "0");
  assertEquals(call("sum", [2 ** 53 - 1, 1, 1]), "9007199254740993");
  assertEquals(call("sum", makeList(new Array(10).fill(0.1))), "1.0");
  assertEquals(call("sum", [1, box(2), 0.5]), "3.5");
  assertEquals(call("sum", makeList([Infinity, 0.1, 1.5])), "inf");
  assertEquals(failure("sum", ["a"]), 'type: sum: expected a list of numbers, got String "a"');
});

Deno.test("min() and max() refuse empty lists and let nan win", () => {
  assertEquals(call("min", floats), "-3.0");
  assertEquals(call("max", floats), "2.5");
  assertEquals(call("max", [1, box(2), 3n ** 40n]), "12157665459056928801");
  assertEquals(call("min", makeList([NaN, 0.5])), "nan");
  assertEquals(call("max", [1, NaN]), "nan");
  assertEquals(failure("min", []), "value: min: the list is empty");
  assertEquals(failure("max", [1, "a"]), "type: cannot compare String and Int");
});

Deno.test("sort() orders numbers by value with nan last, strings by code point", () => {
  assertEquals(call("sort", [3, -1, 2n ** 60n, 0]), "[-1, 0, 3, 1152921504606846976]");
  assertEquals(call("sort", makeList([2.5, NaN, -0.5])), "[-0.5, 2.5, nan]");
  assertEquals(call("sort", [NaN, 2, 0.5]), "[0.5, 2, nan]");
  assertEquals(call("sort", ["😀", "\uffee", "b", "a"]), '["a", "b", "￮", "😀"]');
  assertEquals(call("sort", [new Tuple([2, "a"]), new Tuple([1, "b"])]), '[(1, "b"), (2, "a")]');
  assertEquals(failure("sort", [1, "a"]).startsWith("type: cannot compare"), true);
});

Deno.test("sort_by() keeps equal keys in their order", () => {
  const words = ["bb", "aa", "c", "dd", "a"];
  assertEquals(
    call("sort_by", words, (s: Slot) => String(s).length),
    '["c", "a", "bb", "aa", "dd"]',
  );
});

Deno.test("map() and filter() give flat lists of Floats", () => {
  assertEquals(call("map", [1, 2], (x: Slot) => box(Number(x))), "[1.0, 2.0]");
  assertEquals(call("map", floats, (x: Slot) => x), "[1.0, 2.5, -3.0]");
  assertEquals(call("filter", floats, (x: Slot) => typeof x === "number"), "[2.5]");
  assertEquals(call("filter", [1, 0.5], (x: Slot) => x === 0.5), "[0.5]");
  assertEquals(
    failure("filter", [1], () => 1),
    "type: filter: the function must give a Bool, it gave Int 1",
  );
});

Deno.test("range() counts up, down and refuses a step of 0", () => {
  assertEquals(call("range", 3), "[0, 1, 2]");
  assertEquals(call("range", 5, 0, -2), "[5, 3, 1]");
  assertEquals(call("range", 3, 3), "[]");
  assertEquals(
    call("range", 2n ** 60n, 2n ** 60n + 2n),
    "[1152921504606846976, 1152921504606846977]",
  );
  assertEquals(failure("range", 0, 5, 0), "value: range: the step must not be 0");
  assertEquals(
    failure("range", 0, 2n ** 70n),
    "limit: range: the list would have more than 100000000 elements",
  );
});

Deno.test("contains() looks in lists, strings, maps, ranges and tuples", () => {
  assertEquals(call("contains", [1, 2], box(2)), "true");
  assertEquals(call("contains", floats, 1), "true");
  assertEquals(call("contains", floats, 2.5), "true");
  assertEquals(call("contains", "team", "ea"), "true");
  assertEquals(call("contains", { a: 1 }, "a"), "true");
  assertEquals(call("contains", new Range(0, 5), 5), "false");
  assertEquals(call("contains", new Tuple(["x"]), "x"), "true");
  assertEquals(
    failure("contains", "a1", 1),
    "type: contains: expected a String to look for in a String, got Int 1",
  );
});

Deno.test("split() cuts at separators, white space or every character", () => {
  assertEquals(call("split", "a,b,,c", ","), '["a", "b", "", "c"]');
  assertEquals(call("split", "  two\n words "), '["two", "words"]');
  assertEquals(call("split", ""), "[]");
  assertEquals(call("split", "h😀", ""), '["h", "😀"]');
  assertEquals(call("split", "k=v=w", "=", 2), '["k", "v=w"]');
  assertEquals(call("split", "a  b  c", null, 2), '["a", "b  c"]');
});

Deno.test("sleep() waits by the host's clock and ends with the scope", async () => {
  const host = memoryHost();
  const sleep = entryOf("sleep", host).run as (d: Duration) => Promise<null>;
  const before = host.clock.now();
  await sleep(new Duration(1500));
  assertEquals(host.clock.now() - before, 1500);
});

Deno.test("type_of() joins what elements have in common", () => {
  const typeOf = (v: Slot): string => JSON.parse(call("type_of", v));
  assertEquals(typeOf([1, 2.5]), "[Num]");
  assertEquals(typeOf([1, null, 2]), "[Int?]");
  assertEquals(typeOf([1, "a"]), "[Any]");
  assertEquals(typeOf([]), "[Any]");
  assertEquals(typeOf([[], [1]]), "[[Int]]");
  assertEquals(typeOf([{ a: 1, b: "x" }, { b: "y", a: box(1) }]), "[{a: Num, b: String}]");
  assertEquals(typeOf([{ a: 1 }, { b: 1 }]), "[Any]");
  assertEquals(typeOf([new Tuple([1, "a"]), new Tuple([0.5, "b"])]), "[(Num, String)]");
  assertEquals(typeOf(new Range(0, 1)), "Range");
});
