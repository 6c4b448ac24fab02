import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { anySlot, anyString } from "../../tests/support/slots.ts";
import {
  display,
  Duration,
  Float,
  inspect,
  makeConstructor,
  makeList,
  Range,
  record,
  Size,
  type Slot,
  stringText,
  Time,
  Tuple,
} from "./mod.ts";

Deno.test("inspect() writes literal notation", () => {
  const circle = makeConstructor("Shape", "Circle", 0, ["r"]);
  const empty = makeConstructor("Shape", "Empty", 1, []);
  const cases: [Slot, string][] = [
    [11, "11"],
    [new Float(11), "11.0"],
    [2n ** 70n, "1180591620717411303424"],
    ["text", '"text"'],
    ['q"\\\n\t\u0007\u2028', '"q\\"\\\\\\n\\t\\u{7}\\u{2028}"'],
    ["${x} $ 😀", '"\\${x} $ 😀"'],
    [[1, 2.5, 3], "[1, 2.5, 3]"],
    [[], "[]"],
    [makeList([new Float(1), 2.5, new Float(-0)]), "[1.0, 2.5, -0.0]"],
    [{ a: 1, "b c": 2 }, '{a: 1, "b c": 2}'],
    [record.fromEntries([["2", 1], ["1", 2], ["__proto__", 3]]), '{"2": 1, "1": 2, __proto__: 3}'],
    [{}, "{}"],
    [new Tuple([1, "a"]), '(1, "a")'],
    [new circle.Class(new Float(2)), "Circle(2.0)"],
    [empty.value!, "Empty"],
    [null, "nil"],
    [true, "true"],
    [new Range(0, 5), "0..5"],
    [new Uint8Array([1, 255]), "<bytes 2: 01ff>"],
    [function double() {}, "<function double>"],
    [(() => () => 0)(), "<function>"],
    [
      { toString: () => "<python DataFrame>", constructor: Object },
      "{toString: <function toString>, constructor: <function Object>}",
    ],
  ];
  for (const [value, text] of cases) assertEquals(inspect(value), text);
});

Deno.test("inspect() lets a handle of another tier show itself", () => {
  class Handle {
    toString(): string {
      return "<python DataFrame>";
    }
  }
  assertEquals(inspect([new Handle()]), "[<python DataFrame>]");
});

Deno.test("inspect() writes quantities in the largest exact unit", () => {
  const durations = [200, 30_000, 300_000, 7_200_000, 604_800_000, 90_000, 1500, 0, 0.5];
  assertEquals(
    durations.map((ms) => inspect(new Duration(ms))),
    ["200ms", "30s", "5m", "2h", "7d", "90s", "1500ms", "0ms", "0.5ms"],
  );
  const sizes = [64 * 1024, 512 * 2 ** 20, 2 * 2 ** 30, 100];
  assertEquals(sizes.map((b) => inspect(new Size(b))), ["64KB", "512MB", "2GB", "100B"]);
  assertEquals(inspect(new Time(0)), "1970-01-01T00:00:00Z");
  assertEquals(inspect(new Time(1)), "1970-01-01T00:00:00.001Z");
});

Deno.test("display() shows a string raw and nothing else", () => {
  assertEquals(display("a\nb"), "a\nb");
  assertEquals(display(["a"]), '["a"]');
});

Deno.test("stringText() reads back as the string and shows no control character", () => {
  fc.assert(fc.property(anyString, (text) => {
    const literal = stringText(text);
    const body = literal.slice(1, -1).replaceAll("\\$", "$");
    assertEquals(new Function(`return "${body}"`)(), text);
    // deno-lint-ignore no-control-regex -- control characters are what this looks for
    assertEquals(/[\u0000-\u001f\u007f]/.test(literal), false);
  }));
});

Deno.test("inspect() shows every value", () => {
  fc.assert(fc.property(anySlot, (v) => inspect(v).length > 0));
});
