/**
 * Syntax trees as short text, for tests: `(+ a (call f 1))`.
 *
 * @module
 */
import type { Expr, Pattern, Statement, TypeExpr } from "../../lang/syntax/ast.ts";

/** Anything of the tree that can be shown. */
type Shown = unknown;

/** A tree as an expression in parentheses; spans are left out. */
export function showTree(node: Statement | Pattern | TypeExpr | Expr): string {
  return show(node);
}

function show(value: Shown): string {
  if (value === null || value === undefined) return "-";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[${value.map(show).join(" ")}]`;
  const node = value as Record<string, Shown>;
  switch (node.kind) {
    case undefined:
      return isIdent(node) ? String(node.name) : `{${fields(node)}}`;
    case "name":
    case "bind":
      return String(node.name);
    case "int":
    case "float":
    case "bool":
      return String(node.value);
    case "nil":
      return "nil";
    case "wildcard":
      return "_";
    case "literal":
      return show(node.value);
    case "string":
      return `(string ${(node.parts as Shown[]).map(show).join(" ")})`;
    case "binary":
      return `(${node.op} ${show(node.left)} ${show(node.right)})`;
    case "unary":
      return `(${node.op} ${show(node.operand)})`;
    case "block":
      return `{${(node.statements as Shown[]).map(show).join("; ")}}`;
    default:
      return `(${node.kind}${fields(node).replace(/^(?=.)/, " ")})`;
  }
}

function isIdent(node: Record<string, Shown>): boolean {
  return typeof node.name === "string" &&
    Object.keys(node).filter((key) => key !== "span").join() === "name";
}

/** The fields that say something: no spans, no nulls, no empty lists, nothing false. */
function fields(node: Record<string, Shown>): string {
  return Object.entries(node)
    .filter(([key, value]) =>
      !["kind", "span", "opSpan", "number"].includes(key) && value !== null && value !== false &&
      !(Array.isArray(value) && value.length === 0)
    )
    .map(([key, value]) => `${key}=${value === true ? "yes" : show(value)}`)
    .join(" ");
}
