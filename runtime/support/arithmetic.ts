/**
 * Operators on slots whose kind only the run knows, and the slow paths of those on Floats.
 *
 * @module
 */
import { PyHandle } from "../../specialist/handle.ts";
import {
  box,
  Duration,
  type Float,
  type Int,
  integer,
  isInt,
  isList,
  isNumber,
  list,
  Size,
  type Slot,
  toDouble,
  typeName,
  ZixirError,
} from "../values/mod.ts";
import { measured } from "./quantities.ts";

/** The raw double of a slot that is a Float, or an Int where a Float is expected. */
export function unbox(v: number | bigint | Float): number {
  return toDouble(v);
}

/** `a + b`: numbers, two Strings, two lists. */
export function add(a: Slot, b: Slot): Slot {
  if (isNumber(a) && isNumber(b)) {
    return isInt(a) && isInt(b) ? integer.add(a, b) : box(toDouble(a) + toDouble(b));
  }
  if (typeof a === "string" && typeof b === "string") return a + b;
  if (isList(a) && isList(b)) return list.concat(a, b);
  return measured("+", a, b) ?? refuse("add", a, b);
}

/** `a - b`. */
export function sub(a: Slot, b: Slot): Slot {
  return numeric("subtract", a, b, integer.sub, (x, y) => x - y, "-");
}

/** `a * b`. */
export function mul(a: Slot, b: Slot): Slot {
  return numeric("multiply", a, b, integer.mul, (x, y) => x * y, "*");
}

/** `a / b`, always a Float. */
export function div(a: Slot, b: Slot): Slot {
  return numeric("divide", a, b, (x, y) => box(integer.divide(x, y)), divideFloat);
}

/** `a / b` where one of them is a Duration or a Size. */
export function quotient(a: Slot, b: Slot): Slot {
  return measured("/", a, b) ?? refuse("divide", a, b);
}

/** `a // b`. */
export function floorDiv(a: Slot, b: Slot): Slot {
  return numeric("divide", a, b, integer.floorDiv, floorDivFloat);
}

/** `a % b`. */
export function mod(a: Slot, b: Slot): Slot {
  return numeric("divide", a, b, integer.mod, modFloat);
}

/** `a ** b`. */
export function pow(a: Slot, b: Slot): Slot {
  return numeric("raise", a, b, integer.pow, (x, y) => x ** y);
}

/** `-a`. */
export function neg(a: Slot): Slot {
  if (isInt(a)) return integer.neg(a);
  if (isNumber(a)) return box(-toDouble(a));
  if (a instanceof Duration || a instanceof Size) return measured("*", a, -1) as Slot;
  return fail(`cannot negate ${typeName(a)}`);
}

/** `a / b` on raw doubles. */
export function divideFloat(a: number, b: number): number {
  if (b === 0) throw integer.divisionByZero();
  return a / b;
}

/** `a // b` on raw doubles. */
export function floorDivFloat(a: number, b: number): number {
  if (b === 0) throw integer.divisionByZero();
  return Math.floor(a / b);
}

/** `a % b` on raw doubles, with the sign of `b`. */
export function modFloat(a: number, b: number): number {
  if (b === 0) throw integer.divisionByZero();
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return (rest < 0) !== (b < 0) ? rest + b : rest;
}

/** A condition whose type only the run knows. */
export function truth(v: Slot): boolean {
  if (typeof v === "boolean") return v;
  return fail(`a condition must be a Bool, got ${typeName(v)}`);
}

function numeric(
  verb: string,
  a: Slot,
  b: Slot,
  ints: (x: Int, y: Int) => Slot,
  floats: (x: number, y: number) => number,
  op?: "-" | "*",
): Slot {
  if (isNumber(a) && isNumber(b)) {
    return isInt(a) && isInt(b) ? ints(a, b) : box(floats(toDouble(a), toDouble(b)));
  }
  return (op === undefined ? null : measured(op, a, b)) ?? refuse(verb, a, b);
}

function refuse(verb: string, a: Slot, b: Slot): never {
  throw new ZixirError("type", `cannot ${verb} ${typeName(a)} and ${typeName(b)}`, {
    hint: hintFor(verb, a, b),
  });
}

function hintFor(verb: string, a: Slot, b: Slot): string | undefined {
  if (a instanceof PyHandle || b instanceof PyHandle) {
    return 'call Python for it, as in python "operator" "add" (a, b)';
  }
  const hasString = verb === "add" && (typeof a === "string" || typeof b === "string");
  return hasString ? 'write "${...}" to put a value into a String' : undefined;
}

function fail(message: string): never {
  throw new ZixirError("type", message);
}
