/**
 * String literals: escapes resolved, interpolations lowered, the common indentation of `"""` taken
 * away.
 *
 * @module
 */
import type { TreeCursor } from "@lezer/common";
import type { Expr, Ident, StringLit } from "./ast.ts";
import { eachChild, fitted, invalid, type Lowering, spanOf } from "./lowering.ts";
import * as terms from "./terms.gen.ts";

/** Lowers an expression; handed in, because strings hold expressions and expressions strings. */
type LowerExpression = (low: Lowering, cursor: TreeCursor) => Expr;

/** Lowers the string the cursor is on. */
export function lowerString(
  low: Lowering,
  cursor: TreeCursor,
  expression: LowerExpression,
): StringLit {
  const span = spanOf(cursor);
  const isLong = low.text.startsWith('"""', span.start);
  const quotes = isLong ? 3 : 1;
  const parts: (string | Expr)[] = [];
  let raw = "";
  let at = span.start + quotes;
  let end = span.end - quotes;
  const pieces: Piece[] = [];
  if (cursor.firstChild()) {
    do {
      const id = cursor.type.id;
      if (id === terms.Escape) {
        pieces.push({ text: low.text.slice(at, cursor.from) });
        pieces.push({ escape: resolveEscape(low, cursor) });
        at = cursor.to;
      } else if (id === terms.Interpolation || id === terms.LongInterpolation) {
        pieces.push({ text: low.text.slice(at, cursor.from) });
        pieces.push({ expr: interpolated(low, cursor, expression) });
        at = cursor.to;
      } else if (id === terms.MissingQuote) {
        end = cursor.from;
      } else if (cursor.type.isError) {
        end = Math.max(end, at);
      }
    } while (cursor.nextSibling());
    cursor.parent();
  }
  const last = low.text.slice(at, Math.max(at, end));
  if (pieces.length === 0 && !isLong) {
    return { kind: "string", number: 0, span, parts: last === "" ? [] : [last] };
  }
  pieces.push({ text: last });
  if (isLong) dedent(pieces);
  for (const piece of pieces) {
    if ("expr" in piece) {
      if (raw !== "") parts.push(raw);
      raw = "";
      parts.push(piece.expr);
    } else {
      raw += "text" in piece ? piece.text : piece.escape;
    }
  }
  if (raw !== "") parts.push(raw);
  return { kind: "string", number: 0, span, parts: fitted(parts) };
}

/** Text as written (whose indentation may go), a resolved escape, or an expression. */
type Piece = { text: string } | { escape: string } | { expr: Expr };

/**
 * A string that must be plain text, such as an import's path, with its place; an interpolation in
 * it is reported.
 */
export function lowerPlainString(
  low: Lowering,
  cursor: TreeCursor,
  what: string,
): Ident {
  const string = lowerString(low, cursor, (_low, inner) => invalid(spanOf(inner)));
  const text = string.parts.filter((part) => typeof part === "string").join("");
  if (string.parts.some((part) => typeof part !== "string")) {
    low.report({
      code: "E0108",
      message: `${what} is plain text, without \${}`,
      span: string.span,
    });
  }
  return { name: text, span: string.span };
}

function interpolated(low: Lowering, cursor: TreeCursor, expression: LowerExpression): Expr {
  let expr: Expr | null = null;
  const span = spanOf(cursor);
  eachChild(cursor, () => {
    expr ??= expression(low, cursor);
  });
  return expr ?? invalid(span);
}

const simpleEscapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "0": "\0",
  '"': '"',
  "\\": "\\",
  "$": "$",
  "'": "'",
};

function resolveEscape(low: Lowering, cursor: TreeCursor): string {
  const written = low.textOf(cursor);
  const simple = simpleEscapes[written.slice(1)];
  if (simple !== undefined) return simple;
  const code = /^\\u\{([0-9a-fA-F]{1,6})\}$/.exec(written);
  const point = code ? parseInt(code[1], 16) : -1;
  const isScalar = point >= 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
  if (isScalar) return String.fromCodePoint(point);
  low.report({
    code: "E0107",
    message: code ? `${written} is not a Unicode character` : `${written} is not an escape`,
    span: spanOf(cursor),
    hint: 'escapes are \\n \\t \\r \\0 \\" \\\\ \\$ and \\u{1F600}; write \\\\ for a backslash',
  });
  return written;
}

/** Takes the first line end, the common indentation and the indentation of the closing quotes away. */
function dedent(pieces: Piece[]): void {
  const first = pieces[0];
  const opensOnOwnLine = "text" in first && /^[ \t\r]*\n/.test(first.text);
  if (opensOnOwnLine) first.text = first.text.replace(/^[ \t\r]*\n/, "\n");
  let margin = Infinity;
  pieces.forEach((piece, index) => {
    if (!("text" in piece)) return;
    const lines = piece.text.split("\n");
    lines.slice(1).forEach((line, i) => {
      const isLastOfPiece = i === lines.length - 2;
      const endsString = isLastOfPiece && index === pieces.length - 1;
      const isBlank = /^[ \t\r]*$/.test(line);
      if (isBlank && !endsString && !(isLastOfPiece && index < pieces.length - 1)) return;
      margin = Math.min(margin, /^[ \t]*/.exec(line)![0].length);
    });
  });
  if (margin === Infinity) margin = 0;
  for (const piece of pieces) {
    if (!("text" in piece)) continue;
    const lines = piece.text.replaceAll("\r\n", "\n").split("\n");
    piece.text = lines
      .map((line, i) =>
        i === 0 ? line : line.slice(Math.min(margin, /^[ \t]*/.exec(line)![0].length))
      )
      .join("\n");
  }
  if (opensOnOwnLine) first.text = first.text.slice(1);
}
