/**
 * Patterns as the completeness check sees them: trees of constructors over the values of a type.
 *
 * @module
 */
import type { Expr, Pattern } from "../syntax/ast.ts";
import { isCon, optionItem } from "../types/build.ts";
import type { Type } from "../types/type.ts";
import type { ConstructorFields } from "./checked.ts";
import type { Definition } from "./definition.ts";

/** A way to build a value: a constructor of a user type, `true`, `nil`, a list of one length, ... */
export interface Head {
  /** Equal for equal constructors of one type. */
  readonly key: string;
  /** Types of the parts. */
  readonly types: readonly Type[];
  /** The notation of a value built from parts in notation. */
  readonly show: (parts: readonly string[]) => string;
  /** The whole numbers that it stands for; absent for what is no number or range. */
  readonly span?: NumberSpan;
}

/** Whole numbers from one to another, both included. */
export interface NumberSpan {
  readonly from: bigint;
  readonly to: bigint;
}

/** A pattern: anything, a constructor with parts, a list of open length, a record, or a choice. */
export type Space =
  | { readonly kind: "any" }
  | { readonly kind: "head"; readonly head: Head; readonly parts: readonly Space[] }
  | {
    readonly kind: "rest";
    readonly before: readonly Space[];
    readonly after: readonly Space[];
  }
  | { readonly kind: "fields"; readonly fields: ReadonlyMap<string, Space> }
  | { readonly kind: "choice"; readonly options: readonly Space[] };

/** The pattern that everything matches. */
export const ANYTHING: Space = { kind: "any" };

/** What is asked about constructors while patterns are read. */
export interface SpaceSource {
  /** What a constructor pattern names. */
  symbolOf(pattern: Pattern): Definition | undefined;
  /** The constructors of an instance of a user type. */
  constructorsOf(type: Type): readonly ConstructorFields[] | null;
  /** What a written type means. */
  meaningOf(pattern: Pattern & { kind: "typePattern" }): Type;
  /** A name that is read as the literal `nil`. */
  readonly nilAt?: Pattern;
}

/** A constructor without parts, written as `text`. */
export function leaf(key: string, text: string = key): Head {
  return { key, types: [], show: () => text };
}

/** A whole number, or some that no pattern tells apart. */
export function numberHead(from: bigint, to: bigint): Head {
  return { ...leaf(from === to ? String(from) : `${from}..=${to}`), span: { from, to } };
}

/** The value of an option that is not nil; it is written as itself. */
export function someHead(item: Type): Head {
  return { key: "some", types: [item], show: ([part]) => part === "_" ? "a value" : part };
}

/** A constructor of a user type. */
export function constructorHead({ name, fields }: ConstructorFields): Head {
  return {
    key: name,
    types: fields,
    show: (parts) => parts.length === 0 ? name : `${name}(${parts.join(", ")})`,
  };
}

/** A list of just that many elements. */
export function lengthHead(length: number, item: Type): Head {
  return {
    key: `list ${length}`,
    types: new Array(length).fill(item),
    show: (parts) => `[${parts.join(", ")}]`,
  };
}

/** A tuple. */
export function tupleHead(items: readonly Type[]): Head {
  return { key: "tuple", types: items, show: (parts) => `(${parts.join(", ")})` };
}

/** Reads a pattern that is matched with values of `type`, a settled type. */
export function spaceOf(source: SpaceSource, pattern: Pattern, type: Type): Space {
  if (pattern === source.nilAt) return { kind: "head", head: leaf("nil"), parts: [] };
  switch (pattern.kind) {
    case "wildcard":
    case "bind":
    case "invalid":
      return ANYTHING;
    case "asPattern":
      return spaceOf(source, pattern.pattern, type);
    case "orPattern":
      return {
        kind: "choice",
        options: pattern.options.map((option) => spaceOf(source, option, type)),
      };
    case "typePattern":
      return typeSpace(source, pattern, type);
    default:
      break;
  }
  const item = optionItem(type);
  if (item !== null) {
    const isNil = pattern.kind === "literal" && pattern.value.kind === "nil";
    if (isNil) return { kind: "head", head: leaf("nil"), parts: [] };
    return { kind: "head", head: someHead(item), parts: [spaceOf(source, pattern, item)] };
  }
  switch (pattern.kind) {
    case "literal":
      return { kind: "head", head: literalHead(pattern.value), parts: [] };
    case "rangePattern": {
      const text = `${pattern.start}${pattern.inclusive ? "..=" : ".."}${pattern.end}`;
      const to = pattern.inclusive ? pattern.end : pattern.end - 1n;
      return {
        kind: "head",
        head: { ...leaf(text), span: { from: pattern.start, to } },
        parts: [],
      };
    }
    case "listPattern":
      return listSpace(source, pattern, type);
    case "tuplePattern": {
      if (type.kind !== "tuple") return opaque(pattern);
      const parts = pattern.items.map((part, i) => spaceOf(source, part, type.items[i]));
      return { kind: "head", head: tupleHead(type.items), parts };
    }
    case "recordPattern": {
      if (type.kind !== "record") return opaque(pattern);
      const fields = new Map<string, Space>();
      for (const field of pattern.fields) {
        const part = type.fields.get(field.key.name);
        if (part !== undefined) fields.set(field.key.name, spaceOf(source, field.pattern, part));
      }
      return { kind: "fields", fields };
    }
    case "constructorPattern":
      return constructorSpace(source, pattern, type);
  }
}

/** A pattern of which only that it is itself is known. */
function opaque(pattern: Pattern): Space {
  return { kind: "head", head: leaf(`at ${pattern.span.start}`, "_"), parts: [] };
}

function typeSpace(
  source: SpaceSource,
  pattern: Pattern & { kind: "typePattern" },
  type: Type,
): Space {
  const wanted = source.meaningOf(pattern);
  const inner = pattern.pattern;
  const isPlain = inner.kind === "bind" || inner.kind === "wildcard";
  if (isCon(type, "Any") || type.kind === "var") return opaque(pattern);
  const item = optionItem(type);
  if (item !== null && optionItem(wanted) === null) {
    if (isCon(wanted, "Nil")) return { kind: "head", head: leaf("nil"), parts: [] };
    return { kind: "head", head: someHead(item), parts: [typeSpace(source, pattern, item)] };
  }
  if (isCon(type, "Num") && !isCon(wanted, "Num") && wanted.kind === "con") {
    return isPlain ? { kind: "head", head: leaf(wanted.id), parts: [] } : opaque(pattern);
  }
  return spaceOf(source, inner, type);
}

function literalHead(value: Expr): Head {
  switch (value.kind) {
    case "int":
      return numberHead(value.value, value.value);
    case "float":
      return leaf(String(value.value));
    case "bool":
      return leaf(String(value.value));
    case "nil":
      return leaf("nil");
    case "string":
      return leaf(JSON.stringify(value.parts.join("")));
    case "duration":
      return leaf(`${value.ms}ms`);
    case "size":
      return leaf(`${value.bytes}B`);
    default:
      return leaf("_");
  }
}

function listSpace(
  source: SpaceSource,
  pattern: Pattern & { kind: "listPattern" },
  type: Type,
): Space {
  if (!isCon(type, "List")) return opaque(pattern);
  const item = type.args[0];
  const before = pattern.before.map((part) => spaceOf(source, part, item));
  const after = pattern.after.map((part) => spaceOf(source, part, item));
  if (pattern.rest !== null) return { kind: "rest", before, after };
  const parts = [...before, ...after];
  return { kind: "head", head: lengthHead(parts.length, item), parts };
}

function constructorSpace(
  source: SpaceSource,
  pattern: Pattern & { kind: "constructorPattern" },
  type: Type,
): Space {
  const definition = source.symbolOf(pattern);
  const constructors = source.constructorsOf(type);
  if (definition?.kind !== "constructor" || constructors === null) return opaque(pattern);
  const own = constructors[definition.tag];
  const parts: Space[] = own.fields.map(() => ANYTHING);
  const names = definition.decl.fields.map((field) => field.name?.name ?? null);
  let next = 0;
  for (const arg of pattern.args ?? []) {
    const index = arg.name === null ? next++ : names.indexOf(arg.name.name);
    if (index >= 0 && index < parts.length) {
      parts[index] = spaceOf(source, arg.pattern, own.fields[index]);
    }
  }
  return { kind: "head", head: constructorHead(own), parts };
}
