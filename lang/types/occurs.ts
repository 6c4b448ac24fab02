/**
 * Whether an unknown stands in a type.
 *
 * @module
 */
import type { Cell } from "./cell.ts";
import { effectOf } from "./effect.ts";
import { resolve, type Type } from "./type.ts";

/**
 * Whether `cell` stands in `type`; lowers the levels and ages of the unknowns in it on the way.
 */
export function occurs(cell: Cell, type: Type): boolean {
  const current = resolve(type);
  switch (current.kind) {
    case "var":
      if (current === cell) return true;
      if (current.level > cell.level) current.level = cell.level;
      growOlder(current as Cell, cell.age);
      return false;
    case "con":
      return current.args.some((arg) => occurs(cell, arg));
    case "tuple":
      return current.items.some((item) => occurs(cell, item));
    case "function": {
      const effect = effectOf(current.effect);
      if (effect.level > cell.level) effect.level = cell.level;
      return current.params.some((param) => occurs(cell, param)) ||
        occurs(cell, current.returns);
    }
    case "record": {
      for (const field of current.fields.values()) if (occurs(cell, field)) return true;
      return current.rest !== null && occurs(cell, current.rest);
    }
  }
}

/** Makes the unknowns in a type as old as the one that knows of them. */
export function age(type: Type, by: Cell): void {
  const current = resolve(type);
  switch (current.kind) {
    case "var":
      growOlder(current as Cell, by.age);
      break;
    case "con":
      for (const arg of current.args) age(arg, by);
      break;
    case "tuple":
      for (const item of current.items) age(item, by);
      break;
    case "function":
      for (const param of current.params) age(param, by);
      age(current.returns, by);
      break;
    case "record":
      for (const field of current.fields.values()) age(field, by);
      if (current.rest !== null) age(current.rest, by);
      break;
  }
}

function growOlder(cell: Cell, age: number): void {
  if (cell.age > age) cell.age = age;
}
