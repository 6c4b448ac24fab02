/**
 * Large values as files named by their fingerprint.
 *
 * Invariants:
 * 1. A file gets its final name only when its content is complete and synced to disk.
 * 2. A file with a final name is never written again; a damaged one is replaced as a whole.
 *
 * @module
 */

import { Fingerprint } from "./fingerprint.ts";

/** A file that has no final name yet. */
export interface Draft {
  /** The fingerprint of its content. */
  readonly hash: string;
  /** Gives it its final name, that of a fingerprint. */
  keep(hash: string): Promise<void>;
  /** Deletes it unless it was kept. */
  drop(): Promise<void>;
}

/** A folder of such files. */
export class BlobFiles {
  readonly #folder: string;

  /** @param folder path of the folder; made when the first file is written */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Writes content while taking its fingerprint.
   *
   * @param pieces the content
   */
  async draft(pieces: readonly Uint8Array[]): Promise<Draft> {
    await Deno.mkdir(this.#folder, { recursive: true });
    const path = `${this.#folder}/${crypto.randomUUID()}${DRAFT_SUFFIX}`;
    let there = true;
    const drop = async () => {
      if (there) await removeIfThere(path);
      there = false;
    };
    try {
      const hash = await writeHashed(path, pieces);
      const keep = async (hash: string) => {
        if (!there) return;
        await Deno.rename(path, this.#path(hash));
        there = false;
        await this.#sync();
      };
      return { hash, keep, drop };
    } catch (error) {
      await drop();
      throw error;
    }
  }

  /** The content of a file, `null` when there is none. */
  async read(hash: string): Promise<Uint8Array | null> {
    try {
      return await Deno.readFile(this.#path(hash));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    }
  }

  /** Deletes a file. */
  async remove(hash: string): Promise<void> {
    await removeIfThere(this.#path(hash));
  }

  /**
   * Deletes drafts that a dead process left.
   *
   * @param graceMs age from which a draft counts as left, milliseconds
   * @param now epoch milliseconds
   */
  async dropDrafts(graceMs: number, now: number): Promise<void> {
    try {
      for await (const { name } of Deno.readDir(this.#folder)) {
        if (!name.endsWith(DRAFT_SUFFIX)) continue;
        const path = `${this.#folder}/${name}`;
        const { mtime } = await Deno.stat(path);
        if ((mtime?.getTime() ?? 0) < now - graceMs) await removeIfThere(path);
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }

  #path(hash: string): string {
    return `${this.#folder}/${hash}`;
  }

  /** A new name is only sure to outlive a power cut once its folder is synced. */
  async #sync(): Promise<void> {
    if (Deno.build.os === "windows") return;
    const folder = await Deno.open(this.#folder);
    try {
      await folder.sync();
    } finally {
      folder.close();
    }
  }
}

const DRAFT_SUFFIX = ".draft";

/** Writes pieces and gives their fingerprint, taken while Deno writes on another thread. */
async function writeHashed(path: string, pieces: readonly Uint8Array[]): Promise<string> {
  const file = await Deno.open(path, { write: true, createNew: true });
  try {
    const taken = new Fingerprint();
    for (const piece of pieces) {
      const written = writeAll(file, piece);
      taken.update(piece);
      await written;
    }
    await file.syncData();
    return taken.digest();
  } finally {
    file.close();
  }
}

async function writeAll(file: Deno.FsFile, piece: Uint8Array): Promise<void> {
  for (let at = 0; at < piece.length;) at += await file.write(piece.subarray(at));
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
