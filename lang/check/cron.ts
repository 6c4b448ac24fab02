/**
 * The times of a `schedule`: whether they can be read, and whether they ever come.
 *
 * The notation is that of cron (IEEE Std 1003.1, `crontab`), with what most readers of it know
 * besides: steps, names of months and weekdays, seconds as a sixth field in front, `L`, `5#2`.
 *
 * @module
 */
import { nearest } from "../diagnostics/nearest.ts";

/** What is wrong with the times of a schedule. */
export interface CronProblem {
  readonly message: string;
  readonly hint: string;
  /** Which part of the text is meant, in UTF-16 units; all of it when absent. */
  readonly part?: { readonly start: number; readonly end: number };
}

/**
 * What is wrong with the times of a schedule; null when nothing is.
 *
 * @param text five fields (minute, hour, day, month, weekday), six with seconds first, or a name
 *   such as `@daily`
 *
 * @example
 * ```ts
 * import { cronProblem } from "./cron.ts";
 * if (cronProblem("0 2 * * mon-fri") !== null) throw new Error("every working day at two");
 * if (cronProblem("0 2 30 2 *") === null) throw new Error("February never has 30 days");
 * ```
 */
export function cronProblem(text: string): CronProblem | null {
  if (text.startsWith("@")) return nicknameProblem(text);
  const found = [...text.matchAll(/\S+/g)];
  if (found.length !== 5 && found.length !== 6) {
    return { message: `the times of a schedule are five fields, not ${found.length}`, hint: ORDER };
  }
  const fields = found.length === 6 ? [SECOND, ...FIELDS] : FIELDS;
  const read: Reading[] = [];
  for (const [i, field] of fields.entries()) {
    const [word] = found[i];
    const start = found[i].index;
    const reading = readField(field, word);
    if ("message" in reading) {
      return { ...reading, part: { start, end: start + word.length } };
    }
    read.push(reading);
  }
  const [day, month, weekday] = read.slice(-3);
  if (!weekday.isAny || day.isLast || comes(day.values, month.values)) return null;
  const [from, , to] = found.slice(-3).map(({ index }) => index);
  const months = [...month.values].map((n) => MONTH_NAMES[n - 1]).join(" or ");
  return {
    message: `this schedule never comes: ${months} has no day ${Math.min(...day.values)}`,
    hint: "the last day of a month is written `L`",
    part: { start: from, end: text.slice(0, to).trimEnd().length },
  };
}

/** One field of cron. */
interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Names of its values, from the least on. */
  readonly names: readonly string[];
}

/** What a field says. */
interface Reading {
  readonly values: ReadonlySet<number>;
  readonly isAny: boolean;
  /** Whether it names the last day of the month. */
  readonly isLast: boolean;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const MONTH_NAMES = [
  ...["January", "February", "March", "April", "May", "June", "July", "August"],
  ...["September", "October", "November", "December"],
];

/** Most days that a month ever has. */
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const SECOND: Field = { name: "second", least: 0, most: 59, names: [] };

const FIELDS: readonly Field[] = [
  { name: "minute", least: 0, most: 59, names: [] },
  { name: "hour", least: 0, most: 23, names: [] },
  { name: "day", least: 1, most: 31, names: [] },
  { name: "month", least: 1, most: 12, names: MONTHS },
  {
    name: "weekday",
    least: 0,
    most: 7,
    names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
  },
];

const NICKNAMES = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@hourly"];

const ORDER = "minute hour day month weekday: `0 2 * * *` is every day at 02:00";

function nicknameProblem(text: string): CronProblem | null {
  if (NICKNAMES.includes(text)) return null;
  const near = nearest(text, NICKNAMES);
  return {
    message: `a schedule knows no ${text}`,
    hint: near === null ? `it knows ${NICKNAMES.join(", ")}` : `did you mean ${near}?`,
  };
}

function readField(field: Field, word: string): Reading | CronProblem {
  const values = new Set<number>();
  let isLast = false;
  for (const part of word.toLowerCase().split(",")) {
    if (field.name === "day" && part === "l") {
      isLast = true;
      continue;
    }
    const problem = readPart(field, part, values);
    if (problem !== null) return problem;
  }
  return { values, isAny: word === "*", isLast };
}

/** Adds the values of one part, such as `1-5/2`; what is wrong with it, if anything. */
function readPart(field: Field, part: string, values: Set<number>): CronProblem | null {
  const { name, least, most } = field;
  const [range, step, ...more] = part.split("/");
  const by = step === undefined ? 1 : numberOf(step);
  if (more.length > 0 || by === null || by < 1 || by > most) {
    return { message: `${part} is no step of ${name}s`, hint: `\`*/5\` is every fifth ${name}` };
  }
  if (range === "*") return add(values, least, most, by);
  const ends = onWeekdayOfMonth(field, range).split("-");
  const [from, to = from] = ends.map((end) => valueOf(field, end));
  if (ends.length > 2 || from === null || to === null || (step !== undefined && ends.length < 2)) {
    const bad = ends.find((end) => valueOf(field, end) === null);
    const number = bad === undefined ? null : numberOf(bad);
    return {
      message: number === null ? `${part} is no ${name}` : `there is no ${name} ${number}`,
      hint: `a ${name} is ${least} to ${most}${
        field.names.length > 0 ? `, or ${field.names.slice(0, 3).join(", ")} ...` : ""
      }; \`*\` is every one, \`a-b\` a range, \`a,b\` a list`,
    };
  }
  if (from > to) {
    return {
      message: `the range ${range} ends before it begins`,
      hint: `write \`${ends[0]}-${name === "weekday" ? 7 : most},${least}-${ends[1]}\``,
    };
  }
  return add(values, from, to, by);
}

function add(values: Set<number>, from: number, to: number, by: number): null {
  for (let value = from; value <= to; value += by) values.add(value);
  return null;
}

/** `5#2`, the second Friday of a month, and `5L`, the last one, come in every month. */
function onWeekdayOfMonth(field: Field, range: string): string {
  return field.name === "weekday" ? range.replace(/^([0-7]|[a-z]{3})(#[1-5l]|l)$/, "$1") : range;
}

function valueOf({ names, least, most }: Field, text: string): number | null {
  const named = names.indexOf(text);
  const value = named >= 0 ? named + least : numberOf(text);
  return value !== null && value >= least && value <= most ? value : null;
}

function numberOf(text: string): number | null {
  return /^\d{1,3}$/.test(text) ? Number(text) : null;
}

/** Whether any of the months has any of the days. */
function comes(days: ReadonlySet<number>, months: ReadonlySet<number>): boolean {
  return [...months].some((month) => [...days].some((day) => day <= MONTH_DAYS[month - 1]));
}
