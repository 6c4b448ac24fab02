/**
 * Types as written: from Lezer nodes to `TypeExpr`.
 *
 * @module
 */
import type { TreeCursor } from "@lezer/common";
import type { Ident, TypeExpr } from "./ast.ts";
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
import * as terms from "./terms.gen.ts";

/** True on nodes that are types. */
export function isType(id: number): boolean {
  switch (id) {
    case terms.NamedType:
    case terms.ListType:
    case terms.OptionType:
    case terms.RecordType:
    case terms.ParenType:
    case terms.FunctionType:
      return true;
    default:
      return false;
  }
}

/** Lowers the type the cursor is on. */
export function lowerType(low: Lowering, cursor: TreeCursor): TypeExpr {
  const span = spanOf(cursor);
  if (!low.enter(span)) return invalid(span);
  const type = typeNode(low, cursor);
  low.leave();
  return type;
}

/** Lowers the type inside a node such as `TypeAnnotation`, `ReturnType` or `CastSuffix`. */
export function lowerTypeInside(low: Lowering, cursor: TreeCursor): TypeExpr {
  let type: TypeExpr | null = null;
  eachChild(cursor, (id) => {
    if (isType(id)) type ??= lowerType(low, cursor);
  });
  return type ?? invalid(spanOf(cursor));
}

function typeNode(low: Lowering, cursor: TreeCursor): TypeExpr {
  const span = spanOf(cursor);
  switch (cursor.type.id) {
    case terms.NamedType:
      return namedType(low, cursor);
    case terms.ListType:
      return { kind: "listType", number: 0, span, item: lowerTypeInside(low, cursor) };
    case terms.OptionType:
      return { kind: "optionType", number: 0, span, item: lowerTypeInside(low, cursor) };
    case terms.RecordType:
      return recordType(low, cursor);
    case terms.ParenType: {
      let items: TypeExpr[] = [];
      eachChild(cursor, () => {
        items = lowerTypes(low, cursor);
      });
      return items.length === 1 ? items[0] : { kind: "tupleType", number: 0, span, items };
    }
    case terms.FunctionType: {
      let params: TypeExpr[] = [];
      let returns: TypeExpr = invalid({ start: span.end, end: span.end });
      eachChild(cursor, (id) => {
        if (id === terms.TypeList) params = lowerTypes(low, cursor);
        else if (isType(id)) returns = lowerType(low, cursor);
      });
      return { kind: "functionType", number: 0, span, params, returns };
    }
    default:
      return invalid(span);
  }
}

function lowerTypes(low: Lowering, cursor: TreeCursor): TypeExpr[] {
  const types: TypeExpr[] = [];
  eachChild(cursor, (id) => {
    if (isType(id)) types.push(lowerType(low, cursor));
  });
  return fitted(types);
}

function namedType(low: Lowering, cursor: TreeCursor): TypeExpr {
  const span = spanOf(cursor);
  let name: Ident = missingIdent(span.start);
  let qualifier: Ident | null = null;
  let args: TypeExpr[] = [];
  eachChild(cursor, (id) => {
    if (id === terms.Qualifier) qualifier = identOf(low, cursor);
    else if (id === terms.TypeName) name = identOf(low, cursor);
    else if (id === terms.TypeArguments) args = lowerTypes(low, cursor);
  });
  if (name.name === "") return invalid(span);
  return { kind: "typeName", number: 0, span, name, qualifier, args };
}

function recordType(low: Lowering, cursor: TreeCursor): TypeExpr {
  const fields: { name: Ident; type: TypeExpr }[] = [];
  const span = spanOf(cursor);
  eachChild(cursor, (id) => {
    if (id !== terms.FieldType) return;
    let name: Ident = missingIdent(cursor.from);
    let type: TypeExpr = invalid(spanOf(cursor));
    eachChild(cursor, (inner) => {
      if (inner === terms.PropertyKey) {
        name = { name: low.textOf(cursor), span: spanOf(cursor) };
        checkName(low, name.name, name.span);
      } else if (isType(inner)) {
        type = lowerType(low, cursor);
      }
    });
    fields.push({ name, type });
  });
  return { kind: "recordType", number: 0, span, fields };
}
