/**
 * The errors of the store, all of kind `store`, each with its own code and a way out.
 *
 * | code | meaning |
 * |---|---|
 * | E0650 | the store cannot be opened |
 * | E0651 | the store was written by a newer Zixir |
 * | E0652 | another process holds the store locked |
 * | E0653 | the store may not be written |
 * | E0654 | the store, or a value in it, is damaged |
 * | E0655 | the disk is full |
 * | E0656 | a value cannot be stored |
 *
 * @module
 */

import { ZixirError } from "../values/error.ts";

/**
 * Says a failure of the database underneath in the words of the store.
 *
 * @param thrown what the database threw
 * @param location the store's path or URL, for the message
 * @param doing what was attempted, such as `write to`
 */
export function storeError(thrown: unknown, location: string, doing: string): ZixirError {
  if (thrown instanceof ZixirError) return thrown;
  // The package appends a native backtrace to some messages.
  const text = (thrown instanceof Error ? thrown.message : String(thrown)).split("\n")[0];
  const name = thrown instanceof Error ? thrown.name : "";
  const found = CAUSES.find(({ pattern }) => pattern.test(`${name}: ${text}`));
  const { code, why, hint } = found ?? { code: "E0650", why: text, hint: undefined };
  return new ZixirError("store", `cannot ${doing} the store ${location}: ${why}`, {
    code,
    hint,
    data: { location, reason: text },
    cause: thrown,
  });
}

/**
 * Whether a failure passes by itself when tried again: the database was busy with another writer.
 *
 * @param thrown what the database threw
 */
export function isBusy(thrown: unknown): boolean {
  return thrown instanceof Error && BUSY.test(thrown.message);
}

/** What has happened when an operation does not end in time. */
export function overdue(location: string): Error {
  return new Error(/^https?:/.test(location) ? "no answer" : "database is locked");
}

/** The error of a stored value that does not read back as what was written. */
export function damaged(what: string): ZixirError {
  return new ZixirError("store", `a stored value is damaged: ${what}`, { code: "E0654" });
}

/** The error of data in a format of a later version. */
export function newerFormat(what: string, found: number, known: number): ZixirError {
  return new ZixirError(
    "store",
    `${what} was written by a newer Zixir: format ${found}, this one reads up to ${known}`,
    { code: "E0651", hint: "upgrade Zixir, or use another --store" },
  );
}

const BUSY = /database (table |schema )?is locked|database is busy|SQLITE_BUSY/i;

const CAUSES: readonly { pattern: RegExp; code: string; why: string; hint?: string }[] = [
  {
    pattern: BUSY,
    code: "E0652",
    why: "another process holds it locked",
    hint: "wait for the other process to end, or use another --store",
  },
  {
    pattern: /malformed|not a database|corrupt|disk image|Invalid magic/i,
    code: "E0654",
    why: "the file is damaged or is no store",
    hint: "restore it from a copy, or move it away to begin with an empty store",
  },
  {
    pattern:
      /disk is full|database or disk|No space left|ENOSPC|os error 28|Disk quota|os error 122/i,
    code: "E0655",
    why: "the disk is full",
    hint: "free some space and resume the run: what was recorded is safe",
  },
  {
    pattern: /read-?only|readonly|Permission denied|PermissionDenied|EACCES|os error (13|30)/i,
    code: "E0653",
    why: "it may not be written",
    hint: "check the permissions of the file and its folder, or use another --store",
  },
  {
    pattern: /NotCapable|Requires (read|write|net|ffi) access/i,
    code: "E0653",
    why: "the process has no permission to use it",
    hint: "run with -A, or with --allow-read, --allow-write and --allow-ffi",
  },
  {
    pattern: /ACCESS_TOKEN/,
    code: "E0650",
    why: "its server wants an access token",
    hint: "set the environment variable DENO_KV_ACCESS_TOKEN",
  },
  {
    pattern: /no answer|failed to connect|error sending request|Fetch failed|client error/i,
    code: "E0650",
    why: "its server cannot be reached",
    hint: "check the URL and the network; what was recorded is safe",
  },
  {
    pattern: /unable to open database file|No such file|NotFound|os error 2|IsADirectory/i,
    code: "E0650",
    why: "the file cannot be opened",
    hint: "check that its folder exists and is writable",
  },
];
