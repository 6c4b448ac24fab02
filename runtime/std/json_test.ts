import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  box,
  Duration,
  inspect,
  makeConstructor,
  Range,
  Tuple,
  ZixirError,
} from "../values/mod.ts";
import { equalWithKinds, slots } from "../../tests/std/arbitrary.ts";
import { call, failure } from "../../tests/std/calls.ts";
import { readJson } from "./json_read.ts";
import { writeJson } from "./json_write.ts";

Deno.test("json.parse() keeps Int and Float apart and Ints exact", () => {
  assertEquals(
    call("json.parse", "[1, 1.0, 1e2, -0, -0.0, 1.50]"),
    "[1, 1.0, 100.0, 0, -0.0, 1.5]",
  );
  assertEquals(
    call("json.parse", "[9007199254740993, -123456789012345678901234567890]"),
    "[9007199254740993, -123456789012345678901234567890]",
  );
  assert(readJson("", "[1.0, 2.5]") instanceof Float64Array);
});

Deno.test("json.parse() keeps the order of keys, and any key", () => {
  assertEquals(
    call("json.parse", '{"b": 1, "10": 2, "2": 3, "__proto__": 4, "": 5, "\\u0000": 6}'),
    '{b: 1, "10": 2, "2": 3, __proto__: 4, "": 5, "\\u{0}": 6}',
  );
  assertEquals(call("json.parse", '{"a": 1, "b": 2, "a": 3}'), "{a: 3, b: 2}");
});

Deno.test("json.parse() reads every escape and mends lone surrogates", () => {
  assertEquals(
    readJson("", '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00"'),
    '"\\/\b\f\n\r\té😀',
  );
  assertEquals(readJson("", '"a\\ud800b"'), "a\ufffdb");
  assertEquals(readJson("", '\ufeff "x"'), "x");
});

Deno.test("json.parse() says line, column and what was expected", () => {
  const cases: [string, string][] = [
    ["", "line 1, column 1: the end of the text where a value was expected"],
    ["{a: 1}", 'line 1, column 2: "a" where a key in double quotes was expected'],
    ['{"a" 1}', 'line 1, column 6: "1" where ":" after the key was expected'],
    ["[1,\n 2\n 3]", 'line 3, column 2: "3" where "," or "]" was expected'],
    ["[1,]", 'line 1, column 4: "]" where a value was expected'],
    ["[1] x", 'line 1, column 5: "x" where the end of the text was expected'],
    ['["é😀", nul]', 'line 1, column 8: "nul" where a value was expected'],
    ["01", "line 1, column 1: a number that begins with 0"],
    ["1.", "line 1, column 1: a number without digits after its point or exponent"],
    ["-", "line 1, column 1: a minus sign without a number"],
    ["1e999", "line 1, column 1: a number beyond the range of Float"],
    ['"abc', "line 1, column 1: a string that is not closed"],
    ['"a\nb"', "line 1, column 3: a line break or control character inside a string"],
    ['"\\x"', "line 1, column 2: an escape JSON does not know: \\x"],
    ['"\\u12"', "line 1, column 2: \\u without four hexadecimal digits"],
  ];
  for (const [text, problem] of cases) {
    assertEquals(failure("json.parse", text), `value: json.parse: not JSON at ${problem}`);
  }
  const error = assertThrows(() => call("json.parse", "[\n'a']"), ZixirError);
  assertEquals(inspect(error.data), "{line: 2, column: 1}");
  assertEquals(error.hint, "JSON has double quotes only");
});

Deno.test("json.parse() bounds its depth", () => {
  assertEquals(call("json.parse", "[".repeat(1000) + "]".repeat(1000)).length, 2000);
  assertEquals(
    failure("json.parse", "[".repeat(100_000)),
    "limit: json.parse: nested deeper than 1000 levels at line 1, column 1001",
  );
});

Deno.test("json.parse() agrees with JSON.parse on what is JSON", () => {
  const piece = fc.constantFrom(...'{}[],:"\\u0 1-.eE+tfn\n', "true", "null", '"a"', "12", "1.5");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      let theirs: unknown;
      try {
        theirs = JSON.parse(text);
      } catch {
        assertThrows(() => readJson("", text), ZixirError);
        return;
      }
      assertEquals(JSON.parse(writeJson("", readJson("", text), 0)), theirs);
    }),
    { numRuns: 3000 },
  );
});

Deno.test("json.stringify() indents, and writes what JSON has no notation for as texts", () => {
  assertEquals(
    writeJson("", { a: [1, box(2)], "\u00001": {}, c: [] }, 2),
    '{\n  "a": [\n    1,\n    2.0\n  ],\n  "1": {},\n  "c": []\n}',
  );
  assertEquals(
    writeJson("", [new Tuple([1, "a"]), new Range(0, 3), new Duration(1500)], 0),
    '[[1,"a"],[0,1,2],"1500ms"]',
  );
  const circle = makeConstructor("Shape", "Circle", 0, ["r", null]);
  assertEquals(writeJson("", circle.build([box(2), 1]), 0), '{"$type":"Circle","r":2.0,"1":1}');
});

Deno.test("json.stringify() names the path of what JSON cannot hold", () => {
  assertEquals(
    failure("json.stringify", { a: [1, { "b c": NaN }] }),
    'value: json.stringify: JSON has no nan (at value.a[1]["b c"])',
  );
  assertEquals(
    failure("json.stringify", [new Uint8Array(1)]),
    "value: json.stringify: JSON cannot hold a Bytes (at value[0])",
  );
});

Deno.test("json.parse() gives back what json.stringify() was given, kinds included", () => {
  fc.assert(
    fc.property(slots({ json: true }), fc.nat({ max: 4 }), (value, indent) => {
      const back = readJson("", writeJson("", value, indent));
      assert(equalWithKinds(back, value), `${inspect(back)} is not ${inspect(value)}`);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("json.parse_lines() counts lines over the whole text", () => {
  assertEquals(call("json.parse_lines", '1\r\n\n{"a": 2}\n'), "[1, {a: 2}]");
  assertEquals(
    failure("json.parse_lines", "1\n\n[2"),
    'value: json.parse_lines: not JSON at line 3, column 3: the end of the text where "," or "]" was expected',
  );
});
