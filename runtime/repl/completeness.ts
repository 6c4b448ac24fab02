/**
 * Whether an entry is finished, or goes on in the next line.
 *
 * @module
 */
import { scan, type Token } from "../../lang/syntax/scan.ts";

/**
 * What an entry needs:
 *
 * - `complete`: nothing, it can run;
 * - `open`: more, since a bracket or a text is open, or its last line ends as no statement ends;
 * - `block`: nothing, but more lines of its indented body may follow; an empty line ends it.
 */
export type Completeness = "complete" | "open" | "block";

/**
 * Tells whether a text is a finished entry.
 *
 * It looks at tokens alone and has no opinion on what is wrong: a text that could never be right is
 * `complete`, so that its mistakes are reported.
 *
 * @param text the lines so far
 *
 * @example
 * ```ts
 * import { completeness } from "./completeness.ts";
 * if (completeness("[1,") !== "open") throw new Error("bracket");
 * if (completeness("if x:\n  1") !== "block") throw new Error("body");
 * if (completeness("1 + 1") !== "complete") throw new Error("sum");
 * ```
 */
export function completeness(text: string): Completeness {
  if (isInText(text)) return "open";
  const tokens = scan(text);
  if (opened(tokens) > 0) return "open";
  const last = tokens.findLast(({ kind }) => kind !== "newline");
  if (last === undefined) return /^\s*##/.test(text) ? "open" : "complete";
  if (last.text === ":" && last.kind === "operator") return "open";
  if (goesOn(last) || awaitsDeclaration(text, tokens)) return "open";
  return isInBody(text, tokens) ? "block" : "complete";
}

/**
 * Counts the brackets of an entry line by line, so that an entry of many lines need not be looked at
 * as a whole after each.
 */
export class OpenBrackets {
  #depth = 0;
  #isCertain = true;

  /** Takes the next line. */
  add(line: string): void {
    // Behind `"""` a line alone does not tell what is code.
    if (line.includes('"""')) this.#isCertain = false;
    if (!this.#isCertain) return;
    for (const { kind } of scan(line)) {
      if (kind === "open") this.#depth++;
      if (kind === "close") this.#depth--;
    }
    if (this.#depth < 0) this.#isCertain = false;
  }

  /** Whether the entry is surely `open`; false also where only a look at it tells. */
  get areOpen(): boolean {
    return this.#isCertain && this.#depth > 0;
  }
}

/**
 * Whether a line belongs to the block above it although it stands at the margin: `else:`, `|> f`.
 *
 * @param line the line
 */
export function continuesBlock(line: string): boolean {
  return line.trim() === "" || /^(\s|(else|catch)\b|\||\??\.[A-Za-z_]|[)\]}#])/.test(line);
}

/**
 * The blanks with which a next line begins: those of the last line, more behind what opens a body or
 * a bracket.
 *
 * @param text the lines so far
 */
export function indentationAfter(text: string): string {
  const line = text.slice(text.lastIndexOf("\n") + 1);
  const [blanks] = /^[ \t]*/.exec(line)!;
  const tokens = scan(line);
  const last = tokens.at(-1);
  const opensBody = last?.kind === "operator" && /^(:|=>|->|=)$/.test(last.text);
  return last?.kind === "open" || opensBody ? `${blanks}  ` : blanks;
}

/** Whether the end lies inside of `"""`: then nothing behind it is code. */
function isInText(text: string): boolean {
  return scan(`${text}\n)`).at(-1)?.kind !== "close";
}

/** Brackets that are open at the end; 0 where one is closed that was not open. */
function opened(tokens: readonly Token[]): number {
  let depth = 0;
  for (const { kind } of tokens) {
    if (kind === "open") depth++;
    if (kind === "close" && --depth < 0) return 0;
  }
  return depth;
}

const OPERATORS =
  /^(\|>|\?\?|\|\||&&|==|!=|<=|>=|<|>|\.\.=|\.\.|\+|-|\*|\/|\/\/|%|\*\*|[-+*/%]?=|=>|->|,|\.|\?\.|\||@)$/;
const WORDS = new Set([
  "and",
  "or",
  "not",
  "in",
  "as",
  "pub",
  "else",
  "parallel",
  "from",
  "import",
]);

/** Whether a line that ends so goes on in the next one. */
function goesOn({ kind, text }: Token): boolean {
  return kind === "operator" ? OPERATORS.test(text) : kind === "word" && WORDS.has(text);
}

/** Whether the last line is an annotation or a `##` line, which stand above a declaration. */
function awaitsDeclaration(text: string, tokens: readonly Token[]): boolean {
  const last = text.split("\n").findLast((line) => line.trim() !== "") ?? "";
  if (/^\s*##/.test(last)) return true;
  if (!/^\s*@/.test(last)) return false;
  // `@retry(3) fn f(): 1` on one line is whole.
  const start = text.lastIndexOf(last);
  return !tokens.some((token) =>
    token.start >= start && /^(fn|step|workflow|pub|schedule)$/.test(token.text)
  );
}

/** Whether the last line lies in an indented body. */
function isInBody(text: string, tokens: readonly Token[]): boolean {
  const lines = linesOf(text, tokens);
  let limit = lines.at(-1)?.indentation ?? 0;
  for (let i = lines.length - 2; i >= 0 && limit > 0; i--) {
    if (lines[i].indentation >= limit) continue;
    if (lines[i].opensBody) return true;
    limit = lines[i].indentation;
  }
  return false;
}

interface Line {
  readonly indentation: number;
  readonly opensBody: boolean;
}

/** The lines that hold code. */
function linesOf(text: string, tokens: readonly Token[]): Line[] {
  const lines: Line[] = [];
  let first: Token | null = null;
  let last: Token | null = null;
  const finish = (): void => {
    if (first === null || last === null) return;
    const start = text.lastIndexOf("\n", first.start) + 1;
    lines.push({ indentation: first.start - start, opensBody: /^(:|=>|->|=)$/.test(last.text) });
    first = last = null;
  };
  for (const token of tokens) {
    if (token.kind === "newline") finish();
    else {
      first ??= token;
      last = token;
    }
  }
  finish();
  return lines;
}
