import { assertEquals, assertThrows } from "@std/assert";
import { DEFAULT_PERMISSIONS } from "../permissions.ts";
import { inspect, type Slot, ZixirError } from "../values/mod.ts";
import { entryOf } from "../../tests/std/calls.ts";
import { LOG_LEVELS, logLevelOf, textLogger } from "./logger.ts";
import { memoryHost } from "./memory_host.ts";
import { MetricRegistry } from "./metric_registry.ts";
import { Secrets } from "./secrets.ts";

const host = memoryHost({ env: { MODE: "fast", KEY: "s3cret-value" }, args: ["a", "--b"] });

function run(name: string, ...args: Slot[]): Slot {
  return (entryOf(name, host).run as (...args: Slot[]) => Slot)(...args);
}

Deno.test("env.get() gives nil for what is not set, env.require() raises", () => {
  assertEquals(inspect([run("env.get", "MODE"), run("env.get", "NONE")]), '["fast", nil]');
  const error = assertThrows(() => run("env.require", "NONE"), ZixirError);
  assertEquals(error.message, "env.require: the environment variable NONE is not set");
  assertEquals(inspect(run("env.args")), '["a", "--b"]');
});

Deno.test("env.secret() masks its value in logs from then on", () => {
  assertEquals(run("env.secret", "KEY"), "s3cret-value");
  run("log.info", "key is s3cret-value", { url: "https://x?k=s3cret-value" });
  assertEquals(
    host.logged(),
    '2026-01-02T03:04:05.000Z INFO  key is *** url="https://x?k=***"\n',
  );
});

Deno.test("env functions need the permission for the variable", () => {
  const closed = memoryHost({ permissions: { ...DEFAULT_PERMISSIONS, env: ["MODE"] }, env: {} });
  const get = entryOf("env.get", closed).run as (name: string) => Slot;
  assertEquals(get("MODE"), null);
  const error = assertThrows(() => get("HOME"), ZixirError);
  assertEquals([error.kind, error.hint], ["permission", "run the program with --allow-env=HOME"]);
});

Deno.test("Secrets mask longer values first and leave very short ones", () => {
  const secrets = new Secrets();
  secrets.add("abcd");
  secrets.add("abcdef");
  secrets.add("on");
  assertEquals(secrets.mask("abcdef abcd on"), "*** *** on");
});

Deno.test("metrics add up counters, keep the last gauge and fill buckets", () => {
  const metrics = host.metrics;
  run("metrics.counter", "rows", 2, { feed: "a", n: 1 });
  run("metrics.counter", "rows", 3, { n: 1, feed: "a" });
  run("metrics.counter", "rows", 1, { feed: "b" });
  run("metrics.gauge", "queue", 5);
  run("metrics.gauge", "queue", 3);
  run("metrics.histogram", "seconds", 0.02);
  run("metrics.histogram", "seconds", 7);
  const seen = metrics.series().map((s) => [s.name, s.labels, s.value, s.count]);
  assertEquals(seen, [
    ["rows", { feed: "a", n: "1" }, 5, 2],
    ["rows", { feed: "b" }, 1, 1],
    ["queue", {}, 3, 2],
    ["seconds", {}, 7.02, 2],
  ]);
  assertEquals(metrics.series()[3].buckets, [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2]);
});

Deno.test("metrics refuse names no monitoring system reads, falling counters, two kinds", () => {
  const message = (action: () => unknown): string => assertThrows(action, ZixirError).message;
  assertEquals(
    message(() => run("metrics.gauge", "a b", 1)),
    'metrics.gauge: "a b" is no name for a metric',
  );
  assertEquals(
    message(() => run("metrics.counter", "n", -1)),
    "metrics.counter: a counter only grows, got -1",
  );
  const registry = new MetricRegistry();
  registry.record("gauge", "x", 1, {});
  assertEquals(
    message(() => registry.record("counter", "x", 1, {})),
    "metrics.counter: x is a gauge already",
  );
});

Deno.test("log levels below the one that is wanted are not written", () => {
  let seen = "";
  const logger = textLogger({
    write: (line) => seen += line,
    now: () => 0,
    secrets: new Secrets(),
    least: () => logLevelOf("Warn"),
  });
  for (const level of LOG_LEVELS) logger.log(level, level, {});
  assertEquals(seen.split("\n").map((line) => line.slice(25, 30)), ["WARN ", "ERROR", ""]);
  assertEquals([logLevelOf(undefined), logLevelOf("loud")], ["info", "info"]);
});
