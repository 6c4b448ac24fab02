/**
 * Calls: arguments put into the callee's order, checked against its parameters.
 *
 * @module
 */
import { nearest } from "../diagnostics/nearest.ts";
import type { Argument, CallExpr, Expr, Lambda, PythonCall } from "../syntax/ast.ts";
import type { Span } from "../syntax/span.ts";
import { ANY, functionOf, isCon, optionItem, WRONG } from "../types/build.ts";
import type { Cell } from "../types/cell.ts";
import { effectOf, newEffect, setWaits } from "../types/effect.ts";
import { measuredOf, strengthen } from "../types/operators.ts";
import { typeToString } from "../types/print.ts";
import { instantiate } from "../types/scheme.ts";
import { type FunctionType, resolve, type Type } from "../types/type.ts";
import { type Context, isSoft } from "./context.ts";
import type { Definition } from "./definition.ts";
import { check, infer } from "./expressions.ts";
import { demand, inferBody, inferLambda } from "./functions.ts";
import { namedElsewhere } from "./method_hint.ts";
import { reportMisplaced } from "./misplaced.ts";
import { nameOf } from "./uses.ts";
import { checkWorkflowCall } from "./workflow.ts";

/** The parameters of something called by name. */
export interface Signature {
  readonly name: string;
  readonly what: "function" | "constructor" | "step" | "workflow";
  /** Null for a parameter without a name. */
  readonly names: readonly (string | null)[];
  readonly isOptional: readonly boolean[];
  readonly hasRest: boolean;
  readonly declared: Span | null;
  /** Annotations of parameters in this file. */
  readonly annotations: readonly (Span | null)[];
}

function signatureOf(c: Context, definition: Definition | undefined): Signature | null {
  switch (definition?.kind) {
    case "function": {
      const { params } = definition.decl;
      return {
        name: definition.name,
        what: definition.decl.role === "fn" ? "function" : definition.decl.role,
        names: params.map((param) => param.pattern.kind === "bind" ? param.pattern.name : null),
        isOptional: params.map((param) => param.defaultValue !== null),
        hasRest: false,
        declared: definition.file === c.file ? definition.decl.name.span : null,
        annotations: definition.file === c.file
          ? params.map((param) => param.annotation?.span ?? null)
          : [],
      };
    }
    case "constructor": {
      const { fields } = definition.decl;
      return {
        name: definition.name,
        what: "constructor",
        names: fields.map((field) => field.name?.name ?? null),
        isOptional: fields.map(() => false),
        hasRest: false,
        declared: definition.file === c.file ? definition.decl.name.span : null,
        annotations: definition.file === c.file ? fields.map((field) => field.type.span) : [],
      };
    }
    case "host": {
      const { parameters } = definition;
      if (parameters === null) return null;
      return {
        name: nameOf(definition),
        what: "function",
        names: parameters.map((parameter) => parameter.name),
        isOptional: parameters.map((each) => each.defaultText !== null || each.isRest),
        hasRest: parameters.at(-1)?.isRest ?? false,
        declared: null,
        annotations: [],
      };
    }
    default:
      return null;
  }
}

/** Whether something is called with arguments whose order is known by name. */
export function hasSignature(definition: Definition | undefined): boolean {
  switch (definition?.kind) {
    case "function":
    case "constructor":
      return true;
    case "host":
      return definition.parameters !== null;
    default:
      return false;
  }
}

/**
 * The type of a call.
 *
 * @param expected the type wanted of a constructor's value, which tells the type of its fields
 */
export function inferCall(c: Context, expr: CallExpr, expected: Type | null = null): Type {
  const mark = c.solver.mark();
  const type = callOf(c, expr, expected);
  c.solver.settleSince(mark);
  return type;
}

function callOf(c: Context, expr: CallExpr, expected: Type | null): Type {
  const definition = c.names.uses.get(expr.callee);
  const signature = signatureOf(c, definition);
  if (signature === null || definition === undefined) return callValue(c, expr);
  if (definition.kind === "function") demand(c, definition, expr.callee.span);
  checkWorkflowCall(c, expr, definition);
  const { type, cells } = typeOfCallee(c, expr, definition);
  const sums = definition.kind === "host" && SUMS.has(nameOf(definition));
  if (sums) { for (const cell of cells) if (cell.bound === "num") cell.bound = "sum"; }
  c.typed(expr.callee, type);
  const callee = resolve(type);
  if (callee.kind !== "function") {
    return notCallable(c, expr, callee, `${signature.name} takes no arguments`);
  }
  if (expected?.kind === "con") {
    const made = resolve(callee.returns);
    if (isCon(made, expected.id)) c.solver.unifyQuietly(made, expected);
  }
  const effect = effectOf(callee.effect);
  if (!effect.fixed || effect.waits) c.useEffects.set(expr.callee, effect);
  c.calls(expr, effect);
  const plan = planOf(c, expr, signature, callee.params.length);
  if (plan === null) {
    for (const arg of expr.args) infer(c, arg.value);
    inferBlockArgument(c, expr, null);
    return isCon(resolve(callee.returns), "Never") ? WRONG : callee.returns;
  }
  checkArguments(c, expr, signature, callee, plan);
  const given = typesIn(c, plan);
  if (sums) { for (const each of given) c.solver.force(each); }
  c.solver.settleCall(cells, given);
  if (sums) { for (const cell of cells) sumsNumbers(c, cell); }
  if (definition.kind === "function" && definition.scheme.soft.length > 0 && cells.length > 0) {
    c.softUses.push({ expr, scheme: definition.scheme, instance: cells });
  }
  return callee.returns;
}

/** Entries that add up durations and sizes too, where the call itself says that they are such. */
const SUMS: ReadonlySet<string> = new Set(["sum", "list.sum_by"]);

/** What is not known to be a duration or a size is a number: of none of them the sum is 0. */
function sumsNumbers(c: Context, cell: Cell): void {
  const found = measuredOf(c.solver, cell);
  if (found.kind === "var" && found.bound === "sum") strengthen(found as Cell, "num", cell.boundBy);
}

/** The types of the arguments that are given. */
function typesIn(c: Context, plan: Plan): Type[] {
  const types: Type[] = [];
  for (const arg of plan) {
    if (arg.kind !== "default" && arg !== BLOCK) types.push(c.typeOf(arg));
  }
  return types;
}

function typeOfCallee(
  c: Context,
  expr: CallExpr,
  definition: Definition,
): { type: Type; cells: readonly Cell[] } {
  switch (definition.kind) {
    case "function":
      if (definition.state === "busy" && definition.type !== null) {
        return { type: definition.type, cells: [] };
      }
      return instantiate(c.solver, definition.scheme, expr.span, definition.name);
    case "constructor":
    case "host":
      return instantiate(c.solver, definition.scheme, expr.span, nameOf(definition));
    default:
      return { type: WRONG, cells: [] };
  }
}

function countText(least: number, most: number): string {
  const plural = (count: number): string => count === 1 ? "1 argument" : `${count} arguments`;
  if (most === Infinity) return `at least ${plural(least)}`;
  return least === most ? plural(most) : `${least} to ${plural(most)}`;
}

/** Arguments in the order of the parameters. */
export type Plan = (Expr | { kind: "default"; index: number })[];

/** The arguments in the callee's order; null after reporting that they do not fit. */
function planOf(c: Context, expr: CallExpr, signature: Signature, count: number): Plan | null {
  const { names, isOptional, hasRest } = signature;
  const isPlainCall = !hasRest && expr.block === null && expr.args.length === count &&
    expr.args.every((arg) => arg.name === null);
  if (isPlainCall) return expr.args.map((arg) => arg.value);
  const taken: (Expr | null)[] = names.map(() => null);
  const rest: Expr[] = [];
  const fixed = hasRest ? count - 1 : count;
  if (expr.block !== null && count > 0) taken[count - 1] = BLOCK;
  let next = 0;
  let given = expr.block === null ? 0 : 1;
  let isWrong = false;
  for (const { name, value } of expr.args) {
    if (name === null) {
      given++;
      while (next < fixed && taken[next] !== null && taken[next] !== BLOCK) next++;
      if (next < fixed && taken[next] === null) taken[next++] = value;
      else if (hasRest) rest.push(value);
      else next++;
      continue;
    }
    const index = names.indexOf(name.name);
    if (index < 0) {
      const near = nearest(name.name, names.filter((each) => each !== null));
      const known = names.filter((each) => each !== null);
      c.error(
        "E0227",
        "type",
        `${signature.what} ${signature.name} has no parameter ${name.name}`,
        name.span,
        {
          hint: near === null
            ? (known.length === 0
              ? "its arguments have no names"
              : `its parameters are ${known.join(", ")}`)
            : `did you mean ${near}?`,
          ...(near === null ? {} : { fix: { span: name.span, text: near } }),
        },
      );
      isWrong = true;
    } else if (taken[index] !== null) {
      c.error("E0227", "type", `${name.name} is given twice`, name.span);
      isWrong = true;
    } else {
      taken[index] = value;
      given++;
    }
  }
  if (isWrong) return null;
  const least = isOptional.filter((each) => !each).length;
  const most = hasRest ? Infinity : count;
  const missing = taken.findIndex((arg, i) => arg === null && !isOptional[i]);
  if (given > most || missing >= 0) {
    const missingName = missing >= 0 && given >= least ? names[missing] : null;
    c.error(
      "E0222",
      "type",
      missingName === null
        ? `${signature.what} ${signature.name} expects ${countText(least, most)}, got ${given}`
        : `${signature.what} ${signature.name} needs its argument ${missingName}`,
      expr.span,
      {
        labels: signature.declared === null
          ? []
          : [{ span: signature.declared, text: `${signature.name} is declared here` }],
        ...(names.some((each) => each !== null)
          ? { hint: `its ${partsOf(signature)} are ${names.map((each) => each ?? "_").join(", ")}` }
          : {}),
      },
    );
    return null;
  }
  const placed: Plan = taken.slice(0, fixed).map((arg, i) => arg ?? { kind: "default", index: i });
  const plan = placed.concat(rest);
  const ordered = plan.filter((arg) => arg !== BLOCK);
  const isPlain = ordered.length === expr.args.length &&
    ordered.every((arg, i) => arg === expr.args[i].value);
  if (!isPlain) c.plans.set(expr, ordered);
  return plan;
}

function partsOf(signature: Signature): string {
  return signature.what === "constructor" ? "fields" : "parameters";
}

/** Stands for the trailing block while arguments are put in order. */
const BLOCK: Expr = { kind: "invalid", number: 0, span: { start: -1, end: -1 } };

function checkArguments(
  c: Context,
  expr: CallExpr,
  signature: Signature,
  callee: FunctionType,
  plan: Plan,
): void {
  const misplaced = reportMisplaced(c, signature, plan, callee.params);
  const last = callee.params.length - 1;
  const checkOne = (arg: Expr, i: number): void => {
    if (misplaced.has(arg)) {
      infer(c, arg);
      return;
    }
    const parameter = signature.names[Math.min(i, last)] ?? null;
    check(c, arg, callee.params[Math.min(i, last)], {
      kind: "argument",
      callee: signature.name,
      index: i + 1,
      parameter,
      at: signature.annotations[i] ?? null,
    });
  };
  // Functions last: by then what they are given is known.
  plan.forEach((arg, i) => {
    if (arg.kind !== "default" && arg !== BLOCK && arg.kind !== "lambda") checkOne(arg, i);
  });
  plan.forEach((arg, i) => {
    if (arg.kind === "lambda") checkOne(arg, i);
  });
  inferBlockArgument(c, expr, callee.params[last] ?? null);
}

function inferBlockArgument(c: Context, expr: CallExpr, param: Type | null): void {
  const { block } = expr;
  if (block === null) return;
  const wanted = param === null ? null : c.solver.force(param);
  const isFit = wanted?.kind === "function" && wanted.params.length === 0;
  const returns = isFit ? wanted.returns : c.solver.fresh("branch");
  const type = inferBody(c, block, block, [], returns, () => {});
  if (wanted !== null) {
    c.solver.flow(type, wanted, {
      span: { start: block.span.start, end: block.span.start + 1 },
      reason: {
        kind: "argument",
        callee: null,
        index: expr.args.length + 1,
        parameter: "the block",
      },
    });
  }
}

/** A call of a value, whose parameters have no names. */
function callValue(c: Context, expr: CallExpr): Type {
  if (expr.callee.kind === "lambda" && takesAsGiven(expr, expr.callee)) {
    return callInPlace(c, expr, expr.callee);
  }
  const callee = c.solver.force(infer(c, expr.callee));
  if (isCon(callee, "Any")) {
    callAny(c, expr.args);
    inferBlockArgument(c, expr, null);
    if (!isPurePython(c, expr.callee)) waits(c, expr);
    return ANY;
  }
  for (const { name } of expr.args) {
    if (name === null || isCon(callee, "Wrong")) continue;
    c.error(
      "E0227",
      "type",
      "a function value takes its arguments by place, not by name",
      name.span,
      {
        hint: "only functions called by their own name take named arguments",
      },
    );
  }
  if (callee.kind === "var") return callUnknown(c, expr, callee as Cell);
  if (callee.kind !== "function") return notCallable(c, expr, callee, null);
  const count = expr.args.length + (expr.block === null ? 0 : 1);
  const effect = effectOf(callee.effect);
  c.calls(expr, effect);
  if (count !== callee.params.length) {
    for (const arg of expr.args) infer(c, arg.value);
    inferBlockArgument(c, expr, null);
    const name = expr.callee.kind === "name" ? `function ${expr.callee.name}` : "this function";
    c.error(
      "E0222",
      "type",
      `${name} expects ${countText(callee.params.length, callee.params.length)}, got ${count}`,
      expr.span,
    );
    return callee.returns;
  }
  const name = expr.callee.kind === "name" ? expr.callee.name : null;
  const order = [...expr.args.keys()].sort((a, b) =>
    Number(expr.args[a].value.kind === "lambda") - Number(expr.args[b].value.kind === "lambda") ||
    a - b
  );
  for (const i of order) {
    check(c, expr.args[i].value, callee.params[i], {
      kind: "argument",
      callee: name,
      index: i + 1,
      parameter: null,
    });
  }
  inferBlockArgument(c, expr, callee.params.at(-1) ?? null);
  return callee.returns;
}

/** Whether what a lambda is called with tells the types of all its parameters. */
function takesAsGiven(expr: CallExpr, { params }: Lambda): boolean {
  return expr.block === null && params.length === expr.args.length &&
    params.every((param) => param.annotation === null && param.defaultValue === null) &&
    expr.args.every((arg) => arg.name === null);
}

/** `x |> (n => …)`: like a binding, the body is checked with what is given. */
function callInPlace(c: Context, expr: CallExpr, lambda: Lambda): Type {
  const given = expr.args.map(({ value }) => {
    const type = infer(c, value);
    return isCon(resolve(type), "Never") ? c.solver.fresh() : type;
  });
  const expected = functionOf(given, c.solver.fresh("branch"), newEffect(c.solver.level));
  const made = c.typed(lambda, inferLambda(c, lambda, expected));
  if (made.kind !== "function") return made;
  c.calls(expr, effectOf(made.effect));
  return made.returns;
}

/** The first call of something unknown makes it a function of what it is given. */
function callUnknown(c: Context, expr: CallExpr, callee: Cell): Type {
  const params = expr.args.map((arg) => {
    const type = infer(c, arg.value);
    const param = c.solver.fresh();
    c.sites.set(arg.value, param);
    c.solver.flow(
      type,
      param,
      { span: arg.value.span, reason: { kind: "call" } },
      isSoft(arg.value),
    );
    return param as Type;
  });
  if (expr.block !== null) {
    const param = c.solver.fresh();
    params.push(param);
    inferBlockArgument(c, expr, param);
  }
  const effect = newEffect(c.solver.level);
  const returns = c.solver.fresh();
  c.solver.bind(callee, functionOf(params, returns, effect));
  c.calls(expr, effect);
  return returns;
}

function notCallable(c: Context, expr: CallExpr, callee: Type, message: string | null): Type {
  for (const arg of expr.args) infer(c, arg.value);
  inferBlockArgument(c, expr, null);
  if (isCon(callee, "Wrong") || isCon(callee, "Never")) return WRONG;
  const isNil = optionItem(callee) !== null;
  const { callee: named } = expr;
  const elsewhere = named.kind === "field" && !isNil
    ? namedElsewhere(c, named.name.name, resolve(c.typeOf(named.target)))
    : null;
  const hint = isNil ? "it may be nil: test it first with `if f != nil`" : elsewhere;
  return c.error(
    "E0224",
    "type",
    message ?? `${typeToString(callee)} is not a function and cannot be called`,
    expr.callee.span,
    hint === null ? {} : { hint },
  );
}

function callAny(c: Context, args: readonly Argument[]): void {
  for (const { value } of args) c.place(value, infer(c, value), ANY, { kind: "call" });
}

function waits(c: Context, expr: Expr): void {
  const effect = newEffect(c.solver.level);
  setWaits(effect);
  c.calls(expr, effect);
}

/** Whether a callee is a function of a Python module that never blocks, such as `math`. */
function isPurePython(c: Context, callee: Expr): boolean {
  if (callee.kind !== "field" || callee.target.kind !== "name") return false;
  const module = c.names.uses.get(callee.target);
  return module?.kind === "python" && c.pythonPure.has(module.module);
}

/** `python "math" "sqrt" (16.0)`. */
export function inferPython(c: Context, expr: PythonCall): Type {
  checkWorkflowCall(c, expr, null);
  callAny(c, expr.args);
  if (!c.pythonPure.has(expr.module.name)) waits(c, expr);
  return ANY;
}
