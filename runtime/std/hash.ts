/**
 * The module `hash`.
 *
 * @module
 */
import { contentHash, type Slot } from "../values/mod.ts";
import type { Entry, Table } from "../table.ts";
import { bytesOf } from "./bytes.ts";

/** The table of `hash`. */
export function hashTable(): Table {
  return {
    module: "hash",
    doc: "Digests of texts (as UTF-8), Bytes and values.",
    entries: [
      digest(
        "sha256",
        "The SHA-256 digest of a text or Bytes, in hexadecimal.",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      ),
      digest(
        "sha512",
        "The SHA-512 digest of a text or Bytes, in hexadecimal.",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
      ),
      digest(
        "sha1",
        "The SHA-1 digest, for old formats; it no longer protects against forgery.",
        "a9993e364706816aba3e25717850c26c9cd0d89d",
      ),
      digest(
        "md5",
        "The MD5 digest, for old formats; it no longer protects against forgery.",
        "900150983cd24fb0d6963f7d28e17f72",
      ),
      {
        name: "crc32",
        type: "(data: Any) -> Int",
        doc: "The CRC-32 of a text or Bytes, as in gzip and PNG.",
        example: { source: 'hash.crc32("abc")', result: "891568578" },
        run: (data: Slot): number =>
          process.getBuiltinModule("node:zlib").crc32(bytesOf("hash.crc32", data)),
      },
      {
        name: "hmac_sha256",
        type: "(data: Any, key: Any) -> String",
        doc: "The HMAC with SHA-256 of a text or Bytes under a key, in hexadecimal.",
        example: {
          source: 'hash.hmac_sha256("what do ya want for nothing?", "Jefe")',
          result: '"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"',
        },
        run: (data: Slot, key: Slot): string =>
          process.getBuiltinModule("node:crypto")
            .createHmac("sha256", bytesOf("hash.hmac_sha256", key))
            .update(bytesOf("hash.hmac_sha256", data))
            .digest("hex"),
      },
      {
        name: "of",
        type: "(value: Any) -> String",
        doc:
          "The SHA-256 digest of any value with its types: `1` and `1.0` differ, the order of record keys does not count.",
        example: { source: "hash.of({a: 1, b: 2}) == hash.of({b: 2, a: 1})", result: "true" },
        run: contentHash,
      },
    ],
  };
}

function digest(name: string, doc: string, result: string): Entry {
  return {
    name,
    type: "(data: Any) -> String",
    doc,
    example: { source: `hash.${name}("abc")`, result: `"${result}"` },
    // The module is fetched at the first call: loading it costs 10 ms.
    run: (data: Slot): string =>
      process.getBuiltinModule("node:crypto")
        .createHash(name)
        .update(bytesOf(`hash.${name}`, data))
        .digest("hex"),
  };
}
