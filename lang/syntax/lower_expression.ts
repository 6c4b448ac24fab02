/**
 * Expressions: from Lezer nodes to `Expr`.
 *
 * @module
 */
import type { TreeCursor } from "@lezer/common";
import type { Argument, Block, CallExpr, Expr, Ident, ListComp } from "./ast.ts";
import {
  checkpoint,
  forHead,
  ifExpression,
  loop,
  match,
  tryExpression,
  whileLoop,
} from "./lower_control.ts";
import { lowerFunctionExpression, lowerLambda } from "./lower_lambda.ts";
import { lowerBlock, lowerBody } from "./lower_body.ts";
import { type ChainItem, lowerChain } from "./lower_operation.ts";
import { simpleLiteral } from "./lower_pattern.ts";
import { lowerParallel, lowerParallelFor, lowerPythonCall } from "./lower_orchestration.ts";
import { lowerRecord } from "./lower_record.ts";
import { lowerString } from "./lower_string.ts";
import { lowerTypeInside } from "./lower_type.ts";
import {
  checkName,
  eachChild,
  fitted,
  identOf,
  invalid,
  type Lowering,
  missingIdent,
  spanOf,
} from "./lowering.ts";
import { type Span, spanning } from "./span.ts";
import * as terms from "./terms.gen.ts";

/** Lowers the expression the cursor is on. */
export function lowerExpression(low: Lowering, cursor: TreeCursor): Expr {
  const span = spanOf(cursor);
  if (!low.enter(span)) return invalid(span);
  const expr = expressionNode(low, cursor, span);
  low.leave();
  return expr;
}

/** Lowers the arguments of an `ArgumentList`. */
export function lowerArguments(low: Lowering, cursor: TreeCursor): Argument[] {
  const args: Argument[] = [];
  eachChild(cursor, (id) => {
    args.push(
      id === terms.NamedArgument
        ? lowerNamedArgument(low, cursor)
        : { name: null, value: lowerExpression(low, cursor) },
    );
  });
  return fitted(args);
}

/** Lowers `name: value`. */
export function lowerNamedArgument(
  low: Lowering,
  cursor: TreeCursor,
): { name: Ident; value: Expr } {
  let name: Ident = missingIdent(cursor.from);
  let value: Expr | null = null;
  const span = spanOf(cursor);
  eachChild(cursor, (id) => {
    if (id === terms.ArgumentName) name = identOf(low, cursor);
    else value ??= lowerExpression(low, cursor);
  });
  return { name, value: value ?? invalid(span) };
}

function expressionNode(low: Lowering, cursor: TreeCursor, span: Span): Expr {
  switch (cursor.type.id) {
    case terms.VariableName:
    case terms.Constructor: {
      const name = low.textOf(cursor);
      checkName(low, name, span);
      return { kind: "name", number: 0, span, name };
    }
    case terms.Number:
    case terms.Quantity:
    case terms.BooleanLiteral:
    case terms.Nil:
      return simpleLiteral(low, cursor);
    case terms.String:
      return lowerString(low, cursor, lowerExpression);
    case terms.Operation:
    case terms.ArrowOperation:
      return operation(low, cursor);
    case terms.Postfix:
      return lowerPostfix(low, cursor);
    case terms.Paren:
      return paren(low, cursor);
    case terms.List:
      return list(low, cursor);
    case terms.Comprehension:
      return comprehension(low, cursor);
    case terms.Record:
      return lowerRecord(low, cursor);
    case terms.Block:
    case terms.ArrowBlock:
    case terms.BlockExpression:
      return lowerBlock(low, cursor);
    case terms.Lambda:
      return lowerLambda(low, cursor);
    case terms.FunctionExpression:
      return lowerFunctionExpression(low, cursor);
    case terms.Assignment:
    case terms.ArrowAssignment:
      return assignment(low, cursor);
    case terms.IfExpression:
      return ifExpression(low, cursor);
    case terms.ForExpression:
      return loop(low, cursor);
    case terms.WhileExpression:
      return whileLoop(low, cursor);
    case terms.MatchExpression:
      return match(low, cursor);
    case terms.TryExpression:
      return tryExpression(low, cursor);
    case terms.RaiseExpression:
      return { kind: "raise", number: 0, span, value: only(low, cursor) ?? invalid(atEnd(span)) };
    case terms.ReturnExpression:
      return { kind: "return", number: 0, span, value: only(low, cursor) };
    case terms.BreakExpression:
      return { kind: "break", number: 0, span };
    case terms.ContinueExpression:
      return { kind: "continue", number: 0, span };
    case terms.CheckpointExpression:
      return checkpoint(low, cursor);
    case terms.ParallelExpression:
      return lowerParallel(low, cursor);
    case terms.ParallelFor:
      return lowerParallelFor(low, cursor);
    case terms.PythonCall:
      return lowerPythonCall(low, cursor);
    default:
      return invalid(span);
  }
}

/** The empty place behind a span. */
export function atEnd(span: Span): Span {
  return { start: span.end, end: span.end };
}

/** True on nodes that are expressions: everything that is neither a keyword nor a part of one. */
export function isExpression(id: number): boolean {
  switch (id) {
    case terms.VariableName:
    case terms.Constructor:
    case terms.Number:
    case terms.Quantity:
    case terms.BooleanLiteral:
    case terms.Nil:
    case terms.String:
    case terms.Operation:
    case terms.ArrowOperation:
    case terms.Postfix:
    case terms.Paren:
    case terms.List:
    case terms.Comprehension:
    case terms.Record:
    case terms.Block:
    case terms.ArrowBlock:
    case terms.BlockExpression:
    case terms.Lambda:
    case terms.FunctionExpression:
    case terms.Assignment:
    case terms.ArrowAssignment:
    case terms.IfExpression:
    case terms.ForExpression:
    case terms.WhileExpression:
    case terms.MatchExpression:
    case terms.TryExpression:
    case terms.RaiseExpression:
    case terms.ReturnExpression:
    case terms.BreakExpression:
    case terms.ContinueExpression:
    case terms.CheckpointExpression:
    case terms.ParallelExpression:
    case terms.ParallelFor:
    case terms.PythonCall:
      return true;
    default:
      return false;
  }
}

/** The one expression inside a node, or null. */
export function only(low: Lowering, cursor: TreeCursor): Expr | null {
  let expr: Expr | null = null;
  eachChild(cursor, (id) => {
    if (isExpression(id)) expr ??= lowerExpression(low, cursor);
  });
  return expr;
}

function operation(low: Lowering, cursor: TreeCursor): Expr {
  const span = spanOf(cursor);
  let operators = 0;
  eachChild(cursor, (id) => {
    if (!isExpression(id)) operators++;
  });
  if (!low.enter(span, operators)) return invalid(span);
  const items: ChainItem[] = [];
  eachChild(cursor, (id) => {
    const place = spanOf(cursor);
    if (isExpression(id)) {
      items.push({
        kind: "operand",
        expr: lowerExpression(low, cursor),
        isGroup: id === terms.Paren,
      });
    } else if (id === terms.CastSuffix) {
      items.push({ kind: "cast", type: lowerTypeInside(low, cursor), span: place });
    } else {
      items.push({ kind: "operator", text: low.textOf(cursor), span: place });
    }
  });
  const expr = lowerChain(low, items, span);
  low.leave(operators);
  return expr;
}

/** Lowers a primary with its suffixes. */
export function lowerPostfix(low: Lowering, cursor: TreeCursor): Expr {
  const span = spanOf(cursor);
  let suffixes = -1;
  eachChild(cursor, () => suffixes++);
  if (!low.enter(span, Math.max(0, suffixes))) return invalid(span);
  let expr: Expr | null = null;
  eachChild(cursor, (id) => {
    if (expr === null) {
      expr = isExpression(id) ? lowerExpression(low, cursor) : invalid(spanOf(cursor));
      return;
    }
    const target: Expr = expr;
    const place: Span = spanning(target.span, spanOf(cursor));
    if (id === terms.Call) expr = call(low, cursor, target, place);
    else if (id === terms.Subscript) {
      const index = only(low, cursor) ?? invalid(spanOf(cursor));
      expr = { kind: "index", number: 0, span: place, target, index };
    } else if (id === terms.Member) expr = member(low, cursor, target, place);
  });
  low.leave(Math.max(0, suffixes));
  return expr ?? invalid(span);
}

function call(low: Lowering, cursor: TreeCursor, callee: Expr, span: Span): CallExpr {
  let args: Argument[] = [];
  let block: Block | null = null;
  eachChild(cursor, (id) => {
    if (id === terms.ArgumentList) args = lowerArguments(low, cursor);
    else if (id === terms.TrailingBlock) block = lowerBody(low, cursor);
  });
  return { kind: "call", number: 0, span, callee, args, piped: false, block };
}

function member(low: Lowering, cursor: TreeCursor, target: Expr, span: Span): Expr {
  let name: Ident = missingIdent(span.end);
  let index = -1;
  let optional: Span | null = null;
  eachChild(cursor, (id) => {
    if (id === terms.OptionalDot) optional = spanOf(cursor);
    else if (id === terms.TupleIndex) index = Number(low.textOf(cursor));
    else if (id === terms.PropertyName) {
      name = { name: low.textOf(cursor), span: spanOf(cursor) };
      checkName(low, name.name, name.span);
    }
  });
  if (index >= 0) {
    if (optional) {
      low.report({
        code: "E0110",
        message: "`?.` takes a field's name, not the place in a tuple",
        span: optional,
      });
    }
    return { kind: "tupleField", number: 0, span, target, index };
  }
  return { kind: "field", number: 0, span, target, name, optional: optional !== null };
}

function paren(low: Lowering, cursor: TreeCursor): Expr {
  const span = spanOf(cursor);
  const items: Expr[] = [];
  eachChild(cursor, (id) => {
    if (isExpression(id)) {
      items.push(lowerExpression(low, cursor));
      return;
    }
    const place = spanOf(cursor);
    low.report({
      code: "E0114",
      message: "this reads as a parameter, but no `=>` follows the parentheses",
      span: place,
      hint: "a lambda is written `(x: Int) => x + 1`",
    });
    items.push(invalid(place));
  });
  if (items.length === 1) {
    if (!hasTrailingComma(low, items[0], span)) return items[0];
    low.report({
      code: "E0118",
      message: "a tuple has two or more places",
      span,
      hint: "leave the comma out: `(x)` is x itself; a list may have one element: `[x]`",
    });
    return invalid(span);
  }
  if (items.length > 1) return { kind: "tuple", number: 0, span, items: fitted(items) };
  low.report({
    code: "E0115",
    message: "there is nothing between these parentheses",
    span,
    hint: "the value that stands for nothing is `nil`; a lambda without parameters is `() => …`",
  });
  return invalid(span);
}

/** Whether a comma follows the one part of a pair of parentheses. */
export function hasTrailingComma(low: Lowering, item: { span: Span }, whole: Span): boolean {
  return /^[\s)]*,/.test(low.text.slice(item.span.end, whole.end));
}

function list(low: Lowering, cursor: TreeCursor): Expr {
  const span = spanOf(cursor);
  const items: Expr[] = [];
  eachChild(cursor, (id) => {
    if (id !== terms.RestItem) {
      items.push(lowerExpression(low, cursor));
      return;
    }
    const place = spanOf(cursor);
    low.report({
      code: "E0120",
      message: "`..` belongs to patterns; a list is put together with `+`",
      span: place,
      hint: "write `[first] + rest`",
    });
    items.push(invalid(place));
  });
  return { kind: "list", number: 0, span, items: fitted(items) };
}

function comprehension(low: Lowering, cursor: TreeCursor): Expr {
  const span = spanOf(cursor);
  let body: Expr | null = null;
  const clauses: ListComp["clauses"][number][] = [];
  eachChild(cursor, (id) => {
    if (id === terms.ForClause) clauses.push({ kind: "for", ...forHead(low, cursor) });
    else if (id === terms.IfClause) {
      const condition = only(low, cursor) ?? invalid(spanOf(cursor));
      clauses.push({ kind: "if", condition });
    } else if (isExpression(id)) body ??= lowerExpression(low, cursor);
  });
  return { kind: "comprehension", number: 0, span, body: body ?? invalid(span), clauses };
}

function assignment(low: Lowering, cursor: TreeCursor): Expr {
  const span = spanOf(cursor);
  const sides: Expr[] = [];
  let written = "=";
  eachChild(cursor, (id) => {
    if (id === terms.Equals || id === terms.UpdateOp) written = low.textOf(cursor);
    else if (isExpression(id)) sides.push(lowerExpression(low, cursor));
  });
  const [target = invalid(span), value = invalid(atEnd(span))] = sides;
  if (target.kind !== "name") {
    if (target.kind !== "invalid") refuseTarget(low, target);
    return invalid(span);
  }
  return {
    kind: "assign",
    number: 0,
    span,
    target: { name: target.name, span: target.span },
    op: written === "=" ? null : written.slice(0, -1) as "+",
    value,
  };
}

function refuseTarget(low: Lowering, target: Expr): void {
  const isPart = target.kind === "field" || target.kind === "index" || target.kind === "tupleField";
  low.report({
    code: "E0121",
    message: isPart
      ? "a value cannot be changed in place, only a `var` can be assigned again"
      : "only a name can be assigned to",
    span: target.span,
    hint: isPart
      ? "make a new value: `r = {...r, field: value}` or `m = map.set(m, key, value)`"
      : "a new binding is made with `let name = …`, equality is `==`",
  });
}
