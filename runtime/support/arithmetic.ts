/**
 * Operators on slots whose kind only the run knows, and the slow paths of those on Floats.
 *
 * @module
 */
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
import { hasPython, pythonOperator } from "./python_operators.ts";
import { measured } from "./quantities.ts";

/** The raw double of a slot that is a Float, or an Int where a Float is expected. */
export function unbox(v: number | bigint | Float): number {
  return toDouble(v);
}

/** `a + b`: numbers, two Strings, two lists; with a Python object, as all below, what Python gives. */
export function add(a: Slot, b: Slot): Slot {
  if (isNumber(a) && isNumber(b)) {
    return isInt(a) && isInt(b) ? integer.add(a, b) : box(toDouble(a) + toDouble(b));
  }
  if (typeof a === "string" && typeof b === "string") return a + b;
  if (isList(a) && isList(b)) return list.concat(a, b);
  return measured("+", a, b) ?? foreign("add", "add", a, b);
}

/** `a - b`. */
export function sub(a: Slot, b: Slot): Slot {
  return numeric("subtract", "sub", a, b, integer.sub, (x, y) => x - y, "-");
}

/** `a * b`. */
export function mul(a: Slot, b: Slot): Slot {
  return numeric("multiply", "mul", a, b, integer.mul, (x, y) => x * y, "*");
}

/** `a / b`, always a Float. */
export function div(a: Slot, b: Slot): Slot {
  return numeric("divide", "truediv", a, b, (x, y) => box(integer.divide(x, y)), divideFloat);
}

/** `a / b` where one of them is a Duration or a Size. */
export function quotient(a: Slot, b: Slot): Slot {
  return measured("/", a, b) ?? foreign("divide", "truediv", a, b);
}

/** `a // b`. */
export function floorDiv(a: Slot, b: Slot): Slot {
  return numeric("divide", "floordiv", a, b, integer.floorDiv, floorDivFloat);
}

/** `a % b`. */
export function mod(a: Slot, b: Slot): Slot {
  return numeric("divide", "mod", a, b, integer.mod, modFloat);
}

/** `a ** b`. */
export function pow(a: Slot, b: Slot): Slot {
  return numeric("raise", "pow", a, b, integer.pow, (x, y) => x ** y);
}

/** `-a`. */
export function neg(a: Slot): Slot {
  if (isInt(a)) return integer.neg(a);
  if (isNumber(a)) return box(-toDouble(a));
  if (a instanceof Duration || a instanceof Size) return measured("*", a, -1) as Slot;
  if (hasPython(a, null)) return pythonOperator("neg", a);
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
  python: string,
  a: Slot,
  b: Slot,
  ints: (x: Int, y: Int) => Slot,
  floats: (x: number, y: number) => number,
  op?: "-" | "*",
): Slot {
  if (isNumber(a) && isNumber(b)) {
    return isInt(a) && isInt(b) ? ints(a, b) : box(floats(toDouble(a), toDouble(b)));
  }
  return (op === undefined ? null : measured(op, a, b)) ?? foreign(verb, python, a, b);
}

/** What is left when neither operand is of Zixir's own kinds: Python's operator, or an error. */
function foreign(verb: string, python: string, a: Slot, b: Slot): Slot {
  if (hasPython(a, b)) return pythonOperator(python, a, b);
  throw new ZixirError("type", `cannot ${verb} ${typeName(a)} and ${typeName(b)}`, {
    hint: hintFor(verb, a, b),
  });
}

function hintFor(verb: string, a: Slot, b: Slot): string | undefined {
  const hasString = verb === "add" && (typeof a === "string" || typeof b === "string");
  return hasString ? 'write "${...}" to put a value into a String' : undefined;
}

function fail(message: string): never {
  throw new ZixirError("type", message);
}
