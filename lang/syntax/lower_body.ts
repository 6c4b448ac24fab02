/**
 * Bodies, blocks, parameters and statements.
 *
 * @module
 */
import type { TreeCursor } from "@lezer/common";
import type { Block, Expr, Param, Pattern, Statement, TypeExpr } from "./ast.ts";
import { lowerDeclaration } from "./lower_declaration.ts";
import { isExpression, lowerExpression } from "./lower_expression.ts";
import { isPattern, lowerPattern } from "./lower_pattern.ts";
import { lowerTypeInside } from "./lower_type.ts";
import { eachChild, invalid, type Lowering, spanOf } from "./lowering.ts";
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
      block = { kind: "block", span: expr.span, statements: [expr] };
    }
  });
  const end = { start: span.end, end: span.end };
  return block ?? { kind: "block", span: end, statements: [invalid(end)] };
}

/** Lowers a node that holds statements: a block in braces or an indented one. */
export function lowerBlock(low: Lowering, cursor: TreeCursor): Block {
  const span = spanOf(cursor);
  const statements = lowerStatements(low, cursor, false);
  const isIndented = cursor.type.id === terms.IndentedBlock || cursor.type.id === terms.ArrowBlock;
  // The indentation before the first statement is not part of what a finding should underline.
  const start = isIndented && statements.length > 0 ? statements[0].span.start : span.start;
  return { kind: "block", span: { start, end: span.end }, statements };
}

/** Lowers the statements below a node; `isTop` at the top of a file. */
export function lowerStatements(low: Lowering, cursor: TreeCursor, isTop: boolean): Statement[] {
  const statements: Statement[] = [];
  eachChild(cursor, (id) => {
    if (isExpression(id)) {
      statements.push(lowerExpression(low, cursor));
      return;
    }
    const statement = lowerDeclaration(low, cursor, isTop);
    if (statement) statements.push(statement);
  });
  return statements;
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
  return params;
}
