/**
 * Bodies, blocks, parameters and statements.
 *
 * @module
 */
import type { SyntaxNode, TreeCursor } from "@lezer/common";
import type { Block, Expr, Param, Pattern, Statement, TypeExpr } from "./ast.ts";
import { lowerDeclaration } from "./lower_declaration.ts";
import { isExpression, lowerExpression } from "./lower_expression.ts";
import { isPattern, lowerPattern } from "./lower_pattern.ts";
import { lowerTypeInside } from "./lower_type.ts";
import { eachChild, fitted, invalid, type Lowering, spanOf } from "./lowering.ts";
import { TAB_WIDTH } from "./layout.ts";
import type { Span } from "./span.ts";
import * as terms from "./terms.gen.ts";

/** Lowers a `Body` or `TrailingBlock`, in any of its three forms, to one block. */
export function lowerBody(low: Lowering, cursor: TreeCursor): Block {
  const span = spanOf(cursor);
  let block: Block | null = null;
  eachChild(cursor, (id) => {
    if (id === terms.Block || id === terms.IndentedBlock || id === terms.TrailingBraces) {
      block ??= lowerBlock(low, cursor);
    } else if (isExpression(id) && !block) {
      const expr = lowerExpression(low, cursor);
      block = { kind: "block", number: 0, span: expr.span, statements: [expr] };
    }
  });
  const end = { start: span.end, end: span.end };
  return block ?? { kind: "block", number: 0, span: end, statements: [invalid(end)] };
}

/** Lowers a node that holds statements: a block in braces or an indented one. */
export function lowerBlock(low: Lowering, cursor: TreeCursor): Block {
  const span = spanOf(cursor);
  const statements = lowerStatements(low, cursor, false);
  const isIndented = cursor.type.id === terms.IndentedBlock || cursor.type.id === terms.ArrowBlock;
  // The indentation before the first statement is not part of what a finding should underline.
  const start = isIndented && statements.length > 0 ? statements[0].span.start : span.start;
  return { kind: "block", number: 0, span: { start, end: span.end }, statements };
}

/** Lowers the statements below a node; `isTop` at the top of a file. */
export function lowerStatements(low: Lowering, cursor: TreeCursor, isTop: boolean): Statement[] {
  const statements: Statement[] = [];
  const { id } = cursor.type;
  const indentation = id === terms.Module || id === terms.IndentedBlock || id === terms.ArrowBlock
    ? new Indentation(low, id !== terms.Module)
    : null;
  const known = id === terms.Module ? low.known : null;
  eachChild(cursor, (id) => {
    const span = spanOf(cursor);
    indentation?.check(cursor);
    const kept = known === null || low.broken?.touches(span) ? null : known.find(id, span);
    if (kept !== null) {
      statements.push(kept);
      return;
    }
    const findings = low.diagnostics.length;
    const statement = isExpression(id)
      ? lowerExpression(low, cursor)
      : lowerDeclaration(low, cursor, isTop);
    if (!statement) return;
    if (low.diagnostics.length === findings && low.broken === null) known?.add(id, span, statement);
    if (!low.broken?.takes(span)) {
      statements.push(statement);
      return;
    }
    statements.push(invalid(span));
    const swallowed = madeUpBlock(low, cursor.node);
    if (!swallowed) return;
    for (const inner of lowerStatements(low, swallowed.cursor(), isTop)) statements.push(inner);
  });
  return fitted(statements);
}

/**
 * The block that recovery made up in a broken statement, as in `fn f(x) = 1`, where it puts a brace
 * before the `=`: the statements after it are none of it, but follow it. Null when there is none.
 */
function madeUpBlock(low: Lowering, statement: SyntaxNode): SyntaxNode | null {
  let node: SyntaxNode | null = statement;
  for (let level = 0; node && level < LAST_CHILD_MAX; level++) {
    if (node.type.id === terms.Block && low.text[node.from] !== "{") return node;
    node = node.lastChild;
  }
  return null;
}

/** How far down the last children of a statement are looked at. */
const LAST_CHILD_MAX = 12;

/**
 * Sees to it that all lines of a block begin below each other.
 *
 * At the top of a file indentation says nothing (a program in a template string may be indented but
 * for its first line); only the line behind an indented block must show what it goes on with.
 */
class Indentation {
  /** The line that others are compared with: the first, or at the top of a file the last. */
  #first: { readonly lead: string; readonly span: Span; readonly node: SyntaxNode } | null = null;
  /** @param isStrict whether every line is compared, not only those behind an indented block */
  constructor(readonly low: Lowering, readonly isStrict: boolean) {}

  /** Checks the statement the cursor is on, if it begins a line. */
  check(cursor: TreeCursor): void {
    const { text } = this.low;
    const span = spanOf(cursor);
    let lineStart = span.start;
    while (lineStart > 0 && isBlank(text.charCodeAt(lineStart - 1))) lineStart--;
    if (lineStart > 0 && text[lineStart - 1] !== "\n") return;
    const lead = text.slice(lineStart, span.start).replace("\ufeff", "");
    const first = this.#first;
    if (first === null || !this.isStrict) this.#first = { lead, span, node: cursor.node };
    if (first === null || lead === first.lead) return;
    if (!this.isStrict && !endsIndented(first.node)) return;
    const mixes = columnsOf(lead) === columnsOf(first.lead);
    const place = { start: span.start, end: Math.min(span.end, span.start + 1) };
    const label = { start: first.span.start, end: Math.min(first.span.end, first.span.start + 1) };
    this.low.report({
      code: "E0132",
      message: mixes
        ? "this line is indented with other signs than the block it belongs to"
        : "this line begins in another column than the block it belongs to",
      span: place,
      labels: [{ span: label, text: "the block begins here" }],
      hint: mixes
        ? "indent all lines of a block with spaces, or all with tabs"
        : "begin all lines of a block in the same column",
    });
  }
}

/** Whether a statement ends with an indented block. */
function endsIndented(statement: SyntaxNode): boolean {
  let node: SyntaxNode | null = statement;
  for (let level = 0; node && level < LAST_CHILD_MAX; level++) {
    const { id } = node.type;
    if (id === terms.IndentedBlock || id === terms.ArrowBlock || id === terms.MatchIndented) {
      return true;
    }
    node = node.lastChild;
  }
  return false;
}

function isBlank(unit: number): boolean {
  return unit === 32 || unit === 9 || unit === 13 || unit === 0xfeff;
}

function columnsOf(lead: string): number {
  let column = 0;
  for (const sign of lead) {
    if (sign === "\t") column += TAB_WIDTH - (column % TAB_WIDTH);
    else if (sign === " ") column++;
  }
  return column;
}

/** Lowers a `ParameterList`. */
export function lowerParameters(low: Lowering, cursor: TreeCursor): Param[] {
  const params: Param[] = [];
  eachChild(cursor, (id) => {
    if (id !== terms.Parameter) return;
    const span = spanOf(cursor);
    let pattern: Pattern | null = null;
    let annotation: TypeExpr | null = null;
    let defaultValue: Expr | null = null;
    eachChild(cursor, (inner) => {
      if (!pattern && isPattern(inner)) pattern = lowerPattern(low, cursor);
      else if (inner === terms.TypeAnnotation) annotation = lowerTypeInside(low, cursor);
      else if (isExpression(inner)) defaultValue = lowerExpression(low, cursor);
    });
    params.push({
      kind: "param",
      span,
      pattern: pattern ?? invalid(span),
      annotation,
      defaultValue,
    });
  });
  return fitted(params);
}
