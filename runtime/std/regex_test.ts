import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { inspect, type Slot } from "../values/mod.ts";
import { call, entryOf, failure } from "../../tests/std/calls.ts";
import { compile, prepareLinear, shapeOf } from "./regex_engine.ts";

Deno.test("regex.captures() gives places in code points, groups and names", () => {
  assertEquals(
    call("regex.captures", "😀 k=v", "(?<key>\\w)=(\\w)(x)?"),
    '{text: "k=v", start: 2, end: 5, groups: ["k", "v", nil], named: {key: "k"}}',
  );
  assertEquals(call("regex.captures", "abc", "\\d"), "nil");
});

Deno.test("regex.find_all() goes on behind empty matches", () => {
  assertEquals(call("regex.find_all", "a😀", "x*"), '["", "", ""]');
});

Deno.test("regex.replace() expands groups and says which are missing", () => {
  assertEquals(
    call("regex.replace", "a1b2", "([a-z])(?<n>\\d)", "<$0|$1|$<n>|$$>"),
    '"<a1|a|1|$><b2|b|2|$>"',
  );
  assertEquals(
    failure("regex.replace", "a", "a", "$1"),
    "value: regex.replace: the pattern has no group for $1",
  );
});

Deno.test("regex.replace_with() calls the function for each match", () => {
  const upper = (match: Slot): Slot => String((match as { text: string }).text).toUpperCase();
  assertEquals(call("regex.replace_with", "one two", "\\b\\w", upper), '"One Two"');
});

Deno.test("regex.split() has nothing before the first and after the last empty match", () => {
  assertEquals(call("regex.split", "a1b22c", "\\d+"), '["a", "b", "c"]');
  assertEquals(call("regex.split", "abc", ""), '["a", "b", "c"]');
  assertEquals(call("regex.split", ",a,", ","), '["", "a", ""]');
});

Deno.test("regex flags ignore case, match lines, let the dot match all", () => {
  assertEquals(call("regex.find_all", "Ab\naB", "^a.", "im"), '["Ab", "aB"]');
  assertEquals(call("regex.test", "a\nb", "a.b", "s"), "true");
  assertEquals(
    failure("regex.test", "a", "a", "g"),
    'value: regex.test: flags are of "i", "m" and "s", got "g"',
  );
});

Deno.test("regex functions say what is wrong with a pattern", () => {
  assertEquals(
    failure("regex.test", "a", "(a"),
    'value: regex.test: "(a" is no regular expression: unterminated group',
  );
});

Deno.test("regex.escape() makes a pattern of any text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const escape = entryOf("regex.escape").run as (text: string) => string;
    assertEquals(call("regex.find", `<${text}>`, escape(text)), inspect(text));
  }));
});

Deno.test("shapeOf() finds repeats of what repeats or alternates", () => {
  const nested = ["(a+)+", "(a|aa)*", "((a?)b){2,}", "(?:x(?<n>y*))+", "([(]a*)*?", "(a{1,2}){3}"];
  for (const pattern of nested) assert(shapeOf(pattern).nested, pattern);
  const flat = ["(\\w+) (\\w+)", "(a|b)?", "[(a+)+]*", "\\(a+\\)+", "(?:ab)+", "\\u{61}+", "a+|b+"];
  for (const pattern of flat) assert(!shapeOf(pattern).nested, pattern);
  const native = ["(?=a)b", "(?<!a)b", "(a)\\1", "(?<n>a)\\k<n>"];
  for (const pattern of native) assert(shapeOf(pattern).v8Only, pattern);
  assert(!shapeOf("(?<n>a)[\\]1]\\d").v8Only);
});

Deno.test("a pattern that would take V8 for ever ends at once", async () => {
  await prepareLinear();
  const text = "a".repeat(50_000);
  for (const pattern of ["^(b?a+)+$", "^(?:a|aa)+$", "^((a*)*)*$"]) {
    const matcher = compile("regex.test", pattern, "");
    assertEquals([matcher.engine, [...matcher.matches(text + "!")].length], ["linear", 0]);
    assertEquals([...matcher.matches(text)][0].end, text.length);
  }
});

Deno.test("both engines find the same", async () => {
  await prepareLinear();
  const atom = fc.constantFrom("a", "b", "é", "😀", ".", "\\d", "\\w", "[ab]", "[^a]", "(?:ab)");
  const repeat = fc.constantFrom("", "", "", "?", "+", "*?", "{2}");
  const pattern = fc.array(fc.tuple(atom, repeat), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.map((part) => part.join("")).join(""));
  const text = fc.string({ unit: fc.constantFrom(..."aabbé😀1 "), maxLength: 10 });
  fc.assert(
    fc.property(pattern, text, fc.constantFrom("", "i"), (source, input, flags) => {
      const native = compile("", source, flags);
      // The same, twice over an alternative: this one is for the linear engine.
      const linear = compile("", `(?:(?:${source}|${source})){1}`, flags);
      assertEquals([native.engine, linear.engine], ["v8", "linear"]);
      const starts = (all: Iterable<{ groups: readonly (string | null)[] }>): unknown[] =>
        Array.from(all, (match) => match.groups[0]).filter((match) => match !== "");
      assertEquals(starts(linear.matches(input)), starts(native.matches(input)));
    }),
    { numRuns: 500 },
  );
});
