/**
 * Statements one after the other: bindings, declarations and values.
 *
 * @module
 */
import type { Block, Expr, LetStatement, Statement, VarStatement } from "../syntax/ast.ts";
import type { Span } from "../syntax/span.ts";
import { isCon, NEVER, NIL } from "../types/build.ts";
import type { Cell } from "../types/cell.ts";
import { effectsIn } from "../types/effect.ts";
import { generalise, monoScheme } from "../types/scheme.ts";
import { resolve, type Type } from "../types/type.ts";
import type { Reason } from "../types/why.ts";
import { type Context, isSoft, type Known } from "./context.ts";
import { check, discard, infer } from "./expressions.ts";
import { checkAnnotations, checkRemaining, enterBlock } from "./functions.ts";
import { inferOpen, withRoom } from "./literals.ts";
import { bindPattern } from "./patterns.ts";
import { factsOf } from "./facts.ts";
import { checkSchedule } from "./schedule.ts";

/** The type of a block: that of its last expression, or Nil. */
export function inferBlock(c: Context, block: Block): Type {
  return inBlock(c, block, (last) => infer(c, last));
}

/** Checks a block whose last expression stands where `expected` is. */
export function checkBlock(c: Context, block: Block, expected: Type, reason: Reason): void {
  const type = inBlock(c, block, (last) => {
    check(c, last, expected, reason);
    return expected;
  });
  c.typed(block, type);
  if (type === NIL) c.solver.flow(NIL, expected, { span: endOf(block), reason });
}

/** Checks a block whose value is not used. */
export function discardBlock(c: Context, block: Block): void {
  const type = inBlock(c, block, (last) => {
    discard(c, last);
    return resolve(c.typeOf(last)) === NEVER ? NEVER : NIL;
  });
  c.typed(block, type);
}

function inBlock(c: Context, block: Block, last: (expr: Expr) => Type): Type {
  let type: Type = NIL;
  c.withFacts(NO_FACTS, () => {
    enterBlock(c, block.statements);
    type = checkStatements(c, block.statements, last);
    checkRemaining(c, block.statements);
  });
  return type;
}

const NO_FACTS: Known = new Map();

/** Checks statements in order; `last` handles the last one when it is an expression. */
export function checkStatements(
  c: Context,
  statements: readonly Statement[],
  last: (expr: Expr) => Type,
): Type {
  let type: Type = NIL;
  let isNever = false;
  statements.forEach((statement, i) => {
    if (isDeclaration(statement)) {
      checkDeclaration(c, statement);
      if (i === statements.length - 1) type = NIL;
    } else if (i === statements.length - 1) {
      type = last(statement);
      if (isCon(resolve(c.typeOf(statement)), "Never")) isNever = true;
    } else {
      discard(c, statement);
      if (isCon(resolve(c.typeOf(statement)), "Never")) isNever = true;
      afterStatement(c, statement);
    }
  });
  return isNever ? NEVER : type;
}

function isDeclaration(statement: Statement): statement is Exclude<Statement, Expr> {
  switch (statement.kind) {
    case "let":
    case "var":
    case "function":
    case "type":
    case "import":
    case "pythonImport":
    case "schedule":
      return true;
    default:
      return false;
  }
}

function checkDeclaration(c: Context, statement: Exclude<Statement, Expr>): void {
  switch (statement.kind) {
    case "let":
    case "var":
      checkBinding(c, statement);
      break;
    case "schedule":
      checkSchedule(c, statement);
      break;
    case "function":
      checkAnnotations(c, statement);
      break;
    default:
      break;
  }
}

/** Checks a `let` or `var`, unless a function needed it before. */
export function checkBinding(c: Context, statement: LetStatement | VarStatement): void {
  if (c.early.has(statement)) return;
  c.early.add(statement);
  if (statement.kind === "var") checkVar(c, statement);
  else checkLet(c, statement);
}

function annotationReason(at: Span): Reason {
  return { kind: "annotation", at, what: "annotation" };
}

function checkVar(c: Context, statement: VarStatement): void {
  const local = c.names.binders.get(statement.name);
  const { annotation } = statement;
  let type: Type;
  if (annotation !== null) {
    type = c.typeNames.read(annotation);
    c.writtenTypes.set(annotation, type);
    check(c, statement.value, type, annotationReason(annotation.span));
  } else {
    const cell = c.solver.fresh();
    type = cell;
    const found = isSoft(statement.value)
      ? infer(c, statement.value)
      : inferOpen(c, statement.value);
    const reason: Reason = { kind: "assign", name: statement.name.name, at: statement.name.span };
    const first = withRoom(c, found);
    c.place(statement.value, first, type, reason);
    cell.grows = isGrowing(found);
    if (isStable(found) || first !== resolve(found)) c.solver.force(type);
  }
  if (local !== undefined) {
    local.scheme = monoScheme(c.modest(type, local.span));
    local.isTyped = true;
  }
}

/** Whether a first value is an empty list or map, which the values put into it tell. */
function isGrowing(type: Type): boolean {
  const found = resolve(type);
  return found.kind === "con" && found.args.some((arg) => {
    const part = resolve(arg);
    return part.kind === "var" && (part as Cell).grows;
  });
}

/** Types of a first value that later values cannot widen, except to an option. */
function isStable(type: Type): boolean {
  const found = resolve(type);
  return found.kind === "con" && (found.id === "Float" || found.id === "Any");
}

function checkLet(c: Context, statement: LetStatement): void {
  const { pattern, annotation, value } = statement;
  if (annotation !== null) {
    const type = c.typeNames.read(annotation);
    c.writtenTypes.set(annotation, type);
    check(c, value, type, annotationReason(annotation.span));
    bindPattern(c, pattern, type);
    return;
  }
  if (value.kind !== "lambda" || pattern.kind !== "bind") {
    bindPattern(c, pattern, infer(c, value));
    return;
  }
  c.solver.enter();
  const type = c.modest(infer(c, value), value.span);
  const made = resolve(type);
  const { cells, uses } = c.solver.leave(made.kind === "function" ? made.params : []);
  const scheme = generalise(type, uses, c.solver.level);
  const found = resolve(type);
  for (const param of found.kind === "function" ? found.params : []) {
    c.genericEffects.push(...effectsIn(param));
  }
  c.solver.keep(
    cells.filter((cell) => !cell.quantified),
    uses.filter((use) => !scheme.uses.includes(use)),
  );
  bindPattern(c, pattern, type);
  const local = c.names.binders.get(pattern);
  if (local === undefined) return;
  local.scheme = scheme;
  if (scheme.vars.length > 0 && !statement.pub) {
    scheme.instances = [];
    c.generic.push(local);
  }
}

/** After `if x == nil { return }` the rest of the block knows that `x` is not nil. */
function afterStatement(c: Context, statement: Expr): void {
  if (statement.kind !== "if" || statement.otherwise !== null) return;
  if (!isCon(resolve(c.typeOf(statement.then)), "Never")) return;
  for (const [local, type] of factsOf(c, statement.condition).whenFalse) {
    c.narrow(local, type);
  }
}

function endOf(block: Block): Span {
  const last = block.statements.at(-1);
  return last === undefined ? block.span : last.span;
}
