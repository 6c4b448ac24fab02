/**
 * The built-in types and short ways to write types.
 *
 * @module
 */
import { type ConType, type FunctionType, type RecordType, resolve, type Type } from "./type.ts";
import { newEffect } from "./effect.ts";

function basic(name: string): ConType {
  return { kind: "con", id: name, name, args: [] };
}

/** Exact integers. */
export const INT: ConType = basic("Int");
/** IEEE doubles. */
export const FLOAT: ConType = basic("Float");
/** Int or Float, each value keeping its kind. */
export const NUM: ConType = basic("Num");
/** `true` and `false`. */
export const BOOL: ConType = basic("Bool");
/** Text. */
export const STRING: ConType = basic("String");
/** The type of `nil`. */
export const NIL: ConType = basic("Nil");
/** A value whose type only the run knows. */
export const ANY: ConType = basic("Any");
/** What `a..b` gives. */
export const RANGE: ConType = basic("Range");
/** A length of time. */
export const DURATION: ConType = basic("Duration");
/** An amount of bytes. */
export const SIZE: ConType = basic("Size");
/** Raw bytes. */
export const BYTES: ConType = basic("Bytes");
/** A point in time. */
export const TIME: ConType = basic("Time");
/** The type of what gives no value: `raise`, `return`, `break`. */
export const NEVER: ConType = basic("Never");
/** The type of what is already reported as wrong; it fits everywhere, silently. */
export const WRONG: ConType = { kind: "con", id: "Wrong", name: "?", args: [] };

/** The built-in types without arguments, by name. */
export const BASIC_TYPES: ReadonlyMap<string, ConType> = new Map(
  [INT, FLOAT, NUM, BOOL, STRING, NIL, ANY, RANGE, DURATION, SIZE, BYTES, TIME, NEVER].map((
    type,
  ) => [type.name, type]),
);

/** `[item]`. */
export function listOf(item: Type): ConType {
  return { kind: "con", id: "List", name: "List", args: [item] };
}

/** `Map<value>`. */
export function mapOf(value: Type): ConType {
  return { kind: "con", id: "Map", name: "Map", args: [value] };
}

/** `item?`; an option of an option, of nil or of Any is that type itself. */
export function optionOf(item: Type): Type {
  const inner = resolve(item);
  if (inner.kind === "con" && (inner.id === "Option" || inner.id === "Nil" || inner.id === "Any")) {
    return inner;
  }
  return { kind: "con", id: "Option", name: "Option", args: [item] };
}

/** A record; without `rest` it has just these fields. */
export function recordOf(fields: ReadonlyMap<string, Type>, rest: Type | null = null): RecordType {
  return { kind: "record", fields, rest };
}

/** A function that never waits by itself. */
export function functionOf(
  params: readonly Type[],
  returns: Type,
  effect: FunctionType["effect"] = newEffect(),
): FunctionType {
  return { kind: "function", params, returns, effect };
}

/** Whether a resolved type is the built-in (or user) type of that id. */
export function isCon<I extends string>(
  type: Type,
  id: I,
): type is ConType & { readonly id: I } {
  return type.kind === "con" && type.id === id;
}

/** The item type when a type is `T?`, seen through nesting; null otherwise. */
export function optionItem(type: Type): Type | null {
  let found: Type | null = null;
  let current = resolve(type);
  while (current.kind === "con" && current.id === "Option") {
    found = current.args[0];
    current = resolve(found);
  }
  return found === null ? null : current;
}

/**
 * All known fields of a record, also those behind its row, and what the row ends in: a variable, or
 * null when there are no more. A field further out hides one of the same name further in (scoped
 * labels: Leijen, "Extensible records with scoped labels", 2005).
 */
export function rowOf(
  record: RecordType,
): { fields: ReadonlyMap<string, Type>; rest: Type | null } {
  if (record.rest === null) return record;
  let rest: Type | null = resolve(record.rest);
  if (rest.kind !== "record") return { fields: record.fields, rest: closedRow(rest) };
  const fields = new Map(record.fields);
  while (rest !== null && rest.kind === "record") {
    for (const [name, type] of rest.fields) if (!fields.has(name)) fields.set(name, type);
    rest = rest.rest === null ? null : resolve(rest.rest);
  }
  return { fields, rest: rest === null ? null : closedRow(rest) };
}

function closedRow(rest: Type): Type | null {
  return rest.kind === "var" || isCon(rest, "Any") || isCon(rest, "Map") ? rest : null;
}
