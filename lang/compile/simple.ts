/**
 * Which Zixir expressions become one JS expression, and which need statements.
 *
 * @module
 */
import type { Block, CallExpr, Expr, Statement } from "../syntax/ast.ts";
import { inlinedCall } from "./inline.ts";
import type { Unit } from "./unit.ts";

/** Whether the JS for `expr` is an expression alone. */
export function isSimple(unit: Unit, expr: Expr): boolean {
  const known = unit.simple.get(expr);
  if (known !== undefined) return known;
  const answer = decide(unit, expr);
  unit.simple.set(expr, answer);
  return answer;
}

/** The one expression a block consists of, or null. */
export function soleExpression(block: Block): Expr | null {
  return block.statements.length === 1 && isExpression(block.statements[0])
    ? block.statements[0]
    : null;
}

/** Whether a statement is an expression. */
export function isExpression(statement: Statement): statement is Expr {
  switch (statement.kind) {
    case "let":
    case "var":
    case "function":
    case "type":
    case "import":
    case "pythonImport":
    case "schedule":
      return false;
    default:
      return true;
  }
}

/**
 * Whether the arguments of a call are written in another order than the callee has them. They are
 * evaluated as written, so they are kept in variables first, which takes statements.
 */
export function isReordered(unit: Unit, call: CallExpr): boolean {
  const plan = unit.checked.argumentsOf(call);
  if (plan === undefined) return false;
  const given = plan.filter((item) => item.kind !== "default");
  return given.some((item, i) => item !== call.args[i]?.value);
}

function decide(unit: Unit, expr: Expr): boolean {
  const all = (parts: readonly Expr[]): boolean => parts.every((part) => isSimple(unit, part));
  switch (expr.kind) {
    case "int":
    case "float":
    case "bool":
    case "nil":
    case "duration":
    case "size":
    case "name":
    case "lambda":
    case "parallel":
    case "parallelFor":
      return true;
    case "string":
      return expr.parts.every((part) => typeof part === "string" || isSimple(unit, part));
    case "list":
    case "tuple":
      return all(expr.items);
    case "record":
      return expr.entries.every((entry) => isSimple(unit, entry.value));
    case "field":
    case "tupleField":
      return isSimple(unit, expr.target);
    case "index":
      return all([expr.target, expr.index]);
    case "call":
      return inlinedCall(unit, expr) === null && !isReordered(unit, expr) &&
        isSimple(unit, expr.callee) && expr.args.every((arg) => isSimple(unit, arg.value));
    case "python":
      return expr.args.every((arg) => isSimple(unit, arg.value));
    case "unary":
      return isSimple(unit, expr.operand);
    case "binary":
      return all([expr.left, expr.right]);
    case "range":
      return all([expr.start, expr.end]);
    case "cast":
      return isSimple(unit, expr.value);
    case "if":
      return isSimple(unit, expr.condition) && isSimple(unit, expr.then) &&
        (expr.otherwise === null || isSimple(unit, expr.otherwise));
    case "block": {
      const sole = soleExpression(expr);
      return sole !== null && isSimple(unit, sole);
    }
    case "checkpoint":
      return isSimple(unit, expr.label);
    case "comprehension":
    case "match":
    case "for":
    case "while":
    case "try":
    case "raise":
    case "return":
    case "break":
    case "continue":
    case "assign":
    case "invalid":
      return false;
  }
}
