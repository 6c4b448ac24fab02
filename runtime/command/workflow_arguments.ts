/**
 * Parameters of a workflow, from the words of a command line to a call in Zixir.
 *
 * The call is written as Zixir text and checked like any other, so a parameter that is missing,
 * unknown or of another type is reported by the checker, in its words.
 *
 * @module
 */
import type { CheckedModule } from "../../lang/check/checked.ts";
import type { Expr, FunctionDecl } from "../../lang/syntax/ast.ts";
import { parse } from "../../lang/syntax/parse.ts";
import { typeToString } from "../../lang/types/print.ts";
import { resolve, type Type } from "../../lang/types/type.ts";
import { nearest } from "../../lang/diagnostics/nearest.ts";
import { type Param, UsageError } from "./command.ts";

/** A parameter of a workflow, for people. */
export interface WorkflowParam {
  readonly name: string;
  readonly type: string;
  readonly isOptional: boolean;
}

/** The parameters of a workflow, in order. */
export function paramsOf(checked: CheckedModule, decl: FunctionDecl): WorkflowParam[] {
  const types = parameterTypes(checked, decl);
  return decl.params.map((param, i) => ({
    name: nameOf(param.pattern, i),
    type: typeToString(types[i]),
    isOptional: param.defaultValue !== null,
  }));
}

/** How a workflow is started, for its help: a line for the call, and one for each parameter. */
export function workflowUsage(file: string, checked: CheckedModule, decl: FunctionDecl): string {
  const params = paramsOf(checked, decl);
  const words = params.map(({ name, type, isOptional }) =>
    isOptional ? `[--${name} ${type}]` : `--${name} ${type}`
  );
  const doc = decl.doc === null ? "" : `${decl.doc.trim()}\n\n`;
  return `${doc}usage: zixir run ${[file, decl.name.name, ...words].join(" ")}\n`;
}

/**
 * The call of a workflow with the parameters of a command line.
 *
 * @param checked the file
 * @param decl the workflow
 * @param params `--name value`, in order
 * @param json parameters as one JSON object, or undefined
 * @returns Zixir text
 * @throws {UsageError} for a value that is no literal, or JSON that is no object
 */
export function callText(
  checked: CheckedModule,
  decl: FunctionDecl,
  params: readonly Param[],
  json: string | undefined,
): string {
  const types = new Map(
    parameterTypes(checked, decl).map((type, i) => [nameOf(decl.params[i].pattern, i), type]),
  );
  const known = [...types.keys()];
  for (const { name } of params) if (!types.has(name)) throw unknownParam(name, decl, known);
  const args = params.map(({ name, value }) =>
    `${name}: ${value === null ? "true" : literal(name, value, types.get(name)!)}`
  );
  if (json !== undefined) {
    for (const [name, value] of Object.entries(objectOf(json))) {
      const type = types.get(name);
      if (type === undefined) throw unknownParam(name, decl, known);
      const text = `json.parse(${stringLiteral(JSON.stringify(value))})`;
      args.push(`${name}: ${isWritable(type) ? `(${text} as ${typeToString(type)})` : text}`);
    }
  }
  return `${decl.name.name}(${args.join(", ")})`;
}

function unknownParam(name: string, decl: FunctionDecl, known: readonly string[]): UsageError {
  const near = nearest(name, known);
  const list = known.map((one) => `--${one}`).join(", ");
  return new UsageError(
    `workflow ${decl.name.name} has no parameter ${name}`,
    near !== null
      ? `did you mean --${near}?`
      : known.length === 0
      ? "it takes none"
      : `it has ${list}`,
  );
}

function parameterTypes(checked: CheckedModule, decl: FunctionDecl): readonly Type[] {
  const type = resolve(checked.functionSymbol(decl).scheme.type);
  return type.kind === "function" ? type.params : [];
}

function nameOf(pattern: FunctionDecl["params"][number]["pattern"], index: number): string {
  return pattern.kind === "bind" ? pattern.name : `parameter ${index + 1}`;
}

/** The word as a literal of the parameter's type: text is text where a String is expected. */
function literal(name: string, value: string, type: Type): string {
  const inner = withoutOption(type);
  if (inner.kind === "con" && inner.id === "String") {
    return value === "nil" && inner !== resolve(type) ? "nil" : stringLiteral(value);
  }
  const { module, diagnostics } = parse(value, "<command line>");
  const [expr] = module.statements;
  const isLiteral = diagnostics.length === 0 && module.statements.length === 1 &&
    isLiteralExpr(expr as Expr);
  if (isLiteral) return value;
  if (inner.kind === "var" || (inner.kind === "con" && inner.id === "Any")) {
    return stringLiteral(value);
  }
  throw new UsageError(
    `--${name} ${JSON.stringify(value)} is no value of type ${typeToString(type)}`,
    "write it as in a program: 42, 2.5, true, [1, 2], {a: 1}, 30s",
  );
}

function withoutOption(type: Type): Type {
  const resolved = resolve(type);
  const isOption = resolved.kind === "con" && resolved.id === "Option";
  return isOption ? resolve(resolved.args[0]) : resolved;
}

function isLiteralExpr(expr: Expr): boolean {
  switch (expr.kind) {
    case "int":
    case "float":
    case "bool":
    case "nil":
    case "duration":
    case "size":
      return true;
    case "string":
      return expr.parts.every((part) => typeof part === "string");
    case "list":
    case "tuple":
      return expr.items.every(isLiteralExpr);
    case "record":
      return expr.entries.every((e) => e.kind === "field" && isLiteralExpr(e.value));
    case "unary":
      return expr.op === "-" && isLiteralExpr(expr.operand);
    case "range":
      return isLiteralExpr(expr.start) && isLiteralExpr(expr.end);
    default:
      return false;
  }
}

function stringLiteral(text: string): string {
  return JSON.stringify(text).replaceAll("${", "\\${").replace(
    /\\u([0-9a-fA-F]{4})/g,
    (_, digits) => `\\u{${digits}}`,
  ).replaceAll("\\b", "\\u{8}").replaceAll("\\f", "\\u{c}");
}

function objectOf(json: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new UsageError(
      `--params is no JSON: ${(error as Error).message}`,
      `write an object: --params '{"name": "value"}'`,
    );
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new UsageError("--params must be a JSON object", `such as --params '{"name": "value"}'`);
}

/** Whether a type can be written after `as`: it has no unknown parts. */
function isWritable(type: Type): boolean {
  const resolved = resolve(type);
  switch (resolved.kind) {
    case "con":
      return resolved.args.every(isWritable);
    case "tuple":
      return resolved.items.every(isWritable);
    case "record":
      return resolved.rest === null && [...resolved.fields.values()].every(isWritable);
    default:
      return false;
  }
}
