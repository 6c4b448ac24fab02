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
  const { kind } = resolve(type);
  return kind === "var" || count(type, PARTS_MAX, 0) >= 0;
}

/** What is left of `budget` after counting the parts of a type; negative when it is not enough. */
function count(type: Type, budget: number, depth: number): number {
  if (budget < 0 || depth > DEPTH_MAX) return -1;
  const current = resolve(type);
  const left = budget - 1;
  switch (current.kind) {
    case "var":
      return left;
    case "con":
      return current.args.length === 0 ? left : countAll(current.args, left, depth);
    case "tuple":
      return countAll(current.items, left, depth);
    case "function":
      return count(current.returns, countAll(current.params, left, depth), depth + 1);
    case "record": {
      const fields = countAll(current.fields.values(), left, depth);
      return current.rest === null ? fields : count(current.rest, fields, depth + 1);
    }
  }
}

function countAll(parts: Iterable<Type>, budget: number, depth: number): number {
  let left = budget;
  for (const part of parts) {
    if (left < 0) break;
    left = count(part, left, depth + 1);
  }
  return left;
}
