/**
 * Patterns: what they say about the value they are matched with, and what they bind.
 *
 * @module
 */
import { nearest } from "../diagnostics/nearest.ts";
import type {
  ConstructorPattern,
  ListPattern,
  LiteralPattern,
  Pattern,
  RecordPattern,
} from "../syntax/ast.ts";
import {
  ANY,
  BOOL,
  DURATION,
  INT,
  isCon,
  listOf,
  optionItem,
  optionOf,
  recordOf,
  rowOf,
  SIZE,
  STRING,
  WRONG,
} from "../types/build.ts";
import type { Cell } from "../types/cell.ts";
import { effectsIn, setWaits } from "../types/effect.ts";
import { isNumber } from "../types/join.ts";
import { strengthen } from "../types/operators.ts";
import { typeToString } from "../types/print.ts";
import { instantiate, monoScheme } from "../types/scheme.ts";
import { resolve, type Type } from "../types/type.ts";
import { because, type Context } from "./context.ts";
import { nilFree } from "./nil_free.ts";

/** Matches a pattern with a value of type `type`: binds its names, reports what can never match. */
export function bindPattern(c: Context, pattern: Pattern, type: Type): void {
  if (pattern.kind !== "bind") c.patternTypes.set(pattern, type);
  switch (pattern.kind) {
    case "wildcard":
    case "invalid":
      break;
    case "bind":
      bindName(c, pattern, nilFree(c, pattern, type));
      break;
    case "literal":
      matchLiteral(c, pattern, type);
      break;
    case "rangePattern":
      matchNumber(c, pattern, type);
      break;
    case "listPattern":
      matchList(c, pattern, type);
      break;
    case "tuplePattern":
      matchTuple(c, pattern, type);
      break;
    case "recordPattern":
      matchRecord(c, pattern, type);
      break;
    case "constructorPattern":
      matchConstructor(c, pattern, type);
      break;
    case "orPattern":
      for (const option of pattern.options) bindPattern(c, option, type);
      break;
    case "asPattern":
      bindPattern(c, pattern.pattern, type);
      bindName(c, pattern, isNilFree(pattern.pattern) ? optionItem(type) ?? type : type);
      break;
    case "typePattern":
      matchType(c, pattern, type);
      break;
  }
}

function bindName(c: Context, place: object, type: Type): void {
  const local = c.names.binders.get(place);
  if (local === undefined) return;
  if (local.isTyped) {
    // A further alternative of the same pattern binds it again.
    c.solver.unify(local.scheme.type, type, because(local.span, { kind: "pattern" }));
    return;
  }
  local.scheme = monoScheme(c.modest(type, local.span));
  local.isTyped = true;
}

function isNilFree(pattern: Pattern): boolean {
  return pattern.kind !== "wildcard" && pattern.kind !== "bind" && pattern.kind !== "orPattern" &&
    !(pattern.kind === "literal" && pattern.value.kind === "nil");
}

function mismatch(c: Context, pattern: Pattern, what: string, type: Type): void {
  if (isCon(resolve(type), "Wrong")) return;
  c.error(
    "E0220",
    "type",
    `this pattern matches ${what}, but the value is ${typeToString(type)}`,
    pattern.span,
    {
      hint: "such a value never matches",
    },
  );
}

/** The type behind an option, known as far as it can be. */
function shapeOf(c: Context, type: Type): Type {
  const found = c.solver.force(type);
  return optionItem(found) === null ? found : c.solver.force(optionItem(found) as Type);
}

const LITERAL_TYPES: Readonly<Record<string, Type>> = {
  bool: BOOL,
  string: STRING,
  duration: DURATION,
  size: SIZE,
};

function matchLiteral(c: Context, pattern: LiteralPattern, type: Type): void {
  const { value } = pattern;
  if (value.kind === "int" || value.kind === "float") return matchNumber(c, pattern, type);
  if (value.kind === "nil") {
    const found = c.solver.force(type);
    if (found.kind === "var") c.solver.bind(found as Cell, optionOf(c.solver.fresh()));
    else if (!isCon(found, "Nil") && optionItem(found) === null && !isCon(found, "Any")) {
      mismatch(c, pattern, "nil", found);
    }
    return;
  }
  const shape = shapeOf(c, type);
  const wanted = LITERAL_TYPES[value.kind];
  if (shape.kind === "var") c.solver.bind(shape as Cell, wanted);
  else if (!isCon(shape, "Any") && !c.solver.unifyQuietly(shape, wanted)) {
    mismatch(c, pattern, typeToString(wanted), type);
  }
}

function matchNumber(c: Context, pattern: Pattern, type: Type): void {
  const found = resolve(type);
  const shape = resolve(optionItem(found) ?? found);
  if (shape.kind === "var") {
    const known = c.solver.force(shape);
    if (known.kind === "var") {
      strengthen(known as Cell, "num", {
        constraint: { op: "*", left: known, right: INT, result: known },
        symbol: "a number pattern",
        span: pattern.span,
        within: null,
      });
      return;
    }
    return matchNumber(c, pattern, known);
  }
  if (!isNumber(shape) && !isCon(shape, "Any")) mismatch(c, pattern, "a number", type);
}

function matchList(c: Context, pattern: ListPattern, type: Type): void {
  let shape = shapeOf(c, type);
  let item: Type = ANY;
  if (shape.kind === "var") {
    item = c.solver.fresh();
    c.solver.bind(shape as Cell, listOf(item));
    shape = resolve(shape);
  } else if (isCon(shape, "List")) {
    item = shape.args[0];
  } else if (!isCon(shape, "Any")) {
    mismatch(c, pattern, "a list", type);
    item = WRONG;
  }
  for (const part of pattern.before) bindPattern(c, part, item);
  if (pattern.rest !== null && pattern.rest.name !== null) {
    bindName(c, pattern.rest, isCon(shape, "List") ? shape : listOf(item));
  }
  for (const part of pattern.after) bindPattern(c, part, item);
}

function matchTuple(c: Context, pattern: Pattern & { kind: "tuplePattern" }, type: Type): void {
  const shape = shapeOf(c, type);
  let items: readonly Type[] = pattern.items.map(() => ANY);
  if (shape.kind === "var") {
    items = pattern.items.map(() => c.solver.fresh());
    c.solver.bind(shape as Cell, { kind: "tuple", items });
  } else if (shape.kind === "tuple" && shape.items.length === pattern.items.length) {
    items = shape.items;
  } else if (!isCon(shape, "Any")) {
    mismatch(c, pattern, `a tuple of ${pattern.items.length}`, type);
    items = pattern.items.map(() => WRONG);
  }
  pattern.items.forEach((part, i) => bindPattern(c, part, items[i]));
}

function matchRecord(c: Context, pattern: RecordPattern, type: Type): void {
  const shape = shapeOf(c, type);
  if (shape.kind === "var") {
    const fields = new Map<string, Type>();
    for (const field of pattern.fields) fields.set(field.key.name, c.solver.fresh());
    c.solver.bind(shape as Cell, recordOf(fields, c.solver.fresh()));
    for (const field of pattern.fields) {
      bindPattern(c, field.pattern, fields.get(field.key.name) as Type);
    }
    return;
  }
  if (shape.kind !== "record") {
    let value: Type = ANY;
    if (isCon(shape, "Map")) value = shape.args[0];
    else if (!isCon(shape, "Any")) {
      mismatch(c, pattern, "a record", type);
      value = WRONG;
    }
    for (const field of pattern.fields) bindPattern(c, field.pattern, value);
    return;
  }
  for (const field of pattern.fields) {
    bindPattern(c, field.pattern, fieldType(c, shape, field.key.name, field.key.span));
  }
}

function fieldType(
  c: Context,
  record: Type & { kind: "record" },
  name: string,
  span: { start: number; end: number },
): Type {
  const { fields, rest } = rowOf(record);
  const known = fields.get(name);
  if (known !== undefined) return known;
  if (rest === null) {
    const names = [...fields.keys()];
    const near = nearest(name, names);
    return c.error("E0223", "type", `${typeToString(record)} has no field ${name}`, span, {
      hint: near === null ? `it has ${names.join(", ")}` : `did you mean ${near}?`,
    });
  }
  if (rest.kind !== "var") return ANY;
  const found = c.solver.fresh();
  c.solver.bind(rest as Cell, recordOf(new Map([[name, found]]), c.solver.fresh()));
  return found;
}

function matchConstructor(c: Context, pattern: ConstructorPattern, type: Type): void {
  const definition = c.names.uses.get(pattern);
  if (definition?.kind !== "constructor") {
    for (const arg of pattern.args ?? []) bindPattern(c, arg.pattern, WRONG);
    return;
  }
  const { type: made } = instantiate(c.solver, definition.scheme, pattern.span, null);
  const own = resolve(made);
  const result = own.kind === "function" ? own.returns : own;
  const fields = own.kind === "function" ? own.params : [];
  const shape = shapeOf(c, type);
  if (isCon(shape, "Any")) c.solver.unifyQuietly(shape, result);
  else if (!c.solver.unifyQuietly(shape, result)) {
    mismatch(c, pattern, typeToString(result), type);
    for (const arg of pattern.args ?? []) bindPattern(c, arg.pattern, WRONG);
    return;
  }
  const { args } = pattern;
  const names = definition.decl.fields.map((field) => field.name?.name ?? null);
  const given = (args ?? []).filter((arg) => arg.name === null).length;
  const isNamed = (args ?? []).some((arg) => arg.name !== null);
  if (isNamed ? given > fields.length : given !== fields.length) {
    const count = fields.length === 1 ? "1 value" : `${fields.length} values`;
    c.error(
      "E0222",
      "type",
      `${definition.name} holds ${count}, but the pattern has ${given}`,
      pattern.span,
      {
        hint: fields.length === 0
          ? `write it without parentheses: ${definition.name}`
          : `write ${definition.name}(${names.map((name) => name ?? "_").join(", ")})`,
      },
    );
  }
  let next = 0;
  for (const arg of args ?? []) {
    let field: Type | undefined;
    if (arg.name === null) {
      field = fields[next++];
    } else {
      const index = names.indexOf(arg.name.name);
      field = fields[index];
      if (index < 0) {
        const near = nearest(arg.name.name, names.filter((name) => name !== null));
        c.error(
          "E0223",
          "type",
          `${definition.name} has no field ${arg.name.name}`,
          arg.name.span,
          {
            ...(near === null ? {} : { hint: `did you mean ${near}?` }),
          },
        );
      }
    }
    bindPattern(c, arg.pattern, field ?? WRONG);
  }
}

function matchType(c: Context, pattern: Pattern & { kind: "typePattern" }, type: Type): void {
  const wanted = c.typeNames.read(pattern.type);
  c.writtenTypes.set(pattern.type, wanted);
  const found = c.solver.force(type);
  if (found.kind === "var") c.solver.bind(found as Cell, ANY);
  const shape = shapeOf(c, type);
  for (const effect of effectsIn(wanted)) setWaits(effect);
  const target = resolve(wanted);
  const isFit = isCon(shape, "Any") || isCon(target, "Any") || isCon(target, "Wrong") ||
    (isCon(shape, "Num") && isNumber(target)) || isCon(target, "Nil") ||
    c.solver.unifyQuietly(shape, wanted);
  if (!isFit) mismatch(c, pattern, typeToString(wanted), type);
  bindPattern(c, pattern.pattern, wanted);
}

/** The kind of value a pattern wants, for subjects of which nothing is known. */
function headOf(pattern: Pattern): string | null {
  switch (pattern.kind) {
    case "literal":
      return pattern.value.kind === "float" ? "int" : pattern.value.kind;
    case "rangePattern":
      return "int";
    case "listPattern":
      return "list";
    case "tuplePattern":
      return `tuple${pattern.items.length}`;
    case "recordPattern":
      return `record ${pattern.fields.map((field) => field.key.name).sort().join(" ")}`;
    case "constructorPattern":
      return "constructor";
    case "typePattern":
      return "type";
    case "asPattern":
      return headOf(pattern.pattern);
    default:
      return null;
  }
}

/**
 * The type of a subject before its patterns are looked at. One of which nothing is known, matched
 * with patterns of different kinds (or records of different fields), is taken as Any: the run looks.
 */
export function presetSubject(c: Context, type: Type, patterns: readonly Pattern[]): Type {
  const found = c.solver.force(type);
  if (found.kind !== "var") return found;
  const heads = new Set<string>();
  const visit = (pattern: Pattern): void => {
    if (pattern.kind === "orPattern") return pattern.options.forEach(visit);
    const head = headOf(pattern);
    if (head !== null && head !== "nil") heads.add(head);
  };
  patterns.forEach(visit);
  if (heads.size > 1) {
    c.solver.bind(found as Cell, ANY);
    return ANY;
  }
  return found;
}
