/**
 * Numbers, durations and sizes as values.
 *
 * @module
 */
import type { DurationLit, FloatLit, IntLit, SizeLit } from "./ast.ts";
import type { Span } from "./span.ts";

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const unitBytes: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1024,
  MB: 1024 ** 2,
  GB: 1024 ** 3,
  TB: 1024 ** 4,
};

/**
 * The value of a number literal: an Int when it has neither point nor exponent.
 *
 * @example
 * ```ts
 * import { numberLiteral } from "./literal.ts";
 * const literal = numberLiteral("1_000", { start: 0, end: 5 });
 * // literal is { kind: "int", value: 1000n, … }
 * ```
 */
export function numberLiteral(written: string, span: Span): IntLit | FloatLit {
  const small = smallWhole(written);
  if (small >= 0) return { kind: "int", number: 0, span, value: BigInt(small) };
  const text = written.includes("_") ? written.replaceAll("_", "") : written;
  const isBased = /^0[xob]/.test(text);
  if (isBased) {
    const isWhole = /^0(?:x[0-9a-fA-F]+|b[01]+|o[0-7]+)$/.test(text);
    return { kind: "int", number: 0, span, value: isWhole ? BigInt(text) : 0n };
  }
  if (/[.eE]/.test(text)) return { kind: "float", number: 0, span, value: Number(text) };
  // A node with an error inside may hold more than digits; its finding is already there.
  return { kind: "int", number: 0, span, value: /^\d+$/.test(text) ? BigInt(text) : 0n };
}

/** The value of a number of a few digits and nothing else; -1 for all others. */
function smallWhole(written: string): number {
  if (written.length === 0 || written.length > 9) return -1;
  let value = 0;
  for (let i = 0; i < written.length; i++) {
    const digit = written.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = 10 * value + digit;
  }
  return value;
}

/**
 * The value of a literal with a unit: a duration such as `200ms` in milliseconds, or a size such as
 * `512MB` in bytes.
 */
export function quantityLiteral(written: string, span: Span): DurationLit | SizeLit {
  const [amount, unit] = splitUnit(written);
  return unit in unitMs
    ? { kind: "duration", number: 0, span, ms: amount * unitMs[unit] }
    : { kind: "size", number: 0, span, bytes: amount * unitBytes[unit] };
}

function splitUnit(written: string): [number, string] {
  const at = written.search(/[A-Za-z]/);
  return [Number(written.slice(0, at).replaceAll("_", "")), written.slice(at)];
}
