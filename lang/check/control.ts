/**
 * Branches and loops: `if`, `match`, `try`, `for`, `while`.
 *
 * Each has three forms: its type is found, or checked against what is expected, or its value is not
 * used, so that the branches need not agree.
 *
 * @module
 */
import type {
  Block,
  Clause,
  Expr,
  ForExpr,
  IfExpr,
  MatchExpr,
  Pattern,
  TryExpr,
  WhileExpr,
} from "../syntax/ast.ts";
import { BOOL, isCon, NEVER, NIL, optionItem } from "../types/build.ts";
import { resolve, type Type } from "../types/type.ts";
import type { Reason } from "../types/why.ts";
import { discardBlock } from "./blocks.ts";
import type { Context, Known } from "./context.ts";
import { check, discard, infer, joinAll, type Part } from "./expressions.ts";
import { factsOf } from "./facts.ts";
import { nilFreePlaces } from "./nil_free.ts";
import { bindPattern, presetSubject } from "./patterns.ts";
import { ERROR_RECORD } from "./prelude.ts";

/** Runs `branch` for both sides of an `if`, each with what the condition says. */
function branches(c: Context, expr: IfExpr, branch: (body: Block | IfExpr) => void): void {
  check(c, expr.condition, BOOL, { kind: "condition", of: "if" });
  const facts = factsOf(c, expr.condition);
  c.withFacts(facts.whenTrue, () => branch(expr.then));
  const { otherwise } = expr;
  if (otherwise !== null) c.withFacts(facts.whenFalse, () => branch(otherwise));
}

/** The type of an `if`. */
export function inferIf(c: Context, expr: IfExpr): Type {
  const parts: Part[] = [];
  branches(c, expr, (body) => parts.push({ expr: body, type: infer(c, body) }));
  if (expr.otherwise !== null) return joinAll(c, parts, "branch", "if");
  const { type } = parts[0];
  if (isCon(resolve(type), "Never")) return NIL;
  const joined = c.solver.fresh("branch");
  c.place(expr.then, type, joined, { kind: "item", of: "if" });
  c.solver.flow(NIL, joined, { span: expr.span, reason: { kind: "item", of: "if" } });
  if (resolve(type).kind !== "var") c.solver.settle(joined);
  return resolve(joined);
}

/** Checks an `if` whose value stands where `expected` is. */
export function checkIf(c: Context, expr: IfExpr, expected: Type, reason: Reason): void {
  const ends: Type[] = [];
  branches(c, expr, (body) => {
    check(c, body, expected, reason);
    ends.push(resolve(c.typeOf(body)));
  });
  if (expr.otherwise === null) c.solver.flow(NIL, expected, { span: expr.span, reason });
  const isNever = expr.otherwise !== null && ends.every((type) => isCon(type, "Never"));
  c.typed(expr, isNever ? NEVER : expected);
}

/** Checks an `if` whose value is not used. */
export function discardIf(c: Context, expr: IfExpr): void {
  const ends: Type[] = [];
  branches(c, expr, (body) => {
    discard(c, body);
    ends.push(resolve(c.typeOf(body)));
  });
  const isNever = ends.length === 2 && ends.every((type) => isCon(type, "Never"));
  c.typed(expr, isNever ? NEVER : NIL);
}

const NO_FACTS: Known = new Map();

function clauses(c: Context, expr: MatchExpr, body: (expr: Expr) => void): void {
  const subject = presetSubject(
    c,
    infer(c, expr.subject),
    expr.clauses.map((each) => each.pattern),
  );
  const place = c.placeOf(expr.subject);
  c.withFacts(NO_FACTS, () => {
    let left: Type = subject;
    const above: Pattern[] = [];
    for (const clause of expr.clauses) {
      const inner = optionItem(left);
      const coversIt = coversNil(clause.pattern);
      const isTold = inner !== null && place !== null && !coversIt && isRefuting(clause.pattern);
      // A second clause for nil is never reached, but it is not one of another type.
      const matched = coversIt ? subject : left;
      c.nilFree = nilFreePlaces(c, above, clause.pattern, subject);
      c.withFacts(isTold ? new Map([[place, inner]]) : NO_FACTS, () => {
        inClause(c, clause, matched, body);
      });
      if (clause.guard === null) above.push(clause.pattern);
      if (inner === null || clause.guard !== null || !coversIt) continue;
      left = inner;
      if (place !== null) c.narrow(place, inner);
    }
  });
  const head = { start: expr.span.start, end: expr.subject.span.end };
  c.matches.push({ span: expr.span, head, clauses: expr.clauses, subject, mustCover: true });
}

function coversNil(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case "literal":
      return pattern.value.kind === "nil";
    case "orPattern":
      return pattern.options.some(coversNil);
    case "asPattern":
      return coversNil(pattern.pattern);
    default:
      return false;
  }
}

/** Whether a pattern can never match nil. */
function isRefuting(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case "wildcard":
    case "bind":
    case "typePattern":
    case "invalid":
      return false;
    case "orPattern":
      return pattern.options.every(isRefuting);
    case "asPattern":
      return isRefuting(pattern.pattern);
    default:
      return true;
  }
}

function inClause(c: Context, clause: Clause, subject: Type, body: (expr: Expr) => void): void {
  bindPattern(c, clause.pattern, subject);
  if (clause.guard === null) return body(clause.body);
  check(c, clause.guard, BOOL, { kind: "condition", of: "guard" });
  c.withFacts(factsOf(c, clause.guard).whenTrue, () => body(clause.body));
}

/** The type of a `match`. */
export function inferMatch(c: Context, expr: MatchExpr): Type {
  const parts: Part[] = [];
  clauses(c, expr, (body) => parts.push({ expr: body, type: infer(c, body) }));
  return parts.length === 0 ? NIL : joinAll(c, parts, "branch", "match");
}

/** Checks a `match` whose value stands where `expected` is. */
export function checkMatch(c: Context, expr: MatchExpr, expected: Type, reason: Reason): void {
  let isNever = expr.clauses.length > 0;
  clauses(c, expr, (body) => {
    check(c, body, expected, reason);
    if (!isCon(resolve(c.typeOf(body)), "Never")) isNever = false;
  });
  c.typed(expr, isNever ? NEVER : expected);
}

/** Checks a `match` whose value is not used. */
export function discardMatch(c: Context, expr: MatchExpr): void {
  let isNever = expr.clauses.length > 0;
  clauses(c, expr, (body) => {
    discard(c, body);
    if (!isCon(resolve(c.typeOf(body)), "Never")) isNever = false;
  });
  c.typed(expr, isNever ? NEVER : NIL);
}

function tryParts(c: Context, expr: TryExpr, body: (expr: Expr) => void): void {
  c.withFacts(NO_FACTS, () => body(expr.body));
  c.forgetMutable();
  for (const clause of expr.clauses) {
    c.withFacts(NO_FACTS, () => inClause(c, clause, ERROR_RECORD, body));
  }
  const { span, clauses } = expr;
  c.matches.push({ span, head: span, clauses, subject: ERROR_RECORD, mustCover: false });
}

/** The type of a `try`. */
export function inferTry(c: Context, expr: TryExpr): Type {
  const parts: Part[] = [];
  tryParts(c, expr, (body) => parts.push({ expr: body, type: infer(c, body) }));
  return joinAll(c, parts, "list", "try");
}

/** Checks a `try` whose value stands where `expected` is. */
export function checkTry(c: Context, expr: TryExpr, expected: Type, reason: Reason): void {
  let isNever = true;
  tryParts(c, expr, (body) => {
    check(c, body, expected, reason);
    if (!isCon(resolve(c.typeOf(body)), "Never")) isNever = false;
  });
  c.typed(expr, isNever ? NEVER : expected);
}

/** Checks a `try` whose value is not used. */
export function discardTry(c: Context, expr: TryExpr): void {
  let isNever = true;
  tryParts(c, expr, (body) => {
    discard(c, body);
    if (!isCon(resolve(c.typeOf(body)), "Never")) isNever = false;
  });
  c.typed(expr, isNever ? NEVER : NIL);
}

/** `for p in xs { … }`; its value is nil. */
export function inferFor(c: Context, expr: ForExpr): Type {
  const item = c.operate("iterate", "for", infer(c, expr.iterable), NIL, expr.iterable.span);
  c.forgetMutable();
  c.withFacts(NO_FACTS, () => {
    bindPattern(c, expr.pattern, item);
    inLoop(c, () => discardBlock(c, expr.body));
  });
  return NIL;
}

/** `while c { … }`; its value is nil. */
export function inferWhile(c: Context, expr: WhileExpr): Type {
  c.forgetMutable();
  check(c, expr.condition, BOOL, { kind: "condition", of: "while" });
  c.withFacts(factsOf(c, expr.condition).whenTrue, () => {
    inLoop(c, () => discardBlock(c, expr.body));
  });
  return NIL;
}

function inLoop(c: Context, body: () => void): void {
  c.frame.loops++;
  body();
  c.frame.loops--;
}
