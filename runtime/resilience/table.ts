/**
 * Policies as functions of the language: each takes a block, and as an annotation wraps a function.
 *
 * @module
 */

import { currentCache } from "../cache/cache.ts";
import { valueError } from "../std/arguments.ts";
import type { Entry, Table } from "../table.ts";
import { list } from "../values/mod.ts";
import type { Duration, Size } from "../values/quantity.ts";
import type { Slot } from "../values/slot.ts";
import { circuit } from "./circuit.ts";
import { fallback } from "./fallback.ts";
import { limit } from "./limit.ts";
import { BACKOFF_MAX_MS, BACKOFF_MS, retry } from "./retry.ts";
import { currentScope, within } from "./scope.ts";
import { timeout } from "./timeout.ts";

/** What follows a call of a policy. */
type Block = () => Slot | Promise<Slot>;

/** An option that was not given. */
type Optional<T> = T | null | undefined;

const retryEntry: Entry = {
  name: "retry",
  type: "(n: Int, backoff: Duration = 200ms, max: Duration = 30s, delays: [Duration]? = nil, " +
    "on: [String]? = nil, block: () -> a) -> a",
  doc: "Repeats a failing block up to n times more, waiting longer each time, with jitter.",
  example: { source: "retry(3, backoff: 1ms) { 6 * 7 }", result: "42" },
  effect: "async",
  run: (
    n: Slot,
    backoff: Optional<Duration>,
    max: Optional<Duration>,
    delays: Optional<list.List>,
    on: Optional<list.List>,
    block: Block,
  ): Promise<Slot> =>
    retry({
      times: atLeast("retry", "n", n, 0),
      backoffMs: notNegative("retry", "backoff", backoff) ?? BACKOFF_MS,
      maxMs: notNegative("retry", "max", max) ?? BACKOFF_MAX_MS,
      delaysMs: given(delays, (xs) =>
        list.slots(xs).map((d) => notNegative("retry", "delays", d as Duration)!)),
      on: kinds(on),
    }, block),
};

const timeoutEntry: Entry = {
  name: "timeout",
  type: "(d: Duration, block: () -> a) -> a",
  doc: 'Stops a block that takes longer, with kind "timeout": loops, waits, HTTP and Python too.',
  example: {
    source: "try: timeout(5ms) { sleep(1m) }\ncatch e => e.kind",
    result: '"timeout"',
  },
  effect: "async",
  run: (d: Duration, block: Block): Promise<Slot> =>
    timeout(notNegative("timeout", "the duration", d)!, block),
};

const circuitEntry: Entry = {
  name: "circuit",
  type: "(name: String, failures: Int? = nil, within: Duration? = nil, reset: Duration = 30s, " +
    "ratio: Float = 0.5, window: Int = 20, calls: Int = 5, block: () -> a) -> a",
  doc: 'Fails at once with kind "circuit_open" after repeated failures, until a probe succeeds.',
  example: { source: 'circuit("feed", failures: 5, within: 60s) { 6 * 7 }', result: "42" },
  effect: "async",
  run: (
    name: string,
    failures: Optional<Slot>,
    within: Optional<Duration>,
    reset: Optional<Duration>,
    ratio: Optional<number>,
    window: Optional<Slot>,
    calls: Optional<Slot>,
    block: Block,
  ): Promise<Slot> => {
    if (ratio !== null && ratio !== undefined && !(ratio > 0 && ratio <= 1)) {
      throw valueError("circuit", `ratio must be above 0 and at most 1, got ${ratio}`);
    }
    const options = {
      failures: given(failures, (n) => atLeast("circuit", "failures", n, 1)),
      withinMs: notNegative("circuit", "within", within),
      resetMs: notNegative("circuit", "reset", reset),
      ratio: ratio ?? undefined,
      window: given(window, (n) => atLeast("circuit", "window", n, 1)),
      minCalls: given(calls, (n) => atLeast("circuit", "calls", n, 1)),
    };
    return circuit(name, options, block);
  },
};

const fallbackEntry: Entry = {
  name: "fallback",
  type: "(value: a, on: [String]? = nil, block: () -> a) -> a",
  doc: "Gives the value when the block fails.",
  example: { source: 'fallback(0) { int("many") }', result: "0" },
  effect: "async",
  run: (value: Slot, on: Optional<list.List>, block: Block): Promise<Slot> =>
    fallback(value, block, kinds(on)),
};

const limitEntry: Entry = {
  name: "limit",
  type: "(memory: Size? = nil, time: Duration? = nil, calls: Int? = nil, depth: Int? = nil, " +
    "block: () -> a) -> a",
  doc: 'Bounds a block; what exceeds it ends with kind "limit", and the process lives on.',
  example: {
    source: "try: limit(time: 5ms) { while true {} }\ncatch e => e.kind",
    result: '"limit"',
  },
  effect: "async",
  run: (
    memory: Optional<Size>,
    time: Optional<Duration>,
    calls: Optional<Slot>,
    depth: Optional<Slot>,
    block: Block,
  ): Promise<Slot> =>
    limit({
      memoryBytes: given(memory, ({ bytes }) => bytes),
      timeMs: notNegative("limit", "time", time),
      calls: given(calls, (n) => atLeast("limit", "calls", n, 0)),
      depth: given(depth, (n) => atLeast("limit", "depth", n, 0)),
    }, block),
};

const isolateEntry: Entry = {
  name: "isolate",
  type: "(block: () -> a) -> a",
  doc:
    "Makes the Python calls of a block in worker processes: a crash there costs that call alone.",
  example: {
    source: 'isolate() { python "os" "getpid" () } == python "os" "getpid" ()',
    result: "false",
  },
  effect: "async",
  run: (block: Block): Promise<Slot> => within({ isolate: true }, block),
};

const cachedEntry: Entry = {
  name: "cached",
  type: "(key: k, ttl: Duration? = nil, block: () -> a) -> a",
  doc: "Gives the stored value at the key, or computes and stores it, once however many ask.",
  example: { source: 'cached("answer", ttl: 1h) { 6 * 7 }', result: "42" },
  effect: "async",
  run: (key: Slot, ttl: Optional<Duration>, block: Block): Promise<Slot> =>
    currentCache().cached(key, {
      ttlMs: notNegative("cached", "ttl", ttl),
      lookup: currentScope().world.constructors,
    }, block),
};

/** The policies, as names that are always there. */
export function policyTable(): Table {
  return {
    module: "",
    doc: "Policies: how a block is repeated, bounded, guarded and cached.",
    entries: [
      retryEntry,
      timeoutEntry,
      circuitEntry,
      fallbackEntry,
      limitEntry,
      isolateEntry,
      cachedEntry,
    ],
  };
}

function given<T, U>(value: Optional<T>, use: (value: T) => U): U | undefined {
  return value === null || value === undefined ? undefined : use(value);
}

function kinds(on: Optional<list.List>): string[] | undefined {
  return given(on, (names) => list.slots(names).map(String));
}

function notNegative(name: string, what: string, d: Optional<Duration>): number | undefined {
  return given(d, ({ ms }) => {
    if (!(ms >= 0)) throw valueError(name, `${what} must not be negative`);
    return ms;
  });
}

function atLeast(name: string, what: string, n: Slot, least: number): number {
  const count = Number(n);
  if (!(count >= least)) throw valueError(name, `${what} must be at least ${least}, got ${count}`);
  return count;
}
