/**
 * Function values: `x => e`, `(a, b) => e`, `fn(a, b): e`.
 *
 * @module
 */
import type { TreeCursor } from "@lezer/common";
import type { Expr, Lambda, Param, Pattern, TypeExpr } from "./ast.ts";
import { lowerBody, lowerParameters } from "./lower_body.ts";
import { atEnd, isExpression, lowerExpression } from "./lower_expression.ts";
import { bindPattern, patternOfExpression } from "./lower_pattern.ts";
import { lowerTypeInside } from "./lower_type.ts";
import { eachChild, identOf, invalid, type Lowering, spanOf } from "./lowering.ts";
import type { Span } from "./span.ts";
import * as terms from "./terms.gen.ts";

/** Lowers `x => e` and `(a, b) => e`. */
export function lowerLambda(low: Lowering, cursor: TreeCursor): Lambda {
  const span = spanOf(cursor);
  let params: Param[] | null = null;
  let body: Expr | null = null;
  eachChild(cursor, (id) => {
    if (params) {
      if (isExpression(id)) body ??= lowerExpression(low, cursor);
    } else if (id === terms.Paren) {
      params = lambdaParameters(low, cursor);
    } else if (id === terms.VariableName) {
      params = [plainParameter(bindPattern(identOf(low, cursor)), spanOf(cursor))];
    } else {
      params = [plainParameter(refuseParameter(low, cursor), spanOf(cursor))];
    }
  });
  return {
    kind: "lambda",
    number: 0,
    span,
    params: params ?? [],
    returns: null,
    body: body ?? invalid(atEnd(span)),
  };
}

/** Reports what stands before `=>` and is neither a name nor in parentheses. */
function refuseParameter(low: Lowering, cursor: TreeCursor): Pattern {
  const span = spanOf(cursor);
  low.reportOrSlip({
    code: "E0119",
    message: "before `=>` stands a name, or parameters in parentheses",
    span,
    hint: "write `x => …`, `(a, b) => …`, or `({name}) => …` for a pattern",
  });
  return invalid(span);
}

function plainParameter(pattern: Pattern, span: Span): Param {
  return { kind: "param", span, pattern, annotation: null, defaultValue: null };
}

/** The parameters that a `Paren` in front of `=>` stands for. */
function lambdaParameters(low: Lowering, cursor: TreeCursor): Param[] {
  const params: Param[] = [];
  eachChild(cursor, (id) => {
    const span = spanOf(cursor);
    if (id !== terms.TypedParameter && id !== terms.DefaultParameter) {
      params.push(plainParameter(patternOfExpression(low, cursor), span));
      return;
    }
    let pattern: Pattern | null = null;
    let annotation: TypeExpr | null = null;
    let defaultValue: Expr | null = null;
    eachChild(cursor, (inner) => {
      if (!pattern) pattern = bindPattern(identOf(low, cursor));
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

/** Lowers `fn(a, b): e`. */
export function lowerFunctionExpression(low: Lowering, cursor: TreeCursor): Lambda {
  const span = spanOf(cursor);
  let params: Param[] = [];
  let returns: TypeExpr | null = null;
  let body: Expr = invalid(atEnd(span));
  eachChild(cursor, (id) => {
    if (id === terms.ParameterList) params = lowerParameters(low, cursor);
    else if (id === terms.ReturnType) returns = lowerTypeInside(low, cursor);
    else if (id === terms.Body) body = lowerBody(low, cursor);
  });
  return { kind: "lambda", number: 0, span, params, returns, body };
}
