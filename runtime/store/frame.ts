/**
 * What a row of the store holds: a value, or the address of a large one, with its expiry and a
 * checksum.
 *
 * Layout: checksum (CRC-32 of all that follows, 4 bytes), flags, expiry (8 bytes, epoch ms, if
 * flagged), then the encoded value, or 16 bytes fingerprint and 8 bytes size of a blob.
 *
 * @module
 */

import { joined } from "./encoding.ts";
import { damaged } from "./error.ts";

/** The address of a large value. */
export interface BlobRef {
  /** Fingerprint under which it is stored, 32 hexadecimal digits. */
  readonly hash: string;
  /** Bytes of its encoding. */
  readonly size: number;
}

/** The content of a row. */
export interface Frame {
  /** The encoded value, or where it is. */
  readonly content: Uint8Array | BlobRef;
  /** Epoch milliseconds from which the row counts as gone; Infinity when never. */
  readonly expiresAt: number;
}

/** Bytes a frame adds to an inline value, at most. */
export const FRAME_BYTES_MAX = 13;

/**
 * The bytes of a row.
 *
 * @param content pieces of an encoded value, or the address of one
 * @param expiresAt epoch milliseconds, Infinity for never
 */
export function packFrame(
  content: readonly Uint8Array[] | BlobRef,
  expiresAt: number = Infinity,
): Uint8Array {
  const isBlob = "hash" in content;
  const expires = expiresAt !== Infinity;
  const at = expires ? 13 : 5;
  const head = new Uint8Array(at + (isBlob ? HASH_BYTES + 8 : 0));
  const view = new DataView(head.buffer);
  head[4] = (isBlob ? Flag.blob : 0) | (expires ? Flag.expires : 0);
  if (expires) view.setFloat64(5, expiresAt, true);
  if (isBlob) {
    for (let i = 0; i < HASH_BYTES; i++) {
      head[at + i] = parseInt(content.hash.slice(2 * i, 2 * i + 2), 16);
    }
    view.setFloat64(at + HASH_BYTES, content.size, true);
  }
  const frame = isBlob ? head : joined([head, ...content]);
  new DataView(frame.buffer).setUint32(0, crc32(frame.subarray(4)), true);
  return frame;
}

/**
 * The content of a row.
 *
 * @param bytes what {@linkcode packFrame} gave
 * @throws {ZixirError} kind `store` (E0654) when the checksum does not fit
 */
export function unpackFrame(bytes: Uint8Array): Frame {
  if (bytes.length < 5) throw damaged("a row is too short");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== crc32(bytes.subarray(4))) throw damaged("its checksum is wrong");
  const flags = bytes[4];
  const expires = (flags & Flag.expires) !== 0;
  const at = expires ? 13 : 5;
  const expiresAt = expires ? view.getFloat64(5, true) : Infinity;
  if ((flags & Flag.blob) === 0) return { content: bytes.subarray(at), expiresAt };
  let hash = "";
  for (let i = 0; i < HASH_BYTES; i++) hash += bytes[at + i].toString(16).padStart(2, "0");
  return { content: { hash, size: view.getFloat64(at + HASH_BYTES, true) }, expiresAt };
}

const HASH_BYTES = 16;

const Flag = { blob: 1, expires: 2 } as const;

/**
 * CRC-32 (the polynomial of zip and Ethernet, reflected 0xEDB88320) by one table look-up a byte.
 *
 * @param bytes what to sum up
 */
export function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (let i = 0; i < bytes.length; i++) crc = TABLE[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return (crc ^ -1) >>> 0;
}

const TABLE = Int32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  return n;
});
