/**
 * What an error of the parser means, said of the tokens around it.
 *
 * @module
 */
import { findSyntaxSlip } from "../diagnostics/slips.ts";
import type { BracketProblem } from "./brackets.ts";
import { isReserved } from "./lower_pattern.ts";
import type { Finding } from "./lowering.ts";
import type { Token } from "./scan.ts";
import type { Span } from "./span.ts";
import * as terms from "./terms.gen.ts";

/** A place where the parser stopped. */
export interface ParseError {
  readonly from: number;
  readonly to: number;
  /** The node the error is in. */
  readonly parent: number;
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
  const end = Math.min(text.length, problem.region.end);
  const last = text.slice(0, end).trimEnd().length;
  return {
    code: "E0103",
    message: `\`${at.text}\` is never closed`,
    span,
    labels: [
      ...others.slice(0, 2).map((token) => ({
        span: spanOf(token),
        text: `this \`${token.text}\` is not closed either`,
      })),
      ...(last > at.end
        ? [{
          span: { start: last, end: last },
          text: `\`${due}\` is due before the text ends here`,
        }]
        : []),
    ].map((label) =>
      end < text.length
        ? {
          ...label,
          text: label.text.replace("before the text ends", "before a new statement begins after"),
        }
        : label
    ),
    hint: `close it with \`${due}\``,
  };
}

const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** The finding for a place where the parser stopped. */
export function explainError(context: ErrorContext): Finding {
  const { tokens, error } = context;
  if (error.isQuote) return unclosedString(context);
  const index = firstTokenFrom(tokens, error.from);
  const previous = lastBefore(tokens, index);
  const next = nextOnLine(tokens, index);
  const anchor = next ?? previous;
  if (!anchor) {
    return {
      code: "E0101",
      message: "this cannot be read",
      span: { start: error.from, end: error.to },
    };
  }
  return slipOf(context, anchor) ??
    (next ? unexpected(context, previous, next, index) : missingAfter(context, previous!));
}

function spanOf(token: Token): Span {
  return { start: token.start, end: token.end };
}

/** Index of the first token that starts at or after `offset`, or that holds it. */
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

function lastBefore(tokens: readonly Token[], index: number): Token | null {
  for (let i = index - 1; i >= 0; i--) {
    if (tokens[i].kind !== "newline") return tokens[i];
  }
  return null;
}

function nextOnLine(tokens: readonly Token[], index: number): Token | null {
  const token = tokens[index];
  return token && token.kind !== "newline" ? token : null;
}

/** How much of a line is looked at for slips, around the error. */
const WINDOW = 240;

function slipOf(context: ErrorContext, anchor: Token): Finding | null {
  const { masked } = context;
  const lineStart = masked.lastIndexOf("\n", anchor.start - 1) + 1;
  const newline = masked.indexOf("\n", anchor.start);
  const lineEnd = newline < 0 ? masked.length : newline;
  const start = Math.max(lineStart, anchor.start - WINDOW);
  const line = masked.slice(start, Math.min(lineEnd, anchor.end + WINDOW));
  const found = findSyntaxSlip(line, anchor.end - start);
  if (!found) return null;
  return {
    code: "E0131",
    message: found.slip.message,
    span: { start: start + found.start, end: start + found.end },
    hint: found.slip.hint,
  };
}

function unclosedString(context: ErrorContext): Finding {
  const { tokens, error, text } = context;
  const index = firstTokenFrom(tokens, Math.max(0, error.from - 1));
  const token = tokens[index] ?? tokens[tokens.length - 1];
  const isLong = text.startsWith('"""', token.start);
  const span = { start: token.start, end: Math.min(token.end, token.start + (isLong ? 3 : 1)) };
  return {
    code: "E0105",
    message: isLong ? 'this """ string is never closed' : "this string is not closed on its line",
    span: isLong ? span : { start: token.start, end: Math.max(error.from, token.start + 1) },
    hint: isLong
      ? 'close it with """'
      : 'close it with `"`; a string of several lines is written in """',
  };
}

const operandWords = new Set([
  "and",
  "or",
  "not",
  "in",
  "if",
  "while",
  "match",
  "raise",
  "checkpoint",
  "for",
  "as",
]);

/** True on tokens after which something must follow. */
function wantsMore(token: Token): boolean {
  if (token.kind === "word") return operandWords.has(token.text);
  return token.kind === "operator" && token.text !== ";" && token.text !== "?";
}

/** True on tokens that can end an expression. */
function endsOperand(token: Token): boolean {
  return token.kind === "number" || token.kind === "string" || token.kind === "quoted" ||
    token.kind === "close" || (token.kind === "word" && !operandWords.has(token.text));
}

/** The line ended, or the text, and something was still to come. */
function missingAfter(context: ErrorContext, previous: Token): Finding {
  const { error } = context;
  const place = { start: previous.end, end: previous.end };
  const label = { span: spanOf(previous), text: "" };
  if (previous.text === ":") {
    return {
      code: "E0128",
      message: "a body is missing after this `:`",
      span: spanOf(previous),
      hint: "write it behind the `:`, or indent the lines that belong to it",
    };
  }
  if (previous.text === "->" || previous.text === "as") {
    return {
      code: "E0102",
      message: `a type is missing after \`${previous.text}\``,
      span: place,
      labels: [],
    };
  }
  if (wantsMore(previous) || previous.kind === "open") {
    return {
      code: "E0102",
      message: `an expression is missing after \`${previous.text}\``,
      span: place,
      hint: previous.text === "="
        ? "give the name a value, on this line or the next"
        : "write what belongs there, or remove it",
    };
  }
  const head = headOf(error.parent);
  if (head) return missingBody(head, place);
  if (isReserved(previous.text)) {
    return {
      code: "E0102",
      message: `something is missing after \`${previous.text}\``,
      span: place,
      labels: label.text ? [label] : [],
    };
  }
  return {
    code: "E0101",
    message: `the line ends too early, after \`${shorten(previous.text)}\``,
    span: place,
  };
}

/** What a body belongs to, for nodes that have one. */
function headOf(parent: number): string | null {
  switch (parent) {
    case terms.IfExpression:
      return "an `if`";
    case terms.WhileExpression:
      return "a `while`";
    case terms.ForExpression:
    case terms.ParallelFor:
      return "a `for`";
    case terms.FunctionDeclaration:
    case terms.FunctionExpression:
      return "a function";
    case terms.MatchExpression:
      return "a `match`";
    case terms.TryExpression:
      return "a `try`";
    case terms.CheckpointExpression:
      return "a `checkpoint`";
    default:
      return null;
  }
}

function missingBody(head: string, span: Span): Finding {
  return {
    code: "E0128",
    message: `the body of ${head} begins with \`:\` or \`{\``,
    span,
    hint: head === "a `match`"
      ? "write `match value { pattern => …, _ => … }`"
      : "write `: value` on one line, `:` and an indented block, or `{ … }`",
  };
}

const lineOperators = new Set([
  "+",
  "*",
  "/",
  "//",
  "%",
  "**",
  "==",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "&&",
  "||",
  "??",
  "and",
  "or",
  "in",
  "..",
  "..=",
  "=",
]);

/** There is a token that does not fit. */
function unexpected(
  context: ErrorContext,
  previous: Token | null,
  next: Token,
  index: number,
): Finding {
  const { error } = context;
  const span = spanOf(next);
  const isFirst = index === 0 || context.tokens[index - 1].kind === "newline";
  if (next.kind === "unknown" || next.kind === "quoted") return unknownSign(next);
  const joined = previous !== null && previous.end === next.start;
  if (joined && previous.kind === "number" && next.kind === "word") {
    const written = previous.text + next.text;
    return {
      code: "E0134",
      message: `\`${written}\` is neither a number nor one with a unit`,
      span: { start: previous.start, end: next.end },
      hint:
        "durations are `200ms` `30s` `5m` `2h` `7d`, sizes `64KB` `512MB` `2GB`; a name does not begin with a digit",
    };
  }
  if (next.kind === "word" && isReserved(next.text)) {
    const finding = reservedWord(context, previous, next, isFirst);
    if (finding) return finding;
  }
  if (isFirst && lineOperators.has(next.text)) {
    return {
      code: "E0135",
      message: `a line does not begin with \`${next.text}\``,
      span,
      hint: `put the \`${next.text}\` at the end of the line before, which then goes on here`,
    };
  }
  if (previous && wantsMore(previous) && !startsOperand(next)) {
    if (previous.text === ":" && headOf(error.parent)) return missingAfter(context, previous);
    return {
      code: "E0102",
      message: `an expression is missing between \`${previous.text}\` and \`${next.text}\``,
      span: { start: previous.end, end: next.start },
      labels: [],
    };
  }
  if (previous?.kind === "open" && (next.text === "," || next.kind === "close")) {
    return {
      code: "E0102",
      message: `something is missing between \`${previous.text}\` and \`${next.text}\``,
      span: { start: previous.start, end: next.end },
    };
  }
  const head = headOf(error.parent);
  if (head && (startsOperand(next) || next.kind === "close")) {
    return missingBody(head, span);
  }
  if (!isFirst && previous && endsOperand(previous) && startsOperand(next)) {
    return sideBySide(previous, next);
  }
  return {
    code: "E0101",
    message: `\`${shorten(next.text)}\` does not fit here`,
    span,
    ...(expectation(error.parent) === null ? {} : { hint: expectation(error.parent)! }),
  };
}

function startsOperand(token: Token): boolean {
  return token.kind === "word" || token.kind === "number" || token.kind === "string" ||
    token.kind === "quoted" || token.kind === "open" || token.text === "!" || token.text === "-";
}

function sideBySide(previous: Token, next: Token): Finding {
  const span = { start: previous.end, end: next.start };
  const isCall = previous.kind === "word" &&
    (next.kind === "string" || next.kind === "number" || next.kind === "word");
  const name = shorten(previous.text);
  return {
    code: "E0130",
    message: `something is missing between \`${name}\` and \`${shorten(next.text)}\``,
    span: span.end > span.start ? span : spanOf(next),
    hint: isCall
      ? `a call has parentheses: \`${name}(…)\`; statements are separated by a new line or \`;\``
      : "write an operator, a `,` or a new line between them",
  };
}

function unknownSign(token: Token): Finding {
  const code = token.text.codePointAt(0)!;
  const curly = "\u201c\u201d\u201e\u2018\u2019".includes(token.text);
  const isSpace = code === 0xa0 || (code >= 0x2000 && code <= 0x200f) || code === 0x3000;
  const shown = isSpace || code < 32
    ? `the character U+${code.toString(16).toUpperCase().padStart(4, "0")}`
    : `\`${token.text}\``;
  const hint = curly
    ? 'strings are written in plain double quotes, `"…"`'
    : isSpace
    ? "replace it by a plain space"
    : "remove it, or put it into a string";
  return { code: "E0133", message: `${shown} has no meaning here`, span: spanOf(token), hint };
}

function reservedWord(
  context: ErrorContext,
  previous: Token | null,
  next: Token,
  isFirst: boolean,
): Finding | null {
  const { text } = next;
  const span = spanOf(next);
  if (text === "else") {
    return {
      code: "E0129",
      message: "this `else` belongs to no `if`",
      span,
      hint: "an `else` stands behind the body of its `if`, or below it at the same indentation",
    };
  }
  if (text === "catch") {
    return {
      code: "E0129",
      message: "this `catch` belongs to no `try`",
      span,
      hint: "write `try: …` before it",
    };
  }
  const names = previous !== null &&
    ["let", "var", "fn", "step", "workflow", "type", "as"].includes(previous.text);
  const isParameter = [
    terms.ParameterList,
    terms.Parameter,
    terms.ListPattern,
    terms.TuplePattern,
    terms.PatternArguments,
  ].includes(context.error.parent);
  if (names || isParameter) {
    return {
      code: "E0109",
      message: `\`${text}\` is a reserved word and cannot be a name`,
      span,
      hint: `choose another name, such as \`${text}_\``,
    };
  }
  const isStatement = ["let", "var", "type", "import", "pub", "step", "workflow", "schedule"]
    .includes(text);
  if (isStatement && !isFirst) {
    const goesOn = previous !== null && wantsMore(previous);
    return {
      code: goesOn ? "E0102" : "E0130",
      message: goesOn
        ? `an expression is missing after \`${previous.text}\``
        : `\`${text}\` begins a statement and cannot stand here`,
      span: goesOn ? { start: previous.end, end: previous.end } : span,
      hint: goesOn ? "write what belongs there, or remove it" : "put it on a line of its own",
    };
  }
  if (isStatement && previous && wantsMore(previous)) return missingAfter(context, previous);
  return null;
}

/** What could have stood in a node, for the nodes where that is short to say. */
function expectation(parent: number): string | null {
  switch (parent) {
    case terms.MatchBraces:
    case terms.MatchIndented:
    case terms.Clause:
      return "a clause is `pattern => value`, clauses are separated by commas or new lines";
    case terms.Record:
    case terms.Field:
      return 'the entries of a record are `name: value`, `"text": value`, `...record` or `name`';
    case terms.ParameterList:
    case terms.Parameter:
      return "parameters are written `name`, `name: Type` or `name = default`, with commas between";
    case terms.ArgumentList:
      return "arguments are separated by commas";
    case terms.ImportDeclaration:
      return 'write `import "./file.zixir"` or `import name from "./file.zixir"`';
    case terms.TypeDeclaration:
      return "write `type Name = {field: Type}` or `type Name = A | B(Type)`";
    default:
      return null;
  }
}

function shorten(text: string): string {
  return text.length <= 24 ? text : `${text.slice(0, 23)}…`;
}
