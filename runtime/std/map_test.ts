import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { inspect, type List, record, type RecordSlot, type Slot, Tuple } from "../values/mod.ts";
import { equalWithKinds, ints, strings } from "../../tests/std/arbitrary.ts";
import { call, entryOf, failure } from "../../tests/std/calls.ts";

const maps: fc.Arbitrary<RecordSlot> = fc.array(fc.tuple(strings, ints), { maxLength: 6 })
  .map(record.fromEntries);

function fn(name: string): (...args: Slot[]) => Slot {
  return entryOf(name).run as (...args: Slot[]) => Slot;
}

Deno.test("map.from_pairs() and map.to_pairs() are inverse", () => {
  fc.assert(fc.property(maps, (m) => {
    assert(equalWithKinds(fn("map.from_pairs")(fn("map.to_pairs")(m)), m));
  }));
});

Deno.test("map.set(), get(), has() and delete() agree for any key", () => {
  fc.assert(fc.property(maps, strings, ints, (m, key, value) => {
    const set = fn("map.set")(m, key, value) as RecordSlot;
    assertEquals(fn("map.get")(set, key), value);
    assertEquals(fn("map.has")(set, key), true);
    const gone = fn("map.delete")(set, key) as RecordSlot;
    assertEquals(fn("map.get")(gone, key), null);
    assertEquals(record.size(gone), record.size(set) - 1);
    assertEquals((fn("keys")(set) as List).length, record.size(set));
  }));
});

Deno.test("map.merge() takes the second of two values and keeps the place of the first", () => {
  assertEquals(call("map.merge", { a: 1, b: 2 }, { c: 3, a: 4 }), "{a: 4, b: 2, c: 3}");
  fc.assert(fc.property(maps, maps, (m, other) => {
    const merged = fn("map.merge")(m, other) as RecordSlot;
    const expected = record.fromEntries([...record.entries(m), ...record.entries(other)]);
    assertEquals(inspect(merged), inspect(expected));
  }));
});

Deno.test("map.filter() and map.reject() part a map", () => {
  fc.assert(fc.property(maps, (m) => {
    const test = (_: Slot, v: Slot): boolean => (v as number) > 0;
    const kept = fn("map.filter")(m, test) as RecordSlot;
    const left = fn("map.reject")(m, test) as RecordSlot;
    assertEquals(record.size(kept) + record.size(left), record.size(m));
    assert(record.values(kept).every((v) => (v as number) > 0));
  }));
});

Deno.test("map functions keep keys that look like numbers in their order", () => {
  const m = record.fromEntries([["b", 1], ["10", 2], ["9", 3]]);
  assertEquals(call("map.map_values", m, (v: Slot) => v), '{b: 1, "10": 2, "9": 3}');
  assertEquals(call("map.pick", m, ["9", "b"]), '{"9": 3, b: 1}');
  assertEquals(call("map.omit", m, ["10"]), '{b: 1, "9": 3}');
  assertEquals(call("map.map_keys", m, (k: Slot) => `1${k}`), '{"1b": 1, "110": 2, "19": 3}');
  assertEquals(
    call("map.merge_with", m, m, (x: Slot, y: Slot) => (x as number) + (y as number)),
    '{b: 2, "10": 4, "9": 6}',
  );
});

Deno.test("map.from_pairs() refuses what is no pair", () => {
  assertEquals(
    failure("map.from_pairs", [new Tuple([1, 2])]),
    "type: map.from_pairs: expected pairs of a String and a value, got Tuple (1, 2)",
  );
});

Deno.test("map.get_path() gives nil where a step is missing", () => {
  const value = { a: [{ "\u00001": "x" }] };
  assertEquals(call("map.get_path", value, ["a", 0, "1"]), '"x"');
  assertEquals(call("map.get_path", value, ["a", 1, "1"]), "nil");
  assertEquals(call("map.get_path", value, ["a", "b"]), "nil");
  assertEquals(call("map.get_path", value, []), '{a: [{"1": "x"}]}');
});
