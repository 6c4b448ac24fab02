/**
 * Control flow: `if`, `for`, `while`, `match`, `try`, `checkpoint`.
 *
 * @module
 */
import type { TreeCursor } from "@lezer/common";
import type { Block, Clause, Expr, IfExpr, Pattern } from "./ast.ts";
import { lowerBody } from "./lower_body.ts";
import { atEnd, isExpression, lowerExpression, only } from "./lower_expression.ts";
import { isPattern, lowerPattern } from "./lower_pattern.ts";
import { eachChild, fitted, invalid, type Lowering, spanOf } from "./lowering.ts";
import * as terms from "./terms.gen.ts";

/** Lowers `if`, with all its `else if`s. */
export function ifExpression(low: Lowering, cursor: TreeCursor): Expr {
  const span = spanOf(cursor);
  let branches = 0;
  eachChild(cursor, (id) => {
    if (id === terms._if) branches++;
  });
  if (!low.enter(span, branches)) return invalid(span);
  const heads: { start: number; condition: Expr; body: Block | null }[] = [];
  let otherwise: Block | null = null;
  let condition: Expr | null = null;
  let start = span.start;
  eachChild(cursor, (id) => {
    if (id === terms._if) {
      if (condition) heads.push({ start, condition, body: null });
      start = cursor.from;
      condition = null;
    } else if (id === terms.Body) {
      const body = lowerBody(low, cursor);
      if (condition) heads.push({ start, condition, body });
      else if (heads.length > 0) otherwise = body;
      condition = null;
    } else if (isExpression(id)) {
      condition ??= lowerExpression(low, cursor);
    }
  });
  if (condition) heads.push({ start, condition, body: null });
  let result: Block | IfExpr | null = otherwise;
  for (const head of heads.reverse()) {
    result = {
      kind: "if",
      number: 0,
      span: { start: head.start, end: span.end },
      condition: head.condition,
      then: head.body ??
        {
          kind: "block",
          number: 0,
          span: atEnd(head.condition.span),
          statements: [invalid(atEnd(head.condition.span))],
        },
      otherwise: result,
    };
  }
  low.leave(branches);
  return result ?? invalid(span);
}

/** Lowers `for`. */
export function loop(low: Lowering, cursor: TreeCursor): Expr {
  const span = spanOf(cursor);
  return { kind: "for", number: 0, span, ...forHead(low, cursor), body: bodyInside(low, cursor) };
}

/** The `Body` below a node; an empty block when it is missing. */
export function bodyInside(low: Lowering, cursor: TreeCursor): Block {
  const end = atEnd(spanOf(cursor));
  let body: Block | null = null;
  eachChild(cursor, (id) => {
    if (id === terms.Body) body ??= lowerBody(low, cursor);
  });
  return body ?? { kind: "block", number: 0, span: end, statements: [invalid(end)] };
}

/** Lowers `while`. */
export function whileLoop(low: Lowering, cursor: TreeCursor): Expr {
  const span = spanOf(cursor);
  const condition = only(low, cursor) ?? invalid(span);
  return { kind: "while", number: 0, span, condition, body: bodyInside(low, cursor) };
}

/** Lowers `checkpoint "label": e`. */
export function checkpoint(low: Lowering, cursor: TreeCursor): Expr {
  const span = spanOf(cursor);
  const label = only(low, cursor) ?? invalid(span);
  return { kind: "checkpoint", number: 0, span, label, body: bodyInside(low, cursor) };
}

/** Lowers `match`. */
export function match(low: Lowering, cursor: TreeCursor): Expr {
  const span = spanOf(cursor);
  let subject: Expr | null = null;
  const clauses: Clause[] = [];
  eachChild(cursor, (id) => {
    if (isExpression(id)) subject ??= lowerExpression(low, cursor);
    else clauseGroup(low, cursor, clauses);
  });
  return {
    kind: "match",
    number: 0,
    span,
    subject: subject ?? invalid(span),
    clauses: fitted(clauses),
  };
}

/** Adds the clauses of `{ … }` or of an indented group, if the cursor is on one. */
function clauseGroup(low: Lowering, cursor: TreeCursor, clauses: Clause[]): boolean {
  const id = cursor.type.id;
  if (id !== terms.MatchBraces && id !== terms.MatchIndented) return false;
  eachChild(cursor, (inner) => {
    if (inner === terms.Clause) clauses.push(clause(low, cursor));
  });
  return true;
}

/** Adds the clauses of a `catch`: one after it, or a group. */
function catchClauses(low: Lowering, cursor: TreeCursor, clauses: Clause[]): void {
  let isGroup = false;
  eachChild(cursor, () => {
    if (clauseGroup(low, cursor, clauses)) isGroup = true;
  });
  if (!isGroup) clauses.push(clause(low, cursor));
}

/** Lowers a clause of `match` or `catch`. */
function clause(low: Lowering, cursor: TreeCursor): Clause {
  const span = spanOf(cursor);
  let pattern: Pattern | null = null;
  let guard: Expr | null = null;
  let body: Expr | null = null;
  eachChild(cursor, (id) => {
    if (id === terms._catch) return;
    if (!pattern) {
      if (isPattern(id)) pattern = lowerPattern(low, cursor);
    } else if (id === terms.Guard) guard = only(low, cursor) ?? invalid(spanOf(cursor));
    else if (isExpression(id)) body ??= lowerExpression(low, cursor);
  });
  return {
    kind: "clause",
    span,
    pattern: pattern ?? invalid(span),
    guard,
    body: body ?? invalid(atEnd(span)),
  };
}

/** Lowers `try` and its `catch`es. */
export function tryExpression(low: Lowering, cursor: TreeCursor): Expr {
  const span = spanOf(cursor);
  const body = bodyInside(low, cursor);
  const clauses: Clause[] = [];
  eachChild(cursor, (id) => {
    if (id === terms.CatchClause) catchClauses(low, cursor, clauses);
  });
  const isForeign = /^\s*\}?\s*(?:except|rescue|finally|ensure)\b/.test(
    low.text.slice(span.end, span.end + 200),
  );
  if (clauses.length === 0 && !isForeign) {
    low.report({
      code: "E0122",
      message: "this `try` has no `catch`",
      span: { start: span.start, end: span.start + 3 },
      hint: "say what to do with an error: `catch e => …`",
    });
  }
  return { kind: "try", number: 0, span, body, clauses };
}

/** The pattern and the iterable of `for PATTERN in ITERABLE`, wherever it stands. */
export function forHead(
  low: Lowering,
  cursor: TreeCursor,
): { pattern: Pattern; iterable: Expr } {
  const span = spanOf(cursor);
  let pattern: Pattern | null = null;
  let iterable: Expr | null = null;
  let pastIn = false;
  eachChild(cursor, (id) => {
    if (id === terms._in) pastIn = true;
    else if (!pastIn && isPattern(id)) pattern ??= lowerPattern(low, cursor);
    else if (pastIn && isExpression(id)) iterable ??= lowerExpression(low, cursor);
  });
  return { pattern: pattern ?? invalid(span), iterable: iterable ?? invalid(span) };
}
