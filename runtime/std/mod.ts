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
import { bytesTable } from "./bytes.ts";
import { csvTable } from "./csv.ts";
import { envTable } from "./env.ts";
import { fileTable, pathTable } from "./file.ts";
import { hashTable } from "./hash.ts";
import type { Host } from "./host.ts";
import { httpTable } from "./http.ts";
import { jsonTable } from "./json.ts";
import { listTable } from "./list.ts";
import { logTable, metricsTable } from "./log.ts";
import { mapTable } from "./map.ts";
import { mathTable } from "./math.ts";
import { processTable } from "./process.ts";
import { randomTable } from "./random.ts";
import { regexTable } from "./regex.ts";
import { stringTable } from "./string.ts";
import { timeTable } from "./time.ts";

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
export { LOG_LEVELS, type LoggerOptions, logLevelOf, textLogger } from "./logger.ts";
export { realHost, type RealHostOptions } from "./real_host.ts";
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
    stringTable(),
    mapTable(),
    mathTable(),
    jsonTable(),
    csvTable(),
    fileTable(host),
    pathTable(),
    bytesTable(),
    httpTable(host),
    processTable(host),
    timeTable(host),
    randomTable(host),
    envTable(host),
    regexTable(),
    hashTable(),
    logTable(host),
    metricsTable(host),
  ];
}
