/**
 * SHA-256 of large content.
 *
 * @module
 */

/** A hash that is being computed. */
export interface Hasher {
  /** Adds bytes. */
  update(bytes: Uint8Array): void;
  /** Ends it and gives 64 hexadecimal digits. */
  digest(encoding: "hex"): string;
}

/** Begins a SHA-256. */
export function newHasher(): Hasher {
  // Loaded on use: it costs some 15 ms, and only stores and caches need it.
  return process.getBuiltinModule("node:crypto").createHash("sha256");
}

/**
 * Hashes pieces as if they were one.
 *
 * @param pieces what to hash
 * @returns 64 hexadecimal digits
 */
export function hashPieces(pieces: readonly Uint8Array[]): string {
  const hasher = newHasher();
  for (const piece of pieces) hasher.update(piece);
  return hasher.digest("hex");
}
