/**
 * Programs and values in colour, by the highlighting tags of the grammar.
 *
 * @module
 */
import { highlightTree, tagHighlighter, tags } from "@lezer/highlight";
import { highlightingParser } from "../../lang/syntax/highlight.ts";

/** How something looks: the number of a style of the terminal (SGR), `""` for plain. */
export type Style = string;

/** A part of a text in one style. */
export interface Painted {
  readonly from: number;
  readonly to: number;
  readonly style: Style;
}

/** Styles by what they are for, beside those of the language. */
export const STYLES = {
  prompt: "1;32",
  command: "1;34",
  dim: "2",
  chosen: "7",
  failed: "31",
} as const;

const highlighter = tagHighlighter([
  { tag: [tags.keyword, tags.moduleKeyword], class: "35" },
  { tag: [tags.definitionKeyword, tags.controlKeyword, tags.operatorKeyword], class: "35" },
  { tag: [tags.bool, tags.null], class: "36" },
  { tag: [tags.number, tags.unit], class: "36" },
  { tag: tags.string, class: "32" },
  { tag: [tags.escape, tags.special(tags.brace)], class: "33" },
  { tag: [tags.lineComment, tags.docComment], class: "90" },
  { tag: tags.typeName, class: "33" },
  { tag: tags.annotation, class: "33" },
  { tag: tags.function(tags.definition(tags.variableName)), class: "34" },
]);

/** Longest text that is coloured: beyond it, that takes longer than a user should wait for. */
const PAINTED_MAX = 100_000;

/**
 * The styles of a program, or of a value in literal notation.
 *
 * @param text the text; of a command of the REPL, what stands behind its name is the program
 * @returns parts in order, without overlaps; what lies between them is plain
 *
 * @example
 * ```ts
 * import { stylesOf } from "./paint.ts";
 * const [number] = stylesOf("x + 42");
 * if (number.from !== 4 || number.to !== 6) throw new Error("number");
 * ```
 */
export function stylesOf(text: string): Painted[] {
  if (text.length > PAINTED_MAX) return [];
  const start = /^\s*:[A-Za-z?!]*/.exec(text)?.[0].length ?? 0;
  const painted: Painted[] = start === 0 ? [] : [{ from: 0, to: start, style: STYLES.command }];
  // A file name, unlike an expression, has no syntax.
  if (/^\s*:(load|save|l)\b/.test(text)) return painted;
  const program = text.slice(start);
  highlightTree(highlightingParser.parse(program), highlighter, (from, to, styles) => {
    // What stands inside of something styled bears that style too, before its own.
    const style = styles.slice(styles.lastIndexOf(" ") + 1);
    painted.push({ from: start + from, to: start + to, style });
  });
  return painted;
}

/** A text with the escape sequences of its styles. */
export function inColour(text: string, painted: readonly Painted[] = stylesOf(text)): string {
  let result = "";
  let at = 0;
  for (const { from, to, style } of painted) {
    result += text.slice(at, from) + styled(text.slice(from, to), style);
    at = to;
  }
  return result + text.slice(at);
}

/** A text in one style. */
export function styled(text: string, style: Style): string {
  return style === "" || text === "" ? text : `\x1b[${style}m${text}\x1b[0m`;
}
