/**
 * The tables of the standard library, each loaded when a program names it: a program that neither
 * parses JSON nor opens a socket starts without that code.
 *
 * @module
 */
import type { Table } from "../table.ts";
import { baseTable } from "./base.ts";
import type { Host } from "./host.ts";

/** How the table of each module is made. */
const MODULES: Readonly<Record<string, (host: Host) => Promise<Table>>> = {
  list: async () => (await import("./list.ts")).listTable(),
  string: async () => (await import("./string.ts")).stringTable(),
  map: async () => (await import("./map.ts")).mapTable(),
  math: async () => (await import("./math.ts")).mathTable(),
  json: async () => (await import("./json.ts")).jsonTable(),
  csv: async () => (await import("./csv.ts")).csvTable(),
  file: async (host) => (await import("./file.ts")).fileTable(host),
  path: async () => (await import("./file.ts")).pathTable(),
  bytes: async () => (await import("./bytes.ts")).bytesTable(),
  http: async (host) => (await import("./http.ts")).httpTable(host),
  process: async (host) => (await import("./process.ts")).processTable(host),
  time: async (host) => (await import("./time.ts")).timeTable(host),
  random: async (host) => (await import("./random.ts")).randomTable(host),
  env: async (host) => (await import("./env.ts")).envTable(host),
  regex: async () => (await import("./regex.ts")).regexTable(),
  hash: async () => (await import("./hash.ts")).hashTable(),
  log: async (host) => (await import("./log.ts")).logTable(host),
  metrics: async (host) => (await import("./log.ts")).metricsTable(host),
};

/**
 * The tables a program may need.
 *
 * @param host the world the functions act in
 * @param isWanted whether a module's name occurs in the program
 * @returns the names that are always there, and the modules that are wanted
 *
 * @example
 * ```ts
 * import { memoryHost } from "./memory_host.ts";
 * import { loadTables } from "./tables.ts";
 * const tables = await loadTables(memoryHost(), (module) => module === "json");
 * const names = tables.map((table) => table.module);
 * if (names.join() !== ",json") throw new Error(names.join());
 * ```
 */
export async function loadTables(
  host: Host,
  isWanted: (module: string) => boolean,
): Promise<Table[]> {
  const wanted = Object.entries(MODULES).filter(([module]) => isWanted(module));
  return [baseTable(host), ...await Promise.all(wanted.map(([, load]) => load(host)))];
}
