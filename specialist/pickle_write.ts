/**
 * Writes values as Python pickle protocol 5, the way in which they reach Python.
 *
 * Only opcodes for exact built-in types are used, and BINPERSID for what `py/decode.py` makes:
 * handles, arrays, times, callables. Format: CPython's `Lib/pickletools.py`.
 *
 * @module
 */
import { PythonError } from "./errors.ts";
import type { PythonShape, ValueHooks } from "./hooks.ts";
import { MarshalWriter, type Room } from "./marshal_write.ts";
import { encodeText } from "./text.ts";

/** What a value needs beyond bytes: the channel it goes through provides it. */
export interface WriteContext {
  readonly hooks: ValueHooks;
  /** The id of a handle of this channel, else `undefined`. Throws for a handle of another one. */
  handleId(value: object): number | undefined;
  /** The pickle of an object that goes to another process, else `undefined`. */
  carried(value: object): Uint8Array | undefined;
  /** Registers a function as Python callable, gives its id. */
  functionId(fn: (...args: unknown[]) => unknown): number;
  /**
   * Offers memory of floats to be used in place: `[kind, ...numbers]` of a token of `py/decode.py`, or
   * `undefined` to have the bytes copied into the message.
   */
  share(array: Float64Array): readonly (string | number)[] | undefined;
}

/** A growing message. One writer is used again for message after message. */
export class PickleWriter implements Room {
  /** The message so far is `bytes.subarray(0, length)`. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Length of the message in bytes. */
  length = 0;
  /** Whether the message holds tokens, which only `Decoder` in `py/decode.py` can read. */
  special = false;
  #view: DataView;
  readonly #home: Uint8Array<ArrayBuffer>;
  #keys: Map<string, number> = new Map();
  #memo = 0;
  #depth = 0;
  /** Where the length of the open frame is written: what is not in frames, CPython reads bytewise. */
  #frameAt = 0;
  #marshal: MarshalWriter | undefined;

  /** @param room where messages are written, or how many bytes; larger ones get memory of their own */
  constructor(room: number | Uint8Array<ArrayBuffer> = 65536) {
    this.bytes = this.#home = typeof room === "number" ? new Uint8Array(room) : room;
    this.#view = viewOf(this.bytes);
  }

  /** Begins a new message. */
  start(): void {
    this.length = 0;
    this.special = false;
    if (this.#keys.size > 0) this.#keys.clear();
    this.#memo = 0;
    this.#depth = 0;
    this.#two(0x80, 5);
    this.#openFrame();
  }

  /** Writes into the same memory what is no pickle; the length of that is set afterwards. */
  get marshal(): MarshalWriter {
    return this.#marshal ??= new MarshalWriter(this);
  }

  /** Makes the memory so many bytes long at least. */
  grow(bytes: number): void {
    if (bytes <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(bytes, this.bytes.length * 2));
    grown.set(this.bytes);
    this.bytes = grown;
    this.#view = viewOf(grown);
  }

  /** Gives back the memory of a very large message. */
  reset(): void {
    if (this.bytes.length <= keptBytesMax) return;
    this.bytes = this.#home;
    this.#view = viewOf(this.bytes);
  }

  /** Ends the message. */
  end(): void {
    this.#one(0x2e);
    this.#closeFrame();
  }

  /** Opens a tuple; its items follow, then {@linkcode closeTuple}. */
  openTuple(): void {
    this.#one(0x28);
  }

  /** Closes a tuple opened by {@linkcode openTuple}. */
  closeTuple(): void {
    this.#one(0x74);
  }

  /** Writes the token that resolves a target before the arguments after it are read. */
  target(owner: string | number | object, path: string, context: WriteContext): void {
    this.special = true;
    this.#one(0x28);
    this.string("T");
    if (typeof owner === "number") this.integer(owner);
    else if (typeof owner === "string") this.string(owner);
    else this.tuple([owner], context);
    this.string(path);
    this.#two(0x74, 0x51);
  }

  /** Writes any value; a {@linkcode PythonError} E0505 says why one cannot go to Python. */
  value(value: unknown, context: WriteContext): void {
    switch (typeof value) {
      case "number":
        if (Number.isInteger(value) && !Object.is(value, -0)) this.integer(value);
        else this.float(value);
        return;
      case "string":
        this.string(value);
        return;
      case "boolean":
        this.#one(value ? 0x88 : 0x89);
        return;
      case "undefined":
        this.#one(0x4e);
        return;
      case "bigint":
        this.#big(value);
        return;
      case "object":
        if (value === null) this.#one(0x4e);
        else this.#object(value, context);
        return;
      case "function": {
        const fn = value as (...args: unknown[]) => unknown;
        this.#token("c", [context.functionId(fn), fn.name]);
        return;
      }
      default:
        throw new PythonError("E0505", `a ${typeof value} cannot be passed to Python`);
    }
  }

  /** Writes the items of a list. */
  list(items: readonly unknown[], context: WriteContext): void {
    this.#enter();
    this.#one(0x5d);
    if (items.length > 0) {
      this.#one(0x28);
      for (let index = 0; index < items.length; index++) this.value(items[index], context);
      this.#one(0x65);
    }
    this.#depth--;
  }

  /** Writes the items of a tuple. */
  tuple(items: readonly unknown[], context: WriteContext): void {
    this.#enter();
    if (items.length === 0) this.#one(0x29);
    else {
      if (items.length > 3) this.#one(0x28);
      for (const item of items) this.value(item, context);
      this.#one(items.length > 3 ? 0x74 : 0x84 + items.length);
    }
    this.#depth--;
  }

  /** Writes a dict with string keys. */
  record(entries: Iterable<readonly [string, unknown]>, context: WriteContext): void {
    this.#enter();
    this.#two(0x7d, 0x28);
    for (const [key, item] of entries) {
      this.#key(key);
      this.value(item, context);
    }
    this.#one(0x75);
    this.#depth--;
  }

  /** Writes a whole number up to 2^53. */
  integer(value: number): void {
    this.#reserve(11);
    const at = this.length;
    if (value >= 0 && value < 256) {
      this.bytes[at] = 0x4b;
      this.bytes[at + 1] = value;
      this.length = at + 2;
    } else if (value >= -0x80000000 && value <= 0x7fffffff) {
      this.bytes[at] = 0x4a;
      this.#view.setInt32(at + 1, value, true);
      this.length = at + 5;
    } else if (Number.isSafeInteger(value)) {
      this.bytes[at] = 0x8a;
      this.bytes[at + 1] = 8;
      this.#view.setInt32(at + 2, value | 0, true);
      this.#view.setInt32(at + 6, Math.floor(value / 0x100000000), true);
      this.length = at + 10;
    } else {
      this.#big(BigInt(value));
    }
  }

  /** Writes a double. */
  float(value: number): void {
    this.#reserve(9);
    this.bytes[this.length] = 0x47;
    this.#view.setFloat64(this.length + 1, value, false);
    this.length += 9;
  }

  /** Writes text; lone surrogates cross as Python's own lone surrogates. */
  string(text: string): void {
    const count = text.length;
    if (count < 40) {
      this.#reserve(count * 3 + 2);
      const { bytes } = this;
      let at = this.length + 2;
      let index = 0;
      for (; index < count; index++) {
        const unit = text.charCodeAt(index);
        if (unit > 127) break;
        bytes[at++] = unit;
      }
      if (index === count) {
        bytes[this.length] = 0x8c;
        bytes[this.length + 1] = count;
        this.length = at;
        return;
      }
    }
    this.#reserve(count * 3 + 5);
    const start = this.length + 5;
    const written = encodeText(text, this.bytes.subarray(start));
    this.bytes[this.length] = 0x58;
    this.#view.setUint32(this.length + 1, written, true);
    this.length = start + written;
  }

  #object(value: object, context: WriteContext): void {
    if (Array.isArray(value)) return this.list(value, context);
    const pickle = context.carried(value);
    if (pickle !== undefined) return this.#carried(pickle);
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) {
      return this.#plain(value as Record<string, unknown>, context);
    }
    if (value instanceof Float64Array) return this.#floats(value, context);
    if (value instanceof Uint8Array) return this.#blob(value);
    const id = context.handleId(value);
    if (id !== undefined) {
      this.special = true;
      this.integer(id);
      return this.#one(0x51);
    }
    const shape = context.hooks.describe(value);
    if (shape !== undefined) return this.#shape(shape, context);
    if (ArrayBuffer.isView(value)) return this.#numbers(value);
    if (value instanceof ArrayBuffer) return this.#blob(new Uint8Array(value));
    const name = (value.constructor as { name?: string } | undefined)?.name ?? "object";
    throw new PythonError("E0505", `a value of type ${name} cannot be passed to Python`, {
      hint: "pass numbers, strings, lists, maps, tuples, bytes, times, functions or Python objects",
    });
  }

  #plain(value: Record<string, unknown>, context: WriteContext): void {
    this.#enter();
    const { hooks } = context;
    this.#two(0x7d, 0x28);
    for (const property in value) {
      this.#key(hooks.keyOut(property));
      this.value(value[property], context);
    }
    this.#one(0x75);
    this.#depth--;
  }

  #shape(shape: PythonShape, context: WriteContext): void {
    switch (shape.kind) {
      case "float":
        return this.float(shape.value);
      case "int":
        return this.value(shape.value, context);
      case "tuple":
        return this.tuple(shape.items, context);
      case "list":
        return this.list(shape.items, context);
      case "record":
        return this.record(shape.entries, context);
      case "range":
        return this.#token("r", [shape.start, shape.end]);
      case "time":
        return this.#timeToken("t", shape.ms);
      case "duration":
        return this.#timeToken("d", shape.ms);
    }
  }

  #carried(pickle: Uint8Array): void {
    this.special = true;
    this.string("p");
    this.#blob(pickle);
    this.#two(0x86, 0x51);
  }

  #timeToken(kind: "t" | "d", ms: number): void {
    if (!Number.isFinite(ms)) throw new PythonError("E0505", `${ms} is no time for Python`);
    this.special = true;
    this.string(kind);
    this.float(ms);
    this.#two(0x86, 0x51);
  }

  #token(kind: string, parts: readonly (number | bigint | string)[]): void {
    this.special = true;
    this.#one(0x28);
    this.string(kind);
    for (const part of parts) {
      if (typeof part === "string") this.string(part);
      else if (typeof part === "bigint") this.#big(part);
      else this.integer(part);
    }
    this.#two(0x74, 0x51);
  }

  #floats(array: Float64Array, context: WriteContext): void {
    const shared = context.share(array);
    if (shared !== undefined) {
      const [kind, ...parts] = shared;
      return this.#token(kind as string, parts);
    }
    this.special = true;
    this.string("f");
    this.#blob(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    this.#two(0x86, 0x51);
  }

  #numbers(array: ArrayBufferView): void {
    const code = typedArrayCodes[array.constructor.name];
    if (code === undefined) {
      throw new PythonError("E0505", "this kind of buffer cannot be passed to Python");
    }
    this.special = true;
    this.string("y");
    this.string(code);
    this.#blob(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    this.#two(0x87, 0x51);
  }

  #openFrame(): void {
    this.#reserve(9);
    this.bytes[this.length] = 0x95;
    this.#frameAt = this.length + 1;
    this.length += 9;
  }

  #closeFrame(): void {
    const count = this.length - this.#frameAt - 8;
    this.#view.setUint32(this.#frameAt, count, true);
    this.#view.setUint32(this.#frameAt + 4, Math.floor(count / 0x100000000), true);
  }

  #blob(value: Uint8Array): void {
    const count = value.byteLength;
    if (count < unframedMin) return this.#bytes(value);
    this.#closeFrame();
    this.#bytes(value);
    this.#openFrame();
  }

  #bytes(value: Uint8Array): void {
    const count = value.byteLength;
    this.#reserve(count + 9);
    if (count > 0xffffffff) {
      this.bytes[this.length] = 0x8e;
      this.#view.setBigUint64(this.length + 1, BigInt(count), true);
      this.length += 9;
    } else {
      this.bytes[this.length] = 0x42;
      this.#view.setUint32(this.length + 1, count, true);
      this.length += 5;
    }
    this.bytes.set(value, this.length);
    this.length += count;
  }

  #key(key: string): void {
    const known = this.#keys.get(key);
    if (known !== undefined) {
      if (known < 256) return this.#two(0x68, known);
      this.#reserve(5);
      this.bytes[this.length] = 0x6a;
      this.#view.setUint32(this.length + 1, known, true);
      this.length += 5;
      return;
    }
    this.string(key);
    if (this.#memo < 65536) {
      this.#keys.set(key, this.#memo++);
      this.#one(0x94);
    }
  }

  #big(value: bigint): void {
    const negative = value < 0n;
    let digits = (negative ? ~value : value).toString(16);
    if (digits.length % 2 === 1) digits = "0" + digits;
    let count = digits.length / 2;
    const extra = parseInt(digits.slice(0, 2), 16) >= 0x80 ? 1 : 0;
    count += extra;
    this.#reserve(count + 5);
    let at = this.length;
    if (count < 256) {
      this.bytes[at] = 0x8a;
      this.bytes[at + 1] = count;
      at += 2;
    } else {
      this.bytes[at] = 0x8b;
      this.#view.setUint32(at + 1, count, true);
      at += 5;
    }
    const flip = negative ? 0xff : 0;
    for (let index = digits.length - 2; index >= 0; index -= 2) {
      this.bytes[at++] = parseInt(digits.slice(index, index + 2), 16) ^ flip;
    }
    if (extra === 1) this.bytes[at++] = flip;
    this.length = at;
  }

  #enter(): void {
    if (++this.#depth > depthMax) {
      throw new PythonError(
        "E0505",
        `a value nested more than ${depthMax} deep cannot be passed to Python`,
      );
    }
  }

  #one(byte: number): void {
    this.#reserve(1);
    this.bytes[this.length++] = byte;
  }

  #two(first: number, second: number): void {
    this.#reserve(2);
    this.bytes[this.length] = first;
    this.bytes[this.length + 1] = second;
    this.length += 2;
  }

  #reserve(count: number): void {
    if (this.length + count > this.bytes.length) this.grow(this.length + count);
  }
}

/** The deepest nesting of a value that can be passed; deeper ones are taken for recursive. */
export const depthMax = 1000;

/** Memory up to this size is kept for the next message. */
const keptBytesMax = 1 << 20;

/** Bytes from this size on stand outside of frames, so that they are copied once only. */
const unframedMin = 65536;

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const typedArrayCodes: Record<string, string> = {
  Float32Array: "f",
  Int8Array: "b",
  Uint8ClampedArray: "B",
  Int16Array: "h",
  Uint16Array: "H",
  Int32Array: "i",
  Uint32Array: "I",
  BigInt64Array: "q",
  BigUint64Array: "Q",
};
