import { assertEquals, assertThrows } from "@std/assert";
import { box, makeConstructor, Range, type Slot, Tuple, ZixirError } from "../values/mod.ts";
import { check, decode, fits, type Shape, shapeText } from "./shapes.ts";

const INT: Shape = { kind: "Int" };
const FLOAT: Shape = { kind: "Float" };
const STRING: Shape = { kind: "String" };
const list = (of: Shape): Shape => ({ kind: "List", of });
const option = (of: Shape): Shape => ({ kind: "Option", of });
const order: Shape = { kind: "record", fields: [["id", STRING], ["qty", INT]] };

function message(run: () => unknown): string {
  return assertThrows(run, ZixirError).message;
}

Deno.test("decode() gives a value that fits as it is, without a copy", () => {
  const value = [{ id: "a", qty: 1 }];
  assertEquals(decode(value, list(order)) === value, true);
  const floats = new Float64Array([1, 2]);
  assertEquals(decode(floats, list(FLOAT)) === floats, true);
});

Deno.test("decode() makes Ints Floats where the type says so, flat in lists", () => {
  assertEquals(decode([1, 2.5, box(3)], list(FLOAT)), new Float64Array([1, 2.5, 3]));
  assertEquals(decode({ x: 2 }, { kind: "record", fields: [["x", FLOAT]] }), { x: box(2) });
  assertEquals(
    decode(new Tuple([1, 2]), { kind: "tuple", items: [FLOAT, INT] }),
    new Tuple([box(1), 2]),
  );
});

Deno.test("decode() fills an absent optional field with nil and keeps further fields", () => {
  const shape: Shape = { kind: "record", fields: [["id", STRING], ["note", option(STRING)]] };
  assertEquals(decode({ id: "a", extra: 1 }, shape), { id: "a", extra: 1, note: null });
});

Deno.test("decode() lists every path that does not fit", () => {
  const value = [{ id: "a", qty: 1 }, { id: 2, qty: "x" }, { id: "c" }];
  assertEquals(
    message(() => decode(value, list(order))),
    '[1].id: expected String, got Int 2; [1].qty: expected Int, got String "x"; ' +
      "[2].qty: expected Int, got nothing",
  );
  assertEquals(message(() => decode("x", INT)), 'expected Int, got String "x"');
});

Deno.test("decode() tells a long list of misfits by its first ten and their number", () => {
  const text = message(() => decode(new Array(25).fill("x"), list(INT)));
  assertEquals([text.split(";").length, text.endsWith("and 15 more")], [11, true]);
});

Deno.test("decode() quotes keys that are no names in paths", () => {
  const map: Shape = { kind: "Map", of: INT };
  assertEquals(message(() => decode({ "a b": "x" }, map)), '["a b"]: expected Int, got String "x"');
});

Deno.test("decode() takes a range for a list and checks values of user types", () => {
  assertEquals(decode(new Range(1, 4), list(INT)), [1, 2, 3]);
  const some = makeConstructor("Opt", "Some", 0, [null], "m#Opt");
  const shape: Shape = {
    kind: "variant",
    id: "m#Opt",
    name: "Opt",
    cases: () => [[FLOAT]],
    makers: () => [some],
  };
  assertEquals(decode({ $type: "Some", "\u00000": 2 }, shape), some.build([box(2)]));
  assertEquals(decode(some.build([2]), shape), some.build([box(2)]));
  assertEquals(
    message(() => decode(some.build(["x"]), shape)),
    '0: expected Float, got String "x"',
  );
  assertEquals(message(() => decode(1, shape)), "expected Opt, got Int 1");
});

Deno.test("decode() checks what a function returns when it returns", () => {
  const shape: Shape = { kind: "function", params: [INT], returns: INT };
  const fn = decode((x: Slot) => x === 1 ? 2 : "two", shape) as (x: Slot) => Slot;
  assertEquals(fn(1), 2);
  assertEquals(message(() => fn(3)), 'expected Int, got String "two"');
});

Deno.test("check() names the expression, the expected and the found type", () => {
  assertEquals(message(() => check("x", INT, "v.n")), 'v.n must be Int, but it is String "x"');
});

Deno.test("fits() converts nothing: an Int is no Float there", () => {
  assertEquals([fits(1, FLOAT), fits(box(1), FLOAT), fits(2.5, FLOAT), fits(1, INT)], [
    false,
    true,
    true,
    true,
  ]);
  assertEquals([fits([1, 2], list(INT)), fits([1, "x"], list(INT)), fits(null, option(INT))], [
    true,
    false,
    true,
  ]);
});

Deno.test("shapeText() writes types in Zixir's notation", () => {
  const fn: Shape = { kind: "function", params: [option(INT)], returns: list(order) };
  assertEquals(shapeText(fn), "(Int?) -> [{id: String, qty: Int}]");
});
