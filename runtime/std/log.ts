/**
 * The modules `log` and `metrics`.
 *
 * @module
 */
import { display, record, type RecordSlot, type Slot } from "../values/mod.ts";
import type { Entry, Table } from "../table.ts";
import { valueError } from "./arguments.ts";
import type { Host, LogLevel } from "./host.ts";

/** The table of `log`. */
export function logTable(host: Host): Table {
  const at = (level: LogLevel, doc: string, source: string): Entry => ({
    name: level,
    type: "(message: Any, fields: Map<Any> = {}) -> Nil",
    doc,
    example: { source },
    effect: "effect",
    run: (message: Slot, fields: RecordSlot = {}): null => {
      host.logger.log(level, display(message), Object.fromEntries(record.entries(fields)));
      return null;
    },
  });
  return {
    module: "log",
    doc: "Log lines with fields, on standard error; secrets are masked.",
    entries: [
      at(
        "debug",
        "Logs what only a search for a fault needs; shown with `ZIXIR_LOG=debug`.",
        'log.debug("cache miss", {key: "a"})',
      ),
      at("info", "Logs what happens in the ordinary course.", 'log.info("fetched", {rows: 120})'),
      at("warn", "Logs what went wrong and was dealt with.", 'log.warn("retrying", {attempt: 2})'),
      at("error", "Logs a failure.", 'log.error("no data", {feed: "a"})'),
    ],
  };
}

/** The table of `metrics`. */
export function metricsTable(host: Host): Table {
  const count = (
    kind: "counter" | "gauge" | "histogram",
    name: string,
    value: number,
    labels: RecordSlot,
  ): null => {
    if (!/^[A-Za-z_:][A-Za-z0-9_:]*$/.test(name)) {
      throw valueError(
        `metrics.${kind}`,
        `${JSON.stringify(name)} is no name for a metric`,
        "letters, digits and _ only, so that every monitoring system can read it",
      );
    }
    if (kind === "counter" && !(value >= 0)) {
      throw valueError("metrics.counter", `a counter only grows, got ${value}`, "a gauge may fall");
    }
    const texts = record.entries(labels).map(([key, v]) => [key, display(v)] as const);
    host.metrics.record(kind, name, value, Object.fromEntries(texts));
    return null;
  };
  return {
    module: "metrics",
    doc: "Numbers to watch, by name and labels.",
    entries: [
      {
        name: "counter",
        type: "(name: String, by: Float = 1.0, labels: Map<Any> = {}) -> Nil",
        doc: "Adds to a number that only grows.",
        example: { source: 'metrics.counter("rows_read", 120, labels: {feed: "a"})' },
        effect: "effect",
        run: (name: string, by = 1, labels: RecordSlot = {}): null =>
          count("counter", name, by, labels),
      },
      {
        name: "gauge",
        type: "(name: String, value: Float, labels: Map<Any> = {}) -> Nil",
        doc: "Sets a number that goes up and down.",
        example: { source: 'metrics.gauge("queue_length", 7)' },
        effect: "effect",
        run: (name: string, value: number, labels: RecordSlot = {}): null =>
          count("gauge", name, value, labels),
      },
      {
        name: "histogram",
        type: "(name: String, value: Float, labels: Map<Any> = {}) -> Nil",
        doc: "Adds a value to a distribution, such as seconds a call took.",
        example: { source: 'metrics.histogram("fetch_seconds", 0.25)' },
        effect: "effect",
        run: (name: string, value: number, labels: RecordSlot = {}): null =>
          count("histogram", name, value, labels),
      },
    ],
  };
}
