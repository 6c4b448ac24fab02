/**
 * Orchestration as compiled code asks for it, with runs recorded in a store: what `support/flow.ts`
 * declares, on top of `run.ts` and `driver.ts`.
 *
 * A workflow called from outside a run begins one. Inside a run, steps, checkpoints, `parallel for`,
 * waits, questions, time and chance go through the journal. Outside, all of them simply happen.
 *
 * @module
 */
import type { ConstructorLookup } from "../store/mod.ts";
import type { Flow, FunctionSite, Outcome, ParallelOptions } from "../support/flow.ts";
import type { Entry } from "../table.ts";
import { makeList } from "../values/list.ts";
import type { Duration } from "../values/quantity.ts";
import { keyIn } from "../values/record.ts";
import type { Slot } from "../values/slot.ts";
import { errorValue } from "../values/error.ts";
import { box } from "../values/float.ts";
import { currentBranch } from "./branch.ts";
import type { Driver } from "./driver.ts";
import { runParallel, settleParallel } from "./parallel.ts";
import { applyPolicies, type PolicyTable } from "./policies.ts";
import type { Site } from "./run.ts";
import { settledValue } from "./settled.ts";

/** What a durable flow needs. */
export interface DurableFlowOptions {
  /** Gives the driver of this process; asked when the first run begins. */
  readonly driver: () => Promise<Driver>;
  /** Absolute path of the program, for the records of its runs. */
  readonly file: string;
  /** Finds the rows of policies, such as `retry`. */
  readonly policies: PolicyTable;
  /** Constructors of the program's user types, to read recorded values. */
  readonly constructors: ConstructorLookup;
}

/**
 * Makes the orchestration of one program.
 *
 * @param options its driver and what it is called
 */
export function durableFlow(options: DurableFlowOptions): Flow {
  const { policies: table } = options;
  return {
    call(site, args, policies, run) {
      const branch = currentBranch();
      if (branch !== null && site.role === "step") {
        const applied = policies.length === 0
          ? null
          : (attempt: () => Outcome, lost: number) =>
            applyPolicies(table, site, args, policies, attempt, lost);
        return branch.run.step("step", stepSite(site), run, applied);
      }
      const whole = () => applyPolicies(table, site, args, policies, run, 0);
      if (branch !== null || site.role !== "workflow") return whole();
      return startRun(options, site, args, whole);
    },

    async parallel(place, entries, given) {
      const branch = currentBranch();
      const fork = branch?.run.fork(placeSite(place, "parallel"));
      const tasks = entries.map(([key, run]) => () =>
        fork === undefined ? run() : fork(key).within(run)
      );
      const values = await together(tasks, given);
      const result: Record<string, Slot> = {};
      entries.forEach(([key], i) => result[keyIn(key)] = values[i]);
      return result;
    },

    async parallelFor(place, items, body, given) {
      const branch = currentBranch();
      const fork = await branch?.run.fanout(placeSite(place, "parallel for"), items);
      const tasks = items.map((item, i) => () =>
        fork === undefined ? body(item) : fork(i).within(() => body(item))
      );
      const values = await together(tasks, given);
      if (values.length !== items.length) {
        throw new Error(`${items.length} items gave ${values.length} values`);
      }
      return makeList(values);
    },

    async checkpoint(place, label, run) {
      const branch = currentBranch();
      if (branch === null) return await run();
      const site = { ...placeSite(place, String(label)) };
      return await branch.run.step("checkpoint", site, run, null);
    },

    wrap(path, entry) {
      if (path === "sleep") return sleepOf(entry);
      if (entry.nondeterministic === true) return recordedOf(path, entry);
      return entry.run;
    },
  };
}

/** Begins a run of a workflow that was called outside one. */
async function startRun(
  options: DurableFlowOptions,
  site: FunctionSite,
  args: readonly Slot[],
  run: () => Outcome,
): Promise<Slot> {
  const { driver, file, constructors } = options;
  const program = { name: site.name, file, body: run, codes: new Map(), constructors };
  return await (await driver()).start(program, args);
}

function stepSite(site: FunctionSite): Site {
  return { id: site.name, name: site.name, code: site.hash };
}

function placeSite(place: string, name: string): Site {
  return { id: place.replaceAll("/", "."), name, code: "" };
}

async function together(
  tasks: readonly (() => Outcome)[],
  options: ParallelOptions,
): Promise<Slot[]> {
  const max = typeof options.max === "number" ? options.max : undefined;
  const limits = max === undefined ? {} : { max };
  if (options.settle !== true) return await runParallel(tasks, limits);
  return (await settleParallel(tasks, limits)).map((outcome) =>
    settledValue(outcome.ok, outcome.ok ? outcome.value : errorValue(outcome.error))
  );
}

function sleepOf(entry: Entry): unknown {
  const plain = entry.run as (duration: Duration) => Promise<Slot>;
  return async (duration: Duration): Promise<Slot> => {
    const branch = currentBranch();
    if (branch === null || branch.kind === "step") return await plain(duration);
    await branch.run.sleep({ id: "sleep", name: "sleep", code: "" }, duration.ms);
    return null;
  };
}

function recordedOf(path: string, entry: Entry): unknown {
  const run = entry.run as (...args: unknown[]) => unknown;
  const isFloat = /->\s*Float$/.test(entry.type);
  return (...args: unknown[]): unknown => {
    const branch = currentBranch();
    if (branch === null || branch.kind === "step") return run(...args);
    const site = { id: path, name: path, code: "" };
    const value = branch.run.recorded(site, () => {
      const made = run(...args);
      return isFloat ? box(made as number) : made as Slot;
    });
    return isFloat ? unboxed(value) : value;
  };
}

function unboxed(value: Slot): number {
  return typeof value === "number" ? value : (value as { readonly value: number }).value;
}
