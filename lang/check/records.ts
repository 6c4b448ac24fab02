/**
 * Records, maps, tuples and lists: literals, fields, places and indices.
 *
 * @module
 */
import { nearest } from "../diagnostics/nearest.ts";
import type { Expr, FieldExpr, IndexExpr, RecordExpr, TupleField } from "../syntax/ast.ts";
import type { Span } from "../syntax/span.ts";
import {
  ANY,
  INT,
  isCon,
  mapOf,
  optionItem,
  optionOf,
  recordOf,
  rowOf,
  STRING,
  WRONG,
} from "../types/build.ts";
import type { Cell } from "../types/cell.ts";
import { joinTypes } from "../types/join.ts";
import { typeToString } from "../types/print.ts";
import { type RecordType, resolve, type Type } from "../types/type.ts";
import type { Reason } from "../types/why.ts";
import type { Context } from "./context.ts";
import { check, infer, joinAll } from "./expressions.ts";
import { namedElsewhere } from "./method_hint.ts";
import { typeOfDefinition } from "./uses.ts";

/** The type of `{…}`: a map when a key is quoted or there are none, else a record. */
export function inferRecord(c: Context, expr: RecordExpr): Type {
  if (expr.entries.some((entry) => entry.kind === "spread")) return inferSpread(c, expr);
  const isMap = expr.entries.every((entry) => entry.kind === "field" && entry.quoted);
  if (isMap) {
    // What is put into it later is of one type like elements: unlike ones are Any.
    if (expr.entries.length === 0) return mapOf(c.solver.growing("list"));
    const keys = new Map<string, Type>();
    for (const entry of expr.entries) {
      if (entry.kind !== "field") continue;
      twice(c, keys, entry.key.name, entry.key.span);
      keys.set(entry.key.name, ANY);
    }
    return mapOf(
      joinAll(c, expr.entries.map(({ value }) => ({ expr: value, type: infer(c, value) })), "list"),
    );
  }
  const fields = new Map<string, Type>();
  for (const entry of expr.entries) {
    if (entry.kind !== "field") continue;
    twice(c, fields, entry.key.name, entry.key.span);
    fields.set(entry.key.name, infer(c, entry.value));
  }
  return recordOf(fields);
}

function twice(c: Context, fields: ReadonlyMap<string, Type>, name: string, span: Span): void {
  if (!fields.has(name)) return;
  c.error("E0206", "name", `the field ${name} is given twice`, span, {
    hint: "a record has each field once; take one of them out",
  });
}

function inferSpread(c: Context, expr: RecordExpr): Type {
  let result: Type = recordOf(new Map());
  for (const entry of expr.entries) {
    const value = infer(c, entry.value);
    result = entry.kind === "field"
      ? withField(c, result, entry.key.name, value)
      : withAll(c, result, value, entry.value);
  }
  return result;
}

function withField(c: Context, base: Type, name: string, value: Type): Type {
  const found = resolve(base);
  if (found.kind === "record") {
    return recordOf(new Map([...found.fields, [name, value]]), found.rest);
  }
  if (isCon(found, "Map")) {
    return mapOf(withValue(c, found.args[0], value));
  }
  return ANY;
}

/** The type of a map's values when one more is put into it. */
function withValue(c: Context, values: Type, added: Type): Type {
  if (resolve(values).kind !== "var") return joinTypes(c.solver, values, added, "list") ?? ANY;
  // What the map holds is known when all that is put into it is.
  const joined = c.solver.growing("list");
  const why = { span: { start: 0, end: 0 }, reason: { kind: "plain" } } as const;
  c.solver.flow(values, joined, why);
  c.solver.flow(added, joined, why);
  return joined;
}

function withAll(c: Context, base: Type, value: Type, expr: Expr): Type {
  const added = c.solver.force(value);
  if (added.kind === "var") {
    const rest = c.solver.fresh();
    c.solver.bind(added as Cell, recordOf(new Map(), rest));
    const isFirst = base.kind === "record" && base.fields.size === 0 && base.rest === null;
    return isFirst ? recordOf(new Map(), rest) : ANY;
  }
  if (isCon(added, "Wrong")) return WRONG;
  if (added.kind === "record") {
    const { fields, rest } = rowOf(added);
    if (base.kind === "record") {
      // What the spread record holds beside its known fields may hide those before it.
      if (rest !== null && (base.rest !== null || base.fields.size > 0)) return ANY;
      return recordOf(new Map([...base.fields, ...fields]), rest ?? base.rest);
    }
    let joined: Type = base;
    for (const [name, type] of fields) joined = withField(c, joined, name, type);
    return joined;
  }
  if (isCon(added, "Map")) {
    if (base.kind !== "record") return withField(c, base, "", added.args[0]);
    let item: Type = added.args[0];
    for (const type of base.fields.values()) item = withValue(c, item, type);
    return mapOf(item);
  }
  if (isCon(added, "Any")) return ANY;
  return c.error(
    "E0220",
    "type",
    `only a record or a map can be spread, not ${typeToString(added)}`,
    expr.span,
    {
      ...(optionItem(added) === null ? {} : { hint: "it may be nil: `...(x ?? {})`" }),
    },
  );
}

/** Checks a `{…}` against a record or map type. False when it is for the general rule. */
export function checkRecord(c: Context, expr: RecordExpr, wanted: Type, reason: Reason): boolean {
  if (expr.entries.some((entry) => entry.kind === "spread")) {
    if (wanted.kind === "record") checkUpdate(c, expr, wanted);
    return false;
  }
  if (isCon(wanted, "Map")) {
    const value = resolve(wanted.args[0]);
    if (value.kind === "var" || isCon(value, "Any")) return false;
    for (const entry of expr.entries) check(c, entry.value, wanted.args[0], reason);
    c.typed(expr, wanted);
    return true;
  }
  if (wanted.kind !== "record") return false;
  const { fields, rest } = rowOf(wanted);
  if (rest !== null) return false;
  const given = new Map<string, Type>();
  const meant = onlyMeant(expr, fields);
  for (const entry of expr.entries) {
    if (entry.kind !== "field") continue;
    const { name, span } = entry.key;
    if (given.get(name) !== WRONG) twice(c, given, name, span);
    const field = fields.get(name);
    if (field === undefined) {
      unknownField(c, name, span, wanted, meant);
      given.set(name, infer(c, entry.value));
      // The field it was probably meant to be is not missed as well.
      const near = nearest(name, fields.keys()) ?? meant;
      if (near !== null && !given.has(near)) given.set(near, WRONG);
    } else {
      check(c, entry.value, field, { kind: "field", name });
      given.set(name, field);
    }
  }
  const own = recordOf(given);
  c.typed(expr, own);
  c.place(expr, own, wanted, reason);
  return true;
}

/** The one field that is missing, where one is given that the type does not have. */
function onlyMeant(expr: RecordExpr, fields: ReadonlyMap<string, Type>): string | null {
  const given = new Set(expr.entries.map((each) => each.kind === "field" ? each.key.name : ""));
  const missing = [...fields].filter(([name, type]) =>
    !given.has(name) && optionItem(type) === null
  );
  const unknown = [...given].filter((name) => !fields.has(name));
  return missing.length === 1 && unknown.length === 1 ? missing[0][0] : null;
}

/** `{...old, field: value}` of a known type has no other fields either. */
function checkUpdate(c: Context, expr: RecordExpr, wanted: RecordType): void {
  const { fields, rest } = rowOf(wanted);
  if (rest !== null) return;
  for (const entry of expr.entries) {
    if (entry.kind !== "field" || fields.has(entry.key.name)) continue;
    unknownField(c, entry.key.name, entry.key.span, wanted);
  }
}

function unknownField(
  c: Context,
  name: string,
  span: Span,
  record: RecordType,
  missing: string | null = null,
): Type {
  const names = [...rowOf(record).fields.keys()];
  const near = nearest(name, names);
  return c.error("E0223", "type", `${typeToString(record)} has no field ${name}`, span, {
    hint: near === null
      ? missing !== null
        ? `its field ${missing} is missing here`
        : (names.length === 0 ? "it has no fields" : `it has ${names.join(", ")}`)
      : `did you mean ${near}?`,
    ...(near === null ? {} : { fix: { span, text: near } }),
  });
}

/** What a test of nil has found of a part of a value. */
function narrowedAt(c: Context, expr: Expr): Type | undefined {
  if (c.narrowed.size === 0) return undefined;
  const place = c.placeOf(expr);
  return place === null ? undefined : c.narrowed.get(place);
}

/** The type of `r.field`, `r?.field` or `module.name`. */
export function inferField(c: Context, expr: FieldExpr): Type {
  const definition = c.names.uses.get(expr);
  if (definition !== undefined) return typeOfDefinition(c, expr, expr.span, definition);
  if (expr.target.kind === "name" && c.names.uses.get(expr.target)?.kind === "module") return WRONG;
  const target = c.solver.force(infer(c, expr.target));
  const narrow = narrowedAt(c, expr);
  if (narrow !== undefined) return narrow;
  const inner = optionItem(target);
  if (expr.optional) {
    if (inner !== null) return optionOf(fieldOf(c, expr, inner));
    if (target.kind === "var") {
      const item = c.solver.fresh();
      c.solver.bind(target as Cell, optionOf(item));
      return optionOf(fieldOf(c, expr, item));
    }
  } else if (inner !== null) {
    return c.error(
      "E0225",
      "type",
      `this value may be nil, so it has no field ${expr.name.name}`,
      expr.target.span,
      { hint: `\`?.${expr.name.name}\` gives nil for nil; or test it first: \`if x != nil\`` },
    );
  }
  return fieldOf(c, expr, target);
}

function fieldOf(c: Context, expr: FieldExpr, type: Type): Type {
  const target = c.solver.force(type);
  const { name, span } = expr.name;
  switch (target.kind) {
    case "var": {
      const field = c.solver.fresh();
      c.solver.bind(target as Cell, recordOf(new Map([[name, field]]), c.solver.fresh()));
      return field;
    }
    case "record": {
      const { fields, rest } = rowOf(target);
      const field = fields.get(name);
      if (field !== undefined) return field;
      if (rest === null) return unknownField(c, name, span, target);
      if (rest.kind !== "var") return ANY;
      const found = c.solver.fresh();
      c.solver.bind(rest as Cell, recordOf(new Map([[name, found]]), c.solver.fresh()));
      return found;
    }
    case "con":
      if (target.id === "Any") return ANY;
      if (target.id === "Wrong" || target.id === "Never") return WRONG;
      if (target.id === "Map") return target.args[0];
      break;
    default:
      break;
  }
  const hint = target.kind === "tuple"
    ? "the places of a tuple are t.0, t.1, ..."
    : namedElsewhere(c, name, target);
  return c.error("E0223", "type", `${typeToString(target)} has no field ${name}`, span, {
    ...(hint === null ? {} : { hint }),
  });
}

/** The type of `t.0`. */
export function inferTupleField(c: Context, expr: TupleField): Type {
  const target = c.solver.force(infer(c, expr.target));
  if (target.kind === "var") {
    c.solver.bind(target as Cell, ANY);
    return ANY;
  }
  if (isCon(target, "Any") || isCon(target, "Wrong")) return target;
  const narrow = narrowedAt(c, expr);
  if (narrow !== undefined) return narrow;
  if (target.kind === "tuple" && expr.index < target.items.length) return target.items[expr.index];
  const nil = optionItem(target) !== null;
  return c.error(
    "E0223",
    "type",
    `${typeToString(target)} has no place .${expr.index}`,
    expr.span,
    {
      hint: nil
        ? "it may be nil: test it first"
        : target.kind === "tuple"
        ? `its places are .0 to .${target.items.length - 1}`
        : isCon(target, "List")
        ? `lists are indexed: \`xs[${expr.index}]\``
        : "only tuples have numbered places",
    },
  );
}

/** The type of `xs[i]`. */
export function inferIndex(c: Context, expr: IndexExpr): Type {
  const target = c.solver.force(infer(c, expr.target));
  const key = infer(c, expr.index);
  const narrow = narrowedAt(c, expr);
  if (narrow !== undefined) return narrow;
  const { index } = expr;
  const text = index.kind === "string" && index.parts.every((part) => typeof part === "string")
    ? index.parts.join("")
    : null;
  if (text !== null && target.kind === "record") {
    const { fields, rest } = rowOf(target);
    const field = fields.get(text);
    if (field !== undefined) return field;
    return rest === null ? unknownField(c, text, index.span, target) : ANY;
  }
  if (isCon(target, "List") || isCon(target, "Map")) {
    c.place(index, key, isCon(target, "List") ? INT : STRING, { kind: "index" });
    return target.args[0];
  }
  return c.operate("index", "index", target, key, expr.span);
}
