/**
 * Values of the tree evaluator: as plain as can be, and nothing like those of compiled code. An Int
 * is a bigint, a Float an object, a record a Map, whatever their static types.
 *
 * @module
 */

/** A Float. */
export class FloatValue {
  constructor(readonly value: number) {}
}

/** A tuple. */
export class TupleValue {
  constructor(readonly items: readonly Value[]) {}
}

/** A range of Ints, without `end`. */
export class RangeValue {
  constructor(readonly start: bigint, readonly end: bigint) {}
}

/** A length of time, or an amount of bytes. */
export class QuantityValue {
  constructor(readonly unit: "ms" | "B", readonly amount: number) {}
}

/** A value of a user type. */
export class VariantValue {
  constructor(
    readonly typeId: string,
    readonly name: string,
    readonly fields: readonly Value[],
  ) {}
}

/** A function. */
export class FunctionValue {
  constructor(readonly arity: number, readonly call: (args: readonly Value[]) => Value) {}
}

/** A record or map. */
export type RecordValue = Map<string, Value>;

/** Any value. */
export type Value =
  | null
  | boolean
  | bigint
  | string
  | FloatValue
  | TupleValue
  | RangeValue
  | QuantityValue
  | VariantValue
  | FunctionValue
  | readonly Value[]
  | RecordValue;

/** An error of the program. */
export class Raised extends Error {
  constructor(readonly kind: string, message: string, readonly data: Value = null) {
    super(message);
  }
}

/** Whether a value is a list. */
export function isList(v: Value): v is readonly Value[] {
  return Array.isArray(v);
}

/** Structural equality; numbers compare by value. */
export function equal(a: Value, b: Value): boolean {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b) === 0;
  if (isList(a) && isList(b)) return allEqual(a, b);
  if (a instanceof TupleValue && b instanceof TupleValue) return allEqual(a.items, b.items);
  if (a instanceof VariantValue && b instanceof VariantValue) {
    return a.typeId === b.typeId && a.name === b.name && allEqual(a.fields, b.fields);
  }
  if (a instanceof QuantityValue && b instanceof QuantityValue) {
    return a.unit === b.unit && a.amount === b.amount;
  }
  if (a instanceof Map && b instanceof Map) {
    if (a.size !== b.size) return false;
    return [...a].every(([key, value]) => b.has(key) && equal(value, b.get(key)!));
  }
  return a === b;
}

function allEqual(a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((item, i) => equal(item, b[i]));
}

/** Whether a value is an Int or a Float. */
export function isNumber(v: Value): v is bigint | FloatValue {
  return typeof v === "bigint" || v instanceof FloatValue;
}

/** -1, 0 or 1; NaN where a nan is compared. */
export function compareNumbers(a: bigint | FloatValue, b: bigint | FloatValue): number {
  const x = a instanceof FloatValue ? a.value : a;
  const y = b instanceof FloatValue ? b.value : b;
  return x < y ? -1 : x > y ? 1 : x == y ? 0 : NaN;
}

/** Order of numbers and Strings. */
export function compare(a: Value, b: Value): number {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  if (typeof a === "string" && typeof b === "string") {
    const x = [...a].map((c) => c.codePointAt(0)!);
    const y = [...b].map((c) => c.codePointAt(0)!);
    for (let i = 0; i < Math.min(x.length, y.length); i++) {
      if (x[i] !== y[i]) return x[i] < y[i] ? -1 : 1;
    }
    return x.length - y.length;
  }
  if (a instanceof QuantityValue && b instanceof QuantityValue && a.unit === b.unit) {
    return a.amount - b.amount;
  }
  throw new Raised("type", "no order");
}

/** Literal notation, as `inspect` writes it. */
export function show(v: Value): string {
  if (v === null) return "nil";
  if (typeof v === "bigint" || typeof v === "boolean") return String(v);
  if (typeof v === "string") return quoted(v);
  if (v instanceof FloatValue) return showFloat(v.value);
  if (v instanceof TupleValue) return `(${v.items.map(show).join(", ")})`;
  if (v instanceof QuantityValue) return showQuantity(v);
  if (v instanceof RangeValue) return `${v.start}..${v.end}`;
  if (v instanceof VariantValue) {
    return v.fields.length === 0 ? v.name : `${v.name}(${v.fields.map(show).join(", ")})`;
  }
  if (v instanceof FunctionValue) return "<function>";
  if (v instanceof Map) {
    const key = (name: string): string => /^[A-Za-z_]\w*$/.test(name) ? name : quoted(name);
    return `{${[...v].map(([name, x]) => `${key(name)}: ${show(x)}`).join(", ")}}`;
  }
  return `[${v.map(show).join(", ")}]`;
}

/** A value inside `${}`. */
export function display(v: Value): string {
  return typeof v === "string" ? v : show(v);
}

const UNITS: readonly {
  readonly unit: "ms" | "B";
  readonly name: string;
  readonly size: number;
}[] = [
  { unit: "ms", name: "d", size: 24 * 60 * 60 * 1000 },
  { unit: "ms", name: "h", size: 60 * 60 * 1000 },
  { unit: "ms", name: "m", size: 60 * 1000 },
  { unit: "ms", name: "s", size: 1000 },
  { unit: "B", name: "TB", size: 2 ** 40 },
  { unit: "B", name: "GB", size: 2 ** 30 },
  { unit: "B", name: "MB", size: 2 ** 20 },
  { unit: "B", name: "KB", size: 2 ** 10 },
];

/** In the largest unit of which it is a whole number. */
function showQuantity({ unit, amount }: QuantityValue): string {
  const whole = UNITS.find((each) => each.unit === unit && Number.isInteger(amount / each.size));
  if (whole === undefined || amount === 0) return `${amount}${unit}`;
  return `${amount / whole.size}${whole.name}`;
}

function showFloat(x: number): string {
  if (Number.isNaN(x)) return "nan";
  if (!Number.isFinite(x)) return x > 0 ? "inf" : "-inf";
  if (Object.is(x, -0)) return "-0.0";
  const text = String(x);
  const at = text.indexOf("e");
  if (at < 0) return text.includes(".") ? text : `${text}.0`;
  const mantissa = text.slice(0, at);
  const exponent = text.slice(at + 1).replace("+", "");
  return `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}e${exponent}`;
}

/** The programs generated hold only characters that need no escape but these. */
function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
