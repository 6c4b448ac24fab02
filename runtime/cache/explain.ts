/**
 * Why a step's result was not in the cache: which argument or whether its code changed since the
 * most similar call that was.
 *
 * @module
 */

import type { Store } from "../store/store.ts";
import { contentHash } from "../values/hash.ts";
import { inspect } from "../values/print.ts";
import { isRecord } from "../values/record.ts";
import type { Slot } from "../values/slot.ts";

/** A cached step as it is called. */
export interface StepCall {
  /** The step's name. */
  readonly name: string;
  /** Hash of all code the step can reach. */
  readonly code: string;
  /** Arguments by name, with defaults filled in. */
  readonly args: Readonly<Record<string, Slot>>;
}

/** What a look-up of a step came to, for `--explain-cache`. */
export interface CacheEvent {
  /** The step's name. */
  readonly step: string;
  /** Whether its result was found. */
  readonly outcome: "hit" | "miss";
  /** One line, such as `argument day changed: "mon" is now "tue"`. */
  readonly reason: string;
}

/** What is kept of a call to compare later ones with. */
interface Trace {
  readonly code: string;
  /** By argument: its hash, and its literal where that is short. */
  readonly args: Readonly<Record<string, readonly [hash: string, text: string | null]>>;
}

/**
 * Says why a call missed.
 *
 * @param store where calls were recorded
 * @param call the call
 */
export async function explainMiss(store: Store, call: StepCall): Promise<string> {
  const traces = await tracesOf(store, call.name);
  if (traces.length === 0) return "never cached before";
  const now = traceOf(call);
  // The call with the fewest differences says most; of equals, the latest.
  const found = traces.map((then) => differences(then, now)).sort((a, b) => a.length - b.length);
  return found[0].length === 0 ? "it expired or was deleted" : found[0].join("; ");
}

/**
 * Records a call whose result is cached now.
 *
 * @param store where to
 * @param call the call
 */
export async function recordCall(store: Store, call: StepCall): Promise<void> {
  const now = traceOf(call);
  const others = (await tracesOf(store, call.name)).filter((t) => differences(t, now).length > 0);
  const kept: Slot = [now, ...others].slice(0, TRACES_MAX);
  // Two processes may overwrite each other's: an explanation is then less exact, never a value.
  await store.set([TRACE_PREFIX, call.name], kept);
}

/** First part of the keys of traces. */
export const TRACE_PREFIX = "cache_trace";

const TRACES_MAX = 8;

/** Arguments with longer literals are told apart by hash alone. */
const TEXT_MAX = 60;

function traceOf(call: StepCall): Trace {
  const args: Record<string, [string, string | null]> = {};
  for (const [name, value] of Object.entries(call.args)) {
    const isSmall = value === null || typeof value !== "object" ||
      (isRecord(value) ? Object.keys(value).length : (value as { length?: number }).length ?? 0) <
        20;
    const text = isSmall ? inspect(value) : null;
    args[name] = [contentHash(value), text !== null && text.length <= TEXT_MAX ? text : null];
  }
  return { code: call.code, args };
}

async function tracesOf(store: Store, name: string): Promise<Trace[]> {
  const found = await store.get([TRACE_PREFIX, name]);
  return found === null ? [] : found.value as unknown as Trace[];
}

function differences(then: Trace, now: Trace): string[] {
  const found: string[] = then.code === now.code ? [] : ["its code changed"];
  for (const [name, [hash, text]] of Object.entries(now.args)) {
    const before = then.args[name];
    if (before === undefined) found.push(`argument ${name} is new`);
    else if (before[0] !== hash) found.push(`argument ${name} changed${change(before[1], text)}`);
  }
  for (const name of Object.keys(then.args)) {
    if (!(name in now.args)) found.push(`argument ${name} is gone`);
  }
  return found;
}

function change(before: string | null, now: string | null): string {
  return before === null || now === null ? "" : `: ${before} is now ${now}`;
}
