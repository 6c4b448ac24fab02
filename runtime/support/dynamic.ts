/**
 * Fields, indexes and calls of values whose type only the run knows.
 *
 * @module
 */
import { PyHandle } from "../../specialist/handle.ts";
import {
  isInt,
  isList,
  isRecord,
  list,
  Range,
  record,
  type Slot,
  Tuple,
  typeName,
  ZixirError,
} from "../values/mod.ts";
import { missingKey } from "./collections.ts";
import { byteAt, characterAt, rangeAt } from "./sequences.ts";
import type { NamedArguments, PythonAccess } from "./python_access.ts";

/** A value, or a promise of one where a Python object answers; the checker has it awaited. */
export type Answer = Slot | Promise<Slot>;

/** Operations on values whose type only the run knows. */
export interface Dynamic {
  /** `value.name`. */
  anyField(value: Slot, name: string): Answer;
  /** `value?.name`: nil for nil and for a record without the field. */
  anyOptionalField(value: Slot, name: string): Answer;
  /** `value.0`. */
  anyTupleField(value: Slot, index: number): Slot;
  /** `value[index]`. */
  anyIndex(value: Slot, index: Slot): Answer;
  /** `value(...)`. */
  anyCall(value: Slot, args: readonly Slot[], named: NamedArguments): Answer;
  /** `value.name(...)`. */
  anyMethod(value: Slot, name: string, args: readonly Slot[], named: NamedArguments): Answer;
}

/** The operations, with Python objects reached through `python`. */
export function dynamicOperations(python: PythonAccess): Dynamic {
  const anyField = (value: Slot, name: string): Answer => {
    if (isRecord(value)) {
      const field = record.get(value, name);
      return field === undefined ? missingKey(value, name, "field") : field;
    }
    if (value instanceof PyHandle) return python.getField(value, name);
    const hint = isList(value) ? arrayHint(name) : undefined;
    throw new ZixirError("type", `${typeName(value)} has no field ${name}`, { hint });
  };
  const anyCall = (value: Slot, args: readonly Slot[], named: NamedArguments): Answer => {
    if (typeof value === "function") return callFunction(value as ZixirFunction, args, named);
    if (value instanceof PyHandle) return python.callObject(value, args, named);
    throw new ZixirError("type", `${typeName(value)} cannot be called`);
  };
  return {
    anyField,
    anyOptionalField(value, name) {
      if (value === null) return null;
      return isRecord(value) ? record.get(value, name) ?? null : anyField(value, name);
    },
    anyTupleField: tupleField,
    anyIndex(value, index) {
      return value instanceof PyHandle ? python.getIndex(value, index) : indexed(value, index);
    },
    anyCall,
    anyMethod(value, name, args, named) {
      if (value instanceof PyHandle) return python.callMethod(value, name, args, named);
      return anyCall(anyField(value, name) as Slot, args, named);
    },
  };
}

/** What to write for what a list would have if it were an array of numpy. */
function arrayHint(name: string): string | undefined {
  if (name === "tolist") return "an array of Python arrives as a list already";
  const named = name === "T" ? "transpose" : name;
  return ARRAY_NAMES.has(named)
    ? `an array of Python arrives as a list; write python "numpy" "${named}" (xs)`
    : undefined;
}

const ARRAY_NAMES: ReadonlySet<string> = new Set(
  ("transpose shape ndim size reshape flatten ravel sum mean std var min max argmin argmax argsort " +
    "cumsum prod dot round clip any all squeeze repeat take diagonal trace").split(" "),
);

function tupleField(value: Slot, index: number): Slot {
  if (!(value instanceof Tuple)) {
    throw new ZixirError("type", `${typeName(value)} has no place ${index}`);
  }
  if (index < value.items.length) return value.items[index];
  throw new ZixirError("index", `there is no place ${index} in a tuple of ${value.items.length}`);
}

function indexed(value: Slot, index: Slot): Slot {
  if (isList(value)) {
    if (isInt(index)) return list.at(value, index);
    throw new ZixirError("type", `the index of a list must be Int, got ${typeName(index)}`);
  }
  if (isRecord(value)) {
    if (typeof index !== "string") {
      throw new ZixirError("type", `the key of a map must be String, got ${typeName(index)}`);
    }
    const field = record.get(value, index);
    return field === undefined ? missingKey(value, index) : field;
  }
  const isText = typeof value === "string";
  if (!isText && !(value instanceof Range) && !(value instanceof Uint8Array)) {
    throw new ZixirError("type", `${typeName(value)} cannot be indexed`);
  }
  if (!isInt(index)) {
    const what = isText ? "a String" : value instanceof Range ? "a Range" : "Bytes";
    throw new ZixirError("type", `the index of ${what} must be Int, got ${typeName(index)}`);
  }
  if (isText) return characterAt(value, index);
  return value instanceof Range ? rangeAt(value, index) : byteAt(value, index);
}

type ZixirFunction = (...args: Slot[]) => Answer;

function callFunction(fn: ZixirFunction, args: readonly Slot[], named: NamedArguments): Answer {
  const [name] = Object.keys(named);
  if (name !== undefined) {
    throw new ZixirError("type", `a function value takes no named arguments, got ${name}`);
  }
  if (fn.length !== args.length) {
    const plural = fn.length === 1 ? "argument" : "arguments";
    throw new ZixirError("type", `the function expects ${fn.length} ${plural}, got ${args.length}`);
  }
  return fn(...args);
}
