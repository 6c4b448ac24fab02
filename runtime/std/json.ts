/**
 * The module `json`.
 *
 * @module
 */
import { type Int, type List, list, makeList, type Slot, ZixirError } from "../values/mod.ts";
import type { Table } from "../table.ts";
import { atLeast } from "./arguments.ts";
import { readJson } from "./json_read.ts";
import { writeJson } from "./json_write.ts";

/** The table of `json`. */
export function jsonTable(): Table {
  return {
    module: "json",
    doc: "JSON, with Int and Float kept apart and Ints of any size exact.",
    entries: [
      {
        name: "parse",
        type: "(text: String) -> Any",
        doc:
          'The value of a JSON text: `1` is an Int, `1.0` and `1e2` are Floats. What is not JSON raises kind "value" with line and column.',
        example: {
          source: 'json.parse("{\\"a\\": [1, 1.0, 1e2, null]}")',
          result: "{a: [1, 1.0, 100.0, nil]}",
        },
        run: (text: string): Slot => readJson("json.parse", text),
      },
      {
        name: "stringify",
        type: "(value: Any, indent: Int = 0) -> String",
        doc:
          'A value as JSON, on one line or indented. Tuples become lists; what JSON has no notation for raises kind "value" with its path.',
        example: {
          source: "json.stringify({a: 1, b: 2.0, c: [nil, true]})",
          result: '"{\\"a\\":1,\\"b\\":2.0,\\"c\\":[null,true]}"',
        },
        run: (value: Slot, indent: Int = 0): string =>
          writeJson("json.stringify", value, spaces("json.stringify", indent)),
      },
      {
        name: "parse_lines",
        type: "(text: String) -> [Any]",
        doc:
          "The values of a text that holds one JSON value on each line; empty lines are skipped.",
        example: { source: 'json.parse_lines("1\\n{\\"a\\": 2}\\n")', result: "[1, {a: 2}]" },
        run: parseLines,
      },
      {
        name: "stringify_lines",
        type: "(values: [Any]) -> String",
        doc: "One line of JSON for each value.",
        example: { source: "json.stringify_lines([1, {a: 2}])", result: '"1\\n{\\"a\\":2}\\n"' },
        run: (values: List): string =>
          list.slots(values).map((v) => writeJson("json.stringify_lines", v, 0) + "\n").join(""),
      },
    ],
  };
}

function spaces(name: string, indent: Int): number {
  return Math.min(atLeast(name, "indent", indent, 0), 16);
}

function parseLines(text: string): List {
  const values: Slot[] = [];
  text.split("\n").forEach((line, i) => {
    if (line.trim() === "") return;
    try {
      values.push(readJson("json.parse_lines", line));
    } catch (error) {
      if (!(error instanceof ZixirError)) throw error;
      const data = { ...(error.data as Record<string, Slot>), line: i + 1 };
      throw new ZixirError(error.kind, error.message.replace("line 1,", `line ${i + 1},`), {
        code: error.code,
        data,
        ...(error.hint === undefined ? {} : { hint: error.hint }),
      });
    }
  });
  return makeList(values);
}
