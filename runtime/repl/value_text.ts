/**
 * How a value is shown at a terminal: over several lines where it is long, and not without end.
 *
 * @module
 */
import { scan } from "../../lang/syntax/scan.ts";
import { textWidth } from "./text_width.ts";

/** Lines of a value that are shown at most. */
const LINES_MAX = 60;

/** Code units of a value that are looked at: what is longer is cut before it is laid out. */
const LENGTH_MAX = 50_000;

/**
 * A value's literal notation in lines that fit, as far as it can be broken; its end is left out
 * where it is very long.
 *
 * @param text the literal notation
 * @param columns the width of the terminal
 *
 * @example
 * ```ts
 * import { valueText } from "./value_text.ts";
 * const text = valueText('{name: "Ada", languages: ["Zixir", "Zig"]}', 30);
 * if (text !== '{\n  name: "Ada",\n  languages: ["Zixir", "Zig"]\n}') throw new Error(text);
 * ```
 */
export function valueText(text: string, columns: number): string {
  const isCut = text.length > LENGTH_MAX;
  const whole = isCut ? text.slice(0, LENGTH_MAX).replace(/[\ud800-\udbff]$/, "") : text;
  const lines = whole.includes("\n") ? whole.split("\n") : broken(whole, columns);
  if (!isCut && lines.length <= LINES_MAX) return lines.join("\n");
  const shown = lines.slice(0, LINES_MAX);
  return `${shown.join("\n")}\n... (print shows all of it)`;
}

/** A part of a value: what stands before its brackets, its items, what stands behind. */
interface Part {
  readonly text: string;
  /** The items between its brackets; null where it has none. */
  readonly items: readonly Part[] | null;
  readonly open: string;
  readonly close: string;
}

function broken(text: string, columns: number): string[] {
  if (textWidth(text) < columns) return [text];
  return laidOut(partsOf(text), "", "", columns);
}

/** Lines of a part, behind an indentation and with a comma or nothing at its end. */
function laidOut(part: Part, indentation: string, end: string, columns: number): string[] {
  const whole = `${indentation}${part.text}${end}`;
  const { items } = part;
  if (items === null || items.length === 0 || textWidth(whole) < columns) return [whole];
  const inner = `${indentation}  `;
  const isFlat = items.every(({ items }) => items === null);
  const last = items.length - 1;
  const lines = isFlat && items.length > FILLED_MIN
    ? filled(items, inner, columns)
    : items.flatMap((item, i) => laidOut(item, inner, i < last ? "," : "", columns));
  return [`${indentation}${part.open}`, ...lines, `${indentation}${part.close}${end}`];
}

/** From so many plain items on, as many as fit stand in one line. */
const FILLED_MIN = 12;

function filled(items: readonly Part[], indentation: string, columns: number): string[] {
  const lines: string[] = [];
  let line = indentation;
  items.forEach(({ text }, i) => {
    const item = i < items.length - 1 ? `${text},` : text;
    const isFull = line !== indentation && textWidth(line) + 1 + textWidth(item) >= columns;
    if (isFull) {
      lines.push(line);
      line = indentation + item;
    } else line += line === indentation ? item : ` ${item}`;
  });
  return [...lines, line];
}

/** Takes a literal notation apart at its brackets and commas. */
function partsOf(text: string): Part {
  const tokens = scan(text);
  let next = 0;
  const read = (start: number): Part => {
    let items: Part[] | null = null;
    let [open, close] = ["", ""];
    let end = start;
    for (; next < tokens.length; next++) {
      const { kind, text: sign, start: at, end: behind } = tokens[next];
      if (kind === "close" || sign === ",") break;
      end = behind;
      if (kind !== "open") continue;
      open = text.slice(start, behind);
      const closesAt = readItems(items = []);
      close = text.slice(closesAt ?? at, tokens[next]?.end ?? text.length);
      end = tokens[next]?.end ?? text.length;
    }
    return { text: text.slice(start, end), items, open, close };
  };
  /** Reads up to the closing bracket, whose start it gives; null where there is none. */
  const readItems = (items: Part[]): number | null => {
    next++;
    while (next < tokens.length && tokens[next].kind !== "close") {
      if (tokens[next].text === ",") next++;
      else items.push(read(tokens[next].start));
    }
    return tokens[next]?.start ?? null;
  };
  return read(0);
}
