/**
 * Kills real processes that drive real runs on a real store file, resumes the runs until they end,
 * and compares with a run nobody disturbed.
 *
 * What must hold for every workflow, whenever it is killed:
 * 1. Its final value is that of the undisturbed run.
 * 2. A step whose result was recorded or cached when the process died does not run again.
 * 3. Every step runs at least once, and at most once in one process; no item of a fan-out is lost.
 * 4. A process that is not killed ends well: no kill leaves anything behind that stops a resume.
 *
 * Steps leave a line in a file when they run, so what ran is known whatever happens to the process.
 *
 * @module
 */
import { CrashWorld, type Measure, type Moment } from "./crash_world.ts";

/** The final value of each workflow that is killed, by the name of its file in `programs/`. */
export const EXPECTED = {
  sequence: "{total: 2.5}",
  fan_out: "[91, 559, 12]",
  retrying: '"done!"',
  cached: '(true, 150000, "pear")',
  approval: '"deployed 7"',
  nested: '([Nothing, Thing("t1", 0.25)], 20, true)',
  big_values: "(1799970000.0, 120000)",
} as const;

/** One of them. */
export type Program = keyof typeof EXPECTED;

/** All of them. */
export const PROGRAMS = Object.keys(EXPECTED) as Program[];

/** How one disturbed run went. */
export interface CrashReport {
  /** Processes killed before there was a run, while it was under way, and once it had ended. */
  readonly kills: { early: number; within: number; late: number };
  /** What is wrong; empty when all held. */
  readonly faults: string[];
}

/** Measures a run that nobody disturbs. */
export async function measure(program: Program): Promise<Measure & { faults: string[] }> {
  using world = new CrashWorld(program);
  const measured = await world.measure();
  return { ...measured, faults: await world.verdict(EXPECTED[program]) };
}

/**
 * Drives one run to its end through kills.
 *
 * @param program which workflow
 * @param measure what it is like undisturbed
 * @param moments says when the next process is killed, told how many steps have left marks; null to
 *   let it end
 */
export async function crashRun(
  program: Program,
  measure: Measure,
  moments: (marks: number) => Moment | null,
): Promise<CrashReport> {
  using world = new CrashWorld(program, measure);
  const report: CrashReport = { kills: { early: 0, within: 0, late: 0 }, faults: [] };
  for (;;) {
    const recorded = await world.recorded();
    const marksBefore = world.marks();
    const moment = moments(new Set(marksBefore).size);
    const { wasKilled, failure } = await world.drive(moment);
    const marks = world.marks().slice(marksBefore.length);
    report.faults.push(
      ...marks.filter((mark) => recorded.has(mark)).map((mark) => `${mark} ran again`),
      ...marks.filter((mark, i) => marks.indexOf(mark) < i).map((mark) => `${mark} ran twice`),
      ...(failure === "" ? [] : [`a process that was not killed ended with ${failure}`]),
    );
    const state = await world.state();
    if (wasKilled) report.kills[phase(state)]++;
    if (state === "completed" || report.faults.length > 0) break;
    if (!wasKilled && failure === "") report.faults.push(`it ended well, and the run is ${state}`);
  }
  if (report.faults.length === 0) report.faults.push(...await world.verdict(EXPECTED[program]));
  return report;
}

function phase(state: string | null): "early" | "within" | "late" {
  return state === null ? "early" : state === "completed" ? "late" : "within";
}
