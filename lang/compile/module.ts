/**
 * A checked file as JavaScript: the body of one function of `$support` and `$imports` that gives
 * the exports and the value of the file.
 *
 * @module
 */
import type { CheckedModule } from "../check/checked.ts";
import type { Expr, FunctionDecl, Statement } from "../syntax/ast.ts";
import type { Type } from "../types/type.ts";
import { as } from "./arithmetic.ts";
import { finish, mark, type MarkedText } from "./code.ts";
import { evaluate, statementTo } from "./control.ts";
import { announce } from "./flow.ts";
import { conventionOf, functionVersion } from "./function.ts";
import { computed } from "./represent.ts";
import { DISCARD, Scope } from "./scope.ts";
import { signatureOf } from "./shape.ts";
import { isExpression } from "./simple.ts";
import { type CompileInput, Unit } from "./unit.ts";

/** A file ready to run. */
export interface CompiledModule {
  readonly file: string;
  /**
   * Body of `function ($support, $imports)`, where `$imports` holds the exports of the program's
   * other files by name; it returns a function without parameters that runs
   * the file and gives `{ value, exports }`, or a promise of it.
   */
  readonly code: MarkedText;
  /** Type of the file's value. */
  readonly type: Type;
}

/** Compiles one file that has no errors. */
export function compileModule(input: CompileInput): CompiledModule {
  const unit = new Unit(input);
  const { checked } = input;
  const { statements } = checked.module;
  const scope = new Scope(unit, false, "slot", null);
  scope.emit("const $exports = { $schedules: [], $sites: [], $workflows: [] };");
  for (const item of statements) {
    if (item.kind === "pythonImport") scope.emit(`let ${item.alias.name}$py;`);
  }
  for (const item of statements) {
    if (item.kind !== "function") continue;
    exportFunction(scope, item);
    announce(scope, item);
  }
  for (const request of input.requests.take(checked.file)) {
    scope.emit(`$exports.${request.property} = ${unit.requestedVersion(request).name};`);
  }
  exportConstructors(scope);
  const result = resultOf(checked, input.runsMain);
  for (const item of statements) {
    if (item.kind === "function" || item.kind === "schedule") continue;
    if (!isExpression(item)) statementTo(scope, item);
    else if (item !== result.expr && !input.isForWorkflow) evaluate(scope, item, DISCARD);
  }
  for (const item of statements) if (item.kind === "schedule") statementTo(scope, item);
  scope.emit("let $value = null;");
  if (input.isForWorkflow) {
    // Only what is declared matters: the workflow is called from outside.
  } else if (result.expr !== null) {
    evaluate(scope, result.expr, { kind: "assign", name: "$value", rep: "slot", via: [] });
  } else if (result.main !== null) {
    scope.emit(`$value = ${callMain(scope, result.main)};`);
  }
  scope.emit("return { value: $value, exports: $exports };");
  // Writing one function finds out which versions of others are used.
  for (let version = unit.nextVersion(); version !== undefined; version = unit.nextVersion()) {
    scope.emit(functionVersion(scope, version));
  }
  const head = `return ${scope.usesAwait ? "async " : ""}function ${
    mark(checked.module.span)
  }$main() {`;
  const lines = [`"use strict";`];
  for (const line of unit.prologue()) lines.push(line);
  lines.push(head);
  const declared = scope.declared();
  if (declared !== "") lines.push(declared);
  for (const line of scope.lines) lines.push(line);
  lines.push("};");
  const raw = lines.join("\n");
  return { file: checked.file, code: finish(raw), type: result.type };
}

/** What gives a file its value: its last expression, or `main()`, or nothing. */
interface Result {
  readonly expr: Expr | null;
  readonly main: FunctionDecl | null;
  readonly type: Type;
}

const NIL_TYPE: Type = { kind: "con", id: "Nil", name: "Nil", args: [] };

function resultOf(checked: CheckedModule, runsMain: boolean): Result {
  const { statements } = checked.module;
  const last = statements[statements.length - 1];
  if (last !== undefined && isExpression(last)) {
    const type = checked.conversionOf(last) ?? checked.typeOf(last);
    return { expr: last, main: null, type };
  }
  const main = runsMain ? mainOf(statements) : null;
  if (main === null) return { expr: null, main: null, type: NIL_TYPE };
  const type = signatureOf(checked.functionSymbol(main).scheme)?.returns ?? NIL_TYPE;
  return { expr: null, main, type };
}

/** The function that a file without expressions runs. */
function mainOf(statements: readonly Statement[]): FunctionDecl | null {
  if (statements.some(isExpression)) return null;
  const main = statements.find((item): item is FunctionDecl =>
    item.kind === "function" && item.name.name === "main"
  );
  return main?.params.every((param) => param.defaultValue !== null) ? main : null;
}

function callMain(scope: Scope, main: FunctionDecl): string {
  const { unit } = scope;
  const symbol = unit.functionSymbol(main);
  const call = `${mark(main.name.span)}${unit.version(symbol, null, false).name}()`;
  const waits = unit.checked.functionWaits(main) === "yes";
  if (waits) scope.usesAwait = true;
  const code = waits ? `(await ${call})` : call;
  return as(scope, computed(code, conventionOf(symbol).returns), "slot").code;
}

/** The function's versions, for other files, and for the runner where it is a workflow. */
function exportFunction(scope: Scope, decl: FunctionDecl): void {
  const { unit } = scope;
  if (!decl.pub && decl.role !== "workflow" && !unit.input.session) return;
  const symbol = unit.functionSymbol(decl);
  scope.emit(`$exports.${symbol.name}$f = ${unit.version(symbol, null, false).name};`);
  if (unit.checked.functionWaits(decl) === "depends") {
    scope.emit(`$exports.${symbol.name}$fw = ${unit.version(symbol, null, true).name};`);
  }
}

/** Constructors are exported always: a value may travel where its type is not visible. */
function exportConstructors(scope: Scope): void {
  const { unit } = scope;
  for (const item of unit.checked.module.statements) {
    if (item.kind !== "type" || item.body.kind !== "variants") continue;
    item.body.variants.forEach((decl, tag) => {
      const name = unit.declareConstructor(decl, item.name.name, tag);
      scope.emit(`$exports.${decl.name.name}$c = ${name};`);
    });
  }
}
