/**
 * Expressions in a place where their value is wanted as a JS expression.
 *
 * What cannot be one (loops, `match`, blocks with bindings) is written as statements before it, into
 * a constant; see `control.ts`.
 *
 * @module
 */
import type { BinaryExpr, Expr, IfExpr } from "../syntax/ast.ts";
import type { Type } from "../types/type.ts";
import { fieldValue, indexValue, nameValue, partsOf, tupleFieldValue } from "./access.ts";
import { arithmetic, type ArithmeticOp, as, comparison, negate, type Typed } from "./arithmetic.ts";
import { callValue } from "./call.ts";
import { mark } from "./code.ts";
import { evaluate } from "./control.ts";
import { convert } from "./convert.ts";
import { descriptor } from "./descriptor.ts";
import { checkpointValue, parallelForValue, parallelValue } from "./flow.ts";
import { lambdaValue } from "./function.ts";
import type { Helper } from "./helpers.ts";
import {
  floatLiteral,
  intLiteral,
  listValue,
  propertyKey,
  recordValue,
  stringValue,
} from "./literal.ts";
import { atom, computed, NIL, repOf, type Value } from "./represent.ts";
import type { Scope } from "./scope.ts";
import { argumentOf, elementOf, isCon } from "./shape.ts";
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
