/**
 * Times as texts and back: ISO 8601, and patterns in the manner of C's `strftime`.
 *
 * | | | | |
 * |---|---|---|---|
 * | `%Y` year | `%m` month 01-12 | `%d` day 01-31 | `%j` day of the year 001-366 |
 * | `%H` hour 00-23 | `%I` hour 01-12 | `%M` minute | `%S` second |
 * | `%L` millisecond 000-999 | `%f` microsecond | `%p` AM or PM | `%s` seconds since 1970 |
 * | `%A` `%a` weekday | `%B` `%b` month name | `%u` weekday 1-7 from Monday | `%V` ISO week |
 * | `%y` year 00-99 | `%z` offset +0100 | `%Z` zone | `%%` a percent sign |
 * | `%F` is `%Y-%m-%d` | `%T` is `%H:%M:%S` | | |
 *
 * Names are English whatever the machine's language.
 *
 * @module
 */
import { inspect, type ZixirError } from "../values/mod.ts";
import { valueError } from "./arguments.ts";

/**
 * A time as text.
 *
 * @param name the function, for errors
 * @param ms milliseconds since 1970
 * @param pattern see above; null for ISO 8601
 * @param zone IANA name, or an offset such as `+02:00`
 * @throws {ZixirError} kind `value` for an unknown zone or pattern
 *
 * @example
 * ```ts
 * import { formatTime } from "./time_format.ts";
 * const seen = formatTime("time.format", 0, "%a %d %b %Y, %H:%M", "UTC");
 * if (seen !== "Thu 01 Jan 1970, 00:00") throw new Error(seen);
 * ```
 */
export function formatTime(name: string, ms: number, pattern: string | null, zone: string): string {
  const at = zoned(name, ms, zone);
  if (pattern === null) {
    const text = at.toString({ timeZoneName: "never", fractionalSecondDigits: "auto" });
    return zone === "UTC" ? text.replace("+00:00", "Z") : text;
  }
  return pattern.replace(/%(.?)/gsu, (_, letter: string) => {
    const write = WRITERS[letter];
    if (write === undefined) throw unknownLetter(name, letter);
    return write(at);
  });
}

/**
 * The time a text says, in milliseconds since 1970.
 *
 * @param name the function, for errors
 * @param text the text
 * @param pattern see above; null for ISO 8601, where date and time may be parted by a space
 * @param zone the zone of a text that names none
 * @throws {ZixirError} kind `value` for a text that does not fit or a date there is not
 */
export function parseTime(
  name: string,
  text: string,
  pattern: string | null,
  zone: string,
): number {
  if (pattern === null) return parseIso(name, text.trim(), zone);
  const letters: string[] = [];
  const shapeOf = (letter: string): string => {
    if (letter === "%") return "%";
    const shape = SHAPES[letter];
    if (shape === undefined) throw unknownLetter(name, letter);
    letters.push(letter);
    return `(${shape})`;
  };
  const source = pattern.replace(
    /%(.?)|[\\^$.*+?()[\]{}|\/]/gsu,
    (found, letter?: string) => {
      if (letter === undefined) return `\\${found}`;
      if (letter === "F") return ["Y", "m", "d"].map(shapeOf).join("-");
      if (letter === "T") return ["H", "M", "S"].map(shapeOf).join(":");
      return shapeOf(letter);
    },
  );
  const match = new RegExp(`^${source}$`, "iu").exec(text);
  if (match === null) {
    throw valueError(name, `${inspect(text)} does not have the form ${inspect(pattern)}`);
  }
  const parts = new Map(letters.map((letter, i) => [letter, match[i + 1]]));
  return assemble(name, text, parts, zone);
}

/**
 * A moment in a zone.
 *
 * @param name the function, for errors
 * @param ms milliseconds since 1970
 * @param zone IANA name or offset
 * @throws {ZixirError} kind `value` for an unknown zone, or a time beyond the calendar
 */
export function zoned(name: string, ms: number, zone: string): Temporal.ZonedDateTime {
  let instant: Temporal.Instant;
  try {
    instant = Temporal.Instant.fromEpochMilliseconds(Math.trunc(ms));
  } catch {
    throw valueError(name, "the time lies beyond the calendar (years -271821 to 275760)");
  }
  try {
    return instant.toZonedDateTimeISO(zone);
  } catch {
    throw valueError(
      name,
      `there is no time zone ${inspect(zone)}`,
      'a zone is named like "Europe/Paris", "UTC" or "+02:00"',
    );
  }
}

type Writer = (at: Temporal.ZonedDateTime) => string;

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const WRITERS: Readonly<Record<string, Writer>> = {
  Y: (at) => digits(at.year, 4),
  y: (at) => digits(at.year % 100, 2),
  m: (at) => digits(at.month, 2),
  d: (at) => digits(at.day, 2),
  j: (at) => digits(at.dayOfYear, 3),
  H: (at) => digits(at.hour, 2),
  I: (at) => digits(at.hour % 12 || 12, 2),
  M: (at) => digits(at.minute, 2),
  S: (at) => digits(at.second, 2),
  L: (at) => digits(at.millisecond, 3),
  f: (at) => digits(at.millisecond * 1000 + at.microsecond, 6),
  p: (at) => at.hour < 12 ? "AM" : "PM",
  s: (at) => String(Math.floor(at.epochMilliseconds / 1000)),
  A: (at) => DAYS[at.dayOfWeek - 1],
  a: (at) => DAYS[at.dayOfWeek - 1].slice(0, 3),
  B: (at) => MONTHS[at.month - 1],
  b: (at) => MONTHS[at.month - 1].slice(0, 3),
  u: (at) => String(at.dayOfWeek),
  V: (at) => digits(at.weekOfYear ?? 0, 2),
  z: (at) => at.offset.replace(":", ""),
  Z: (at) => at.timeZoneId,
  F: (at) => `${digits(at.year, 4)}-${digits(at.month, 2)}-${digits(at.day, 2)}`,
  T: (at) => `${digits(at.hour, 2)}:${digits(at.minute, 2)}:${digits(at.second, 2)}`,
  "%": () => "%",
};

/** What each letter reads; those that only name what others say are read and not used. */
const SHAPES: Readonly<Record<string, string>> = {
  Y: "[+-]?\\d{4,6}",
  y: "\\d{2}",
  m: "\\d{1,2}",
  d: "\\d{1,2}",
  j: "\\d{1,3}",
  H: "\\d{1,2}",
  I: "\\d{1,2}",
  M: "\\d{1,2}",
  S: "\\d{1,2}",
  L: "\\d{3}",
  f: "\\d{1,6}",
  p: "[AP]M",
  s: "-?\\d+",
  A: DAYS.join("|"),
  a: DAYS.map((day) => day.slice(0, 3)).join("|"),
  B: MONTHS.join("|"),
  b: MONTHS.map((month) => month.slice(0, 3)).join("|"),
  u: "[1-7]",
  z: "Z|[+-]\\d{2}:?\\d{2}",
};

function assemble(
  name: string,
  text: string,
  parts: ReadonlyMap<string, string>,
  zone: string,
): number {
  const number = (letter: string): number | undefined => {
    const part = parts.get(letter);
    return part === undefined ? undefined : Number(part);
  };
  const seconds = number("s");
  if (seconds !== undefined) return seconds * 1000;
  const short = number("y");
  const year = number("Y") ?? (short === undefined ? 1970 : short + (short < 69 ? 2000 : 1900));
  const named = parts.get("B") ?? parts.get("b");
  const month = named === undefined
    ? number("m") ?? 1
    : MONTHS.findIndex((m) => m.slice(0, 3).toLowerCase() === named.slice(0, 3).toLowerCase()) + 1;
  const half = parts.get("p")?.toUpperCase();
  const hour12 = number("I");
  const hour = hour12 === undefined ? number("H") ?? 0 : hour12 % 12 + (half === "PM" ? 12 : 0);
  const dayOfYear = number("j");
  try {
    const date = dayOfYear === undefined
      ? Temporal.PlainDate.from({ year, month, day: number("d") ?? 1 }, { overflow: "reject" })
      : Temporal.PlainDate.from({ year, month: 1, day: 1 }).add({ days: dayOfYear - 1 });
    const time = Temporal.PlainTime.from({
      hour,
      minute: number("M") ?? 0,
      second: number("S") ?? 0,
      millisecond: number("L") ?? Math.floor(Number((parts.get("f") ?? "0").padEnd(6, "0")) / 1000),
    }, { overflow: "reject" });
    return inZone(name, date.toPlainDateTime(time), offsetOf(parts.get("z")) ?? zone);
  } catch (error) {
    if (error instanceof RangeError) throw noSuchTime(name, text);
    throw error;
  }
}

function parseIso(name: string, text: string, zone: string): number {
  const found =
    /^([+-]?\d{4,6}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?))?\s*(Z|z|[+-]\d{2}(?::?\d{2})?)?$/
      .exec(text);
  if (found === null) {
    throw valueError(
      name,
      `${inspect(text)} is no time in ISO 8601, such as "2026-01-31T12:00:00Z"`,
      'other notations need a format: time.parse(text, "%d.%m.%Y")',
    );
  }
  const [, date, time = "00:00", offset] = found;
  try {
    const plain = Temporal.PlainDateTime.from(`${date}T${time.replace(",", ".")}`);
    return inZone(name, plain, offsetOf(offset) ?? zone);
  } catch (error) {
    if (error instanceof RangeError) throw noSuchTime(name, text);
    throw error;
  }
}

function inZone(name: string, plain: Temporal.PlainDateTime, zone: string): number {
  zoned(name, 0, zone);
  return plain.toZonedDateTime(zone).epochMilliseconds;
}

/** `Z`, `+0200`, `+02` as a zone Temporal knows. */
function offsetOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (text.toUpperCase() === "Z") return "UTC";
  const plain = text.replace(":", "").padEnd(5, "0");
  return `${plain.slice(0, 3)}:${plain.slice(3)}`;
}

function digits(n: number, width: number): string {
  return n < 0 ? `-${digits(-n, width)}` : String(n).padStart(width, "0");
}

function noSuchTime(name: string, text: string): ZixirError {
  return valueError(name, `${inspect(text)} names a date or time there is not`);
}

function unknownLetter(name: string, letter: string): ZixirError {
  return valueError(
    name,
    `%${letter} is no part of a format`,
    "formats know %Y %m %d %H %M %S %L %f %j %y %I %p %A %a %B %b %u %V %s %z %Z %F %T %%",
  );
}
