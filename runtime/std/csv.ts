/**
 * The module `csv`.
 *
 * @module
 */
import {
  display,
  isList,
  isRecord,
  keyIn,
  type List,
  list,
  makeList,
  noteOrigin,
  record,
  type RecordSlot,
  type Slot,
  Tuple,
} from "../values/mod.ts";
import type { Table } from "../table.ts";
import { typeError, valueError } from "./arguments.ts";
import { csvError, type CsvRow, readCsv, valueOfCell } from "./csv_read.ts";
import { writeJson } from "./json_write.ts";

/** The table of `csv`. */
export function csvTable(): Table {
  return {
    module: "csv",
    doc: "CSV: rows as records by header.",
    entries: [
      {
        name: "parse",
        type:
          '(text: String, header: Bool = true, separator: String = ",", infer: Bool = true, strings: [String] = []) -> [Any]',
        doc:
          "The rows, as records by the names in the first line, or as lists without a header. Cells written as numbers, true, false or nothing become Int, Float, Bool or nil, unless quoted, in a column of `strings`, or with `infer: false`.",
        example: {
          source: 'csv.parse("id,qty,note\\n007,3,\\nb,2.5,ok\\n")',
          result: '[{id: "007", qty: 3, note: nil}, {id: "b", qty: 2.5, note: "ok"}]',
        },
        run: parse,
      },
      {
        name: "stringify",
        type: '(rows: [Any], header: Bool = true, separator: String = ",") -> String',
        doc:
          "Records as CSV with a line of their keys first, or lists as lines. What `csv.parse` would take for something else is quoted, so that it reads back the same.",
        example: {
          source: 'csv.stringify([{id: "007", qty: 3}, {id: "b, c", qty: nil}])',
          result: '"id,qty\\n007,3\\n\\"b, c\\",\\n"',
        },
        run: stringify,
      },
    ],
  };
}

function parse(
  text: string,
  header = true,
  separator = ",",
  infer = true,
  strings: List = [],
): List {
  checkSeparator("csv.parse", separator);
  if (!header) {
    const bare = infer ? valueOfCell : (cell: string): string => cell;
    return Array.from(readCsv("csv.parse", text, separator, bare), (row) => makeList(row.cells));
  }
  const texts = new Set(list.slots(strings));
  const read = (meanings: (names: readonly string[]) => readonly CellMeaning[]): List => {
    // Null until the header is read, whose cells are texts whatever they look like.
    let means: readonly CellMeaning[] | null = null;
    const rows = readCsv(
      "csv.parse",
      text,
      separator,
      (cell, column) => means === null ? cell : (means[column] ?? asItLooks)(cell),
    );
    const first = rows.next();
    if (first.done) return [];
    const names = first.value.cells as readonly string[];
    checkHeader(text, names, texts);
    means = meanings(names);
    return Array.from(rows, (row) => recordOf(text, names, row));
  };
  const asAsked = (name: string): CellMeaning => !infer || texts.has(name) ? asText : asItLooks;
  const rows = read((names) => names.map(asAsked));
  if (infer) {
    noteOrigin(rows, (wanted) =>
      read((names) =>
        names.map((name) => {
          const isOptional = wanted.get(name);
          return isOptional === undefined ? asAsked(name) : isOptional ? asOptionalText : asText;
        })
      ));
  }
  return rows;
}

type CellMeaning = (cell: string) => Slot;

const asItLooks: CellMeaning = valueOfCell;
const asText: CellMeaning = (cell) => cell;
const asOptionalText: CellMeaning = (cell) => cell === "" ? null : cell;

function recordOf(text: string, names: readonly string[], { cells, start }: CsvRow): RecordSlot {
  if (cells.length !== names.length) {
    const count = `${cells.length} ${cells.length === 1 ? "cell" : "cells"}`;
    throw csvError(
      "csv.parse",
      text,
      start,
      `this row has ${count}, the header has ${names.length}`,
    );
  }
  const row: Record<string, Slot> = {};
  for (let i = 0; i < names.length; i++) row[keyIn(names[i])] = cells[i];
  return row;
}

function checkHeader(text: string, names: readonly string[], texts: ReadonlySet<Slot>): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw csvError("csv.parse", text, 0, `the header has ${name} twice`);
    seen.add(name);
  }
  for (const name of texts) {
    if (seen.has(name as string)) continue;
    throw valueError(
      "csv.parse",
      `there is no column ${display(name)}; there are ${names.join(", ")}`,
    );
  }
}

function stringify(rows: List, header = true, separator = ","): string {
  checkSeparator("csv.stringify", separator);
  const all = list.slots(rows);
  const keys = keysOf(all);
  let text = "";
  const line = (cells: readonly Slot[], headed = false): void => {
    const joined = cells.map((cell) => cellText(cell, separator, headed)).join(separator);
    // A row of one empty cell would be an empty line, which is no row.
    text += (joined === "" ? '""' : joined) + "\n";
  };
  if (header && keys.length > 0) line(keys, true);
  for (const row of all) {
    if (isRecord(row)) line(keys.map((key) => record.get(row, key) ?? null));
    else line(row instanceof Tuple ? row.items : list.slots(row as List));
  }
  return text;
}

/** The keys of all records, in the order in which they first appear. */
function keysOf(rows: readonly Slot[]): string[] {
  const keys = new Set<string>();
  for (const row of rows) {
    if (isRecord(row)) {
      for (const key of record.keys(row)) keys.add(key);
    } else if (!isList(row) && !(row instanceof Tuple)) {
      throw typeError("csv.stringify", "rows that are records or lists", row);
    }
  }
  return [...keys];
}

function cellText(v: Slot, separator: string, headed: boolean): string {
  if (v === null) return "";
  if (typeof v !== "string") {
    const text = isList(v) || isRecord(v) ? writeJson("csv.stringify", v, 0) : display(v);
    return quotedWhereNeeded(text, separator);
  }
  // A header is always read as text, so it needs no quotes to stay one.
  if (!headed && valueOfCell(v) !== v) return quoted(v);
  return quotedWhereNeeded(v, separator);
}

function quotedWhereNeeded(text: string, separator: string): string {
  return text.includes(separator) || /["\r\n]|^\ufeff/.test(text) ? quoted(text) : text;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function checkSeparator(name: string, separator: string): void {
  if (separator.length === 1 && !/["\r\n]/.test(separator)) return;
  throw valueError(
    name,
    `the separator must be one character and no quote, got ${JSON.stringify(separator)}`,
  );
}
