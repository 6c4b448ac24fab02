/**
 * The name of a value's type, for error messages and `type_of`.
 *
 * @module
 */

import { Float } from "./float.ts";
import { isList } from "./list.ts";
import { Duration, Size, Time } from "./quantity.ts";
import { Range } from "./range.ts";
import { isRecord } from "./record.ts";
import type { Slot } from "./slot.ts";
import { Tuple } from "./tuple.ts";
import { Variant } from "./variant.ts";

/**
 * The name of the type of a value: `Int`, `Float`, `Bool`, `String`, `Nil`, `Bytes`, `List`,
 * `Record`, `Tuple`, `Range`, `Duration`, `Size`, `Time`, `Function`, the name of a user type, or
 * `Python` for a handle.
 *
 * @param v any slot
 *
 * @example
 * ```ts
 * import { typeName } from "./type_name.ts";
 * if (typeName(1) !== "Int" || typeName(2.5) !== "Float") throw new Error("type");
 * ```
 */
export function typeName(v: Slot): string {
  switch (typeof v) {
    case "number":
      return Number.isInteger(v) ? "Int" : "Float";
    case "bigint":
      return "Int";
    case "string":
      return "String";
    case "boolean":
      return "Bool";
    case "function":
      return "Function";
  }
  if (v === null) return "Nil";
  if (v instanceof Float) return "Float";
  if (isList(v)) return "List";
  if (v instanceof Variant) return v.$c.type;
  if (v instanceof Tuple) return "Tuple";
  if (isRecord(v)) return "Record";
  if (v instanceof Uint8Array) return "Bytes";
  if (v instanceof Range) return "Range";
  if (v instanceof Duration) return "Duration";
  if (v instanceof Size) return "Size";
  if (v instanceof Time) return "Time";
  return "Python";
}
