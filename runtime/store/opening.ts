/**
 * Opening a store: its database, its folder, its format.
 *
 * @module
 */

import { ZixirError } from "../values/error.ts";
import { Blobs } from "./blobs.ts";
import type { Database, Key } from "./database.ts";
import { newerFormat } from "./error.ts";
import { fingerprint } from "./fingerprint.ts";
import { GroupCommitter } from "./group_commit.ts";
import { openKvDatabase } from "./kv_database.ts";
import { MemoryDatabase } from "./memory_database.ts";
import { PatientDatabase, patiently } from "./patient_database.ts";
import type { StoreOptions } from "./requests.ts";

/** The format this Zixir writes, and the highest it reads. */
export const STORE_FORMAT = 1;

/** First part of all keys, so that a shared KV server may hold other things too. */
export const ROOT: Key = ["zixir"];

/** Where the rows of a store are. */
export type StoreKind = "memory" | "file" | "url";

/** A store that has been opened. */
export interface Opened {
  readonly database: Database;
  /** Commits, joined where they would wait for each other. */
  readonly commit: Database["commit"];
  readonly blobs: Blobs;
  readonly format: number;
}

/** What kind of store a location names. */
export function storeKind(location: string): StoreKind {
  return location === ":memory:" ? "memory" : /^https?:/.test(location) ? "url" : "file";
}

/**
 * Opens the database of a store, and refuses one of a newer format.
 *
 * @param location path of a file, `:memory:`, or URL of a KV server
 * @param options how to open it
 * @param now epoch milliseconds
 */
export async function openDatabase(
  location: string,
  options: StoreOptions,
  now: () => number,
): Promise<Opened> {
  const { busyMs = 10_000 } = options;
  const kind = storeKind(location);
  const raw = await patiently(() => rawDatabase(location, options, now), location, "open", busyMs);
  const database = kind === "memory" ? raw : new PatientDatabase(raw, location, busyMs);
  const committer = new GroupCommitter(database);
  const commit: Database["commit"] = (checks, mutations) => committer.commit(checks, mutations);
  const blobs = new Blobs({
    database: { read: (keys) => database.read(keys), list: (s) => database.list(s), commit },
    folder: kind === "file" ? `${location}.blobs` : null,
    now,
    root: ROOT,
    fingerprint,
  });
  const format = await formatOf(database, commit);
  if (format > STORE_FORMAT) {
    database.close();
    throw newerFormat(`the store ${location}`, format, STORE_FORMAT);
  }
  return { database, commit, blobs, format };
}

async function rawDatabase(
  location: string,
  options: StoreOptions,
  now: () => number,
): Promise<Database> {
  const kind = storeKind(location);
  if (kind === "memory") return new MemoryDatabase(now);
  if (kind === "file") await prepareFolder(location, options.create ?? true);
  return await openKvDatabase(location, options.kv);
}

async function prepareFolder(location: string, create: boolean): Promise<void> {
  if (create) {
    const folder = location.replace(/[^/\\]*$/, "");
    if (folder !== "") await Deno.mkdir(folder, { recursive: true });
    return;
  }
  try {
    await Deno.stat(location);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new ZixirError("store", `there is no store at ${location}`, {
      code: "E0650",
      hint: "a store is made by the first workflow that runs; --store names another",
    });
  }
}

/** The format of the store; a new store is given this one's. */
async function formatOf(database: Database, commit: Database["commit"]): Promise<number> {
  const key = [...ROOT, "format"];
  for (;;) {
    const [row] = await database.read([key]);
    // The first byte alone, so that a newer format may change all that follows.
    if (row !== null) return row.value[0];
    if (await commit([{ key, version: null }], [{ key, value: new Uint8Array([STORE_FORMAT]) }])) {
      return STORE_FORMAT;
    }
  }
}
