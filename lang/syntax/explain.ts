/**
 * What an error of the parser means, said of the tokens around it.
 *
 * @module
 */
import type { SyntaxNode } from "@lezer/common";
import { findSyntaxSlip, slipText } from "../diagnostics/slips.ts";
import type { BracketProblem } from "./brackets.ts";
import { type Expected, expectedAt } from "./expected.ts";
import { isReserved } from "./lower_pattern.ts";
import type { Finding } from "./lowering.ts";
import { scan, type Token } from "./scan.ts";
import type { Span } from "./span.ts";
import * as terms from "./terms.gen.ts";

/** A place where the parser stopped. */
export interface ParseError {
  readonly from: number;
  readonly to: number;
  /** The error itself, in its tree. */
  readonly node: SyntaxNode;
  /** A bracket is not closed. */
  readonly isBracket: boolean;
  /** A string is not closed. */
  readonly isQuote: boolean;
  /** The rest of the text was not read, because it is nested too deeply. */
  readonly isDepth: boolean;
}

/** An error and the text around it. */
export interface ErrorContext {
  readonly text: string;
  /** The text with strings and comments blanked. */
  readonly masked: string;
  readonly tokens: readonly Token[];
  readonly error: ParseError;
}

const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** The finding for an interpolation that is not closed on its line. */
export function explainInterpolation(opener: Span): Finding {
  return {
    code: "E0105",
    message: "this `${` is not closed on its line",
    span: opener,
    hint: 'give the value a name with `let` and write `${name}`, or write the string in """',
  };
}

/** The finding for a bracket without a partner. */
export function explainBracket(text: string, problem: BracketProblem): Finding {
  const { at, closer, others, kind } = problem;
  const span = spanOf(at);
  const due = closers[at.text];
  if (kind === "stray") {
    return {
      code: "E0104",
      message: `nothing is open that this \`${at.text}\` could close`,
      span,
      hint: "remove it, or open the bracket it belongs to",
    };
  }
  if (closer) {
    return {
      code: "E0104",
      message: `\`${at.text}\` is closed by \`${closer.text}\` instead of \`${due}\``,
      span: spanOf(closer),
      labels: [at, ...others].slice(0, 3).map((token) => ({
        span: spanOf(token),
        text: `this \`${token.text}\` is still open`,
      })),
      hint: `write \`${due}\` before it or in its place`,
    };
  }
  const last = text.slice(0, Math.min(text.length, problem.region.end)).trimEnd().length;
  const alsoOpen = others.slice(0, 2).map((token) => ({
    span: spanOf(token),
    text: `this \`${token.text}\` is not closed either`,
  }));
  const dueBy = last > at.end
    ? [{ span: { start: last, end: last }, text: `\`${due}\` is due by here` }]
    : [];
  return {
    code: "E0103",
    message: `\`${at.text}\` is never closed`,
    span,
    labels: [...alsoOpen, ...dueBy],
    hint: `close it with \`${due}\``,
  };
}

/** The finding for a place where the parser stopped. */
export function explainError(context: ErrorContext): Finding {
  if (context.error.isQuote) return unclosedString(context);
  const around = tokensAround(context);
  const { previous, next } = around;
  const anchor = next ?? previous;
  if (!anchor) {
    const { from, to } = context.error;
    return { code: "E0101", message: "this cannot be read", span: { start: from, end: to } };
  }
  return slipOf(context, anchor) ?? special(around) ??
    (next ? unexpected(context, around, next) : missing(context, previous!));
}

/** The tokens at an error. */
interface Around {
  /** The two tokens before the error, of this or an earlier line. */
  readonly beforePrevious: Token | null;
  readonly previous: Token | null;
  /** The token at the error, if it is on the same line. */
  readonly next: Token | null;
  /** Whether `next` begins its line. */
  readonly isFirst: boolean;
  /** Where the error starts. */
  readonly from: number;
}

function spanOf(token: Token): Span {
  return { start: token.start, end: token.end };
}

function tokensAround(context: ErrorContext): Around {
  const { error, text } = context;
  let { tokens } = context;
  let index = firstTokenFrom(tokens, error.from);
  const inside = interpolationAround(error.node);
  const isNear = inside !== null && error.from - inside.from < INSIDE_MAX;
  if (isNear && tokens[index]?.kind === "string") {
    // The tokens of a string are one; what is inside its `${` is scanned now.
    const offset = inside.from + 2;
    const end = Math.max(offset, Math.min(tokens[index].end, error.from + INSIDE_MAX));
    tokens = scan(text.slice(offset, end)).map((token) => ({
      ...token,
      start: token.start + offset,
      end: token.end + offset,
    }));
    index = firstTokenFrom(tokens, error.from);
  }
  const before = lastBefore(tokens, index, 2);
  const at = tokens[index];
  return {
    beforePrevious: before[1] ?? null,
    previous: before[0] ?? null,
    next: at && at.kind !== "newline" ? at : null,
    isFirst: index === 0 || tokens[index - 1].kind === "newline",
    from: error.from,
  };
}

/** How much of an interpolation is scanned again, to both sides of an error. */
const INSIDE_MAX = 300;

function interpolationAround(node: SyntaxNode): SyntaxNode | null {
  for (let up: SyntaxNode | null = node; up; up = up.parent) {
    const { id } = up.type;
    if (id === terms.Interpolation || id === terms.LongInterpolation) return up;
    if (id === terms.String) return null;
  }
  return null;
}

/** Index of the first token that ends behind `offset`. */
function firstTokenFrom(tokens: readonly Token[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle].end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last `count` tokens before an index, nearest first; line ends left out. */
function lastBefore(tokens: readonly Token[], index: number, count: number): Token[] {
  const found: Token[] = [];
  for (let i = index - 1; i >= 0 && found.length < count; i--) {
    if (tokens[i].kind !== "newline") found.push(tokens[i]);
  }
  return found;
}

/** How much of a line is looked at for slips, around the error. */
const WINDOW = 240;

function slipOf(context: ErrorContext, anchor: Token): Finding | null {
  const { masked } = context;
  const lineStart = masked.lastIndexOf("\n", anchor.start - 1) + 1;
  const newline = masked.indexOf("\n", anchor.start);
  const lineEnd = newline < 0 ? masked.length : newline;
  const start = Math.max(lineStart, anchor.start - WINDOW);
  const anchorEnd = Math.min(anchor.end, anchor.start + WINDOW);
  const line = masked.slice(start, Math.min(lineEnd, anchorEnd + WINDOW));
  const found = findSyntaxSlip(line, anchorEnd - start);
  if (!found) return null;
  return {
    code: "E0131",
    message: slipText(found.slip),
    span: { start: start + found.start, end: start + found.end },
  };
}

function unclosedString(context: ErrorContext): Finding {
  const { error, text } = context;
  const string = error.node.parent;
  const start = string?.from ?? error.from;
  const isLong = text.startsWith('"""', start);
  return {
    code: "E0105",
    message: isLong ? 'this """ string is never closed' : "this string is not closed on its line",
    span: isLong ? { start, end: start + 3 } : { start, end: Math.max(error.from, start + 1) },
    hint: isLong
      ? 'close it with """'
      : 'close it with `"`; a string of several lines is written in """',
  };
}

/** What is told by the tokens alone. */
function special({ beforePrevious, previous, next, isFirst, from }: Around): Finding | null {
  const number = brokenNumber(previous, next, from) ?? brokenNumber(beforePrevious, previous, from);
  if (number) return number;
  if (!next) return null;
  const span = spanOf(next);
  if (next.kind === "unknown" || next.kind === "quoted") return unknownSign(next);
  if (next.text === "else" || next.text === "catch") {
    const isElse = next.text === "else";
    return {
      code: "E0129",
      message: `this \`${next.text}\` belongs to no \`${isElse ? "if" : "try"}\``,
      span,
      hint: isElse
        ? "an `else` stands behind the body of its `if`, or below it at the same indentation"
        : "write `try: …` before it",
    };
  }
  if (previous && introducing.has(previous.text) && isReserved(next.text)) {
    return reservedName(next);
  }
  if (previous && naming.has(previous.text) && next.kind === "word" && /^[A-Z]/.test(next.text)) {
    return {
      code: "E0101",
      message: `a name begins with a small letter, unlike \`${next.text}\``,
      span,
      hint: "types and constructors begin with a capital; they are declared with `type`",
    };
  }
  if (isFirst && lineOperators.has(next.text)) {
    return {
      code: "E0135",
      message: `a line does not begin with \`${next.text}\``,
      span,
      hint: `put the \`${next.text}\` at the end of the line before, which then goes on here`,
    };
  }
  return null;
}

/** Words that a new name follows. */
const introducing = new Set("let var fn step workflow type".split(" "));

/** Words that the name of a value follows. */
const naming = new Set("var fn step workflow".split(" "));

function reservedName(token: Token): Finding {
  return {
    code: "E0109",
    message: `\`${token.text}\` is a reserved word and cannot be a name`,
    span: spanOf(token),
    hint: `choose another name, such as \`${token.text}_\``,
  };
}

const lineOperators = new Set(
  "+ * / // % ** == != < <= > >= && || ?? and or in .. ..= =".split(" "),
);

/** `5min`, `12abc`, `0x`: digits with letters that make no number. */
function brokenNumber(digits: Token | null, letters: Token | null, from: number): Finding | null {
  const isJoined = digits?.kind === "number" && letters?.kind === "word" &&
    digits.end === letters.start;
  const isInside = letters?.kind === "number" && letters.start < from && from < letters.end;
  if (!isJoined && !isInside) return null;
  const span = { start: isJoined ? digits.start : letters!.start, end: letters!.end };
  const written = isJoined ? digits.text + letters.text : letters!.text;
  return {
    code: "E0134",
    message: `\`${shorten(written)}\` is neither a number nor one with a unit`,
    span,
    hint:
      "numbers are `42` `1_000` `0xff` `0b101` `3.14` `1e-3`, durations `200ms` `30s` `5m` `2h` `7d`, sizes `64KB` `512MB` `2GB`",
  };
}

/** The line ended, or the text, and something was still to come. */
function missing(context: ErrorContext, previous: Token): Finding {
  const place = { start: previous.end, end: previous.end };
  if (previous.text === ":" && !isKeyColon(context.error.node)) {
    return {
      code: "E0128",
      message: "a body is missing after this `:`",
      span: spanOf(previous),
      hint: "write it behind the `:`, or indent the lines that belong to it",
    };
  }
  const expected = expectedAt(context.error.node, previous.text);
  if (expected) return expectedFinding(expected, previous, null, place);
  return {
    code: "E0102",
    message: wantsMore(previous)
      ? `expected a value after \`${shorten(previous.text)}\``
      : `the line ends too early, after \`${shorten(previous.text)}\``,
    span: place,
  };
}

/** Whether the `:` before an error belongs to a key, a name or an argument, not to a body. */
function isKeyColon(node: SyntaxNode): boolean {
  switch (node.parent?.type.id) {
    case terms.Field:
    case terms.NamedArgument:
    case terms.TypeAnnotation:
    case terms.FieldType:
    case terms.FieldPattern:
    case terms.NamedPattern:
    case terms.TypePattern:
      return true;
    default:
      return false;
  }
}

function expectedFinding(
  expected: Expected,
  previous: Token | null,
  next: Token | null,
  place: Span,
): Finding {
  const after = previous ? ` after \`${shorten(previous.text)}\`` : "";
  const found = next ? `, found \`${shorten(next.text)}\`` : after;
  return {
    code: expected.isBody ? "E0128" : next ? "E0101" : "E0102",
    message: `expected ${expected.what}${found}`,
    span: place,
    ...(expected.hint === undefined ? {} : { hint: expected.hint }),
  };
}

/** There is a token that does not fit. */
function unexpected(context: ErrorContext, around: Around, next: Token): Finding {
  const { previous, isFirst } = around;
  const span = spanOf(next);
  const expected = expectedAt(context.error.node, previous?.text ?? "");
  const wantsName = expected !== null && /\bname\b|\bparameter\b|^another/.test(expected.what);
  if (next.text === "{" && previous?.kind === "word" && /^[A-Z]/.test(previous.text)) {
    return {
      code: "E0101",
      message: `a record is written without a type's name, found \`${previous.text} {\``,
      span: { start: previous.start, end: next.end },
      hint: `write \`{name: value}\`, or \`${previous.text}(name: value)\` for a constructor`,
    };
  }
  if (next.kind === "word" && isReserved(next.text)) {
    if (wantsName) return reservedName(next);
    const statement = misplacedStatement(around, next);
    if (statement) return statement;
  }
  if (next.text === ":" && context.error.node.parent?.type.id === terms.BlockExpression) {
    return {
      code: "E0101",
      message: "the key of a record or map is a name or a String",
      span: previous ? spanOf(previous) : span,
      hint: 'write `{name: value}` or `{"1": value}`',
    };
  }
  if (isClauseColon(context.error.node)) {
    return {
      code: "E0101",
      message: "a clause is written with `=>`, not with `:`",
      span: previous ? spanOf(previous) : span,
      hint: "a clause is `pattern => value`, clauses are separated by commas or new lines",
    };
  }
  if (expected) return expectedFinding(expected, previous, next, span);
  if (previous && wantsMore(previous)) {
    return {
      code: "E0101",
      message: `expected a value, found \`${shorten(next.text)}\``,
      span,
    };
  }
  if (!isFirst && previous) return sideBySide(previous, next);
  return { code: "E0101", message: `\`${shorten(next.text)}\` does not fit here`, span };
}

/** True on tokens after which something must follow. */
function wantsMore(token: Token): boolean {
  if (token.kind === "word") return operandWords.has(token.text);
  return token.kind === "operator" && token.text !== ";" && token.text !== "?";
}

const operandWords = new Set("and or not in if while match raise checkpoint for as".split(" "));

/** Whether an error is in a clause such as `1: 2`, which was read as a type test. */
function isClauseColon(node: SyntaxNode): boolean {
  const { parent } = node;
  return parent?.type.id === terms.TypePattern && parent.parent?.type.id === terms.Clause;
}

const statementWords = new Set("let var type import pub step workflow schedule".split(" "));

/** `let` and its like where an expression was due. */
function misplacedStatement({ previous, isFirst }: Around, next: Token): Finding | null {
  if (!statementWords.has(next.text)) return null;
  if (previous && wantsMore(previous)) {
    return {
      code: "E0102",
      message: `expected a value after \`${previous.text}\``,
      span: { start: previous.end, end: previous.end },
      ...(previous.text === "=" ? { hint: "give the name a value, on this line or the next" } : {}),
    };
  }
  if (isFirst) return null;
  return {
    code: "E0130",
    message: `\`${next.text}\` begins a statement and cannot stand here`,
    span: spanOf(next),
    hint: "put it on a line of its own",
  };
}

function sideBySide(previous: Token, next: Token): Finding {
  const isCall = previous.kind === "word" &&
    (next.kind === "string" || next.kind === "number" || next.kind === "word");
  const name = shorten(previous.text);
  const hint = isCall
    ? `a call has parentheses: \`${name}(…)\`; statements are separated by a new line or \`;\``
    : next.text === ","
    ? "several values make a tuple in parentheses, `(a, b)`, or a list, `[a, b]`"
    : next.text === ":"
    ? "a block belongs to `if`, `for`, `fn` and their like; a type belongs to `let name: Type = value`"
    : "write an operator between them, or put them on two lines";
  return {
    code: "E0130",
    message: `expected an operator or the end of the line after \`${name}\`, found \`${
      shorten(next.text)
    }\``,
    span: spanOf(next),
    hint,
  };
}

function unknownSign(token: Token): Finding {
  const code = token.text.codePointAt(0)!;
  const curly = "\u201c\u201d\u201e\u2018\u2019".includes(token.text);
  const isSpace = code === 0xa0 || (code >= 0x2000 && code <= 0x200f) || code === 0x3000;
  const isVisible = !isSpace && code >= 32 && !(code >= 0xd800 && code < 0xe000);
  const shown = isVisible
    ? `\`${token.text}\``
    : `the character U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  const hint = curly
    ? 'strings are written in plain double quotes, `"…"`'
    : isSpace
    ? "replace it by a plain space"
    : "remove it, or put it into a string";
  return { code: "E0133", message: `${shown} has no meaning here`, span: spanOf(token), hint };
}

function shorten(text: string): string {
  // What is inside of a string is not kept with its token.
  if (text === '""') return '"…"';
  return text.length <= 24 ? text : `${text.slice(0, 23)}…`;
}
