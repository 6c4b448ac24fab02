/**
 * From frames to escape sequences: what has to be written so that the terminal shows the next frame
 * where it shows the last one.
 *
 * @module
 */
import type { Frame } from "./layout.ts";

const EMPTY: Frame = { rows: [], cursorRow: 0, cursorColumn: 0 };

/**
 * A place of the terminal where frames are shown, one over the other.
 *
 * @example
 * ```ts
 * import { Screen } from "./screen.ts";
 * const screen = new Screen();
 * const frame = { rows: [{ text: "> 1", width: 3 }], cursorRow: 0, cursorColumn: 3 };
 * if (!screen.show(frame).includes("> 1")) throw new Error("first");
 * if (screen.show(frame).includes("> 1")) throw new Error("nothing changed");
 * ```
 */
export class Screen {
  #shown: Frame = EMPTY;

  /**
   * Shows a frame over the last one; only rows that differ are written.
   *
   * @returns what to write
   */
  show(frame: Frame): string {
    const before = this.#shown;
    let text = up(before.cursorRow) + "\r";
    const count = Math.max(frame.rows.length, 1);
    for (let i = 0; i < count; i++) {
      const row = frame.rows[i]?.text ?? "";
      if (i >= before.rows.length) text += row + CLEAR_LINE;
      else if (row !== before.rows[i].text) text += `${row}${CLEAR_LINE}`;
      if (i < count - 1) text += "\r\n";
    }
    if (before.rows.length > count) text += `\r\n${CLEAR_BELOW}\x1b[1A`;
    text += up(count - 1 - frame.cursorRow) + "\r" + right(frame.cursorColumn);
    this.#shown = frame;
    return HIDE_CURSOR + text + SHOW_CURSOR;
  }

  /**
   * Leaves the frame as it is; the next one is shown below it.
   *
   * @returns what to write
   */
  leave(): string {
    const { rows, cursorRow } = this.#shown;
    this.#shown = EMPTY;
    return `${down(rows.length - 1 - cursorRow)}\r\n`;
  }

  /**
   * Forgets the frame after the terminal changed its width, and takes it away. A terminal breaks
   * rows that are too long for it now, as most do.
   *
   * @param columns the new width
   * @returns what to write
   */
  resized(columns: number): string {
    const { rows, cursorRow, cursorColumn } = this.#shown;
    const height = (width: number): number => Math.max(1, Math.ceil(width / columns));
    const above = rows.slice(0, cursorRow).reduce((sum, { width }) => sum + height(width), 0);
    this.#shown = EMPTY;
    return `${up(above + Math.floor(cursorColumn / columns))}\r${CLEAR_BELOW}`;
  }

  /** Forgets the frame: the screen was emptied. */
  cleared(): string {
    this.#shown = EMPTY;
    return "\x1b[H\x1b[2J";
  }
}

const CLEAR_LINE = "\x1b[K";
const CLEAR_BELOW = "\x1b[J";
const HIDE_CURSOR = "\x1b[?25l";
const SHOW_CURSOR = "\x1b[?25h";

function up(rows: number): string {
  return rows > 0 ? `\x1b[${rows}A` : "";
}

function down(rows: number): string {
  return rows > 0 ? `\x1b[${rows}B` : "";
}

function right(columns: number): string {
  return columns > 0 ? `\x1b[${columns}C` : "";
}
