/**
 * Parameters of a workflow, from the words of a command line to a call in Zixir.
 *
 * The call is written as Zixir text and checked like any other, so a literal of another type is
 * reported by the checker, in its words; what can be told in the words of a command line is refused
 * here.
 *
 * @module
 */
import type { CheckedModule } from "../../lang/check/checked.ts";
import type { Expr, FunctionDecl } from "../../lang/syntax/ast.ts";
import { parse } from "../../lang/syntax/parse.ts";
import { typeToString } from "../../lang/types/print.ts";
import { resolve, type Type } from "../../lang/types/type.ts";
import { nearest } from "../../lang/diagnostics/nearest.ts";
import { readJson } from "../std/json_read.ts";
import { writeJson } from "../std/json_write.ts";
import { asZixirError } from "../values/error.ts";
import { entries, isRecord, type RecordSlot } from "../values/record.ts";
import type { Slot } from "../values/slot.ts";
import { type Param, UsageError } from "./command.ts";
import { columns } from "./run_store.ts";

/** A parameter of a workflow, for people. */
export interface WorkflowParam {
  readonly name: string;
  readonly type: string;
  /** Its default, as it is written; null when it must be given. */
  readonly byDefault: string | null;
}

/**
 * The parameters of a workflow, in order.
 *
 * @param text the file
 * @param checked what is known of it
 * @param decl the workflow
 */
export function paramsOf(
  text: string,
  checked: CheckedModule,
  decl: FunctionDecl,
): WorkflowParam[] {
  const types = parameterTypes(checked, decl);
  return decl.params.map((param, i) => ({
    name: nameOf(param.pattern, i),
    type: typeToString(types[i]),
    byDefault: param.defaultValue === null ? null : sourceOf(text, param.defaultValue),
  }));
}

/**
 * How a workflow is started, for its help: a line for the call, and one for each parameter.
 *
 * @param file name of the file
 * @param text the file
 * @param checked what is known of it
 * @param decl the workflow
 */
export function workflowUsage(
  file: string,
  text: string,
  checked: CheckedModule,
  decl: FunctionDecl,
): string {
  const params = paramsOf(text, checked, decl);
  const words = params.map(({ name, type, byDefault }) =>
    byDefault === null ? `--${name} ${type}` : `[--${name} ${type}]`
  );
  const doc = decl.doc === null ? "" : `${decl.doc.trim()}\n\n`;
  const lines = params.map(({ name, type, byDefault }) => [
    `  --${name}`,
    type,
    byDefault === null ? "must be given" : `${byDefault} unless given`,
  ]);
  if (params.length > 0) lines.push(["  --params", "JSON", "all of them, as one object"]);
  const usage = `usage: zixir run ${[file, decl.name.name, ...words].join(" ")}\n`;
  return `${doc}${usage}${lines.length === 0 ? "" : `\n${columns(lines)}`}`;
}

/** An argument of a workflow, as Zixir text. */
export interface ArgumentText {
  readonly name: string;
  readonly text: string;
  /** Whether it came as JSON, so that only running it tells whether it is of the right type. */
  readonly isJson: boolean;
}

/**
 * The arguments of a workflow on a command line.
 *
 * @param checked the file
 * @param decl the workflow
 * @param params `--name value`, in order
 * @param json parameters as one JSON object, or undefined
 * @throws {UsageError} for a parameter that is unknown or missing, a value that is no literal, or
 *   JSON that is no object
 */
export function argumentTexts(
  checked: CheckedModule,
  decl: FunctionDecl,
  params: readonly Param[],
  json: string | undefined,
): ArgumentText[] {
  const types = new Map(
    parameterTypes(checked, decl).map((type, i) => [nameOf(decl.params[i].pattern, i), type]),
  );
  const given: readonly (readonly [string, Param | Slot])[] = [
    ...params.map((param) => [param.name, param] as const),
    ...json === undefined ? [] : entries(objectOf(json)),
  ];
  const unknown = given.find(([name]) => !types.has(name));
  if (unknown !== undefined) throw unknownParam(unknown[0], decl, [...types.keys()]);
  const names = new Set(given.map(([name]) => name));
  const missing = [...types.keys()].find((name, i) =>
    decl.params[i].defaultValue === null && !names.has(name)
  );
  if (missing !== undefined) {
    throw new UsageError(
      `workflow ${decl.name.name} needs --${missing} ${typeToString(types.get(missing)!)}`,
      `zixir run FILE ${decl.name.name} --help lists its parameters`,
    );
  }
  return given.map(([name, value], i) =>
    i < params.length
      ? { name, text: wordText(params[i], types.get(name)!), isJson: false }
      : { name, text: jsonText(value as Slot, types.get(name)!), isJson: true }
  );
}

/** The call of a workflow with arguments, as Zixir text. */
export function callText(decl: FunctionDecl, args: readonly ArgumentText[]): string {
  return `${decl.name.name}(${args.map(({ name, text }) => `${name}: ${text}`).join(", ")})`;
}

function sourceOf(text: string, { span }: Expr): string {
  return text.slice(span.start, span.end).replaceAll(/\s+/g, " ");
}

function wordText({ name, value }: Param, type: Type): string {
  return value === null ? "true" : literal(name, value, type);
}

function jsonText(value: Slot, type: Type): string {
  const text = `json.parse(${stringLiteral(writeJson("--params", value, 0))})`;
  return isWritable(type) ? `(${text} as ${typeToString(type)})` : text;
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

function objectOf(json: string): RecordSlot {
  const example = `such as --params '{"name": "value"}'`;
  let value: Slot;
  try {
    value = readJson("--params", json);
  } catch (thrown) {
    throw new UsageError(asZixirError(thrown).message, example);
  }
  if (isRecord(value)) return value;
  throw new UsageError("--params must be a JSON object", example);
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
