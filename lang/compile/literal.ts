/**
 * Literals: numbers, text, lists, records.
 *
 * @module
 */
import type { ListExpr, RecordExpr, StringLit } from "../syntax/ast.ts";
import type { Type } from "../types/type.ts";
import { as } from "./arithmetic.ts";
import { finalType, helper, slotOf, valueOf } from "./expression.ts";
import { atom, computed, type Value } from "./represent.ts";
import type { Scope } from "./scope.ts";
import { elementOf, isCon, isOpen, listKind } from "./shape.ts";

/** An Int literal. */
export function intLiteral(value: bigint): Value {
  const safe = value <= BigInt(Number.MAX_SAFE_INTEGER) &&
    value >= -BigInt(Number.MAX_SAFE_INTEGER);
  if (!safe) return atom(`${value}n`);
  const n = Number(value);
  return atom(n < 0 ? `(${n})` : String(n), "slot", { lo: n, hi: n });
}

/** The JS text of a Float literal. */
export function floatLiteral(value: number): string {
  if (Object.is(value, -0)) return "(-0)";
  return value < 0 ? `(${value})` : String(value);
}

/** A String with its interpolated parts. */
export function stringValue(scope: Scope, expr: StringLit): Value {
  if (expr.parts.every((part) => typeof part === "string")) {
    return atom(JSON.stringify(expr.parts.join("")));
  }
  const values = scope.inOrder(expr.parts.map((part) => () => {
    if (typeof part === "string") return atom(JSON.stringify(part));
    const value = valueOf(scope, part);
    const type = finalType(scope, part);
    if (isCon(type, "String") || isCon(type, "Int")) return value;
    const name = value.rep === "f64" ? "floatText" : "display";
    return computed(`${scope.unit.helper(name)}(${value.code})`, "slot", { pure: value.pure });
  }));
  const first = expr.parts[0];
  const codes = values.map((value) => value.code);
  // A JS `+` joins text only from where it has met a string.
  const startsAsText = typeof first === "string";
  return computed(`(${startsAsText ? "" : '"" + '}${codes.join(" + ")})`, "slot", {
    pure: values.every((value) => value.pure),
  });
}

/** A list of its elements. */
export function listValue(scope: Scope, expr: ListExpr, type: Type): Value {
  const element = elementOf(type);
  const kind = element === null ? "mixed" : listKind(element);
  const make = kind === "f64" ? valueOf : slotOf;
  const items = scope.inOrder(expr.items.map((item) => () => make(scope, item)));
  const pure = items.every((item) => item.pure);
  if (kind === "f64") {
    if (items.length === 0) return computed("[]", "slot", { pure: true });
    const codes = items.map((item) => as(scope, item, "f64").code).join(", ");
    return computed(`${scope.unit.helper("floatsOf")}([${codes}])`, "slot", { pure });
  }
  const codes = items.map((item) => as(scope, item, "slot").code).join(", ");
  if (kind === "plain" || items.length === 0) return computed(`[${codes}]`, "slot", { pure });
  return computed(`${scope.unit.helper("list")}([${codes}])`, "slot", { pure });
}

/** A record of its fields and spreads. */
export function recordValue(scope: Scope, expr: RecordExpr): Value {
  const values = scope.inOrder(expr.entries.map((entry) => () => slotOf(scope, entry.value)));
  const parts = expr.entries.map((entry, i) => {
    const { code } = values[i];
    if (entry.kind === "field") return `${propertyKey(entry.key.name)}: ${code}`;
    const open = isOpen(finalType(scope, entry.value));
    return open ? `...${helper(scope, "spread", entry, code)}` : `...${code}`;
  });
  const pure = values.every((value) => value.pure) &&
    expr.entries.every((entry) => entry.kind === "field");
  return computed(`({ ${parts.join(", ")} })`, "slot", { pure });
}

/** A property key in an object literal, as `runtime/values/record.ts` stores keys. */
export function propertyKey(key: string): string {
  const stored = storedKey(key);
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(stored) ? stored : JSON.stringify(stored);
}

/** `.name` or `["a key"]`. */
export function propertyAccess(key: string): string {
  const stored = storedKey(key);
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(stored) ? `.${stored}` : `[${JSON.stringify(stored)}]`;
}

function storedKey(key: string): string {
  const hidden = key === "__proto__" || key.startsWith("\u0000") ||
    (/^(0|[1-9][0-9]{0,9})$/.test(key) && Number(key) < 4294967295);
  return hidden ? "\u0000" + key : key;
}
