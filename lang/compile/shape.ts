/**
 * Questions about types that the code generator asks again and again.
 *
 * @module
 */
import { resolve, type Scheme, type Type } from "../types/type.ts";

/** Whether `type` is the built-in (or user) type with identity `id`. */
export function isCon(type: Type, id: string): boolean {
  const t = resolve(type);
  return t.kind === "con" && t.id === id;
}

/** The argument of a one-argument built-in such as `List` or `Option`; null for any other type. */
export function argumentOf(type: Type, id: string): Type | null {
  const t = resolve(type);
  return t.kind === "con" && t.id === id && t.args.length === 1 ? t.args[0] : null;
}

/** The element type of a list type; null for any other type. */
export function elementOf(type: Type): Type | null {
  return argumentOf(type, "List");
}

/** Whether `type` is `[Float]`. */
export function isListOfFloats(type: Type): boolean {
  const element = elementOf(type);
  return element !== null && isCon(element, "Float");
}

/** Whether a value of this type surely contains no list. */
export function isScalar(type: Type): boolean {
  return isCon(type, "Float") || hasIdentityEquality(type);
}

/**
 * How a list is held, by what is known of its elements: `f64` is a Float64Array (or the empty
 * array), `plain` is never one, `mixed` may be either.
 */
export type ListKind = "f64" | "plain" | "mixed";

/** How lists with elements of type `element` are held. */
export function listKind(element: Type): ListKind {
  if (isCon(element, "Float")) return "f64";
  return mayBeFloat(element) ? "mixed" : "plain";
}

/** Whether a value of this type may be a Float. */
export function mayBeFloat(type: Type): boolean {
  const t = resolve(type);
  if (t.kind === "var") return true;
  if (t.kind !== "con") return false;
  if (t.id === "Option") return mayBeFloat(t.args[0]);
  return t.id === "Float" || t.id === "Num" || t.id === "Any" || t.id === "Never";
}

/** Whether values of this type are compared by JS `===` alone. */
export function hasIdentityEquality(type: Type): boolean {
  const t = resolve(type);
  if (t.kind !== "con") return false;
  if (t.id === "Option") return hasIdentityEquality(t.args[0]);
  return t.id === "Int" || t.id === "String" || t.id === "Bool" || t.id === "Nil";
}

/** Whether the type is `Any` or not known at all: operations on it are checked when they run. */
export function isOpen(type: Type): boolean {
  const t = resolve(type);
  return t.kind === "var" || (t.kind === "con" && (t.id === "Any" || t.id === "Never"));
}

/** Parameter and result types of a function's scheme; null when it is not a function. */
export function signatureOf(
  scheme: Scheme,
): { readonly params: readonly Type[]; readonly returns: Type } | null {
  const t = resolve(scheme.type);
  return t.kind === "function" ? t : null;
}
