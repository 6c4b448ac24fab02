/**
 * A place in a pickle, and what is read there without knowing what is around it.
 *
 * @module
 */

/** Thrown when a value must be written again by `encode_again`, in a form that says more. */
export class NeedsCare extends Error {}

/** A place in a pickle. */
export class Cursor {
  /** The pickle. */
  readonly bytes: Uint8Array;
  /** The same bytes. */
  readonly view: DataView;
  /** What the pickle refers to again, in the order in which it was first met. */
  readonly memo: unknown[] = [];
  /** The place. */
  at = 0;

  /** Begins at the start of a pickle. */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** A size of 64 bits. */
  size(): number {
    const count = Number(this.view.getBigUint64(this.at, true));
    this.at += 8;
    return count;
  }

  /** A size of 32 bits. */
  uint32(): number {
    const count = this.view.getUint32(this.at, true);
    this.at += 4;
    return count;
  }

  /** A copy of so many bytes. */
  blob(count: number): Uint8Array {
    const copy = this.bytes.slice(this.at, this.at + count);
    this.at += count;
    return copy;
  }

  /** Text of so many bytes. */
  text(count: number): string {
    const start = this.at;
    const end = start + count;
    this.at = end;
    return decodeText(this.bytes, start, end);
  }

  /** A little-endian two's complement integer of so many bytes. */
  long(count: number): number | bigint {
    const start = this.at;
    this.at += count;
    if (count === 0) return 0;
    const negative = this.bytes[start + count - 1] >= 0x80;
    if (count <= 6) {
      let value = 0;
      for (let index = count - 1; index >= 0; index--) {
        value = value * 256 + this.bytes[start + index];
      }
      return negative ? value - 256 ** count : value;
    }
    let digits = "0x";
    for (let index = start + count - 1; index >= start; index--) digits += hex[this.bytes[index]];
    const value = negative ? BigInt.asIntN(count * 8, BigInt(digits)) : BigInt(digits);
    return value >= minSafe && value <= maxSafe ? Number(value) : value;
  }
}

/**
 * Text in UTF-8.
 *
 * @throws {NeedsCare} for Python's lone surrogates
 */
export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= shortMax) {
    let index = start;
    while (index < end && bytes[index] < 128) index++;
    if (index === end) return shortText(bytes, start, end - start);
  }
  try {
    return decoder.decode(bytes.subarray(start, end));
  } catch {
    throw new NeedsCare("lone surrogate");
  }
}

/** Text of so many ASCII characters. For short ones the decoder takes many times as long. */
export function shortText(bytes: Uint8Array, at: number, count: number): string {
  const b = bytes;
  switch (count) {
    case 0:
      return "";
    case 1:
      return of(b[at]);
    case 2:
      return of(b[at], b[at + 1]);
    case 3:
      return of(b[at], b[at + 1], b[at + 2]);
    case 4:
      return of(b[at], b[at + 1], b[at + 2], b[at + 3]);
    case 5:
      return of(b[at], b[at + 1], b[at + 2], b[at + 3], b[at + 4]);
    case 6:
      return of(b[at], b[at + 1], b[at + 2], b[at + 3], b[at + 4], b[at + 5]);
    case 7:
      return of(b[at], b[at + 1], b[at + 2], b[at + 3], b[at + 4], b[at + 5], b[at + 6]);
    case 8:
      return eight(b, at);
    default:
      return count <= shortMax
        ? eight(b, at) + shortText(b, at + 8, count - 8)
        : decoder.decode(b.subarray(at, at + count));
  }
}

function eight(b: Uint8Array, at: number): string {
  return of(b[at], b[at + 1], b[at + 2], b[at + 3], b[at + 4], b[at + 5], b[at + 6], b[at + 7]);
}

const of = String.fromCharCode;
const shortMax = 24;
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const minSafe = BigInt(Number.MIN_SAFE_INTEGER);
const maxSafe = BigInt(Number.MAX_SAFE_INTEGER);
const hex = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, "0"));
