/**
 * What stands directly inside a piece of the syntax tree.
 *
 * @module
 */
import type { Argument, Clause, Param, Statement } from "./ast.ts";

/**
 * Calls `visit` with each expression and statement directly inside one, in the order of evaluation.
 * Clauses, parameters, annotations and entries are looked through; patterns and written types hold
 * no expressions.
 *
 * @example
 * ```ts
 * import { eachInside } from "./inside.ts";
 * import { parse } from "./parse.ts";
 * const kinds: string[] = [];
 * eachInside(parse("1 + x", "a.zixir").module.statements[0], ({ kind }) => kinds.push(kind));
 * if (kinds.join() !== "int,name") throw new Error("inside");
 * ```
 */
export function eachInside(node: Statement, visit: (inner: Statement) => void): void {
  switch (node.kind) {
    case "let":
    case "var":
    case "raise":
    case "assign":
    case "cast":
      visit(node.value);
      break;
    case "function":
      for (const annotation of node.annotations) values(annotation.args, visit);
      defaults(node.params, visit);
      visit(node.body);
      break;
    case "schedule":
      values(node.options, visit);
      visit(node.call);
      break;
    case "string":
      for (const part of node.parts) if (typeof part !== "string") visit(part);
      break;
    case "list":
    case "tuple":
      for (const item of node.items) visit(item);
      break;
    case "comprehension":
      for (const clause of node.clauses) {
        visit(clause.kind === "if" ? clause.condition : clause.iterable);
      }
      visit(node.body);
      break;
    case "record":
      values(node.entries, visit);
      break;
    case "field":
    case "tupleField":
      visit(node.target);
      break;
    case "index":
      visit(node.target);
      visit(node.index);
      break;
    case "call":
      visit(node.callee);
      values(node.args, visit);
      if (node.block !== null) visit(node.block);
      break;
    case "unary":
      visit(node.operand);
      break;
    case "binary":
      visit(node.left);
      visit(node.right);
      break;
    case "range":
      visit(node.start);
      visit(node.end);
      break;
    case "if":
      visit(node.condition);
      visit(node.then);
      if (node.otherwise !== null) visit(node.otherwise);
      break;
    case "match":
      visit(node.subject);
      clauses(node.clauses, visit);
      break;
    case "for":
      visit(node.iterable);
      visit(node.body);
      break;
    case "while":
      visit(node.condition);
      visit(node.body);
      break;
    case "block":
      for (const statement of node.statements) visit(statement);
      break;
    case "lambda":
      defaults(node.params, visit);
      visit(node.body);
      break;
    case "try":
      visit(node.body);
      clauses(node.clauses, visit);
      break;
    case "return":
      if (node.value !== null) visit(node.value);
      break;
    case "python":
      values(node.args, visit);
      break;
    case "parallel":
      values(node.options, visit);
      values(node.entries, visit);
      break;
    case "parallelFor":
      visit(node.iterable);
      values(node.options, visit);
      visit(node.body);
      break;
    case "checkpoint":
      visit(node.label);
      visit(node.body);
      break;
    default:
      break;
  }
}

function values(
  parts: readonly Pick<Argument, "value">[],
  visit: (inner: Statement) => void,
): void {
  for (const part of parts) visit(part.value);
}

function defaults(params: readonly Param[], visit: (inner: Statement) => void): void {
  for (const param of params) if (param.defaultValue !== null) visit(param.defaultValue);
}

function clauses(all: readonly Clause[], visit: (inner: Statement) => void): void {
  for (const { guard, body } of all) {
    if (guard !== null) visit(guard);
    visit(body);
  }
}
