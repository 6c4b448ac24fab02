/**
 * Circuit breakers: after repeated failures of a thing calls to it fail at once, until a probe shows
 * that it works again (Michael Nygard, "Release It!", 2007).
 *
 * Invariants:
 * 1. The state is one row of the store, so all runs and processes that use the store share it, and
 *    it outlives them. It changes only by commits that check it is unchanged.
 * 2. An outcome is in the row before the caller gets it: the next call, anywhere, sees it.
 * 3. While half open, one call at a time is let through. A probe whose process died is given up
 *    after the reset time.
 * 4. A refusal for too many requests (HTTP 429) is no failure, and a cancelled call is not counted.
 *
 * Outcomes that end while a commit is under way are recorded together in the next one.
 *
 * @module
 */

import { asZixirError, ZixirError } from "../values/error.ts";
import { Duration, durationText } from "../values/quantity.ts";
import { isRecord, type RecordSlot } from "../values/record.ts";
import type { Slot } from "../values/slot.ts";
import type { Store } from "../store/store.ts";
import type { Key } from "../store/database.ts";
import { type CircuitOptions, type CircuitState, closed, decide, record } from "./circuit_state.ts";
import { currentScope } from "./scope.ts";
import { storeOf } from "./world_store.ts";

export type { CircuitOptions, CircuitState } from "./circuit_state.ts";

/**
 * Runs a block through a circuit.
 *
 * @param name names the circuit; blocks with the same name share it
 * @param options when it opens and for how long
 * @param block the block
 * @throws {ZixirError} kind `circuit_open`, without running the block, while the circuit is open,
 *   with `retry_after` in its data; else what the block throws
 *
 * @example
 * ```ts
 * import { circuit } from "./circuit.ts";
 * if (await circuit("feed", { failures: 5, withinMs: 60_000 }, () => 7) !== 7) throw new Error("circuit");
 * ```
 */
export async function circuit<T>(
  name: string,
  options: CircuitOptions,
  block: () => T | PromiseLike<T>,
): Promise<T> {
  const scope = currentScope();
  const breaker = breakerOf(storeOf(scope), name);
  const wall = () => scope.world.clock.wall();
  const pass = await breaker.enter(options, wall());
  if (pass.state === "open") {
    const left = new Duration(Math.ceil(pass.waitMs));
    throw new ZixirError(
      "circuit_open",
      `the circuit "${name}" is open; try again in ${durationText(left)}`,
      { data: { circuit: name, retry_after: left } },
    );
  }
  let outcome: Outcome = "cancelled";
  try {
    const value = await block();
    outcome = "success";
    return value;
  } catch (error) {
    outcome = outcomeOf(asZixirError(error));
    throw error;
  } finally {
    await breaker.leave({ outcome, probe: pass.state === "probe", options, at: wall() });
  }
}

/**
 * The circuits of a store with their states, for `zixir doctor`.
 *
 * @param store the store
 */
export async function circuitStates(
  store: Store,
): Promise<{ name: string; state: CircuitState }[]> {
  const states: { name: string; state: CircuitState }[] = [];
  for await (const row of store.list([PREFIX])) {
    states.push({ name: String(row.key[1]), state: stateOf(await row.value()) });
  }
  return states;
}

type Outcome = "success" | "failure" | "cancelled";

/** A call that has ended. */
interface Ended {
  readonly outcome: Outcome;
  readonly probe: boolean;
  readonly options: CircuitOptions;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A circuit as one process sees it. */
class Breaker {
  readonly #store: Store;
  readonly #key: Key;
  #ended: Ended[] = [];
  #recording: Promise<void> | undefined;

  constructor(store: Store, name: string) {
    this.#store = store;
    this.#key = [PREFIX, name];
  }

  /** Asks to make a call. */
  async enter(options: CircuitOptions, now: number): Promise<ReturnType<typeof decide>> {
    for (;;) {
      const { state, version } = await this.#read();
      const decision = decide(state, options, now);
      if (decision.state !== "probe") return decision;
      const probing: CircuitState = { ...state, status: "half_open", at: now };
      if (await this.#write(probing, version)) return decision;
    }
  }

  /** Records how a call ended; ends when that is in the store. */
  async leave(ended: Ended): Promise<void> {
    if (ended.outcome === "cancelled" && !ended.probe) return;
    this.#ended.push(ended);
    // The recording under way may have read its list already; the one after it has not begun.
    while (this.#ended.includes(ended)) {
      this.#recording ??= this.#record().finally(() => this.#recording = undefined);
      await this.#recording;
    }
  }

  async #record(): Promise<void> {
    for (;;) {
      const { state, version } = await this.#read();
      const batch = this.#ended.slice();
      let next = state;
      for (const { outcome, probe, options, at } of batch) {
        next = record(next, {
          ok: outcome === "success",
          cancelled: outcome === "cancelled",
          probe,
          at,
        }, options);
      }
      if (next === state || await this.#write(next, version)) {
        this.#ended = this.#ended.filter((ended) => !batch.includes(ended));
        return;
      }
    }
  }

  async #read(): Promise<{ state: CircuitState; version: string | null }> {
    const found = await this.#store.get(this.#key);
    return { state: stateOf(found?.value ?? null), version: found?.version ?? null };
  }

  async #write(state: CircuitState, version: string | null): Promise<boolean> {
    const value = {
      status: state.status,
      at: state.at,
      calls: state.calls.map(({ at, ok }) => [at, ok]),
    };
    return await this.#store.commit({
      checks: [{ key: this.#key, version }],
      sets: [{ key: this.#key, value }],
    }) !== null;
  }
}

const PREFIX = "circuit";

/** One breaker per store and name, so that outcomes of one process are recorded together. */
const breakers = new WeakMap<Store, Map<string, Breaker>>();

function breakerOf(store: Store, name: string): Breaker {
  let named = breakers.get(store);
  if (named === undefined) breakers.set(store, named = new Map());
  let breaker = named.get(name);
  if (breaker === undefined) named.set(name, breaker = new Breaker(store, name));
  return breaker;
}

function outcomeOf(error: ZixirError): Outcome {
  if (error.kind === "cancelled") return "cancelled";
  const status = isRecord(error.data) ? (error.data as RecordSlot).status : undefined;
  return status === TOO_MANY_REQUESTS ? "success" : "failure";
}

const TOO_MANY_REQUESTS = 429;

function stateOf(value: Slot): CircuitState {
  if (!isRecord(value)) return closed;
  const calls = (value.calls as [number, boolean][]).map(([at, ok]) => ({ at, ok }));
  return { status: value.status as CircuitState["status"], at: value.at as number, calls };
}
