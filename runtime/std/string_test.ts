import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { inspect, type Slot } from "../values/mod.ts";
import { strings } from "../../tests/std/arbitrary.ts";
import { call, entryOf, failure } from "../../tests/std/calls.ts";

function fn(name: string): (...args: Slot[]) => Slot {
  return entryOf(`string.${name}`).run as (...args: Slot[]) => Slot;
}

Deno.test("string.find() and string.slice() count code points", () => {
  assertEquals(call("string.find", "😀é-x", "-"), "2");
  assertEquals(call("string.find", "a😀a", "a", 1), "2");
  assertEquals(call("string.find", "abc", "z"), "nil");
  assertEquals(call("string.find", "abc", "a", -1), "nil");
  assertEquals(call("string.find_last", "😀a😀a", "a"), "3");
  assertEquals(call("string.slice", "a😀é", 1, 2), '"😀"');
  assertEquals(call("string.slice", "abc", -9, 9), '"abc"');
});

Deno.test("string.slice() agrees with slicing the list of characters", () => {
  const place = fc.integer({ min: -10, max: 10 });
  fc.assert(fc.property(strings, place, fc.option(place), (text, start, end) => {
    const chars = Array.from(text);
    assertEquals(fn("slice")(text, start, end), chars.slice(start, end ?? undefined).join(""));
    assertEquals(fn("reverse")(fn("reverse")(text)), text);
    assertEquals(fn("from_codes")(fn("to_codes")(text)), text);
  }));
});

Deno.test("string.find() finds the place at which the text begins with the part", () => {
  fc.assert(fc.property(strings, strings, (before, part) => {
    const text = before + part;
    const at = fn("find")(text, part) as number;
    assertEquals((fn("slice")(text, at) as string).startsWith(part), true);
  }));
});

Deno.test("string.replace() takes replacements literally", () => {
  assertEquals(call("string.replace", "a.b.c", ".", "$&"), '"a$&b$&c"');
  assertEquals(call("string.replace", "abc", "", "-"), '"-a-b-c-"');
});

Deno.test("string.pad_start() and pad_end() count code points and repeat the fill", () => {
  assertEquals(call("string.pad_start", "😀", 4, "ab"), '"aba😀"');
  assertEquals(call("string.pad_end", "long", 2), '"long"');
  assertEquals(
    failure("string.pad_end", "a", 3, ""),
    "value: string.pad_end: the fill must not be empty",
  );
});

Deno.test("string.truncate() fits into its width", () => {
  assertEquals(call("string.truncate", "😀😀😀😀", 3), '"😀😀…"');
  assertEquals(call("string.truncate", "abc", 3), '"abc"');
  assertEquals(
    failure("string.truncate", "abcdef", 2, "..."),
    "value: string.truncate: width must be at least 3, got 2",
  );
});

Deno.test("string.lines() ends lines at \\n and \\r\\n only", () => {
  assertEquals(call("string.lines", ""), "[]");
  assertEquals(call("string.lines", "\n"), '[""]');
  assertEquals(call("string.lines", "a\r\nb\rc\n\n"), inspect(["a", "b\rc", ""]));
});

Deno.test("string.repeat() refuses negative counts and bounds its result", () => {
  assertEquals(call("string.repeat", "", 2n ** 70n), '""');
  assertEquals(
    failure("string.repeat", "a", -1),
    "value: string.repeat: times must be at least 0, got -1",
  );
  assertEquals(
    failure("string.repeat", "a", 2 ** 40),
    "limit: string.repeat: the text would have more than 536870000 characters",
  );
});

Deno.test("string.fixed() rounds and writes large numbers in full", () => {
  assertEquals(call("string.fixed", 1.005, 2), '"1.00"');
  assertEquals(call("string.fixed", -2.5, 0), '"-3"');
  assertEquals(call("string.fixed", 1e22, 1), '"10000000000000000000000.0"');
  assertEquals(call("string.fixed", NaN, 1), '"nan"');
});

Deno.test("string.fill() names what the values lack", () => {
  assertEquals(call("string.fill", "{a}{{{b}}}", { a: 1, b: "x" }), '"1{x}"');
  assertEquals(
    failure("string.fill", "{name}", {}),
    "value: string.fill: the template names name, the values do not have it",
  );
});

Deno.test("string.from_codes() refuses what is no character", () => {
  assertEquals(
    failure("string.from_codes", [0xd800]),
    "value: string.from_codes: 55296 is no Unicode character",
  );
});

Deno.test("string.words() and graphemes() follow Unicode", () => {
  assertEquals(call("string.words", "Don't 3.5, naïve!"), '["Don\'t", "3.5", "naïve"]');
  assertEquals(call("string.graphemes", "🇫🇷e\u0301"), '["🇫🇷", "e\u0301"]');
});
