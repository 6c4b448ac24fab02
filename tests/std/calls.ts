/**
 * Calling entries of the tables from tests, values written and read in literal notation.
 *
 * @module
 */
import { assertRejects, assertThrows } from "@std/assert";
import { inspect, type Slot, ZixirError } from "../../runtime/values/mod.ts";
import type { Entry } from "../../runtime/table.ts";
import type { Host } from "../../runtime/std/host.ts";
import { memoryHost } from "../../runtime/std/memory_host.ts";
import { standardLibrary } from "../../runtime/std/mod.ts";

/** The entry `list.max_by`, or `print` for a name that is always there. */
export function entryOf(name: string, host: Host = memoryHost()): Entry {
  const dot = name.indexOf(".");
  const [module, own] = dot < 0 ? ["", name] : [name.slice(0, dot), name.slice(dot + 1)];
  const table = standardLibrary(host).find((t) => t.module === module);
  const entry = table?.entries.find((e) => e.name === own);
  if (entry === undefined) throw new Error(`no entry ${name}`);
  return entry;
}

/** The kind and message of the error that a call raises. */
export function failure(name: string, ...args: Slot[]): string {
  return failureOf(() => call(name, ...args));
}

/** The kind and message of the error that something raises. */
export function failureOf(action: () => unknown): string {
  const error = assertThrows(action, ZixirError);
  return `${error.kind}: ${error.message}`;
}

/** The kind and message of the error that a promise rejects with. */
export async function failureOfAsync(action: () => Promise<unknown>): Promise<string> {
  const error = await assertRejects(action, ZixirError);
  return `${error.kind}: ${error.message}`;
}

/** Calls an entry as compiled code would, and gives the value in literal notation. */
export function call(name: string, ...args: Slot[]): string {
  const run = entryOf(name).run as (...args: Slot[]) => Slot;
  return inspect(run(...args));
}
