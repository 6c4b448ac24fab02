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
}

const continuing = new Set(["else", "catch"]);
const declaring = new Set(["let", "var", "type", "import", "pub", "step", "workflow", "schedule"]);
const declaringTop = new Set(["type", "import", "pub", "step", "workflow", "schedule"]);

/** The last answer: a run of comment lines asks once for each of its lines. */
let memo: { input: WeakRef<object>; from: number; to: number; line: NextLine } | null = null;

/**
 * Looks at the first line after the line end at `offset` (relative to the stream's position) that
 * holds more than a comment.
 */
export function lookAtNextLine(input: InputStream, offset: number): NextLine {
  const from = input.pos + offset;
  if (memo && memo.from <= from && from < memo.to && memo.input.deref() === input) {
    // Reading the far end tells the parser how far this answer depends on the text.
    input.peek(memo.to - input.pos);
    return memo.line;
  }
  let at = offset;
  let column = 0;
  for (;; at++) {
    const unit = input.peek(at);
    if (unit === 10) column = 0;
    else if (unit === 32) column++;
    else if (unit === 9) column += TAB_WIDTH - (column % TAB_WIDTH);
    else if (unit === 35) {
      while (input.peek(at + 1) !== 10 && input.peek(at + 1) >= 0) at++;
    } else if (unit !== 13 && unit !== 0xfeff && unit !== 12) break;
  }
  const line = describe(input, at, column);
  memo = { input: new WeakRef(input), from, to: input.pos + at, line };
  return line;
}

function describe(input: InputStream, at: number, column: number): NextLine {
  const first = input.peek(at);
  const second = input.peek(at + 1);
  const isWord = first >= 97 && first <= 122;
  const word = isWord ? readWord(input, at) : "";
  const beginsFunction = word === "fn" && input.peek(at + 2) === 32 &&
    isLetter(input.peek(at + 3));
  return {
    column: first < 0 ? -1 : column,
    continues: (first === 124 && second !== 124) ||
      (first === 46 && second !== 46) ||
      (first === 63 && second === 46) ||
      continuing.has(word),
    declares: declaring.has(word) || beginsFunction || first === 64,
    declaresTop: declaringTop.has(word) || beginsFunction || first === 64,
    closes: first === 41 || first === 93 || first === 125,
    ends: first < 0,
  };
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
