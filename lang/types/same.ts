/**
 * Equality of types that are known.
 *
 * @module
 */
import type { Type } from "./type.ts";

/** Whether two settled types are the same, effects of functions aside. */
export function sameType(a: Type, b: Type): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case "var":
      return false;
    case "con":
      return b.kind === "con" && a.id === b.id && sameTypes(a.args, b.args);
    case "tuple":
      return b.kind === "tuple" && sameTypes(a.items, b.items);
    case "function":
      return b.kind === "function" && sameTypes(a.params, b.params) &&
        sameType(a.returns, b.returns);
    case "record": {
      if (b.kind !== "record" || a.fields.size !== b.fields.size || a.rest !== b.rest) return false;
      for (const [name, field] of a.fields) {
        const other = b.fields.get(name);
        if (other === undefined || !sameType(field, other)) return false;
      }
      return true;
    }
  }
}

function sameTypes(a: readonly Type[], b: readonly Type[]): boolean {
  return a.length === b.length && a.every((type, i) => sameType(type, b[i]));
}
