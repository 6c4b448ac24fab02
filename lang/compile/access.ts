/**
 * Reading what is there: names, fields, places of tuples, elements and keys.
 *
 * @module
 */
import type { LocalSymbol } from "../check/checked.ts";
import type { Expr, FieldExpr, IndexExpr, NameExpr, TupleField } from "../syntax/ast.ts";
import { resolve, type Type } from "../types/type.ts";
import { grownParts, grownValue, growthOf } from "./append.ts";
import { borrowed, isFresh, thenReleased } from "./dead_lists.ts";
import { awaited, finalType, helper, slotOf } from "./expression.ts";
import { functionValue } from "./function.ts";
import { propertyAccess } from "./literal.ts";
import { atom, computed, repOf, type Value, variable } from "./represent.ts";
import type { Cursor, Scope } from "./scope.ts";
import { elementOf, isCon, listKind } from "./shape.ts";

/** The value of a name, or of `module.name`. */
export function nameValue(scope: Scope, expr: NameExpr | FieldExpr): Value {
  const { unit } = scope;
  const symbol = unit.checked.symbolOf(expr);
  if (symbol === undefined) throw new Error(`the checker left a name without a meaning`);
  switch (symbol.kind) {
    case "local": {
      const rep = repOf(scope.unit.typeOfLocal(symbol));
      const name = unit.localRef(symbol);
      const tail = scope.tailOf(symbol.id);
      if (tail !== null) return tailValue(scope, symbol, tail.cursor, tail.skip);
      const growth = growthOf(unit, symbol);
      if (growth !== null) return grownValue(scope, name, growth);
      if (symbol.mutable) return variable(name, rep);
      return atom(name, rep, scope.ranges.get(symbol.id) ?? null);
    }
    case "function":
    case "constructor":
    case "host":
      return functionValue(scope, expr, symbol);
    case "python":
      return atom(unit.pythonName(symbol));
    case "module":
      throw new Error("a module has no value");
  }
}

/** The tail of a list, made by slicing; it reads only what does not change before its use. */
function tailValue(scope: Scope, symbol: LocalSymbol, cursor: Cursor, skip: number): Value {
  const element = elementOf(scope.unit.typeOfLocal(symbol));
  const from = `${cursor.offset} + ${skip}`;
  const code = element === null || listKind(element) === "mixed"
    ? `${scope.unit.helper("slice")}(${cursor.list}, ${from}, ${cursor.list}.length)`
    : `${cursor.list}.slice(${from})`;
  return { ...computed(code, "slot", { pure: true }), stable: true };
}

/** `target.name`, `target?.name`. */
export function fieldValue(scope: Scope, expr: FieldExpr, type: Type): Value {
  const { unit } = scope;
  if (unit.checked.symbolOf(expr) !== undefined) return nameValue(scope, expr);
  const target = finalType(scope, expr.target);
  const value = slotOf(scope, expr.target);
  const key = expr.name.name;
  const resolved = resolve(target);
  if (expr.optional) {
    const inner = resolved.kind === "con" && resolved.id === "Option" ? resolved.args[0] : target;
    if (!isRecordWith(inner, key)) {
      const code = helper(scope, "anyOptionalField", expr, value.code, JSON.stringify(key));
      return computed(awaited(scope, expr, code));
    }
    if (value.atom) {
      return computed(`(${value.code} === null ? null : ${value.code}${propertyAccess(key)})`);
    }
    const name = scope.temp();
    return computed(`((${name} = ${value.code}) === null ? null : ${name}${propertyAccess(key)})`);
  }
  if (isRecordWith(target, key)) {
    const field = computed(`${value.code}${propertyAccess(key)}`, "slot", { pure: value.pure });
    if (repOf(type) === "slot") return field;
    // Unboxing reads its operand twice, so a name is cheaper than the helper.
    const name = scope.temp();
    const unbox = scope.unit.helper("unbox");
    return computed(
      `(typeof (${name} = ${field.code}) === "number" ? ${name} : ${unbox}(${name}))`,
      "f64",
      { pure: value.pure },
    );
  }
  const code = helper(scope, "anyField", expr, value.code, JSON.stringify(key));
  return computed(awaited(scope, expr, code));
}

/** Whether a record of this type surely has the field. */
function isRecordWith(type: Type, key: string): boolean {
  const t = resolve(type);
  return t.kind === "record" && t.fields.has(key);
}

/** `target.0`. */
export function tupleFieldValue(scope: Scope, expr: TupleField): Value {
  const value = slotOf(scope, expr.target);
  const target = resolve(finalType(scope, expr.target));
  if (target.kind === "tuple" && expr.index < target.items.length) {
    return computed(`${value.code}.items[${expr.index}]`, "slot", { pure: value.pure });
  }
  const code = helper(scope, "anyTupleField", expr, value.code, String(expr.index));
  return computed(awaited(scope, expr, code));
}

/** `target[index]`. */
export function indexValue(scope: Scope, expr: IndexExpr): Value {
  const type = finalType(scope, expr.target);
  const dead: string[] = [];
  const [target, index] = scope.inOrder([
    () => {
      if (!isFresh(scope.unit, expr.target)) return partsOf(scope, expr.target);
      const fresh = borrowed(scope, slotOf(scope, expr.target));
      dead.push(fresh.name);
      return fresh.value;
    },
    () => slotOf(scope, expr.index),
  ]);
  const resolved = resolve(type);
  if (resolved.kind === "con" && resolved.id === "Map") {
    return computed(helper(scope, "key", expr, target.code, index.code));
  }
  const element = elementOf(type);
  if (element === null || !isCon(finalType(scope, expr.index), "Int")) {
    const code = helper(scope, "anyIndex", expr, target.code, index.code);
    return thenReleased(scope, computed(awaited(scope, expr, code)), dead);
  }
  const kind = listKind(element);
  if (kind === "mixed") return computed(helper(scope, "at", expr, target.code, index.code));
  // One name each, so that the bounds check and the access read the same values.
  const values = [target, index].map((value) => nameable(scope, value));
  const [xs, i] = values.map((value) => value.name);
  const prefix = values.map((value) => value.assign).join("");
  const lower = index.range !== null && index.range.lo >= 0 ? "" : `${i} >= 0 && `;
  const slow = helper(scope, kind === "f64" ? "indexFloat" : "indexPlain", expr, xs, i);
  const code = `(${prefix}${lower}${i} < ${xs}.length ? ${xs}[${i}] : ${slow})`;
  return thenReleased(scope, computed(code, kind === "f64" ? "f64" : "slot"), dead);
}

/** A list or map of which only parts or the size are read. */
export function partsOf(scope: Scope, collection: Expr): Value {
  const { unit } = scope;
  if (collection.kind === "name" && unit.conversionOf(collection) === undefined) {
    const symbol = unit.checked.symbolOf(collection);
    if (symbol?.kind === "local" && growthOf(unit, symbol) !== null) {
      return grownParts(unit.localRef(symbol));
    }
  }
  return slotOf(scope, collection);
}

function nameable(scope: Scope, value: Value): { readonly name: string; readonly assign: string } {
  if (value.stable) return { name: value.code, assign: "" };
  const name = scope.temp();
  return { name, assign: `${name} = ${value.code}, ` };
}
