/**
 * A folder with a store, the run in it, and the marks its steps left; and the processes that drive
 * it, killed at chosen moments.
 *
 * Invariants
 * 1. The store is looked into only while no process drives the run, but to answer its question.
 * 2. Moments are counted in what the process did, not in time: a process that starts ten times
 *    slower than the one measured is killed in the same place.
 *
 * @module
 */
import { VALUE_PREFIX } from "../../runtime/cache/key.ts";
import { openStore, type Store } from "../../runtime/store/mod.ts";
import { inspect } from "../../runtime/values/print.ts";
import { answer, openQuestions } from "../../runtime/workflow/approval.ts";
import { type Entry, readJournal } from "../../runtime/workflow/journal.ts";
import { listRuns, readResult } from "../../runtime/workflow/run_store.ts";

/** When a process is killed. */
export type Moment =
  /** In the time before its first mark, at this share of the time measured. */
  | { readonly at: "start"; readonly share: number }
  /** After so many of its marks, and this share of the time measured between two. */
  | { readonly at: "mark"; readonly nth: number; readonly share: number }
  /** At this change of its store, by itself: see `dying_process.ts`. */
  | { readonly at: "change"; readonly nth: number; readonly how: "before" | "during" | "after" };

/** What an undisturbed run is like. */
export interface Measure {
  /** Milliseconds from the start of the process to the first mark. */
  readonly startMs: number;
  /** Milliseconds between two marks, or the last one and the end, on average. */
  readonly gapMs: number;
  readonly marks: number;
  /** Changes of the store. */
  readonly changes: number;
}

/** How a process ended. */
export interface Ending {
  readonly wasKilled: boolean;
  /** What it wrote to standard error when it failed by itself; empty when it did not. */
  readonly failure: string;
}

/** One run and all that it leaves. */
export class CrashWorld {
  readonly #program: string;
  readonly #folder: string;
  readonly #store: string;
  readonly #marksFile: string;
  #measure: Measure = { startMs: 0, gapMs: 0, marks: 0, changes: 0 };

  /**
   * @param program which of `programs/`
   * @param measure what an undisturbed run is like, to choose moments by
   */
  constructor(program: string, measure?: Measure) {
    this.#program = program;
    this.#folder = Deno.makeTempDirSync({ prefix: "zixir_crash_" });
    this.#store = `${this.#folder}/store.db`;
    this.#marksFile = `${this.#folder}/marks`;
    if (measure !== undefined) this.#measure = measure;
  }

  /** Removes the folder. */
  [Symbol.dispose](): void {
    Deno.removeSync(this.#folder, { recursive: true });
  }

  /** Drives the run undisturbed and measures it. */
  async measure(): Promise<Measure> {
    const begin = performance.now();
    const child = this.#spawn(["run", this.#path(), "main_flow"], "never");
    let firstMs: number | undefined;
    let hasEnded = false;
    const ended = child.output().then(() => hasEnded = true);
    const answering = this.#answerWhile(() => !hasEnded);
    while (!hasEnded) {
      if (firstMs === undefined && this.#markCount() > 0) firstMs = performance.now() - begin;
      await pause(1);
    }
    await Promise.all([ended, answering]);
    const marks = this.#markCount();
    const startMs = firstMs ?? performance.now() - begin;
    const gapMs = (performance.now() - begin - startMs) / Math.max(1, marks);
    return { startMs, gapMs, marks, changes: Deno.statSync(this.#changesFile).size };
  }

  /**
   * Starts the run, or resumes it, and kills the process at a moment.
   *
   * @param moment null to let it end
   */
  async drive(moment: Moment | null): Promise<Ending> {
    const id = await this.runId();
    const words = id === null ? ["run", this.#path(), "main_flow"] : ["resume", id];
    const before = this.#markCount();
    const child = this.#spawn(words, moment?.at === "change" ? dieAt(moment) : null);
    let hasEnded = false;
    const output = child.output().finally(() => hasEnded = true);
    const killing = moment === null || moment.at === "change"
      ? undefined
      : this.#killAt(child, moment, before, () => hasEnded);
    const answering = this.#answerWhile(() => !hasEnded);
    const { code, signal, stderr } = await output;
    await Promise.all([killing, answering]);
    const wasKilled = signal === "SIGKILL";
    const failed = !wasKilled && code !== 0;
    return { wasKilled, failure: failed ? `${code}: ${new TextDecoder().decode(stderr)}` : "" };
  }

  /** Marks of the steps that ran, in order. */
  marks(): string[] {
    try {
      return Deno.readTextFileSync(this.#marksFile).split("\n").filter((line) => line !== "");
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return [];
      throw error;
    }
  }

  /** Marks of the steps whose results are recorded or cached. */
  async recorded(): Promise<Set<string>> {
    return await this.#inStore(async (store) => {
      const marks = (await entriesIn(store)).filter(({ value }) => value !== undefined)
        .flatMap(markOf);
      for await (const row of store.list([VALUE_PREFIX])) {
        marks.push(`price ${(await row.value() as { item: string }).item}`);
      }
      return new Set(marks);
    }, new Set());
  }

  /** The run's id; null before there is a run. */
  async runId(): Promise<string | null> {
    return await this.#inStore(
      async (store) => (await listRuns(store))[0]?.record.id ?? null,
      null,
    );
  }

  /** The run's state; null before there is a run. */
  async state(): Promise<string | null> {
    const read = async (store: Store) => (await listRuns(store))[0]?.record.state ?? null;
    return await this.#inStore(read, null);
  }

  /**
   * What is wrong with the run in the end.
   *
   * @param expected its value, as it is inspected
   */
  async verdict(expected: string): Promise<string[]> {
    return await this.#inStore(async (store) => {
      const faults: string[] = [];
      const runs = await listRuns(store);
      if (runs.length !== 1) faults.push(`there are ${runs.length} runs`);
      const [{ record }] = runs;
      if (record.state !== "completed") {
        faults.push(`the run is ${record.state}: ${record.failure?.message}`);
      }
      const value = await readResult(store, record.id);
      const found = value === undefined ? "nothing" : inspect(value);
      if (found !== expected) faults.push(`it gave ${found} instead of ${expected}`);
      const marks = new Set(this.marks());
      for (const mark of (await entriesIn(store)).flatMap(markOf)) {
        if (!marks.has(mark)) faults.push(`${mark} is recorded but never ran`);
      }
      return faults;
    }, ["there is no store"]);
  }

  get #changesFile(): string {
    return `${this.#folder}/changes`;
  }

  #path(): string {
    return new URL(`./programs/${this.#program}.zixir`, import.meta.url).pathname;
  }

  #markCount(): number {
    return this.marks().length;
  }

  /** The command in a process of its own; in one that counts or kills itself when told so. */
  #spawn(words: readonly string[], dies: string | null): Deno.ChildProcess {
    const script = new URL(dies === null ? "../../cli.ts" : "./dying_process.ts", import.meta.url);
    return new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "-A", "--quiet", script.pathname],
        ...[...words, "-A", "--quiet", "--store", this.#store],
      ],
      env: {
        MARKS: this.#marksFile,
        NO_COLOR: "1",
        ...(dies === null ? {} : { DIE_AT: dies, CHANGES: this.#changesFile }),
      },
      cwd: this.#folder,
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
  }

  async #killAt(
    child: Deno.ChildProcess,
    moment: Moment & { readonly at: "start" | "mark" },
    before: number,
    hasEnded: () => boolean,
  ): Promise<void> {
    const { startMs, gapMs } = this.#measure;
    if (moment.at === "mark") {
      while (!hasEnded() && this.#markCount() < before + moment.nth) await pause(1);
    }
    await pause(moment.share * (moment.at === "start" ? startMs : gapMs));
    try {
      if (!hasEnded()) child.kill("SIGKILL");
    } catch (error) {
      // It ended by itself just now.
      if (!(error instanceof TypeError || error instanceof Deno.errors.NotFound)) throw error;
    }
  }

  async #inStore<T>(read: (store: Store) => Promise<T>, otherwise: T): Promise<T> {
    try {
      Deno.statSync(this.#store);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return otherwise;
      throw error;
    }
    const store = openStore(this.#store);
    try {
      return await read(store);
    } finally {
      await store.close();
    }
  }

  /** Answers the question of the run, while its process lives and may ask. */
  async #answerWhile(lives: () => boolean): Promise<void> {
    if (this.#program !== "approval") return;
    while (lives()) {
      await this.#inStore(async (store) => {
        const id = (await listRuns(store))[0]?.record.id;
        if (id === undefined || (await openQuestions(store, id)).length === 0) return;
        await answer(store, id, true);
      }, undefined);
      await pause(20);
    }
  }
}

function dieAt({ nth, how }: Moment & { readonly at: "change" }): string {
  // A commit takes a fraction of a millisecond, most of it for the disk.
  return how === "during" ? `during:${nth}:${Math.random() / 2}` : `${how}:${nth}`;
}

async function entriesIn(store: Store): Promise<readonly Entry[]> {
  const id = (await listRuns(store))[0]?.record.id;
  return id === undefined ? [] : (await readJournal(store, id)).entries;
}

/** The mark that the step of an entry leaves; none where it is not told by the entry alone. */
function markOf({ kind, name, path }: Entry): string[] {
  if (kind !== "step") return [];
  if (name === "inner") return [`inner ${path.slice(path.lastIndexOf("#") + 1)}`];
  if (name === "square") return [`square ${Number(path.split("/")[1]) + 1}`];
  if (name === "total") return [`total ${path.split("/")[1]}`];
  return name === "price" || name === "table" ? [] : [name];
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
