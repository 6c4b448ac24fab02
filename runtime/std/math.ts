/**
 * The module `math`.
 *
 * As with division by zero, what has no result is an error and not a silent nan: `math.sqrt(-1.0)`
 * and `math.log(0.0)` raise kind "arithmetic". A nan that comes in goes through.
 *
 * @module
 */
import {
  box,
  type Float,
  floatText,
  type Int,
  integer,
  isFloat,
  normalize,
  type Slot,
  sortOrder,
  toDouble,
  unbox,
  ZixirError,
} from "../values/mod.ts";
import type { Entry, Table } from "../table.ts";
import { valueError } from "./arguments.ts";
import { wholePart } from "./convert.ts";

/** A number of either kind, in slot form. */
type Num = number | bigint | Float;

/** The table of `math`. */
export function mathTable(): Table {
  return {
    module: "math",
    doc: "Numbers: rounding, roots, logarithms, angles.",
    entries: [
      constant(
        "pi",
        Math.PI,
        "The ratio of a circle's circumference to its diameter.",
        "3.141592653589793",
      ),
      constant("tau", 2 * Math.PI, "Twice pi: a full turn in radians.", "6.283185307179586"),
      constant("e", Math.E, "The base of the natural logarithm.", "2.718281828459045"),
      constant("inf", Infinity, "The Float above all numbers.", "inf"),
      constant("nan", NaN, "The Float that is no number and equals nothing.", "nan"),
      {
        name: "abs",
        type: "(x: num) -> num",
        doc: "The number without its sign.",
        example: { source: "[math.abs(-3), math.abs(-2.5)]", result: "[3, 2.5]" },
        run: (x: Num): Slot => isFloat(x) ? box(Math.abs(unbox(x))) : (x < 0 ? integer.neg(x) : x),
      },
      {
        name: "sign",
        type: "(x: num) -> Int",
        doc: "-1, 0 or 1 as the number is negative, zero or positive.",
        example: { source: "[math.sign(-2.5), math.sign(0), math.sign(7)]", result: "[-1, 0, 1]" },
        run: (x: Num): Int => {
          const n = toDouble(x);
          return n > 0 ? 1 : n < 0 ? -1 : 0;
        },
      },
      {
        name: "min",
        type: "(x: ord, y: ord) -> ord",
        doc: "The lesser of two values; `min` gives the least of a list.",
        example: { source: "math.min(3, 7)", result: "3" },
        run: (x: Slot, y: Slot): Slot => sortOrder(y, x) < 0 ? y : x,
      },
      {
        name: "max",
        type: "(x: ord, y: ord) -> ord",
        doc: "The greater of two values; `max` gives the greatest of a list.",
        example: { source: "math.max(3, 7)", result: "7" },
        run: (x: Slot, y: Slot): Slot => sortOrder(y, x) > 0 ? y : x,
      },
      {
        name: "clamp",
        type: "(x: ord, low: ord, high: ord) -> ord",
        doc: "The value, or the nearer bound when it lies outside `low` to `high`.",
        example: {
          source: "[math.clamp(15, 0, 10), math.clamp(0.5, 0.0, 1.0)]",
          result: "[10, 0.5]",
        },
        run: (x: Slot, low: Slot, high: Slot): Slot => {
          if (sortOrder(low, high) > 0) throw valueError("math.clamp", "low is greater than high");
          return sortOrder(x, low) < 0 ? low : sortOrder(x, high) > 0 ? high : x;
        },
      },
      rounding(
        "floor",
        Math.floor,
        "The greatest Int that is not greater.",
        "[math.floor(2.7), math.floor(-2.1)]",
        "[2, -3]",
      ),
      rounding(
        "ceil",
        Math.ceil,
        "The least Int that is not less.",
        "[math.ceil(2.1), math.ceil(-2.7)]",
        "[3, -2]",
      ),
      rounding(
        "round",
        roundHalfAway,
        "The nearest Int, halves away from zero.",
        "[math.round(2.5), math.round(-2.5), math.round(2.4)]",
        "[3, -3, 2]",
      ),
      rounding(
        "trunc",
        Math.trunc,
        "The Int before the point.",
        "[math.trunc(2.7), math.trunc(-2.7)]",
        "[2, -2]",
      ),
      {
        name: "round_to",
        type: "(x: Float, digits: Int) -> Float",
        doc: "The nearest Float with so many digits after the point, halves away from zero.",
        example: {
          source: "[math.round_to(2.345, 2), math.round_to(1234.0, -2)]",
          result: "[2.35, 1200.0]",
        },
        run: roundTo,
      },
      real(
        "sqrt",
        Math.sqrt,
        "The square root.",
        "math.sqrt(16.0)",
        "4.0",
        (x) => x < 0 ? "of a negative number" : null,
      ),
      real("cbrt", Math.cbrt, "The cube root.", "math.cbrt(27.0)", "3.0"),
      real("exp", Math.exp, "The power of e with this exponent.", "math.exp(0.0)", "1.0"),
      real(
        "expm1",
        Math.expm1,
        "The value of `exp(x) - 1`, exact for small x.",
        "math.expm1(0.0)",
        "0.0",
      ),
      real("log", Math.log, "The natural logarithm.", "math.log(math.e)", "1.0", notPositive),
      real("log2", Math.log2, "The logarithm to base 2.", "math.log2(8.0)", "3.0", notPositive),
      real(
        "log10",
        Math.log10,
        "The logarithm to base 10.",
        "math.log10(1000.0)",
        "3.0",
        notPositive,
      ),
      real(
        "log1p",
        Math.log1p,
        "The value of `log(1 + x)`, exact for small x.",
        "math.log1p(0.0)",
        "0.0",
        (x) => x <= -1 ? "of a number not above -1" : null,
      ),
      real("sin", Math.sin, "The sine of an angle in radians.", "math.sin(0.0)", "0.0", infinite),
      real("cos", Math.cos, "The cosine of an angle in radians.", "math.cos(0.0)", "1.0", infinite),
      real(
        "tan",
        Math.tan,
        "The tangent of an angle in radians.",
        "math.tan(0.0)",
        "0.0",
        infinite,
      ),
      real(
        "asin",
        Math.asin,
        "The angle in radians with this sine.",
        "math.asin(0.0)",
        "0.0",
        outsideOne,
      ),
      real(
        "acos",
        Math.acos,
        "The angle in radians with this cosine.",
        "math.acos(1.0)",
        "0.0",
        outsideOne,
      ),
      real("atan", Math.atan, "The angle in radians with this tangent.", "math.atan(0.0)", "0.0"),
      real("sinh", Math.sinh, "The hyperbolic sine.", "math.sinh(0.0)", "0.0"),
      real("cosh", Math.cosh, "The hyperbolic cosine.", "math.cosh(0.0)", "1.0"),
      real("tanh", Math.tanh, "The hyperbolic tangent.", "math.tanh(0.0)", "0.0"),
      real(
        "degrees",
        (x) => x * (180 / Math.PI),
        "An angle in radians, in degrees.",
        "math.degrees(math.pi)",
        "180.0",
      ),
      real(
        "radians",
        (x) => x * (Math.PI / 180),
        "An angle in degrees, in radians.",
        "math.radians(180.0)",
        "3.141592653589793",
      ),
      {
        name: "atan2",
        type: "(y: Float, x: Float) -> Float",
        doc: "The angle of the point (x, y) in radians, -pi to pi.",
        example: { source: "math.atan2(0.0, 1.0)", result: "0.0" },
        run: Math.atan2,
      },
      {
        name: "hypot",
        type: "(x: Float, y: Float) -> Float",
        doc: "The length of the vector (x, y).",
        example: { source: "math.hypot(3.0, 4.0)", result: "5.0" },
        run: (x: number, y: number): number => Math.hypot(x, y),
      },
      {
        name: "is_nan",
        type: "(x: Float) -> Bool",
        doc: "Whether it is nan.",
        example: { source: "[math.is_nan(math.nan), math.is_nan(1.0)]", result: "[true, false]" },
        run: (x: number): boolean => x !== x,
      },
      {
        name: "is_finite",
        type: "(x: Float) -> Bool",
        doc: "Whether it is neither nan nor infinite.",
        example: {
          source: "[math.is_finite(1.0), math.is_finite(math.inf)]",
          result: "[true, false]",
        },
        run: (x: number): boolean => Number.isFinite(x),
      },
      {
        name: "gcd",
        type: "(a: Int, b: Int) -> Int",
        doc: "The greatest Int that divides both, never negative.",
        example: { source: "math.gcd(12, 18)", result: "6" },
        run: gcd,
      },
      {
        name: "lcm",
        type: "(a: Int, b: Int) -> Int",
        doc: "The least Int above zero that both divide; 0 when one of them is 0.",
        example: { source: "math.lcm(4, 6)", result: "12" },
        run: (a: Int, b: Int): Int => {
          if (a === 0 || b === 0) return 0;
          const product = integer.mul(integer.floorDiv(a, gcd(a, b)), b);
          return product < 0 ? integer.neg(product) : product;
        },
      },
      {
        name: "isqrt",
        type: "(n: Int) -> Int",
        doc: "The greatest Int whose square is not greater, exact at any size.",
        example: {
          source: "[math.isqrt(17), math.isqrt(10 ** 40)]",
          result: "[4, 100000000000000000000]",
        },
        run: isqrt,
      },
    ],
  };
}

function constant(name: string, value: number, doc: string, result: string): Entry {
  return { name, type: "Float", doc, example: { source: `math.${name}`, result }, run: value };
}

function rounding(
  name: string,
  round: (x: number) => number,
  doc: string,
  source: string,
  result: string,
): Entry {
  return {
    name,
    type: "(x: Float) -> Int",
    doc,
    example: { source, result },
    run: (x: number): Int => {
      const whole = round(x);
      return Number.isSafeInteger(whole) ? whole + 0 : wholePart(`math.${name}`, whole);
    },
  };
}

function real(
  name: string,
  f: (x: number) => number,
  doc: string,
  source: string,
  result: string,
  refused?: (x: number) => string | null,
): Entry {
  const run = refused === undefined ? f : (x: number): number => {
    const y = f(x);
    // What is refused shows in the result, so that a good call costs one comparison.
    if (!Number.isFinite(y)) {
      const reason = refused(x);
      if (reason !== null) throw undefinedAt(name, x, reason);
    }
    return y;
  };
  return { name, type: "(x: Float) -> Float", doc, example: { source, result }, run };
}

function undefinedAt(name: string, x: number, reason: string): ZixirError {
  return new ZixirError("arithmetic", `math.${name} ${reason}: ${floatText(x)}`, { code: "E0301" });
}

function notPositive(x: number): string | null {
  return x <= 0 ? "of a number not above zero" : null;
}

function outsideOne(x: number): string | null {
  return x < -1 || x > 1 ? "of a number not within -1 to 1" : null;
}

function infinite(x: number): string | null {
  return x === Infinity || x === -Infinity ? "of an infinite angle" : null;
}

function roundHalfAway(x: number): number {
  // Math.round takes halves up, and 0.49999999999999994 + 0.5 would be 1; the sign is put aside.
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}

function roundTo(x: number, digits: Int): number {
  if (!Number.isFinite(x) || x === 0) return x;
  if (digits < -400 || digits > 400) return digits < 0 ? 0 : x;
  // The decimal the user sees decides, so that 2.345, which is a little less in binary, gives 2.35.
  const [mantissa, exponent = "0"] = String(Math.abs(x)).split("e");
  const shifted = roundHalfAway(Number(`${mantissa}e${Number(exponent) + Number(digits)}`));
  const rounded = Number(`${shifted}e${-Number(digits)}`);
  return rounded === rounded ? Math.sign(x) * rounded : x;
}

function gcd(a: Int, b: Int): Int {
  let x = a < 0 ? integer.neg(a) : a;
  let y = b < 0 ? integer.neg(b) : b;
  while (y !== 0) [x, y] = [y, integer.mod(x, y)];
  return x;
}

/** Newton's method from above, as in Zimmermann, "Karatsuba Square Root" (1999), section 1. */
function isqrt(n: Int): Int {
  if (n < 0) throw undefinedAt("isqrt", Number(n), "of a negative number");
  if (typeof n === "number") {
    const root = Math.floor(Math.sqrt(n));
    return root * root > n ? root - 1 : root;
  }
  let root = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return normalize(root);
    root = next;
  }
}
