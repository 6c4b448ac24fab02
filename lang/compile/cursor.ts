/**
 * `[head, ..tail]` without copying, in functions that hand the tail on to themselves.
 *
 * A parameter that is only ever matched, and whose tails are only handed on to the function itself,
 * stays the whole list; where in it the function is comes as a hidden last parameter, the cursor.
 * Other uses of a tail make it by slicing, as elsewhere.
 *
 * @module
 */
import type { LocalSymbol } from "../check/checked.ts";
import type {
  CallExpr,
  Expr,
  FunctionDecl,
  MatchExpr,
  NameExpr,
  Pattern,
  Statement,
} from "../syntax/ast.ts";
import { eachInside } from "../syntax/inside.ts";
import { elementOf } from "./shape.ts";
import type { Unit } from "./unit.ts";
import { CLOSURES } from "./walk.ts";

/** A parameter with a cursor. */
export interface CursorParam {
  /** Which parameter. */
  readonly index: number;
  readonly symbol: LocalSymbol;
  /** Tails that stay unmade, by symbol id: how many elements stand before them. */
  readonly tails: ReadonlyMap<number, number>;
}

/** The parameters of a function that are worth a cursor. */
export function cursorParams(unit: Unit, decl: FunctionDecl): CursorParam[] {
  if (decl.role !== "fn" || decl.annotations.length > 0) return [];
  return decl.params.flatMap((param, index) => {
    if (param.pattern.kind !== "bind" || param.defaultValue !== null) return [];
    const symbol = unit.checked.bindingOf(param.pattern);
    if (elementOf(unit.typeOfLocal(symbol)) === null) return [];
    const tails = new Search(unit, decl, symbol, index).tails();
    return tails === null || tails.size === 0 ? [] : [{ index, symbol, tails }];
  });
}

/** Looks at every use of one parameter and of its tails. */
class Search {
  readonly #unit: Unit;
  readonly #decl: FunctionDecl;
  readonly #symbol: LocalSymbol;
  readonly #index: number;
  readonly #tails = new Map<number, number>();
  #fits = true;

  constructor(unit: Unit, decl: FunctionDecl, symbol: LocalSymbol, index: number) {
    this.#unit = unit;
    this.#decl = decl;
    this.#symbol = symbol;
    this.#index = index;
  }

  /** The tails that stay unmade; null when the parameter is used in another way. */
  tails(): ReadonlyMap<number, number> | null {
    this.#visit(this.#decl.body, false);
    return this.#fits ? this.#tails : null;
  }

  #visit(node: Statement, inClosure: boolean): void {
    if (!this.#fits) return;
    if (node.kind === "name") return this.#name(node);
    if (node.kind === "match" && !inClosure && this.#isParam(node.subject)) {
      return this.#match(node);
    }
    if (node.kind === "call" && !inClosure && this.#isSelfCall(node)) return this.#selfCall(node);
    const closes = inClosure || CLOSURES.has(node.kind) ||
      (node.kind === "call" && node.block !== null);
    eachInside(node, (inner) => this.#visit(inner, closes));
  }

  /** A use that is none of those looked for. */
  #name(name: NameExpr): void {
    const symbol = this.#unit.checked.symbolOf(name);
    if (symbol === this.#symbol) this.#fits = false;
    else if (symbol?.kind === "local") this.#tails.delete(symbol.id);
  }

  #match(node: MatchExpr): void {
    for (const clause of node.clauses) {
      if (!this.#clause(clause.pattern)) {
        this.#fits = false;
        return;
      }
    }
    for (const clause of node.clauses) {
      if (clause.guard !== null) this.#visit(clause.guard, false);
      this.#visit(clause.body, false);
    }
  }

  #clause(pattern: Pattern): boolean {
    if (pattern.kind === "wildcard") return true;
    if (pattern.kind !== "listPattern") return false;
    const name = pattern.rest?.name ?? null;
    if (name !== null && pattern.after.length === 0) {
      this.#tails.set(this.#unit.checked.bindingOf(name).id, pattern.before.length);
    }
    return true;
  }

  #selfCall(call: CallExpr): void {
    const plan = this.#unit.checked.argumentsOf(call) ?? call.args.map((arg) => arg.value);
    plan.forEach((argument, i) => {
      if (argument.kind === "default") return;
      const expr = argument as Expr;
      const isTail = i === this.#index && expr.kind === "name" &&
        this.#unit.conversionOf(expr) === undefined;
      const symbol = isTail ? this.#unit.checked.symbolOf(expr) : undefined;
      if (symbol?.kind === "local" && this.#tails.has(symbol.id)) return;
      this.#visit(expr, false);
    });
  }

  #isParam(expr: Expr): boolean {
    return expr.kind === "name" && this.#unit.checked.symbolOf(expr) === this.#symbol &&
      this.#unit.conversionOf(expr) === undefined;
  }

  #isSelfCall(call: CallExpr): boolean {
    if (call.callee.kind !== "name" || call.block !== null) return false;
    const symbol = this.#unit.checked.symbolOf(call.callee);
    return symbol?.kind === "function" && symbol.decl === this.#decl;
  }
}
