/**
 * Patterns: from Lezer nodes to `Pattern`, and from the expression a lambda's parameters were read
 * as (nobody knows that `(a, b)` is a pattern before the `=>` behind it).
 *
 * @module
 */
import type { TreeCursor } from "@lezer/common";
import type { Expr, Ident, LiteralPattern, Pattern } from "./ast.ts";
import { numberLiteral, quantityLiteral } from "./literal.ts";
import { lowerPlainString } from "./lower_string.ts";
import { lowerTypeInside } from "./lower_type.ts";
import {
  eachChild,
  fitted,
  identOf,
  invalid,
  type Lowering,
  missingIdent,
  spanOf,
} from "./lowering.ts";
import { hasTrailingComma } from "./lower_expression.ts";
import * as terms from "./terms.gen.ts";

/** True on nodes that are patterns. */
export function isPattern(id: number): boolean {
  switch (id) {
    case terms.Definition:
    case terms.Number:
    case terms.NegativeNumber:
    case terms.Quantity:
    case terms.BooleanLiteral:
    case terms.Nil:
    case terms.String:
    case terms.RangePattern:
    case terms.ListPattern:
    case terms.TuplePattern:
    case terms.RecordPattern:
    case terms.ConstructorPattern:
    case terms.OrPattern:
    case terms.AsPattern:
    case terms.TypePattern:
      return true;
    default:
      return false;
  }
}

/** Lowers the pattern the cursor is on. */
export function lowerPattern(low: Lowering, cursor: TreeCursor): Pattern {
  const span = spanOf(cursor);
  if (!low.enter(span)) return invalid(span);
  const pattern = patternNode(low, cursor);
  low.leave();
  return pattern;
}

/** A name in a pattern: binds, or is the wildcard `_`. */
export function bindPattern(name: Ident): Pattern {
  return name.name === "_"
    ? { kind: "wildcard", number: 0, span: name.span }
    : { kind: "bind", number: 0, span: name.span, name: name.name };
}

function patternNode(low: Lowering, cursor: TreeCursor): Pattern {
  const span = spanOf(cursor);
  switch (cursor.type.id) {
    case terms.Definition:
      return bindPattern(identOf(low, cursor));
    case terms.Number:
    case terms.NegativeNumber:
    case terms.Quantity:
    case terms.BooleanLiteral:
    case terms.Nil:
    case terms.String:
      return literalPattern(low, cursor);
    case terms.RangePattern:
      return rangePattern(low, cursor);
    case terms.ListPattern:
      return listPattern(low, cursor, lowerPattern);
    case terms.TuplePattern:
      return tuplePattern(low, cursor);
    case terms.RecordPattern:
      return recordPattern(low, cursor);
    case terms.ConstructorPattern:
      return constructorPattern(low, cursor);
    case terms.OrPattern:
      return { kind: "orPattern", number: 0, span, options: patternsInside(low, cursor) };
    case terms.AsPattern:
      return asPattern(low, cursor);
    case terms.TypePattern: {
      const [pattern = invalid(span)] = patternsInside(low, cursor);
      return { kind: "typePattern", number: 0, span, pattern, type: lowerTypeInside(low, cursor) };
    }
    default:
      return invalid(span);
  }
}

function patternsInside(low: Lowering, cursor: TreeCursor): Pattern[] {
  const patterns: Pattern[] = [];
  eachChild(cursor, (id) => {
    if (isPattern(id)) patterns.push(lowerPattern(low, cursor));
  });
  return fitted(patterns);
}

/** The literal the cursor is on, as a pattern. */
function literalPattern(low: Lowering, cursor: TreeCursor): LiteralPattern {
  return { kind: "literal", number: 0, span: spanOf(cursor), value: literalValue(low, cursor) };
}

function literalValue(low: Lowering, cursor: TreeCursor): LiteralPattern["value"] {
  const span = spanOf(cursor);
  const text = low.textOf(cursor);
  switch (cursor.type.id) {
    case terms.Quantity:
      return quantityLiteral(text, span);
    case terms.BooleanLiteral:
      return { kind: "bool", number: 0, span, value: text === "true" };
    case terms.Nil:
      return { kind: "nil", number: 0, span };
    case terms.String: {
      const plain = lowerPlainString(low, cursor, "a string in a pattern");
      return { kind: "string", number: 0, span, parts: plain.name === "" ? [] : [plain.name] };
    }
    default: {
      const isNegative = text.startsWith("-");
      const number = numberLiteral(text.replace(/^-\s*/, ""), span);
      if (!isNegative) return number;
      return number.kind === "int"
        ? { ...number, value: -number.value }
        : { ...number, value: -number.value };
    }
  }
}

function rangePattern(low: Lowering, cursor: TreeCursor): Pattern {
  const span = spanOf(cursor);
  const ends: bigint[] = [];
  let inclusive = false;
  eachChild(cursor, (id) => {
    if (id === terms.RangeOp) {
      inclusive = low.textOf(cursor) === "..=";
      return;
    }
    const value = literalValue(low, cursor);
    if (value.kind === "int") {
      ends.push(value.value);
    } else {
      low.report({
        code: "E0116",
        message: "a range in a pattern goes from one Int to another",
        span: value.span,
        hint: "use a guard instead: `x if x >= 1.0 && x < 2.0 => …`",
      });
    }
  });
  if (ends.length !== 2) return invalid(span);
  return { kind: "rangePattern", number: 0, span, start: ends[0], end: ends[1], inclusive };
}

/** A list pattern, from `ListPattern` or from the `List` of a lambda's parameter. */
function listPattern(
  low: Lowering,
  cursor: TreeCursor,
  lowerItem: (low: Lowering, cursor: TreeCursor) => Pattern,
): Pattern {
  const span = spanOf(cursor);
  const before: Pattern[] = [];
  const after: Pattern[] = [];
  let rest: { name: Ident | null; span: { start: number; end: number } } | null = null;
  eachChild(cursor, (id) => {
    if (id === terms.RestPattern || id === terms.RestItem) {
      const restSpan = spanOf(cursor);
      let name: Ident | null = null;
      eachChild(cursor, (inner) => {
        if (inner === terms.Definition || inner === terms.VariableName) name = identOf(low, cursor);
      });
      if (rest) {
        low.report({
          code: "E0117",
          message: "a list pattern has at most one `..`",
          span: restSpan,
          labels: [{ span: rest.span, text: "the first one is here" }],
        });
      } else {
        rest = { name, span: restSpan };
      }
    } else {
      (rest ? after : before).push(lowerItem(low, cursor));
    }
  });
  return { kind: "listPattern", number: 0, span, before, rest, after };
}

function tuplePattern(low: Lowering, cursor: TreeCursor): Pattern {
  const items = patternsInside(low, cursor);
  return tupleOrGroup(low, cursor, items);
}

function tupleOrGroup(low: Lowering, cursor: TreeCursor, items: Pattern[]): Pattern {
  const span = spanOf(cursor);
  if (items.length === 1 && !hasTrailingComma(low, items[0], span)) return items[0];
  if (items.length < 2) {
    low.report({
      code: "E0118",
      message: "a tuple has two or more places",
      span,
      hint: items.length === 1
        ? "leave the comma out; a list of one element is `[x]`"
        : "`_` matches anything, `nil` matches nothing at all",
    });
    // The name in it is still one that the program may use.
    return items.length === 1 ? items[0] : invalid(span);
  }
  return { kind: "tuplePattern", number: 0, span, items };
}

function recordPattern(low: Lowering, cursor: TreeCursor): Pattern {
  const fields: { key: Ident; pattern: Pattern }[] = [];
  const span = spanOf(cursor);
  eachChild(cursor, (id) => {
    if (id !== terms.FieldPattern) return;
    let key: Ident = missingIdent(cursor.from);
    let quoted = false;
    let pattern: Pattern | null = null;
    eachChild(cursor, (inner) => {
      if (inner === terms.PropertyKey) key = identOf(low, cursor);
      else if (inner === terms.String && key.name === "" && !quoted) {
        key = lowerPlainString(low, cursor, "a key");
        quoted = true;
      } else if (isPattern(inner)) pattern = lowerPattern(low, cursor);
    });
    fields.push({ key, pattern: pattern ?? shorthandPattern(low, key) });
  });
  return { kind: "recordPattern", number: 0, span, fields };
}

/** Words that cannot be names. */
export const reserved: ReadonlySet<string> = new Set(
  ("let var fn pub type import from as if else match for in while return break continue try " +
    "catch raise step workflow parallel checkpoint schedule python true false nil and or not")
    .split(" "),
);

/** True on words that cannot be names. */
export function isReserved(name: string): boolean {
  return reserved.has(name);
}

/** Reports a shorthand `{type}` whose name is reserved. */
export function checkShorthand(low: Lowering, key: Ident): void {
  if (!isReserved(key.name)) return;
  low.report({
    code: "E0109",
    message: `\`${key.name}\` is a reserved word and cannot be a name`,
    span: key.span,
    hint: `a key may be called so: \`{${key.name}: …}\``,
  });
}

function shorthandPattern(low: Lowering, key: Ident): Pattern {
  checkShorthand(low, key);
  return bindPattern({ name: key.name, span: { ...key.span } });
}

function constructorPattern(low: Lowering, cursor: TreeCursor): Pattern {
  const span = spanOf(cursor);
  let name: Ident = missingIdent(span.start);
  let qualifier: Ident | null = null;
  let args: { name: Ident | null; pattern: Pattern }[] | null = null;
  eachChild(cursor, (id) => {
    if (id === terms.Definition) qualifier = identOf(low, cursor);
    else if (id === terms.Constructor) name = identOf(low, cursor);
    else if (id === terms.PatternArguments) args = patternArguments(low, cursor);
  });
  return { kind: "constructorPattern", number: 0, span, name, qualifier, args };
}

function patternArguments(
  low: Lowering,
  cursor: TreeCursor,
): { name: Ident | null; pattern: Pattern }[] {
  const args: { name: Ident | null; pattern: Pattern }[] = [];
  eachChild(cursor, (id) => {
    if (id === terms.NamedPattern) {
      let name: Ident | null = null;
      let pattern: Pattern = invalid(spanOf(cursor));
      eachChild(cursor, (inner) => {
        if (!name) name = identOf(low, cursor);
        else if (isPattern(inner)) pattern = lowerPattern(low, cursor);
      });
      args.push({ name, pattern });
    } else if (isPattern(id)) {
      args.push({ name: null, pattern: lowerPattern(low, cursor) });
    }
  });
  return fitted(args);
}

function asPattern(low: Lowering, cursor: TreeCursor): Pattern {
  const span = spanOf(cursor);
  let pattern: Pattern | null = null;
  let name: Ident = missingIdent(span.end);
  eachChild(cursor, (id) => {
    if (!isPattern(id)) return;
    if (!pattern) pattern = lowerPattern(low, cursor);
    else name = identOf(low, cursor);
  });
  return { kind: "asPattern", number: 0, span, pattern: pattern ?? invalid(span), name };
}

/**
 * The pattern that an expression node stands for, as a parameter of a lambda.
 *
 * The cursor is on an expression; `lowerExpression` lowers what is inside a literal.
 */
export function patternOfExpression(low: Lowering, cursor: TreeCursor): Pattern {
  const span = spanOf(cursor);
  if (!low.enter(span)) return invalid(span);
  const pattern = coverNode(low, cursor);
  low.leave();
  return pattern;
}

function coverNode(low: Lowering, cursor: TreeCursor): Pattern {
  switch (cursor.type.id) {
    case terms.VariableName:
      return bindPattern(identOf(low, cursor));
    case terms.Number:
    case terms.Quantity:
    case terms.BooleanLiteral:
    case terms.Nil:
    case terms.String:
      return literalPattern(low, cursor);
    case terms.List:
      return listPattern(low, cursor, patternOfExpression);
    case terms.Paren: {
      const items: Pattern[] = [];
      eachChild(cursor, () => items.push(patternOfExpression(low, cursor)));
      return tupleOrGroup(low, cursor, items);
    }
    case terms.Record:
      return recordCover(low, cursor);
    case terms.Constructor:
      return {
        kind: "constructorPattern",
        number: 0,
        span: spanOf(cursor),
        name: identOf(low, cursor),
        qualifier: null,
        args: null,
      };
    case terms.Postfix:
      return constructorCover(low, cursor);
    default:
      return notAPattern(low, cursor);
  }
}

function notAPattern(low: Lowering, cursor: TreeCursor): Pattern {
  const span = spanOf(cursor);
  low.report({
    code: "E0119",
    message: "a parameter is a name or a pattern, not an expression",
    span,
    hint: "write the parameters as in `(a, b) => a + b` or `((a, b)) => a + b`",
  });
  return invalid(span);
}

function recordCover(low: Lowering, cursor: TreeCursor): Pattern {
  const fields: { key: Ident; pattern: Pattern }[] = [];
  const span = spanOf(cursor);
  let wrong: Pattern | null = null;
  eachChild(cursor, (id) => {
    if (id !== terms.Field) {
      wrong ??= notAPattern(low, cursor);
      return;
    }
    let key: Ident | null = null;
    let pattern: Pattern | null = null;
    eachChild(cursor, (inner) => {
      if (key) pattern = patternOfExpression(low, cursor);
      else if (inner === terms.String) key = lowerPlainString(low, cursor, "a key");
      else key = identOf(low, cursor);
    });
    const found = key ?? missingIdent(span.start);
    fields.push({ key: found, pattern: pattern ?? shorthandPattern(low, found) });
  });
  return wrong ?? { kind: "recordPattern", number: 0, span, fields };
}

function constructorCover(low: Lowering, cursor: TreeCursor): Pattern {
  const span = spanOf(cursor);
  let qualifier: Ident | null = null;
  let name: Ident | null = null;
  let args: { name: Ident | null; pattern: Pattern }[] | null = null;
  let isConstructor = true;
  eachChild(cursor, (id) => {
    if (id === terms.VariableName) qualifier = identOf(low, cursor);
    else if (id === terms.Constructor) name = identOf(low, cursor);
    else if (id === terms.Member && qualifier && !name) {
      eachChild(cursor, () => name = identOf(low, cursor));
    } else if (id === terms.Call && name && !args) {
      args = [];
      eachChild(cursor, (inner) => {
        if (inner === terms.ArgumentList) args = argumentCover(low, cursor);
        else isConstructor = false;
      });
    } else isConstructor = false;
  });
  const named = name as Ident | null;
  if (!isConstructor || !named || !/^[A-Z]/.test(named.name)) return notAPattern(low, cursor);
  return { kind: "constructorPattern", number: 0, span, name: named, qualifier, args };
}

function argumentCover(
  low: Lowering,
  cursor: TreeCursor,
): { name: Ident | null; pattern: Pattern }[] {
  const args: { name: Ident | null; pattern: Pattern }[] = [];
  eachChild(cursor, (id) => {
    if (id !== terms.NamedArgument) {
      args.push({ name: null, pattern: patternOfExpression(low, cursor) });
      return;
    }
    let name: Ident | null = null;
    let pattern: Pattern = invalid(spanOf(cursor));
    eachChild(cursor, (inner) => {
      if (inner === terms.ArgumentName) name = identOf(low, cursor);
      else pattern = patternOfExpression(low, cursor);
    });
    args.push({ name, pattern });
  });
  return args;
}

/** The literal the cursor is on, as an expression; null when it is no literal but a string. */
export function simpleLiteral(low: Lowering, cursor: TreeCursor): Expr {
  return literalValue(low, cursor);
}
