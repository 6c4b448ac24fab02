/**
 * The screen of a terminal, as far as the REPL uses one: what a user would see after what was
 * written.
 *
 * @module
 */
import stringWidth from "string-width";

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** A sequence, a control character, or text up to the next of these. */
// deno-lint-ignore no-control-regex -- they are what a terminal is told by
const PIECE = /\x1b\[([0-?]*)([@-~])|[\x00-\x1f]|[^\x00-\x1f]+/g;

/** Text at the end that may be the beginning of a sequence. */
// deno-lint-ignore no-control-regex -- as above
const CUT = /\x1b(\[[0-?]*)?$/;

/** Rows and a cursor; rows that leave at the top are kept too. */
export class VirtualTerminal {
  /** One text per cell; the second cell of a wide character is `""`. */
  #cells: string[][] = [[]];
  #row = 0;
  #column = 0;
  #rest = "";

  /**
   * @param columns its width
   * @param rows its height
   */
  constructor(readonly columns: number, readonly rows: number) {}

  /** What a user sees: the rows, without blanks at their ends and at the end. */
  get text(): string {
    return this.#cells.map((row) => Array.from(row, (cell) => cell ?? " ").join("").trimEnd())
      .join("\n").trimEnd();
  }

  /** Where the cursor is: row from the top of all, column. */
  get cursor(): readonly [row: number, column: number] {
    return [this.#row, this.#column];
  }

  /** Shows what a program writes. */
  write(text: string): void {
    const whole = this.#rest + text;
    this.#rest = CUT.exec(whole)?.[0] ?? "";
    for (const found of whole.slice(0, whole.length - this.#rest.length).matchAll(PIECE)) {
      const [piece, parameters, final] = found;
      if (final !== undefined) this.#control(final, parameters);
      else if (piece === "\r") this.#column = 0;
      else if (piece === "\n") this.#row++;
      else if (piece >= " ") this.#print(piece);
      this.#cells[this.#row] ??= [];
    }
  }

  #control(final: string, parameters: string): void {
    const count = Number(parameters || "1");
    const top = Math.max(0, this.#cells.length - this.rows);
    switch (final) {
      case "A":
        this.#row = Math.max(top, this.#row - count);
        break;
      case "B":
        this.#row = Math.min(top + this.rows - 1, this.#row + count);
        break;
      case "C":
        this.#column = Math.min(this.columns - 1, this.#column + count);
        break;
      case "H":
        [this.#row, this.#column] = [top, 0];
        break;
      case "K":
        this.#cells[this.#row].length = this.#column;
        break;
      case "J":
        this.#cells.length = parameters === "2" ? top : this.#row + 1;
        if (parameters !== "2") this.#cells[this.#row].length = this.#column;
        this.#cells[this.#row] ??= [];
        break;
    }
  }

  #print(text: string): void {
    for (const { segment } of segmenter.segment(text)) {
      const width = stringWidth(segment);
      if (this.#column + width > this.columns) {
        this.#row++;
        this.#column = 0;
        this.#cells[this.#row] ??= [];
      }
      const row = this.#cells[this.#row];
      for (let i = row.length; i < this.#column; i++) row[i] = " ";
      row[this.#column] = segment;
      if (width === 2) row[this.#column + 1] = "";
      this.#column += width;
    }
  }
}
