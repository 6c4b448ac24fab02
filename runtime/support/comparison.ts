/**
 * Order and membership of slots.
 *
 * @module
 */
import {
  compare,
  equal,
  isList,
  isRecord,
  list,
  Range,
  rangeHas,
  record,
  type Slot,
  typeName,
  ZixirError,
} from "../values/mod.ts";
import { hasPython, pythonTest } from "./python_operators.ts";

/** `a == b` where one may be a Python object. */
export function anyEqual(a: Slot, b: Slot): boolean {
  if (a === b || a === null || b === null || !hasPython(a, b)) return equal(a, b);
  return pythonTest("eq", a, b);
}

/** `a < b`. */
export function less(a: Slot, b: Slot): boolean {
  return hasPython(a, b) ? pythonTest("lt", a, b) : compare(a, b) < 0;
}

/** `a <= b`. */
export function lessEqual(a: Slot, b: Slot): boolean {
  return hasPython(a, b) ? pythonTest("le", a, b) : compare(a, b) <= 0;
}

/** `a > b`. */
export function greater(a: Slot, b: Slot): boolean {
  return hasPython(a, b) ? pythonTest("gt", a, b) : compare(a, b) > 0;
}

/** `a >= b`. */
export function greaterEqual(a: Slot, b: Slot): boolean {
  return hasPython(a, b) ? pythonTest("ge", a, b) : compare(a, b) >= 0;
}

/** `item in container`: an element of a list, a key of a map, a part of a String, an Int of a range. */
export function contains(item: Slot, container: Slot): boolean {
  if (isList(container)) {
    if (container instanceof Float64Array) {
      return list.slots(container).some((element) => equal(element, item));
    }
    for (const element of container) if (equal(element, item)) return true;
    return false;
  }
  if (typeof container === "string") {
    if (typeof item === "string") return container.includes(item);
  } else if (container instanceof Range) {
    return rangeHas(container, item);
  } else if (isRecord(container)) {
    return typeof item === "string" && record.has(container, item);
  }
  if (hasPython(container, null)) return pythonTest("contains", container, item);
  throw new ZixirError("type", `${typeName(item)} cannot be in ${typeName(container)}`);
}
