/**
 * Records and maps: `{name: value, "key": value, ...old, short}`.
 *
 * @module
 */
import type { TreeCursor } from "@lezer/common";
import type { Expr, Ident, RecordExpr } from "./ast.ts";
import { isExpression, lowerExpression } from "./lower_expression.ts";
import { checkShorthand } from "./lower_pattern.ts";
import { lowerPlainString } from "./lower_string.ts";
import {
  checkName,
  eachChild,
  fitted,
  invalid,
  type Lowering,
  missingIdent,
  spanOf,
} from "./lowering.ts";
import * as terms from "./terms.gen.ts";

/** Lowers the record the cursor is on. */
export function lowerRecord(low: Lowering, cursor: TreeCursor): RecordExpr {
  const span = spanOf(cursor);
  return { kind: "record", number: 0, span, entries: lowerEntries(low, cursor) };
}

/** Lowers the entries of a `Record` or of `ParallelEntries`. */
export function lowerEntries(low: Lowering, cursor: TreeCursor): RecordExpr["entries"] {
  const entries: RecordExpr["entries"][number][] = [];
  eachChild(cursor, (id) => {
    if (id === terms.Field) {
      entries.push(field(low, cursor));
    } else if (id === terms.SpreadItem) {
      const span = spanOf(cursor);
      let value: Expr | null = null;
      eachChild(cursor, (inner) => {
        if (isExpression(inner)) value ??= lowerExpression(low, cursor);
      });
      entries.push({ kind: "spread", value: value ?? invalid(span), span });
    }
  });
  return fitted(entries);
}

function field(low: Lowering, cursor: TreeCursor): RecordExpr["entries"][number] {
  let key: Ident | null = null;
  let quoted = false;
  let value: Expr | null = null;
  const span = spanOf(cursor);
  const isShorthand = low.text.slice(span.start, span.end).search(/[^\w]/) < 0;
  eachChild(cursor, (id) => {
    if (!key && id === terms.PropertyKey) {
      key = { name: low.textOf(cursor), span: spanOf(cursor) };
      checkName(low, key.name, key.span);
    } else if (!key && id === terms.String) {
      key = lowerPlainString(low, cursor, "a key");
      quoted = true;
    } else if (isExpression(id)) {
      value ??= lowerExpression(low, cursor);
    }
  });
  const found: Ident = key ?? missingIdent(span.start);
  if (!value && isShorthand) {
    checkShorthand(low, found);
    value = { kind: "name", number: 0, span: { ...found.span }, name: found.name };
  }
  return { kind: "field", key: found, quoted, value: value ?? invalid(span) };
}
