/**
 * Where a list that the engine made dies, so that its memory goes to the next result at once.
 *
 * The collector finds a dead list late, when its memory has left the processor's caches. Values of a
 * program never change, so a list whose memory is used again too early is the worst that can happen:
 * what follows gives a list back only where nobody can name it any more, and in doubt leaves it to
 * the collector.
 *
 * A call is *fresh* when an entry that borrows (`HostEntry.borrows`) gives a `[Float]`: the list is
 * new, and nothing else refers to it. A place *reads* a list when it keeps no reference to it: an
 * argument of an entry that borrows, `len(xs)`, `xs[i]`, what a `for` or a comprehension goes over.
 *
 * Invariants
 * 1. A fresh call in a place that reads is dead when that place is done. No name refers to it.
 * 2. A `let` of a fresh call whose every use is a place that reads, in the same function as the `let`,
 *    is dead at the end of its block. A use anywhere else, also as the value of the block, may let it
 *    out; one in a closure may be met later: neither is given back.
 * 3. A `var` is given back when it is assigned, and at the end of its block, if all of its uses are as
 *    in 2 and all that it is ever assigned are fresh calls; what it began with may be any list, and is
 *    given back only if it was a fresh call too (`$own` behind its name tells, as the program runs).
 * 4. A `var` is assigned only where no evaluation is under way that may have read it: as a statement of
 *    blocks that are themselves statements, and not in the body of a loop that goes over it. What its
 *    new value was made of is read by then, and the new list is never the old one.
 * 5. A list is given back once: each `let` at one place, and the value of a `var` before it is replaced
 *    or at the end of its block, which comes once.
 * 6. What leaves a block otherwise (an error, `return`, `break`, `continue`, a jump to the start of the
 *    function) gives nothing back. It is then for the collector, as without all this.
 *
 * Waiting does no harm: what other branches do meanwhile cannot name the list either.
 *
 * @module
 */
import type { LocalSymbol } from "../check/checked.ts";
import type { Block, CallExpr, Expr, Statement } from "../syntax/ast.ts";
import { eachInside } from "../syntax/inside.ts";
import { computed, type Value } from "./represent.ts";
import type { Scope } from "./scope.ts";
import { isListOfFloats, isScalar } from "./shape.ts";
import type { Unit } from "./unit.ts";
import { CLOSURES } from "./walk.ts";

/** Entries of the standard library that read a list, where what they give is no list. */
const READERS: ReadonlySet<string> = new Set(["len", "sum", "min", "max"]);

/** Whether a call keeps none of the lists that are its arguments. */
export function reads(unit: Unit, call: CallExpr): boolean {
  const { callee } = call;
  if (call.block !== null || (callee.kind !== "name" && callee.kind !== "field")) return false;
  const symbol = unit.checked.symbolOf(callee);
  if (symbol?.kind !== "host") return false;
  if (symbol.entry.borrows === true) return true;
  return symbol.module === "" && READERS.has(symbol.entry.name) && isScalar(unit.typeOf(call));
}

/** Whether the value of an expression is a list that nothing else refers to. */
export function isFresh(unit: Unit, expr: Expr): expr is CallExpr {
  if (expr.kind !== "call" || expr.block !== null) return false;
  const { callee } = expr;
  const symbol = callee.kind === "name" || callee.kind === "field"
    ? unit.checked.symbolOf(callee)
    : undefined;
  return symbol?.kind === "host" && symbol.entry.borrows === true &&
    unit.conversionOf(expr) === undefined && isListOfFloats(unit.typeOf(expr));
}

/** The variables of some statements whose lists are given back when they are dead, by id. */
export function deadVariables(unit: Unit, statements: readonly Statement[]): ReadonlySet<number> {
  return new Search(unit).run(statements);
}

/** How a variable's dead list is given back: always, or where `$own` says that it may be. */
export type Death = "let" | "var";

/** How the list of a variable is given back; null when it is not. */
export function deathOf(unit: Unit, symbol: LocalSymbol): Death | null {
  if (symbol.file !== unit.checked.file) return null;
  if (symbol.topLevel && (unit.input.session || unit.checked.exports.has(symbol.name))) return null;
  if (!unit.dies(symbol)) return null;
  return symbol.mutable ? "var" : "let";
}

/** The JS variable that tells whether the list of a `var` may be given back. */
export function ownName(name: string): string {
  return `${name}$own`;
}

/** A fresh call in a place that reads: its value has a name until the place is done. */
export function borrowed(scope: Scope, value: Value): { readonly value: Value; name: string } {
  const name = scope.temp();
  return { value: computed(`(${name} = ${value.code})`, value.rep), name };
}

/** The value of a place that reads fresh calls, which are given back when it is done. */
export function thenReleased(scope: Scope, value: Value, names: readonly string[]): Value {
  if (names.length === 0) return value;
  const result = scope.temp();
  const release = scope.unit.helper("release");
  const releases = names.map((name) => `${release}(${name})`).join(", ");
  const { rep, range } = value;
  return computed(`(${result} = ${value.code}, ${releases}, ${result})`, rep, { range });
}

/** The statement that gives back the list of a variable. */
export function releaseOf(scope: Scope, name: string, death: Death): string {
  const release = `${scope.unit.helper("release")}(${name});`;
  return death === "let" ? release : `if (${ownName(name)}) ${release}`;
}

/** The statements that give back the lists of a block's own variables, for its end. */
export function releasesOf(scope: Scope, block: Block): string[] {
  const { unit } = scope;
  return block.statements.flatMap((item) => {
    const place = item.kind === "var"
      ? item.name
      : item.kind === "let" && item.pattern.kind === "bind"
      ? item.pattern
      : null;
    if (place === null) return [];
    const symbol = unit.checked.bindingOf(place);
    const death = deathOf(unit, symbol);
    return death === null ? [] : [releaseOf(scope, unit.localName(symbol), death)];
  });
}

/** The search for variables whose lists die where the program shows it. */
class Search {
  readonly #unit: Unit;
  /** How many functions a variable's declaration lies in. */
  readonly #declared = new Map<number, number>();
  readonly #kept = new Set<number>();
  #depth = 0;
  /** The variables gone over by the loops around. */
  readonly #goneOver: number[] = [];

  constructor(unit: Unit) {
    this.#unit = unit;
  }

  run(statements: readonly Statement[]): ReadonlySet<number> {
    for (const item of statements) this.#visit(item, true);
    return new Set([...this.#declared.keys()].filter((id) => !this.#kept.has(id)));
  }

  /** @param alone whether no evaluation but that of the node and of loops around it is under way */
  #visit(node: Statement, alone: boolean): void {
    switch (node.kind) {
      case "let":
        if (node.pattern.kind === "bind" && isFresh(this.#unit, node.value)) {
          const symbol = this.#unit.checked.bindingOf(node.pattern);
          if (!symbol.topLevel) this.#declare(symbol);
        }
        return this.#visit(node.value, false);
      case "var":
        this.#declare(this.#unit.checked.bindingOf(node.name));
        return this.#visit(node.value, false);
      case "assign": {
        const symbol = this.#unit.checked.symbolOf(node);
        const isSafe = alone && node.op === null && isFresh(this.#unit, node.value) &&
          symbol?.kind === "local" && this.#declared.get(symbol.id) === this.#depth &&
          !this.#goneOver.includes(symbol.id);
        if (!isSafe && symbol?.kind === "local") this.#kept.add(symbol.id);
        return this.#visit(node.value, false);
      }
      case "name":
        this.#use(node, false);
        return;
      case "call": {
        const isReading = reads(this.#unit, node);
        this.#visit(node.callee, false);
        for (const { value } of node.args) this.#use(value, isReading);
        if (node.block !== null) this.#within(node.block);
        return;
      }
      case "index":
        this.#use(node.target, true);
        return this.#visit(node.index, false);
      case "for": {
        const gone = this.#use(node.iterable, true);
        if (gone !== null) this.#goneOver.push(gone);
        this.#visit(node.body, alone);
        if (gone !== null) this.#goneOver.pop();
        return;
      }
      case "comprehension":
        for (const clause of node.clauses) {
          if (clause.kind === "if") this.#visit(clause.condition, false);
          else this.#use(clause.iterable, true);
        }
        return this.#visit(node.body, false);
      case "block":
        for (const item of node.statements) this.#visit(item, alone);
        return;
      case "if":
        this.#visit(node.condition, false);
        this.#visit(node.then, alone);
        if (node.otherwise !== null) this.#visit(node.otherwise, alone);
        return;
      case "while":
        this.#visit(node.condition, false);
        return this.#visit(node.body, alone);
      case "schedule":
        return this.#within(node);
      default:
        if (CLOSURES.has(node.kind)) return this.#within(node);
        eachInside(node, (inner) => this.#visit(inner, false));
    }
  }

  /** What runs as a function of its own. */
  #within(node: Statement): void {
    const outer = this.#goneOver.splice(0);
    this.#depth++;
    if (node.kind === "block") this.#visit(node, true);
    else eachInside(node, (inner) => this.#visit(inner, "body" in node && inner === node.body));
    this.#depth--;
    this.#goneOver.push(...outer);
  }

  #declare(symbol: LocalSymbol): void {
    this.#declared.set(symbol.id, this.#depth);
    if (!isListOfFloats(this.#unit.typeOfLocal(symbol))) this.#kept.add(symbol.id);
  }

  /**
   * Looks at an expression in a place that reads or does not.
   *
   * @returns the variable that the expression is, if it is one
   */
  #use(expr: Expr, isReading: boolean): number | null {
    if (expr.kind !== "name") {
      this.#visit(expr, false);
      return null;
    }
    const symbol = this.#unit.checked.symbolOf(expr);
    if (symbol?.kind !== "local") return null;
    const isRead = isReading && this.#unit.conversionOf(expr) === undefined &&
      this.#declared.get(symbol.id) === this.#depth;
    if (!isRead) this.#kept.add(symbol.id);
    return symbol.id;
  }
}
