/**
 * What compiled code asks of orchestration: steps, workflows, policies, `parallel`, `checkpoint`.
 *
 * The compiler calls this interface and knows nothing of how runs are recorded. `plainFlow` is the
 * meaning outside a workflow: nothing is recorded, everything runs where it stands.
 *
 * @module
 */
import type { Entry } from "../table.ts";
import { makeList, type Slot, ZixirError } from "../values/mod.ts";
import { keyIn } from "../values/record.ts";
import { within } from "../resilience/scope.ts";

/** A step, a workflow, or a function with annotations, as the compiler describes it. */
export interface FunctionSite {
  readonly role: "fn" | "step" | "workflow";
  readonly name: string;
  /** File it is declared in, as the caller named it. */
  readonly file: string;
  /** Names of its parameters; `_` for one that is a pattern. */
  readonly params: readonly string[];
  /** Hash of its text and of the functions it reaches, without other steps and workflows. */
  readonly hash: string;
}

/** An annotation with its evaluated arguments: `@retry(3, backoff: 200ms)`. */
export interface Policy {
  readonly name: string;
  readonly args: readonly Slot[];
  readonly named: { readonly [name: string]: Slot };
}

/** A value, or a promise of one. */
export type Outcome = Slot | Promise<Slot>;

/** Options of `parallel`, evaluated: `max`, `settle`. */
export type ParallelOptions = { readonly [name: string]: Slot };

/** Orchestration as compiled code uses it. All values are slots. */
export interface Flow {
  /**
   * A call of a step, a workflow or an annotated function.
   *
   * @param site who is called
   * @param args its arguments, defaults filled in
   * @param policies its annotations, outermost first
   * @param run its body, applied to the arguments
   */
  call(
    site: FunctionSite,
    args: readonly Slot[],
    policies: readonly Policy[],
    run: () => Outcome,
  ): Outcome;
  /**
   * `parallel { a: x(), b: y() }`.
   *
   * @param place key of the place in the program
   * @param entries keys with what to run, in the order written
   * @returns a record with the entries in that order
   */
  parallel(
    place: string,
    entries: readonly (readonly [string, () => Outcome])[],
    options: ParallelOptions,
  ): Promise<Slot>;
  /**
   * `parallel for x in xs: body`.
   *
   * @returns the list of what the body gives, in the order of the items
   */
  parallelFor(
    place: string,
    items: readonly Slot[],
    body: (item: Slot) => Outcome,
    options: ParallelOptions,
  ): Promise<Slot>;
  /** `checkpoint "label": body`. */
  checkpoint(place: string, label: Slot, run: () => Outcome): Promise<Slot>;
  /**
   * The implementation of an entry of the standard library as programs call it: where runs are
   * recorded, time, chance, waits and questions go through them.
   *
   * @param path such as `time.now`
   * @param entry its row
   */
  wrap(path: string, entry: Entry): unknown;
}

/** Orchestration where no run is recorded. */
export const plainFlow: Flow = {
  call(site, _args, policies, run) {
    const [first] = policies;
    if (first === undefined) return run();
    throw new ZixirError("workflow", `@${first.name} of ${site.name} needs the zixir runner`);
  },
  async parallel(_place, entries, options) {
    const values = await together(entries.map(([, run]) => run), options);
    const result: Record<string, Slot> = {};
    entries.forEach(([key], i) => result[keyIn(key)] = values[i]);
    return result;
  },
  async parallelFor(_place, items, body, options) {
    return makeList(await together(items.map((item) => () => body(item)), options));
  },
  async checkpoint(_place, _label, run) {
    return await run();
  },
  wrap: (_path, entry) => entry.run,
};

/** Runs all, at most `max` at once; the first error stops the others and is thrown. */
async function together(
  runs: readonly (() => Outcome)[],
  options: ParallelOptions,
): Promise<Slot[]> {
  const most = typeof options.max === "number" ? options.max : runs.length;
  if (most < 1 && runs.length > 0) {
    throw new ZixirError("workflow", `parallel needs a max of at least 1, got ${most}`);
  }
  const values: Slot[] = new Array(runs.length);
  await within({}, async (scope) => {
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < runs.length) {
        const i = next++;
        values[i] = await runs[i]();
      }
    };
    const workers = Array.from({ length: Math.min(most, runs.length) }, worker);
    try {
      await Promise.all(workers);
    } catch (error) {
      scope.stop(error instanceof ZixirError ? error : new ZixirError("cancelled", "cancelled"));
      await Promise.allSettled(workers);
      throw error;
    }
  });
  return values;
}
