/**
 * What the next line of a program looks like, seen from a line end: how far it is indented and
 * whether it goes on with the statement before it.
 *
 * A tab counts to the next multiple of {@linkcode TAB_WIDTH} columns.
 *
 * @module
 */
import type { InputStream } from "@lezer/lr";

/** Columns a tab advances to a multiple of. */
export const TAB_WIDTH = 4;

/** Words that begin a declaration when a name, or what takes its place, stands behind them. */
export const declaring: ReadonlySet<string> = new Set([
  "let",
  "var",
  "type",
  "import",
  "pub",
  "step",
  "workflow",
  "schedule",
  "fn",
]);

/** What is known about the next line that is neither blank nor only a comment. */
export interface NextLine {
  /** Its indentation in columns; -1 at the end of the text. */
  readonly column: number;
  /** It begins with `|>`, `.`, `?.`, `|`, `else` or `catch`. */
  readonly continues: boolean;
  /** It begins with a word or sign that only begins a statement, such as `let`. */
  readonly declares: boolean;
  /** It begins with a word that only stands at the top of a file, such as `type` or `fn name`. */
  readonly declaresTop: boolean;
  /** It begins with `)`, `]` or `}`. */
  readonly closes: boolean;
  /** There is no further line. */
  readonly ends: boolean;
  /** Where the blank lines end that follow at once: the start of a line, in offsets of the text. */
  readonly blankEnd: number;
}

const continuing = new Set(["else", "catch"]);

/** The last answer about an input: a run of comment lines asks once for each of its lines. */
interface Memo {
  from: number;
  to: number;
  line: NextLine;
}

const memos = new WeakMap<InputStream, Memo>();

/** Looks at the first line after the line end at the stream's position that is not just a comment. */
export function lookAtNextLine(input: InputStream): NextLine {
  const from = input.pos;
  const memo = memos.get(input);
  if (memo !== undefined && memo.from <= from && from < memo.to) {
    // Reading the far end tells the parser how far this answer depends on the text.
    input.peek(memo.to - from);
    return memo.line;
  }
  let at = 0;
  let column = 0;
  let blankEnd = 1;
  let seenComment = false;
  for (;; at++) {
    const unit = input.peek(at);
    if (unit === 10) {
      column = 0;
      if (!seenComment) blankEnd = at + 1;
    } else if (unit === 32) column++;
    else if (unit === 9) column += TAB_WIDTH - (column % TAB_WIDTH);
    else if (unit === 35) {
      seenComment = true;
      while (input.peek(at + 1) !== 10 && input.peek(at + 1) >= 0) at++;
    } else if (unit !== 13 && unit !== 0xfeff && unit !== 12) break;
  }
  const line = describe(input, at, column, from + blankEnd);
  if (memo === undefined) {
    memos.set(input, { from, to: from + at, line });
  } else {
    memo.from = from;
    memo.to = from + at;
    memo.line = line;
  }
  return line;
}

function describe(input: InputStream, at: number, column: number, blankEnd: number): NextLine {
  const first = input.peek(at);
  const second = input.peek(at + 1);
  const isWord = first >= 97 && first <= 122;
  const word = isWord ? readWord(input, at) : "";
  const begins = first === 64 || (declaring.has(word) && declares(input, at + word.length, word));
  return {
    column: first < 0 ? -1 : column,
    continues: (first === 124 && second !== 124) ||
      (first === 46 && second !== 46) ||
      (first === 63 && second === 46) ||
      continuing.has(word),
    declares: begins,
    declaresTop: begins && word !== "let" && word !== "var",
    closes: first === 41 || first === 93 || first === 125,
    ends: first < 0,
    blankEnd,
  };
}

/**
 * Whether the keyword that ends at `at` begins a declaration, and is not a key as in `type: 1` or
 * a function value as in `fn (x): x`.
 */
function declares(input: InputStream, at: number, word: string): boolean {
  if (input.peek(at) !== 32) return false;
  const next = input.peek(at + 1);
  if (isLetter(next)) return true;
  if (next === 34) return word === "import" || word === "schedule";
  return (next === 123 || next === 40 || next === 91) && word === "let";
}

/** The word at `at` when it could be a keyword; a longer name gives its first ten letters. */
function readWord(input: InputStream, at: number): string {
  let word = "";
  for (let unit = input.peek(at); word.length < 10; unit = input.peek(++at)) {
    if (!isLetter(unit) && !(unit >= 48 && unit <= 57)) break;
    word += String.fromCharCode(unit);
  }
  return word;
}

function isLetter(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || unit === 95;
}
