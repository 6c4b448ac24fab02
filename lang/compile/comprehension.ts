/**
 * Building lists in loops: comprehensions, and the `map` and `filter` written in line.
 *
 * @module
 */
import type { ListComp } from "../syntax/ast.ts";
import type { Type } from "../types/type.ts";
import { as } from "./arithmetic.ts";
import { deliver } from "./control.ts";
import { conditionOf, valueOf } from "./expression.ts";
import { type Source, sourceOf } from "./loop.ts";
import { bindPattern } from "./pattern.ts";
import { computed, type Value } from "./represent.ts";
import type { Destination, Scope } from "./scope.ts";
import { elementOf, type ListKind, listKind } from "./shape.ts";

/** A list being built in a loop. */
export interface ListBuilder {
  /** Writes the statement that adds an element. */
  add(value: Value): void;
  /** The finished list; called behind the loop. */
  finish(): Value;
}

/**
 * Writes the start of a list.
 *
 * @param kind how the list is held
 * @param source where its elements come from, for the room to make; null when not one to one
 * @param exact whether every element of the source gives one of the list
 */
export function listBuilder(
  scope: Scope,
  kind: ListKind,
  source: Source | null,
  exact: boolean,
): ListBuilder {
  const { unit } = scope;
  const out = unit.fresh("$list");
  if (kind !== "f64") {
    scope.emit(`const ${out} = [];`);
    return {
      add: (value) => scope.emit(`${out}.push(${as(scope, value, "slot").code});`),
      finish: () => computed(kind === "plain" ? out : `${unit.helper("list")}(${out})`),
    };
  }
  const sure = exact && source !== null && source.exact;
  if (source !== null && source.count !== null && (sure || source.inMemory)) {
    const next = unit.fresh("$n");
    scope.emit(`const ${out} = new Float64Array(${source.count});`, `let ${next} = 0;`);
    return {
      add: (value) => scope.emit(`${out}[${next}++] = ${as(scope, value, "f64").code};`),
      finish: () => computed(sure ? out : `${out}.slice(0, ${next})`),
    };
  }
  scope.emit(`const ${out} = [];`);
  return {
    add: (value) => scope.emit(`${out}.push(${as(scope, value, "f64").code});`),
    finish: () => computed(`${unit.helper("floatsOf")}(${out})`),
  };
}

/** Writes a comprehension. */
export function comprehensionTo(scope: Scope, expr: ListComp, to: Destination, type: Type): void {
  const element = elementOf(type);
  const kind = element === null ? "mixed" : listKind(element);
  const [first, ...others] = expr.clauses;
  if (first.kind !== "for") throw new Error("a comprehension begins with for");
  scope.emit("{");
  const source = sourceOf(scope, first.iterable);
  const single = others.every((clause) => clause.kind === "if");
  const builder = listBuilder(scope, kind, single ? source : null, others.length === 0);
  const clause = (index: number): void => {
    const item = expr.clauses[index];
    if (item === undefined) return builder.add(valueOf(scope, expr.body));
    if (item.kind === "if") {
      scope.emit(`if (${conditionOf(scope, item.condition)}) {`);
      clause(index + 1);
      scope.emit("}");
      return;
    }
    const from = index === 0 ? source : sourceOf(scope, item.iterable);
    from.each(scope.unit.fresh("$for"), (value, itemType) => {
      bindPattern(scope, item.pattern, value, itemType);
      clause(index + 1);
    });
  };
  clause(0);
  const list = builder.finish();
  deliver(scope, list, type, to);
  scope.emit("}");
}
