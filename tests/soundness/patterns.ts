/**
 * Patterns of the tree evaluator.
 *
 * @module
 */
import type { CheckedModule } from "../../lang/check/checked.ts";
import type { Pattern, TypeExpr } from "../../lang/syntax/ast.ts";
import {
  equal,
  FloatValue,
  isList,
  QuantityValue,
  TupleValue,
  type Value,
  VariantValue,
} from "./values.ts";

/** Names bound by a pattern, or null when the value does not fit. */
export type Bindings = Map<string, Value> | null;

/** Matches a value. */
export function match(checked: CheckedModule, pattern: Pattern, value: Value): Bindings {
  const bindings = new Map<string, Value>();
  return fits(checked, pattern, value, bindings) ? bindings : null;
}

function fits(
  checked: CheckedModule,
  pattern: Pattern,
  value: Value,
  bindings: Map<string, Value>,
): boolean {
  const inner = (part: Pattern, item: Value): boolean => fits(checked, part, item, bindings);
  switch (pattern.kind) {
    case "wildcard":
      return true;
    case "bind":
      bindings.set(pattern.name, value);
      return true;
    case "literal":
      return equal(value, literal(pattern.value));
    case "rangePattern":
      return typeof value === "bigint" && value >= pattern.start &&
        (pattern.inclusive ? value <= pattern.end : value < pattern.end);
    case "listPattern": {
      if (!isList(value)) return false;
      const { before, rest, after } = pattern;
      const count = before.length + after.length;
      if (rest === null ? value.length !== count : value.length < count) return false;
      if (!before.every((part, i) => inner(part, value[i]))) return false;
      const end = value.length - after.length;
      if (rest !== null && rest.name !== null) {
        bindings.set(rest.name.name, value.slice(before.length, end));
      }
      return after.every((part, i) => inner(part, value[end + i]));
    }
    case "tuplePattern":
      return value instanceof TupleValue &&
        pattern.items.every((part, i) => inner(part, value.items[i]));
    case "recordPattern":
      return value instanceof Map &&
        pattern.fields.every(({ key, pattern: part }) =>
          value.has(key.name) && inner(part, value.get(key.name)!)
        );
    case "constructorPattern": {
      if (!(value instanceof VariantValue) || value.name !== pattern.name.name) return false;
      const symbol = checked.symbolOf(pattern);
      if (symbol?.kind !== "constructor") throw new Error("no constructor");
      return (pattern.args ?? []).every((arg, i) => {
        const index = arg.name === null
          ? i
          : symbol.decl.fields.findIndex((field) => field.name?.name === arg.name?.name);
        return inner(arg.pattern, value.fields[index]);
      });
    }
    case "orPattern":
      return pattern.options.some((option) => inner(option, value));
    case "asPattern":
      bindings.set(pattern.name.name, value);
      return inner(pattern.pattern, value);
    case "typePattern":
      return isOf(value, pattern.type) && inner(pattern.pattern, value);
    default:
      throw new Error(`the generator makes no ${pattern.kind}`);
  }
}

/** Whether a value is of one of the types without parts. */
function isOf(value: Value, type: TypeExpr): boolean {
  switch (type.kind === "typeName" ? type.name.name : "") {
    case "Int":
      return typeof value === "bigint";
    case "Float":
      return value instanceof FloatValue;
    case "String":
      return typeof value === "string";
    case "Bool":
      return typeof value === "boolean";
    default:
      throw new Error("the generator tests for no such type");
  }
}

type Literal = Extract<Pattern, { kind: "literal" }>["value"];

function literal(value: Literal): Value {
  switch (value.kind) {
    case "int":
    case "bool":
      return value.value;
    case "float":
      return new FloatValue(value.value);
    case "nil":
      return null;
    case "string":
      return value.parts.join("");
    case "duration":
      return new QuantityValue("ms", value.ms);
    case "size":
      return new QuantityValue("B", value.bytes);
  }
}
