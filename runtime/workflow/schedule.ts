/**
 * When the schedules of a program are due; the checker has refused what cannot be read (see
 * `lang/check/cron.ts`).
 *
 * @module
 */

/**
 * When a schedule is due next.
 *
 * @param expression the cron expression, which the checker accepted
 * @param from after which moment
 * @returns epoch milliseconds; null when never again
 *
 * @example
 * ```ts
 * import { nextDue } from "./schedule.ts";
 * const due = await nextDue("0 2 * * *", new Date("2026-01-01T00:00:00Z"));
 * if (due === null) throw new Error("every night");
 * ```
 */
export async function nextDue(expression: string, from: Date): Promise<number | null> {
  const { Cron } = await import("croner");
  return new Cron(expression, { paused: true }).nextRun(from)?.getTime() ?? null;
}
