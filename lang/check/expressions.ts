/**
 * Types of expressions: found (`infer`), or checked against what is expected (`check`).
 *
 * @module
 */
import type { BinaryExpr, Expr, ListComp, NameExpr } from "../syntax/ast.ts";
import type { Span } from "../syntax/span.ts";
import {
  ANY,
  BOOL,
  DURATION,
  FLOAT,
  INT,
  isCon,
  listOf,
  NEVER,
  NIL,
  optionItem,
  optionOf,
  RANGE,
  SIZE,
  STRING,
  WRONG,
} from "../types/build.ts";
import { effectOf, effectsIn, setWaits } from "../types/effect.ts";
import { instantiate } from "../types/scheme.ts";
import { resolve, type Type } from "../types/type.ts";
import type { Reason } from "../types/why.ts";
import { checkAssign } from "./assignments.ts";
import { checkBlock, discardBlock, inferBlock } from "./blocks.ts";
import { inferCall, inferPython } from "./calls.ts";
import { type Context, isSoft } from "./context.ts";
import {
  checkIf,
  checkMatch,
  checkTry,
  discardIf,
  discardMatch,
  discardTry,
  inferFor,
  inferIf,
  inferMatch,
  inferTry,
  inferWhile,
} from "./control.ts";
import type { Definition, FunctionDef, HostDef, LocalDef } from "./definition.ts";
import { factsOf, nilTested } from "./facts.ts";
import { inferParallel, inferParallelFor, waits } from "./flow.ts";
import { demand, inferLambda } from "./functions.ts";
import { inferOpen } from "./literals.ts";
import { bindPattern } from "./patterns.ts";
import { checkRecord, inferField, inferIndex, inferRecord, inferTupleField } from "./records.ts";
import { effectsAllowed } from "./workflow.ts";

/** Finds the type of an expression. */
export function infer(c: Context, expr: Expr): Type {
  if (expr.kind === "name") {
    // The type of a plain local is that of its definition: nothing to write down.
    const local = c.names.uses.get(expr);
    if (local?.kind === "local" && local.scheme.vars.length === 0 && !c.narrowed.has(local)) {
      const { type } = local.scheme;
      if (resolve(type).kind === "function") noteUse(c, expr, type);
      return type;
    }
  }
  return c.typed(expr, find(c, expr));
}

function find(c: Context, expr: Expr): Type {
  switch (expr.kind) {
    case "int":
      return INT;
    case "float":
      return FLOAT;
    case "bool":
      return BOOL;
    case "nil":
      return NIL;
    case "duration":
      return DURATION;
    case "size":
      return SIZE;
    case "string":
      for (const part of expr.parts) if (typeof part !== "string") infer(c, part);
      return STRING;
    case "list":
      return listOf(
        joinAll(c, expr.items.map((item) => ({ expr: item, type: infer(c, item) })), "list"),
      );
    case "comprehension":
      return inferComprehension(c, expr);
    case "record":
      return inferRecord(c, expr);
    case "tuple":
      return { kind: "tuple", items: expr.items.map((item) => infer(c, item)) };
    case "name":
      return inferName(c, expr);
    case "field":
      return inferField(c, expr);
    case "tupleField":
      return inferTupleField(c, expr);
    case "index":
      return inferIndex(c, expr);
    case "call":
      return inferCall(c, expr);
    case "unary":
      if (expr.op === "!") {
        check(c, expr.operand, BOOL, { kind: "operand", op: "!" });
        return BOOL;
      }
      return c.operate("*", "-x", infer(c, expr.operand), INT, expr.span);
    case "binary":
      return inferBinary(c, expr);
    case "range":
      check(c, expr.start, INT, { kind: "operand", op: ".." });
      check(c, expr.end, INT, { kind: "operand", op: ".." });
      return RANGE;
    case "if":
      return inferIf(c, expr);
    case "match":
      return inferMatch(c, expr);
    case "for":
      return inferFor(c, expr);
    case "while":
      return inferWhile(c, expr);
    case "block":
      return inferBlock(c, expr);
    case "lambda":
      return inferLambda(c, expr, null);
    case "try":
      return inferTry(c, expr);
    case "raise":
      return inferRaise(c, expr.value);
    case "return":
      return inferReturn(c, expr);
    case "break":
    case "continue":
      return NEVER;
    case "assign":
      return checkAssign(c, expr);
    case "cast": {
      infer(c, expr.value);
      const type = c.typeNames.read(expr.type);
      c.writtenTypes.set(expr.type, type);
      for (const effect of effectsIn(type)) setWaits(effect);
      return type;
    }
    case "python":
      return inferPython(c, expr);
    case "parallel":
      return inferParallel(c, expr);
    case "parallelFor":
      return inferParallelFor(c, expr);
    case "checkpoint": {
      check(c, expr.label, STRING, {
        kind: "argument",
        callee: "checkpoint",
        index: 1,
        parameter: null,
      });
      waits(c, expr);
      return effectsAllowed(c, () => inferBlock(c, expr.body));
    }
    case "invalid":
      return WRONG;
  }
}

/** Checks an expression against the type expected where it stands. */
export function check(c: Context, expr: Expr, expected: Type, reason: Reason): void {
  const wanted = resolve(expected);
  const inner = optionItem(wanted) ?? wanted;
  if (inner.kind === "var" && isLiteral(expr)) {
    c.place(expr, inferOpen(c, expr), expected, reason);
    return;
  }
  switch (expr.kind) {
    case "if":
      return checkIf(c, expr, expected, reason);
    case "match":
      return checkMatch(c, expr, expected, reason);
    case "try":
      // What fails and what stands in for it may be unlike, where nothing says what they must be.
      if (wanted.kind === "var") break;
      return checkTry(c, expr, expected, reason);
    case "block":
      return checkBlock(c, expr, expected, reason);
    case "lambda":
      if (inner.kind === "function" && inner.params.length === expr.params.length) {
        c.place(expr, c.typed(expr, inferLambda(c, expr, inner)), expected, reason);
        return;
      }
      break;
    case "list":
      if (isCon(inner, "List") && isTelling(inner.args[0])) {
        for (const item of expr.items) check(c, item, inner.args[0], reason);
        c.typed(expr, inner);
        if (inner !== wanted) c.sites.set(expr, expected);
        return;
      }
      break;
    case "tuple":
      if (inner.kind === "tuple" && inner.items.length === expr.items.length) {
        expr.items.forEach((item, i) => check(c, item, inner.items[i], reason));
        c.typed(expr, inner);
        if (inner !== wanted) c.sites.set(expr, expected);
        return;
      }
      break;
    case "call":
      if (c.names.uses.get(expr.callee)?.kind !== "constructor") break;
      c.place(expr, c.typed(expr, inferCall(c, expr, inner)), expected, reason);
      return;
    case "record":
      if (checkRecord(c, expr, inner, reason)) {
        if (inner !== wanted) c.sites.set(expr, expected);
        return;
      }
      break;
    default:
      break;
  }
  c.place(expr, infer(c, expr), expected, reason);
}

function isLiteral(expr: Expr): boolean {
  return expr.kind === "list" || expr.kind === "tuple" || expr.kind === "record" ||
    expr.kind === "comprehension";
}

/** Whether an expected type of elements says something about them, rather than learning from them. */
function isTelling(type: Type): boolean {
  const item = resolve(type);
  return item.kind !== "var" && !isCon(item, "Any");
}

/** Checks an expression whose value is not used. */
export function discard(c: Context, expr: Expr): void {
  switch (expr.kind) {
    case "if":
      discardIf(c, expr);
      break;
    case "match":
      discardMatch(c, expr);
      break;
    case "try":
      discardTry(c, expr);
      break;
    case "block":
      discardBlock(c, expr);
      break;
    default:
      infer(c, expr);
      warnUnused(c, expr);
      return;
  }
}

/** An expression whose type is joined with others. */
export interface Part {
  readonly expr: Expr;
  readonly type: Type;
}

/** The one type of several values: elements of a list, or the ends of branches. */
export function joinAll(
  c: Context,
  parts: readonly Part[],
  merge: "branch" | "list",
  of: "list" | "if" | "match" | "try" = "list",
): Type {
  if (parts.length === 0) return c.solver.fresh();
  const first = resolve(parts[0].type);
  if (parts.every((part) => resolve(part.type) === first)) return first;
  const joined = c.solver.fresh(merge);
  let isKnown = true;
  for (const part of parts) {
    const type = resolve(part.type);
    if (type.kind === "var") isKnown = false;
    c.sites.set(part.expr, joined);
    c.solver.flow(
      type,
      joined,
      { span: part.expr.span, reason: { kind: "item", of } },
      isSoft(part.expr),
    );
  }
  if (isKnown) c.solver.settle(joined);
  if (isKnown && joined.solution === null) return NEVER;
  return resolve(joined);
}

/** The type of a comprehension; `inferItem` finds that of its elements. */
export function inferComprehension(
  c: Context,
  expr: ListComp,
  inferItem: (c: Context, item: Expr) => Type = infer,
): Type {
  return c.withFacts(new Map(), () => {
    for (const clause of expr.clauses) {
      if (clause.kind === "for") {
        const { iterable } = clause;
        const item = c.operate("iterate", "for", infer(c, iterable), NIL, iterable.span);
        bindPattern(c, clause.pattern, item);
      } else {
        check(c, clause.condition, BOOL, { kind: "condition", of: "filter" });
        for (const [place, type] of factsOf(c, clause.condition).whenTrue) c.narrow(place, type);
      }
    }
    return listOf(inferItem(c, expr.body));
  });
}

function inferName(c: Context, expr: NameExpr): Type {
  const definition = c.names.uses.get(expr);
  return definition === undefined ? WRONG : typeOfDefinition(c, expr, expr.span, definition);
}

/** The type of a value by name, at this use of it. */
export function typeOfDefinition(
  c: Context,
  use: Expr,
  span: Span,
  definition: Definition,
): Type {
  switch (definition.kind) {
    case "local": {
      const narrow = c.narrowed.get(definition);
      if (narrow !== undefined) return narrow;
      return instance(c, use, span, definition);
    }
    case "function": {
      demand(c, definition, span);
      if (definition.state === "busy" && definition.type !== null) {
        noteUse(c, use, definition.type);
        return definition.type;
      }
      return instance(c, use, span, definition);
    }
    case "constructor": {
      const { type } = instantiate(c.solver, definition.scheme, span, nameOf(definition));
      noteUse(c, use, type);
      return type;
    }
    case "host": {
      const { type } = instantiate(c.solver, definition.scheme, span, nameOf(definition));
      noteUse(c, use, type);
      return asValue(definition, type);
    }
    case "python":
      return ANY;
    case "module":
      return c.error("E0214", "name", `${definition.name} is a module, not a value`, span, {
        hint: `use one of its names: \`${definition.name}.name\``,
      });
  }
}

/**
 * A function of the host as a value has only the parameters that must be given, so that
 * `map(rows, json.stringify)` fits. Its code knows the defaults of the others, except for a Float,
 * whose conversion needs a value.
 */
function asValue({ parameters }: HostDef, type: Type): Type {
  const found = resolve(type);
  if (parameters === null || found.kind !== "function") return type;
  let count = parameters.length;
  while (count > 0) {
    const { defaultText, isRest } = parameters[count - 1];
    if (defaultText === null || isRest || isCon(resolve(found.params[count - 1]), "Float")) break;
    count--;
  }
  return count === parameters.length ? type : { ...found, params: found.params.slice(0, count) };
}

function instance(c: Context, use: Expr, span: Span, definition: LocalDef | FunctionDef): Type {
  const { scheme } = definition;
  const { type, cells } = instantiate(c.solver, scheme, span, definition.name);
  if (scheme.soft.length > 0) c.softUses.push({ expr: use, scheme, instance: cells });
  noteUse(c, use, type);
  return type;
}

/** How messages call what a name stands for. */
export function nameOf(definition: Definition): string {
  if (definition.kind !== "host") return definition.name;
  const { module, entry } = definition;
  return module === "" ? entry.name : `${module}.${entry.name}`;
}

function noteUse(c: Context, use: Expr, type: Type): void {
  const current = resolve(type);
  if (current.kind !== "function") return;
  const effect = effectOf(current.effect);
  if (!effect.fixed || effect.waits) c.useEffects.set(use, effect);
}

function inferBinary(c: Context, expr: BinaryExpr): Type {
  const { op, left, right } = expr;
  switch (op) {
    case "&&":
    case "||": {
      check(c, left, BOOL, { kind: "operand", op });
      const facts = factsOf(c, left);
      c.withFacts(op === "&&" ? facts.whenTrue : facts.whenFalse, () => {
        check(c, right, BOOL, { kind: "operand", op });
      });
      return BOOL;
    }
    case "??":
      return inferCoalesce(c, left, right);
    case "==":
    case "!=":
      infer(c, left);
      infer(c, right);
      nilTested(c, left, right);
      return BOOL;
    case "<":
    case "<=":
    case ">":
    case ">=":
      c.operate("<", op, infer(c, left), infer(c, right), expr.span);
      return BOOL;
    case "in":
      c.operate("in", op, infer(c, left), infer(c, right), expr.span);
      return BOOL;
    case "**": {
      const base = infer(c, left);
      const power = infer(c, right);
      const isNegative = right.kind === "unary" && right.op === "-" && right.operand.kind === "int";
      return c.operate(isNegative ? "/" : op, op, base, power, expr.span);
    }
    default:
      return c.operate(op, op, infer(c, left), infer(c, right), expr.span);
  }
}

/** `left ?? right`: the left type without nil, or what both have in common. */
function inferCoalesce(c: Context, left: Expr, right: Expr): Type {
  const given = c.solver.force(infer(c, left));
  if (given.kind === "var") {
    const inner = c.solver.fresh();
    c.solver.unifyQuietly(given, optionOf(inner));
    check(c, right, inner, { kind: "operand", op: "??" });
    return inner;
  }
  const inner = optionItem(given) ?? (isCon(given, "Nil") ? NEVER : given);
  const other = infer(c, right);
  const known = resolve(other);
  if (isCon(known, "Never")) return inner;
  if (isCon(resolve(inner), "Float") && isCon(known, "Int")) {
    c.place(right, other, inner, { kind: "operand", op: "??" });
    return inner;
  }
  if (known.kind === "var") {
    c.place(right, other, inner, { kind: "operand", op: "??" });
    return inner;
  }
  const joined = c.solver.fresh("branch");
  c.solver.flow(inner, joined, { span: left.span, reason: { kind: "operand", op: "??" } });
  c.place(right, other, joined, { kind: "operand", op: "??" });
  c.solver.settle(joined);
  return resolve(joined);
}

function inferRaise(c: Context, value: Expr): Type {
  const type = c.solver.force(infer(c, value));
  const isFit = type.kind === "var" || type.kind === "record" || isCon(type, "String") ||
    isCon(type, "Any") || isCon(type, "Map") || isCon(type, "Wrong") || isCon(type, "Never");
  if (type.kind === "var") {
    c.solver.flow(type, STRING, { span: value.span, reason: { kind: "plain" } });
  }
  if (!isFit) {
    c.error("E0220", "type", "raise takes a String or a record {kind, message, data}", value.span, {
      hint: 'put the value into the message: `raise "bad value: ${x}"`',
    });
  }
  return NEVER;
}

function inferReturn(c: Context, expr: Expr & { kind: "return" }): Type {
  const { returns, returnReason } = c.frame;
  if (returns === null) {
    if (expr.value !== null) infer(c, expr.value);
    c.error("E0215", "name", "return stands outside of a function", expr.span);
  } else if (expr.value === null) {
    c.solver.flow(NIL, returns, { span: expr.span, reason: returnReason });
  } else {
    check(c, expr.value, returns, returnReason);
  }
  return NEVER;
}

/** Warns of a value that is made and thrown away. */
function warnUnused(c: Context, expr: Expr): void {
  if (!isPure(c, expr) || c.report.hasErrorIn(expr.span)) return;
  const type = resolve(c.typeOf(expr));
  if (isCon(type, "Nil") || isCon(type, "Never") || isCon(type, "Wrong")) return;
  c.report.warning("W0202", "unused", "this value is not used", expr.span, {
    hint: expr.kind === "binary" && expr.op === "=="
      ? "to assign, write one `=`"
      : "give it a name with `let`, or take it out",
  });
}

/** Whether evaluating an expression surely does nothing but give a value. */
function isPure(c: Context, expr: Expr): boolean {
  switch (expr.kind) {
    case "int":
    case "float":
    case "bool":
    case "string":
    case "duration":
    case "size":
    case "lambda":
    case "range":
      return true;
    case "name":
      return c.names.uses.get(expr)?.kind !== "python";
    case "list":
    case "tuple":
      return expr.items.every((item) => isPure(c, item));
    case "record":
      return expr.entries.every((entry) => isPure(c, entry.value));
    case "binary":
      return isPure(c, expr.left) && isPure(c, expr.right);
    case "unary":
      return isPure(c, expr.operand);
    case "field":
      return c.names.uses.has(expr) || isPure(c, expr.target);
    case "index":
      return isPure(c, expr.target) && isPure(c, expr.index);
    case "call": {
      const callee = c.names.uses.get(expr.callee);
      const isPureCall = callee?.kind === "constructor" ||
        (callee?.kind === "host" && (callee.entry.effect ?? "pure") === "pure");
      return isPureCall && expr.args.every((arg) => isPure(c, arg.value));
    }
    default:
      return false;
  }
}
