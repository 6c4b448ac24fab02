/**
 * Durations, sizes and points in time: numbers that carry their unit.
 *
 * @module
 */

/** A length of time. */
export class Duration {
  /** Milliseconds; may have a fraction. */
  readonly ms: number;

  /**
   * Makes a duration.
   *
   * @param ms milliseconds
   */
  constructor(ms: number) {
    this.ms = ms;
  }
}

/** An amount of memory or disk. */
export class Size {
  /** Bytes. */
  readonly bytes: number;

  /**
   * Makes a size.
   *
   * @param bytes bytes
   */
  constructor(bytes: number) {
    this.bytes = bytes;
  }
}

/** A point in time. */
export class Time {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly ms: number;

  /**
   * Makes a point in time.
   *
   * @param ms milliseconds since 1970-01-01T00:00:00Z
   */
  constructor(ms: number) {
    this.ms = ms;
  }
}

/**
 * The literal of a duration, in the largest unit that gives a whole number.
 *
 * @param duration the duration
 *
 * @example
 * ```ts
 * import { Duration, durationText } from "./quantity.ts";
 * if (durationText(new Duration(5400_000)) !== "90m") throw new Error("duration");
 * ```
 */
export function durationText(duration: Duration): string {
  return quantityText(duration.ms, TIME_UNITS, "ms");
}

/** The literal of a size, in the largest unit that gives a whole number. */
export function sizeText(size: Size): string {
  return quantityText(size.bytes, SIZE_UNITS, "B");
}

/** A point in time in ISO 8601, UTC, without a fraction when it is zero. */
export function timeText(time: Time): string {
  const date = new Date(time.ms);
  if (Number.isNaN(date.getTime())) return "invalid time";
  return date.toISOString().replace(".000Z", "Z");
}

const TIME_UNITS: readonly [string, number][] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
];

const SIZE_UNITS: readonly [string, number][] = [
  ["TB", 1024 ** 4],
  ["GB", 1024 ** 3],
  ["MB", 1024 ** 2],
  ["KB", 1024],
];

function quantityText(amount: number, units: readonly [string, number][], least: string): string {
  for (const [unit, factor] of units) {
    if (amount !== 0 && amount % factor === 0) return `${amount / factor}${unit}`;
  }
  return `${amount}${least}`;
}
