/**
 * One run of a workflow while this process drives it: what its code asks for is answered from the
 * journal when it was done before, and done and recorded otherwise.
 *
 * Invariants
 * 1. A step's result is committed before the workflow sees it.
 * 2. What the journal answers is not executed.
 * 3. Once the run's scope was stopped (cancelled, lease lost), nothing more is recorded: what was
 *    under way counts as not ended.
 *
 * @module
 */
import { currentScope } from "../resilience/scope.ts";
import { type ConstructorLookup, decode, type Store } from "../store/mod.ts";
import { asZixirError, ZixirError } from "../values/error.ts";
import { contentHash, findNonData } from "../values/hash.ts";
import type { Slot } from "../values/slot.ts";
import { awaitAnswer } from "./approval.ts";
import { Branch, currentBranch } from "./branch.ts";
import { failureOf, raiseFailure } from "./failure.ts";
import { type Attempt, type Entry, type EntryKind, type Journal, readValue } from "./journal.ts";
import { LongRunning } from "./long_running.ts";
import { otherCode, type Replay } from "./replay.ts";

/** A place in a program that a run records. */
export interface Site {
  /** Name that is the same in every replay, without `/`: see `branch.ts`. */
  readonly id: string;
  /** What a person calls it. */
  readonly name: string;
  /** Hash of the code that runs there; empty where code does not matter. */
  readonly code: string;
}

/** What a run needs of its surroundings. */
export interface RunContext {
  readonly id: string;
  readonly store: Store;
  readonly journal: Journal;
  readonly replay: Replay;
  /** How often the run was taken up, this time included. */
  readonly epoch: number;
  /** Constructors of the program's user types, to read recorded values. */
  readonly constructors: ConstructorLookup;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Says in the run's record what it waits for; null when it goes on. */
  readonly announce: (waitsFor: string | null) => Promise<void>;
}

/** Applies a step's policies to an attempt, told how many attempts ended with their process. */
export type Policies = (
  attempt: () => Slot | Promise<Slot>,
  lost: number,
) => Slot | Promise<Slot>;

/** A step that runs longer than this leaves a `started` entry, milliseconds. */
export const STARTED_AFTER_MS = 5;

const longRunning = new LongRunning(STARTED_AFTER_MS);

/** One run, driven. */
export class Run {
  readonly context: RunContext;

  /** @param context the run's surroundings */
  constructor(context: RunContext) {
    this.context = context;
  }

  /**
   * A step or checkpoint: its recorded outcome, or the outcome of running it, recorded.
   *
   * @param kind which of the two
   * @param site where
   * @param body one attempt
   * @param policies what repeats or bounds the attempts
   * @returns its value
   * @throws {ZixirError} what it raised, or had raised when it was recorded
   */
  async step(
    kind: "step" | "checkpoint",
    site: Site,
    body: () => Slot | Promise<Slot>,
    policies: Policies | null,
  ): Promise<Slot> {
    const { replay, journal, now } = this.context;
    const around = branchHere();
    const path = around.reach(site.id);
    const recorded = replay.take(around, path, kind, `${kind} ${site.name}`);
    if (recorded !== undefined) return await this.#outcome(recorded);

    const startMs = now();
    const attempts: Attempt[] = replay.takeLost(path);
    const lost = attempts.length;
    const inside = () => new Branch(this, "step", `${path}/`);
    const attempt = async (): Promise<Slot> => {
      const attemptMs = now();
      try {
        return await inside().within(body);
      } catch (thrown) {
        const failure = failureOf(asZixirError(thrown));
        attempts.push({ startMs: attemptMs, endMs: now(), failure });
        throw thrown;
      }
    };
    const ended = (): Entry => ({
      ...this.#entry(kind, path, site),
      startMs,
      endMs: now(),
      attempts,
    });
    const noLongerRuns = longRunning.begin(() => {
      // Should this fail, so does the commit of the result, which is reported.
      journal.append({ ...this.#entry("started", path, site), startMs }).catch(() => {});
    });
    let value: Slot;
    try {
      value = await (policies === null ? attempt() : inside().within(() =>
        policies(attempt, lost)
      ));
      noLongerRuns();
    } catch (thrown) {
      // Before the failure is recorded: an entry after it would say that the run went on.
      noLongerRuns();
      const error = asZixirError(thrown);
      if (currentScope().reason === undefined) {
        await journal.append({ ...ended(), failure: failureOf(error) });
      }
      throw error;
    }
    currentScope().check();
    const entry = await this.#append(ended(), value);
    if (around.kind === "step") replay.remember(entry);
    else replay.forgetWithin(path);
    return value;
  }

  /**
   * A value that differs from call to call: recorded in orchestration, so that a replay sees the
   * same; as it comes inside a step.
   *
   * @param site where
   * @param make gives the value
   */
  recorded(site: Site, make: () => Slot): Slot {
    const branch = branchHere();
    if (branch.kind === "step") return make();
    const { replay, journal, constructors, now } = this.context;
    const path = branch.reach(site.id);
    const known = replay.take(branch, path, "recorded", site.name);
    if (known?.value instanceof Uint8Array) return decode(known.value, constructors);
    const value = make();
    const ms = now();
    journal.note({ ...this.#entry("recorded", path, site), startMs: ms, endMs: ms }, value);
    return value;
  }

  /**
   * Journals the set that a `parallel for` is about to run, or checks it against what was journaled.
   *
   * @param site where
   * @param items the set
   * @returns the branch of the item with an index
   * @throws {ZixirError} kind `workflow`, E0605, when a replay has another set than the first run
   */
  async fanout(site: Site, items: readonly Slot[]): Promise<(index: number) => Branch> {
    const branch = branchHere();
    const path = branch.reach(site.id);
    const code = findNonData(items) === null ? contentHash(items) : "";
    const known = this.context.replay.take(branch, path, "fanout", site.name);
    if (known === undefined) {
      const ms = this.context.now();
      const entry = this.#entry("fanout", path, { ...site, code });
      await this.context.journal.append({
        ...entry,
        startMs: ms,
        endMs: ms,
        count: items.length,
      });
      if (branch.kind === "step") this.context.replay.remember(entry);
    } else if (known.count !== items.length || known.code !== code) {
      throw new ZixirError(
        "workflow",
        `${site.name} is about to run ${items.length} items that are not the ${known.count} it ` +
          `ran before the run was resumed`,
        { code: "E0605", hint: "make the set in a step, so that it is recorded" },
      );
    }
    return (index) => new Branch(this, branch.kind, `${path}/${index}/`);
  }

  /**
   * The branches of a `parallel { ... }`.
   *
   * @param site where
   * @returns the branch of the entry with a key
   */
  fork(site: Site): (key: string) => Branch {
    const branch = branchHere();
    const path = branch.reach(site.id);
    return (key) => new Branch(this, branch.kind, `${path}/${key}/`);
  }

  /**
   * Waits, counting from the first time the run came here.
   *
   * @param site where
   * @param ms milliseconds
   */
  async sleep(site: Site, ms: number): Promise<void> {
    const branch = branchHere();
    const path = branch.reach(site.id);
    const left = await this.#since(branch, path, site, "sleep") + ms - this.context.now();
    if (left > 0) await currentScope().sleep(left);
  }

  /**
   * Asks a person and waits for the answer, however long and in however many processes.
   *
   * @param site where; its name is the question
   * @param timeoutMs milliseconds from the asking after which it is too late; Infinity for never
   * @returns whether it was approved
   * @throws {ZixirError} kind `timeout` when it is too late
   */
  async approve(site: Site, timeoutMs: number): Promise<boolean> {
    const { id, store, journal, replay, now, announce } = this.context;
    const branch = branchHere();
    const path = branch.reach(site.id);
    const askedMs = await this.#since(branch, path, site, "question");
    const known = replay.take(branch, path, "answer", site.name);
    if (known !== undefined) return await this.#outcome(known) as boolean;
    await announce(site.name);
    const given = await awaitAnswer(store, id, path, askedMs + timeoutMs);
    const entry = { ...this.#entry("answer", path, site), startMs: askedMs, endMs: now() };
    if (given === null) {
      const late = new ZixirError("timeout", `nobody answered in time: ${site.name}`);
      await journal.append({ ...entry, failure: failureOf(late) });
      await announce(null);
      throw late;
    }
    await journal.append(entry, given.approved);
    await announce(null);
    return given.approved;
  }

  /** When the run first came to this path, epoch milliseconds; recorded the first time. */
  async #since(
    branch: Branch,
    path: string,
    site: Site,
    kind: "sleep" | "question",
  ): Promise<number> {
    const known = this.context.replay.take(branch, path, kind, site.name);
    if (known !== undefined) return known.startMs;
    const startMs = this.context.now();
    const entry = { ...this.#entry(kind, path, site), startMs, endMs: startMs };
    await this.context.journal.append(entry);
    if (branch.kind === "step") this.context.replay.remember(entry);
    return startMs;
  }

  async #outcome(entry: Entry): Promise<Slot> {
    const { id, store, constructors } = this.context;
    if (entry.failure !== undefined) raiseFailure(entry.failure, constructors);
    if (entry.value === undefined) throw otherCode(id, entry, "something else");
    return await readValue(store, id, entry.value, constructors);
  }

  async #append(entry: Entry, value: Slot): Promise<Entry> {
    try {
      return await this.context.journal.append(entry, value);
    } catch (thrown) {
      const error = asZixirError(thrown);
      error.hint ??= `the result of ${entry.name} is recorded, so it must be data`;
      throw error;
    }
  }

  #entry(kind: EntryKind, path: string, site: Site): Entry {
    const { epoch } = this.context;
    return {
      kind,
      path,
      name: site.name,
      code: site.code,
      epoch,
      startMs: 0,
      endMs: 0,
      attempts: [],
    };
  }
}

function branchHere(): Branch {
  const branch = currentBranch();
  if (branch === null) throw new Error("the code of a run runs in a branch");
  return branch;
}
