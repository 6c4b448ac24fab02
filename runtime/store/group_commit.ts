/**
 * Commits that wait for each other anyway, made as one.
 *
 * Every commit of the database is synced to disk by itself. While one is under way, those that come
 * in gather, and are then made in one piece where that changes no outcome.
 *
 * Invariants:
 * 1. At most one commit is under way, so a lone one never waits.
 * 2. Commits are joined only when no one writes a row that another checks or writes. If the joined
 *    one is refused, each is tried by itself, so each gets the answer it would have got alone.
 * 3. Commits take effect in the order they came in, where they touch the same row.
 *
 * @module
 */

import { type Check, COMMIT_MAX, type Database, keyId, type Mutation } from "./database.ts";

/** A commit that waits for its turn. */
interface Waiting {
  readonly checks: readonly Check[];
  readonly mutations: readonly Mutation[];
  readonly bytes: number;
  resolve(version: string | null): void;
  reject(error: unknown): void;
}

/** Groups the commits of one database. */
export class GroupCommitter {
  readonly #database: Database;
  #queue: Waiting[] = [];
  #busy = false;

  /** @param database where to commit */
  constructor(database: Database) {
    this.#database = database;
  }

  /** See `Database.commit`. */
  commit(checks: readonly Check[], mutations: readonly Mutation[]): Promise<string | null> {
    return new Promise((resolve, reject) => {
      const bytes = bytesOf(mutations);
      this.#queue.push({ checks, mutations, bytes, resolve, reject });
      if (!this.#busy) this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#busy = true;
    while (this.#queue.length > 0) {
      const group = this.#take();
      if (group.length === 1 || !await this.#joined(group)) {
        for (const one of group) await this.#alone(one);
      }
    }
    this.#busy = false;
  }

  /** Whether all of a group was committed in one piece. */
  async #joined(group: readonly Waiting[]): Promise<boolean> {
    const checks = new Map<string, Check>();
    for (const one of group) for (const check of one.checks) checks.set(keyId(check.key), check);
    try {
      const mutations = group.flatMap((one) => one.mutations);
      const version = await this.#database.commit([...checks.values()], mutations);
      if (version === null) return false;
      for (const one of group) one.resolve(version);
    } catch (error) {
      for (const one of group) one.reject(error);
    }
    return true;
  }

  async #alone(one: Waiting): Promise<void> {
    try {
      one.resolve(await this.#database.commit(one.checks, one.mutations));
    } catch (error) {
      one.reject(error);
    }
  }

  /** The first that waits, and those after it that can be joined to it. */
  #take(): Waiting[] {
    const group: Waiting[] = [];
    const written = new Set<string>();
    const checked = new Map<string, string | null>();
    let bytes = 0;
    let mutations = 0;
    for (const one of this.#queue) {
      bytes += one.bytes;
      mutations += one.mutations.length;
      const fits = bytes <= GROUP_BYTES && mutations <= COMMIT_MAX.mutations &&
        checked.size + one.checks.length <= this.#database.checksMax;
      if (group.length > 0 && (!fits || !isApart(one, written, checked))) break;
      group.push(one);
      for (const { key } of one.mutations) written.add(keyId(key));
      for (const { key, version } of one.checks) checked.set(keyId(key), version);
    }
    this.#queue = this.#queue.slice(group.length);
    return group;
  }
}

/** Whether a commit neither writes what the group checks or writes, nor checks what it writes. */
function isApart(
  one: Waiting,
  written: ReadonlySet<string>,
  checked: ReadonlyMap<string, string | null>,
): boolean {
  for (const { key } of one.mutations) {
    const id = keyId(key);
    if (written.has(id) || checked.has(id)) return false;
  }
  return one.checks.every(({ key, version }) => {
    const id = keyId(key);
    return !written.has(id) && (!checked.has(id) || checked.get(id) === version);
  });
}

/** The database counts keys too; this leaves room for them. */
const GROUP_BYTES = COMMIT_MAX.bytes - 100_000;

function bytesOf(mutations: readonly Mutation[]): number {
  let bytes = 0;
  for (const { key, value } of mutations) {
    bytes += (value?.length ?? 0) + 32;
    for (const part of key) bytes += typeof part === "string" ? part.length * 3 : 9;
  }
  return bytes;
}
