/**
 * Which bracket belongs to which, in a text whose brackets do not all belong together.
 *
 * Indentation tells more than counting: a `}` that stands further left than the line of its `{`,
 * just where the line of an outer `{` begins, belongs to the outer one; and a line that begins a
 * declaration ends every open `(` and `[`.
 *
 * @module
 */
import { declaring } from "./layout.ts";
import type { Span } from "./span.ts";
import type { Token } from "./scan.ts";

/** A bracket without its partner. */
export interface BracketProblem {
  readonly kind: "unclosed" | "stray" | "mismatched";
  /** The bracket that the finding is about: the opener, or a stray closer. */
  readonly at: Token;
  /** The closer that stands where another was due; only with `mismatched`. */
  readonly closer: Token | null;
  /** Further openers that the same place leaves open. */
  readonly others: readonly Token[];
  /** The text in which the parser may be confused by it. */
  readonly region: Span;
}

/** An opener on the way, with where its line begins. */
interface Opener {
  readonly token: Token;
  /** Offset of the first token of its line. */
  readonly lineColumn: number;
}

const closerOf: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/**
 * Finds the brackets that lack a partner.
 *
 * @param isRecord Whether the `{` at an offset opens a record, inside which lines do not count.
 * @param most How many are looked for.
 */
export function findBracketProblems(
  text: string,
  tokens: readonly Token[],
  isRecord: (offset: number) => boolean,
  most: number,
): BracketProblem[] {
  const problems: BracketProblem[] = [];
  let open: Opener[] = [];
  let lineStart = 0;
  let lineColumn = 0;
  let isLineStart = true;
  const unclosed = (openers: readonly Opener[], end: number): void => {
    if (openers.length === 0) return;
    const [first, ...others] = openers.map((opener) => opener.token);
    problems.push({
      kind: "unclosed",
      at: first,
      closer: null,
      others,
      region: { start: first.start, end },
    });
  };
  // Tokens come in order, so a line end that lies ahead is still the next one.
  let nextLineEnd = -1;
  const lineEnd = (at: number): number => {
    if (at > nextLineEnd) nextLineEnd = text.indexOf("\n", at);
    if (nextLineEnd < 0) nextLineEnd = text.length;
    return nextLineEnd;
  };
  for (let i = 0; i < tokens.length && problems.length < most; i++) {
    const token = tokens[i];
    if (token.kind === "newline") {
      lineStart = token.end;
      isLineStart = true;
      continue;
    }
    if (isLineStart) {
      lineColumn = token.start - lineStart;
      isLineStart = false;
      const begins = declaring.has(token.text) && followsName(token, tokens[i + 1]);
      if (begins) {
        const keep = lastBrace(open, isRecord);
        unclosed(open.slice(keep), token.start);
        open = open.slice(0, keep);
      }
      if (token.text === "}") {
        const inner = open[open.length - 1];
        const outer = open[open.length - 2];
        const isOuter = inner?.token.text === "{" && outer?.token.text === "{" &&
          lineColumn < inner.lineColumn && lineColumn === outer.lineColumn;
        if (isOuter) {
          open.pop();
          unclosed([inner], token.start);
        }
      }
    }
    if (token.kind === "open") open.push({ token, lineColumn });
    if (token.kind !== "close") continue;
    const top = open[open.length - 1];
    if (top && closerOf[top.token.text] === token.text) {
      open.pop();
      continue;
    }
    const partner = partnerOf(open, token.text);
    if (partner >= 0) {
      const [first, ...others] = open.slice(partner + 1).map((opener) => opener.token);
      problems.push({
        kind: "mismatched",
        at: first,
        closer: token,
        others,
        region: { start: first.start, end: lineEnd(token.end) },
      });
      open.length = partner;
    } else if (top && !closesLater(tokens, i, closerOf[top.token.text])) {
      problems.push({
        kind: "mismatched",
        at: top.token,
        closer: token,
        others: [],
        region: { start: top.token.start, end: lineEnd(token.end) },
      });
      open.pop();
    } else {
      problems.push({
        kind: "stray",
        at: token,
        closer: null,
        others: [],
        region: { start: token.start, end: lineEnd(token.end) },
      });
    }
  }
  unclosed(open, text.length);
  return problems.slice(0, most);
}

/** Whether a keyword begins a declaration, and is not a key as in `type: 1`. */
function followsName(keyword: Token, next: Token | undefined): boolean {
  return next?.kind === "word" || next?.kind === "string" ||
    (keyword.text === "let" && next?.kind === "open");
}

/** How many openers a closer may skip, and how many tokens are read on, to find a partner. */
const LOOK_MAX = 50;

/** Index of the opener that a closer belongs to, over others that lack theirs; -1 for none. */
function partnerOf(open: readonly Opener[], closer: string): number {
  const least = Math.max(0, open.length - LOOK_MAX);
  for (let i = open.length - 1; i >= least; i--) {
    if (closerOf[open[i].token.text] === closer) return i;
  }
  return -1;
}

/** How many of the openers are still meant when a declaration begins: those up to the last block. */
function lastBrace(open: readonly Opener[], isRecord: (offset: number) => boolean): number {
  const at = open.findLastIndex((opener) =>
    opener.token.text === "{" && !isRecord(opener.token.start)
  );
  return at + 1;
}

/** Whether the same line has, further on, the closer that is due. */
function closesLater(tokens: readonly Token[], from: number, due: string): boolean {
  const most = Math.min(tokens.length, from + LOOK_MAX);
  for (let i = from + 1; i < most && tokens[i].kind !== "newline"; i++) {
    if (tokens[i].text === due) return true;
  }
  return false;
}
