/**
 * A bound on the size of types, so that no program can make the checker slow: the type of
 * `let b = (a, a)` is twice that of `a`, and thirty such lines would be a billion parts.
 *
 * @module
 */
import { resolve, type Type } from "./type.ts";

const PARTS_MAX = 4_000;
const DEPTH_MAX = 150;

/** Whether a type has at most some thousands of parts, nested at most some hundred deep. */
export function isModest(type: Type): boolean {
  return count(type, PARTS_MAX, 0) >= 0;
}

/** What is left of `budget` after counting the parts of a type; negative when it is not enough. */
function count(type: Type, budget: number, depth: number): number {
  if (budget < 0 || depth > DEPTH_MAX) return -1;
  const current = resolve(type);
  let left = budget - 1;
  const all = (parts: Iterable<Type>): void => {
    for (const part of parts) if (left >= 0) left = count(part, left, depth + 1);
  };
  switch (current.kind) {
    case "var":
      break;
    case "con":
      if (current.args.length > 0) all(current.args);
      break;
    case "tuple":
      all(current.items);
      break;
    case "function":
      all(current.params);
      all([current.returns]);
      break;
    case "record":
      all(current.fields.values());
      if (current.rest !== null) all([current.rest]);
      break;
  }
  return left;
}
