/**
 * The values of the language as the runtime holds them: representation, arithmetic on Ints,
 * containers, printing, equality, order, hashing and errors.
 *
 * @example
 * ```ts
 * import { equal, Float, inspect, integer, list } from "./mod.ts";
 * if (inspect(list.makeList([new Float(1), 2.5])) !== "[1.0, 2.5]") throw new Error("list");
 * if (!equal(integer.add(2 ** 53 - 1, 1), 2n ** 53n)) throw new Error("Ints are exact");
 * ```
 *
 * @module
 */

export * as integer from "./integer.ts";
export * as list from "./list.ts";
export * as record from "./record.ts";
export { allocation, type AllocationGuard, LARGE_BYTES } from "./allocation.ts";
export type { Slot } from "./slot.ts";
export { box, Float, floatText, isFloat, isInt, isNumber, toDouble, unbox } from "./float.ts";
export { type Int, normalize } from "./integer.ts";
export { isList, type List, makeList } from "./list.ts";
export { isRecord, keyIn, keyOut, type RecordSlot } from "./record.ts";
export { Tuple } from "./tuple.ts";
export { noteOrigin, originOf, type Reread } from "./origin.ts";
export { Range, rangeHas, rangeLength } from "./range.ts";
export { Duration, durationText, Size, sizeText, Time, timeText } from "./quantity.ts";
export {
  type Constructor,
  type ConstructorInfo,
  makeConstructor,
  sameConstructor,
  Variant,
  variantFields,
} from "./variant.ts";
export {
  asZixirError,
  atCaller,
  type ErrorDetails,
  errorValue,
  raised,
  type SourcePlace,
  type TraceFrame,
  ZixirError,
} from "./error.ts";
export { display, inspect, keyText, stringText } from "./print.ts";
export { equal } from "./equal.ts";
export { compare, compareStrings, sortOrder } from "./compare.ts";
export { typeName } from "./type_name.ts";
export { contentHash, findNonData } from "./hash.ts";
