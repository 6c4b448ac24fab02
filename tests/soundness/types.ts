/**
 * Types of generated programs.
 *
 * @module
 */
import type { Choices } from "./random.ts";

/** A type. */
export type Ty =
  | { readonly k: "Int" | "Float" | "Bool" | "String" | "Duration" | "Size" }
  | { readonly k: "List" | "Option"; readonly of: Ty }
  | { readonly k: "Map"; readonly of: Ty }
  | { readonly k: "Tuple"; readonly items: readonly Ty[] }
  | { readonly k: "Record"; readonly fields: readonly (readonly [string, Ty])[] }
  | { readonly k: "User"; readonly name: string; readonly args: readonly Ty[] }
  /** The parameter of a generic user type, in its declaration. */
  | { readonly k: "Param" }
  | { readonly k: "Fn"; readonly params: readonly Ty[]; readonly returns: Ty };

/** A user type: constructors with the types of their fields. */
export interface UserTy {
  readonly name: string;
  readonly isGeneric: boolean;
  readonly constructors: readonly { readonly name: string; readonly fields: readonly Ty[] }[];
}

export const INT: Ty = { k: "Int" };
export const FLOAT: Ty = { k: "Float" };
export const BOOL: Ty = { k: "Bool" };
export const STRING: Ty = { k: "String" };
export const DURATION: Ty = { k: "Duration" };
export const SIZE: Ty = { k: "Size" };

/** The type with `arg` for the parameter of its declaration. */
export function withArgument(type: Ty, arg: Ty | undefined): Ty {
  return arg === undefined ? type : replaced(type, (part) => part.k === "Param" ? arg : null);
}

/** The type with Int for durations and sizes: an unknown that is multiplied is taken for a number. */
export function withoutUnits(type: Ty): Ty {
  return replaced(type, (part) => part.k === "Duration" || part.k === "Size" ? INT : null);
}

/** The type with some of its parts replaced: those for which `by` gives another. */
function replaced(type: Ty, by: (part: Ty) => Ty | null): Ty {
  const found = by(type);
  if (found !== null) return found;
  const inner = (part: Ty): Ty => replaced(part, by);
  switch (type.k) {
    case "List":
    case "Option":
    case "Map":
      return { k: type.k, of: inner(type.of) };
    case "Tuple":
      return { k: "Tuple", items: type.items.map(inner) };
    case "Record":
      return {
        k: "Record",
        fields: type.fields.map(([name, field]) => [name, inner(field)] as const),
      };
    case "User":
      return { k: "User", name: type.name, args: type.args.map(inner) };
    default:
      return type;
  }
}

/** The type in Zixir's notation. */
export function typeText(t: Ty): string {
  switch (t.k) {
    case "List":
      return `[${typeText(t.of)}]`;
    case "Option":
      return `${typeText(t.of)}?`;
    case "Map":
      return `Map<${typeText(t.of)}>`;
    case "Tuple":
      return `(${t.items.map(typeText).join(", ")})`;
    case "Record":
      return `{${t.fields.map(([name, field]) => `${name}: ${typeText(field)}`).join(", ")}}`;
    case "User":
      return t.args.length === 0 ? t.name : `${t.name}<${t.args.map(typeText).join(", ")}>`;
    case "Param":
      return "T";
    case "Fn":
      return `(${t.params.map(typeText).join(", ")}) -> ${typeText(t.returns)}`;
    default:
      return t.k;
  }
}

/** Whether two types are the same. */
export function sameType(a: Ty, b: Ty): boolean {
  return typeText(a) === typeText(b);
}

/** A random type without functions. */
export function dataType(random: Choices, users: readonly UserTy[], depth: number): Ty {
  const scalars = [INT, INT, INT, FLOAT, FLOAT, FLOAT, BOOL, BOOL, STRING, STRING, DURATION, SIZE];
  if (depth <= 0) return random.pick(scalars);
  switch (random.int(0, 10)) {
    case 0:
    case 1:
      return { k: "List", of: dataType(random, users, depth - 1) };
    case 2:
      return {
        k: "Tuple",
        items: [dataType(random, users, depth - 1), dataType(random, users, depth - 1)],
      };
    case 3: {
      const names = ["a", "b", "c"].slice(0, random.int(1, 3));
      return {
        k: "Record",
        fields: names.map((name) => [name, dataType(random, users, depth - 1)] as const),
      };
    }
    case 4: {
      const of = dataType(random, users, depth - 1);
      return of.k === "Option" ? of : { k: "Option", of };
    }
    case 5: {
      if (users.length === 0) return INT;
      const { name, isGeneric } = random.pick(users);
      // An argument is the same everywhere: an Int in it does not become an option of one.
      const args = isGeneric ? [random.pick(scalars)] : [];
      return { k: "User", name, args };
    }
    case 6:
      return { k: "Map", of: dataType(random, users, depth - 1) };
    default:
      return random.pick(scalars);
  }
}
