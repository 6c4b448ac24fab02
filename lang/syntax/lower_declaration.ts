/**
 * `let`, `var`, functions, types, imports and schedules.
 *
 * @module
 */
import type { TreeCursor } from "@lezer/common";
import type {
  Annotation,
  Argument,
  Block,
  Expr,
  FunctionDecl,
  Ident,
  ImportDecl,
  LetStatement,
  Param,
  Pattern,
  PythonImport,
  ScheduleDecl,
  Statement,
  TypeDecl,
  TypeExpr,
  VariantDecl,
  VarStatement,
} from "./ast.ts";
import { lowerBody, lowerParameters } from "./lower_body.ts";
import {
  isExpression,
  lowerArguments,
  lowerExpression,
  lowerNamedArgument,
  lowerPostfix,
} from "./lower_expression.ts";
import { isPattern, lowerPattern } from "./lower_pattern.ts";
import { lowerPlainString } from "./lower_string.ts";
import { isType, lowerType, lowerTypeInside } from "./lower_type.ts";
import { eachChild, identOf, invalid, type Lowering, missingIdent, spanOf } from "./lowering.ts";
import * as terms from "./terms.gen.ts";

/** Lowers a statement that is no expression; null on a node that is no statement. */
export function lowerDeclaration(
  low: Lowering,
  cursor: TreeCursor,
  isTop: boolean,
): Statement | null {
  const span = spanOf(cursor);
  if (!low.enter(span)) return invalid(span);
  const statement = declarationNode(low, cursor, isTop);
  low.leave();
  return statement;
}

function declarationNode(low: Lowering, cursor: TreeCursor, isTop: boolean): Statement | null {
  switch (cursor.type.id) {
    case terms.LetStatement:
      return letStatement(low, cursor, isTop);
    case terms.VarStatement:
      return varStatement(low, cursor);
    case terms.FunctionDeclaration:
      return functionDeclaration(low, cursor, isTop);
    case terms.TypeDeclaration:
      return onlyAtTop(low, cursor, isTop, "type") ?? typeDeclaration(low, cursor);
    case terms.ImportDeclaration:
      return onlyAtTop(low, cursor, isTop, "import") ?? importDeclaration(low, cursor);
    case terms.ScheduleDeclaration:
      return onlyAtTop(low, cursor, isTop, "schedule") ?? scheduleDeclaration(low, cursor);
    default:
      return null;
  }
}

/** Reports a declaration inside a block; null where it may stand. */
function onlyAtTop(
  low: Lowering,
  cursor: TreeCursor,
  isTop: boolean,
  keyword: string,
): Statement | null {
  if (isTop) return null;
  const span = spanOf(cursor);
  low.report({
    code: "E0124",
    message: `\`${keyword}\` stands at the top of a file, not inside a block`,
    span: { start: span.start, end: span.start + keyword.length },
    hint: "move it out of the block",
  });
  return invalid(span);
}

/** The text of the `##` lines directly above the line `offset` is in, or null. */
function docAbove(text: string, offset: number): string | null {
  const lines: string[] = [];
  let lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  while (lineStart > 0) {
    const start = text.lastIndexOf("\n", lineStart - 2) + 1;
    const line = text.slice(start, lineStart - 1).trim();
    if (!line.startsWith("##")) break;
    lines.unshift(line.replace(/^##+ ?/, ""));
    lineStart = start;
  }
  return lines.length > 0 ? lines.join("\n") : null;
}

function refusePub(low: Lowering, cursor: TreeCursor, isTop: boolean): void {
  if (isTop) return;
  low.report({
    code: "E0125",
    message: "`pub` makes no sense inside a block: its names never leave it",
    span: spanOf(cursor),
    hint: "remove `pub`",
    fix: { span: spanOf(cursor), text: "" },
  });
}

function letStatement(low: Lowering, cursor: TreeCursor, isTop: boolean): LetStatement {
  const span = spanOf(cursor);
  let pub = false;
  let pattern: Pattern | null = null;
  let annotation: TypeExpr | null = null;
  let value: Expr | null = null;
  let pastEquals = false;
  eachChild(cursor, (id) => {
    if (id === terms.Pub) {
      pub = true;
      refusePub(low, cursor, isTop);
    } else if (id === terms.TypeAnnotation) annotation = lowerTypeInside(low, cursor);
    else if (id === terms.Equals) pastEquals = true;
    else if (!pastEquals && isPattern(id)) pattern ??= lowerPattern(low, cursor);
    else if (pastEquals && isExpression(id)) value ??= lowerExpression(low, cursor);
  });
  const end = { start: span.end, end: span.end };
  return {
    kind: "let",
    span,
    pattern: pattern ?? invalid(span),
    annotation,
    value: value ?? invalid(end),
    doc: docAbove(low.text, span.start),
    pub,
  };
}

function varStatement(low: Lowering, cursor: TreeCursor): VarStatement {
  const span = spanOf(cursor);
  let name: Ident = missingIdent(span.end);
  let annotation: TypeExpr | null = null;
  let value: Expr | null = null;
  eachChild(cursor, (id) => {
    if (id === terms.Pub) {
      low.report({
        code: "E0126",
        message: "a `var` cannot leave its file: another file could not see it change",
        span: spanOf(cursor),
        hint: "make a `pub fn` that gives its value",
      });
    } else if (id === terms.Definition) name = identOf(low, cursor);
    else if (id === terms.TypeAnnotation) annotation = lowerTypeInside(low, cursor);
    else if (isExpression(id)) value ??= lowerExpression(low, cursor);
  });
  const end = { start: span.end, end: span.end };
  return { kind: "var", span, name, annotation, value: value ?? invalid(end) };
}

function functionDeclaration(low: Lowering, cursor: TreeCursor, isTop: boolean): FunctionDecl {
  const span = spanOf(cursor);
  const annotations: Annotation[] = [];
  let role: FunctionDecl["role"] = "fn";
  let pub = false;
  let name: Ident = missingIdent(span.start);
  let params: Param[] = [];
  let returns: TypeExpr | null = null;
  let body: Block | null = null;
  eachChild(cursor, (id) => {
    switch (id) {
      case terms.Annotation:
        annotations.push(annotation(low, cursor));
        break;
      case terms.Pub:
        pub = true;
        refusePub(low, cursor, isTop);
        break;
      case terms.step:
      case terms.workflow:
        role = id === terms.step ? "step" : "workflow";
        if (!isTop) onlyAtTop(low, cursor, isTop, role);
        break;
      case terms.Definition:
        name = identOf(low, cursor);
        break;
      case terms.ParameterList:
        params = lowerParameters(low, cursor);
        break;
      case terms.ReturnType:
        returns = lowerTypeInside(low, cursor);
        break;
      case terms.Body:
        body ??= lowerBody(low, cursor);
        break;
    }
  });
  const end = { start: span.end, end: span.end };
  return {
    kind: "function",
    number: 0,
    span,
    role,
    pub,
    name,
    params,
    returns,
    body: body ?? { kind: "block", number: 0, span: end, statements: [invalid(end)] },
    annotations,
    doc: docAbove(low.text, span.start),
  };
}

function annotation(low: Lowering, cursor: TreeCursor): Annotation {
  const span = spanOf(cursor);
  let name: Ident = missingIdent(span.end);
  let args: Argument[] = [];
  eachChild(cursor, (id) => {
    if (id === terms.AnnotationName) name = identOf(low, cursor);
    else if (id === terms.ArgumentList) args = lowerArguments(low, cursor);
  });
  return { kind: "annotation", span, name, args };
}

function typeDeclaration(low: Lowering, cursor: TreeCursor): TypeDecl {
  const span = spanOf(cursor);
  let pub = false;
  let name: Ident = missingIdent(span.start);
  const params: Ident[] = [];
  const alternatives: (VariantDecl | TypeExpr)[] = [];
  eachChild(cursor, (id) => {
    if (id === terms.Pub) pub = true;
    else if (id === terms.TypeDefinition) name = identOf(low, cursor);
    else if (id === terms.TypeParameters) {
      eachChild(cursor, (inner) => {
        if (inner === terms.TypeDefinition) params.push(identOf(low, cursor));
      });
    } else if (id === terms.Variant) alternatives.push(variant(low, cursor));
    else if (isType(id)) alternatives.push(lowerType(low, cursor));
  });
  return {
    kind: "type",
    span,
    pub,
    name,
    params,
    body: typeBody(low, alternatives, name),
    doc: docAbove(low.text, span.start),
  };
}

/**
 * Constructors or another type's name: one plain name is an alias (but a type's own name is its
 * constructor), several alternatives are constructors.
 */
function typeBody(
  low: Lowering,
  alternatives: readonly (VariantDecl | TypeExpr)[],
  name: Ident,
): TypeDecl["body"] {
  if (alternatives.length === 0) {
    return { kind: "alias", type: invalid({ start: name.span.end, end: name.span.end }) };
  }
  const [first] = alternatives;
  const isAlias = alternatives.length === 1 && "kind" in first &&
    !(first.kind === "typeName" && first.name.name === name.name);
  if (isAlias) return { kind: "alias", type: first };
  const variants: VariantDecl[] = [];
  for (const alternative of alternatives) {
    if (!("kind" in alternative)) {
      variants.push(alternative);
    } else if (
      alternative.kind === "typeName" && !alternative.qualifier && alternative.args.length === 0
    ) {
      variants.push({ span: alternative.span, name: alternative.name, fields: [] });
    } else if (alternative.kind !== "invalid") {
      low.report({
        code: "E0127",
        message: "each alternative of a type is a constructor",
        span: alternative.span,
        hint: "wrap the type in one: `type Value = Number(Float) | Many([Float])`",
      });
    }
  }
  return { kind: "variants", variants };
}

function variant(low: Lowering, cursor: TreeCursor): VariantDecl {
  const span = spanOf(cursor);
  const text = low.text.slice(span.start, span.end);
  const length = /^[^\s(]*/.exec(text)![0].length;
  const name: Ident = {
    name: text.slice(0, length),
    span: { start: span.start, end: span.start + length },
  };
  const fields: { name: Ident | null; type: TypeExpr }[] = [];
  eachChild(cursor, (id) => {
    if (id !== terms.VariantFields) return;
    eachChild(cursor, (inner) => {
      if (inner !== terms.VariantField) return;
      let fieldName: Ident | null = null;
      eachChild(cursor, (part) => {
        if (part === terms.ArgumentName) fieldName = identOf(low, cursor);
      });
      fields.push({ name: fieldName, type: lowerTypeInside(low, cursor) });
    });
  });
  return { span, name, fields };
}

function importDeclaration(low: Lowering, cursor: TreeCursor): ImportDecl | PythonImport {
  const span = spanOf(cursor);
  const names: Ident[] = [];
  let path: Ident = missingIdent(span.end);
  let alias: Ident | null = null;
  let isPython = false;
  eachChild(cursor, (id) => {
    if (id === terms.String) path = lowerPlainString(low, cursor, "the path of an import");
    else if (id === terms.Definition) alias = identOf(low, cursor);
    else if (id === terms.ImportedName) names.push(identOf(low, cursor));
    else if (id === terms.python) isPython = true;
  });
  if (isPython) {
    const last = path.name.slice(path.name.lastIndexOf(".") + 1);
    return { kind: "pythonImport", span, module: path, alias: alias ?? { ...path, name: last } };
  }
  if (names.length > 0) return { kind: "import", span, path, names, alias: null };
  const file = path.name.slice(path.name.lastIndexOf("/") + 1);
  const stem = file.replace(/\.[^.]*$/, "").replace(/[^A-Za-z0-9_]/g, "_");
  return { kind: "import", span, path, names: null, alias: alias ?? { ...path, name: stem } };
}

function scheduleDeclaration(low: Lowering, cursor: TreeCursor): ScheduleDecl {
  const span = spanOf(cursor);
  let cron: Ident | null = null;
  const options: { name: Ident; value: Expr }[] = [];
  let call: Expr | null = null;
  eachChild(cursor, (id) => {
    if (id === terms.String && !cron) cron = lowerPlainString(low, cursor, "a schedule's times");
    else if (id === terms.NamedArgument) options.push(lowerNamedArgument(low, cursor));
    else if (id === terms.ScheduledCall) call ??= lowerPostfix(low, cursor);
  });
  const end = { start: span.end, end: span.end };
  return {
    kind: "schedule",
    span,
    cron: cron ?? missingIdent(span.end),
    options,
    call: call ?? invalid(end),
  };
}
