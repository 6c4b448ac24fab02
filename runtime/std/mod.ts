/**
 * The standard library: one table per module, made for one host.
 *
 * @example
 * ```ts
 * import { memoryHost, standardLibrary } from "./mod.ts";
 * const tables = standardLibrary(memoryHost());
 * const list = tables.find((table) => table.module === "list")!;
 * if (!list.entries.some((entry) => entry.name === "max_by")) throw new Error("list.max_by");
 * ```
 *
 * @module
 */
import type { Table } from "../table.ts";
import { baseTable } from "./base.ts";
import type { Host } from "./host.ts";
import { listTable } from "./list.ts";
import { mapTable } from "./map.ts";
import { mathTable } from "./math.ts";
import { stringTable } from "./string.ts";

export type {
  Clock,
  Environment,
  FileInfo,
  Files,
  Host,
  Logger,
  LogLevel,
  Metrics,
  Network,
  Output,
  Processes,
  ProcessOptions,
  ProcessResult,
} from "./host.ts";
export { Generator32 } from "./generator.ts";
export { type MemoryHost, memoryHost, type MemoryHostOptions } from "./memory_host.ts";
export { BUCKETS, MetricRegistry, type Series } from "./metric_registry.ts";
export { logLine, realHost, type RealHostOptions, sleep } from "./real_host.ts";
export { MASK, Secrets, SHORTEST } from "./secrets.ts";

/**
 * All tables of the standard library. Making them loads nothing else and does nothing: what is
 * heavy is loaded when a program first calls it.
 *
 * @param host the world the functions act in
 */
export function standardLibrary(host: Host): Table[] {
  return [
    baseTable(host),
    listTable(),
    mapTable(),
    mathTable(),
    stringTable(),
  ];
}
