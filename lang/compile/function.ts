/**
 * Functions: declared ones with a direct entry, lambdas and function values with the uniform one.
 *
 * The direct entry takes and gives a raw double where the declared or inferred type is exactly
 * `Float`, and slots elsewhere. The uniform entry, used wherever a function is a value, takes and
 * gives slots only; a wrapper is made only for a function that is so used and needs one. A function
 * whose waiting depends on its arguments is written in both versions, as far as they are used.
 *
 * @module
 */
import type { ConstructorSymbol, FunctionSymbol, HostSymbol } from "../check/checked.ts";
import type { Expr, FieldExpr, FunctionDecl, Lambda, NameExpr, Param } from "../syntax/ast.ts";
import type { Type } from "../types/type.ts";
import { as } from "./arithmetic.ts";
import { hasSelfTailCall } from "./call.ts";
import { mark } from "./code.ts";
import { evaluate } from "./control.ts";
import { valueOf } from "./expression.ts";
import { cursorParams } from "./cursor.ts";
import { stepFunction } from "./flow.ts";
import { NO_SUBSTITUTION, substitute, type Substitution } from "./instance.ts";
import { bindPattern } from "./pattern.ts";
import { atom, computed, type Rep, repOf, type Value, variable } from "./represent.ts";
import { type Cursor, Scope } from "./scope.ts";
import { signatureOf } from "./shape.ts";
import { isSimple, soleExpression } from "./simple.ts";
import type { Unit, Version } from "./unit.ts";

/** Writes a function declared inside a block, in the versions that it has. */
export function emitInnerFunction(outer: Scope, decl: FunctionDecl): void {
  const { unit } = outer;
  const symbol = unit.functionSymbol(decl);
  outer.emit(functionVersion(outer, unit.version(symbol, null, false)));
  if (unit.checked.functionWaits(decl) === "depends") {
    outer.emit(functionVersion(outer, unit.version(symbol, null, true)));
  }
}

/** How the direct entry of a declared function takes and gives values. */
export interface Convention {
  readonly params: readonly Rep[];
  readonly returns: Rep;
}

/**
 * The convention of something with a known signature.
 *
 * @param by what the variables of its scheme are; none for what is compiled once for all types
 */
export function conventionOf(
  symbol: FunctionSymbol | HostSymbol | ConstructorSymbol,
  by: Substitution = NO_SUBSTITUTION,
): Convention {
  const signature = signatureOf(symbol.scheme);
  if (signature === null) return { params: [], returns: repOf(symbol.scheme.type) };
  if (symbol.kind === "constructor") {
    return { params: signature.params.map(() => "slot"), returns: "slot" };
  }
  const held = (type: Type): Rep => repOf(substitute(type, by));
  return { params: signature.params.map(held), returns: held(signature.returns) };
}

/** The JS of one version of a declared function. */
export function functionVersion(outer: Scope, version: Version): string {
  const { unit } = outer;
  const { symbol, name, by, waiting } = version;
  const { decl } = symbol;
  const { params, returns } = conventionOf(symbol, by);
  const isAsync = waiting || unit.checked.functionWaits(decl) === "yes";
  return unit.within(by, () => {
    const scope = new Scope(unit, waiting, returns, outer);
    return stepFunction(scope, decl, name, params, isAsync) ??
      writeFunction(scope, decl, name, params, isAsync);
  });
}

/** The JS function `name` with the body of a declared function. */
export function writeFunction(
  scope: Scope,
  decl: FunctionDecl,
  name: string,
  reps: readonly Rep[],
  isAsync: boolean,
): string {
  const { unit, returns } = scope;
  const loops = hasSelfTailCall(unit, decl);
  // A closure made in one turn of a tail loop must keep that turn's parameters.
  const copies = loops && unit.factsOf(decl).hasClosures;
  const params = decl.params.map((param, i) => {
    const direct = param.pattern.kind === "bind" && !copies;
    const jsName = param.pattern.kind === "bind" && direct
      ? unit.localName(unit.checked.bindingOf(param.pattern))
      : unit.fresh("$p");
    return { param, jsName, rep: reps[i], direct };
  });
  const cursors = cursorParams(unit, decl).map((cursor): Cursor => {
    const list = unit.localName(cursor.symbol);
    return { ...cursor, list, offset: `${list}$at` };
  });
  scope.self = { decl, name, cursors };
  if (unit.input.countsCalls || needsTick(unit, decl)) {
    scope.emit(
      `if (--${unit.helper("budget")}.fuel < 0) ${mark(decl.name.span)}${
        unit.helper("tickCall")
      }();`,
    );
  }
  if (loops) {
    const label = unit.fresh("$tail");
    scope.tail = {
      decl,
      name,
      label,
      params: params.map(({ jsName, rep }) => ({ name: jsName, rep })),
    };
    scope.emit(`${label}: for (;;) {`);
  }
  for (const { param, jsName, rep } of params) defaultTo(scope, param, jsName, rep);
  for (const { param, jsName, rep, direct } of params) {
    if (direct) continue;
    const type = unit.typeOfPattern(param.pattern);
    bindPattern(scope, param.pattern, variable(jsName, rep), type);
  }
  evaluate(scope, decl.body, { kind: "return", rep: returns, via: [] });
  if (loops) scope.emit("}");
  const hidden = cursors.map((cursor) => `${cursor.offset} = 0`);
  const list = [...params.map(({ jsName }) => jsName), ...hidden].join(", ");
  return `${isAsync ? "async " : ""}function ${
    mark(decl.name.span)
  }${name}(${list}) {\n${scope.body()}\n}`;
}

/** Gives a parameter left out its default. */
export function defaultTo(scope: Scope, param: Param, jsName: string, rep: Rep): void {
  if (param.defaultValue === null) return;
  scope.emit(`if (${jsName} === undefined) {`);
  evaluate(scope, param.defaultValue, { kind: "assign", name: jsName, rep, via: [] });
  scope.emit("}");
}

/** Functions that call nothing of the program end by themselves; others check the budget. */
function needsTick(unit: Unit, decl: FunctionDecl): boolean {
  return unit.checked.functionWaits(decl) !== "no" || unit.functionSymbol(decl).hasCalls;
}

/** A lambda as a function value. */
export function lambdaValue(outer: Scope, lambda: Lambda): Value {
  const waits = outer.awaits(outer.unit.checked.functionWaits(lambda));
  return computed(closure(outer, lambda.params, lambda.body, waits), "slot", { pure: true });
}

/** A function without parameters that evaluates an expression, as a slot; for blocks handed over. */
export function thunk(outer: Scope, body: Expr, waits: boolean): string {
  return closure(outer, [], body, waits);
}

/** A JS closure in the uniform convention. */
export function closure(
  outer: Scope,
  params: readonly Param[],
  body: Expr,
  waits: boolean,
): string {
  const { unit } = outer;
  const scope = new Scope(unit, outer.waits, "slot", outer);
  const names = params.map((param) => {
    const { pattern } = param;
    if (pattern.kind === "bind") {
      const symbol = unit.checked.bindingOf(pattern);
      if (repOf(unit.typeOfLocal(symbol)) === "slot") return unit.localName(symbol);
    }
    return unit.fresh("$p");
  });
  params.forEach((param, i) => {
    defaultTo(scope, param, names[i], "slot");
    const { pattern } = param;
    if (pattern.kind === "bind" && names[i] === unit.localName(unit.checked.bindingOf(pattern))) {
      return;
    }
    const type = unit.typeOfPattern(pattern);
    const value = as(scope, variable(names[i]), repOf(type));
    bindPattern(scope, pattern, value.atom ? value : scope.keep(value), type);
  });
  const head = `${waits ? "async " : ""}(${names.join(", ")}) =>`;
  const plain = isSimple(unit, body) ? body : body.kind === "block" ? soleExpression(body) : null;
  if (plain !== null && isSimple(unit, plain) && scope.body() === "") {
    const { result, lines } = scope.capture(() => as(scope, valueOf(scope, body), "slot"));
    if (lines.length === 0 && scope.body() === "") return `(${head} ${result.code})`;
    scope.emitAll(lines);
    scope.emit(`return ${result.code};`);
  } else {
    evaluate(scope, body, { kind: "return", rep: "slot", via: [] });
  }
  return `(${head} {\n${scope.body()}\n})`;
}

/** A declared function, constructor or host entry used as a value, in the uniform convention. */
export function functionValue(
  scope: Scope,
  use: NameExpr | FieldExpr,
  symbol: FunctionSymbol | ConstructorSymbol | HostSymbol,
): Value {
  const { unit } = scope;
  const isFunction = signatureOf(symbol.scheme) !== null;
  if (symbol.kind === "constructor") {
    const name = unit.constructorName(symbol);
    if (!isFunction) return atom(unit.link(`${name}.value`, symbol.name));
    const names = conventionOf(symbol).params.map((_, i) => `a${i}`).join(", ");
    const Class = unit.link(`${name}.Class`, symbol.name);
    const make = `(function ${symbol.name}$u(${names}) { return new ${Class}(${names}); })`;
    return atom(unit.link(make, symbol.name));
  }
  const waits = scope.awaits(unit.checked.versionOf(use));
  if (symbol.kind === "host") {
    const { params, returns } = conventionOf(symbol);
    const name = unit.hostName(symbol, waits);
    if (!isFunction) return atom(name, returns);
    if (isUniform(params, returns)) return atom(name);
    return atom(unit.link(uniform(scope, name, params, returns, waits), symbol.entry.name));
  }
  const both = unit.moduleOf(symbol.file).functionWaits(symbol.decl) === "depends";
  const { name, by } = unit.version(symbol, use, both && waits);
  const { params, returns } = conventionOf(symbol, by);
  // A caller of a function value may give arguments beyond those declared: see `cursor.ts`.
  const hidden = symbol.file !== unit.checked.file ||
    unit.within(by, () => cursorParams(unit, symbol.decl).length > 0);
  if (isUniform(params, returns) && !hidden) return atom(name);
  return computed(uniform(scope, name, params, returns, waits), "slot", { pure: true });
}

/** A declared function in the uniform convention, for callers outside the program. */
export function uniformEntry(scope: Scope, symbol: FunctionSymbol, waits: boolean): string {
  const { params, returns } = conventionOf(symbol);
  const { name } = scope.unit.version(symbol, null, false);
  return isUniform(params, returns) ? name : uniform(scope, name, params, returns, waits);
}

function isUniform(params: readonly Rep[], returns: Rep): boolean {
  return returns === "slot" && params.every((rep) => rep === "slot");
}

function uniform(
  scope: Scope,
  name: string,
  params: readonly Rep[],
  returns: Rep,
  waits: boolean,
): string {
  const names = params.map((_, i) => `a${i}`);
  const args = params.map((rep, i) => as(scope, variable(names[i]), rep).code);
  const call = `${name}(${args.join(", ")})`;
  const result = as(scope, computed(waits ? `(await ${call})` : call, returns), "slot");
  // Named, so that it shows as the function it stands for.
  const head = `${waits ? "async " : ""}function ${name.replace(/^\$/, "").split("$")[0]}$u`;
  return `(${head}(${names.join(", ")}) { return ${result.code}; })`;
}
