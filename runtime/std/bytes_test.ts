import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Slot } from "../values/mod.ts";
import { call, entryOf, failure } from "../../tests/std/calls.ts";

function fn(name: string): (...args: Slot[]) => Slot {
  return entryOf(name).run as (...args: Slot[]) => Slot;
}

Deno.test("bytes go into lists, hex and base64 and back", () => {
  fc.assert(fc.property(fc.uint8Array(), fc.boolean(), (data, url) => {
    assertEquals(fn("bytes.from_list")(fn("bytes.to_list")(data)), data);
    assertEquals(fn("bytes.from_hex")(fn("bytes.to_hex")(data)), data);
    assertEquals(fn("bytes.from_base64")(fn("bytes.to_base64")(data, url)), data);
  }));
});

Deno.test("bytes.to_string() keeps every text and refuses other bytes", () => {
  assertEquals(call("bytes.to_string", fn("bytes.from_string")("\ufeffé😀")), '"\\u{FEFF}é😀"');
  assertEquals(
    failure("bytes.to_string", new Uint8Array([0xff])),
    "value: bytes.to_string: these bytes are not UTF-8 text",
  );
});

Deno.test("bytes functions say what they cannot read", () => {
  assertEquals(
    failure("bytes.from_list", [256]),
    "value: bytes.from_list: 256 is no byte: a byte is 0 to 255",
  );
  assertEquals(
    failure("bytes.from_hex", "0g"),
    "value: bytes.from_hex: the text is not made of pairs of hexadecimal digits",
  );
  assertEquals(
    failure("bytes.from_base64", "a"),
    "value: bytes.from_base64: the text is not base64",
  );
});

Deno.test("hash functions take texts as UTF-8 and Bytes alike", () => {
  for (const name of ["sha256", "sha512", "sha1", "md5", "crc32"]) {
    const text = fn(`hash.${name}`)("é");
    assertEquals(text, fn(`hash.${name}`)(new Uint8Array([0xc3, 0xa9])));
  }
  // Check values of the CRC catalogue and of RFC 1321.
  assertEquals(call("hash.crc32", "123456789"), String(0xcbf43926));
  assertEquals(call("hash.md5", ""), '"d41d8cd98f00b204e9800998ecf8427e"');
  assertEquals(failure("hash.md5", 1), "type: hash.md5: expected a String or Bytes, got Int 1");
});
