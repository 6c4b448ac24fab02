/**
 * What all parts of lowering share: the text, the findings, the depth, and how to walk a Lezer tree.
 *
 * @module
 */
import type { TreeCursor } from "@lezer/common";
import type { Diagnostic, Label } from "../diagnostics/diagnostic.ts";
import { findSyntaxSlip, slipText } from "../diagnostics/slips.ts";
import type { Ident, Invalid, Statement } from "./ast.ts";
import type { BrokenText } from "./broken.ts";
import { maskText, scan } from "./scan.ts";
import type { Span } from "./span.ts";
import * as terms from "./terms.gen.ts";

/**
 * How deep a syntax tree may be. Later phases recurse on the tree, so this bounds their stack; no
 * program written by a person comes near it.
 */
export const DEPTH_MAX = 256;

/** Most findings that are kept while lowering; far fewer are told. */
const RECORDED_MAX = 1000;

/** Longest line that is searched for slips. */
const SLIP_LINE_MAX = 500;

/** A finding of the syntax, before the file's name is known. */
export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly span: Span;
  readonly hint?: string;
  readonly labels?: readonly Label[];
  readonly fix?: { readonly span: Span; readonly text: string };
}

/** Statements of the top level that were lowered before, of the text as it was. */
export interface KnownStatements {
  /** The statement of a node of that type and place, if it was lowered before. */
  find(type: number, span: Span): Statement | null;
  /** Keeps a statement that was lowered without a finding. */
  add(type: number, span: Span, statement: Statement): void;
}

/** The state of one lowering: the text, what was found in it, and how deep we are. */
export class Lowering {
  /** Everything found so far. */
  diagnostics: Diagnostic[] = [];
  /** What could not be read and is left alone; null when the parser read everything. */
  broken: BrokenText | null = null;
  /** True once something was nested too deeply; what the parser then says is a consequence. */
  tooDeep = false;
  /** Set in the end: the parser found errors, the text is nested too deeply, or too much is wrong. */
  isBroken = false;
  /** Statements of the top level that need not be lowered again; null where nothing is kept. */
  known: KnownStatements | null = null;
  #depth = 0;

  constructor(
    /** The source. */
    readonly text: string,
    /** Its name. */
    readonly file: string,
  ) {}

  /** Whether further findings are dropped. */
  get isFull(): boolean {
    return this.diagnostics.length >= RECORDED_MAX;
  }

  /** Records a syntax error. */
  report(finding: Finding): void {
    if (this.isFull) return;
    this.diagnostics.push({
      code: finding.code,
      severity: "error",
      kind: "syntax",
      message: finding.message,
      file: this.file,
      span: finding.span,
      labels: finding.labels ?? [],
      ...(finding.hint === undefined ? {} : { hint: finding.hint }),
      ...(finding.fix === undefined ? {} : { fix: finding.fix }),
    });
  }

  /** Records a syntax error, or the slip from another language that its line makes. */
  reportOrSlip(finding: Finding): void {
    const start = this.text.lastIndexOf("\n", finding.span.start - 1) + 1;
    const newline = this.text.indexOf("\n", finding.span.start);
    const line = this.text.slice(start, newline < 0 ? this.text.length : newline);
    if (line.length > SLIP_LINE_MAX) return this.report(finding);
    const found = findSyntaxSlip(maskText(line, scan(line)), finding.span.end - start);
    if (!found) return this.report(finding);
    this.report({
      code: "E0131",
      message: slipText(found.slip),
      span: { start: start + found.start, end: start + found.end },
    });
  }

  /** Keeps only these findings. */
  keep(diagnostics: readonly Diagnostic[]): void {
    this.diagnostics = [...diagnostics];
  }

  /** The text of a node. */
  textOf(cursor: TreeCursor): string {
    return this.text.slice(cursor.from, cursor.to);
  }

  /**
   * Goes `levels` deeper; false, with one finding, when that is too deep. Each call that gave true
   * is followed by {@linkcode leave} with the same number.
   */
  enter(span: Span, levels = 1): boolean {
    if (this.#depth + levels > DEPTH_MAX) {
      this.refuseDepth(span);
      return false;
    }
    this.#depth += levels;
    return true;
  }

  /** Reports, once, that the text is nested too deeply. */
  refuseDepth(span: Span): void {
    if (this.tooDeep) return;
    this.tooDeep = true;
    this.report({
      code: "E0190",
      message: "this is nested too deeply",
      span: { start: span.start, end: Math.min(span.end, span.start + 1) },
      hint: "split it into several functions or `let` bindings",
    });
  }

  /** Comes back from {@linkcode enter}. */
  leave(levels = 1): void {
    this.#depth -= levels;
  }
}

/** The span of the node a cursor is on. */
export function spanOf(cursor: TreeCursor): Span {
  return { start: cursor.from, end: cursor.to };
}

/** An `Invalid` node in place of the node a cursor is on. */
export function invalid(span: Span): Invalid {
  return { kind: "invalid", number: 0, span };
}

/** The name a cursor is on. */
export function identOf(low: Lowering, cursor: TreeCursor): Ident {
  const name = low.textOf(cursor);
  const span = spanOf(cursor);
  checkName(low, name, span);
  return { name, span };
}

/** Reports a name with letters that names may not have. */
export function checkName(low: Lowering, name: string, span: Span): void {
  if (isAscii(name)) return;
  low.report({
    code: "E0106",
    message: `the name ${name} has letters other than A-Z, a-z, 0-9 and _`,
    span,
    hint: "write names in plain letters; a string can hold any text",
  });
}

function isAscii(name: string): boolean {
  for (let i = 0; i < name.length; i++) if (name.charCodeAt(i) > 0x7f) return false;
  return true;
}

/** The place an absent name would have. */
export function missingIdent(at: number): Ident {
  return { name: "", span: { start: at, end: at } };
}

/** True on nodes that are no part of the syntax tree: comments, errors, stand-ins for closers. */
export function isTrivia(id: number): boolean {
  return id <= terms.TooBroken || id === terms.Comment || id === terms.DocComment;
}

/**
 * A list that stays, without the room to grow: one that is pushed to has room for seventeen, and most
 * lists of a syntax tree have one or two parts.
 */
export function fitted<T>(list: T[]): T[] {
  return list.length === 0 ? list : list.slice();
}

/** Calls `visit` with the cursor on each child that is not trivia. */
export function eachChild(cursor: TreeCursor, visit: (id: number) => void): void {
  if (!cursor.firstChild()) return;
  do {
    const id = cursor.type.id;
    if (!isTrivia(id)) visit(id);
  } while (cursor.nextSibling());
  cursor.parent();
}

/** True when a node holds an error or a stand-in for a missing closer directly below it. */
export function hasError(cursor: TreeCursor): boolean {
  if (!cursor.firstChild()) return false;
  let found = false;
  do {
    const id = cursor.type.id;
    if (id <= terms.TooBroken) found = true;
  } while (!found && cursor.nextSibling());
  cursor.parent();
  return found;
}
