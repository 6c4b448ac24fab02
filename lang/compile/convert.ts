/**
 * Conversions the checker asked for: Int to Float, Any to a checked type, a range to a list, and the
 * same inside lists, records and functions.
 *
 * @module
 */
import type { Span } from "../syntax/span.ts";
import { resolve, type Type } from "../types/type.ts";
import { as } from "./arithmetic.ts";
import { mark } from "./code.ts";
import { descriptor } from "./descriptor.ts";
import type { Helper } from "./helpers.ts";
import { computed, repOf, type Value } from "./represent.ts";
import type { Scope } from "./scope.ts";
import { elementOf, isCon, isOpen } from "./shape.ts";

/**
 * The value converted from one type to another, held as the target type asks.
 *
 * @param span the expression, blamed and quoted when a run-time check fails
 */
export function convert(scope: Scope, value: Value, from: Type, to: Type, span: Span): Value {
  const rep = repOf(to);
  if (!needsConversion(from, to)) return as(scope, value, rep);
  if (isCon(from, "Int") && isCon(to, "Float")) return as(scope, value, "f64");
  const slot = as(scope, value, "slot");
  if (isCon(from, "Any")) {
    const text = JSON.stringify(scope.unit.textOf(span));
    const code = `${mark(span)}${scope.unit.helper("check")}(${slot.code}, ${
      descriptor(scope.unit, to)
    }, ${text})`;
    return as(scope, computed(code), rep);
  }
  const element = elementOf(to);
  if (element !== null && isCon(from, "Range") && isCon(element, "Int")) {
    return call(scope, "rangeList", slot, span);
  }
  const source = elementOf(from);
  if (element !== null && isCon(element, "Float") && source !== null && isCon(source, "Int")) {
    return call(scope, "floats", slot, span);
  }
  const code = `${mark(span)}${scope.unit.helper("convert")}(${slot.code}, ${
    descriptor(scope.unit, to)
  })`;
  return as(scope, computed(code), rep);
}

/** Whether a value of type `from` must be changed or checked to be one of type `to`. */
export function needsConversion(from: Type, to: Type): boolean {
  const f = resolve(from);
  const t = resolve(to);
  if (f === t || isOpen(t) || f.kind === "var" || isCon(f, "Never")) return false;
  if (isCon(f, "Any")) return true;
  if (t.kind === "con" && t.id === "Option") {
    if (isCon(f, "Nil")) return false;
    return needsConversion(f.kind === "con" && f.id === "Option" ? f.args[0] : f, t.args[0]);
  }
  if (f.kind === "con" && t.kind === "con") {
    if (f.id !== t.id) return t.id !== "Num";
    return f.args.some((arg, i) => needsConversion(arg, t.args[i]));
  }
  if (f.kind === "tuple" && t.kind === "tuple") {
    return f.items.some((item, i) => needsConversion(item, t.items[i]));
  }
  if (f.kind === "record" && t.kind === "record") {
    return [...t.fields].some(([name, type]) => {
      const field = f.fields.get(name);
      // A field that is absent is made nil.
      return field === undefined || needsConversion(field, type);
    });
  }
  if (f.kind === "record" && t.kind === "con" && t.id === "Map") {
    return [...f.fields.values()].some((field) => needsConversion(field, t.args[0]));
  }
  if (f.kind === "function" && t.kind === "function") {
    return needsConversion(f.returns, t.returns) ||
      t.params.some((param, i) => i < f.params.length && needsConversion(param, f.params[i]));
  }
  return false;
}

function call(scope: Scope, helper: Helper, value: Value, span: Span): Value {
  return computed(`${mark(span)}${scope.unit.helper(helper)}(${value.code})`);
}
