/**
 * What arithmetic does to durations, sizes and points in time:
 *
 * | | |
 * |---|---|
 * | `Duration ± Duration`, `Size ± Size` | the same |
 * | `Duration * number`, `number * Duration`, `Duration / number`; so for Size | the same |
 * | `Duration / Duration`, `Size / Size` | Float |
 * | `Time ± Duration`, `Duration + Time` | Time |
 * | `Time - Time` | Duration |
 *
 * @module
 */
import { DURATION, FLOAT, isCon } from "./build.ts";
import { isNumber } from "./join.ts";
import type { Type } from "./type.ts";

/** Whether values of a type are counted in a unit: Duration or Size. */
export function isQuantity(type: Type): boolean {
  return isCon(type, "Duration") || isCon(type, "Size");
}

/** Whether {@linkcode quantityResult} may have an answer for one of the operands. */
export function isMeasured(type: Type): boolean {
  return isQuantity(type) || isCon(type, "Time");
}

/** The type of `a op b` of two known types; null when there is no such operation. */
export function quantityResult(op: string, a: Type, b: Type): Type | null {
  if (a.kind !== "con" || b.kind !== "con") return null;
  switch (op) {
    case "+":
      if (isQuantity(a)) {
        return a.id === b.id || (a.id === "Duration" && b.id === "Time") ? b : null;
      }
      return a.id === "Time" && b.id === "Duration" ? a : null;
    case "-":
      if (a.id === "Time") return b.id === "Time" ? DURATION : b.id === "Duration" ? a : null;
      return isQuantity(a) && a.id === b.id ? a : null;
    case "*":
      if (isQuantity(a)) return isNumber(b) ? a : null;
      return isNumber(a) && isQuantity(b) ? b : null;
    case "/":
      if (!isQuantity(a)) return null;
      return isNumber(b) ? a : a.id === b.id ? FLOAT : null;
    default:
      return null;
  }
}
