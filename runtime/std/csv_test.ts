import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { parse as reference } from "csv-parse/sync";
import { inspect, isRecord, type List, list, record, type Slot } from "../values/mod.ts";
import { equalWithKinds, ints, strings } from "../../tests/std/arbitrary.ts";
import { call, entryOf, failure } from "../../tests/std/calls.ts";
import { readCsv } from "./csv_read.ts";

const parse = entryOf("csv.parse").run as (text: string, ...rest: Slot[]) => List;
const stringify = entryOf("csv.stringify").run as (rows: List, ...rest: Slot[]) => string;

Deno.test("csv.parse() gives records with the kinds of what was written", () => {
  assertEquals(
    call("csv.parse", "id,n,x,ok,note\r\n007,3,2.5,true,\r\n\r\n8,-1,1e3,no,+1\n"),
    '[{id: "007", n: 3, x: 2.5, ok: true, note: nil}, {id: 8, n: -1, x: 1000.0, ok: "no", note: "+1"}]',
  );
  assertEquals(call("csv.parse", "n\n123456789012345678901\n"), "[{n: 123456789012345678901}]");
  assertEquals(call("csv.parse", ""), "[]");
  assertEquals(call("csv.parse", "\ufeffa,b\n"), "[]");
});

Deno.test("csv.parse() takes quoted cells as texts, with separators, quotes and lines in them", () => {
  assertEquals(
    call("csv.parse", 'a,b\n"7","x, ""y""\nz"\n"",\n'),
    '[{a: "7", b: "x, \\"y\\"\\nz"}, {a: "", b: nil}]',
  );
});

Deno.test("csv.parse() leaves kinds alone where told to", () => {
  assertEquals(inspect(parse("a,b\n1,2\n", true, ",", false)), '[{a: "1", b: "2"}]');
  assertEquals(inspect(parse("a;b\n1;2\n", true, ";", true, ["a"])), '[{a: "1", b: 2}]');
  assertEquals(inspect(parse("1,x\n2.5,\n", false)), '[[1, "x"], [2.5, nil]]');
});

Deno.test("csv.parse() says where a text is no CSV", () => {
  const cases: [string, string][] = [
    ['a,b\n1,x"y\n', "line 2, column 4: a quote inside a cell that does not begin with one"],
    ['a\n"x"y\n', 'line 2, column 4: "y" after a closing quote'],
    ['a\n1\n"xy\n', "line 3, column 1: a quote that is never closed"],
    ["a,b\n1\n", "line 2, column 1: this row has 1 cell, the header has 2"],
    ["a,a\n", "line 1, column 1: the header has a twice"],
  ];
  for (const [text, problem] of cases) {
    assertEquals(failure("csv.parse", text), `value: csv.parse: ${problem}`);
  }
  assertEquals(
    failure("csv.parse", "a,b\n", true, ",", true, ["c"]),
    "value: csv.parse: there is no column c; there are a, b",
  );
  assertEquals(
    failure("csv.parse", "a", true, "||"),
    'value: csv.parse: the separator must be one character and no quote, got "||"',
  );
});

Deno.test("csv.parse() cuts cells as csv-parse does", () => {
  const piece = fc.constantFrom(",", ",", "\n", "\r\n", '"', '""', "a", "1", " ", "é😀");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      let theirs: string[][];
      try {
        theirs = reference(text, {
          relax_column_count: true,
          skip_empty_lines: true,
          record_delimiter: ["\r\n", "\n", "\r"],
        });
      } catch {
        return;
      }
      const ours = Array.from(readCsv("", text, ",", (cell) => cell), (row) => row.cells);
      assertEquals(ours, theirs);
    }),
    { numRuns: 3000 },
  );
});

Deno.test("csv.stringify() writes the union of keys and lists as they are", () => {
  assertEquals(
    stringify([{ a: 1, b: "x, y" }, { b: '"', c: [1] }]),
    'a,b,c\n1,"x, y",\n,"""",[1]\n',
  );
  assertEquals(stringify([[1, "2"], ["", null]], false), '1,"2"\n"",\n');
  assertEquals(
    failure("csv.stringify", [5]),
    "type: csv.stringify: expected rows that are records or lists, got Int 5",
  );
});

Deno.test("csv.parse() gives back what csv.stringify() was given", () => {
  const cell: fc.Arbitrary<Slot> = fc.oneof(ints, strings, fc.boolean(), fc.constant(null));
  // With one column nil would be an empty line, which is no row; it is written as an empty text.
  const table = fc.uniqueArray(strings, { minLength: 2, maxLength: 4 }).chain((names) =>
    fc.array(fc.tuple(...names.map(() => cell)), { maxLength: 5 }).map((rows) =>
      rows.map((cells) => record.fromEntries(names.map((name, i) => [name, cells[i]] as const)))
    )
  );
  fc.assert(
    fc.property(table, fc.constantFrom(",", ";", "\t"), (rows, separator) => {
      const text = stringify(rows, true, separator);
      const back = parse(text, true, separator);
      assert(equalWithKinds(back, rows), `${inspect(back)} is not ${inspect(rows)} in ${text}`);
      assert(list.slots(back).every(isRecord));
    }),
    { numRuns: 500 },
  );
});
