/**
 * The module `time`. A Time is a moment; zones matter only where it becomes a text or calendar
 * parts, and are UTC unless said otherwise (`today` alone asks the machine's zone).
 *
 * @module
 */
import { Duration, type Int, type RecordSlot, Time } from "../values/mod.ts";
import type { Table } from "../table.ts";
import { count, valueError } from "./arguments.ts";
import type { Host } from "./host.ts";
import { formatTime, parseTime, zoned } from "./time_format.ts";

/** The table of `time`. */
export function timeTable(host: Host): Table {
  const { clock } = host;
  return {
    module: "time",
    doc: "Moments, durations and calendars.",
    entries: [
      {
        name: "now",
        type: "() -> Time",
        doc: "This moment.",
        example: { source: "time.now() > time.from_ms(0.0)", result: "true" },
        effect: "effect",
        nondeterministic: true,
        run: (): Time => new Time(clock.now()),
      },
      {
        name: "today",
        type: "(zone: String? = nil) -> String",
        doc: "Today's date as `2026-01-31`, in a zone or else the machine's.",
        example: { source: 'time.today(zone: "UTC")', result: '"2026-01-02"' },
        effect: "effect",
        nondeterministic: true,
        run: (zone: string | null = null): string =>
          formatTime("time.today", clock.now(), "%F", zone ?? clock.zone()),
      },
      {
        name: "now_ms",
        type: "() -> Float",
        doc: "Milliseconds that never go back, with fractions, for measuring.",
        example: { source: "let start = time.now_ms()\ntime.now_ms() >= start", result: "true" },
        effect: "effect",
        nondeterministic: true,
        run: (): number => clock.monotonic(),
      },
      {
        name: "parse",
        type: '(text: String, format: String? = nil, zone: String = "UTC") -> Time',
        doc:
          "The moment a text says, in ISO 8601 or a format such as `%d.%m.%Y %H:%M`; `zone` is for texts that name none.",
        example: {
          source: '[time.parse("2026-01-31"), time.parse("31.01.2026 9:05", "%d.%m.%Y %H:%M")]',
          result: "[2026-01-31T00:00:00Z, 2026-01-31T09:05:00Z]",
        },
        run: (text: string, format: string | null = null, zone = "UTC"): Time =>
          new Time(parseTime("time.parse", text, format, zone)),
      },
      {
        name: "format",
        type: '(t: Time, format: String? = nil, zone: String = "UTC") -> String',
        doc: "A moment as text, in ISO 8601 or a format such as `%a %d %b %Y, %H:%M`.",
        example: {
          source:
            'time.format(time.parse("2026-01-31T23:30:00Z"), "%A %d %B, %H:%M", zone: "Europe/Paris")',
          result: '"Sunday 01 February, 00:30"',
        },
        run: (t: Time, format: string | null = null, zone = "UTC"): string =>
          formatTime("time.format", t.ms, format, zone),
      },
      {
        name: "from_ms",
        type: "(ms: Float) -> Time",
        doc: "The moment so many milliseconds after 1970-01-01T00:00:00Z.",
        example: { source: "time.from_ms(86400000.0)", result: "1970-01-02T00:00:00Z" },
        run: (ms: number): Time => new Time(within("time.from_ms", ms)),
      },
      {
        name: "to_ms",
        type: "(t: Time) -> Float",
        doc: "Milliseconds from 1970-01-01T00:00:00Z to a moment.",
        example: { source: 'time.to_ms(time.parse("1970-01-02"))', result: "86400000.0" },
        run: (t: Time): number => t.ms,
      },
      {
        name: "add",
        type: "(t: Time, d: Duration) -> Time",
        doc: "The moment a duration later.",
        example: {
          source: 'time.add(time.parse("2026-01-31"), 36h)',
          result: "2026-02-01T12:00:00Z",
        },
        run: (t: Time, d: Duration): Time => new Time(within("time.add", t.ms + d.ms)),
      },
      {
        name: "subtract",
        type: "(t: Time, d: Duration) -> Time",
        doc: "The moment a duration earlier.",
        example: {
          source: 'time.subtract(time.parse("2026-01-31"), 1d)',
          result: "2026-01-30T00:00:00Z",
        },
        run: (t: Time, d: Duration): Time => new Time(within("time.subtract", t.ms - d.ms)),
      },
      {
        name: "between",
        type: "(start: Time, end: Time) -> Duration",
        doc: "How long it is from one moment to another; negative when the second is earlier.",
        example: {
          source: 'time.between(time.parse("2026-01-30"), time.parse("2026-01-31T12:00:00Z"))',
          result: "36h",
        },
        run: (start: Time, end: Time): Duration => new Duration(end.ms - start.ms),
      },
      {
        name: "seconds",
        type: "(seconds: Float) -> Duration",
        doc: "The duration of so many seconds.",
        example: { source: "time.seconds(90)", result: "90s" },
        run: (seconds: number): Duration => {
          if (Number.isFinite(seconds)) return new Duration(seconds * 1000);
          throw valueError("time.seconds", "a duration must be finite");
        },
      },
      {
        name: "in_seconds",
        type: "(d: Duration) -> Float",
        doc: "How many seconds a duration has.",
        example: { source: "time.in_seconds(1500ms)", result: "1.5" },
        run: (d: Duration): number => d.ms / 1000,
      },
      {
        name: "parts",
        type:
          '(t: Time, zone: String = "UTC") -> {year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, millisecond: Int, weekday: Int, day_of_year: Int, offset: String}',
        doc: "What calendar and clock say in a zone; weekdays count from 1, Monday.",
        example: { source: 'time.parts(time.parse("2026-01-31")).weekday', result: "6" },
        run: (t: Time, zone = "UTC"): RecordSlot => {
          const at = zoned("time.parts", t.ms, zone);
          return {
            year: at.year,
            month: at.month,
            day: at.day,
            hour: at.hour,
            minute: at.minute,
            second: at.second,
            millisecond: at.millisecond,
            weekday: at.dayOfWeek,
            day_of_year: at.dayOfYear,
            offset: at.offset,
          };
        },
      },
      {
        name: "start_of",
        type: '(t: Time, unit: String, zone: String = "UTC") -> Time',
        doc:
          'When the "minute", "hour", "day", "week", "month" or "year" of a moment began; weeks begin on Monday.',
        example: {
          source: 'time.start_of(time.parse("2026-03-15"), "month")',
          result: "2026-03-01T00:00:00Z",
        },
        run: (t: Time, unit: string, zone = "UTC"): Time =>
          new Time(startOf(zoned("time.start_of", t.ms, zone), unit).epochMilliseconds),
      },
      {
        name: "shift",
        type:
          '(t: Time, years: Int = 0, months: Int = 0, days: Int = 0, zone: String = "UTC") -> Time',
        doc:
          "The moment so many calendar years, months and days later, at the same time of day; a day the month does not have becomes its last.",
        example: {
          source: 'time.shift(time.parse("2026-01-31"), months: 1)',
          result: "2026-02-28T00:00:00Z",
        },
        run: (t: Time, years: Int = 0, months: Int = 0, days: Int = 0, zone = "UTC"): Time =>
          new Time(shift(t, count(years), count(months), count(days), zone)),
      },
    ],
  };
}

/** Milliseconds Date and Temporal can hold. */
const MS_MAX = 8.64e15;

function within(name: string, ms: number): number {
  if (Math.abs(ms) <= MS_MAX) return ms;
  throw valueError(name, "the time lies beyond the calendar (years -271821 to 275760)");
}

function startOf(at: Temporal.ZonedDateTime, unit: string): Temporal.ZonedDateTime {
  switch (unit) {
    case "minute":
    case "hour":
      return at.round({ smallestUnit: unit, roundingMode: "floor" });
    case "day":
      return at.startOfDay();
    case "week":
      return at.subtract({ days: at.dayOfWeek - 1 }).startOfDay();
    case "month":
      return at.with({ day: 1 }).startOfDay();
    case "year":
      return at.with({ month: 1, day: 1 }).startOfDay();
  }
  throw valueError(
    "time.start_of",
    `${JSON.stringify(unit)} is none of "minute", "hour", "day", "week", "month", "year"`,
  );
}

function shift(t: Time, years: number, months: number, days: number, zone: string): number {
  const at = zoned("time.shift", t.ms, zone);
  try {
    return at.add({ years, months, days }).epochMilliseconds;
  } catch {
    return within("time.shift", Infinity);
  }
}
