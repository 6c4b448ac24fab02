/**
 * Expressions in a place where their value is wanted as a JS expression.
 *
 * What cannot be one (loops, `match`, blocks with bindings) is written as statements before it, into
 * a constant; see `control.ts`.
 *
 * @module
 */
import type {
  BinaryExpr,
  Expr,
  FieldExpr,
  IfExpr,
  IndexExpr,
  ListExpr,
  NameExpr,
  RecordExpr,
  StringLit,
  TupleField,
} from "../syntax/ast.ts";
import type { LocalSymbol } from "../check/checked.ts";
import { resolve, type Type } from "../types/type.ts";
import { arithmetic, type ArithmeticOp, as, comparison, negate, type Typed } from "./arithmetic.ts";
import { grownParts, grownValue, growthOf } from "./append.ts";
import { callValue } from "./call.ts";
import { mark } from "./code.ts";
import { evaluate } from "./control.ts";
import { convert } from "./convert.ts";
import { descriptor } from "./descriptor.ts";
import { checkpointValue, parallelForValue, parallelValue } from "./flow.ts";
import { functionValue, lambdaValue } from "./function.ts";
import type { Helper } from "./helpers.ts";
import { atom, computed, NIL, repOf, type Value, variable } from "./represent.ts";
import type { Cursor, Scope } from "./scope.ts";
import { argumentOf, elementOf, isCon, isOpen, listKind } from "./shape.ts";
import { isSimple, soleExpression } from "./simple.ts";

/** The type of an expression where it stands: after the conversion the checker asked for. */
export function finalType(scope: Scope, expr: Expr): Type {
  const { unit } = scope;
  return unit.conversionOf(expr) ?? unit.typeOf(expr);
}

/** The value of an expression, converted, held as its final type asks. */
export function valueOf(scope: Scope, expr: Expr): Value {
  const { unit } = scope;
  const type = unit.typeOf(expr);
  const target = unit.conversionOf(expr);
  const value = as(scope, rawValue(scope, expr, type), repOf(type));
  return target === undefined ? value : convert(scope, value, type, target, expr.span);
}

/** The value of an expression as a slot. */
export function slotOf(scope: Scope, expr: Expr): Value {
  return as(scope, valueOf(scope, expr), "slot");
}

/** A condition: a JS boolean. */
export function conditionOf(scope: Scope, expr: Expr): string {
  const value = valueOf(scope, expr);
  if (isCon(finalType(scope, expr), "Bool")) return value.code;
  return `${mark(expr.span)}${scope.unit.helper("truth")}(${as(scope, value, "slot").code})`;
}

/** A call of a helper with slots, blamed on `expr`. */
export function helper(
  scope: Scope,
  name: Helper,
  expr: { readonly span: Expr["span"] },
  ...args: string[]
): string {
  return `${mark(expr.span)}${scope.unit.helper(name)}(${args.join(", ")})`;
}

/** The code with `await` before it where the checker says that it waits. */
export function awaited(scope: Scope, expr: Expr, code: string): string {
  const waits = scope.awaits(scope.unit.checked.waiting(expr));
  if (waits) scope.usesAwait = true;
  return waits ? `(${mark(expr.span)}await ${code})` : code;
}

function rawValue(scope: Scope, expr: Expr, type: Type): Value {
  switch (expr.kind) {
    case "int":
      return intLiteral(expr.value);
    case "float":
      return atom(floatLiteral(expr.value), "f64");
    case "bool":
      return atom(String(expr.value));
    case "nil":
      return NIL;
    case "string":
      return stringValue(scope, expr);
    case "duration":
      return atom(scope.unit.link(`new ${scope.unit.helper("Duration")}(${expr.ms})`, "duration"));
    case "size":
      return atom(scope.unit.link(`new ${scope.unit.helper("Size")}(${expr.bytes})`, "size"));
    case "list":
      return listValue(scope, expr, type);
    case "record":
      return recordValue(scope, expr);
    case "tuple": {
      const items = scope.inOrder(expr.items.map((item) => () => slotOf(scope, item)));
      const code = items.map((item) => item.code).join(", ");
      return computed(`new ${scope.unit.helper("Tuple")}([${code}])`, "slot", {
        pure: items.every((item) => item.pure),
      });
    }
    case "name":
      return nameValue(scope, expr);
    case "field":
      return fieldValue(scope, expr, type);
    case "tupleField":
      return tupleFieldValue(scope, expr);
    case "index":
      return indexValue(scope, expr);
    case "call":
      return callValue(scope, expr);
    case "python": {
      const args = scope.inOrder(expr.args.map((arg) => () => slotOf(scope, arg.value)));
      const code = helper(
        scope,
        "pythonCall",
        expr,
        JSON.stringify(expr.module.name),
        JSON.stringify(expr.function.name),
        ...argumentLists(expr.args.map((arg) => arg.name?.name ?? null), args),
      );
      return computed(awaited(scope, expr, code));
    }
    case "unary":
      if (expr.op === "!") return computed(`(!${conditionOf(scope, expr.operand)})`);
      return negate(
        scope,
        { value: valueOf(scope, expr.operand), type: finalType(scope, expr.operand) },
        type,
        expr.span,
      );
    case "binary":
      return binaryValue(scope, expr, type);
    case "range": {
      const [start, end] = scope.inOrder([
        () => slotOf(scope, expr.start),
        () => slotOf(scope, expr.end),
      ]);
      const code = `${helper(scope, "range", expr, start.code, end.code, String(expr.inclusive))}`;
      return computed(code, "slot", { pure: start.pure && end.pure });
    }
    case "lambda":
      return lambdaValue(scope, expr);
    case "cast": {
      const value = slotOf(scope, expr.value);
      const target = descriptor(scope.unit, scope.unit.typeOfAnnotation(expr.type));
      return computed(helper(scope, "decode", expr, value.code, target));
    }
    case "if":
      return ifValue(scope, expr, type);
    case "block": {
      const sole = soleExpression(expr);
      if (sole === null) return hoisted(scope, expr, type);
      return as(scope, valueOf(scope, sole), repOf(type));
    }
    case "parallel":
      return parallelValue(scope, expr);
    case "parallelFor":
      return parallelForValue(scope, expr);
    case "checkpoint":
      return checkpointValue(scope, expr);
    default:
      return hoisted(scope, expr, type);
  }
}

/** Writes the expression as statements before the current one and gives the variable it went to. */
function hoisted(scope: Scope, expr: Expr, type: Type): Value {
  if (isCon(type, "Nil") || isCon(type, "Never")) {
    evaluate(scope, expr, { kind: "discard" }, true);
    return NIL;
  }
  const name = scope.temp();
  const rep = repOf(type);
  evaluate(scope, expr, { kind: "assign", name, rep, via: [] }, true);
  return atom(name, rep);
}

function intLiteral(value: bigint): Value {
  const safe = value <= BigInt(Number.MAX_SAFE_INTEGER) &&
    value >= -BigInt(Number.MAX_SAFE_INTEGER);
  if (!safe) return atom(`${value}n`);
  const n = Number(value);
  return atom(n < 0 ? `(${n})` : String(n), "slot", { lo: n, hi: n });
}

function floatLiteral(value: number): string {
  if (Object.is(value, -0)) return "(-0)";
  return value < 0 ? `(${value})` : String(value);
}

function stringValue(scope: Scope, expr: StringLit): Value {
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

function listValue(scope: Scope, expr: ListExpr, type: Type): Value {
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

function recordValue(scope: Scope, expr: RecordExpr): Value {
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

function nameValue(scope: Scope, expr: NameExpr | FieldExpr): Value {
  const { unit } = scope;
  const symbol = unit.checked.symbolOf(expr);
  if (symbol === undefined) throw new Error(`the checker left a name without a meaning`);
  switch (symbol.kind) {
    case "local": {
      const rep = repOf(scope.unit.typeOfLocal(symbol));
      const name = unit.localRef(symbol);
      const tail = scope.tailOf(symbol.id);
      if (tail !== null) return tailValue(scope, symbol, tail.cursor, tail.skip);
      const growth = growthOf(unit, symbol);
      if (growth !== null) return grownValue(scope, name, growth);
      if (symbol.mutable) return variable(name, rep);
      return atom(name, rep, scope.ranges.get(symbol.id) ?? null);
    }
    case "function":
    case "constructor":
    case "host":
      return functionValue(scope, expr, symbol);
    case "python":
      return atom(unit.pythonName(symbol));
    case "module":
      throw new Error("a module has no value");
  }
}

/** The tail of a list, made by slicing; it reads only what does not change before its use. */
function tailValue(scope: Scope, symbol: LocalSymbol, cursor: Cursor, skip: number): Value {
  const element = elementOf(scope.unit.typeOfLocal(symbol));
  const from = `${cursor.offset} + ${skip}`;
  const code = element === null || listKind(element) === "mixed"
    ? `${scope.unit.helper("slice")}(${cursor.list}, ${from}, ${cursor.list}.length)`
    : `${cursor.list}.slice(${from})`;
  return { ...computed(code, "slot", { pure: true }), stable: true };
}

function fieldValue(scope: Scope, expr: FieldExpr, type: Type): Value {
  const { unit } = scope;
  if (unit.checked.symbolOf(expr) !== undefined) return nameValue(scope, expr);
  const target = finalType(scope, expr.target);
  const value = slotOf(scope, expr.target);
  const key = expr.name.name;
  const resolved = resolve(target);
  if (expr.optional) {
    const inner = resolved.kind === "con" && resolved.id === "Option" ? resolved.args[0] : target;
    if (!isRecordWith(inner, key)) {
      const code = helper(scope, "anyOptionalField", expr, value.code, JSON.stringify(key));
      return computed(awaited(scope, expr, code));
    }
    if (value.atom) {
      return computed(`(${value.code} === null ? null : ${value.code}${propertyAccess(key)})`);
    }
    const name = scope.temp();
    return computed(`((${name} = ${value.code}) === null ? null : ${name}${propertyAccess(key)})`);
  }
  if (isRecordWith(target, key)) {
    const field = computed(`${value.code}${propertyAccess(key)}`, "slot", { pure: value.pure });
    if (repOf(type) === "slot") return field;
    // Unboxing reads its operand twice, so a name is cheaper than the helper.
    const name = scope.temp();
    const unbox = scope.unit.helper("unbox");
    return computed(
      `(typeof (${name} = ${field.code}) === "number" ? ${name} : ${unbox}(${name}))`,
      "f64",
      { pure: value.pure },
    );
  }
  const code = helper(scope, "anyField", expr, value.code, JSON.stringify(key));
  return computed(awaited(scope, expr, code));
}

/** Whether a record of this type surely has the field. */
function isRecordWith(type: Type, key: string): boolean {
  const t = resolve(type);
  return t.kind === "record" && t.fields.has(key);
}

function tupleFieldValue(scope: Scope, expr: TupleField): Value {
  const value = slotOf(scope, expr.target);
  const target = resolve(finalType(scope, expr.target));
  if (target.kind === "tuple" && expr.index < target.items.length) {
    return computed(`${value.code}.items[${expr.index}]`, "slot", { pure: value.pure });
  }
  const code = helper(scope, "anyTupleField", expr, value.code, String(expr.index));
  return computed(awaited(scope, expr, code));
}

function indexValue(scope: Scope, expr: IndexExpr): Value {
  const type = finalType(scope, expr.target);
  const [target, index] = scope.inOrder([
    () => partsOf(scope, expr.target),
    () => slotOf(scope, expr.index),
  ]);
  const resolved = resolve(type);
  if (resolved.kind === "con" && resolved.id === "Map") {
    return computed(helper(scope, "key", expr, target.code, index.code));
  }
  const element = elementOf(type);
  if (element === null || !isCon(finalType(scope, expr.index), "Int")) {
    const code = helper(scope, "anyIndex", expr, target.code, index.code);
    return computed(awaited(scope, expr, code));
  }
  const kind = listKind(element);
  if (kind === "mixed") return computed(helper(scope, "at", expr, target.code, index.code));
  // One name each, so that the bounds check and the access read the same values.
  const values = [target, index].map((value) => nameable(scope, value));
  const [xs, i] = values.map((value) => value.name);
  const prefix = values.map((value) => value.assign).join("");
  const lower = index.range !== null && index.range.lo >= 0 ? "" : `${i} >= 0 && `;
  const slow = helper(scope, kind === "f64" ? "indexFloat" : "indexPlain", expr, xs, i);
  const code = `(${prefix}${lower}${i} < ${xs}.length ? ${xs}[${i}] : ${slow})`;
  return computed(code, kind === "f64" ? "f64" : "slot");
}

/** A list or map of which only parts or the size are read. */
export function partsOf(scope: Scope, collection: Expr): Value {
  const { unit } = scope;
  if (collection.kind === "name" && unit.conversionOf(collection) === undefined) {
    const symbol = unit.checked.symbolOf(collection);
    if (symbol?.kind === "local" && growthOf(unit, symbol) !== null) {
      return grownParts(unit.localRef(symbol));
    }
  }
  return slotOf(scope, collection);
}

function nameable(scope: Scope, value: Value): { readonly name: string; readonly assign: string } {
  if (value.stable) return { name: value.code, assign: "" };
  const name = scope.temp();
  return { name, assign: `${name} = ${value.code}, ` };
}

function binaryValue(scope: Scope, expr: BinaryExpr, type: Type): Value {
  switch (expr.op) {
    case "&&":
    case "||": {
      const left = conditionOf(scope, expr.left);
      const { result, lines } = scope.capture(() => conditionOf(scope, expr.right));
      if (lines.length === 0) return computed(`(${left} ${expr.op} ${result})`);
      const name = scope.temp();
      scope.emit(`if (${expr.op === "&&" ? "" : "!"}(${name} = ${left})) {`);
      scope.emitAll(lines);
      scope.emit(`${name} = ${result};`, `}`);
      return atom(name);
    }
    case "??": {
      const left = slotOf(scope, expr.left);
      const rep = repOf(type);
      const name = scope.temp();
      const kept = as(scope, atom(name), rep);
      const { result, lines } = scope.capture(() => as(scope, valueOf(scope, expr.right), rep));
      if (lines.length === 0) {
        return computed(`((${name} = ${left.code}) !== null ? ${kept.code} : ${result.code})`, rep);
      }
      const out = scope.temp();
      scope.emit(`if ((${name} = ${left.code}) !== null) ${out} = ${kept.code};`, `else {`);
      scope.emitAll(lines);
      scope.emit(`${out} = ${result.code};`, `}`);
      return atom(out, rep);
    }
  }
  const isMap = argumentOf(finalType(scope, expr.right), "Map") !== null;
  const [l, r] = scope.inOrder([
    () => valueOf(scope, expr.left),
    () => expr.op === "in" && isMap ? partsOf(scope, expr.right) : valueOf(scope, expr.right),
  ]);
  const left = { value: l, type: finalType(scope, expr.left) };
  const right = { value: r, type: finalType(scope, expr.right) };
  switch (expr.op) {
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return comparison(scope, expr.op, left, right, expr.span);
    case "in":
      return computed(
        helper(scope, "contains", expr, as(scope, l, "slot").code, as(scope, r, "slot").code),
      );
    default:
      return binaryOf(scope, expr.op, left, right, type, expr.span);
  }
}

/** `left op right` for an arithmetic operator, where `+` also joins strings and lists. */
export function binaryOf(
  scope: Scope,
  op: ArithmeticOp,
  left: Typed,
  right: Typed,
  type: Type,
  span: Expr["span"],
): Value {
  const l = left.value;
  const r = right.value;
  if (op === "+" && isCon(left.type, "String") && isCon(right.type, "String")) {
    return computed(`(${l.code} + ${r.code})`, "slot", { pure: l.pure && r.pure });
  }
  if (op === "+" && elementOf(left.type) !== null && elementOf(right.type) !== null) {
    return computed(helper(scope, "concat", { span }, l.code, r.code));
  }
  return arithmetic(scope, op, left, right, type, span);
}

function ifValue(scope: Scope, expr: IfExpr, type: Type): Value {
  const branches = [expr.then, ...(expr.otherwise === null ? [] : [expr.otherwise])];
  if (!branches.every((branch) => isSimple(scope.unit, branch))) return hoisted(scope, expr, type);
  const rep = repOf(type);
  const condition = conditionOf(scope, expr.condition);
  const then = as(scope, valueOf(scope, expr.then), rep);
  const otherwise = expr.otherwise === null ? NIL : as(scope, valueOf(scope, expr.otherwise), rep);
  return computed(`(${condition} ? ${then.code} : ${otherwise.code})`, rep);
}

/** Positional arguments as an array, named ones as an object. */
export function argumentLists(
  names: readonly (string | null)[],
  values: readonly Value[],
): string[] {
  const positional = values.filter((_, i) => names[i] === null).map((value) => value.code);
  const named = values.flatMap((value, i) => {
    const name = names[i];
    return name === null ? [] : [`${propertyKey(name)}: ${value.code}`];
  });
  return [`[${positional.join(", ")}]`, `{ ${named.join(", ")} }`];
}
