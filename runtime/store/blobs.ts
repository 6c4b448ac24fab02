/**
 * Large values, stored once under the fingerprint of their content: in chunks of the database, or,
 * beside a database that is a local file, from 1 MiB on as files.
 *
 * Measured (10 million doubles, 80 MB): chunks through Deno KV 100-250 MB/s however batched, plain
 * writing of a synced file 1500-2000 MB/s. Hence the files.
 *
 * Invariants:
 * 1. A blob has one row `blob/HASH` that says in which state it is. The row is `writing` before the
 *    first byte of content is stored, and `ready` only after the last one is.
 * 2. Whoever commits a row that names a blob checks in that commit that the blob's row is unchanged
 *    since {@linkcode Blobs.put}, and writes `ref/HASH/KEY`. So no named blob is ever swept.
 * 3. The sweeper changes the row to `deleting` before it deletes content, checks that it still is
 *    with every deletion, and deletes the row last. A writer that needs the blob takes the row over.
 * 4. Content is verified against its fingerprint whenever it is read. Content is taken for stored
 *    only after comparing it; where two contents have one fingerprint, the second is salted.
 *
 * @module
 */

import type { Check, Database, Key, Mutation, Row } from "./database.ts";
import { COMMIT_MAX } from "./database.ts";
import { BlobFiles, type Draft } from "./blob_files.ts";
import { decode } from "./decoding.ts";
import { byteCount, encode, joined } from "./encoding.ts";
import { damaged } from "./error.ts";
import { type BlobRef, packFrame, unpackFrame } from "./frame.ts";
import type { fingerprint } from "./fingerprint.ts";

/** What the row of a blob says. */
interface BlobRow {
  readonly state: "writing" | "ready" | "deleting";
  /** Epoch milliseconds of the last change of the row. */
  readonly at: number;
  readonly size: number;
  /** In a file, not in chunks. */
  readonly file: boolean;
  /** What its fingerprint was salted with; 0 but for a collision. */
  readonly salt: number;
}

/** Content to be stored. */
interface Content {
  readonly pieces: readonly Uint8Array[];
  readonly size: number;
  readonly salt: number;
  readonly draft: Draft | null;
}

interface FoundRow {
  readonly row: BlobRow;
  readonly version: string;
}

/** What sweeping found and did. */
export interface SweepResult {
  /** Blobs that are named by a row, or so young that one may be about to. */
  kept: number;
  /** Blobs deleted. */
  deleted: number;
  /** Bytes of content deleted. */
  bytes: number;
}

/** Where blobs are kept. */
export interface BlobPlaces {
  /** Reads and commits of the database, as the store makes them. */
  readonly database: Pick<Database, "read" | "list" | "commit">;
  /** Folder for large blobs; `null` where the database is no local file. */
  readonly folder: string | null;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** First part of all keys. */
  readonly root: Key;
  /** Takes fingerprints; a weak one lets a test make two contents meet. */
  readonly fingerprint: typeof fingerprint;
}

/** The blobs of one store. */
export class Blobs {
  readonly #places: BlobPlaces;
  readonly #files: BlobFiles | null;

  /** @param places where to keep them */
  constructor(places: BlobPlaces) {
    this.#places = places;
    this.#files = places.folder === null ? null : new BlobFiles(places.folder);
  }

  /**
   * Stores content unless it is stored already.
   *
   * @param pieces an encoded value
   * @returns its address, and the check that the commit naming it must make
   */
  async put(pieces: readonly Uint8Array[]): Promise<{ ref: BlobRef; check: Check }> {
    const size = byteCount(pieces);
    const asFile = this.#files !== null && size >= FILE_BYTES_MIN;
    // A file is written while its name, the fingerprint, is still being taken.
    const draft = asFile ? await this.#files!.draft(pieces) : null;
    try {
      for (let salt = 0;; salt++) {
        const isDrafted = draft !== null && salt === 0;
        const hash = isDrafted ? draft.hash : this.#places.fingerprint(pieces, salt);
        const version = await this.#store(hash, { pieces, size, salt, draft });
        if (version === null) continue;
        return { ref: { hash, size }, check: { key: this.#rowKey(hash), version } };
      }
    } finally {
      await draft?.drop();
    }
  }

  /**
   * The content at an address.
   *
   * @returns the encoded value; `null` when no such blob is stored
   * @throws {ZixirError} kind `store` (E0654) when the content is damaged or gone
   */
  async get(ref: BlobRef): Promise<Uint8Array | null> {
    const found = await this.#row(ref.hash);
    if (found?.row.state !== "ready") return null;
    const bytes = await this.#read(ref.hash, found.row);
    const isWhole = bytes.length === ref.size;
    if (isWhole && this.#isSound(ref.hash, found.row, bytes)) return bytes;
    throw damaged(
      isWhole
        ? "its content has another fingerprint"
        : `${bytes.length} of ${ref.size} bytes are left`,
    );
  }

  /** The change that a commit naming a blob makes beside its own. */
  reference(ref: BlobRef, key: Key, expireInMs?: number): Mutation {
    return { key: [...this.#places.root, "ref", ref.hash, ...key], value: NOTHING, expireInMs };
  }

  /**
   * Deletes blobs that no row names.
   *
   * @param graceMs how long after its last use a blob is left alone, milliseconds
   * @param names tells which blob the row at a key names now, if any
   */
  async sweep(graceMs: number, names: (key: Key) => Promise<string | null>): Promise<SweepResult> {
    const { database, root, now } = this.#places;
    const result: SweepResult = { kept: 0, deleted: 0, bytes: 0 };
    for await (const found of database.list({ prefix: [...root, "blob"] })) {
      const hash = String(found.key[root.length + 1]);
      const row = blobRow(found);
      const young = row.at > now() - graceMs;
      if (young || await this.#isNamed(hash, names) || !await this.#delete(hash, found, row)) {
        result.kept++;
      } else {
        result.deleted++;
        result.bytes += row.size;
      }
    }
    await this.#files?.dropDrafts(graceMs, now());
    return result;
  }

  /** The version of the row of stored content; `null` when other content has its fingerprint. */
  async #store(hash: string, content: Content): Promise<string | null> {
    for (;;) {
      const before = await this.#row(hash);
      let version: string | null;
      if (before?.row.state === "ready") {
        const bytes = await this.#read(hash, before.row);
        if (isSame(content.pieces, bytes)) version = await this.#use(hash, before);
        else if (this.#isSound(hash, before.row, bytes)) return null;
        else version = await this.#write(hash, content, before);
      } else {
        version = await this.#write(hash, content, before);
      }
      if (version !== null) return version;
    }
  }

  /** The version of a ready blob's row, renewed when it is old enough to attract the sweeper. */
  async #use(hash: string, found: FoundRow): Promise<string | null> {
    if (found.row.at > this.#places.now() - FRESH_MS) return found.version;
    return await this.#change(hash, found.version, found.row);
  }

  /** Writes the content; `null` when another process changed the row meanwhile. */
  async #write(hash: string, content: Content, before: FoundRow | null): Promise<string | null> {
    const { pieces, size, salt, draft } = content;
    const row: BlobRow = { state: "writing", at: 0, size, salt, file: draft !== null };
    // Another writer of the same content is joined, not driven out: what they write is the same.
    const joins = before?.row.state === "writing" && before.row.file === row.file &&
      before.row.size === size && before.row.at > this.#places.now() - FRESH_MS;
    const version = joins ? before.version : await this.#change(hash, before?.version ?? null, row);
    if (version === null) return null;
    if (draft !== null) await draft.keep(hash);
    else if (!await this.#writeChunks(hash, joined(pieces), version)) return null;
    return await this.#change(hash, version, { ...row, state: "ready" });
  }

  async #read(hash: string, row: BlobRow): Promise<Uint8Array> {
    if (!row.file) return await this.#readChunks(hash, row.size);
    return await this.#files?.read(hash) ?? NOTHING;
  }

  #isSound(hash: string, row: BlobRow, bytes: Uint8Array): boolean {
    return bytes.length === row.size && this.#places.fingerprint([bytes], row.salt) === hash;
  }

  /** Whether any row names a blob; references left by rows that no longer do are deleted. */
  async #isNamed(hash: string, names: (key: Key) => Promise<string | null>): Promise<boolean> {
    const { database, root } = this.#places;
    const prefix = [...root, "ref", hash];
    for await (const ref of database.list({ prefix })) {
      if (await names(ref.key.slice(prefix.length)) === hash) return true;
      await database.commit([{ key: ref.key, version: ref.version }], [{
        key: ref.key,
        value: null,
      }]);
    }
    return false;
  }

  async #delete(hash: string, found: Row, row: BlobRow): Promise<boolean> {
    const { database } = this.#places;
    const deleting = await this.#change(hash, found.version, { ...row, state: "deleting" });
    if (deleting === null) return false;
    const check = { key: this.#rowKey(hash), version: deleting };
    if (row.file) await this.#files?.remove(hash);
    const chunks = row.file ? 0 : Math.ceil(row.size / CHUNK_BYTES);
    for (let i = 0; i < chunks; i += COMMIT_MAX.mutations) {
      const count = Math.min(COMMIT_MAX.mutations, chunks - i);
      const deletions = Array.from({ length: count }, (_, j) => ({
        key: this.#chunkKey(hash, i + j),
        value: null,
      }));
      if (await database.commit([check], deletions) === null) return false;
    }
    return await database.commit([check], [{ key: check.key, value: null }]) !== null;
  }

  /** Whether the blob's row stayed as it was throughout. */
  async #writeChunks(hash: string, bytes: Uint8Array, version: string): Promise<boolean> {
    const check = { key: this.#rowKey(hash), version };
    const perCommit = Math.floor((COMMIT_MAX.bytes - 8192) / CHUNK_BYTES);
    const count = Math.ceil(bytes.length / CHUNK_BYTES);
    for (let i = 0; i < count; i += perCommit) {
      const mutations: Mutation[] = [];
      for (let j = i; j < Math.min(i + perCommit, count); j++) {
        const value = bytes.subarray(j * CHUNK_BYTES, (j + 1) * CHUNK_BYTES);
        mutations.push({ key: this.#chunkKey(hash, j), value });
      }
      if (await this.#places.database.commit([check], mutations) === null) return false;
    }
    return true;
  }

  async #readChunks(hash: string, size: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(size);
    let at = 0;
    const prefix = [...this.#places.root, "chunk", hash];
    for await (const { value } of this.#places.database.list({ prefix, batch: 16 })) {
      if (at + value.length > size) throw damaged("a chunk is too many");
      bytes.set(value, at);
      at += value.length;
    }
    return bytes.subarray(0, at);
  }

  async #row(hash: string): Promise<FoundRow | null> {
    const [found] = await this.#places.database.read([this.#rowKey(hash)]);
    return found === null ? null : { row: blobRow(found), version: found.version };
  }

  #change(hash: string, version: string | null, row: BlobRow): Promise<string | null> {
    const key = this.#rowKey(hash);
    const value = packFrame(encode({ ...row, at: this.#places.now() }));
    return this.#places.database.commit([{ key, version }], [{ key, value }]);
  }

  #rowKey(hash: string): Key {
    return [...this.#places.root, "blob", hash];
  }

  #chunkKey(hash: string, index: number): Key {
    return [...this.#places.root, "chunk", hash, index];
  }
}

/** Content from here on goes to a file where there is a folder for files. */
const FILE_BYTES_MIN = 2 ** 20;

/** A row changed this recently needs no renewal: far less than the grace of any sweeping. */
const FRESH_MS = 60_000;

/** A little less than a row may hold. */
const CHUNK_BYTES = 64_000;

const NOTHING = new Uint8Array(1);

/** Whether pieces, read one after the other, are the same bytes as a whole. */
function isSame(pieces: readonly Uint8Array[], whole: Uint8Array): boolean {
  if (byteCount(pieces) !== whole.length) return false;
  let at = 0;
  for (const piece of pieces) {
    if (!equalBytes(piece, whole.subarray(at, at + piece.length))) return false;
    at += piece.length;
  }
  return true;
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  let i = 0;
  if (a.byteOffset % 4 === 0 && b.byteOffset % 4 === 0) {
    const x = new Int32Array(a.buffer, a.byteOffset, a.length >> 2);
    const y = new Int32Array(b.buffer, b.byteOffset, b.length >> 2);
    for (let j = 0; j < x.length; j++) if (x[j] !== y[j]) return false;
    i = x.length * 4;
  }
  for (; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function blobRow(row: Row): BlobRow {
  const { content } = unpackFrame(row.value);
  if (!(content instanceof Uint8Array)) throw damaged("the row of a blob names a blob");
  return decode(content) as unknown as BlobRow;
}
