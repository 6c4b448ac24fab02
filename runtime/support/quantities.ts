/**
 * Arithmetic of durations, sizes and points in time; which there is tells `lang/types/quantities.ts`.
 *
 * @module
 */
import {
  box,
  Duration,
  integer,
  isNumber,
  Size,
  type Slot,
  Time,
  toDouble,
} from "../values/mod.ts";

/**
 * `a op b` where a duration, a size or a point in time takes part; null when there is no such
 * operation.
 *
 * @param op the operator
 * @throws {ZixirError} kind "arithmetic" for a division by zero
 *
 * @example
 * ```ts
 * import { Duration } from "../values/mod.ts";
 * import { measured } from "./quantities.ts";
 * const sum = measured("+", new Duration(1000), new Duration(500));
 * if (!(sum instanceof Duration) || sum.ms !== 1500) throw new Error("sum");
 * ```
 */
export function measured(op: "+" | "-" | "*" | "/", a: Slot, b: Slot): Slot | null {
  if (typeof a !== "object" && typeof b !== "object") return null;
  if (a instanceof Time) return ofTime(op, a, b);
  if (op === "+" && a instanceof Duration && b instanceof Time) return new Time(b.ms + a.ms);
  if (op === "*" && isNumber(a)) return scaled(b, toDouble(a));
  if (isNumber(b)) {
    if (op === "*") return scaled(a, toDouble(b));
    return op === "/" ? divided(a, nonZero(toDouble(b))) : null;
  }
  if (a instanceof Duration && b instanceof Duration) {
    if (op === "/") return box(a.ms / nonZero(b.ms));
    return op === "*" ? null : new Duration(op === "+" ? a.ms + b.ms : a.ms - b.ms);
  }
  if (a instanceof Size && b instanceof Size) {
    if (op === "/") return box(a.bytes / nonZero(b.bytes));
    return op === "*" ? null : new Size(op === "+" ? a.bytes + b.bytes : a.bytes - b.bytes);
  }
  return null;
}

function ofTime(op: string, a: Time, b: Slot): Slot | null {
  if (b instanceof Time) return op === "-" ? new Duration(a.ms - b.ms) : null;
  if (!(b instanceof Duration)) return null;
  return op === "+" ? new Time(a.ms + b.ms) : op === "-" ? new Time(a.ms - b.ms) : null;
}

function scaled(value: Slot, by: number): Slot | null {
  if (value instanceof Duration) return new Duration(value.ms * by);
  return value instanceof Size ? new Size(value.bytes * by) : null;
}

function divided(value: Slot, by: number): Slot | null {
  if (value instanceof Duration) return new Duration(value.ms / by);
  return value instanceof Size ? new Size(value.bytes / by) : null;
}

function nonZero(divisor: number): number {
  if (divisor === 0) throw integer.divisionByZero();
  return divisor;
}
