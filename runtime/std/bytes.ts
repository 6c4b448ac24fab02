/**
 * The module `bytes`.
 *
 * @module
 */
import { type Int, isInt, type List, list, type Slot } from "../values/mod.ts";
import type { Table } from "../table.ts";
import { bounds, typeError, valueError } from "./arguments.ts";

/** The table of `bytes`. */
export function bytesTable(): Table {
  return {
    module: "bytes",
    doc: "Bytes: making, taking apart, and the notations for them in text.",
    entries: [
      {
        name: "from_string",
        type: "(text: String) -> Bytes",
        doc: "The UTF-8 bytes of a text.",
        example: { source: 'bytes.to_list(bytes.from_string("é"))', result: "[195, 169]" },
        run: (text: string): Uint8Array => new TextEncoder().encode(text),
      },
      {
        name: "to_string",
        type: "(data: Bytes) -> String",
        doc: 'The text of UTF-8 bytes; other bytes raise kind "value".',
        example: { source: "bytes.to_string(bytes.from_list([72, 105]))", result: '"Hi"' },
        run: (data: Uint8Array): string => {
          try {
            return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
          } catch {
            throw valueError("bytes.to_string", "these bytes are not UTF-8 text");
          }
        },
      },
      {
        name: "from_list",
        type: "(values: [Int]) -> Bytes",
        doc: "The bytes of a list of Ints from 0 to 255.",
        example: { source: "len(bytes.from_list([1, 2, 255]))", result: "3" },
        run: (values: List): Uint8Array => Uint8Array.from(list.slots(values), byteOf),
      },
      {
        name: "to_list",
        type: "(data: Bytes) -> [Int]",
        doc: "The bytes as Ints from 0 to 255.",
        example: { source: 'bytes.to_list(bytes.from_hex("00ff"))', result: "[0, 255]" },
        run: (data: Uint8Array): List => Array.from(data),
      },
      {
        name: "to_hex",
        type: "(data: Bytes) -> String",
        doc: "Two hexadecimal digits for each byte.",
        example: { source: 'bytes.to_hex(bytes.from_string("Hi"))', result: '"4869"' },
        run: (data: Uint8Array): string => data.toHex(),
      },
      {
        name: "from_hex",
        type: "(text: String) -> Bytes",
        doc: "The bytes that pairs of hexadecimal digits stand for.",
        example: { source: 'bytes.to_string(bytes.from_hex("4869"))', result: '"Hi"' },
        run: (text: string): Uint8Array => {
          if (text.length % 2 === 0 && /^[0-9a-fA-F]*$/.test(text)) return Uint8Array.fromHex(text);
          throw valueError("bytes.from_hex", "the text is not made of pairs of hexadecimal digits");
        },
      },
      {
        name: "to_base64",
        type: "(data: Bytes, url: Bool = false) -> String",
        doc: "Base64 (RFC 4648), or its form for URLs, which has no padding.",
        example: { source: 'bytes.to_base64(bytes.from_string("Hi?"))', result: '"SGk/"' },
        run: (data: Uint8Array, url = false): string =>
          data.toBase64(url ? { alphabet: "base64url", omitPadding: true } : {}),
      },
      {
        name: "from_base64",
        type: "(text: String) -> Bytes",
        doc: "The bytes of base64 in either form, with or without padding.",
        example: { source: 'bytes.to_string(bytes.from_base64("SGk_"))', result: '"Hi?"' },
        run: (text: string): Uint8Array => {
          try {
            return Uint8Array.fromBase64(text.replaceAll("-", "+").replaceAll("_", "/"));
          } catch {
            throw valueError("bytes.from_base64", "the text is not base64");
          }
        },
      },
      {
        name: "slice",
        type: "(data: Bytes, start: Int, end: Int? = nil) -> Bytes",
        doc:
          "The bytes from `start` up to but not including `end`; negative places count from the end.",
        example: {
          source: 'bytes.to_hex(bytes.slice(bytes.from_hex("01020304"), 1, -1))',
          result: '"0203"',
        },
        run: (data: Uint8Array, start: Int, end: Int | null = null): Uint8Array =>
          data.slice(...bounds(data.length, start, end)),
      },
      {
        name: "concat",
        type: "(parts: [Bytes]) -> Bytes",
        doc: "The parts one after the other.",
        example: {
          source: 'bytes.to_hex(bytes.concat([bytes.from_hex("01"), bytes.from_hex("02")]))',
          result: '"0102"',
        },
        run: (parts: List): Uint8Array => {
          const all = list.slots(parts) as readonly Uint8Array[];
          const joined = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
          let at = 0;
          for (const part of all) {
            joined.set(part, at);
            at += part.length;
          }
          return joined;
        },
      },
    ],
  };
}

/**
 * The bytes of what a function takes as either text or Bytes.
 *
 * @param name the function, for errors
 * @param data a String, taken as UTF-8, or Bytes
 * @throws {ZixirError} kind `type` for anything else
 */
export function bytesOf(name: string, data: Slot): Uint8Array {
  if (data instanceof Uint8Array) return data;
  if (typeof data === "string") return new TextEncoder().encode(data);
  throw typeError(name, "a String or Bytes", data);
}

function byteOf(value: Slot): number {
  if (!isInt(value)) throw typeError("bytes.from_list", "Ints from 0 to 255", value);
  if (value >= 0 && value <= 255) return Number(value);
  throw valueError("bytes.from_list", `${value} is no byte: a byte is 0 to 255`);
}
