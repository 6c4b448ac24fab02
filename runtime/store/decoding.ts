/**
 * Bytes of `encoding.ts` as values again, checked at every step: damaged bytes give an error, never
 * a wrong value, a crash or an allocation larger than the bytes can stand for.
 *
 * @module
 */

import { box } from "../values/float.ts";
import { normalize } from "../values/integer.ts";
import { Duration, Size, Time } from "../values/quantity.ts";
import { Range } from "../values/range.ts";
import { isInt } from "../values/float.ts";
import { keyIn } from "../values/record.ts";
import type { Slot } from "../values/slot.ts";
import { Tuple } from "../values/tuple.ts";
import { type Constructor, makeConstructor } from "../values/variant.ts";
import { ZixirError } from "../values/error.ts";
import { ENCODING_VERSION, Tag } from "./encoding.ts";
import { damaged, newerFormat } from "./error.ts";

/**
 * Finds the constructor a program has for a stored value of a user type.
 *
 * @param typeId what tells the type apart, see `ConstructorInfo`
 * @param name name of the constructor
 * @returns the program's constructor, or `undefined` when it has none: the value then gets one made
 *   from its own description, which prints and compares as the original did
 */
export type ConstructorLookup = (typeId: string, name: string) => Constructor | undefined;

/**
 * Decodes a value.
 *
 * @param bytes what `encode` gave, joined; large flat lists may go on using its memory
 * @param lookup finds constructors of user types
 * @throws {ZixirError} kind `store`: E0654 for damaged bytes, E0651 for a newer format, E0657 when a
 *   constructor of the program has other fields than the stored value
 */
export function decode(bytes: Uint8Array, lookup: ConstructorLookup = () => undefined): Slot {
  return new Decoder(bytes, lookup).whole();
}

class Decoder {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #lookup: ConstructorLookup;
  #at = 0;
  #shapes: string[][] = [];
  #constructors: Constructor[] = [];

  constructor(bytes: Uint8Array, lookup: ConstructorLookup) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#lookup = lookup;
  }

  whole(): Slot {
    const version = this.#byte();
    if (version > ENCODING_VERSION) throw newerFormat("a stored value", version, ENCODING_VERSION);
    if (version < 1) throw damaged("it begins with no format version");
    const value = this.#value();
    if (this.#at !== this.#bytes.length) throw damaged("bytes are left over");
    return value;
  }

  #value(): Slot {
    const tag = this.#byte();
    switch (tag) {
      case Tag.nil:
        return null;
      case Tag.no:
        return false;
      case Tag.yes:
        return true;
      case Tag.int:
        return this.#varint();
      case Tag.minus:
        return -1 - this.#varint();
      case Tag.big:
        return normalize(this.#magnitude());
      case Tag.bigMinus:
        return normalize(-this.#magnitude());
      case Tag.float:
        return box(this.#double());
      case Tag.string:
        return this.#text();
      case Tag.bytes:
        return this.#raw(this.#count(1)).slice();
      case Tag.list:
        return this.#slots(this.#count(1));
      case Tag.floats:
        return this.#floats();
      case Tag.record:
        return this.#record();
      case Tag.tuple:
        return new Tuple(this.#slots(this.#count(1)));
      case Tag.range:
        return new Range(this.#int(), this.#int());
      case Tag.duration:
        return new Duration(this.#double());
      case Tag.size:
        return new Size(this.#double());
      case Tag.time:
        return new Time(this.#double());
      case Tag.variant:
        return this.#variant();
      default:
        throw damaged(`it has a tag ${tag} at byte ${this.#at - 1}`);
    }
  }

  #slots(count: number): Slot[] {
    const slots: Slot[] = new Array(count);
    for (let i = 0; i < count; i++) slots[i] = this.#value();
    return slots;
  }

  #floats(): Slot {
    const count = this.#count(8);
    const padding = this.#byte();
    this.#raw(padding);
    const bytes = this.#raw(count * 8);
    const aligned = bytes.byteOffset % 8 === 0;
    // Use the memory where it lies if little else would be kept alive by that.
    if (aligned && bytes.length * 2 > bytes.buffer.byteLength) {
      return new Float64Array(bytes.buffer, bytes.byteOffset, count);
    }
    const floats = new Float64Array(count);
    new Uint8Array(floats.buffer).set(bytes);
    return floats;
  }

  #record(): Slot {
    const number = this.#varint();
    if (number === this.#shapes.length) {
      const properties: string[] = new Array(this.#count(1));
      for (let i = 0; i < properties.length; i++) properties[i] = keyIn(this.#text());
      this.#shapes.push(properties);
    }
    const properties = this.#shapes[number];
    if (properties === undefined) throw damaged("a record has no known shape");
    const record: Record<string, Slot> = {};
    for (const p of properties) record[p] = this.#value();
    return record;
  }

  #variant(): Slot {
    const number = this.#varint();
    if (number === this.#constructors.length) this.#constructors.push(this.#describedBy());
    const constructor = this.#constructors[number];
    if (constructor === undefined) throw damaged("a value has no known constructor");
    return constructor.build(this.#slots(constructor.info.fields.length));
  }

  #describedBy(): Constructor {
    const [typeId, type, name] = [this.#text(), this.#text(), this.#text()];
    const tag = this.#varint();
    const fields: (string | null)[] = new Array(this.#count(1));
    for (let i = 0; i < fields.length; i++) fields[i] = this.#text() || null;
    const own = this.#lookup(typeId, name);
    if (own === undefined) return describedConstructor(type, name, tag, fields, typeId);
    if (own.info.fields.join() !== fields.join()) {
      const listed = (names: readonly (string | null)[]) => names.map((n) => n ?? "_").join(", ");
      throw new ZixirError(
        "store",
        `a stored value ${name}(${listed(fields)}) does not fit the constructor ` +
          `${name}(${listed(own.info.fields)}) of the program`,
        { code: "E0657", hint: "the type was changed since: start a new run, or change it back" },
      );
    }
    return own;
  }

  #int(): number | bigint {
    const n = this.#value();
    if (!isInt(n)) throw damaged("a range does not hold Ints");
    return n;
  }

  #magnitude(): bigint {
    const bytes = this.#raw(this.#count(1));
    let hex = "0x0";
    for (let i = bytes.length - 1; i >= 0; i--) hex += bytes[i].toString(16).padStart(2, "0");
    return BigInt(hex);
  }

  #text(): string {
    const bytes = this.#raw(this.#count(1));
    if (bytes.length <= SHORT_TEXT) {
      let text = "";
      let i = 0;
      for (; i < bytes.length && bytes[i] < 128; i++) text += String.fromCharCode(bytes[i]);
      if (i === bytes.length) return text;
    }
    try {
      return utf8.decode(bytes);
    } catch {
      throw damaged("a string is not UTF-8");
    }
  }

  /** A count of things that take at least so many bytes each, which bounds what is allocated. */
  #count(leastBytes: number): number {
    const count = this.#varint();
    if (count * leastBytes > this.#bytes.length - this.#at) throw damaged("it ends too early");
    return count;
  }

  #varint(): number {
    let n = 0;
    let factor = 1;
    for (;;) {
      const byte = this.#byte();
      n += (byte & 127) * factor;
      if (byte < 128) break;
      factor *= 128;
      if (factor > 2 ** 49) throw damaged("a number is too long");
    }
    if (n > Number.MAX_SAFE_INTEGER) throw damaged("a number is too large");
    return n;
  }

  #double(): number {
    this.#raw(8);
    return this.#view.getFloat64(this.#at - 8, true);
  }

  #byte(): number {
    if (this.#at >= this.#bytes.length) throw damaged("it ends too early");
    return this.#bytes[this.#at++];
  }

  #raw(count: number): Uint8Array {
    const end = this.#at + count;
    if (end > this.#bytes.length) throw damaged("it ends too early");
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }
}

const SHORT_TEXT = 32;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Constructors made from descriptions, one per description, so that equal values share a class. */
const described = new Map<string, Constructor>();

function describedConstructor(
  type: string,
  name: string,
  tag: number,
  fields: (string | null)[],
  typeId: string,
): Constructor {
  const id = JSON.stringify([typeId, type, name, tag, fields]);
  let constructor = described.get(id);
  if (constructor === undefined) {
    constructor = makeConstructor(type, name, tag, fields, typeId);
    described.set(id, constructor);
  }
  return constructor;
}
