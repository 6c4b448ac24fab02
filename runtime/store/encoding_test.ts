import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { anySlot, CONSTRUCTORS } from "../../tests/support/slots.ts";
import {
  type Constructor,
  contentHash,
  Float,
  inspect,
  makeConstructor,
  type Slot,
  Tuple,
  Variant,
  ZixirError,
} from "../values/mod.ts";
import { decode } from "./decoding.ts";
import { byteCount, encode, ENCODING_VERSION, joined } from "./encoding.ts";

function lookup(typeId: string, name: string): Constructor | undefined {
  return CONSTRUCTORS.find(({ info }) => info.typeId === typeId && info.name === name);
}

/** Same type, same content to the bit, same order of keys: what printing and hashing can see. */
function assertSame(a: Slot, b: Slot): void {
  assertEquals(inspect(a), inspect(b));
  assertEquals(contentHash(a), contentHash(b));
}

Deno.test("decode() gives back every value with its exact type", () => {
  fc.assert(
    fc.property(anySlot, (v) => {
      const bytes = joined(encode(v));
      assertSame(decode(bytes, lookup), v);
      assertSame(decode(bytes), v);
    }),
    { numRuns: 500 },
  );
});

Deno.test("encode() is canonical: the same content gives the same bytes", () => {
  fc.assert(fc.property(anySlot, (v) => {
    const bytes = joined(encode(v));
    assertEquals(joined(encode(decode(bytes))), bytes);
  }));
});

Deno.test("encode() keeps large flat lists and bytes as pieces without a copy, on multiples of 8", () => {
  const floats = Float64Array.from({ length: 5000 }, (_, i) => i / 3);
  const bytes = new Uint8Array(20_001).fill(7);
  const value: Slot = { name: "x", floats, bytes, again: floats, few: new Float64Array([1, NaN]) };
  const pieces = encode(value);
  assert(
    pieces.some((p) => p.buffer === floats.buffer) && pieces.some((p) => p.buffer === bytes.buffer),
  );
  const whole = joined(pieces);
  assertEquals(whole.length, byteCount(pieces));
  assertSame(decode(whole), value);
  assertSame(decode(joined([new Uint8Array(3), whole]).subarray(3)), value);
});

Deno.test("decode() uses the memory of a large flat list where it lies", () => {
  const whole = joined(encode(new Float64Array(10_000).fill(0.5)));
  assert((decode(whole) as Float64Array).buffer === whole.buffer);
});

Deno.test("records of one shape share their keys, also keys that look alike when joined", () => {
  const rows = Array.from({ length: 100 }, (_, i) => ({ identifier: i, quantity: i * 2 }));
  assert(byteCount(encode(rows)) < 100 * 8 + 60);
  const tricky = [{ a: 1, bc: 2 }, { ab: 1, c: 2 }, { "a\nb": 1 }, { "": 1 }, {}];
  assertSame(decode(joined(encode(tricky))), tricky);
});

Deno.test("strings of every length and script come back", () => {
  for (const unit of ["a", "é", "😀", "\u0000"]) {
    for (const count of [0, 1, 31, 32, 33, 127, 128, 5461, 5462, 20_000]) {
      const text = unit.repeat(count);
      assertEquals(decode(joined(encode(text))), text);
    }
  }
});

Deno.test("a value of a type the program has comes back as the program's own", () => {
  const value = CONSTRUCTORS[1].build([1, new Float(2)]);
  const bytes = joined(encode(new Tuple([value, value, CONSTRUCTORS[2].value])));
  const back = decode(bytes, lookup) as Tuple;
  assertEquals((back.items[0] as Variant).$c, CONSTRUCTORS[1].info);
  assert(back.items[2] === CONSTRUCTORS[2].value);
  const foreign = (decode(bytes) as Tuple).items;
  assert(foreign[0] instanceof Variant && inspect(foreign[0]) === "Rect(1, 2.0)");
  assert((foreign[1] as Variant).$c === (foreign[0] as Variant).$c);
});

Deno.test("decode() refuses a value whose constructor has other fields by now", () => {
  const bytes = joined(encode(CONSTRUCTORS[0].build([1])));
  const changed = makeConstructor("Shape", "Circle", 0, ["radius"], "m.zixir#Shape");
  const error = assertThrows(() => decode(bytes, () => changed), ZixirError, "Circle(r)");
  assertEquals([error.kind, error.code], ["store", "E0657"]);
});

Deno.test("encode() refuses functions and names where one is", () => {
  const error = assertThrows(() => encode([1, { f: () => null }]), ZixirError, "[1].f");
  assertEquals([error.kind, error.code], ["store", "E0656"]);
});

Deno.test("decode() refuses a newer format and says so", () => {
  const bytes = joined(encode(1));
  bytes[0] = ENCODING_VERSION + 1;
  const error = assertThrows(() => decode(bytes), ZixirError, "newer");
  assertEquals(error.code, "E0651");
});

Deno.test("decode() of damaged bytes gives an error of the store or some value, nothing else", () => {
  fc.assert(
    fc.property(anySlot, fc.nat(), fc.nat(255), fc.nat(), (v, at, byte, cut) => {
      const bytes = joined(encode(v)).slice();
      bytes[at % bytes.length] = byte;
      for (const bad of [bytes, bytes.subarray(0, cut % bytes.length)]) {
        try {
          inspect(decode(bad));
        } catch (error) {
          assert(error instanceof ZixirError && error.kind === "store", String(error));
        }
      }
    }),
    { numRuns: 1000 },
  );
  assertThrows(() => decode(new Uint8Array(0)), ZixirError, "ends too early");
  assertThrows(() => decode(new Uint8Array([1, 0, 0])), ZixirError, "left over");
});
