/**
 * Writes plain values as CPython's marshal, version 4, which Python reads faster than pickle: null,
 * booleans, numbers, texts, bytes, lists, tuples and records. Format: `Python/marshal.c` of CPython,
 * the same from 3.4 on.
 *
 * At whatever else it meets the writer gives up, and `pickle_write.ts` writes the message from its
 * start.
 *
 * Invariant: where a value is written there is room for `slack` bytes. Texts and bytes see to it for
 * what comes behind them, containers before each of their items; that leaves enough for the numbers
 * written in between and for the ends of all open containers.
 *
 * @module
 */
import type { PythonShape, ValueHooks } from "./hooks.ts";
import { rowsMin } from "./record_shape.ts";
import { Former, type RowPen, type RowWriter, rowWriter } from "./row_writer.ts";
import { encodeText } from "./text.ts";

/** Where a message is written. */
export interface Room {
  /** The memory; another one once it has grown. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Makes the memory so many bytes long at least. What is in it stays. */
  grow(bytes: number): void;
}

/** Writes messages of plain values, one after another. */
export class MarshalWriter implements RowPen {
  readonly #room: Room;
  bytes!: Uint8Array<ArrayBuffer>;
  view!: DataView;
  /** Beyond this place there are no `slack` bytes any more. */
  limit = 0;
  /** Where code for rows begins and has ended. */
  at = 0;
  #hooks!: ValueHooks;
  #depth = 0;
  /** The references to keys of records in lists, by property. */
  readonly #keys: Map<string, number> = new Map();

  /** @param room where messages are written */
  constructor(room: Room) {
    this.#room = room;
    this.#settle();
  }

  /**
   * Writes a tuple of a text of one character, a tuple of two, a tuple and a dict; `py/worker.py`
   * knows where the target is.
   *
   * @returns the length of the message in bytes, or -1 when a value in it is not plain, or nested too
   * deep to be worth the while
   */
  request(
    operation: string,
    target: readonly [string | number, string],
    args: readonly unknown[],
    keywords: Readonly<Record<string, unknown>>,
    hooks: ValueHooks,
  ): number {
    this.#hooks = hooks;
    this.#depth = 0;
    if (this.#keys.size > 0) this.#keys.clear();
    if (this.bytes !== this.#room.bytes || this.bytes.length < slack) this.reserve(0, 0);
    let at = this.#smallTuple(4, 0);
    at = this.#text(operation, at);
    at = this.#smallTuple(2, at);
    at = this.value(target[0], at, undefined);
    at = this.#text(target[1], at);
    at = this.#items(TUPLE, args, at, undefined);
    return at < 0 ? at : this.#record(keywords, at, undefined);
  }

  /** Writes a value; gives the place behind it, or -1. */
  value(value: unknown, at: number, former: Former | undefined): number {
    switch (typeof value) {
      case "number":
        if ((value | 0) === value && (value !== 0 || 1 / value > 0)) {
          this.bytes[at] = 0x69;
          this.view.setInt32(at + 1, value, true);
          return at + 5;
        }
        if (!Number.isInteger(value) || value === 0) return this.#float(value, at);
        return Number.isSafeInteger(value) ? this.#long(value, at) : this.#big(BigInt(value), at);
      case "string":
        return this.#text(value, at);
      case "boolean":
        this.bytes[at] = value ? 0x54 : 0x46;
        return at + 1;
      case "object":
        if (value !== null) return this.#object(value, at, former);
        this.bytes[at] = 0x4e;
        return at + 1;
      case "undefined":
        this.bytes[at] = 0x4e;
        return at + 1;
      case "bigint":
        return this.#big(value, at);
      default:
        return -1;
    }
  }

  #object(value: object, at: number, former: Former | undefined): number {
    if (Array.isArray(value)) {
      const holdsRecords = former === undefined && typeof value[0] === "object";
      return this.#items(LIST, value, at, holdsRecords ? new Former() : former);
    }
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) {
      return this.#record(value as Record<string, unknown>, at, former);
    }
    if (ArrayBuffer.isView(value)) {
      return value instanceof Uint8Array ? this.#blob(value, at) : -1;
    }
    const shape = this.#hooks.describe(value);
    return shape === undefined ? -1 : this.#shape(shape, at);
  }

  #shape(shape: PythonShape, at: number): number {
    switch (shape.kind) {
      case "float":
        return this.#float(shape.value, at);
      case "int":
        return this.value(shape.value, at, undefined);
      case "tuple":
        return this.#items(TUPLE, shape.items, at, undefined);
      case "list":
        return this.#items(LIST, shape.items, at, new Former());
      default:
        return -1;
    }
  }

  #items(
    type: number,
    items: readonly unknown[],
    at: number,
    former: Former | undefined,
  ): number {
    if (++this.#depth > plainDepthMax) return -1;
    const count = items.length;
    this.bytes[at] = type;
    this.view.setUint32(at + 1, count, true);
    at += 5;
    let table: Table | undefined;
    for (let index = 0; index < count;) {
      if (at > this.limit) this.reserve(at, 0);
      at = this.value(items[index++], at, former);
      if (at < 0) return at;
      if (index === 1 && count >= rowsMin && former !== undefined) {
        table = tableOf(former, items[0], count);
      }
      if (table !== undefined && table.oddRows < oddRowsMax) {
        this.at = at;
        const next = table.write(items, index, this, table.former);
        at = this.at;
        if (at < 0) return at;
        if (next === index) table.oddRows++;
        index = next;
      }
    }
    this.#depth--;
    return at;
  }

  /** Writes a record; in a list with the one before it, whose keys it most likely has. */
  #record(
    record: Readonly<Record<string, unknown>>,
    at: number,
    former: Former | undefined,
  ): number {
    if (++this.#depth > plainDepthMax) return -1;
    this.bytes[at++] = 0x7b;
    let index = 0;
    for (const property in record) {
      if (at > this.limit) this.reserve(at, 0);
      let inner: Former | undefined;
      if (former === undefined) {
        at = this.#text(this.#hooks.keyOut(property), at);
      } else {
        if (former.properties[index] !== property) at = this.#key(property, at, former, index);
        else {
          this.bytes[at] = 0x72;
          this.view.setUint32(at + 1, former.refs[index], true);
          at += 5;
        }
        inner = former.inner[index++];
      }
      at = this.value(record[property], at, inner);
      if (at < 0) return at;
    }
    this.bytes[at] = 0x30;
    this.#depth--;
    return at + 1;
  }

  /** Writes a key that the record before did not have at this place. */
  #key(property: string, at: number, former: Former, index: number): number {
    let ref = this.#keys.get(property);
    former.properties[index] = property;
    former.inner[index] = new Former();
    if (ref !== undefined) {
      former.refs[index] = ref;
      this.bytes[at] = 0x72;
      this.view.setUint32(at + 1, ref, true);
      return at + 5;
    }
    ref = former.refs[index] = this.#keys.size;
    this.#keys.set(property, ref);
    const end = this.#text(this.#hooks.keyOut(property), at);
    const type = this.bytes[at];
    // Interned, and to be referred to.
    this.bytes[at] = (type === UNICODE ? 0x74 : type & ~0x20) | 0x80;
    return end;
  }

  #text(text: string, at: number): number {
    const count = text.length;
    if (at + count * 3 > this.limit) this.reserve(at, count * 3);
    const bytes = this.bytes;
    if (count < 64) {
      let to = at + 2;
      let index = 0;
      for (; index < count; index++) {
        const unit = text.charCodeAt(index);
        if (unit > 127) break;
        bytes[to++] = unit;
      }
      if (index === count) {
        bytes[at] = 0x7a;
        bytes[at + 1] = count;
        return to;
      }
    }
    const written = encodeText(text, bytes.subarray(at + 5));
    bytes[at] = UNICODE;
    this.view.setUint32(at + 1, written, true);
    return at + 5 + written;
  }

  #float(value: number, at: number): number {
    this.bytes[at] = 0x67;
    this.view.setFloat64(at + 1, value, true);
    return at + 9;
  }

  /** A safe integer beyond 32 bits: digits of 15 bits, the least first. */
  #long(value: number, at: number): number {
    let rest = Math.abs(value);
    let count = 0;
    for (; rest > 0; rest = Math.floor(rest / 0x8000)) {
      this.view.setUint16(at + 5 + 2 * count++, rest % 0x8000, true);
    }
    return this.#longHead(count, value < 0, at);
  }

  #big(value: bigint, at: number): number {
    const negative = value < 0n;
    const text = (negative ? -value : value).toString(16);
    const groups = Math.ceil(text.length / 15);
    const hex = text.padStart(groups * 15, "0");
    if (at + groups * 8 > this.limit) this.reserve(at, groups * 8);
    const view = this.view;
    let to = at + 5;
    for (let from = hex.length - 15; from >= 0; from -= 15) {
      const high = parseInt(hex.slice(from, from + 7), 16);
      const low = parseInt(hex.slice(from + 7, from + 15), 16);
      view.setUint16(to, low & 0x7fff, true);
      view.setUint16(to + 2, low >>> 15 & 0x7fff, true);
      view.setUint16(to + 4, (high << 2 | low >>> 30) & 0x7fff, true);
      view.setUint16(to + 6, high >>> 13, true);
      to += 8;
    }
    while (to > at + 5 && view.getUint16(to - 2, true) === 0) to -= 2;
    return this.#longHead((to - at - 5) / 2, negative, at);
  }

  #longHead(count: number, negative: boolean, at: number): number {
    this.bytes[at] = 0x6c;
    this.view.setInt32(at + 1, negative ? -count : count, true);
    return at + 5 + count * 2;
  }

  #blob(blob: Uint8Array, at: number): number {
    if (at + blob.length > this.limit) this.reserve(at, blob.length);
    this.bytes[at] = 0x73;
    this.view.setUint32(at + 1, blob.length, true);
    this.bytes.set(blob, at + 5);
    return at + 5 + blob.length;
  }

  #smallTuple(count: number, at: number): number {
    this.bytes[at] = 0x29;
    this.bytes[at + 1] = count;
    return at + 2;
  }

  /** Sees to so many bytes behind a place, and slack. */
  reserve(at: number, count: number): void {
    this.#room.grow(at + count + slack);
    this.#settle();
  }

  #settle(): void {
    this.bytes = this.#room.bytes;
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
    this.limit = this.bytes.length - slack;
  }
}

/** A list that began with a record for whose like there is code. */
interface Table {
  readonly write: RowWriter;
  /** The first record; that before may have been another. */
  readonly former: Former;
  oddRows: number;
}

function tableOf(former: Former, first: unknown, count: number): Table | undefined {
  if (former.properties.length === 0) return undefined;
  const row = first as Record<string, unknown>;
  const copy = former.copy(Object.keys(row).length);
  const write = rowWriter(copy, row, count);
  return write && { write, former: copy, oddRows: 0 };
}

const LIST = 0x5b, TUPLE = 0x28, UNICODE = 0x75;
/** marshal itself recurses, so what is deeper is left to pickle, which says how deep it can be. */
const plainDepthMax = 200;
/** Room for the ends of containers and for what is written without asking. */
const oddRowsMax = 16;
const slack = plainDepthMax + 64;
