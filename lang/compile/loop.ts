/**
 * Loops over what can be looped over: ranges as counting loops, lists by index, lazily what
 * `map` and `filter` with total functions would give, and anything else through the runtime.
 *
 * @module
 */
import type { Expr, RangeExpr } from "../syntax/ast.ts";
import type { Type } from "../types/type.ts";
import { as } from "./arithmetic.ts";
import { mark } from "./code.ts";
import { finalType, helper, slotOf, valueOf } from "./expression.ts";
import { fusedSource, inlinedCall } from "./inline.ts";
import { atom, computed, type Value } from "./represent.ts";
import type { Scope } from "./scope.ts";
import { elementOf, isCon, listKind } from "./shape.ts";

/** Turns of a loop without loops inside, between two looks at the budget; a power of two. */
const TURNS = 256;

/**
 * Writes the body of a loop with its budget check: at every turn where a turn may be long, at every
 * 256th where the body neither loops nor calls what may work for long without a check of its own.
 *
 * @param counter a JS variable that grows by one each turn
 */
export function checkedBody(
  scope: Scope,
  expr: { readonly span: Expr["span"] },
  counter: string,
  write: () => void,
): void {
  const { unit } = scope;
  const before = scope.longParts;
  const { lines } = scope.capture(write);
  const mayBeLong = scope.longParts > before;
  scope.longParts++;
  const fuel = `${unit.helper("budget")}.fuel`;
  const tick = `${mark(expr.span)}${unit.helper("tick")}();`;
  scope.emit(
    mayBeLong
      ? `if (--${fuel} < 0) ${tick}`
      : `if ((${counter} & ${TURNS - 1}) === ${TURNS - 1} && (${fuel} -= ${TURNS}) < 0) ${tick}`,
  );
  scope.emitAll(lines);
}

/** What is done with each element: an atom, with its type. */
export type EachBody = (element: Value, type: Type) => void;

/** Something to loop over whose parts are already evaluated. */
export interface Source {
  /** JS expression of how many elements there are at most; null when not known. */
  readonly count: string | null;
  /** Whether every one of `count` elements comes. */
  readonly exact: boolean;
  /** Whether `count` elements are in memory already, so that room for as many may be made. */
  readonly inMemory: boolean;
  /** Writes the loop; `label` names it. */
  each(label: string, body: EachBody): void;
}

/** Evaluates what is looped over, and writes the loop. */
export function iterate(scope: Scope, iterable: Expr, label: string, body: EachBody): void {
  sourceOf(scope, iterable).each(label, body);
}

/** Evaluates what is looped over. */
export function sourceOf(scope: Scope, iterable: Expr): Source {
  if (iterable.kind === "range") return rangeSource(scope, iterable);
  if (iterable.kind === "call") {
    const inlined = inlinedCall(scope.unit, iterable);
    const fused = inlined === null ? null : fusedSource(scope, inlined);
    if (fused !== null) return fused;
  }
  const type = finalType(scope, iterable);
  const element = elementOf(type);
  if (element !== null) {
    return listSource(scope, scope.keep(slotOf(scope, iterable)), element, iterable);
  }
  const items = helper(scope, "items", iterable, slotOf(scope, iterable).code);
  const item = itemType(type);
  return listSource(scope, scope.keep(computed(items)), item, iterable, "plain");
}

/** The type of what a loop over a value that is no list meets. */
function itemType(type: Type): Type {
  const int: Type = { kind: "con", id: "Int", name: "Int", args: [] };
  const any: Type = { kind: "con", id: "Any", name: "Any", args: [] };
  return isCon(type, "Range") ? int : any;
}

function rangeSource(scope: Scope, expr: RangeExpr): Source {
  const { unit } = scope;
  const bound = (part: Expr) => (): Value => {
    const value = as(scope, valueOf(scope, part), "slot");
    if (value.range !== null) return value;
    return computed(`${mark(part.span)}${unit.helper("loopBound")}(${value.code})`);
  };
  const [first, last] = scope.inOrder([bound(expr.start), bound(expr.end)])
    .map((value) => scope.keep(value));
  const compare = expr.inclusive ? "<=" : "<";
  const lo = first.range?.lo ?? -Number.MAX_SAFE_INTEGER;
  const hi = (last.range?.hi ?? Number.MAX_SAFE_INTEGER) - (expr.inclusive ? 0 : 1);
  const extra = expr.inclusive ? " + 1" : "";
  return {
    count: `Math.max(0, ${last.code} - ${first.code}${extra})`,
    exact: true,
    inMemory: false,
    each(label, body) {
      const i = unit.fresh("$i");
      scope.emit(
        `${label}: for (let ${i} = ${first.code}; ${i} ${compare} ${last.code}; ${i}++) {`,
      );
      const int: Type = { kind: "con", id: "Int", name: "Int", args: [] };
      checkedBody(scope, expr, i, () => {
        body(atom(i, "slot", { lo: Math.min(lo, hi), hi: Math.max(lo, hi) }), int);
      });
      scope.emit("}");
    },
  };
}

function listSource(
  scope: Scope,
  list: Value,
  element: Type,
  expr: Expr,
  kind: ReturnType<typeof listKind> = listKind(element),
): Source {
  const { unit } = scope;
  return {
    count: `${list.code}.length`,
    exact: true,
    inMemory: true,
    each(label, body) {
      const i = unit.fresh("$i");
      const item = unit.fresh("$");
      const flat = unit.fresh("$flat");
      if (kind === "mixed") scope.emit(`const ${flat} = ${list.code} instanceof Float64Array;`);
      scope.emit(`${label}: for (let ${i} = 0; ${i} < ${list.code}.length; ${i}++) {`);
      const at = `${list.code}[${i}]`;
      const read = kind === "mixed" ? `${flat} ? ${unit.helper("box")}(${at}) : ${at}` : at;
      checkedBody(scope, expr, i, () => {
        scope.emit(`const ${item} = ${read};`);
        body(atom(item, kind === "f64" ? "f64" : "slot"), element);
      });
      scope.emit("}");
    },
  };
}
