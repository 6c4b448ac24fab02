import { assert, assertEquals } from "@std/assert";
import { Cron } from "croner";
import fc from "fast-check";
import { cronProblem } from "./cron.ts";

/** Whether the library that fires schedules can read the times, and whether they ever come. */
function isDue(text: string): boolean {
  try {
    return new Cron(text, { paused: true }).nextRun(new Date("2026-01-01T00:00:00")) !== null;
  } catch {
    return false;
  }
}

Deno.test("cronProblem() accepts nothing that is never fired, and refuses little that is", () => {
  const number = fc.integer({ min: 0, max: 62 }).map(String);
  const end = fc.oneof(number, fc.constantFrom("mon", "FRI", "jan", "dec", "x", ""));
  const part = fc.oneof(
    { weight: 4, arbitrary: fc.constant("*") },
    { weight: 4, arbitrary: end },
    fc.tuple(end, end).map((ends) => ends.join("-")),
    fc.tuple(fc.constantFrom("*", "1-5", "3"), number).map((both) => both.join("/")),
    fc.constantFrom("L", "5#2", "5L", "1-5#2", "l", "**", "1,", "-1", "mon#1"),
  );
  const field = fc.array(part, { minLength: 1, maxLength: 2 }).map((parts) => parts.join(","));
  const times = fc.array(field, { minLength: 4, maxLength: 7 }).map((fields) => fields.join(" "));
  fc.assert(
    fc.property(times, (text) => assert(cronProblem(text) !== null || isDue(text), text)),
    { numRuns: 3000 },
  );
  const known = [
    ...["0 2 * * *", "*/5 * * * *", "0 0 1,15 * *", "30 8-18/2 * * 1-5", "0 2 29 2 *"],
    ...[
      "0 2 * * sun",
      "0 2 L * *",
      "0 0 2 * * *",
      "@daily",
      "@hourly",
      "0 2 31 2 mon",
      "0 2 * * 5#2",
    ],
    ...["0 2 * JAN-MAR 7", "  0  2 * * *  ", "0 2 30,28 2 *"],
  ];
  for (const text of known) {
    assertEquals(cronProblem(text), null, text);
    assert(isDue(text), text);
  }
});

Deno.test("cronProblem() names the part that is wrong, and says what to write", () => {
  const said = (text: string) => {
    const { message, hint, part } = cronProblem(text)!;
    return [message, part === undefined ? null : text.slice(part.start, part.end), hint];
  };
  assertEquals(said("0 25 * * *").slice(0, 2), ["there is no hour 25", "25"]);
  assertEquals(said("0 2 * * 8").slice(0, 2), ["there is no weekday 8", "8"]);
  assertEquals(said("0 2 * * monday").slice(0, 2), ["monday is no weekday", "monday"]);
  assertEquals(said("*/0 * * * *")[2], "`*/5` is every fifth minute");
  assertEquals(said("0 22-4 * * *")[2], "write `22-23,0-4`");
  assertEquals(said("0 2 31 2,4 *"), [
    "this schedule never comes: February or April has no day 31",
    "31 2,4",
    "the last day of a month is written `L`",
  ]);
  assertEquals(said("@dayly")[2], "did you mean @daily?");
  assertEquals(said("0 2 * *")[0], "the times of a schedule are five fields, not 4");
  assertEquals(said("")[0], "the times of a schedule are five fields, not 0");
});
