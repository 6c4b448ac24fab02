/**
 * `match` and the clauses of `catch` as statements.
 *
 * @module
 */
import type { Clause, MatchExpr } from "../syntax/ast.ts";
import { resolve, type Type } from "../types/type.ts";
import { as } from "./arithmetic.ts";
import { mark } from "./code.ts";
import { evaluate } from "./control.ts";
import { conditionOf, finalType, valueOf } from "./expression.ts";
import { patternTest } from "./pattern.ts";
import type { Value } from "./represent.ts";
import type { Destination, Scope } from "./scope.ts";
import { containsNode } from "./walk.ts";

/** Writes a `match`: its clauses one after the other as conditions. */
export function matchTo(scope: Scope, expr: MatchExpr, to: Destination): void {
  const type = finalType(scope, expr.subject);
  scope.emit("{");
  const subject = scope.keep(valueOf(scope, expr.subject));
  const cursor = scope.cursorOf(subject.code);
  const shown = cursor === undefined
    ? as(scope, subject, "slot").code
    : `${cursor.list}.slice(${cursor.offset})`;
  const failure = `throw ${mark(expr.span)}${scope.unit.helper("noMatch")}(${shown});`;
  clausesTo(scope, expr.clauses, subject, type, to, failure);
  scope.emit("}");
}

/** Writes clauses; `failure` is the statement for a value that fits none. */
export function clausesTo(
  scope: Scope,
  clauses: readonly Clause[],
  subject: Value,
  type: Type,
  to: Destination,
  failure: string,
): void {
  const label = scope.unit.fresh("$match");
  const leaves = to.kind !== "return";
  readTagOnce(scope, clauses, subject, type);
  if (leaves) scope.emit(`${label}: {`);
  let covered = false;
  for (const clause of clauses) {
    const { test, bind } = patternTest(scope, clause.pattern, subject, type);
    scope.emit(test === null ? "{" : `if (${test}) {`);
    bind();
    if (clause.guard !== null) scope.emit(`if (${conditionOf(scope, clause.guard)}) {`);
    evaluate(scope, clause.body, to);
    if (leaves) scope.emit(`break ${label};`);
    if (clause.guard !== null) scope.emit("}");
    scope.emit("}");
    if (test === null && clause.guard === null) {
      covered = true;
      break;
    }
  }
  if (!covered) scope.emit(failure);
  if (leaves) scope.emit("}");
  scope.tags.delete(subject.code);
}

/** Several clauses that ask for the constructor of a value ask a constant for its tag. */
function readTagOnce(
  scope: Scope,
  clauses: readonly Clause[],
  subject: Value,
  type: Type,
): void {
  const asking = clauses.filter(({ pattern }) =>
    containsNode(pattern, (node) => node.kind === "constructorPattern", () => false)
  );
  const resolved = resolve(type);
  if (asking.length < 2 || resolved.kind !== "con" || !resolved.id.includes("#")) return;
  const tag = scope.unit.fresh("$tag");
  scope.emit(`const ${tag} = ${subject.code}.$t;`);
  scope.tags.set(subject.code, tag);
}
