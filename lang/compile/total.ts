/**
 * Which expressions are total: no effect, no error, no end but a value.
 *
 * @module
 */
import type { BinaryExpr, Expr } from "../syntax/ast.ts";
import { resolve, type Type } from "../types/type.ts";
import { hasIdentityEquality, isCon } from "./shape.ts";
import { soleExpression } from "./simple.ts";
import type { Unit } from "./unit.ts";

/** Whether evaluating `expr` surely gives a value and does nothing else. */
export function isTotal(unit: Unit, expr: Expr): boolean {
  const { checked } = unit;
  const target = unit.conversionOf(expr);
  if (target !== undefined && isCon(unit.typeOf(expr), "Any")) return false;
  const all = (parts: readonly Expr[]): boolean => parts.every((part) => isTotal(unit, part));
  switch (expr.kind) {
    case "int":
    case "float":
    case "bool":
    case "nil":
      return true;
    case "string":
      return expr.parts.every((part) => typeof part === "string" || isTotal(unit, part));
    case "name": {
      const symbol = checked.symbolOf(expr);
      // A variable may be assigned by another function of the chain.
      return symbol?.kind === "local" && !symbol.mutable;
    }
    case "list":
    case "tuple":
      return all(expr.items);
    case "field": {
      const type = resolve(unit.typeOf(expr.target));
      return type.kind === "record" && type.fields.has(expr.name.name) &&
        isTotal(unit, expr.target);
    }
    case "tupleField":
      return resolve(unit.typeOf(expr.target)).kind === "tuple" && isTotal(unit, expr.target);
    case "unary":
      return isTotal(unit, expr.operand) &&
        (expr.op === "!" || isNumber(unit.typeOf(expr.operand)));
    case "binary":
      return all([expr.left, expr.right]) && isTotalOperator(unit, expr);
    case "if":
      return isTotal(unit, expr.condition) && isTotal(unit, expr.then) &&
        (expr.otherwise === null || isTotal(unit, expr.otherwise));
    case "block": {
      const sole = soleExpression(expr);
      return sole !== null && isTotal(unit, sole);
    }
    default:
      return false;
  }
}

function isTotalOperator(unit: Unit, expr: BinaryExpr): boolean {
  const left = unit.typeOf(expr.left);
  const right = unit.typeOf(expr.right);
  const numbers = isNumber(left) && isNumber(right);
  switch (expr.op) {
    case "&&":
    case "||":
    case "??":
      return true;
    case "==":
    case "!=":
      return numbers || (hasIdentityEquality(left) && hasIdentityEquality(right));
    case "<":
    case "<=":
    case ">":
    case ">=":
      return numbers;
    case "+":
      return numbers || (isCon(left, "String") && isCon(right, "String"));
    case "-":
    case "*":
      return numbers;
    case "/":
    case "//":
    case "%":
      return numbers && isNonZero(expr.right);
    default:
      return false;
  }
}

function isNumber(type: Type): boolean {
  return isCon(type, "Int") || isCon(type, "Float");
}

function isNonZero(expr: Expr): boolean {
  return (expr.kind === "int" && expr.value !== 0n) || (expr.kind === "float" && expr.value !== 0);
}
