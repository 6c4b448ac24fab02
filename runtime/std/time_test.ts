import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { Duration, Time } from "../values/mod.ts";
import { call, failure } from "../../tests/std/calls.ts";
import { formatTime, parseTime } from "./time_format.ts";

const at = (iso: string): Time => new Time(Date.parse(iso));

Deno.test("time.format() writes every part of a pattern", () => {
  const written = (pattern: string, zone = "UTC"): string =>
    formatTime("", Date.parse("2026-03-09T07:05:09.042Z"), pattern, zone);
  assertEquals(written("%Y-%m-%d %H:%M:%S.%L"), "2026-03-09 07:05:09.042");
  assertEquals(written("%F %T %j %u %V %y"), "2026-03-09 07:05:09 068 1 11 26");
  assertEquals(written("%A %a, %d %B %b %I:%M %p 100%%"), "Monday Mon, 09 March Mar 07:05 AM 100%");
  assertEquals(written("%s %f"), "1773039909 042000");
  assertEquals(written("%H:%M %z %Z", "Asia/Kolkata"), "12:35 +0530 Asia/Kolkata");
  assertEquals(written("%I %p", "Australia/Sydney"), "06 PM");
});

Deno.test("time.format() gives ISO 8601 without a pattern", () => {
  assertEquals(formatTime("", 0, null, "UTC"), "1970-01-01T00:00:00Z");
  assertEquals(formatTime("", 1500, null, "+02:00"), "1970-01-01T02:00:01.5+02:00");
});

Deno.test("time.parse() reads ISO 8601 in its usual forms", () => {
  const read = (text: string, zone = "UTC"): string =>
    new Date(parseTime("", text, null, zone)).toISOString();
  assertEquals(read("2026-01-31"), "2026-01-31T00:00:00.000Z");
  assertEquals(read("2026-01-31 12:30"), "2026-01-31T12:30:00.000Z");
  assertEquals(read("2026-01-31T12:30:15.25+02:00"), "2026-01-31T10:30:15.250Z");
  assertEquals(read("2026-01-31T12:30:00z"), "2026-01-31T12:30:00.000Z");
  assertEquals(read("2026-07-01 12:00", "Europe/Paris"), "2026-07-01T10:00:00.000Z");
});

Deno.test("time.parse() reads patterns", () => {
  const read = (text: string, pattern: string): string =>
    new Date(parseTime("", text, pattern, "UTC")).toISOString();
  assertEquals(read("5:07 pm, 9 mar 26", "%I:%M %p, %d %b %y"), "2026-03-09T17:07:00.000Z");
  assertEquals(read("12:00 AM", "%I:%M %p"), "1970-01-01T00:00:00.000Z");
  assertEquals(read("2026/068", "%Y/%j"), "2026-03-09T00:00:00.000Z");
  assertEquals(read("@1773039909", "@%s"), "2026-03-09T07:05:09.000Z");
  assertEquals(
    read("Mon, 09 March 2026 07:05:09 +0100", "%a, %d %B %Y %T %z"),
    "2026-03-09T06:05:09.000Z",
  );
});

Deno.test("time.parse() says what does not fit", () => {
  assertEquals(
    failure("time.parse", "31.01.2026"),
    'value: time.parse: "31.01.2026" is no time in ISO 8601, such as "2026-01-31T12:00:00Z"',
  );
  assertEquals(
    failure("time.parse", "2026-02-30"),
    'value: time.parse: "2026-02-30" names a date or time there is not',
  );
  assertEquals(
    failure("time.parse", "x", "%d"),
    'value: time.parse: "x" does not have the form "%d"',
  );
  assertEquals(failure("time.parse", "x", "%Q"), "value: time.parse: %Q is no part of a format");
  assertEquals(
    failure("time.parse", "2026-01-01", null, "Mars/Base"),
    'value: time.parse: there is no time zone "Mars/Base"',
  );
});

Deno.test("time.parse() gives back what time.format() wrote", () => {
  // Before 1970 some local times differ from UTC by seconds, which no offset in a text can say.
  const ms = fc.integer({ min: 0, max: 253_402_214_400_000 });
  const zone = fc.constantFrom("UTC", "+05:30", "America/New_York", "Asia/Tokyo");
  const pattern = fc.constantFrom(null, "%F %T.%L %z", "%d %B %Y, %I:%M:%S.%L %p %z");
  fc.assert(fc.property(ms, zone, pattern, (time, where, form) => {
    const text = formatTime("", time, form, where);
    assertEquals(parseTime("", text, form, "UTC"), time);
  }));
});

Deno.test("time.start_of() and time.shift() follow the calendar of the zone", () => {
  const t = at("2026-03-29T10:30:45.5Z");
  assertEquals(call("time.start_of", t, "minute"), "2026-03-29T10:30:00Z");
  assertEquals(call("time.start_of", t, "week"), "2026-03-23T00:00:00Z");
  assertEquals(call("time.start_of", t, "year"), "2026-01-01T00:00:00Z");
  // In Paris the clocks went forward that morning, so the day began at 23:00 UTC.
  assertEquals(call("time.start_of", t, "day", "Europe/Paris"), "2026-03-28T23:00:00Z");
  assertEquals(call("time.shift", t, 0, 0, 1, "Europe/Paris"), "2026-03-30T10:30:45.500Z");
  assertEquals(call("time.shift", at("2024-02-29"), 1), "2025-02-28T00:00:00Z");
  assertEquals(
    failure("time.start_of", t, "decade"),
    'value: time.start_of: "decade" is none of "minute", "hour", "day", "week", "month", "year"',
  );
});

Deno.test("time.add(), subtract() and between() agree, within the calendar", () => {
  const t = at("2026-01-31");
  assertEquals(call("time.add", t, new Duration(90_000)), "2026-01-31T00:01:30Z");
  assertEquals(call("time.between", t, at("2026-01-30")), "-1d");
  assertEquals(
    failure("time.add", t, new Duration(1e20)),
    "value: time.add: the time lies beyond the calendar (years -271821 to 275760)",
  );
});

Deno.test("time.parts() names what calendar and clock say", () => {
  assertEquals(
    call("time.parts", at("2026-03-09T23:05:09.042Z"), "Asia/Tokyo"),
    '{year: 2026, month: 3, day: 10, hour: 8, minute: 5, second: 9, millisecond: 42, weekday: 2, day_of_year: 69, offset: "+09:00"}',
  );
});
