/**
 * Types of generated programs.
 *
 * @module
 */
import type { Choices } from "./random.ts";

/** A type. */
export type Ty =
  | { readonly k: "Int" | "Float" | "Bool" | "String" }
  | { readonly k: "List" | "Option"; readonly of: Ty }
  | { readonly k: "Map"; readonly of: Ty }
  | { readonly k: "Tuple"; readonly items: readonly Ty[] }
  | { readonly k: "Record"; readonly fields: readonly (readonly [string, Ty])[] }
  | { readonly k: "User"; readonly name: string }
  | { readonly k: "Fn"; readonly params: readonly Ty[]; readonly returns: Ty };

/** A user type: constructors with the types of their fields. */
export interface UserTy {
  readonly name: string;
  readonly constructors: readonly { readonly name: string; readonly fields: readonly Ty[] }[];
}

export const INT: Ty = { k: "Int" };
export const FLOAT: Ty = { k: "Float" };
export const BOOL: Ty = { k: "Bool" };
export const STRING: Ty = { k: "String" };

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
      return t.name;
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
  const scalars = [INT, INT, FLOAT, FLOAT, BOOL, STRING];
  if (depth <= 0) return random.pick(scalars);
  switch (random.int(0, 9)) {
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
    case 5:
      return users.length > 0 ? { k: "User", name: random.pick(users).name } : INT;
    default:
      return random.pick(scalars);
  }
}
