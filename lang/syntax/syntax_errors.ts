/**
 * Every syntax error of a text, each told once and none that merely follows from another.
 *
 * What the parser could not read, brackets without a partner, and what lowering refused are brought
 * together here, by these rules:
 * 1. brackets first: what the parser says about the text inside an unclosed one is a consequence;
 * 2. one finding for each line: a second error of a line is a consequence of the first;
 * 3. an `else`, `catch` or closer that lost what it belongs to in an error is a consequence;
 * 4. what stops the parser behind a reserved word that was meant as a name, and refused as one, follows;
 * 5. a string that is not closed hides the closers behind it, and the lines until the quote that was
 *    meant to close it are its text.
 *
 * @module
 */
import { type SyntaxNode, Tree, type TreeBuffer } from "@lezer/common";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { BrokenText } from "./broken.ts";
import { type BracketProblem, findBracketProblems } from "./brackets.ts";
import { explainBracket, explainError, explainInterpolation, type ParseError } from "./explain.ts";
import type { Finding, Lowering } from "./lowering.ts";
import { maskText, scan, type Token } from "./scan.ts";
import { LineIndex, type Span } from "./span.ts";
import * as terms from "./terms.gen.ts";

/** Most findings that one text gives; who has more mends these first. */
export const FINDINGS_MAX = 100;

/**
 * What is wrong with a tree, found before lowering, which keeps away from the broken parts; null
 * when the parser read everything.
 */
export function findSyntaxErrors(low: Lowering, tree: Tree): SyntaxErrors | null {
  if (!hasErrors(tree)) return null;
  const errors = collectErrors(tree);
  const tooDeep = errors.find((error) => error.isDepth);
  if (tooDeep) {
    low.refuseDepth({ start: tooDeep.from, end: tooDeep.from + 1 });
    return new SyntaxErrors(low, [], []);
  }
  const tokens = scan(low.text);
  const isRecord = (offset: number): boolean => opensRecord(tree, offset);
  const brackets = findBracketProblems(low.text, tokens, isRecord, FINDINGS_MAX);
  const regions = brackets.map((problem) => ({
    start: problem.region.start,
    end: Math.max(problem.region.end, endOfOpened(tree, problem)),
    // Inside an unclosed block lines still count, so only what the bracket itself does is lost.
    bracketsOnly: problem.at.text === "{" && problem.kind === "unclosed" &&
      !isRecord(problem.at.start),
  }));
  const found = new SyntaxErrors(low, tokens, brackets);
  const quotes = tokens.filter((token) => isUnclosed(low.text, token));
  const broken = brokenInterpolations(low.text, quotes, brackets);
  for (const { opener, end } of broken) {
    found.add(opener.start, explainInterpolation(opener));
    found.silence(opener.end, end);
  }
  for (const problem of brackets) {
    if (
      broken.some(({ opener, end }) => problem.at.start > opener.start && problem.at.end <= end)
    ) {
      continue;
    }
    if (problem.kind !== "unclosed" || !hidesCloser(low.text, problem.at, quotes)) {
      found.add(problem.at.start, explainBracket(low.text, problem));
    }
  }
  for (const { start, end } of indentedEntries(low.text, tokens)) found.silence(start, end);
  for (const [first, last] of longStrings(low.text, quotes)) found.silence(first.end, last.start);
  for (const error of errors) {
    if (found.isFull) break;
    const region = regions.find(({ start, end }) => error.from >= start && error.from <= end);
    if (region && !error.isQuote && (!region.bracketsOnly || error.isBracket)) continue;
    const isRest = error.node.type.id === terms.TooBroken;
    if (!error.isBracket && !isRest) found.explain(error);
  }
  if (found.isEmpty) found.explain(errors[0]);
  const lost: Span[] = regions.filter((region) => !region.bracketsOnly);
  for (const { opener, end } of broken) lost.push({ start: opener.start, end });
  const offsets = errors.filter((error) => !error.isBracket).map((error) => error.from);
  found.breakText(offsets, lost);
  found.stopsEarly = errors.some((error) => error.node.type.id === terms.TooBroken);
  return found;
}

/**
 * The lines below `parallel:`, which takes braces: what they lack is told at the colon. With the first
 * token after them, where the parser gives the entries up.
 */
function indentedEntries(text: string, tokens: readonly Token[]): Span[] {
  const found: Span[] = [];
  tokens.forEach((token, i) => {
    const colon = tokens[i + 1];
    if (token.text !== "parallel" || colon?.text !== ":") return;
    const margin =
      /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", token.start - 1) + 1))![0].length;
    const body = new RegExp(`^[^\\n]*\\n(?:[ \\t]{${margin + 1},}[^\\n]*(?:\\n|$)|[ \\t]*\\n)+`);
    const lines = body.exec(text.slice(colon.end));
    if (lines === null) return;
    const last = colon.end + lines[0].length;
    const next = tokens.find((each) => each.start >= last);
    found.push({ start: colon.end, end: next?.end ?? text.length });
  });
  return found;
}

/** Whether a token is a `"` string that ends with its line instead of its quote. */
function isUnclosed(text: string, { kind, start, end }: Token): boolean {
  if (kind !== "string" || text.startsWith('"""', start)) return false;
  return (end === text.length || text[end] === "\n") && (end - start < 2 || text[end - 1] !== '"');
}

/**
 * Interpolations of a `"` string that go on behind the end of their line: the `${`, and where the `}` ends
 * that was meant to close it.
 */
function brokenInterpolations(
  text: string,
  quotes: readonly Token[],
  brackets: readonly BracketProblem[],
): { readonly opener: Span; readonly end: number }[] {
  const found: { opener: Span; end: number }[] = [];
  for (const { start, end } of quotes) {
    const at = text.lastIndexOf("${", end);
    if (at < start || text.slice(at, end).includes("}")) continue;
    const closer = brackets.find(({ kind, at: { start: from } }) => kind === "stray" && from > end);
    if (closer === undefined || text.slice(end, closer.at.start).includes('"')) continue;
    const lineEnd = text.indexOf("\n", closer.at.end);
    found.push({
      opener: { start: at, end: at + 2 },
      end: lineEnd < 0 ? text.length : lineEnd,
    });
  }
  return found;
}

/** Whether the rest of an opener's line is inside a string that is not closed. */
function hidesCloser(text: string, opener: Token, quotes: readonly Token[]): boolean {
  const next = quotes.find((quote) => quote.start > opener.start);
  return next !== undefined && !text.slice(opener.start, next.start).includes("\n");
}

/**
 * Strings written over several lines: two quotes without partners, of which the second is followed by
 * nothing that could be text.
 */
function longStrings(text: string, quotes: readonly Token[]): [Token, Token][] {
  const found: [Token, Token][] = [];
  for (let i = 0; i + 1 < quotes.length; i++) {
    const last = quotes[i + 1];
    if (!/^[\s)\]},;.]*$/.test(text.slice(last.start + 1, last.end))) continue;
    found.push([quotes[i], last]);
    i++;
  }
  return found;
}

/** Whether the parser stopped anywhere: quick, because most programs are well formed. */
export function hasErrors(tree: Tree): boolean {
  const pending: (Tree | TreeBuffer)[] = [tree];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (part instanceof Tree) {
      if (isError(part.type.id)) return true;
      for (const child of part.children) pending.push(child);
      continue;
    }
    // Four numbers for each node: its type comes first.
    const { buffer } = part;
    for (let i = 0; i < buffer.length; i += 4) if (isError(buffer[i])) return true;
  }
  return false;
}

function isError(id: number): boolean {
  return id === ERROR || id === terms.MissingClose || id === terms.TooDeep ||
    id === terms.TooBroken || id === terms.MissingQuote;
}

/** The node type of Lezer's own error nodes. */
const ERROR = 0;

/** All places where the parser stopped, in the order of the text. */
function collectErrors(tree: Tree): ParseError[] {
  const errors: ParseError[] = [];
  const cursor = tree.cursor();
  do {
    const { id } = cursor.type;
    if (!isError(id)) continue;
    errors.push({
      from: cursor.from,
      to: cursor.to,
      node: cursor.node,
      isBracket: id === terms.MissingClose,
      isQuote: id === terms.MissingQuote,
      isDepth: id === terms.TooDeep,
    });
  } while (cursor.next() && errors.length < COLLECTED_MAX);
  return errors;
}

/** Errors looked at: many more than are told, because most of them are consequences. */
const COLLECTED_MAX = 5000;

/** Where the parser takes a bracket to end that is closed by another: the lines until then count as inside. */
function endOfOpened(tree: Tree, { kind, at }: BracketProblem): number {
  if (kind !== "mismatched") return 0;
  for (let node: SyntaxNode | null = tree.resolveInner(at.start, 1); node; node = node.parent) {
    if (node.from < at.start) break;
    if (node.from === at.start && node.to > at.end) return node.to;
  }
  return 0;
}

function opensRecord(tree: Tree, offset: number): boolean {
  switch (tree.resolveInner(offset, 1).type.id) {
    case terms.Record:
    case terms.RecordPattern:
    case terms.RecordType:
    case terms.ParallelEntries:
      return true;
    default:
      return false;
  }
}

/** What is wrong with one text: at most one finding for each line. */
export class SyntaxErrors {
  readonly #byLine = new Map<number, Finding>();
  /** Lines whose first error is a consequence, and so all others of them. */
  readonly #silent = new Set<number>();
  readonly #lines: LineIndex;
  readonly #masked: string;
  #broken: BrokenText | null = null;
  /** Whether the parser gave up before the end of the text, because there were too many errors. */
  stopsEarly = false;

  /**
   * @param low The lowering that the findings go to.
   * @param tokens The tokens of its text.
   * @param brackets The brackets without a partner.
   */
  constructor(
    readonly low: Lowering,
    readonly tokens: readonly Token[],
    readonly brackets: readonly BracketProblem[],
  ) {
    this.#lines = new LineIndex(low.text);
    this.#masked = maskText(low.text, tokens);
  }

  /** Whether there is no finding yet. */

  get isEmpty(): boolean {
    return this.#byLine.size === 0;
  }

  /** Whether more findings would not be told. */
  get isFull(): boolean {
    return this.#byLine.size >= FINDINGS_MAX;
  }

  #lineOf(offset: number): number {
    return this.#lines.lineAt(offset);
  }

  /** Adds a finding unless its line has one. */
  add(offset: number, finding: Finding): void {
    const line = this.#lineOf(offset);
    if (!this.#byLine.has(line)) this.#byLine.set(line, finding);
  }

  /** Says that the lines behind that of `from`, up to that of `to`, are inside of an error. */
  silence(from: number, to: number): void {
    for (let line = this.#lineOf(from) + 1; line <= this.#lineOf(to); line++) {
      this.#silent.add(line);
    }
  }

  /** Explains an error of the parser, unless it follows from one that is already told. */
  explain(error: ParseError): void {
    const finding = explainError({
      text: this.low.text,
      masked: this.#masked,
      tokens: this.tokens,
      error,
    });
    const line = this.#lineOf(finding.span.start);
    if (this.#byLine.has(line) || this.#byLine.has(this.#lineOf(error.from))) return;
    if (this.#silent.has(line)) return;
    if (this.#usesRefused(error.from)) return;
    if (this.#lostItsStart(line) || this.#lostItsMatch(line, finding.span.start)) {
      this.#silent.add(line);
      return;
    }
    this.#byLine.set(line, finding);
  }

  /**
   * Whether a line goes on with something that an earlier error hid: it begins with `else`, `catch`
   * or a closer, and an error stands between it and the line it belongs to.
   */
  #lostItsStart(line: number): boolean {
    const text = this.#lines.lineText(line);
    if (!/^\s*(?:else\b|catch\b|[)\]}]|end\b)/.test(text)) return false;
    const indent = /^\s*/.exec(text)![0].length;
    const first = Math.max(1, line - LOOK_BACK_MAX);
    for (let at = line - 1; at >= first; at--) {
      if (this.#byLine.has(at)) return true;
      const above = this.#lines.lineText(at);
      const isBlank = /^\s*(?:#|$)/.test(above);
      const goesOn = /^\s*(?:else\b|catch\b|elif\b|[)\]}])/.test(above);
      if (!isBlank && !goesOn && /^\s*/.exec(above)![0].length <= indent) return false;
    }
    return false;
  }

  /** Whether the parser stopped behind the use of a name that was refused where it was introduced. */
  #usesRefused(offset: number): boolean {
    const before = this.tokens.findLast(({ end }) => end <= offset);
    if (before?.kind !== "word") return false;
    for (const { code, span } of this.#byLine.values()) {
      if (code !== "E0109" || span.start === before.start) continue;
      if (this.low.text.slice(span.start, span.end) === before.text) return true;
    }
    return false;
  }

  /** Whether a line is a clause, as in `1 -> 2`, under a line whose error hid the `match` of it. */
  #lostItsMatch(line: number, offset: number): boolean {
    const isArrow = /^(?:->|=>)/.test(this.low.text.slice(offset, offset + 2));
    if (!isArrow) return false;
    const indentOf = (text: string): number => /^\s*/.exec(text)![0].length;
    const indent = indentOf(this.#lines.lineText(line));
    for (let at = line - 1; at >= Math.max(1, line - LOOK_BACK_MAX); at--) {
      const above = this.#lines.lineText(at);
      if (/^\s*(?:#|$)/.test(above) || indentOf(above) >= indent) continue;
      return this.#byLine.has(at);
    }
    return false;
  }

  /** Marks what lowering is to keep away from: where the parser stopped, and unclosed brackets. */
  breakText(offsets: readonly number[], lost: readonly Span[]): void {
    const places = [...this.#byLine.values()].map((finding) => finding.span);
    const stops = offsets.map((start) => ({ start, end: start }));
    this.#broken = new BrokenText(this.#lines, offsets, [...places, ...stops, ...lost]);
    this.low.broken = this.#broken;
  }

  /** The names that stand in what could not be read. */
  get unreadNames(): ReadonlySet<string> {
    const words = this.#broken?.wordsOf(this.tokens) ?? new Set<string>();
    // What follows an unclosed brace may have ended up inside a block.
    const first = Math.min(...this.brackets.map(({ at }) => at.start));
    for (const token of this.tokens) {
      if (token.kind === "word" && token.start > first) words.add(token.text);
    }
    return words;
  }

  /** Puts the findings into the lowering, together with those of its own that still hold. */
  finish(): void {
    if (this.low.tooDeep) {
      this.low.keep(this.low.diagnostics.filter((finding) => finding.code === "E0190"));
      return;
    }
    const seen = new Set<string>();
    const own = this.low.diagnostics.filter(({ code, span }) => {
      // Statements that a broken one had swallowed are lowered twice.
      const key = `${code} ${span.start} ${span.end}`;
      if (seen.has(key)) return false;
      seen.add(key);
      if (code === "E0132" || this.#broken?.isBroken(span)) return false;
      const misplaced = code === "E0124" || code === "E0125";
      return !(misplaced && this.brackets.some(({ at }) => at.start < span.start));
    });
    this.low.keep(own.slice(0, FINDINGS_MAX));
    for (const finding of this.#byLine.values()) this.low.report(finding);
  }
}

/** How many lines are read backwards to find what an `else` belongs to. */
const LOOK_BACK_MAX = 200;

/** The first findings, in the order of the text. */
export function firstDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort((a, b) => a.span.start - b.span.start).slice(0, FINDINGS_MAX);
}
