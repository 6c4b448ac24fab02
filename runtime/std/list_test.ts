import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  box,
  equal,
  inspect,
  isFloat,
  type List,
  list,
  makeList,
  type Slot,
  sortOrder,
  Tuple,
} from "../values/mod.ts";
import { equalWithKinds, ints, slots, strings } from "../../tests/std/arbitrary.ts";
import { call, entryOf, failure } from "../../tests/std/calls.ts";

const lists: fc.Arbitrary<List> = fc.oneof(
  fc.array(slots(), { maxLength: 8 }).map(makeList),
  fc.array(fc.double().map(box), { maxLength: 8 }).map(makeList),
);

/** Lists whose elements can be compared with each other. */
const sortable: fc.Arbitrary<List> = fc.oneof(
  fc.array(ints),
  fc.array(fc.oneof(ints, fc.double().map(box))),
  fc.array(fc.double().map(box)),
  fc.array(strings),
  fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), strings).map((items) => new Tuple(items))),
).map(makeList);

function fn(name: string): (...args: unknown[]) => Slot {
  return entryOf(name).run as (...args: unknown[]) => Slot;
}

const number = (v: Slot): number => Number(v);

Deno.test("list functions that take from the ends cut to what is there", () => {
  const xs = [1, 2, 3];
  assertEquals(call("list.take", xs, 9), "[1, 2, 3]");
  assertEquals(call("list.take", xs, 2n ** 80n), "[1, 2, 3]");
  assertEquals(call("list.take_last", xs, 9), "[1, 2, 3]");
  assertEquals(call("list.drop", xs, 9), "[]");
  assertEquals(call("list.drop_last", xs, 9), "[]");
  assertEquals(call("list.slice", xs, -2), "[2, 3]");
  assertEquals(call("list.slice", xs, 2, 1), "[]");
  assertEquals(call("list.slice", makeList([0.5, 1.5]), 0, 1), "[0.5]");
  assertEquals(failure("list.take", xs, -1), "value: list.take: count must be at least 0, got -1");
});

Deno.test("list functions give nil where there is nothing", () => {
  for (const name of ["first", "last"]) assertEquals(call(`list.${name}`, []), "nil");
  assertEquals(call("list.find", [1], () => false), "nil");
  assertEquals(call("list.index_of", [1, 2], 3), "nil");
  assertEquals(call("list.get", [1], -2), "nil");
});

Deno.test("list.max_by() and list.min_by() have no element of an empty list to give", () => {
  for (const name of ["list.max_by", "list.min_by"]) {
    assertEquals(failure(name, [], number), `value: ${name}: the list is empty`);
  }
});

Deno.test("list.set() and its kin name an index that is not there", () => {
  const message = (length: string, index: number): string =>
    `index: index ${index} is out of range: the list has ${length}`;
  assertEquals(failure("list.set", [1], 1, 0), message("1 element", 1));
  assertEquals(failure("list.remove_at", [1, 2], -3), message("2 elements", -3));
  assertEquals(failure("list.insert", [1], 3, 0), message("1 element", 3));
  assertEquals(call("list.insert", [1, 2], -1, 9), "[1, 9, 2]");
});

Deno.test("list results are flat exactly when all elements are Floats", () => {
  fc.assert(fc.property(lists, lists, fc.nat(9), (xs, ys, n) => {
    const results: Slot[] = [
      fn("list.take")(xs, n),
      fn("list.append")(xs, box(n)),
      fn("list.prepend")(xs, n),
      fn("list.unique")(xs),
      fn("list.flatten")([xs, ys]),
      fn("list.compact")(xs),
      fn("list.intersperse")(xs, box(1)),
      fn("list.difference")(xs, ys),
      fn("reverse")(xs),
      fn("map")(xs, (x: Slot) => x),
      fn("filter")(xs, (x: Slot) => isFloat(x)),
      fn("list.scan")(xs, box(0), (_: Slot, x: Slot) => x),
      ...list.slots(fn("list.chunk")(xs, n + 1) as List),
      ...(fn("list.partition")(xs, (x: Slot) => isFloat(x)) as Tuple).items,
    ];
    for (const result of results) {
      const items = result as List;
      const flat = items.length > 0 && list.slots(items).every((x) => isFloat(x));
      assertEquals(items instanceof Float64Array && items.length > 0, flat, inspect(result));
    }
  }));
});

Deno.test("sort() is a stable, ordered permutation", () => {
  fc.assert(fc.property(sortable, (xs) => {
    const sorted = list.slots(fn("sort")(xs) as List);
    for (let i = 1; i < sorted.length; i++) assert(sortOrder(sorted[i - 1], sorted[i]) <= 0);
    // The plain stable sort, which the fast ways must agree with in every kind and sign.
    const plain = makeList([...list.slots(xs)].sort(sortOrder));
    if (!(xs instanceof Float64Array)) assertEquals(inspect(makeList(sorted)), inspect(plain));
    assertEquals([...list.slots(xs)].map(inspect).sort(), sorted.map(inspect).sort());
  }));
});

Deno.test("sort_by() and list.sort_by_desc() keep equal keys in their order", () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.nat()), { maxLength: 20 });
  fc.assert(fc.property(pairs, (rows) => {
    const xs = rows.map((row, i) => new Tuple([...row, i]));
    const key = (t: Slot): Slot => (t as Tuple).items[0];
    for (const [name, sign] of [["sort_by", 1], ["list.sort_by_desc", -1]] as const) {
      const sorted = fn(name)(xs, key) as Tuple[];
      for (let i = 1; i < sorted.length; i++) {
        const order = (Number(key(sorted[i])) - Number(key(sorted[i - 1]))) * sign;
        assert(
          order > 0 || (order === 0 && Number(sorted[i].items[2]) > Number(sorted[i - 1].items[2])),
        );
      }
    }
  }));
});

Deno.test("list.chunk() and list.flatten() are inverse", () => {
  fc.assert(fc.property(lists, fc.integer({ min: 1, max: 5 }), (xs, size) => {
    const chunks = fn("list.chunk")(xs, size) as List[];
    for (const chunk of chunks.slice(0, -1)) assertEquals(chunk.length, size);
    assert(equalWithKinds(fn("list.flatten")(chunks), xs.length === 0 ? [] : xs));
  }));
});

Deno.test("list.unique() keeps the first of equal elements", () => {
  fc.assert(fc.property(lists, (xs) => {
    const plain: Slot[] = [];
    for (const x of list.slots(xs)) if (!plain.some((y) => equal(x, y))) plain.push(x);
    assertEquals(inspect(fn("list.unique")(xs)), inspect(makeList(plain)));
  }));
});

Deno.test("list.partition() splits into what filter() keeps and leaves", () => {
  fc.assert(fc.property(fc.array(ints), (xs) => {
    const even = (x: Slot): boolean => BigInt(x as number | bigint) % 2n === 0n;
    const [kept, left] = (fn("list.partition")(xs, even) as Tuple).items;
    assertEquals(kept, fn("filter")(xs, even));
    assertEquals(left, fn("filter")(xs, (x: Slot) => !even(x)));
  }));
});

Deno.test("list.group_by() makes keys of any value and keeps orders", () => {
  assertEquals(
    call("list.group_by", [3, 10, 4, 11], (x: Slot) => Math.floor(number(x) / 10)),
    '{"0": [3, 4], "1": [10, 11]}',
  );
  assertEquals(call("list.count_by", ["a", "b", "a"], (x: Slot) => x), "{a: 2, b: 1}");
});

Deno.test("list.zip_with() and list.unzip() go with the shorter list", () => {
  const add = (x: Slot, y: Slot): Slot => number(x) + number(y);
  assertEquals(call("list.zip_with", [1, 2, 3], [10, 20], add), "[11, 22]");
  assertEquals(
    call("list.unzip", [new Tuple([1, box(2)]), new Tuple([3, 0.5])]),
    "([1, 3], [2.0, 0.5])",
  );
  assertEquals(call("list.transpose", [[1, 2, 3], [4, 5]]), "[[1, 4], [2, 5]]");
});

Deno.test("list functions raise what a callback raises and refuse what is no Bool", () => {
  assertEquals(
    failure("list.find", [1], () => null),
    "type: list.find: the function must give a Bool, it gave nil",
  );
  assertEquals(
    failure("list.flat_map", [1], (x: Slot) => x),
    "type: list.flat_map: expected a list of lists, got Int 1",
  );
});

Deno.test("waiting variants give what the plain ones give", async () => {
  const calls: [string, ...unknown[]][] = [
    ["map", [1, 2, 3], (x: number) => x + 0.5],
    ["filter", [1, 2, 3], (x: number) => x > 1],
    ["reduce", [1, 2, 3], 10, (a: number, x: number) => a + x],
    ["sort_by", [3, 1, 2], (x: number) => x],
    ["any", [1, 2], (x: number) => x > 1],
    ["all", [1, 2], (x: number) => x > 1],
    ["list.find", [1, 2, 3], (x: number) => x > 1],
    ["list.take_while", [1, 2, 3], (x: number) => x < 3],
    ["list.scan", [1, 2, 3], 0, (a: number, x: number) => a + x],
    ["list.zip_with", [1, 2], [3, 4], (x: number, y: number) => x * y],
    ["list.update", [1, 2], 0, (x: number) => x + 1],
    ["list.max_by", [1, 3, 2], (x: number) => x],
    ["map.map_values", { a: 1 }, (x: number) => x + 1],
    ["map.map_keys", { a: 1 }, (k: string) => k + k],
    ["map.filter", { a: 1, b: 2 }, (_: string, v: number) => v > 1],
    ["map.update", { a: 1 }, "a", (x: number) => x + 1],
    ["map.merge_with", { a: 1 }, { a: 2, b: 3 }, (x: number, y: number) => x + y],
    ["regex.replace_with", "a1", "\\d", (m: { text: string }) => `<${m.text}>`],
  ];
  for (const [name, ...args] of calls) {
    const entry = entryOf(name);
    const slow = args.map((arg) =>
      typeof arg !== "function" ? arg : async (...given: unknown[]) => {
        await Promise.resolve();
        return arg(...given);
      }
    );
    const plain = (entry.run as (...args: unknown[]) => Slot)(...args);
    const waited = await (entry.runAsync as (...args: unknown[]) => Promise<Slot>)(...slow);
    assertEquals(inspect(waited), inspect(plain), name);
  }
});

Deno.test("waiting variants call one element after the other", async () => {
  const seen: string[] = [];
  const runAsync = entryOf("map").runAsync as (xs: List, f: unknown) => Promise<Slot>;
  await runAsync([1, 2], async (x: number) => {
    seen.push(`start ${x}`);
    await Promise.resolve();
    seen.push(`end ${x}`);
    return x;
  });
  assertEquals(seen, ["start 1", "end 1", "start 2", "end 2"]);
});

Deno.test("sort_by() orders Ints of any distance, and equal ones by their place", () => {
  const keys = fc.array(fc.oneof(fc.integer({ min: -2, max: 2 }), fc.maxSafeInteger()));
  fc.assert(fc.property(keys, (xs) => {
    const pairs = xs.map((x, i) => new Tuple([x, i]));
    const sorted = fn("sort_by")(pairs, (t: Slot) => (t as Tuple).items[0]) as Tuple[];
    const plain = pairs.toSorted((a, b) => Number(a.items[0]) - Number(b.items[0]));
    assertEquals(inspect(sorted), inspect(plain));
  }));
});
