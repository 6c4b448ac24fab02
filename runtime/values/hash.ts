/**
 * The canonical content hash of a value: equal hashes mean the same value with the same types.
 *
 * Unlike `==`, it tells `1` from `1.0` and `0.0` from `-0.0`, since programs can; like `==`, it does
 * not see the order of record keys. All NaNs hash alike.
 *
 * @module
 */

import { ZixirError } from "./error.ts";
import { Float } from "./float.ts";
import { keyText } from "./print.ts";
import { Duration, Size, Time } from "./quantity.ts";
import { Range } from "./range.ts";
import { isRecord, keyOut } from "./record.ts";
import type { Slot } from "./slot.ts";
import { Tuple } from "./tuple.ts";
import { typeName } from "./type_name.ts";
import { Variant, variantFields } from "./variant.ts";

/**
 * Hashes a value with SHA-256 over its canonical bytes.
 *
 * @param v any value without functions and handles
 * @returns 64 hexadecimal digits
 * @throws {ZixirError} kind `type` for a function or handle, naming where in the value it is
 *
 * @example
 * ```ts
 * import { contentHash, Float } from "./mod.ts";
 * if (contentHash({ a: 1, b: 2 }) !== contentHash({ b: 2, a: 1 })) throw new Error("order");
 * if (contentHash(1) === contentHash(new Float(1))) throw new Error("types");
 * ```
 */
export function contentHash(v: Slot): string {
  const sink = new Sink();
  if (!write(sink, v)) throw unhashable(v);
  return sink.digest();
}

/**
 * Where a value holds something that has no content hash.
 *
 * @param v any slot
 * @returns a path such as `[2].model` with the type found there (the path of `v` itself is empty),
 *   or `null` when the value can be hashed
 */
export function findNonData(v: Slot): { path: string; type: string } | null {
  if (isLeaf(v)) return null;
  for (const [step, inner] of parts(v) ?? []) {
    const found = findNonData(inner);
    if (found !== null) return { path: step + found.path, type: found.type };
  }
  return parts(v) === null ? { path: "", type: typeName(v) } : null;
}

function unhashable(v: Slot): ZixirError {
  const { path, type } = findNonData(v)!;
  const where = path === "" ? "" : ` (at ${path})`;
  return new ZixirError("type", `a ${type} has no content hash${where}`, {
    hint: "a cache key is made of data: pass a name or a number that stands for it",
  });
}

/** One letter per type, so that no two values of different types share their bytes. */
const Tag = {
  nil: 0x6e,
  no: 0x66,
  yes: 0x74,
  int: 0x69,
  big: 0x49,
  float: 0x64,
  string: 0x73,
  bytes: 0x62,
  list: 0x6c,
  floats: 0x46,
  record: 0x72,
  tuple: 0x54,
  range: 0x52,
  duration: 0x44,
  size: 0x53,
  time: 0x4d,
  variant: 0x56,
} as const;

/** Whether the value could be written. */
function write(sink: Sink, v: Slot): boolean {
  switch (typeof v) {
    case "number":
      sink.tagged(Number.isInteger(v) ? Tag.int : Tag.float, v);
      return true;
    case "bigint":
      sink.text(Tag.big, v.toString(16));
      return true;
    case "string":
      sink.text(Tag.string, v);
      return true;
    case "boolean":
      sink.tag(v ? Tag.yes : Tag.no);
      return true;
    case "function":
      return false;
  }
  if (v === null) {
    sink.tag(Tag.nil);
    return true;
  }
  return writeObject(sink, v);
}

function writeObject(sink: Sink, v: object): boolean {
  if (Array.isArray(v)) return writeAll(sink, Tag.list, v);
  if (v instanceof Float) sink.tagged(Tag.float, v.value);
  else if (v instanceof Float64Array) writeFloats(sink, v);
  else if (v instanceof Tuple) return writeAll(sink, Tag.tuple, v.items);
  else if (v instanceof Variant) {
    sink.text(Tag.variant, v.$c.typeId);
    sink.text(Tag.variant, v.$c.name);
    return writeAll(sink, Tag.variant, variantFields(v));
  } else if (isRecord(v)) {
    const properties = Object.keys(v).sort();
    sink.tagged(Tag.record, properties.length);
    for (const p of properties) {
      sink.text(Tag.string, p);
      if (!write(sink, v[p])) return false;
    }
  } else if (v instanceof Uint8Array) {
    sink.tagged(Tag.bytes, v.length);
    sink.raw(v);
  } else if (v instanceof Range) {
    return writeAll(sink, Tag.range, [v.start, v.end]);
  } else if (v instanceof Duration) sink.tagged(Tag.duration, v.ms);
  else if (v instanceof Size) sink.tagged(Tag.size, v.bytes);
  else if (v instanceof Time) sink.tagged(Tag.time, v.ms);
  else return false;
  return true;
}

function writeAll(sink: Sink, tag: number, slots: readonly Slot[]): boolean {
  sink.tagged(tag, slots.length);
  for (let i = 0; i < slots.length; i++) if (!write(sink, slots[i])) return false;
  return true;
}

function writeFloats(sink: Sink, floats: Float64Array): void {
  if (floats.length === 0) return sink.tagged(Tag.list, 0);
  sink.tagged(Tag.floats, floats.length);
  sink.raw(bytesOf(floats.some(isNaNValue) ? floats.map((x) => (x !== x ? NaN : x)) : floats));
}

function isNaNValue(x: number): boolean {
  return x !== x;
}

function bytesOf(floats: Float64Array): Uint8Array {
  return new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);
}

function isLeaf(v: Slot): boolean {
  return v === null || (typeof v !== "object" && typeof v !== "function") ||
    v instanceof Float64Array || v instanceof Uint8Array || v instanceof Float ||
    v instanceof Range || v instanceof Duration || v instanceof Size || v instanceof Time;
}

/** The values inside a container with the step that leads to each, `null` for no container. */
function parts(v: Slot): [string, Slot][] | null {
  if (Array.isArray(v)) return v.map((x, i) => [`[${i}]`, x]);
  if (v instanceof Tuple) return v.items.map((x, i) => [`.${i}`, x]);
  if (v instanceof Variant) return variantFields(v).map((x, i) => [`.${v.$c.fields[i] ?? i}`, x]);
  if (isRecord(v)) return Object.entries(v).map(([k, x]) => [`.${keyText(keyOut(k))}`, x]);
  return null;
}

interface Hasher {
  update(data: Uint8Array): Hasher;
  digest(encoding: "hex"): string;
}

/** Gathers small writes in a buffer and hands large ones to the hasher as they are. */
class Sink {
  readonly #hasher: Hasher = process.getBuiltinModule("node:crypto").createHash("sha256");
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  readonly #view = new DataView(this.#buffer.buffer);
  #used = 0;

  tag(tag: number): void {
    if (this.#used + 1 > BUFFER_BYTES) this.#flush();
    this.#buffer[this.#used++] = tag;
  }

  /** A tag and a number, which may be a value or a count. */
  tagged(tag: number, x: number): void {
    if (this.#used + 9 > BUFFER_BYTES) this.#flush();
    this.#buffer[this.#used] = tag;
    this.#view.setFloat64(this.#used + 1, x !== x ? NaN : x, true);
    this.#used += 9;
  }

  text(tag: number, text: string): void {
    if (text.length * 3 + 9 > BUFFER_BYTES) {
      const bytes = encoder.encode(text);
      this.tagged(tag, bytes.length);
      return this.raw(bytes);
    }
    if (this.#used + text.length * 3 + 9 > BUFFER_BYTES) this.#flush();
    const { written } = encoder.encodeInto(text, this.#buffer.subarray(this.#used + 9));
    this.tagged(tag, written);
    this.#used += written;
  }

  raw(bytes: Uint8Array): void {
    if (bytes.length > BUFFER_BYTES - this.#used) this.#flush();
    if (bytes.length > BUFFER_BYTES) {
      this.#hasher.update(bytes);
    } else {
      this.#buffer.set(bytes, this.#used);
      this.#used += bytes.length;
    }
  }

  digest(): string {
    this.#flush();
    return this.#hasher.digest("hex");
  }

  #flush(): void {
    this.#hasher.update(this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }
}

const BUFFER_BYTES = 4096;
const encoder = new TextEncoder();
