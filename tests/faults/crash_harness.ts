/**
 * Kills real processes that drive real runs on a real store file, resumes the runs until they end,
 * and compares with a run nobody disturbed.
 *
 * What must hold for every workflow, whenever it is killed:
 * 1. Its final value is that of the undisturbed run.
 * 2. A step whose result was recorded when the process died does not run again.
 * 3. Every step runs at least once; no item of a fan-out is lost.
 *
 * Steps leave a line in a file when they run, so what ran is known whatever happens to the process.
 *
 * @module
 */
import { openStore } from "../../runtime/store/mod.ts";
import { inspect } from "../../runtime/values/print.ts";
import { answer, openQuestions } from "../../runtime/workflow/approval.ts";
import { type Entry, readJournal } from "../../runtime/workflow/journal.ts";
import { listRuns, readResult } from "../../runtime/workflow/run_store.ts";

const CLI = new URL("../../cli.ts", import.meta.url).pathname;

/** The workflows that are killed: files in `programs/`. */
export const PROGRAMS = [
  "sequence",
  "fan_out",
  "retrying",
  "big_values",
  "nested",
  "approval",
] as const;

/** The final value of each. */
export const EXPECTED: Readonly<Record<typeof PROGRAMS[number], string>> = {
  sequence: "{total: 2.5}",
  fan_out: "[91, 559, 12]",
  retrying: '"done!"',
  big_values: "(1799970000.0, 120000)",
  nested: '([Nothing, Thing("t1", 0.25)], 20, true)',
  approval: '"deployed 7"',
};

/** How one disturbed run went. */
export interface CrashReport {
  /** Processes killed, the resuming ones too. */
  readonly kills: number;
  /** What is wrong; empty when all held. */
  readonly faults: readonly string[];
}

/**
 * Drives one run to its end through kills.
 *
 * @param program which workflow
 * @param delays milliseconds after which each process is killed, in order; the last one after them
 *   is left to finish
 */
export async function crashRun(
  program: typeof PROGRAMS[number],
  delays: readonly number[],
): Promise<CrashReport> {
  const folder = await Deno.makeTempDir({ prefix: "zixir_crash_" });
  const faults: string[] = [];
  let kills = 0;
  try {
    const world = new CrashWorld(folder, program);
    for (const delayMs of delays) {
      const recorded = await world.recorded();
      const marksBefore = world.marks();
      const wasKilled = await world.drive(delayMs);
      if (wasKilled) kills++;
      faults.push(...repeated(recorded, world.marks().slice(marksBefore.length)));
      if (!wasKilled) break;
    }
    const recorded = await world.recorded();
    const marksBefore = world.marks();
    await world.drive(null);
    faults.push(...repeated(recorded, world.marks().slice(marksBefore.length)));
    faults.push(...await world.verdict());
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return { kills, faults };
}

/** Marks of steps that ran although they were recorded before. */
function repeated(recorded: ReadonlySet<string>, marks: readonly string[]): string[] {
  return marks.filter((mark) => recorded.has(mark)).map((mark) => `${mark} ran again`);
}

/** One folder with a store, a run and the marks of its steps. */
class CrashWorld {
  readonly #folder: string;
  readonly #program: typeof PROGRAMS[number];
  readonly #store: string;
  readonly #marksFile: string;

  constructor(folder: string, program: typeof PROGRAMS[number]) {
    this.#folder = folder;
    this.#program = program;
    this.#store = `${folder}/store.db`;
    this.#marksFile = `${folder}/marks`;
  }

  /** Starts or resumes the run, and kills the process after a delay; true when it was killed. */
  async drive(delayMs: number | null): Promise<boolean> {
    const id = await this.#runId();
    const file = new URL(`./programs/${this.#program}.zixir`, import.meta.url).pathname;
    const words = id === null ? ["run", file, "main_flow"] : ["resume", id];
    if (id !== null) await this.#answer(id);
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", CLI, ...words, "-A", "--quiet", "--store", this.#store],
      env: { MARKS: this.#marksFile },
      cwd: this.#folder,
      stdout: "null",
      stderr: "null",
    }).spawn();
    let wasKilled = false;
    const timer = delayMs === null ? undefined : setTimeout(() => {
      try {
        child.kill("SIGKILL");
        wasKilled = true;
      } catch {
        // It ended by itself just now.
      }
    }, delayMs);
    const answering = delayMs === null ? this.#answerUntil(child.status) : undefined;
    const { signal } = await child.status;
    clearTimeout(timer);
    await answering;
    return wasKilled && signal === "SIGKILL";
  }

  /** Marks of the steps that ran, in order. */
  marks(): string[] {
    try {
      return Deno.readTextFileSync(this.#marksFile).split("\n").filter((line) => line !== "");
    } catch {
      return [];
    }
  }

  /** Marks of the steps whose results are recorded. */
  async recorded(): Promise<Set<string>> {
    const entries = await this.#entries();
    const done = entries.filter(({ kind, value }) => kind === "step" && value !== undefined);
    return new Set(done.flatMap(markOf));
  }

  /** What is wrong with the run in the end. */
  async verdict(): Promise<string[]> {
    const faults: string[] = [];
    const store = openStore(this.#store);
    try {
      const [status] = await listRuns(store);
      if (status?.record.state !== "completed") {
        faults.push(`the run is ${status?.record.state}: ${status?.record.failure?.message}`);
      }
      const value = status === undefined ? undefined : await readResult(store, status.record.id);
      const found = value === undefined ? "nothing" : inspect(value);
      const expected = EXPECTED[this.#program];
      if (found !== expected) faults.push(`it gave ${found} instead of ${expected}`);
      const marks = new Set(this.marks());
      for (const entry of await this.#entries()) {
        for (const mark of markOf(entry)) {
          if (!marks.has(mark)) faults.push(`${mark} is recorded but never ran`);
        }
      }
    } finally {
      await store.close();
    }
    return faults;
  }

  async #entries(): Promise<readonly Entry[]> {
    const id = await this.#runId();
    if (id === null) return [];
    const store = openStore(this.#store);
    try {
      return (await readJournal(store, id)).entries;
    } finally {
      await store.close();
    }
  }

  async #runId(): Promise<string | null> {
    try {
      await Deno.stat(this.#store);
    } catch {
      return null;
    }
    const store = openStore(this.#store);
    try {
      return (await listRuns(store))[0]?.record.id ?? null;
    } finally {
      await store.close();
    }
  }

  /** Answers the run's question, if it has asked one. */
  async #answer(id: string): Promise<void> {
    const store = openStore(this.#store);
    try {
      const open = await openQuestions(store, id);
      if (open.length > 0) await answer(store, id, true);
    } finally {
      await store.close();
    }
  }

  async #answerUntil(ended: Promise<unknown>): Promise<void> {
    if (this.#program !== "approval") return;
    let isRunning = true;
    ended.then(() => isRunning = false);
    while (isRunning) {
      const id = await this.#runId();
      if (id !== null) await this.#answer(id);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** The mark that the step of an entry leaves; none where it is not told by the entry alone. */
function markOf({ kind, name, path }: Entry): string[] {
  if (kind !== "step") return [];
  if (name === "inner") return [`inner ${path.slice(path.lastIndexOf("#") + 1)}`];
  if (name === "square") return [`square ${Number(path.split("/")[1]) + 1}`];
  if (name === "total") return [];
  return [name];
}
