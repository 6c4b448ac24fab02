/**
 * What the grammar leaves to code: line ends, indentation, braces and strings.
 *
 * Which meaning a line end, a `{`, a `:` or a `=>` has depends on where the parser stands, so the
 * tokenizer asks the parse stack (`canShift`) and the layout context.
 *
 * A line end is, in this order:
 * 1. the start of an indented block, after a body's `:` (or after `=>`) when the next line is
 *    indented deeper than the line the block belongs to;
 * 2. the end of an indented block, when the next line is indented less than the block;
 * 3. nothing, inside `( ) [ ]` and record braces;
 * 4. nothing, when the next line begins with `|>`, `.`, `?.`, `|`, `else` or `catch`;
 * 5. the end of a statement, where one can end;
 * 6. nothing, where an operand must follow (after an operator, `,`, `=`, `->`, `=>`).
 *
 * Invariants of the layout context, a linked stack of what is open around a place:
 * 1. An entry is pushed when the token that opens it is shifted, and leaves when a node that began
 *    at or before it is reduced; so an error that drops a bracket leaves no entry behind.
 * 2. `line` is the indentation of the statement a place is in: a block must be indented deeper.
 * 3. The hash of a context depends on kinds and indentations only, never on positions, so nodes
 *    can be reused by an incremental parse.
 *
 * @module
 */
import { ContextTracker, ExternalTokenizer, type InputStream, type Stack } from "@lezer/lr";
import * as terms from "./terms.gen.ts";
import { lookAtNextLine, type NextLine } from "./layout.ts";
import { actionsOf, type StackInside } from "./parse_actions.ts";

/** What an entry of the layout context stands for. */
type LayoutKind = "file" | "bracket" | "brace" | "indent" | "quoted";

/** One open bracket, brace or indented block, and what is around it. */
class Layout {
  readonly hash: number;
  /** True when a bracket or brace is open anywhere around. */
  readonly enclosed: boolean;
  constructor(
    readonly parent: Layout | null,
    readonly kind: LayoutKind,
    /** Where the opening token starts. */
    readonly start: number,
    /** Indentation of the statement we are in. */
    readonly line: number,
    /** In a brace: the indentation of its first line, -1 when it begins on the opening line. */
    readonly first: number,
  ) {
    this.enclosed = kind === "indent" || kind === "file" ? parent?.enclosed ?? false : true;
    const kindHash = kind.length + (kind === "bracket" ? 13 : 0);
    this.hash = ((parent?.hash ?? 7) * 31 + kindHash * 1021 + line * 7 + first * 3) | 0;
  }
}

const bracketTerms = new Set<number>([
  terms.parenL,
  terms.bracketL,
  terms.recordOpen,
  terms.longInterpolationStart,
]);
const braceTerms = new Set<number>([
  terms.bodyOpen,
  terms.blockOpen,
  terms.clausesOpen,
  terms.trailingOpen,
]);

/** Nodes that begin with the token that opens a bracket, a brace or an indented block. */
const enclosingNodes = new Set<number>([
  terms.Paren,
  terms.List,
  terms.Comprehension,
  terms.Record,
  terms.ArgumentList,
  terms.ParameterList,
  terms.Subscript,
  terms.Block,
  terms.BlockExpression,
  terms.TrailingBraces,
  terms.IndentedBlock,
  terms.ArrowBlock,
  terms.MatchBraces,
  terms.MatchIndented,
  terms.ListPattern,
  terms.TuplePattern,
  terms.RecordPattern,
  terms.PatternArguments,
  terms.ListType,
  terms.RecordType,
  terms.TypeList,
  terms.VariantFields,
  terms.ParallelEntries,
  terms.Interpolation,
  terms.LongInterpolation,
]);

/** The context tracker named by `@context` in the grammar. */
export const layoutContext: ContextTracker<unknown> = new ContextTracker<Layout>({
  start: new Layout(null, "file", -1, 0, -1),
  hash: (layout) => layout.hash,
  shift(layout, term, _stack, input) {
    if (bracketTerms.has(term)) {
      return new Layout(layout, "bracket", input.pos, layout.line, -1);
    }
    if (braceTerms.has(term)) {
      return new Layout(layout, "brace", input.pos, layout.line, -1);
    }
    if (term === terms.indent || term === terms.arrowIndent) {
      return new Layout(layout, "indent", input.pos, lookAtNextLine(input).column, -1);
    }
    if (term === terms.interpolationStart) {
      return new Layout(layout, "quoted", input.pos, layout.line, -1);
    }
    if (term === terms.newline && layout.kind === "brace") {
      const { column } = lookAtNextLine(input);
      if (column === layout.line && layout.first >= 0) return layout;
      const first = layout.first < 0 ? column : layout.first;
      return new Layout(layout.parent, "brace", layout.start, column, first);
    }
    return layout;
  },
  reduce(layout, term, _stack, input) {
    if (!enclosingNodes.has(term)) return layout;
    let left = layout;
    while (left.start >= input.pos && left.parent) left = left.parent;
    return left;
  },
});

const NEWLINE = 10;
const DOUBLE_QUOTE = 34;
const DOLLAR = 36;
const PAREN_RIGHT = 41;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const COLON = 58;
const EQUALS = 61;
const GREATER = 62;
const BRACKET_RIGHT = 93;
const BACKSLASH = 92;
const BRACE_LEFT = 123;
const BRACE_RIGHT = 125;

/** Line ends, indentation, braces, `:` of trailing blocks and the two meanings of `=>`. */
export const layout: ExternalTokenizer = new ExternalTokenizer((input, stack) => {
  const unreadable = stopsReading(stack);
  if (unreadable && input.next >= 0) {
    return input.acceptToken(unreadable, distanceToEnd(input));
  }
  switch (input.next) {
    case NEWLINE:
      return lineEnd(input, stack);
    case BRACE_LEFT:
      return openBrace(input, stack);
    case COLON:
      if (!canShift(stack, terms.colon) && canShift(stack, terms.trailingColon)) {
        input.acceptToken(terms.trailingColon, 1);
      }
      return;
    case EQUALS:
      if (input.peek(1) !== GREATER) return;
      return input.acceptToken(
        canShift(stack, terms.clauseArrow) ? terms.clauseArrow : terms.lambdaArrow,
        2,
      );
    case MINUS:
      if (input.peek(1) === GREATER && canShift(stack, terms.clauseArrow)) {
        input.acceptToken(terms.clauseArrow, 2);
      }
      return;
    case PAREN_RIGHT:
    case BRACKET_RIGHT:
    case BRACE_RIGHT: {
      const open = stack.context as Layout;
      if (open.kind === "indent" && open.enclosed && canShift(stack, terms.dedent)) {
        input.acceptToken(terms.dedent);
      }
      return;
    }
    case COMMA: {
      const open = stack.context as Layout;
      const endsBlock = open.kind === "indent" && open.enclosed &&
        !canShift(stack, terms.comma) && canShift(stack, terms.dedent);
      if (endsBlock) input.acceptToken(terms.dedent);
      return;
    }
    case -1:
      return endOfText(input, stack);
  }
}, { contextual: true });

/**
 * Most entries of the parse stack; beyond, the rest of the text is one token that says so. An entry
 * makes at most two levels of the tree (a parenthesised type), and Lezer flattens trees that are
 * deeper than 2500.
 */
const PARSE_DEPTH_MAX = 1000;

/**
 * Lowest score of the parse stack; beyond, the rest of the text is one token too. Every recovery
 * from an error costs 100 to 200, and takes some fifty times as long as reading a token, so a large
 * file of noise would take minutes.
 */
const SCORE_MIN = -150_000;

function canShift(stack: Stack, term: number): boolean {
  const inside = stack as unknown as StackInside;
  return actionsOf(inside.p.parser).canShift(inside, term);
}

/** The token that ends the reading when the text is nested too deeply or too broken, else 0. */
function stopsReading(stack: Stack): number {
  const inside = stack as unknown as StackInside;
  if (inside.stack.length > 3 * PARSE_DEPTH_MAX) return terms.TooDeep;
  return inside.score < SCORE_MIN ? terms.TooBroken : 0;
}

/** How far it is to the end of the text, found by doubling and halving. */
function distanceToEnd(input: InputStream): number {
  let beyond = 1;
  while (input.peek(beyond) >= 0) beyond *= 2;
  let inside = beyond >> 1;
  while (beyond - inside > 1) {
    const middle = (beyond + inside) >> 1;
    if (input.peek(middle) >= 0) inside = middle;
    else beyond = middle;
  }
  return beyond;
}

function lineEnd(input: InputStream, stack: Stack): void {
  const open = stack.context as Layout;
  const next = lookAtNextLine(input);
  const afterArrow = canShift(stack, terms.arrowIndent);
  if (afterArrow || canShift(stack, terms.indent)) {
    if (next.column > open.line) {
      return input.acceptToken(afterArrow ? terms.arrowIndent : terms.indent, 1);
    }
    return endLine(input, afterArrow && !next.declares ? terms.continuation : terms.newline, next);
  }
  if (open.kind === "indent" && (next.column < open.line || (next.closes && open.enclosed))) {
    return input.acceptToken(terms.dedent);
  }
  if (open.kind === "quoted") {
    if (canShift(stack, terms.MissingClose)) return input.acceptToken(terms.MissingClose);
    return endLine(input, terms.newline, next);
  }
  if (open.kind === "bracket") {
    if (!next.declares) return endLine(input, terms.continuation, next);
    if (canShift(stack, terms.MissingClose)) return input.acceptToken(terms.MissingClose);
    return endLine(input, terms.newline, next);
  }
  if (next.continues) return endLine(input, terms.continuation, next);
  if (open.kind === "brace" && next.declaresTop && leavesBrace(open, next.column)) {
    if (canShift(stack, terms.MissingClose)) return input.acceptToken(terms.MissingClose);
  }
  if (canShift(stack, terms.newline)) return endLine(input, terms.newline, next);
  const operandFollows = !next.declares && !next.ends && canShift(stack, terms.identifier);
  endLine(input, operandFollows ? terms.continuation : terms.newline, next);
}

/** Accepts a line end, and with it the blank lines that follow at once. */
function endLine(input: InputStream, term: number, next: NextLine): void {
  input.acceptTokenTo(term, Math.max(input.pos + 1, next.blankEnd));
}

/** True when a declaration at `column` cannot be meant to stand inside the brace `open`. */
function leavesBrace(open: Layout, column: number): boolean {
  const outside = open.parent?.line ?? 0;
  return column <= outside && open.first > outside;
}

function endOfText(input: InputStream, stack: Stack): void {
  const open = stack.context as Layout;
  if (open.kind === "indent" && canShift(stack, terms.dedent)) {
    input.acceptToken(terms.dedent);
  } else if (open.kind !== "file" && canShift(stack, terms.MissingClose)) {
    input.acceptToken(terms.MissingClose);
  }
}

function openBrace(input: InputStream, stack: Stack): void {
  const body = canShift(stack, terms.bodyOpen);
  const record = canShift(stack, terms.recordOpen);
  const clauses = !body && canShift(stack, terms.clausesOpen);
  const block = !clauses && canShift(stack, terms.blockOpen);
  let term: number = body ? terms.bodyOpen : clauses ? terms.clausesOpen : terms.blockOpen;
  if (record && (body || clauses || block)) {
    if (readsAsRecord(input, !body)) term = terms.recordOpen;
  } else if (record) {
    term = terms.recordOpen;
  } else if (!body && !clauses && canShift(stack, terms.trailingOpen)) {
    term = terms.trailingOpen;
  }
  input.acceptToken(term, 1);
}

/**
 * Whether the brace at the stream's position opens a record: `{}`, `{name: …`, `{"k": …`,
 * `{...old`, `{a, …`; and `{a}` unless it follows an arrow (`loneName` false).
 */
function readsAsRecord(input: InputStream, loneName: boolean): boolean {
  let at = skipBlank(input, 1);
  const first = input.peek(at);
  if (first === BRACE_RIGHT) return true;
  if (first === DOT) return input.peek(at + 1) === DOT && input.peek(at + 2) === DOT;
  if (first === DOUBLE_QUOTE) {
    at++;
    for (let unit = input.peek(at); unit !== DOUBLE_QUOTE; unit = input.peek(at)) {
      if (unit < 0 || unit === NEWLINE) return false;
      at += unit === BACKSLASH ? 2 : 1;
    }
    return input.peek(skipBlank(input, at + 1)) === COLON;
  }
  if (!isNameStart(first)) return false;
  while (isNamePart(input.peek(at))) at++;
  const after = input.peek(skipBlank(input, at));
  return after === COLON || after === COMMA || (loneName && after === BRACE_RIGHT);
}

/** The offset of the first code unit at or after `at` that is not blank, a line end or a comment. */
function skipBlank(input: InputStream, at: number): number {
  for (;;) {
    const unit = input.peek(at);
    if (unit === 32 || unit === NEWLINE || unit === 9 || unit === 13) {
      at++;
    } else if (unit === 35) {
      while (input.peek(at) !== NEWLINE && input.peek(at) >= 0) at++;
    } else {
      return at;
    }
  }
}

function isNameStart(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || unit === 95 || (unit >= 65 && unit <= 90) || unit >= 0xc0;
}

function isNamePart(unit: number): boolean {
  return isNameStart(unit) || (unit >= 48 && unit <= 57);
}

/** The inside of strings: text, escapes, `${` and the closing quotes. */
export const strings: ExternalTokenizer = new ExternalTokenizer((input, stack) => {
  const long = canShift(stack, terms.longContent);
  if (!long && !canShift(stack, terms.stringContent)) return;
  const content = long ? terms.longContent : terms.stringContent;
  for (let length = 0;; length++) {
    const unit = input.next;
    const ends = unit < 0 || unit === BACKSLASH || (!long && unit === NEWLINE) ||
      (unit === DOLLAR && input.peek(1) === BRACE_LEFT) ||
      (unit === DOUBLE_QUOTE &&
        (!long || (input.peek(1) === DOUBLE_QUOTE && input.peek(2) === DOUBLE_QUOTE)));
    if (!ends) {
      input.advance();
      continue;
    }
    if (length > 0) return input.acceptToken(content);
    if (unit === BACKSLASH) return input.acceptToken(terms.Escape, escapeLength(input));
    if (unit === DOLLAR) {
      return input.acceptToken(
        long ? terms.longInterpolationStart : terms.interpolationStart,
        2,
      );
    }
    if (unit === DOUBLE_QUOTE) {
      return long ? input.acceptToken(terms.longEnd, 3) : input.acceptToken(terms.stringEnd, 1);
    }
    return input.acceptToken(terms.MissingQuote);
  }
}, { contextual: true });

/** Length of the escape at the stream's position: `\n` is 2, `\u{1F600}` is 9. */
function escapeLength(input: InputStream): number {
  const unit = input.peek(1);
  if (unit < 0 || unit === NEWLINE) return 1;
  if (unit === 117 && input.peek(2) === BRACE_LEFT) {
    for (let at = 3; at < 12; at++) {
      const digit = input.peek(at);
      if (digit === BRACE_RIGHT) return at + 1;
      if (!isNamePart(digit)) return at;
    }
    return 3;
  }
  const isHighSurrogate = unit >= 0xd800 && unit < 0xdc00 && input.peek(2) >= 0;
  return isHighSurrogate ? 3 : 2;
}
