/**
 * Values as bytes: canonical (equal content gives equal bytes), versioned, with exact types.
 *
 * Layout: one byte format version, then the value. A value is a tag byte and what follows it:
 *
 * | tag | follows |
 * |---|---|
 * | nil, no, yes | nothing |
 * | int, minus | the Int, or -1 minus it, as a varint (7 bits a byte, low first) |
 * | big, bigMinus | length, bytes of the magnitude, low first |
 * | float, duration, size, time | 8 bytes, IEEE 754, little-endian |
 * | string, bytes | length in bytes, the bytes (UTF-8) |
 * | list, tuple | count, values |
 * | floats | count, one byte with the number of padding bytes, padding, 8 bytes each |
 * | record | number of its shape, values; a new shape is followed by its count of keys and the keys |
 * | range | start, end, as values |
 * | variant | number of its constructor, fields; a new one is followed by its description |
 *
 * Shapes and constructors are numbered in order of first use. Padding puts the doubles of a flat
 * list on a multiple of 8 from the start, so that a reader may use them where they lie.
 *
 * @module
 */

import { ZixirError } from "../values/error.ts";
import { Float } from "../values/float.ts";
import { findNonData } from "../values/hash.ts";
import { Duration, Size, Time } from "../values/quantity.ts";
import { Range } from "../values/range.ts";
import { isRecord, keyOut, type RecordSlot } from "../values/record.ts";
import type { Slot } from "../values/slot.ts";
import { Tuple } from "../values/tuple.ts";
import { type ConstructorInfo, Variant, variantFields } from "../values/variant.ts";

/** The version this file writes and the highest that `decoding.ts` reads. */
export const ENCODING_VERSION = 1;

/** The tag bytes. */
export const Tag = {
  nil: 0,
  no: 1,
  yes: 2,
  int: 3,
  minus: 4,
  big: 5,
  bigMinus: 6,
  float: 7,
  string: 8,
  bytes: 9,
  list: 10,
  floats: 11,
  record: 12,
  tuple: 13,
  range: 14,
  duration: 15,
  size: 16,
  time: 17,
  variant: 18,
} as const;

/**
 * Encodes a value.
 *
 * @param v any value without functions and handles
 * @returns the bytes in pieces to be read one after the other; a large flat list or byte string is a
 *   piece of its own that shares the value's memory
 * @throws {ZixirError} kind `store` (E0656) for a function or handle, naming where it is
 *
 * @example
 * ```ts
 * import { encode, joined } from "./encoding.ts";
 * import { decode } from "./decoding.ts";
 * const bytes = joined(encode({ a: [1, 2.5] }));
 * if (JSON.stringify(decode(bytes)) !== '{"a":[1,2.5]}') throw new Error("round trip");
 * ```
 */
export function encode(v: Slot): Uint8Array[] {
  const encoder = new Encoder();
  if (!encoder.write(v)) throw unstorable(v);
  return encoder.finish();
}

/**
 * Pieces as one array; the piece itself when there is one only.
 *
 * @param pieces what {@linkcode encode} gave
 */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0];
  const whole = new Uint8Array(byteCount(pieces));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The number of bytes in some pieces. */
export function byteCount(pieces: readonly Uint8Array[]): number {
  let count = 0;
  for (const piece of pieces) count += piece.length;
  return count;
}

function unstorable(v: Slot): ZixirError {
  const { path, type } = findNonData(v)!;
  const where = path === "" ? "" : ` (at ${path})`;
  return new ZixirError("store", `a ${type} cannot be stored${where}`, {
    code: "E0656",
    hint: type === "Function"
      ? "return data from the step, and make the function where it is used"
      : "convert it to Zixir values first, or save it to a file and return the path",
  });
}

class Encoder {
  #pieces: Uint8Array[] = [];
  #before = 0;
  #buffer: Uint8Array = scratch;
  #view = scratchView;
  #used = 1;
  #shapes: Map<string, number> | undefined;
  #constructors: Map<string, number> | undefined;

  constructor() {
    this.#buffer[0] = ENCODING_VERSION;
  }

  /** Whether the value could be written. */
  write(v: Slot): boolean {
    switch (typeof v) {
      case "number":
        if (!Number.isInteger(v)) this.#double(Tag.float, v);
        else if (v >= 0) this.#tagged(Tag.int, v);
        else this.#tagged(Tag.minus, -1 - v);
        return true;
      case "string":
        this.#string(v);
        return true;
      case "boolean":
        this.#tag(v ? Tag.yes : Tag.no);
        return true;
      case "bigint":
        this.#bigint(v);
        return true;
      case "function":
        return false;
    }
    if (v === null) {
      this.#tag(Tag.nil);
      return true;
    }
    return this.#object(v);
  }

  finish(): Uint8Array[] {
    this.#cut();
    return this.#pieces;
  }

  #object(v: object): boolean {
    if (Array.isArray(v)) {
      this.#tagged(Tag.list, v.length);
      return this.#all(v);
    }
    if (v instanceof Float) this.#double(Tag.float, v.value);
    else if (v instanceof Float64Array) this.#floats(v);
    else if (v instanceof Tuple) {
      this.#tagged(Tag.tuple, v.items.length);
      return this.#all(v.items);
    } else if (v instanceof Variant) {
      this.#describedBy(v.$c);
      return this.#all(variantFields(v));
    } else if (isRecord(v)) return this.#record(v);
    else if (v instanceof Uint8Array) {
      this.#tagged(Tag.bytes, v.length);
      this.#raw(v);
    } else if (v instanceof Range) {
      this.#tag(Tag.range);
      return this.write(v.start) && this.write(v.end);
    } else if (v instanceof Duration) this.#double(Tag.duration, v.ms);
    else if (v instanceof Size) this.#double(Tag.size, v.bytes);
    else if (v instanceof Time) this.#double(Tag.time, v.ms);
    else return false;
    return true;
  }

  #all(slots: readonly Slot[]): boolean {
    for (let i = 0; i < slots.length; i++) if (!this.write(slots[i])) return false;
    return true;
  }

  #record(record: RecordSlot): boolean {
    const properties = Object.keys(record);
    const shapes = this.#shapes ??= new Map();
    // No key can hold the separator twice in a row without being a longer key than its parts.
    const shape = properties.length + "\n" + properties.map((p) => p.length).join() + "\n" +
      properties.join("");
    let number = shapes.get(shape);
    if (number === undefined) {
      number = shapes.size;
      shapes.set(shape, number);
      this.#tagged(Tag.record, number);
      this.#varint(properties.length);
      for (const p of properties) this.#text(keyOut(p));
    } else {
      this.#tagged(Tag.record, number);
    }
    for (const p of properties) if (!this.write(record[p])) return false;
    return true;
  }

  #describedBy(info: ConstructorInfo): void {
    const constructors = this.#constructors ??= new Map();
    const id = `${info.typeId.length}:${info.typeId}${info.name}`;
    let number = constructors.get(id);
    if (number !== undefined) return this.#tagged(Tag.variant, number);
    number = constructors.size;
    constructors.set(id, number);
    this.#tagged(Tag.variant, number);
    for (const text of [info.typeId, info.type, info.name]) this.#text(text);
    this.#varint(info.tag);
    this.#varint(info.fields.length);
    for (const field of info.fields) this.#text(field ?? "");
  }

  #floats(floats: Float64Array): void {
    if (floats.length === 0) return this.#tagged(Tag.list, 0);
    this.#tagged(Tag.floats, floats.length);
    this.#room(9);
    const padding = -(this.#before + this.#used + 1) & 7;
    this.#buffer[this.#used++] = padding;
    this.#buffer.fill(0, this.#used, this.#used + padding);
    this.#used += padding;
    this.#raw(new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength));
  }

  #bigint(n: bigint): void {
    const magnitude = n < 0n ? -n : n;
    const hex = magnitude.toString(16);
    const count = (hex.length + 1) >> 1;
    this.#tagged(n < 0n ? Tag.bigMinus : Tag.big, count);
    this.#room(count);
    for (let i = 0; i < count; i++) {
      const end = hex.length - 2 * i;
      this.#buffer[this.#used++] = parseInt(hex.slice(Math.max(0, end - 2), end), 16);
    }
  }

  #string(text: string): void {
    this.#tag(Tag.string);
    this.#text(text);
  }

  #text(text: string): void {
    const length = text.length;
    if (length <= SHORT_TEXT && this.#shortText(text)) return;
    if (length * 3 <= BUFFERED_BYTES) {
      // The length comes first but is known last: three bytes hold it, whatever it turns out to be.
      this.#room(length * 3 + 3);
      const { written } = utf8.encodeInto(text, this.#buffer.subarray(this.#used + 3));
      const start = this.#used;
      this.#varint(written);
      this.#buffer.copyWithin(this.#used, start + 3, start + 3 + written);
      this.#used += written;
      return;
    }
    const bytes = utf8.encode(text);
    this.#varint(bytes.length);
    this.#raw(bytes);
  }

  /** Writes short ASCII without the cost of calling out; false, and nothing written, if it is not. */
  #shortText(text: string): boolean {
    const length = text.length;
    this.#room(length + 1);
    const buffer = this.#buffer;
    const start = this.#used + 1;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 127) return false;
      buffer[start + i] = unit;
    }
    buffer[this.#used] = length;
    this.#used = start + length;
    return true;
  }

  #double(tag: number, x: number): void {
    this.#room(9);
    this.#buffer[this.#used] = tag;
    this.#view.setFloat64(this.#used + 1, x !== x ? NaN : x, true);
    this.#used += 9;
  }

  #tag(tag: number): void {
    this.#room(1);
    this.#buffer[this.#used++] = tag;
  }

  #tagged(tag: number, n: number): void {
    this.#room(10);
    this.#buffer[this.#used++] = tag;
    this.#varint(n);
  }

  #varint(n: number): void {
    this.#room(9);
    while (n >= 128) {
      this.#buffer[this.#used++] = n % 128 | 128;
      n = Math.floor(n / 128);
    }
    this.#buffer[this.#used++] = n;
  }

  #raw(bytes: Uint8Array): void {
    if (bytes.length > BUFFERED_BYTES) {
      this.#cut();
      this.#pieces.push(bytes);
      this.#before += bytes.length;
    } else {
      this.#room(bytes.length);
      this.#buffer.set(bytes, this.#used);
      this.#used += bytes.length;
    }
  }

  /** Ends the current piece. */
  #cut(): void {
    if (this.#used === 0) return;
    const isScratch = this.#buffer === scratch;
    this.#pieces.push(
      isScratch ? scratch.slice(0, this.#used) : this.#buffer.subarray(0, this.#used),
    );
    this.#before += this.#used;
    this.#buffer = scratch;
    this.#view = scratchView;
    this.#used = 0;
  }

  #room(count: number): void {
    if (this.#used + count <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(this.#buffer.length * 2, this.#used + count));
    larger.set(this.#buffer.subarray(0, this.#used));
    this.#buffer = larger;
    this.#view = new DataView(larger.buffer);
  }
}

/** Strings up to here are tried as ASCII in plain code; one varint byte holds their length. */
const SHORT_TEXT = 32;

/** What is longer becomes a piece of its own instead of being copied. */
const BUFFERED_BYTES = 16384;

/**
 * Where pieces are put together. Encoding never waits, so one encoder at a time uses it, and most
 * values need no other memory than their final bytes.
 */
const scratch: Uint8Array = new Uint8Array(4096);
const scratchView = new DataView(scratch.buffer);

const utf8 = new TextEncoder();
