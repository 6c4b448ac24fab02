/**
 * What the commands about runs share: opening the store, and words for what they show.
 *
 * @module
 */
import { openStore, type Store } from "../store/mod.ts";
import { asZixirError } from "../values/error.ts";
import type { RunStatus } from "../workflow/run_store.ts";
import type { Invocation } from "./command.ts";
import { writeFailure } from "./output.ts";

/** Where runs are kept: `--store`, else `ZIXIR_STORE`, else `.zixir/store.db`. */
export function storeLocation(flags: ReadonlyMap<string, string>): string {
  return flags.get("store") ?? (Deno.env.get("ZIXIR_STORE") || ".zixir/store.db");
}

/**
 * Does something with the store of a command line and closes it; a failure is written as one.
 *
 * @param invocation the command line
 * @param body what to do; gives the exit status
 * @param options whether to make a store where there is none
 */
export async function withStore(
  { flags }: Invocation,
  body: (store: Store) => Promise<number>,
  options: { readonly create?: boolean } = { create: false },
): Promise<number> {
  const store = openStore(storeLocation(flags), options);
  try {
    return await body(store);
  } catch (thrown) {
    const error = asZixirError(thrown);
    writeFailure(`${error.message} [${error.code}]`, error.hint ?? "");
    return 1;
  } finally {
    await store.close();
  }
}

/** The state of a run in one or two words; a run whose process died is told from a living one. */
export function stateText({ record, isDriven }: RunStatus): string {
  const isOpen = record.state === "running" || record.state === "waiting";
  return isOpen && !isDriven ? `${record.state} (no process)` : record.state;
}

/** A moment in local time, to the second. */
export function momentText(ms: number): string {
  if (ms === 0) return "unknown";
  const date = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 19).replace("T", " ");
}

/** A span of time, as short as it is still exact enough. */
export function spanText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)}s`;
  const seconds = Math.round(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}h${m}m` : `${m}m${s}s`;
}

/** An amount of bytes. */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes}B`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)}KB`;
  return `${(bytes / 1024 ** 2).toFixed(1)}MB`;
}

/** Rows as columns, each as wide as its widest cell. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i].length))) ?? [];
  return rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i])).join("  ").trimEnd() + "\n")
    .join("");
}
