/**
 * A database whose operations wait for other processes, but not for ever, and whose failures are
 * said in the words of the store.
 *
 * Deno KV itself would wait without end for a lock that another process holds.
 *
 * @module
 */

import type { Check, Database, Key, Mutation, Row, Selector } from "./database.ts";
import { isBusy, overdue, storeError } from "./error.ts";

/** Wraps the operations of a database. */
export class PatientDatabase implements Database {
  readonly #database: Database;
  readonly #location: string;
  readonly #busyMs: number;

  /**
   * @param database what to wrap
   * @param location path or URL, for messages
   * @param busyMs milliseconds to wait for a lock
   */
  constructor(database: Database, location: string, busyMs: number) {
    this.#database = database;
    this.#location = location;
    this.#busyMs = busyMs;
  }

  /** See {@linkcode Database.checksMax}. */
  get checksMax(): number {
    return this.#database.checksMax;
  }

  /** See {@linkcode Database.read}. */
  read(keys: readonly Key[]): Promise<(Row | null)[]> {
    return patiently(() => this.#database.read(keys), this.#location, "read", this.#busyMs);
  }

  /** See {@linkcode Database.list}. */
  async *list(selector: Selector): AsyncGenerator<Row> {
    const rows = this.#database.list(selector)[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await patiently(() => rows.next(), this.#location, "read", this.#busyMs);
        if (next.done) return;
        yield next.value;
      }
    } finally {
      await rows.return?.();
    }
  }

  /**
   * See {@linkcode Database.commit}.
   *
   * @throws {ZixirError} E0652 when the lock did not go in time; the commit may then still happen
   */
  commit(checks: readonly Check[], mutations: readonly Mutation[]): Promise<string | null> {
    const commit = () => this.#database.commit(checks, mutations);
    return patiently(commit, this.#location, "write to", this.#busyMs);
  }

  /** See {@linkcode Database.close}. */
  close(): void {
    this.#database.close();
  }
}

/**
 * Runs an operation that may find the database locked.
 *
 * @param operation what to do; done again when it fails because of a lock
 * @param location path or URL, for messages
 * @param doing what is attempted, such as `write to`
 * @param busyMs milliseconds to wait for a lock
 * @throws {ZixirError} kind `store`
 */
export async function patiently<T>(
  operation: () => Promise<T>,
  location: string,
  doing: string,
  busyMs: number,
): Promise<T> {
  for (let waitedMs = 0;;) {
    try {
      return await withinTurns(operation(), Math.ceil(busyMs / TURN_MS), location, doing);
    } catch (error) {
      if (!isBusy(error) || waitedMs >= busyMs) throw storeError(error, location, doing);
      const delayMs = 5 + Math.random() * 45;
      waitedMs += delayMs;
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
}

/**
 * A promise's outcome, or an error after so many turns. Turns are counted rather than time, so that
 * a process that was frozen does not give up on waking.
 */
function withinTurns<T>(work: Promise<T>, turns: number, location: string, doing: string) {
  return new Promise<T>((resolve, reject) => {
    let left = turns;
    const timer = setInterval(() => {
      if (--left >= 0) return;
      clearInterval(timer);
      reject(storeError(overdue(location), location, doing));
    }, TURN_MS);
    const done = () => clearInterval(timer);
    work.then(resolve, reject).then(done);
  });
}

const TURN_MS = 100;
