/**
 * Where earlier entries are kept: one line of JSON each, in the user's state directory.
 *
 * Sessions that run at the same time add to one file. A history that cannot be read or written is
 * none, and nothing is said of it: entries run all the same.
 *
 * @module
 */
import { dirname, join } from "@std/path";
import { replaceFile } from "../std/whole_file.ts";
import { type Entries, HISTORY_MAX, withEntry } from "./history.ts";

/**
 * Where the history is: `ZIXIR_HISTORY`, else in the state directory of the user.
 *
 * @param env gives a variable of the environment
 * @param isWindows whether this is Windows
 * @returns null where there is none: the variable is empty, or the user has no home
 */
export function historyPath(
  env: (name: string) => string | undefined,
  isWindows: boolean = Deno.build.os === "windows",
): string | null {
  const own = env("ZIXIR_HISTORY");
  if (own !== undefined) return own === "" ? null : own;
  const home = env("HOME");
  const state = isWindows
    ? env("LOCALAPPDATA")
    : env("XDG_STATE_HOME") || (home ? join(home, ".local", "state") : undefined);
  return state ? join(state, "zixir", "history") : null;
}

/** A history that outlives the process. */
export class HistoryFile {
  readonly #path: string | null;
  #entries: Entries = [];

  /**
   * Reads the history.
   *
   * @param path its file; null for a history of this session alone
   */
  constructor(path: string | null) {
    this.#path = path;
    const lines = path === null ? [] : readLines(path);
    for (const line of lines) this.#entries = withEntry(this.#entries, entryIn(line));
    if (path !== null && lines.length > 2 * HISTORY_MAX) rewrite(path, this.#entries);
  }

  /** The entries, oldest first. */
  get entries(): Entries {
    return this.#entries;
  }

  /**
   * Adds an entry; one that begins with a blank is for this session alone.
   *
   * @param entry the entry
   */
  add(entry: string): void {
    const next = withEntry(this.#entries, entry);
    if (next === this.#entries) return;
    this.#entries = next;
    if (this.#path === null || entry.startsWith(" ")) return;
    try {
      Deno.mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      const options = { append: true, create: true, mode: 0o600 };
      Deno.writeTextFileSync(this.#path, `${JSON.stringify(entry)}\n`, options);
    } catch {
      // See the head of the file.
    }
  }
}

function readLines(path: string): string[] {
  try {
    return Deno.readTextFileSync(path).split("\n");
  } catch {
    return [];
  }
}

/** The entry of a line; "" for a line that is damaged, such as one cut off by a crash. */
function entryIn(line: string): string {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === "string" ? entry : "";
  } catch {
    return "";
  }
}

function rewrite(path: string, entries: Entries): void {
  try {
    const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
    replaceFile(path, new TextEncoder().encode(text));
  } catch {
    // See the head of the file.
  }
}
