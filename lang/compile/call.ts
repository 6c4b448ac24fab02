/**
 * Calls: of declared functions, constructors, the standard library, function values, and of values
 * whose type only the run knows.
 *
 * @module
 */
import type {
  ArgumentPlan,
  ConstructorSymbol,
  FunctionSymbol,
  HostSymbol,
} from "../check/checked.ts";
import type { BinaryExpr, CallExpr, Expr, FunctionDecl } from "../syntax/ast.ts";
import { resolve } from "../types/type.ts";
import { as } from "./arithmetic.ts";
import { mark } from "./code.ts";
import { partsOf } from "./access.ts";
import { borrowed, isFresh, reads, thenReleased } from "./dead_lists.ts";
import { argumentLists, awaited, finalType, helper, slotOf, valueOf } from "./expression.ts";
import { conventionOf, thunk } from "./function.ts";
import { atom, computed, type Rep, type Value } from "./represent.ts";
import type { Cursor, Destination, Scope } from "./scope.ts";
import { argumentOf, elementOf, isCon } from "./shape.ts";
import { isReordered } from "./simple.ts";
import type { Unit } from "./unit.ts";

/** The value of a call. */
export function callValue(scope: Scope, call: CallExpr): Value {
  const { unit } = scope;
  const { callee } = call;
  const symbol = callee.kind === "name" || callee.kind === "field"
    ? unit.checked.symbolOf(callee)
    : undefined;
  switch (symbol?.kind) {
    case "function":
      return functionCall(scope, call, symbol);
    case "constructor":
      return constructorCall(scope, call, symbol);
    case "host":
      return hostCall(scope, call, symbol);
    default:
      return valueCall(scope, call);
  }
}

/**
 * Writes a self call in tail position as a jump to the start of the function.
 *
 * @returns false when it is no such call
 */
export function tailCall(scope: Scope, call: CallExpr, to: Destination): boolean {
  const { tail, unit } = scope;
  if (tail === null || to.kind !== "return" || to.via.length > 0 || scope.tryDepth > 0) {
    return false;
  }
  if (!isSelfCall(unit, call, tail.decl)) return false;
  const symbol = unit.functionSymbol(tail.decl);
  if (unit.version(symbol, call.callee, tailWaits(scope, call)).name !== tail.name) return false;
  const values = argumentValues(scope, call, tail.params.map((param) => param.rep));
  // All arguments are evaluated before the first parameter changes.
  const changing = values.map((value, i) => ({ value, name: tail.params[i].name }))
    .filter(({ value, name }) => value.code !== name);
  for (const { cursor, skip } of cursorMoves(scope, call)) {
    const at = changing.findIndex(({ name }) => name === tail.params[cursor.index].name);
    if (skip !== null && at >= 0) changing.splice(at, 1);
    const offset = computed(skip === null ? "0" : `${cursor.offset} + ${skip}`);
    changing.push({ value: offset, name: cursor.offset });
  }
  if (changing.length === 1) {
    scope.emit(`${changing[0].name} = ${changing[0].value.code};`);
  } else {
    const kept = changing.map(({ value, name }) => {
      if (value.range !== null && /^\d+$/.test(value.code)) return { code: value.code, name };
      const temp = scope.temp();
      scope.emit(`${temp} = ${value.code};`);
      return { code: temp, name };
    });
    for (const { code, name } of kept) scope.emit(`${name} = ${code};`);
  }
  scope.emit(
    `if (--${unit.helper("budget")}.fuel < 0) ${mark(call.span)}${unit.helper("tick")}();`,
    `continue ${tail.label};`,
  );
  return true;
}

/** Whether a self call means the version that waits, of a function that has both. */
function tailWaits(scope: Scope, call: CallExpr): boolean {
  const { checked } = scope.unit;
  return scope.awaits(checked.waiting(call)) &&
    scope.tail !== null && checked.functionWaits(scope.tail.decl) === "depends";
}

/** Whether a function calls itself in tail position outside `try`. */
export function hasSelfTailCall(unit: Unit, decl: FunctionDecl): boolean {
  if (decl.role !== "fn" || decl.annotations.length > 0) return false;
  if (!unit.functionSymbol(decl).isRecursive) return false;
  const { returned } = unit.factsOf(decl);
  return endsInSelfCall(unit, decl.body, decl) ||
    returned.some((expr) => endsInSelfCall(unit, expr, decl));
}

/** Whether the value of an expression may be that of a call of the function it stands in. */
export function endsInSelfCall(unit: Unit, expr: Expr, decl: FunctionDecl): boolean {
  const inTail = (part: Expr): boolean => endsInSelfCall(unit, part, decl);
  if (unit.conversionOf(expr) !== undefined) return false;
  switch (expr.kind) {
    case "block": {
      const last = expr.statements[expr.statements.length - 1];
      return last !== undefined && !isDeclaration(last.kind) && inTail(last as Expr);
    }
    case "if":
      return inTail(expr.then) || (expr.otherwise !== null && inTail(expr.otherwise));
    case "match":
      return expr.clauses.some((clause) => inTail(clause.body));
    case "binary":
      return isTailOperator(unit, expr) && inTail(expr.right);
    case "call":
      return isSelfCall(unit, expr, decl);
    case "return":
      return expr.value !== null && inTail(expr.value);
    default:
      return false;
  }
}

/** Whether the right side of an operator, where it is evaluated, is the value of the whole. */
function isTailOperator(unit: Unit, { op, right }: BinaryExpr): boolean {
  return op === "??" || ((op === "&&" || op === "||") && isCon(unit.typeOf(right), "Bool"));
}

function isDeclaration(kind: string): boolean {
  return kind === "let" || kind === "var" || kind === "function" || kind === "type" ||
    kind === "import" || kind === "pythonImport" || kind === "schedule";
}

function isSelfCall(unit: Unit, call: CallExpr, decl: FunctionDecl): boolean {
  if (call.callee.kind !== "name" || call.block !== null) return false;
  const symbol = unit.checked.symbolOf(call.callee);
  return symbol?.kind === "function" && symbol.decl === decl;
}

function functionCall(scope: Scope, call: CallExpr, symbol: FunctionSymbol): Value {
  const { unit } = scope;
  const waits = scope.awaits(unit.checked.waiting(call));
  const both = unit.moduleOf(symbol.file).functionWaits(symbol.decl) === "depends";
  const { name, by } = unit.version(symbol, call.callee, both && waits);
  const { params, returns } = conventionOf(symbol, by);
  const args = argumentValues(scope, call, params).map((value) => value.code);
  if (scope.self?.name === name) handOn(scope, call, args, params.length);
  const code = `${mark(call.span)}${name}(${trimmed(args).join(", ")})`;
  return computed(awaited(scope, call, code), returns);
}

/** Replaces tails among the arguments of a self call by the list and a cursor behind them all. */
function handOn(scope: Scope, call: CallExpr, args: string[], count: number): void {
  const moves = cursorMoves(scope, call);
  if (moves.every(({ skip }) => skip === null)) return;
  while (args.length < count) args.push("undefined");
  for (const { cursor, skip } of moves) {
    if (skip !== null) args[cursor.index] = cursor.list;
    args.push(skip === null ? "0" : `${cursor.offset} + ${skip}`);
  }
}

/** For each parameter with a cursor: how far a self call moves it, or null for another list. */
function cursorMoves(
  scope: Scope,
  call: CallExpr,
): { readonly cursor: Cursor; readonly skip: number | null }[] {
  const { unit } = scope;
  const plan = unit.checked.argumentsOf(call) ?? call.args.map((arg) => arg.value);
  return (scope.self?.cursors ?? []).map((cursor) => {
    const expr = plan[cursor.index];
    const symbol = expr?.kind === "name" ? unit.checked.symbolOf(expr) : undefined;
    const tail = symbol?.kind === "local" ? scope.tailOf(symbol.id) : null;
    return { cursor, skip: tail !== null && tail.cursor === cursor ? tail.skip : null };
  });
}

function constructorCall(scope: Scope, call: CallExpr, symbol: ConstructorSymbol): Value {
  const { unit } = scope;
  const args = argumentValues(scope, call, conventionOf(symbol).params);
  const Class = unit.link(`${unit.constructorName(symbol)}.Class`, symbol.name);
  const pure = args.every((arg) => arg.pure);
  return computed(`new ${Class}(${args.map((arg) => arg.code).join(", ")})`, "slot", { pure });
}

/** Entries that read a map and keep nothing of it. */
const BORROWERS: ReadonlySet<string> = new Set([".len", ".keys", ".values", "map.get"]);

function hostCall(scope: Scope, call: CallExpr, symbol: HostSymbol): Value {
  const { unit } = scope;
  const { params, returns } = conventionOf(symbol);
  const length = lengthOf(scope, call, symbol);
  if (length !== null) return length;
  const path = `${symbol.module}.${symbol.entry.name}`;
  const dead: string[] = [];
  const values = argumentValues(
    scope,
    call,
    params,
    BORROWERS.has(path),
    reads(unit, call) ? dead : null,
  );
  const known = knownHostCall(scope, call, symbol, values);
  if (known !== null) return known;
  if (symbol.module !== "math") scope.longParts++;
  const waits = scope.awaits(unit.checked.waiting(call));
  const name = unit.hostName(symbol, waits && symbol.entry.effect === "callback");
  const args = trimmed(values.map((value) => value.code));
  const zero = path === ".sum" || path === "list.sum_by" ? zeroOf(scope, call) : null;
  const all = zero === null ? args : [...args, zero];
  const code = `${mark(call.span)}${name}(${all.join(", ")})`;
  return thenReleased(scope, computed(awaited(scope, call, code), returns), dead);
}

/** The sum of no durations, or of no sizes; null for numbers. */
function zeroOf(scope: Scope, call: CallExpr): string | null {
  const { unit } = scope;
  const type = resolve(unit.typeOf(call));
  if (!isCon(type, "Duration") && !isCon(type, "Size")) return null;
  return unit.link(`new ${unit.helper(isCon(type, "Size") ? "Size" : "Duration")}(0)`, "zero");
}

/** `len` of a list. */
function lengthOf(scope: Scope, call: CallExpr, symbol: HostSymbol): Value | null {
  if (symbol.module !== "" || symbol.entry.name !== "len" || call.args.length !== 1) return null;
  const [{ value }] = call.args;
  if (elementOf(finalType(scope, value)) === null) return null;
  const range = { lo: 0, hi: 2 ** 32 };
  if (isFresh(scope.unit, value)) {
    const fresh = borrowed(scope, slotOf(scope, value));
    const length = computed(`${fresh.value.code}.length`, "slot", { range });
    return thenReleased(scope, length, [fresh.name]);
  }
  const list = partsOf(scope, value);
  return computed(`${list.code}.length`, "slot", { pure: list.pure, range });
}

/** Entries written in line. */
function knownHostCall(
  scope: Scope,
  call: CallExpr,
  symbol: HostSymbol,
  values: readonly Value[],
): Value | null {
  if (symbol.module !== "" || call.args.length !== 1) return null;
  const type = finalType(scope, call.args[0].value);
  const [value] = values;
  if (symbol.entry.name === "str" && isCon(type, "String")) return value;
  if (symbol.entry.name === "float" && isCon(type, "Int")) return as(scope, value, "f64");
  return null;
}

function valueCall(scope: Scope, call: CallExpr): Value {
  const { unit } = scope;
  const { callee } = call;
  const type = resolve(finalType(scope, callee));
  const block = call.block === null ? [] : [blockValue(scope, call)];
  scope.longParts++;
  if (type.kind === "function") {
    const [target, ...args] = scope.inOrder([
      () => slotOf(scope, callee),
      ...call.args.map((arg) => () => slotOf(scope, arg.value)),
    ]);
    const list = [...args, ...block].map((arg) => arg.code).join(", ");
    const code = `${target.code}(${list})`;
    return computed(awaited(scope, call, `${mark(call.span)}${code}`));
  }
  const names = [...call.args.map((arg) => arg.name?.name ?? null), ...block.map(() => null)];
  if (callee.kind === "field" && unit.checked.symbolOf(callee) === undefined && !callee.optional) {
    const [target, ...args] = scope.inOrder([
      () => slotOf(scope, callee.target),
      ...call.args.map((arg) => () => slotOf(scope, arg.value)),
    ]);
    const lists = argumentLists(names, [...args, ...block]);
    const name = JSON.stringify(callee.name.name);
    return computed(
      awaited(scope, call, helper(scope, "anyMethod", call, target.code, name, ...lists)),
    );
  }
  const [target, ...args] = scope.inOrder([
    () => slotOf(scope, callee),
    ...call.args.map((arg) => () => slotOf(scope, arg.value)),
  ]);
  const lists = argumentLists(names, [...args, ...block]);
  return computed(awaited(scope, call, helper(scope, "anyCall", call, target.code, ...lists)));
}

/**
 * The arguments in the callee's order, held as its convention asks, evaluated in the order in which
 * they are written. One left to its default is `undefined`.
 *
 * @param borrows whether maps need not be whole
 * @param dead takes the names of lists that are dead after the call; null where the callee keeps them
 */
function argumentValues(
  scope: Scope,
  call: CallExpr,
  reps: readonly Rep[],
  borrows = false,
  dead: string[] | null = null,
): Value[] {
  const { unit } = scope;
  const plan: readonly ArgumentPlan[] = unit.checked.argumentsOf(call) ??
    call.args.map((arg) => arg.value);
  const argument = (item: Expr, index: number): Value => {
    const isLent = borrows && argumentOf(finalType(scope, item), "Map") !== null;
    const value = isLent ? partsOf(scope, item) : valueOf(scope, item);
    if (dead !== null && isFresh(unit, item)) {
      const fresh = borrowed(scope, value);
      dead.push(fresh.name);
      return fresh.value;
    }
    return as(scope, value, reps[index] ?? "slot");
  };
  const result = plan.every((item, i) => item === call.args[i]?.value)
    ? scope.inOrder(plan.map((item, i) => () => argument(item as Expr, i)))
    : reordered(scope, call, plan, argument);
  if (call.block !== null) result.push(blockValue(scope, call));
  return result;
}

/** Arguments of which some are left out or written in another order than the callee's. */
function reordered(
  scope: Scope,
  call: CallExpr,
  plan: readonly ArgumentPlan[],
  argument: (item: Expr, index: number) => Value,
): Value[] {
  const { unit } = scope;
  const written = call.args.map((arg) => arg.value);
  const given = plan.filter((item): item is Expr => item.kind !== "default");
  const inOrder = !isReordered(unit, call);
  const order = inOrder ? given : written;
  const values = scope.inOrder(order.map((item) => () => argument(item, plan.indexOf(item))));
  const byExpr = new Map<Expr, Value>(
    order.map((item, i) => [item, inOrder ? values[i] : scope.keep(values[i])]),
  );
  return plan.map((item) =>
    item.kind === "default" ? atom("undefined") : byExpr.get(item as Expr)!
  );
}

function blockValue(scope: Scope, call: CallExpr): Value {
  const waits = scope.awaits(scope.unit.checked.waiting(call));
  return computed(thunk(scope, call.block!, waits), "slot", { pure: true });
}

/** Arguments without the trailing `undefined`s. */
function trimmed(args: readonly string[]): readonly string[] {
  let end = args.length;
  while (end > 0 && args[end - 1] === "undefined") end--;
  return args.slice(0, end);
}
