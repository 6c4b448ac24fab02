/**
 * Values as text: the literal notation of results and `inspect`, and the raw form of
 * `print` and interpolation.
 *
 * @module
 */

import { Float, floatText } from "./float.ts";
import { keyOut } from "./record.ts";
import { Duration, durationText, Size, sizeText, Time, timeText } from "./quantity.ts";
import { Range } from "./range.ts";
import type { Slot } from "./slot.ts";
import { Tuple } from "./tuple.ts";
import { Variant, variantFields } from "./variant.ts";

/**
 * A value in literal notation.
 *
 * @param v any slot
 *
 * @example
 * ```ts
 * import { Float, inspect } from "./mod.ts";
 * const seen = inspect({ a: 1, "b c": [new Float(2), "x\n", null] });
 * if (seen !== '{a: 1, "b c": [2.0, "x\\n", nil]}') throw new Error(seen);
 * ```
 */
export function inspect(v: Slot): string {
  switch (typeof v) {
    case "number":
      return Number.isInteger(v) ? String(v) : floatText(v);
    case "bigint":
    case "boolean":
      return String(v);
    case "string":
      return stringText(v);
    case "function":
      return functionText(v.name);
    default:
      return v === null ? "nil" : objectText(v);
  }
}

/**
 * A value as `print` and interpolation show it: a string raw, anything else in literal notation.
 *
 * @param v any slot
 */
export function display(v: Slot): string {
  return typeof v === "string" ? v : inspect(v);
}

/**
 * A string as a literal, in double quotes.
 *
 * @param text the string
 */
export function stringText(text: string): string {
  return NEEDS_ESCAPE.test(text) ? `"${text.replace(ESCAPED, escapeOf)}"` : `"${text}"`;
}

/**
 * A record key as it stands in a record literal: bare when it is a name, else quoted.
 *
 * @param key the key as the program sees it
 */
export function keyText(key: string): string {
  return NAME.test(key) ? key : stringText(key);
}

/** A compiled function bears its name in the program, then a `$` and what makes it unique. */
function functionText(name: string): string {
  const own = name.split("$")[0];
  return own === "" ? "<function>" : `<function ${own}>`;
}

function objectText(v: object): string {
  if (Array.isArray(v)) return `[${joined(v)}]`;
  if (v instanceof Float64Array) return `[${Array.from(v, floatText).join(", ")}]`;
  if (v instanceof Float) return floatText(v.value);
  if (v instanceof Tuple) {
    return v.items.length === 1 ? `(${joined(v.items)},)` : `(${joined(v.items)})`;
  }
  if (v instanceof Variant) {
    const fields = variantFields(v);
    return fields.length === 0 ? v.$c.name : `${v.$c.name}(${joined(fields)})`;
  }
  if (v instanceof Range) return `${v.start}..${v.end}`;
  if (v instanceof Duration) return durationText(v);
  if (v instanceof Size) return sizeText(v);
  if (v instanceof Time) return timeText(v);
  if (v instanceof Uint8Array) return bytesText(v);
  if (Object.getPrototypeOf(v) === Object.prototype) {
    const pairs = Object.entries(v);
    return `{${pairs.map(([k, x]) => `${keyText(keyOut(k))}: ${inspect(x)}`).join(", ")}}`;
  }
  // Handles of other tiers know how to show themselves.
  return String(v);
}

function joined(slots: readonly Slot[]): string {
  let text = "";
  for (let i = 0; i < slots.length; i++) {
    text += i === 0 ? inspect(slots[i]) : ", " + inspect(slots[i]);
  }
  return text;
}

function bytesText(bytes: Uint8Array): string {
  let hex = "";
  for (const byte of bytes.subarray(0, BYTES_SHOWN)) hex += byte.toString(16).padStart(2, "0");
  return bytes.length > BYTES_SHOWN
    ? `<bytes ${bytes.length}: ${hex}...>`
    : `<bytes ${bytes.length}${hex && ": "}${hex}>`;
}

const BYTES_SHOWN = 32;

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

// Controls and line separators would not survive on a terminal; `${` would interpolate.
// deno-lint-ignore no-control-regex -- control characters are what this looks for
const NEEDS_ESCAPE = /["\\\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff\ufeff]|\$\{/;
// deno-lint-ignore no-control-regex -- as above
const ESCAPED = /["\\\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]|\p{Surrogate}|\$(?=\{)/gu;

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\t": "\\t",
  "\r": "\\r",
  "$": "\\$",
};

function escapeOf(unit: string): string {
  return SHORT_ESCAPES[unit] ?? `\\u{${unit.charCodeAt(0).toString(16).toUpperCase()}}`;
}
