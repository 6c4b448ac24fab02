/**
 * `map`, `filter`, `reduce`, `any`, `all` and `sum` written as loops, when the function they are
 * given is a lambda on the spot; chains of them run without lists in between.
 *
 * A chain is run element by element only where nobody can tell: every function but the last one of
 * the chain must be total (`isTotal`), so neither effects nor errors change their order.
 *
 * @module
 */
import type { CallExpr, Expr, Lambda } from "../syntax/ast.ts";
import type { Type } from "../types/type.ts";
import { arithmetic, as } from "./arithmetic.ts";
import { type ListBuilder, listBuilder } from "./comprehension.ts";
import { deliver, evaluate } from "./control.ts";
import { conditionOf, finalType, valueOf } from "./expression.ts";
import { type Source, sourceOf } from "./loop.ts";
import { bindPattern } from "./pattern.ts";
import { atom, repOf, type Value, variable } from "./represent.ts";
import type { Destination, Scope } from "./scope.ts";
import { elementOf, isCon, listKind } from "./shape.ts";
import { isTotal } from "./total.ts";
import type { Unit } from "./unit.ts";
import { containsInside } from "./walk.ts";

/** A call that is written as a loop. */
export type Inlined =
  | {
    readonly name: "map" | "filter" | "any" | "all";
    readonly list: Expr;
    readonly fn: Lambda;
    readonly call: CallExpr;
  }
  | {
    readonly name: "reduce";
    readonly list: Expr;
    readonly init: Expr;
    readonly fn: Lambda;
    readonly call: CallExpr;
  }
  | { readonly name: "sum"; readonly list: CallExpr; readonly call: CallExpr };

/** The call as a loop, or null when it must stay a call. */
export function inlinedCall(unit: Unit, call: CallExpr): Inlined | null {
  const known = unit.inlined.get(call);
  if (known !== undefined) return known;
  const answer = decide(unit, call);
  unit.inlined.set(call, answer);
  return answer;
}

function decide(unit: Unit, call: CallExpr): Inlined | null {
  const { checked } = unit;
  if (call.callee.kind !== "name" || call.block !== null) return null;
  const symbol = checked.symbolOf(call.callee);
  if (symbol?.kind !== "host" || symbol.module !== "") return null;
  const plan = checked.argumentsOf(call);
  if (plan === undefined || plan.some((item) => item.kind === "default")) return null;
  // Named arguments may be written in another order than the one in which the loop evaluates.
  if (plan.some((item, i) => item !== call.args[i]?.value)) return null;
  const [list, second, third] = plan as readonly Expr[];
  switch (symbol.entry.name) {
    case "map":
    case "filter":
    case "any":
    case "all":
      if (elementOf(unit.conversionOf(list) ?? unit.typeOf(list)) === null) return null;
      return plainLambda(unit, second, 1)
        ? { name: symbol.entry.name, list, fn: second, call }
        : null;
    case "reduce":
      return plainLambda(unit, third, 2)
        ? { name: "reduce", list, init: second, fn: third, call }
        : null;
    case "sum": {
      if (list.kind !== "call" || !isCon(unit.typeOf(call), "Int")) return null;
      const inner = inlinedCall(unit, list);
      const fuses = inner !== null && (inner.name === "map" || inner.name === "filter");
      return fuses && isTotal(unit, inner.fn.body) ? { name: "sum", list, call } : null;
    }
    default:
      return null;
  }
}

/** Whether an argument is a lambda whose body can stand in a loop. */
function plainLambda(unit: Unit, expr: Expr, arity: number): expr is Lambda {
  return expr.kind === "lambda" && expr.params.length === arity &&
    unit.conversionOf(expr) === undefined &&
    expr.params.every((param) => param.defaultValue === null) &&
    !containsInside(expr.body, (node) => node.kind === "return", (node) => node.kind !== "lambda");
}

/** A `map` or `filter` looped over without making its list; null when it must be made. */
export function fusedSource(scope: Scope, inlined: Inlined): Source | null {
  if (inlined.name !== "map" && inlined.name !== "filter") return null;
  if (!isTotal(scope.unit, inlined.fn.body)) return null;
  const source = sourceOf(scope, inlined.list);
  const { fn, name } = inlined;
  return {
    count: source.count,
    exact: source.exact && name === "map",
    inMemory: source.inMemory,
    each(label, body) {
      source.each(label, (element, type) => {
        apply(scope, fn, [{ value: element, type }]);
        if (name === "map") {
          body(scope.keep(valueOf(scope, fn.body)), finalType(scope, fn.body));
        } else {
          scope.emit(`if (${conditionOf(scope, fn.body)}) {`);
          body(element, type);
          scope.emit("}");
        }
      });
    },
  };
}

/** Writes the loop of an inlined call; its value goes to `to`. */
export function inlineTo(
  scope: Scope,
  inlined: Inlined,
  call: CallExpr,
  to: Destination,
  type: Type,
): void {
  scope.emit("{");
  switch (inlined.name) {
    case "map":
    case "filter":
      listLoop(scope, inlined.name, inlined.list, inlined.fn, to, type);
      break;
    case "any":
    case "all":
      testLoop(scope, inlined.name, inlined.list, inlined.fn, to, type);
      break;
    case "reduce": {
      const rep = repOf(type);
      const total = scope.temp();
      const source = sourceOf(scope, inlined.list);
      evaluate(scope, inlined.init, { kind: "assign", name: total, rep, via: [] });
      source.each(scope.unit.fresh("$reduce"), (element, elementType) => {
        const accumulated = { value: scope.keep(variable(total, rep)), type };
        apply(scope, inlined.fn, [accumulated, { value: element, type: elementType }]);
        evaluate(scope, inlined.fn.body, { kind: "assign", name: total, rep, via: [] });
      });
      deliver(scope, atom(total, rep), type, to);
      break;
    }
    case "sum": {
      const total = scope.temp();
      const source = sourceOf(scope, inlined.list);
      scope.emit(`${total} = 0;`);
      source.each(scope.unit.fresh("$sum"), (element, elementType) => {
        const left = { value: variable(total), type };
        const sum = arithmetic(
          scope,
          "+",
          left,
          { value: element, type: elementType },
          type,
          call.span,
        );
        scope.emit(`${total} = ${sum.code};`);
      });
      deliver(scope, atom(total), type, to);
      break;
    }
  }
  scope.emit("}");
}

function listLoop(
  scope: Scope,
  name: "map" | "filter",
  list: Expr,
  fn: Lambda,
  to: Destination,
  type: Type,
): void {
  const source = sourceOf(scope, list);
  const element = elementOf(type);
  const kind = element === null ? "mixed" : listKind(element);
  const builder: ListBuilder = listBuilder(scope, kind, source, name === "map");
  source.each(scope.unit.fresh(`$${name}`), (value, valueType) => {
    apply(scope, fn, [{ value, type: valueType }]);
    if (name === "map") return builder.add(valueOf(scope, fn.body));
    scope.emit(`if (${conditionOf(scope, fn.body)}) {`);
    builder.add(value);
    scope.emit("}");
  });
  deliver(scope, builder.finish(), type, to);
}

function testLoop(
  scope: Scope,
  name: "any" | "all",
  list: Expr,
  fn: Lambda,
  to: Destination,
  type: Type,
): void {
  const source = sourceOf(scope, list);
  const found = scope.temp();
  const label = scope.unit.fresh(`$${name}`);
  scope.emit(`${found} = ${name === "all"};`);
  source.each(label, (value, valueType) => {
    apply(scope, fn, [{ value, type: valueType }]);
    const test = conditionOf(scope, fn.body);
    scope.emit(
      `if (${name === "any" ? test : `!${test}`}) { ${found} = ${
        name === "any"
      }; break ${label}; }`,
    );
  });
  deliver(scope, atom(found), type, to);
}

/** Binds the parameters of a lambda to values, converted to the representation of their types. */
function apply(
  scope: Scope,
  fn: Lambda,
  args: readonly { readonly value: Value; readonly type: Type }[],
): void {
  fn.params.forEach((param, i) => {
    const { value, type } = args[i];
    const wanted = scope.unit.typeOfPattern(param.pattern);
    const held = as(scope, as(scope, value, repOf(type)), repOf(wanted));
    bindPattern(scope, param.pattern, held.atom ? held : scope.keep(held), wanted);
  });
}
