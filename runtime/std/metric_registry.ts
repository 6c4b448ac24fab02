/**
 * Counters, gauges and histograms of one program, kept in memory.
 *
 * 1. One name has one kind for good; using it as another is an error (`kinds`).
 * 2. One name with the same labels, in whatever order, is one series (`seriesKey`).
 *
 * @module
 */
import { ZixirError } from "../values/mod.ts";
import type { Metrics } from "./host.ts";

/** What is known of one name with one set of labels. */
export interface Series {
  /** How values add up. */
  readonly kind: "counter" | "gauge" | "histogram";
  /** Name of the metric. */
  readonly name: string;
  /** What tells this series from others of the name. */
  readonly labels: Readonly<Record<string, string>>;
  /** The sum of a counter or histogram, the last value of a gauge. */
  readonly value: number;
  /** How many values were recorded. */
  readonly count: number;
  /** For a histogram: how many values were at most each of {@linkcode BUCKETS}. */
  readonly buckets: readonly number[];
}

/** Upper bounds of the buckets of histograms, those Prometheus clients start from. */
export const BUCKETS: readonly number[] = [
  0.005,
  0.01,
  0.025,
  0.05,
  0.1,
  0.25,
  0.5,
  1,
  2.5,
  5,
  10,
];

/** Metrics in memory. */
export class MetricRegistry implements Metrics {
  readonly #kinds = new Map<string, Series["kind"]>();
  readonly #series = new Map<string, Series>();

  /**
   * Records one value.
   *
   * @throws {ZixirError} kind `value` when the name is of another kind already
   *
   * @example
   * ```ts
   * import { MetricRegistry } from "./metric_registry.ts";
   * const metrics = new MetricRegistry();
   * metrics.record("counter", "rows", 2, { feed: "a" });
   * metrics.record("counter", "rows", 3, { feed: "a" });
   * if (metrics.series()[0].value !== 5) throw new Error("counter");
   * ```
   */
  record(
    kind: Series["kind"],
    name: string,
    value: number,
    labels: Readonly<Record<string, string>>,
  ): void {
    const known = this.#kinds.get(name);
    if (known !== undefined && known !== kind) {
      throw new ZixirError("value", `metrics.${kind}: ${name} is a ${known} already`, {
        code: "E0308",
      });
    }
    this.#kinds.set(name, kind);
    const key = seriesKey(name, labels);
    const old = this.#series.get(key);
    this.#series.set(key, {
      kind,
      name,
      labels,
      value: kind === "gauge" ? value : (old?.value ?? 0) + value,
      count: (old?.count ?? 0) + 1,
      buckets: kind === "histogram"
        ? BUCKETS.map((bound, i) => (old?.buckets[i] ?? 0) + (value <= bound ? 1 : 0))
        : [],
    });
  }

  /** Everything recorded so far, in the order of first use. */
  series(): Series[] {
    return [...this.#series.values()];
  }
}

function seriesKey(name: string, labels: Readonly<Record<string, string>>): string {
  return JSON.stringify([name, ...Object.entries(labels).sort(([a], [b]) => a < b ? -1 : 1)]);
}
