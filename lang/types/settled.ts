/**
 * Types as they are in the end, without the cells they were found through.
 *
 * @module
 */
import { optionOf, recordOf, rowOf } from "./build.ts";
import { resolve, type Type } from "./type.ts";

/**
 * The type with every solved variable replaced, also deep inside; parts that have none are shared.
 * Rows of records are flat, options of options are options.
 */
export function settled(type: Type): Type {
  const current = resolve(type);
  switch (current.kind) {
    case "var":
      return current;
    case "con": {
      if (current.args.length === 0) return current;
      const args = all(current.args);
      if (current.id === "Option") {
        return args === current.args ? current : optionOf(args[0]);
      }
      return args === current.args ? current : { ...current, args };
    }
    case "tuple": {
      const items = all(current.items);
      return items === current.items ? current : { kind: "tuple", items };
    }
    case "function": {
      const params = all(current.params);
      const returns = settled(current.returns);
      if (params === current.params && returns === current.returns) return current;
      return { kind: "function", params, returns, effect: current.effect };
    }
    case "record": {
      const row = rowOf(current);
      if (row.fields === current.fields && row.rest === current.rest && isSettled(row.fields)) {
        return current;
      }
      const fields = new Map<string, Type>();
      for (const [name, field] of row.fields) fields.set(name, settled(field));
      return recordOf(fields, row.rest);
    }
  }
}

function isSettled(fields: ReadonlyMap<string, Type>): boolean {
  for (const field of fields.values()) if (settled(field) !== field) return false;
  return true;
}

function all(types: readonly Type[]): readonly Type[] {
  let changed: Type[] | null = null;
  for (let i = 0; i < types.length; i++) {
    const part = settled(types[i]);
    if (part !== types[i]) changed ??= types.slice();
    if (changed !== null) changed[i] = part;
  }
  return changed ?? types;
}
