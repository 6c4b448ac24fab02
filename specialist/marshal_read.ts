/**
 * Reads CPython's marshal, version 4, which `py/encode.py` writes for plain values: None, bool, int,
 * float, str, list, tuple and dict. Format: `Python/marshal.c` of CPython, the same from 3.4 on.
 *
 * marshal writes many things that are not these: bytes for whatever has a buffer, numpy's scalars
 * too. At anything else than plain values the reader gives up, and Python writes the value again as
 * pickle.
 *
 * @module
 */
import type { ValueHooks } from "./hooks.ts";
import { decodeText, NeedsCare, shortText } from "./pickle_cursor.ts";
import { depthMax } from "./pickle_write.ts";
import { fieldsMax, type MakeRecord, recordMaker, rowsMin, setProperty } from "./record_shape.ts";
import { open, rowReader, type RowShape, type RowSource } from "./row_reader.ts";

/**
 * Reads one value.
 *
 * @param bytes what marshal wrote; it is not kept
 * @throws {NeedsCare} when there is something else in it than plain values
 */
export function readMarshal(bytes: Uint8Array, hooks: ValueHooks): unknown {
  return new Reader(bytes, hooks).value();
}

/** Reads one tuple as its items. */
export function readMarshalItems(bytes: Uint8Array, hooks: ValueHooks): unknown[] {
  return new Reader(bytes, hooks).items();
}

class Reader implements RowSource {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly makeFloat: (value: number) => unknown;
  at = 0;
  /** What is referred to again, in the order in which it began. */
  readonly refs: unknown[] = [];
  readonly #hooks: ValueHooks;
  #depth = 0;
  /** Values of the dicts that are being read, those of inner ones behind. */
  readonly #values: unknown[] = [];
  #top = 0;
  /** Dicts met before, by the reference to their first key. */
  readonly #shapes: (Shape | undefined)[] = [];
  /** The shape of the dict read last. */
  #last: Shape | undefined;

  constructor(bytes: Uint8Array, hooks: ValueHooks) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#hooks = hooks;
    this.makeFloat = hooks.makeFloat;
  }

  items(): unknown[] {
    const at = this.at++;
    // Nothing in it can refer to the tuple itself, but its place is counted.
    if (this.bytes[at] >= 0x80) this.refs.push(open);
    return this.#tupleItems(this.bytes[at] & 0x7f);
  }

  value(): unknown {
    const bytes = this.bytes;
    const at = this.at;
    switch (bytes[at]) {
      case REF: {
        this.at = at + 5;
        const item = this.refs[this.view.getUint32(at + 1, true)];
        if (typeof item !== "object" || item === null) return item;
        if (item instanceof SharedFloat) return this.makeFloat(item.value);
        if (item === open) throw new NeedsCare("recursive container");
        return item;
      }
      case INT:
        this.at = at + 5;
        return this.view.getInt32(at + 1, true);
      case FLOAT:
        this.at = at + 9;
        return this.makeFloat(this.view.getFloat64(at + 1, true));
      case SHORT_ASCII:
      case SHORT_ASCII_INTERNED: {
        const count = bytes[at + 1];
        this.at = at + 2 + count;
        return shortText(bytes, at + 2, count);
      }
      case 0x54:
        this.at = at + 1;
        return true;
      case 0x46:
        this.at = at + 1;
        return false;
      case 0x4e:
        this.at = at + 1;
        return null;
      case DICT:
        this.at = at + 1;
        return this.#dict();
      case LIST:
        this.at = at + 1;
        return this.#list();
      default:
        return this.#other(bytes[at]);
    }
  }

  /** What is rarer, and what is referred to again: that has a flag in its type. */
  #other(flagged: number): unknown {
    const at = ++this.at;
    const type = flagged & 0x7f;
    const place = flagged === type ? -1 : this.refs.push(open) - 1;
    let value: unknown;
    switch (type) {
      case FLOAT:
        // Lists take a float as it is, so what is kept must be known to be one.
        this.at = at + 8;
        value = this.view.getFloat64(at, true);
        this.refs[place] = new SharedFloat(value as number);
        return this.makeFloat(value as number);
      case INT:
        this.at = at + 4;
        value = this.view.getInt32(at, true);
        break;
      case 0x6c: // TYPE_LONG
        value = this.#long();
        break;
      case SHORT_ASCII:
      case SHORT_ASCII_INTERNED:
        this.at = at + 1 + this.bytes[at];
        value = shortText(this.bytes, at + 1, this.bytes[at]);
        break;
      case 0x61: // TYPE_ASCII, TYPE_ASCII_INTERNED, TYPE_UNICODE, TYPE_INTERNED
      case 0x41:
      case 0x75:
      case 0x74: {
        const start = at + 4;
        this.at = start + this.view.getUint32(at, true);
        value = decodeText(this.bytes, start, this.at);
        break;
      }
      case LIST:
        value = this.#list();
        break;
      case DICT:
        value = this.#dict();
        break;
      case SMALL_TUPLE:
      case TUPLE:
        value = this.#hooks.makeTuple(this.#tupleItems(type));
        break;
      default:
        throw new NeedsCare(`unexpected marshal type 0x${type.toString(16)}`);
    }
    if (place >= 0) this.refs[place] = value;
    return value;
  }

  #list(): unknown[] | Float64Array {
    const bytes = this.bytes;
    const count = this.view.getUint32(this.at, true);
    this.at += 4;
    if (count === 0) return [];
    const first = bytes[this.at];
    if (
      (first & 0x7f) === FLOAT ||
      (first === REF &&
        this.refs[this.view.getUint32(this.at + 1, true)] instanceof SharedFloat)
    ) return this.#floats(count);
    this.#enter();
    const list: unknown[] = [this.value()];
    if (count >= rowsMin && (first & 0x7f) === DICT) this.#rows(list, count);
    while (list.length < count) list.push(this.value());
    this.#depth--;
    return list;
  }

  /** What follows the first row of a table, as far as there is code for it. */
  #rows(list: unknown[], count: number): void {
    const shape = this.#last;
    if (shape === undefined) return;
    const read = rowReader(shape, list[0] as Record<string, unknown>, count);
    if (read === undefined) return;
    for (let oddRows = 0; oddRows < oddRowsMax; oddRows++) {
      read(this, list, count, shape);
      if (list.length === count) return;
      list.push(this.value());
    }
  }

  /** A list that begins like one of floats alone. */
  #floats(count: number): unknown[] | Float64Array {
    const bytes = this.bytes;
    const floats = new Float64Array(Math.min(count, (bytes.length - this.at) / 5));
    let index = 0;
    for (; index < count; index++) {
      const at = this.at;
      const type = bytes[at];
      if ((type & 0x7f) === FLOAT) {
        floats[index] = this.view.getFloat64(at + 1, true);
        if (type !== FLOAT) this.refs.push(new SharedFloat(floats[index]));
        this.at = at + 9;
      } else {
        const item = type === REF ? this.refs[this.view.getUint32(at + 1, true)] : undefined;
        if (!(item instanceof SharedFloat)) break;
        floats[index] = item.value;
        this.at = at + 5;
      }
    }
    if (index === count) return floats;
    this.#enter();
    const list: unknown[] = [];
    for (let made = 0; made < index; made++) list.push(this.makeFloat(floats[made]));
    for (; index < count; index++) list.push(this.value());
    this.#depth--;
    return list;
  }

  #tupleItems(type: number): unknown[] {
    this.#enter();
    const at = this.at;
    const count = type === TUPLE ? this.view.getUint32(at, true) : this.bytes[at];
    this.at = at + (type === TUPLE ? 4 : 1);
    const items: unknown[] = [];
    for (let index = 0; index < count; index++) items.push(this.value());
    this.#depth--;
    return items;
  }

  #dict(): unknown {
    this.#enter();
    const bytes = this.bytes;
    const view = this.view;
    const values = this.#values;
    const base = this.#top;
    const shape = bytes[this.at] === REF
      ? this.#shapes[view.getUint32(this.at + 1, true)]
      : undefined;
    let count = 0;
    if (shape !== undefined) {
      const { refs } = shape;
      while (
        count < refs.length && bytes[this.at] === REF &&
        view.getUint32(this.at + 1, true) === refs[count]
      ) {
        this.at += 5;
        this.#top = base + count;
        values[base + count++] = this.value();
      }
      this.#top = base;
      if (count === refs.length && bytes[this.at] === NULL) {
        this.at++;
        this.#last = shape;
        this.#depth--;
        if (shape.make !== undefined) return shape.make(values, base);
        if (++shape.seen === seenMin) shape.make = recordMaker(shape.properties);
        return this.#made(shape, base, count);
      }
    }
    const made = this.#made(shape, base, count);
    this.#rest(made, count === 0);
    this.#depth--;
    return made;
  }

  /** An object with the first fields of a shape. */
  #made(shape: Shape | undefined, base: number, count: number): Record<string, unknown> {
    const made: Record<string, unknown> = {};
    for (let index = 0; index < count; index++) {
      setProperty(made, shape!.properties[index], this.#values[base + index]);
    }
    return made;
  }

  /** The fields of a dict that are not as in one before; a new one teaches its shape. */
  #rest(made: Record<string, unknown>, isNew: boolean): void {
    const bytes = this.bytes;
    const refs: number[] = [];
    const properties: string[] = [];
    while (bytes[this.at] !== NULL) {
      const type = bytes[this.at];
      const ref = type === REF
        ? this.view.getUint32(this.at + 1, true)
        : type >= 0x80
        ? this.refs.length
        : -1;
      const key = this.value();
      if (typeof key !== "string") throw new NeedsCare("a dict with other keys than str");
      const property = this.#hooks.keyIn(key);
      setProperty(made, property, this.value());
      if (!isNew) continue;
      if (ref < 0 || refs.length === fieldsMax) isNew = false;
      refs.push(ref);
      properties.push(property);
    }
    this.at++;
    this.#last = undefined;
    if (isNew && refs.length > 0) {
      this.#last = this.#shapes[refs[0]] = { refs, properties, seen: 1, make: undefined };
    }
  }

  /** An int beyond 32 bits: digits of 15 bits, the least first. */
  #long(): number | bigint {
    const size = this.view.getInt32(this.at, true);
    const count = Math.abs(size);
    const start = this.at + 4;
    this.at = start + count * 2;
    const digit = (index: number) =>
      index < count ? this.view.getUint16(start + index * 2, true) : 0;
    if (count <= 4) {
      const value = digit(0) + digit(1) * 2 ** 15 + digit(2) * 2 ** 30 + digit(3) * 2 ** 45;
      if (value <= Number.MAX_SAFE_INTEGER) return size < 0 ? -value : value;
    }
    let text = "0x";
    for (let index = (count + 3 & ~3) - 4; index >= 0; index -= 4) {
      const low = digit(index) | digit(index + 1) << 15;
      const high = digit(index + 2) | digit(index + 3) << 15;
      text += (high >>> 2).toString(16).padStart(7, "0");
      text += ((low | high << 30) >>> 0).toString(16).padStart(8, "0");
    }
    const value = BigInt(text);
    return size < 0 ? -value : value;
  }

  #enter(): void {
    if (++this.#depth > depthMax) throw new NeedsCare("nested too deep");
  }
}

/** A float that is referred to again. */
class SharedFloat {
  constructor(readonly value: number) {}
}

/** Dicts with the same keys in the same order. */
interface Shape extends RowShape {
  seen: number;
  make: MakeRecord | undefined;
}

const REF = 0x72, INT = 0x69, FLOAT = 0x67, NULL = 0x30, DICT = 0x7b, LIST = 0x5b;
const TUPLE = 0x28, SMALL_TUPLE = 0x29;
const SHORT_ASCII = 0x7a, SHORT_ASCII_INTERNED = 0x5a;

/** A maker is compiled for a shape seen so often. */
const seenMin = 8;
/** After so many rows with other keys, a table is read as any other list. */
const oddRowsMax = 16;
