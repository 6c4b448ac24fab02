/**
 * The type of a value that is there, in the notation of the language: `type_of`.
 *
 * @module
 */
import {
  Float,
  isList,
  isRecord,
  keyText,
  type List,
  record,
  type Slot,
  Tuple,
  typeName,
} from "../values/mod.ts";

/**
 * The type of a value as `zixir check --types` would write it: `[Float]`, `{a: Int, b: String?}`.
 * Elements of unlike types make `Any`, Int with Float `Num`, nil with another an optional.
 *
 * @param v any slot
 *
 * @example
 * ```ts
 * import { typeText } from "./type_text.ts";
 * if (typeText([{ a: 1 }, { a: null }]) !== "[{a: Int?}]") throw new Error("type");
 * ```
 */
export function typeText(v: Slot): string {
  return text(typeOf(v));
}

type Type =
  | { readonly kind: "name"; readonly name: string; readonly optional?: boolean }
  | { readonly kind: "list"; readonly item: Type | null; readonly optional?: boolean }
  | { readonly kind: "tuple"; readonly items: readonly Type[]; readonly optional?: boolean }
  | {
    readonly kind: "record";
    readonly fields: ReadonlyMap<string, Type>;
    readonly optional?: boolean;
  };

const ANY: Type = { kind: "name", name: "Any" };

function typeOf(v: Slot): Type {
  if (isList(v)) return { kind: "list", item: itemOf(v) };
  if (v instanceof Tuple) return { kind: "tuple", items: v.items.map(typeOf) };
  if (isRecord(v)) {
    return {
      kind: "record",
      fields: new Map(record.entries(v).map(([key, x]) => [key, typeOf(x)])),
    };
  }
  return { kind: "name", name: v instanceof Float ? "Float" : typeName(v) };
}

/** The type of all elements; null for none. */
function itemOf(xs: List): Type | null {
  if (xs instanceof Float64Array) return xs.length === 0 ? null : { kind: "name", name: "Float" };
  let item: Type | null = null;
  for (const x of xs) {
    const next = typeOf(x);
    item = item === null ? next : join(item, next);
    if (item === ANY) break;
  }
  return item;
}

function join(a: Type, b: Type): Type {
  const optional = a.optional === true || b.optional === true;
  if (isNil(a) || isNil(b)) {
    return isNil(a) && isNil(b) ? a : { ...(isNil(a) ? b : a), optional: true };
  }
  if (a.kind === "name" && b.kind === "name") {
    if (a.name === b.name) return optional ? { ...a, optional } : a;
    return NUMBERS.has(a.name) && NUMBERS.has(b.name)
      ? { kind: "name", name: "Num", optional }
      : ANY;
  }
  if (a.kind === "list" && b.kind === "list") {
    const item = a.item === null ? b.item : b.item === null ? a.item : join(a.item, b.item);
    return { kind: "list", item, optional };
  }
  if (a.kind === "tuple" && b.kind === "tuple" && a.items.length === b.items.length) {
    return { kind: "tuple", items: a.items.map((item, i) => join(item, b.items[i])), optional };
  }
  if (a.kind === "record" && b.kind === "record") {
    const names = [...a.fields.keys()];
    if (names.length === b.fields.size && names.every((name) => b.fields.has(name))) {
      const fields = new Map(
        names.map((name) => [name, join(a.fields.get(name)!, b.fields.get(name)!)]),
      );
      return { kind: "record", fields, optional };
    }
  }
  return ANY;
}

function isNil(type: Type): boolean {
  return type.kind === "name" && type.name === "Nil";
}

const NUMBERS: ReadonlySet<string> = new Set(["Int", "Float", "Num"]);

function text(type: Type): string {
  return plainText(type) + (type.optional === true ? "?" : "");
}

function plainText(type: Type): string {
  switch (type.kind) {
    case "name":
      return type.name;
    case "list":
      return `[${type.item === null ? "Any" : text(type.item)}]`;
    case "tuple":
      return `(${type.items.map(text).join(", ")}${type.items.length === 1 ? "," : ""})`;
    case "record":
      return `{${[...type.fields].map(([key, t]) => `${keyText(key)}: ${text(t)}`).join(", ")}}`;
  }
}
