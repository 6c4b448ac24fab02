/**
 * Operators of the tree evaluator.
 *
 * @module
 */
import type { BinaryOp } from "../../lang/syntax/ast.ts";
import {
  compare,
  equal,
  FloatValue,
  isList,
  isNumber,
  QuantityValue,
  Raised,
  RangeValue,
  type Value,
} from "./values.ts";

/** `a op b` for every operator that evaluates both sides. */
export function operate(op: BinaryOp, a: Value, b: Value): Value {
  switch (op) {
    case "==":
      return equal(a, b);
    case "!=":
      return !equal(a, b);
    case "<":
      return compare(a, b) < 0;
    case "<=":
      return compare(a, b) <= 0;
    case ">":
      return compare(a, b) > 0;
    case ">=":
      return compare(a, b) >= 0;
    case "in":
      return contains(a, b);
    case "+":
      if (typeof a === "string" && typeof b === "string") return a + b;
      if (isList(a) && isList(b)) return [...a, ...b];
      return calculate(op, a, b);
    case "-":
    case "*":
    case "/":
    case "//":
    case "%":
    case "**":
      return calculate(op, a, b);
    default:
      throw new Error(`${op} is not evaluated here`);
  }
}

/** `-a`. */
export function negate(a: Value): Value {
  if (typeof a === "bigint") return -a;
  if (a instanceof FloatValue) return new FloatValue(-a.value);
  throw new Raised("type", "cannot negate");
}

/** An Int as the nearest double, a Float as it is. */
export function toDouble(v: bigint | FloatValue): number {
  return v instanceof FloatValue ? v.value : Number(v);
}

function contains(item: Value, container: Value): boolean {
  if (isList(container)) return container.some((each) => equal(each, item));
  if (container instanceof RangeValue) {
    return typeof item === "bigint" && item >= container.start && item < container.end;
  }
  if (container instanceof Map) return container.has(item as string);
  if (typeof container === "string") return container.includes(item as string);
  throw new Raised("type", "cannot be in");
}

function calculate(op: BinaryOp, a: Value, b: Value): Value {
  if (a instanceof QuantityValue || b instanceof QuantityValue) return measure(op, a, b);
  if (!isNumber(a) || !isNumber(b)) throw new Raised("type", `cannot ${op}`);
  if (typeof a === "bigint" && typeof b === "bigint") return calculateInts(op, a, b);
  return new FloatValue(calculateFloats(op, toDouble(a), toDouble(b)));
}

function measure(op: BinaryOp, a: Value, b: Value): Value {
  if (a instanceof QuantityValue && b instanceof QuantityValue) {
    if (a.unit !== b.unit) throw new Raised("type", "unlike units");
    if (op === "+") return new QuantityValue(a.unit, a.amount + b.amount);
    if (op === "-") return new QuantityValue(a.unit, a.amount - b.amount);
    if (b.amount === 0) throw new Raised("arithmetic", "division by zero");
    return new FloatValue(a.amount / b.amount);
  }
  if (a instanceof QuantityValue && isNumber(b)) {
    const by = toDouble(b);
    if (op === "*") return new QuantityValue(a.unit, a.amount * by);
    if (by === 0) throw new Raised("arithmetic", "division by zero");
    return new QuantityValue(a.unit, a.amount / by);
  }
  if (isNumber(a) && b instanceof QuantityValue && op === "*") {
    return new QuantityValue(b.unit, toDouble(a) * b.amount);
  }
  throw new Raised("type", `cannot ${op}`);
}

function calculateInts(op: BinaryOp, a: bigint, b: bigint): Value {
  switch (op) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      if (b === 0n) throw new Raised("arithmetic", "division by zero");
      return new FloatValue(divide(a, b));
    case "//":
      return (a - floorMod(a, b)) / b;
    case "%":
      return floorMod(a, b);
    default:
      if (b < 0n) throw new Raised("arithmetic", "negative power");
      return a ** b;
  }
}

function floorMod(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new Raised("arithmetic", "division by zero");
  const rest = a % b;
  return rest !== 0n && (rest < 0n) !== (b < 0n) ? rest + b : rest;
}

/** The quotient of two Ints, rounded once: by doubles when both are exact, else by scaling. */
function divide(a: bigint, b: bigint): number {
  const exact = (n: bigint): boolean => BigInt.asIntN(53, n) === n;
  if (exact(a) && exact(b)) return Number(a) / Number(b);
  const negative = (a < 0n) !== (b < 0n);
  const x = a < 0n ? -a : a;
  const y = b < 0n ? -b : b;
  const shift = BigInt(Math.max(0, y.toString(2).length - x.toString(2).length + 70));
  const scaled = (x << shift) / y;
  const sticky = (x << shift) % y === 0n ? scaled : scaled | 1n;
  const size = Number(sticky) / 2 ** Number(shift);
  return negative ? -size : size;
}

function calculateFloats(op: BinaryOp, a: number, b: number): number {
  switch (op) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "**":
      return a ** b;
  }
  if (b === 0) throw new Raised("arithmetic", "division by zero");
  if (op === "/") return a / b;
  if (op === "//") return Math.floor(a / b);
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return (rest < 0) !== (b < 0) ? rest + b : rest;
}
