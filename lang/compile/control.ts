/**
 * Expressions written as JS statements: blocks, branches, loops, `match`, `try`, jumps.
 *
 * Each is told where its value goes (a {@linkcode Destination}), so a value never travels through
 * variables it does not need: the branches of an `if` at the end of a function simply return.
 *
 * @module
 */
import type {
  AssignExpr,
  BinaryExpr,
  Block,
  Declaration,
  Expr,
  ForExpr,
  IfExpr,
  LetStatement,
  Statement,
  TryExpr,
  VarStatement,
  WhileExpr,
} from "../syntax/ast.ts";
import type { LocalSymbol } from "../check/checked.ts";
import type { Type } from "../types/type.ts";
import { as } from "./arithmetic.ts";
import { arrayName, grownDeclaration, grownValue, growthOf, growTo } from "./append.ts";
import { endsInSelfCall, tailCall } from "./call.ts";
import { mark } from "./code.ts";
import { convert } from "./convert.ts";
import { deathOf, isFresh, ownName, releaseOf, releasesOf } from "./dead_lists.ts";
import { binaryOf, conditionOf, finalType, slotOf, valueOf } from "./expression.ts";
import { scheduleTo } from "./flow.ts";
import { emitInnerFunction } from "./function.ts";
import { checkedBody, iterate } from "./loop.ts";
import { clausesTo, matchTo } from "./match.ts";
import { bindPattern } from "./pattern.ts";
import { computed, NIL, repOf, type Value, variable } from "./represent.ts";
import { comprehensionTo } from "./comprehension.ts";
import { inlinedCall, inlineTo } from "./inline.ts";
import { type Destination, DISCARD, type Scope } from "./scope.ts";
import { isExpression, isSimple } from "./simple.ts";

/**
 * Writes `expr` so that its value goes to `to`.
 *
 * @param raw leave out the conversion asked for at `expr`; the caller makes it
 */
export function evaluate(scope: Scope, expr: Expr, to: Destination, raw = false): void {
  const { unit } = scope;
  const target = raw ? undefined : unit.conversionOf(expr);
  const type = unit.typeOf(expr);
  const dest = target === undefined || to.kind === "discard"
    ? to
    : { ...to, via: [{ from: type, to: target, span: expr.span }, ...to.via] };
  switch (expr.kind) {
    case "block":
      return blockTo(scope, expr, dest);
    case "if":
      if (to.kind === "assign" && isSimple(scope.unit, expr)) break;
      return ifTo(scope, expr, dest, type);
    case "match":
      return matchTo(scope, expr, dest);
    case "for":
      forTo(scope, expr);
      return deliver(scope, NIL, type, dest);
    case "while":
      whileTo(scope, expr);
      return deliver(scope, NIL, type, dest);
    case "try":
      return tryTo(scope, expr, dest);
    case "raise": {
      const value = slotOf(scope, expr.value);
      scope.emit(`throw ${mark(expr.span)}${scope.unit.helper("raise")}(${value.code});`);
      return;
    }
    case "return":
      if (expr.value === null) {
        scope.emit(`return ${as(scope, NIL, scope.returns).code};`);
      } else {
        evaluate(scope, expr.value, { kind: "return", rep: scope.returns, via: [] });
      }
      return;
    case "break":
      scope.emit(`${scope.loops[scope.loops.length - 1].leave};`);
      return;
    case "continue":
      scope.emit(`${scope.loops[scope.loops.length - 1].next};`);
      return;
    case "assign":
      assign(scope, expr);
      return deliver(scope, NIL, type, dest);
    case "comprehension":
      return comprehensionTo(scope, expr, dest, type);
    case "call": {
      if (dest.kind === "return" && tailCall(scope, expr, dest)) return;
      const inlined = inlinedCall(scope.unit, expr);
      if (inlined !== null) return inlineTo(scope, inlined, expr, dest, type);
      break;
    }
    case "binary":
      if (dest.kind === "return" && tailOperator(scope, expr, dest, type)) return;
      break;
    case "invalid":
      throw new Error("a file with syntax errors is not compiled");
  }
  if (target !== undefined && dest.kind !== "discard") {
    deliver(scope, valueOf(scope, expr), target, { ...dest, via: dest.via.slice(1) });
  } else {
    const value = valueOf(scope, expr);
    if (dest.kind === "discard" && isFresh(unit, expr)) {
      scope.emit(`${unit.helper("release")}(${value.code});`);
    } else deliver(scope, value, finalType(scope, expr), dest);
  }
}

/** Sends a value of type `type` to its destination. */
export function deliver(scope: Scope, value: Value, type: Type, to: Destination): void {
  if (to.kind === "discard") {
    if (!value.pure) scope.emit(`${value.code};`);
    return;
  }
  let result = as(scope, value, repOf(type));
  for (const via of to.via) result = convert(scope, result, via.from, via.to, via.span);
  const { code } = as(scope, result, to.rep);
  scope.emit(to.kind === "return" ? `return ${code};` : `${to.name} = ${code};`);
}

/** The statements of a block, its last value to `to`, without braces around them. */
export function blockBody(scope: Scope, block: Block, to: Destination): void {
  const { statements } = block;
  const releases = releasesOf(scope, block);
  statements.forEach((item, i) => {
    const last = i === statements.length - 1;
    if (last && releases.length > 0) lastTo(scope, item, to, releases);
    else if (isExpression(item)) evaluate(scope, item, last ? to : DISCARD);
    else {
      statementTo(scope, item);
      if (last) deliverNil(scope, to);
    }
  });
  if (statements.length === 0) deliverNil(scope, to);
}

/** The last statement of a block, with what follows it before the block is left with its value. */
function lastTo(
  scope: Scope,
  item: Statement,
  to: Destination,
  releases: readonly string[],
): void {
  const { tail, unit } = scope;
  if (!isExpression(item)) {
    statementTo(scope, item);
    scope.emitAll(releases);
    return deliverNil(scope, to);
  }
  const returned = item.kind === "return" ? item.value : to.kind === "return" ? item : null;
  // A call that becomes a jump leaves the block before its end.
  if (returned === null || (tail !== null && endsInSelfCall(unit, returned, tail.decl))) {
    evaluate(scope, item, to);
    scope.emitAll(releases);
    return;
  }
  const { rep, via } = item.kind !== "return" && to.kind === "return"
    ? to
    : { rep: scope.returns, via: [] };
  const name = scope.temp();
  evaluate(scope, returned, { kind: "assign", name, rep, via });
  scope.emitAll(releases);
  scope.emit(`return ${name};`);
}

/** Writes a binding or a declaration. */
export function statementTo(scope: Scope, item: Exclude<Statement, Expr> | Declaration): void {
  switch (item.kind) {
    case "let":
      return letTo(scope, item);
    case "var":
      return varTo(scope, item);
    case "function":
      return emitInnerFunction(scope, item);
    case "schedule":
      return scheduleTo(scope, item);
    case "pythonImport": {
      const load = `${scope.unit.helper("pythonModule")}(${JSON.stringify(item.module.name)})`;
      scope.usesAwait = true;
      const name = `${item.alias.name}$py`;
      scope.emit(`${name} = ${mark(item.span)}await ${load};`);
      if (scope.unit.input.session) scope.emit(`$exports.${name} = ${name};`);
      return;
    }
    case "type":
    case "import":
      // Read by the checker and the program runner; nothing happens where they stand.
      return;
  }
}

function deliverNil(scope: Scope, to: Destination): void {
  if (to.kind !== "discard") {
    const { code } = as(scope, NIL, to.rep);
    scope.emit(to.kind === "return" ? `return ${code};` : `${to.name} = ${code};`);
  }
}

/** `a || f(x)`, `a && f(x)`, `a ?? f(x)` at the end of `f` itself: the call stays in tail position. */
function tailOperator(scope: Scope, expr: BinaryExpr, to: Destination, type: Type): boolean {
  const { op, left, right } = expr;
  if (scope.tail === null || to.kind !== "return" || to.via.length > 0 || scope.tryDepth > 0) {
    return false;
  }
  if (!endsInSelfCall(scope.unit, expr, scope.tail.decl)) return false;
  if (op === "??") {
    const held = scope.keep(slotOf(scope, left));
    scope.emit(`if (${held.code} !== null) {`);
    deliver(scope, held, type, to);
  } else {
    const name = scope.keep(computed(conditionOf(scope, left)));
    scope.emit(`if (${op === "&&" ? "!" : ""}${name.code}) {`);
    deliver(scope, name, type, to);
  }
  scope.emit("}");
  evaluate(scope, right, to);
  return true;
}

function blockTo(scope: Scope, block: Block, to: Destination): void {
  scope.emit("{");
  blockBody(scope, block, to);
  scope.emit("}");
}

function ifTo(scope: Scope, expr: IfExpr, to: Destination, type: Type): void {
  scope.emit(`if (${conditionOf(scope, expr.condition)}) {`);
  branchTo(scope, expr.then, to);
  if (expr.otherwise !== null) {
    scope.emit("} else {");
    if (expr.otherwise.kind === "block") branchTo(scope, expr.otherwise, to);
    else evaluate(scope, expr.otherwise, to);
  } else if (to.kind !== "discard") {
    scope.emit("} else {");
    deliver(scope, NIL, type, to);
  }
  scope.emit("}");
}

function branchTo(scope: Scope, block: Block, to: Destination): void {
  if (scope.unit.conversionOf(block) === undefined) blockBody(scope, block, to);
  else evaluate(scope, block, to);
}

function letTo(scope: Scope, item: LetStatement): void {
  const { checked } = scope.unit;
  if (item.pattern.kind === "bind") {
    const symbol = checked.bindingOf(item.pattern);
    define(scope, symbol, item.value);
    return;
  }
  const type = finalType(scope, item.value);
  const subject = scope.keep(valueOf(scope, item.value));
  bindPattern(scope, item.pattern, subject, type);
  exportBindings(scope, item);
}

/** `const name = value;`, remembering what is known of the value. */
function define(scope: Scope, symbol: LocalSymbol, expr: Expr): void {
  const { unit } = scope;
  const rep = repOf(scope.unit.typeOfLocal(symbol));
  const name = unit.localName(symbol);
  if (isSimple(unit, expr)) {
    const value = as(scope, valueOf(scope, expr), rep);
    if (value.range !== null) scope.ranges.set(symbol.id, value.range);
    scope.emit(`const ${name} = ${value.code};`);
  } else {
    scope.emit(`let ${name};`);
    evaluate(scope, expr, { kind: "assign", name, rep, via: [] });
  }
  unit.exportLocal(scope, symbol);
}

function exportBindings(scope: Scope, item: LetStatement): void {
  for (const symbol of patternBindings(scope, item)) scope.unit.exportLocal(scope, symbol);
}

function patternBindings(scope: Scope, item: LetStatement): readonly LocalSymbol[] {
  const found: LocalSymbol[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const { kind } = node as { kind?: string };
    if (kind === "bind") found.push(scope.unit.checked.bindingOf(node as typeof item.pattern));
    if (kind === "asPattern") {
      const place = (node as { name: { span: typeof item.span } }).name;
      found.push(scope.unit.checked.bindingOf(place));
    }
    if (kind === "listPattern") {
      const rest = (node as { rest: { name: { span: typeof item.span } | null } | null }).rest;
      if (rest !== null && rest.name !== null) found.push(scope.unit.checked.bindingOf(rest.name));
    }
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) value.forEach(visit);
      else visit(value);
    }
  };
  visit(item.pattern);
  return found;
}

function varTo(scope: Scope, item: VarStatement): void {
  const { unit } = scope;
  const symbol = unit.checked.bindingOf(item.name);
  const rep = repOf(scope.unit.typeOfLocal(symbol));
  const name = unit.localRef(symbol);
  const shared = name.startsWith("$exports.");
  if (deathOf(unit, symbol) !== null) {
    scope.emit(`let ${ownName(name)} = ${isFresh(unit, item.value)};`);
  }
  if (growthOf(unit, symbol) !== null) {
    scope.emit(grownDeclaration(name));
    evaluate(scope, item.value, { kind: "assign", name, rep, via: [] });
    return;
  }
  if (isSimple(unit, item.value)) {
    const value = as(scope, valueOf(scope, item.value), rep);
    scope.emit(`${shared ? "" : "let "}${name} = ${value.code};`);
    return;
  }
  if (!shared) scope.emit(`let ${name};`);
  evaluate(scope, item.value, { kind: "assign", name, rep, via: [] });
}

function assign(scope: Scope, expr: AssignExpr): void {
  const { unit } = scope;
  const symbol = unit.checked.symbolOf(expr);
  if (symbol === undefined || symbol.kind !== "local") throw new Error("assignment to no variable");
  const type = unit.typeOfLocal(symbol);
  const rep = repOf(type);
  const name = unit.localRef(symbol);
  const death = deathOf(unit, symbol);
  if (death !== null) {
    const next = scope.temp();
    evaluate(scope, expr.value, { kind: "assign", name: next, rep, via: [] });
    scope.emit(releaseOf(scope, name, death), `${name} = ${next};`, `${ownName(name)} = true;`);
    return;
  }
  const growth = growthOf(unit, symbol);
  if (growth !== null && growTo(scope, expr, name, growth)) return;
  if (expr.op === null) {
    evaluate(scope, expr.value, { kind: "assign", name, rep, via: [] });
    if (growth !== null) scope.emit(`${arrayName(name)} = null;`);
    return;
  }
  const [left, right] = scope.inOrder([
    () => growth === null ? variable(name, rep) : grownValue(scope, name, growth),
    () => valueOf(scope, expr.value),
  ]);
  const value = binaryOf(
    scope,
    expr.op,
    { value: left, type },
    { value: right, type: finalType(scope, expr.value) },
    type,
    expr.span,
  );
  scope.emit(`${name} = ${as(scope, value, rep).code};`);
  if (growth !== null) scope.emit(`${arrayName(name)} = null;`);
}

function forTo(scope: Scope, expr: ForExpr): void {
  const loop = scope.unit.fresh("$for");
  const turnLabel = scope.unit.fresh("$turn");
  scope.emit("{");
  iterate(scope, expr.iterable, loop, (element, type) => {
    // A fused source may have opened blocks in the loop, so `continue` leaves a block of its own.
    scope.emit(`${turnLabel}: {`);
    scope.loops.push({ leave: `break ${loop}`, next: `break ${turnLabel}` });
    bindPattern(scope, expr.pattern, element, type);
    blockBody(scope, expr.body, DISCARD);
    scope.loops.pop();
    scope.emit("}");
  });
  scope.emit("}");
}

function whileTo(scope: Scope, expr: WhileExpr): void {
  const label = scope.unit.fresh("$while");
  const turns = scope.unit.fresh("$turns");
  const { result: condition, lines } = scope.capture(() => conditionOf(scope, expr.condition));
  scope.emit(
    "{",
    `let ${turns} = 0;`,
    `${label}: for (; ${lines.length === 0 ? condition : "true"}; ${turns}++) {`,
  );
  checkedBody(scope, expr, turns, () => {
    if (lines.length > 0) {
      scope.emitAll(lines);
      scope.emit(`if (!${condition}) break;`);
    }
    scope.loops.push({ leave: `break ${label}`, next: `continue ${label}` });
    blockBody(scope, expr.body, DISCARD);
    scope.loops.pop();
  });
  scope.emit("}", "}");
}

function tryTo(scope: Scope, expr: TryExpr, to: Destination): void {
  const { unit } = scope;
  const thrown = unit.fresh("$thrown");
  const error = unit.fresh("$error");
  scope.emit("try {");
  scope.tryDepth++;
  blockBody(scope, expr.body, to);
  scope.tryDepth--;
  scope.emit(
    `} catch (${thrown}) {`,
    `const ${error} = ${unit.helper("caught")}(${thrown});`,
  );
  if (expr.clauses.length > 0) {
    const subject = scope.keep(computed(`${unit.helper("errorValue")}(${error})`));
    const type = unit.typeOfPattern(expr.clauses[0].pattern);
    clausesTo(scope, expr.clauses, subject, type, to, `throw ${error};`);
  } else {
    scope.emit(`throw ${error};`);
  }
  scope.emit("}");
}
