/**
 * Reading CSV (RFC 4180; `\n` ends a line as well): rows of cells, each knowing whether it was
 * quoted.
 *
 * That is why it is ours: the libraries kept today are slower by a factor of several, or do not say
 * whether `"7"` stood in quotes, and without that a String of digits would come back as an Int. The
 * tests compare it with `csv-parse`.
 *
 * @module
 */
import { spend } from "../resilience/scope.ts";
import { box, inspect, normalize, type Slot, ZixirError } from "../values/mod.ts";
import { placeIn } from "./json_read.ts";

/** One row: its cells, and where it begins. */
export interface CsvRow {
  readonly cells: readonly Slot[];
  /** Index of its first unit in the text. */
  readonly start: number;
}

/**
 * The rows of a CSV text one after the other; empty lines are skipped.
 *
 * @param name the function, for errors
 * @param text the whole text
 * @param separator one character between cells
 * @param bare the value of a cell without quotes, given its column from 0
 * @throws {ZixirError} kind `value` with line and column when quotes do not match
 *
 * @example
 * ```ts
 * import { readCsv, valueOfCell } from "./csv_read.ts";
 * const [row] = readCsv("csv.parse", '1,"b,""c"""\n', ",", valueOfCell);
 * if (row.cells[0] !== 1 || row.cells[1] !== 'b,"c"') throw new Error("cells");
 * ```
 */
export function* readCsv(
  name: string,
  text: string,
  separator: string,
  bare: (cell: string, column: number) => Slot,
): Generator<CsvRow, void, undefined> {
  spend(text.length / 10);
  const split = separator.charCodeAt(0);
  let cells: Slot[] = [];
  // A byte order mark belongs to the file, not to the first cell.
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let start = at;
  for (;;) {
    if (text.charCodeAt(at) === QUOTE) {
      const end = closingQuote(name, text, at);
      const inner = text.slice(at + 1, end);
      cells.push(inner.includes('"') ? inner.replaceAll('""', '"') : inner);
      at = end + 1;
    } else {
      const from = at;
      let unit = text.charCodeAt(at);
      while (unit !== split && unit !== LF && unit !== CR && unit === unit) {
        if (unit === QUOTE) {
          throw csvError(
            name,
            text,
            at,
            "a quote inside a cell that does not begin with one",
            'quote the whole cell and double the quote: "a ""b"" c"',
          );
        }
        unit = text.charCodeAt(++at);
      }
      cells.push(bare(text.slice(from, at), cells.length));
    }
    const unit = text.charCodeAt(at);
    if (unit === split) {
      at++;
      continue;
    }
    if (unit === unit && unit !== LF && unit !== CR) {
      throw csvError(
        name,
        text,
        at,
        `${inspect(Array.from(text.slice(at, at + 2))[0])} after a closing quote`,
      );
    }
    // A line without anything is no row, but one with an empty quoted cell is.
    if (cells.length > 1 || at > start) yield { cells, start };
    if (unit !== unit) return;
    at += unit === CR && text.charCodeAt(at + 1) === LF ? 2 : 1;
    start = at;
    cells = [];
  }
}

/**
 * The value of a bare cell: an Int or Float when it is written as one, `true` and `false`, nil when
 * empty, else the text. Only notations that would be written back the same are numbers, so `007`,
 * `+1` and `1,5` stay texts.
 *
 * @param cell the cell's text
 */
export function valueOfCell(cell: string): Slot {
  if (cell === "") return null;
  const first = cell.charCodeAt(0);
  if ((first >= 0x30 && first <= 0x39) || first === 0x2d) {
    if (INT.test(cell)) {
      const n = Number(cell);
      return Number.isSafeInteger(n) ? n : normalize(BigInt(cell));
    }
    if (FLOAT.test(cell)) return box(Number(cell));
    return cell === "-inf" ? -Infinity : cell;
  }
  switch (cell) {
    case "true":
      return true;
    case "false":
      return false;
    case "nan":
      return NaN;
    case "inf":
      return Infinity;
  }
  return cell;
}

/** The error of a CSV text at a place. */
export function csvError(
  name: string,
  text: string,
  at: number,
  problem: string,
  hint?: string,
): ZixirError {
  const { line, column } = placeIn(text, at);
  return new ZixirError("value", `${name}: line ${line}, column ${column}: ${problem}`, {
    code: "E0308",
    data: { line, column },
    ...(hint === undefined ? {} : { hint }),
  });
}

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const INT = /^(?:0|-?[1-9][0-9]*)$/;
const FLOAT = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/** The index of the quote that ends the cell opened at `open`; a doubled one does not. */
function closingQuote(name: string, text: string, open: number): number {
  let at = open + 1;
  for (;;) {
    const end = text.indexOf('"', at);
    if (end < 0) throw csvError(name, text, open, "a quote that is never closed");
    if (text.charCodeAt(end + 1) !== QUOTE) return end;
    at = end + 2;
  }
}
