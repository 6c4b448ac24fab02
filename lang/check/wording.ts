/**
 * The words for types that do not fit.
 *
 * @module
 */
import type { Label } from "../diagnostics/diagnostic.ts";
import { nearest } from "../diagnostics/nearest.ts";
import { isCon, optionItem, rowOf } from "../types/build.ts";
import type { Cell } from "../types/cell.ts";
import { isNumber } from "../types/join.ts";
import { typeToString } from "../types/print.ts";
import { isQuantity } from "../types/quantities.ts";
import type { Span } from "../syntax/span.ts";
import { resolve, type Type, type VarType } from "../types/type.ts";
import type { Misfit, OperatorUse, Problems, Reason, Why } from "../types/why.ts";
import type { Report } from "./report.ts";

/** Turns problems of the solver into findings of `report`. */
export function wordProblems(report: Report): Problems {
  return {
    mismatch: (from, to, why, misfit, peer) =>
      reportMismatch(report, { from, to, why, misfit, peer }),
    operator: (use, left, right) => reportOperator(report, use, left, right),
  };
}

interface Mismatch {
  readonly from: Type;
  readonly to: Type;
  readonly why: Why;
  readonly misfit: Misfit;
  readonly peer?: Span | undefined;
}

function reportMismatch(report: Report, { from, to, why, misfit, peer }: Mismatch): void {
  const names = new Map<VarType, string>();
  const found = typeToString(from, names);
  const wanted = typeToString(to, names);
  const labels = labelsOf(why.reason);
  const mustAgree = why.reason.kind === "item" ||
    (why.reason.kind === "return" && why.reason.at === null);
  if (mustAgree && peer !== undefined && peer !== why.span) {
    labels.push({ span: peer, text: `this is ${wanted}` });
  }
  const { reason } = why;
  if (reason.kind === "operand" && reason.use !== undefined) {
    const { left, right } = reason.use.constraint;
    return reportOperator(report, reason.use, knownOf(left), knownOf(right));
  }
  if (misfit.missing !== null) return reportMissing(report, misfit, why, labels);
  const isDeep = misfit.path.some((step) => step.startsWith("field") || step.startsWith("place"));
  if (isDeep) {
    const hint = conversionHint(resolve(misfit.from), resolve(misfit.to));
    const message = `${placeText(why.reason)}${pathText(misfit.path)} is ` +
      `${typeToString(misfit.from, names)}, expected ${typeToString(misfit.to, names)}`;
    report.error("E0220", "type", message, why.span, { labels, ...(hint ? { hint } : {}) });
    return;
  }
  const { message, hint } = mismatchText(from, to, found, wanted, why.reason);
  report.error("E0220", "type", message, why.span, { labels, ...(hint ? { hint } : {}) });
}

/** What flows into an unknown that has no type yet tells more about it than a letter. */
function knownOf(type: Type): Type {
  const found = resolve(type);
  if (found.kind !== "var") return found;
  const known = (found as Cell).lower?.find((flow) => resolve(flow.type).kind !== "var");
  return known === undefined ? found : known.type;
}

/** `lines[].qty`: the way to a part of a value. */
function pathText(path: readonly string[]): string {
  let text = "";
  for (const step of path) {
    if (step === "elements") text += "[]";
    else if (step.startsWith("field ")) text += `.${step.slice("field ".length)}`;
    else if (step.startsWith("place ")) text += step.slice("place ".length);
    else text += ` (${step})`;
  }
  return text.replace(/^\./, "").trim();
}

function reportMissing(
  report: Report,
  misfit: Misfit,
  why: Why,
  labels: readonly Label[],
): void {
  const missing = misfit.missing ?? "";
  const record = resolve(misfit.from);
  const fields = record.kind === "record" ? [...rowOf(record).fields.keys()] : [];
  const near = nearest(missing, fields);
  const have = fields.length === 0 ? "it has no fields" : `it has ${fields.join(", ")}`;
  const what = misfit.path.length === 0 ? "this record" : pathText(misfit.path);
  report.error(
    "E0223",
    "type",
    `${placeText(why.reason)}${what} has no field ${missing}, expected ${typeToString(misfit.to)}`,
    why.span,
    { labels, hint: near === null ? have : `${have}; did you mean ${near}?` },
  );
}

function labelsOf(reason: Reason): Label[] {
  switch (reason.kind) {
    case "annotation":
      return [{ span: reason.at, text: `expected because of this ${reason.what}` }];
    case "argument":
      return reason.at === null || reason.at === undefined
        ? []
        : [{ span: reason.at, text: "expected because of this annotation" }];
    case "return":
      return reason.at === null
        ? []
        : [{ span: reason.at, text: "expected because of this return type" }];
    case "assign":
      return [{ span: reason.at, text: `${reason.name} gets its type here` }];
    default:
      return [];
  }
}

function placeText(reason: Reason): string {
  switch (reason.kind) {
    case "argument": {
      const parameter = reason.parameter === null ? "" : ` (${reason.parameter})`;
      const callee = reason.callee === null ? "" : ` of ${reason.callee}`;
      return `argument ${reason.index}${parameter}${callee}: `;
    }
    case "return":
      return reason.callee === null ? "the result: " : `the result of ${reason.callee}: `;
    case "field":
      return `field ${reason.name}: `;
    case "index":
      return "this index: ";
    default:
      return "";
  }
}

function mismatchText(
  from: Type,
  to: Type,
  found: string,
  wanted: string,
  reason: Reason,
): { message: string; hint: string | null } {
  const arity = arityText(resolve(from), resolve(to), reason);
  if (arity !== null) return arity;
  const hint = conversionHint(resolve(from), resolve(to));
  switch (reason.kind) {
    case "condition": {
      const what = reason.of === "guard" ? "a guard" : `the condition of ${reason.of}`;
      return {
        message: `${what} must be a Bool, but this is ${found}`,
        hint: hint ?? conditionHint(resolve(from)),
      };
    }
    case "operand":
      return {
        message: `${OPERATOR_NAMES[reason.op] ?? reason.op} needs ${wanted}, but this is ${found}`,
        hint: hint ?? logicHint(reason.op, resolve(from)),
      };
    case "item": {
      const what = reason.of === "list" ? "elements of a list" : `branches of ${reason.of}`;
      return {
        message: `the ${what} have different types: ${wanted} and ${found}`,
        hint: "give all of them one type",
      };
    }
    case "return":
      if (reason.at !== null) break;
      return {
        message: `the results of ${reason.callee ?? "this function"} have different types: ` +
          `${wanted} and ${found}`,
        hint: "give all of them one type",
      };
    case "assign":
      return { message: `${reason.name} is ${wanted} and cannot become ${found}`, hint };
    case "pattern":
      return { message: `this pattern matches ${wanted}, but the value is ${found}`, hint };
    default:
      break;
  }
  return { message: `${placeText(reason)}expected ${wanted}, got ${found}`, hint };
}

/** What is said of a function that takes another number of arguments than it is called with. */
function arityText(
  from: Type,
  to: Type,
  reason: Reason,
): { message: string; hint: string | null } | null {
  if (from.kind !== "function" || to.kind !== "function") return null;
  const [takes, given] = [from.params.length, to.params.length];
  if (takes === given) return null;
  const first = given === 1 ? resolve(to.params[0]) : null;
  const isTuple = first?.kind === "tuple" && first.items.length === takes;
  return {
    message: `${placeText(reason)}this function takes ${
      countOf(takes)
    }, but is called with ${given}`,
    hint: isTuple
      ? "it is called with a tuple: take that apart with a pattern, `((a, b)) => …`"
      : null,
  };
}

/** Operators that are written in two ways. */
const OPERATOR_NAMES: Readonly<Record<string, string>> = {
  "&&": "`and` (`&&`)",
  "||": "`or` (`||`)",
  "!": "`not` (`!`)",
};

function logicHint(op: string, from: Type): string | null {
  if (op !== "&&" && op !== "||" && op !== "!") return null;
  if (op === "||" && (isCon(from, "Int") || isCon(from, "String"))) {
    return "compare each one: `x == 1 or x == 2`, or `x in [1, 2]`";
  }
  return conditionHint(from);
}

function conditionHint(from: Type): string | null {
  if (isCon(from, "Int") || isCon(from, "Float") || isCon(from, "Num")) {
    return "compare it: `x != 0`";
  }
  if (isCon(from, "String") || isCon(from, "List")) return "ask for its length: `len(x) > 0`";
  return null;
}

/** What turns a value of one type into one of the other. */
function conversionHint(from: Type, to: Type): string | null {
  const wanted = optionItem(to) ?? to;
  const given = optionItem(from);
  if (given !== null && optionItem(to) === null && !isCon(to, "Nil")) {
    return "it may be nil: give a value for that case with `??`, or test it with `if x != nil`";
  }
  if (isCon(from, "Nil")) return "nil fits only where the type ends in `?`";
  if (isCon(wanted, "Int") && isCon(from, "Range")) {
    return "a part of a list is `list.slice(xs, 0, 2)`, of a String `string.slice(text, 0, 2)`";
  }
  if (isCon(wanted, "Int") && (isCon(from, "Float") || isCon(from, "Num"))) {
    return "a Float does not become an Int by itself: use `int(x)` or `math.round(x)`";
  }
  if (isCon(wanted, "Duration")) return "a duration is written with its unit: `5s`, `200ms`";
  if (isCon(wanted, "Size")) return "a size is written with its unit: `64KB`, `2GB`";
  if (isCon(wanted, "String")) return 'make it a String with `str(x)` or "${x}"';
  if (isCon(from, "String")) {
    if (isCon(wanted, "Int")) return "read the number with `int(x)`";
    if (isCon(wanted, "Float") || isCon(wanted, "Num")) return "read the number with `float(x)`";
  }
  if (isCon(from, "Map") && wanted.kind === "record") {
    return "check the map against the record type with `as`";
  }
  if (from.kind === "function" && wanted.kind !== "function") return "call it with `(...)`";
  return null;
}

function countOf(count: number): string {
  return count === 1 ? "1 argument" : `${count} arguments`;
}

const VERBS: Readonly<Record<string, string>> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "//": "divide",
  "%": "take the remainder of",
  "**": "raise to a power",
};

function reportOperator(report: Report, use: OperatorUse, left: Type, right: Type): void {
  const names = new Map<VarType, string>();
  const a = typeToString(left, names);
  const b = typeToString(right, names);
  const inside = use.within === null ? "" : `${use.within} does not take these arguments: `;
  const { op } = use.constraint;
  const span = use.span;
  const nil = optionItem(resolve(left)) !== null || optionItem(resolve(right)) !== null;
  const nilHint = "a value that may be nil must be given another for that case: `x ?? 0`";
  if (op === "index") {
    report.error("E0226", "type", `${a} cannot be indexed`, span, {
      hint: nil
        ? nilHint
        : "lists are indexed by Int, maps by String; a tuple's places are t.0, t.1",
    });
    return;
  }
  if (op === "iterate") {
    report.error("E0226", "type", `${a} cannot be gone through with for`, span, {
      hint: nil ? nilHint : iterationHint(resolve(left)),
    });
    return;
  }
  if (op === "number" || op === "ordered") {
    const need = op === "number" ? "numbers" : "values that have an order";
    const isRecord = op === "ordered" && resolve(left).kind === "record";
    const hint = nil ? nilHint : isRecord ? "compare one field: `sort_by(xs, x => x.field)`" : null;
    const message = `${use.within ?? "this"} needs ${need}, not ${a}`;
    report.error("E0221", "type", message, span, hint === null ? {} : { hint });
    return;
  }
  if (op === "sized") {
    report.error(
      "E0221",
      "type",
      `${inside}${a} has no length`,
      span,
      nil ? { hint: nilHint } : {},
    );
    return;
  }
  if (op === "in") {
    report.error(
      "E0221",
      "type",
      `${inside}in looks into lists, ranges, maps and Strings, not ${b}`,
      span,
    );
    return;
  }
  if (op === "<") {
    report.error("E0221", "type", `${inside}cannot compare ${a} and ${b}`, span, {
      ...(nil ? { hint: nilHint } : {}),
    });
    return;
  }
  if (use.symbol === "-x") {
    report.error(
      "E0221",
      "type",
      `${inside}cannot negate ${a}`,
      span,
      nil ? { hint: nilHint } : {},
    );
    return;
  }
  const hint = nil ? nilHint : operandHint(op, resolve(left), resolve(right));
  const message = `${inside}cannot ${VERBS[op] ?? op} ${a} and ${b}`;
  report.error("E0221", "type", message, span, hint === null ? {} : { hint });
}

function iterationHint(type: Type): string {
  if (isCon(type, "String")) return "go through `string.chars(x)`";
  if (isCon(type, "Map") || type.kind === "record") {
    return "go through `keys(m)`, `values(m)` or `for (k, v) in map.to_pairs(m)`";
  }
  if (isCon(type, "Int")) return "go through a range: `0..n`";
  return "for goes through lists and ranges";
}

function operandHint(op: string, left: Type, right: Type): string | null {
  if ([left, right].some((type) => type.kind === "con" && type.name === "Result")) {
    return "take the value out first: `match r { Ok(v) => …, Err(e) => … }`";
  }
  if ([left, right].some(isQuantity) && [left, right].some(isNumber)) {
    return "a number is given a unit by multiplying it: `n * 1s`, `n * 1KB`";
  }
  if (op === "%" && isCon(left, "String")) return 'values are put into the text: "${x} items"';
  const hasString = isCon(left, "String") || isCon(right, "String");
  if (op === "+" && hasString) {
    return 'put the value into the text: "${x}", or read the number: `int(s)`';
  }
  const isRepeat = op === "*" && [left, right].some((type) => isCon(type, "Int"));
  if (isRepeat && hasString) return "write `string.repeat(text, n)`";
  if (isRepeat && [left, right].some((type) => isCon(type, "List"))) {
    return "write `[x for _ in 0..n]`, or `list.repeat(x, n)`";
  }
  if (hasString) return "read the number from the text: `int(s)`, `float(s)`";
  if (op === "+" && (isCon(left, "List") || isCon(right, "List"))) {
    if ([left, right].every((type) => isCon(type, "List") || type.kind === "var")) {
      return "a list that grows holds one type: begin with `var xs: [Any] = []` to mix them";
    }
    return "both sides must be lists: `xs + [x]`";
  }
  if (op === "+" && (left.kind === "record" || right.kind === "record")) {
    return "records are joined by spreading: `{...a, ...b}`";
  }
  return null;
}
