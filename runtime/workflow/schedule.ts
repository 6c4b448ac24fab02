/**
 * Cron expressions of `schedule`: whether they can be read, and when they are due next.
 *
 * @module
 */

/**
 * What is wrong with a cron expression; null when nothing is.
 *
 * @param expression five fields (minute, hour, day, month, weekday), or six with seconds first
 */
export async function cronProblem(expression: string): Promise<string | null> {
  const { Cron } = await import("croner");
  try {
    new Cron(expression, { paused: true });
    return null;
  } catch (error) {
    return (error as Error).message.replace(/^CronPattern: /, "");
  }
}

/**
 * When a schedule is due next.
 *
 * @param expression the cron expression
 * @param from after which moment
 * @returns epoch milliseconds; null when never again, or when the expression cannot be read
 *
 * @example
 * ```ts
 * import { nextDue } from "./schedule.ts";
 * const due = await nextDue("0 2 * * *", new Date("2026-01-01T00:00:00Z"));
 * if (due === null) throw new Error("every night");
 * ```
 */
export async function nextDue(expression: string, from: Date): Promise<number | null> {
  if (await cronProblem(expression) !== null) return null;
  const { Cron } = await import("croner");
  return new Cron(expression, { paused: true }).nextRun(from)?.getTime() ?? null;
}
