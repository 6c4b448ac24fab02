/**
 * Operators on numbers: exact Ints with a fast path in line, raw Floats, and slots of either kind.
 *
 * The fast path of an Int operation is taken when both operands are JS numbers and the result is a
 * safe integer; what is known of the operands' ranges leaves out the checks it makes needless.
 *
 * @module
 */
import type { BinaryOp } from "../syntax/ast.ts";
import type { Span } from "../syntax/span.ts";
import { isCon } from "../types/build.ts";
import { isQuantity } from "../types/quantities.ts";
import { resolve, type Type } from "../types/type.ts";
import { mark } from "./code.ts";
import type { Helper } from "./helpers.ts";
import type { IntRange } from "./int_tree.ts";
import { adapt, atom, computed, type Rep, repOf, type Value } from "./represent.ts";
import type { Scope } from "./scope.ts";
import { hasIdentityEquality } from "./shape.ts";
import { treeArithmetic } from "./tree_arithmetic.ts";

/** A value with its static type. */
export interface Typed {
  readonly value: Value;
  readonly type: Type;
}

/** An arithmetic operator. */
export type ArithmeticOp = "+" | "-" | "*" | "/" | "//" | "%" | "**";

const MAX = Number.MAX_SAFE_INTEGER;
const MAX_TEXT = String(MAX);
const MIN_TEXT = `-${MAX}`;

/** The value held as wanted, with the boxing helpers in scope. */
export function as(scope: Scope, value: Value, rep: Rep): Value {
  if (value.rep === rep) return value;
  return adapt(value, rep, { box: scope.unit.helper("box"), unbox: scope.unit.helper("unbox") });
}

/**
 * `left op right` for an arithmetic operator.
 *
 * @param result the static type of the whole expression
 * @param span the place to blame when it fails
 */
export function arithmetic(
  scope: Scope,
  op: ArithmeticOp,
  left: Typed,
  right: Typed,
  result: Type,
  span: Span,
): Value {
  const l = numberKind(left.type);
  const r = numberKind(right.type);
  if (l === "int" && r === "int") return intArithmetic(scope, op, left.value, right.value, span);
  if (l !== "other" && r !== "other") {
    return floatArithmetic(scope, op, left.value, right.value, span);
  }
  // A division is one of numbers unless the types say otherwise: its result is taken for a Float.
  const value = op === "/" && [left, right].some(({ type }) => isQuantity(resolve(type)))
    ? computed(helperCall(scope, "quotient", left.value, right.value, span))
    : slotArithmetic(scope, op, left.value, right.value, span);
  return as(scope, value, repOf(result));
}

/** `-operand`. */
export function negate(scope: Scope, operand: Typed, result: Type, span: Span): Value {
  const { value } = operand;
  const kind = numberKind(operand.type);
  if (kind === "float") {
    return computed(`(-${as(scope, value, "f64").code})`, "f64", { pure: value.pure });
  }
  if (kind === "other") {
    const slot = computed(
      `${mark(span)}${scope.unit.helper("neg")}(${as(scope, value, "slot").code})`,
    );
    return as(scope, slot, repOf(result));
  }
  if (value.range !== null) {
    const range = { lo: -value.range.hi, hi: -value.range.lo };
    if (/^\d+$/.test(value.code)) {
      return atom(value.code === "0" ? "0" : `(-${value.code})`, "slot", range);
    }
    return computed(`(0 - ${value.code})`, "slot", { pure: value.pure, range });
  }
  const { prefix, names: [a] } = named(scope, [value]);
  const code = `(${prefix}typeof ${a} === "number" ? 0 - ${a} : ${
    scope.unit.helper("negInt")
  }(${a}))`;
  return computed(code, "slot", { pure: value.pure });
}

/** `left op right` for an operator that compares. */
export function comparison(
  scope: Scope,
  op: BinaryOp,
  left: Typed,
  right: Typed,
  span: Span,
): Value {
  const l = numberKind(left.type);
  const r = numberKind(right.type);
  const pure = left.value.pure && right.value.pure;
  const numbers = l !== "other" && r !== "other";
  if (op === "==" || op === "!=") {
    if (numbers || (hasIdentityEquality(left.type) && hasIdentityEquality(right.type))) {
      // JS compares a bigint with a double by exact value, but only with the loose operator.
      const loose = l !== r && left.value.range === null && right.value.range === null;
      const js = (op === "==" ? "==" : "!=") + (numbers && loose ? "" : "=");
      return computed(`(${left.value.code} ${js} ${right.value.code})`, "slot", { pure });
    }
    // A Python object may be anything, and says itself what it equals.
    const open = [left, right].some(({ type }) => isCon(resolve(type), "Any"));
    const call = helperCall(scope, open ? "anyEqual" : "equal", left.value, right.value, span);
    return computed(op === "==" ? call : `(!${call})`, "slot", { pure: pure && !open });
  }
  if (numbers) {
    return computed(`(${left.value.code} ${op} ${right.value.code})`, "slot", { pure });
  }
  return computed(helperCall(scope, ORDER[op] ?? "less", left.value, right.value, span));
}

/** Bounds of a literal or loop variable, when they are safe integers. */
export function rangeOf(lo: number, hi: number): IntRange | null {
  return lo >= -MAX && hi <= MAX ? { lo, hi } : null;
}

/** What is known of the operands of numeric operators. */
function numberKind(type: Type): "int" | "float" | "other" {
  const t = resolve(type);
  if (t.kind !== "con") return "other";
  return t.id === "Int" ? "int" : t.id === "Float" ? "float" : "other";
}

function intArithmetic(scope: Scope, op: ArithmeticOp, a: Value, b: Value, span: Span): Value {
  switch (op) {
    case "+":
    case "-":
    case "*":
      return treeArithmetic(scope, op, a, b, span) ?? ringArithmetic(scope, op, a, b, span);
    case "/":
      return checkedDivision(scope, a, b, span, "divideInt", (x, y) => `${x} / ${y}`, "f64", null);
    case "//":
      return treeArithmetic(scope, op, a, b, span) ?? floorDivision(scope, a, b, span);
    case "%":
      return treeArithmetic(scope, op, a, b, span) ?? modulo(scope, a, b, span);
    case "**":
      return computed(helperCall(scope, "powInt", a, b, span));
  }
}

const RING_HELPER = { "+": "addInt", "-": "subInt", "*": "mulInt" } as const;

/** `+`, `-` or `*` of two Ints, checked by its result. */
export function ringArithmetic(
  scope: Scope,
  op: "+" | "-" | "*",
  left: Value,
  right: Value,
  span: Span,
): Value {
  const bounds = ringBounds(op, left.range, right.range);
  const pure = left.pure && right.pure;
  // 0 * -5 is -0 in JS; adding 0 gives the only zero an Int has.
  const sign = (code: string): string => op === "*" ? `(${code} + 0)` : code;
  if (bounds !== null && bounds.lo >= -MAX && bounds.hi <= MAX) {
    return computed(sign(`(${left.code} ${op} ${right.code})`), "slot", { pure, range: bounds });
  }
  const { prefix, names: [a, b] } = named(scope, [left, right]);
  const r = scope.unit.result;
  const tests: string[] = [];
  if (left.range === null) tests.push(`typeof ${a} === "number"`);
  if (right.range === null && b !== a) tests.push(`typeof ${b} === "number"`);
  const inner = sign(`${a} ${op} ${b}`);
  const { up, down } = reach(op, left.range, right.range, bounds);
  const limits: string[] = [];
  if (up) limits.push(`<= ${MAX_TEXT}`);
  if (down) limits.push(`>= ${MIN_TEXT}`);
  limits.forEach((limit, i) =>
    tests.push(i === 0 ? `(${r} = ${inner}) ${limit}` : `${r} ${limit}`)
  );
  const slow = `${mark(span)}${scope.unit.helper(RING_HELPER[op])}(${a}, ${b})`;
  scope.usesResult = true;
  return computed(`(${prefix}${tests.join(" && ")} ? ${r} : ${slow})`, "slot", { pure });
}

/** Bounds of the exact result when those of both operands are known. */
function ringBounds(op: "+" | "-" | "*", a: IntRange | null, b: IntRange | null): IntRange | null {
  if (a === null || b === null) return null;
  if (op === "+") return { lo: a.lo + b.lo, hi: a.hi + b.hi };
  if (op === "-") return { lo: a.lo - b.hi, hi: a.hi - b.lo };
  const corners = [a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi];
  return { lo: Math.min(...corners), hi: Math.max(...corners) };
}

/** Which limits of the safe range a result may pass. */
function reach(
  op: "+" | "-" | "*",
  a: IntRange | null,
  b: IntRange | null,
  bounds: IntRange | null,
): { up: boolean; down: boolean } {
  if (bounds !== null) return { up: bounds.hi > MAX, down: bounds.lo < -MAX };
  if (op === "*") return { up: true, down: true };
  const grows = (range: IntRange | null, positive: boolean): boolean =>
    range === null || (positive ? range.hi > 0 : range.lo < 0);
  const up = grows(a, true) && grows(b, op === "+");
  const down = grows(a, false) && grows(b, op !== "+");
  // At least one comparison must remain to hold the assignment of the result.
  return up || down ? { up, down } : { up: true, down: false };
}

function floorDivision(scope: Scope, a: Value, b: Value, span: Span): Value {
  const pure = a.pure;
  if (b.range !== null && b.range.lo > 0 && a.range !== null) {
    const range = {
      lo: Math.floor(a.range.lo / b.range.lo),
      hi: Math.floor(a.range.hi / b.range.lo),
    };
    const bounds = { lo: Math.min(range.lo, 0), hi: Math.max(range.hi, 0) };
    const small = a.range.lo >= 0 && a.range.hi < 2 ** 31;
    const code = small ? `((${a.code} / ${b.code}) | 0)` : `Math.floor(${a.code} / ${b.code})`;
    return computed(code, "slot", { pure: pure && b.pure, range: bounds });
  }
  const divide = (x: string, y: string): string => `Math.floor(${x} / ${y}) + 0`;
  return checkedDivision(scope, a, b, span, "floorDivInt", divide, "slot", null);
}

function modulo(scope: Scope, a: Value, b: Value, span: Span): Value {
  const positive = b.range !== null && b.range.lo > 0;
  const range = positive ? { lo: 0, hi: b.range.hi - 1 } : null;
  if (positive && a.range !== null && a.range.lo >= 0) {
    const hi = Math.min(a.range.hi, b.range.hi - 1);
    return computed(`(${a.code} % ${b.code})`, "slot", {
      pure: a.pure && b.pure,
      range: { lo: 0, hi },
    });
  }
  const r = scope.unit.result;
  scope.usesResult = true;
  const rest = positive
    ? (x: string, y: string) => `((${r} = ${x} % ${y}) < 0 ? ${r} + ${y} : ${r} + 0)`
    : (x: string, y: string) =>
      `((${r} = ${x} % ${y}) !== 0 && (${r} < 0) !== (${y} < 0) ? ${r} + ${y} : ${r} + 0)`;
  return checkedDivision(scope, a, b, span, "modInt", rest, "slot", range);
}

/** `fast` when both operands are JS numbers and the right one is not 0, else the helper. */
function checkedDivision(
  scope: Scope,
  left: Value,
  right: Value,
  span: Span,
  helper: Helper,
  fast: (a: string, b: string) => string,
  rep: Rep,
  range: IntRange | null,
): Value {
  const nonZero = right.range !== null && (right.range.lo > 0 || right.range.hi < 0);
  const pure = nonZero && left.pure && right.pure;
  if (nonZero && left.range !== null && left.atom && right.atom) {
    return computed(`(${fast(left.code, right.code)})`, rep, { pure, range });
  }
  const { prefix, names: [a, b] } = named(scope, [left, right]);
  const tests: string[] = [];
  if (left.range === null) tests.push(`typeof ${a} === "number"`);
  if (right.range === null) tests.push(`typeof ${b} === "number"`);
  if (!nonZero) tests.push(`${b} !== 0`);
  const test = tests.length === 0 ? "true" : tests.join(" && ");
  const slow = `${mark(span)}${scope.unit.helper(helper)}(${a}, ${b})`;
  return computed(`(${prefix}${test} ? ${fast(a, b)} : ${slow})`, rep, { pure, range });
}

function floatArithmetic(scope: Scope, op: ArithmeticOp, l: Value, r: Value, span: Span): Value {
  const a = as(scope, l, "f64");
  const b = as(scope, r, "f64");
  const pure = a.pure && b.pure;
  switch (op) {
    case "+":
    case "-":
    case "*":
    case "**":
      return computed(`(${a.code} ${op} ${b.code})`, "f64", { pure });
    case "/": {
      if (b.atom && Number(b.code.replace(/[()]/g, "")) > 0) {
        return computed(`(${a.code} / ${b.code})`, "f64", { pure });
      }
      const { prefix, names: [x, y] } = named(scope, [a, b]);
      const slow = `${mark(span)}${scope.unit.helper("divideFloat")}(${x}, ${y})`;
      return computed(`(${prefix}${y} !== 0 ? ${x} / ${y} : ${slow})`, "f64");
    }
    case "//":
      return computed(helperCall(scope, "floorDivFloat", a, b, span), "f64");
    case "%":
      return computed(helperCall(scope, "modFloat", a, b, span), "f64");
  }
}

const SLOT_HELPER = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "//": "floorDiv",
  "%": "mod",
  "**": "pow",
} as const;

const ORDER: { readonly [op: string]: Helper } = {
  "<": "less",
  "<=": "lessEqual",
  ">": "greater",
  ">=": "greaterEqual",
};

function slotArithmetic(scope: Scope, op: ArithmeticOp, l: Value, r: Value, span: Span): Value {
  const left = as(scope, l, "slot");
  const right = as(scope, r, "slot");
  if (op !== "+" && op !== "-") {
    return computed(helperCall(scope, SLOT_HELPER[op], left, right, span));
  }
  // Two 32-bit Ints are by far the most frequent operands, and their sum is always safe.
  const { prefix, names: [a, b] } = named(scope, [left, right]);
  const slow = `${mark(span)}${scope.unit.helper(SLOT_HELPER[op])}(${a}, ${b})`;
  const small = (x: string): string => `typeof ${x} === "number" && (${x} | 0) === ${x}`;
  return computed(`(${prefix}${small(a)} && ${small(b)} ? ${a} ${op} ${b} : ${slow})`);
}

/** A call of a two-operand helper on slots (or raw doubles, where the values are raw). */
export function helperCall(scope: Scope, helper: Helper, a: Value, b: Value, span: Span): string {
  const raw = helper.endsWith("Float");
  const x = raw ? a : as(scope, a, "slot");
  const y = raw ? b : as(scope, b, "slot");
  return `${mark(span)}${scope.unit.helper(helper)}(${x.code}, ${y.code})`;
}

/**
 * Names under which operands can be read more than once: `prefix` assigns those that are no names
 * yet, in order. A name that may be assigned again is copied when a later operand is no name.
 */
export function named(
  scope: Scope,
  operands: readonly Value[],
): { readonly prefix: string; readonly names: string[] } {
  let prefix = "";
  const names = operands.map((operand, i) => {
    const later = operands.slice(i + 1);
    if (operand.atom && (operand.stable || later.every((o) => o.atom))) return operand.code;
    const name = scope.temp();
    prefix += `${name} = ${operand.code}, `;
    return name;
  });
  return { prefix, names };
}
