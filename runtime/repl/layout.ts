/**
 * What the editor shows, as rows of a terminal: pure, from a state to rows.
 *
 * @module
 */
import type { EditorState } from "./editor.ts";
import type { Menu } from "./menu.ts";
import { type Painted, type Style, styled, STYLES } from "./paint.ts";
import { clustersOf, TAB_WIDTH, textWidth } from "./text_width.ts";

/** One row: what is written, and how many cells it takes. */
export interface Row {
  readonly text: string;
  readonly width: number;
}

/** Rows with a cursor in them. */
export interface Frame {
  readonly rows: readonly Row[];
  readonly cursorRow: number;
  readonly cursorColumn: number;
}

/** The room there is, and how things look. */
export interface LayoutOptions {
  readonly columns: number;
  /** Most rows that are shown; of a longer entry, those around the cursor. */
  readonly rowsMax: number;
  /** Stands before the first line, and before each further one: of the same width. */
  readonly prompt: string;
  readonly promptMore: string;
  /** Whether there are colours. */
  readonly colour: boolean;
  /** What could follow the text, shown faintly behind it; only in colour. */
  readonly suggestion: string;
  /** The styles of the text. */
  paint(text: string): readonly Painted[];
}

/**
 * Lays a state out.
 *
 * A row ends one cell before the edge of the terminal, so that none wraps by itself.
 */
export function layout(state: EditorState, options: LayoutOptions): Frame {
  const { buffer, search, menu } = state;
  const whole = textRows(buffer.text, buffer.cursor, options);
  const below = search !== null
    ? [searchRow(search.query, search.isFound, options)]
    : menu !== null
    ? menuRows(menu, options)
    : [];
  const room = Math.max(1, options.rowsMax - below.length);
  const first = Math.max(0, Math.min(whole.cursorRow - (room >> 1), whole.rows.length - room));
  return {
    rows: [...whole.rows.slice(first, first + room), ...below],
    cursorRow: whole.cursorRow - first,
    cursorColumn: whole.cursorColumn,
  };
}

/** The rows of a text behind its prompts. */
export function textRows(written: string, cursor: number, options: LayoutOptions): Frame {
  const { colour, prompt, promptMore } = options;
  const capacity = Math.max(4, options.columns - 1);
  const text = colour ? written + options.suggestion : written;
  const faint = { from: written.length, to: text.length, style: STYLES.dim };
  const styles = colour ? [...options.paint(written), faint] : [];
  const rows: Row[] = [];
  let [cursorRow, cursorColumn] = [0, 0];
  let offset = 0;
  let part = 0;
  text.split("\n").forEach((line, index) => {
    const lead = index === 0 ? prompt : promptMore;
    const row = new RowWriter(colour);
    row.add(lead, textWidth(lead), STYLES.prompt);
    for (const { text: cluster, width } of clustersOf(line)) {
      while (part < styles.length && styles[part].to <= offset) part++;
      const style = styles[part]?.from <= offset ? styles[part].style : "";
      if (row.width + width > capacity) rows.push(row.take());
      if (offset === cursor) [cursorRow, cursorColumn] = [rows.length, row.width];
      row.add(cluster === "\t" ? " ".repeat(TAB_WIDTH) : cluster, width, style);
      offset += cluster.length;
    }
    if (offset === cursor) {
      if (row.width >= capacity) rows.push(row.take());
      [cursorRow, cursorColumn] = [rows.length, row.width];
    }
    rows.push(row.take());
    offset++;
  });
  return { rows, cursorRow, cursorColumn };
}

/** Puts a row together, with as few changes of style as it needs. */
class RowWriter {
  readonly #colour: boolean;
  #text = "";
  #style: Style = "";
  width = 0;

  constructor(colour: boolean) {
    this.#colour = colour;
  }

  add(text: string, width: number, style: Style): void {
    if (this.#colour && style !== this.#style) {
      this.#text += this.#style === "" ? "" : "\x1b[0m";
      this.#text += style === "" ? "" : `\x1b[${style}m`;
      this.#style = style;
    }
    this.#text += text;
    this.width += width;
  }

  /** Gives the row and begins the next. */
  take(): Row {
    const row = { text: this.#text + (this.#style === "" ? "" : "\x1b[0m"), width: this.width };
    this.#text = "";
    this.#style = "";
    this.width = 0;
    return row;
  }
}

function searchRow(query: string, isFound: boolean, options: LayoutOptions): Row {
  const label = isFound ? "history: " : "history, not found: ";
  const text = cut(`${label}${query}`, options.columns - 1);
  const shown = options.colour ? styled(text, isFound ? STYLES.dim : STYLES.failed) : text;
  return { text: shown, width: textWidth(text) };
}

/** Rows of completions that are shown at most. */
const MENU_ROWS_MAX = 8;

/** The completions in columns, and what is known of the one chosen. */
function menuRows(menu: Menu, { columns, rowsMax, colour }: LayoutOptions): Row[] {
  const { candidates, selected } = menu;
  const names = candidates.map(({ text }) => cut(text, columns - 1));
  const cell = Math.max(...names.map(textWidth)) + 2;
  const perRow = Math.max(1, Math.floor((columns - 1) / cell));
  const rowCount = Math.ceil(names.length / perRow);
  const shown = Math.max(1, Math.min(rowCount, MENU_ROWS_MAX, rowsMax - 3));
  const current = Math.max(0, Math.floor(selected / perRow));
  const first = Math.max(0, Math.min(current - (shown >> 1), rowCount - shown));
  const rows: Row[] = [];
  for (let row = first; row < first + shown; row++) {
    const parts = names.slice(row * perRow, (row + 1) * perRow).map((name, i) => {
      const blanks = " ".repeat(cell - textWidth(name));
      const isChosen = row * perRow + i === selected;
      if (!isChosen) return name + blanks;
      return (colour ? styled(name, STYLES.chosen) : `${name}<`) + blanks.slice(colour ? 0 : 1);
    });
    const count = Math.min(perRow, names.length - row * perRow);
    rows.push({ text: parts.join(""), width: count * cell });
  }
  const hidden = names.length - Math.min(names.length, (first + shown) * perRow);
  const detail = selected >= 0 ? candidates[selected].detail : hidden > 0 ? `${hidden} more` : "";
  if (detail === "") return rows;
  const text = cut(detail, columns - 1);
  return [...rows, { text: colour ? styled(text, STYLES.dim) : text, width: textWidth(text) }];
}

/** As much of a text as fits into so many cells. */
function cut(text: string, cells: number): string {
  const line = text.replaceAll(/\s+/g, " ");
  if (textWidth(line) <= cells) return line;
  let result = "";
  let width = 1;
  for (const cluster of clustersOf(line)) {
    width += cluster.width;
    if (width > cells) break;
    result += cluster.text;
  }
  return `${result}…`;
}
