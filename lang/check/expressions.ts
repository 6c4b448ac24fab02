/**
 * Types of expressions: found (`infer`), or checked against what is expected (`check`).
 *
 * @module
 */
import type { Expr, ListComp } from "../syntax/ast.ts";
import {
  BOOL,
  DURATION,
  FLOAT,
  INT,
  isCon,
  listOf,
  NEVER,
  NIL,
  optionItem,
  RANGE,
  rowOf,
  SIZE,
  STRING,
  WRONG,
} from "../types/build.ts";
import { effectsIn, setWaits } from "../types/effect.ts";
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
import { factsOf, isExpression } from "./facts.ts";
import { inferParallel, inferParallelFor, waits } from "./flow.ts";
import { inferLambda } from "./functions.ts";
import { inferOpen } from "./literals.ts";
import { inferBinary } from "./operations.ts";
import { bindPattern } from "./patterns.ts";
import { checkRecord, inferField, inferIndex, inferRecord, inferTupleField } from "./records.ts";
import { warnUnused } from "./unused.ts";
import { inferName, noteUse } from "./uses.ts";
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
    case "lambda": {
      const type = inferLambda(c, expr, null);
      // One with a default was refused; how it is called says no more.
      return expr.params.some((param) => param.defaultValue !== null) ? WRONG : type;
    }
    case "try":
      return inferTry(c, expr);
    case "raise":
      return inferRaise(c, expr.value);
    case "return":
      return inferReturn(c, expr);
    case "break":
    case "continue":
      if (c.frame.loops === 0) reportJump(c, expr);
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
      if (isOpenRecord(wanted)) break;
      return checkIf(c, expr, expected, reason);
    case "match":
      if (isOpenRecord(wanted)) break;
      return checkMatch(c, expr, expected, reason);
    case "try":
      if (isOpenRecord(wanted)) break;
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
      if (inner.kind === "function") { for (const param of inner.params) c.solver.force(param); }
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

/** Whether any record with some fields will do: the first branch must not say what the others have. */
function isOpenRecord(type: Type): boolean {
  return type.kind === "record" && rowOf(type).rest !== null;
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
  if (parts.length === 0) return c.solver.growing("flow");
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
      isSoftEnd(part.expr) || isCon(type, "Int"),
    );
  }
  if (isKnown) c.solver.settle(joined);
  if (isKnown && joined.solution === null) return NEVER;
  return resolve(joined);
}

/**
 * Whether the value of a branch is an integer literal, which may be a Float where another branch gives
 * one: in `if x < 0: 0 else: x` for any number `x`.
 */
function isSoftEnd(expr: Expr): boolean {
  switch (expr.kind) {
    case "block": {
      const last = expr.statements.at(-1);
      return last !== undefined && isExpression(last) && isSoftEnd(last);
    }
    case "if":
      return expr.otherwise !== null && isSoftEnd(expr.then) && isSoftEnd(expr.otherwise);
    case "match":
      return expr.clauses.every((clause) => isSoftEnd(clause.body));
    default:
      return isSoft(expr);
  }
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
  if (type.kind === "record" && value.kind === "record") checkRaised(c, value);
  return NEVER;
}

/** What is raised has a kind, a message and data; anything else would be lost without a word. */
function checkRaised(c: Context, value: Expr & { kind: "record" }): void {
  for (const entry of value.entries) {
    if (entry.kind === "spread") continue;
    const { name, span } = entry.key;
    if (name === "data") continue;
    if (name === "kind" || name === "message") {
      const { value: given } = entry;
      c.place(given, c.typeOf(given), STRING, { kind: "field", name });
      continue;
    }
    c.error("E0223", "type", `an error has no field ${name}`, span, {
      hint: `put it into the data: {kind: "…", message: "…", data: {${name}: …}}`,
    });
  }
}

/** A lambda, a block handed to a function and what runs in parallel leave no loop around them. */
function reportJump(c: Context, expr: Expr): void {
  if (hasLostItsHead(c, expr)) return;
  const { kind, span } = expr;
  c.error("E0217", "syntax", `${kind} stands outside of a loop`, span, {
    hint: c.frame.role === "top" || c.frame.role === "fn"
      ? `${kind} belongs into the body of a \`for\` or \`while\``
      : `it cannot leave a loop around the function it stands in`,
  });
}

/** The function or loop it belongs to may be what could not be read above it. */
function hasLostItsHead(c: Context, { span }: Expr): boolean {
  return c.report.isBroken({ start: 0, end: span.start });
}

function inferReturn(c: Context, expr: Expr & { kind: "return" }): Type {
  const { returns, returnReason } = c.frame;
  if (returns === null) {
    if (expr.value !== null) infer(c, expr.value);
    if (!hasLostItsHead(c, expr)) {
      c.error("E0215", "name", "return stands outside of a function", expr.span);
    }
  } else if (expr.value === null) {
    c.solver.flow(NIL, returns, { span: expr.span, reason: returnReason });
  } else {
    check(c, expr.value, returns, returnReason);
  }
  return NEVER;
}
