/**
 * Functions and lambdas: in which order they are checked, and what they generalise to.
 *
 * Functions that mention each other in a circle are checked together and share one type until all of
 * them are known (Milner's rule); the circles come from Tarjan's algorithm ("Depth-first search and
 * linear graph algorithms", 1972) over the names each body mentions.
 *
 * @module
 */
import { nearest } from "../diagnostics/nearest.ts";
import type { Annotation, Expr, FunctionDecl, Lambda, Param, Statement } from "../syntax/ast.ts";
import type { Span } from "../syntax/span.ts";
import { functionOf, isCon, optionOf } from "../types/build.ts";
import { addMaker, effectOf, effectsIn, newEffect, setWaits } from "../types/effect.ts";
import { closeEndless } from "../types/endless.ts";
import { generalise } from "../types/scheme.ts";
import { type FunctionType, resolve, type Type } from "../types/type.ts";
import type { Reason } from "../types/why.ts";
import { checkBinding } from "./blocks.ts";
import type { Context, Frame } from "./context.ts";
import type { FunctionDef, LocalDef } from "./definition.ts";
import { check, infer } from "./expressions.ts";
import { checkPolicy } from "./policies.ts";
import { bindPattern } from "./patterns.ts";

/** Says at which depth the functions of a block are declared, before its statements are checked. */
export function enterBlock(c: Context, statements: readonly Statement[]): void {
  for (const statement of statements) {
    if (statement.kind !== "function") continue;
    const definition = c.names.functions.get(statement);
    if (definition === undefined) continue;
    definition.level = c.solver.level;
    definition.maker = c.frame.effect;
  }
}

/** Checks the functions of a block that nothing in it has needed so far. */
export function checkRemaining(c: Context, statements: readonly Statement[]): void {
  for (const statement of statements) {
    if (statement.kind !== "function") continue;
    const definition = c.names.functions.get(statement);
    if (definition !== undefined) demand(c, definition, null);
  }
}

/**
 * Makes sure that the type of a function is known, or being found.
 *
 * @param span the place that needs it; null at the end of its block
 */
export function demand(c: Context, definition: FunctionDef, span: Span | null): void {
  if (definition.state !== "new" || definition.file !== c.file) return;
  for (const group of groupsOf(definition)) checkGroup(c, group, span);
}

/** The circles of functions reachable from `start` and not checked yet, inner ones first. */
function groupsOf(start: FunctionDef): FunctionDef[][] {
  return needsOthers(start) ? circlesFrom(start) : [[start]];
}

function needsOthers(definition: FunctionDef): boolean {
  for (const other of definition.mentions) {
    if (other.kind === "function" && other !== definition && isOpen(other)) return true;
  }
  return false;
}

/** Whether a function is one of those that are to be checked, and is not checked yet. */
function isOpen({ state, level }: FunctionDef): boolean {
  return state === "new" && level >= 0;
}

function circlesFrom(start: FunctionDef): FunctionDef[][] {
  const groups: FunctionDef[][] = [];
  const index = new Map<FunctionDef, number>();
  const low = new Map<FunctionDef, number>();
  const open: FunctionDef[] = [];
  const onWay = new Set<FunctionDef>();
  const work: { node: FunctionDef; todo: Iterator<FunctionDef | LocalDef> }[] = [];
  const begin = (node: FunctionDef): void => {
    index.set(node, index.size);
    low.set(node, index.get(node)!);
    open.push(node);
    onWay.add(node);
    work.push({ node, todo: node.mentions.values() });
  };
  begin(start);
  while (work.length > 0) {
    const { node, todo } = work[work.length - 1];
    const next = todo.next();
    if (!next.done) {
      const other = next.value;
      if (other.kind !== "function" || !isOpen(other)) continue;
      if (!index.has(other)) begin(other);
      else if (onWay.has(other)) low.set(node, Math.min(low.get(node)!, index.get(other)!));
      continue;
    }
    work.pop();
    const parent = work.at(-1)?.node;
    if (parent !== undefined) low.set(parent, Math.min(low.get(parent)!, low.get(node)!));
    if (low.get(node) !== index.get(node)) continue;
    const group: FunctionDef[] = [];
    do {
      const member = open.pop()!;
      onWay.delete(member);
      group.push(member);
    } while (group[group.length - 1] !== node);
    groups.push(group.reverse());
  }
  return groups;
}

const NOTHING: Context["narrowed"] = new Map();

function checkGroup(c: Context, group: readonly FunctionDef[], span: Span | null): void {
  const { frame, narrowed } = c;
  const { solver } = c;
  const before = solver.level;
  c.narrowed = NOTHING;
  solver.level = group[0].level;
  for (const definition of group) bindingsFirst(c, definition, span);
  solver.enter();
  const types = group.map((definition) => declare(c, definition));
  group.forEach((definition, i) => checkBody(c, definition, types[i]));
  const { cells, uses } = solver.leave(types.flatMap((type) => type.params));
  for (const type of types) closeEndless(solver, type, uses);
  const taken = new Set<unknown>();
  for (const definition of group) {
    const type = c.modest(definition.type as FunctionType, definition.decl.name.span);
    const scheme = generalise(type, uses, solver.level);
    definition.scheme = scheme;
    definition.state = "done";
    for (const param of scheme.type.kind === "function" ? scheme.type.params : []) {
      c.genericEffects.push(...effectsIn(param));
    }
    if (scheme.vars.length > 0 && !definition.decl.pub) {
      scheme.instances = [];
      c.generic.push(definition);
    }
    for (const use of scheme.uses) taken.add(use);
  }
  solver.keep(cells.filter((cell) => !cell.quantified), uses.filter((use) => !taken.has(use)));
  solver.level = before;
  c.frame = frame;
  c.narrowed = narrowed;
}

/** The bindings of enclosing blocks that a function mentions must have their types first. */
function bindingsFirst(c: Context, definition: FunctionDef, span: Span | null): void {
  for (const local of definition.mentions) {
    if (local.kind !== "local" || local.isTyped || local.statement === null) continue;
    const isOwn = local.span.start >= definition.decl.span.start &&
      local.span.end <= definition.decl.span.end;
    if (isOwn) continue;
    if (c.early.has(local.statement)) {
      if (c.report.hasErrorIn(local.statement.span)) continue;
      c.error("E0210", "name", `${local.name} is used before it has its value`, local.span, {
        labels: [{
          span: definition.decl.name.span,
          text: `${definition.name} needs ${local.name}`,
        }],
        hint: `its value calls ${definition.name}, which uses ${local.name}`,
      });
      continue;
    }
    if (span !== null && span.start < local.statement.span.start) {
      c.error(
        "E0210",
        "name",
        `${definition.name} uses ${local.name} before it has its value`,
        span,
        {
          labels: [{ span: local.span, text: `${local.name} gets its value here` }],
          hint: `move this below the definition of ${local.name}`,
        },
      );
    }
    checkBinding(c, local.statement);
  }
}

function declare(c: Context, definition: FunctionDef): FunctionType {
  const { decl } = definition;
  definition.state = "busy";
  const variables = new Map<string, Type>();
  const scope = {
    fieldEffect: null,
    variable: (name: string): Type => {
      const known = variables.get(name);
      if (known !== undefined) return known;
      const made = c.solver.fresh();
      variables.set(name, made);
      return made;
    },
  };
  const read = (written: NonNullable<Param["annotation"]>): Type => {
    const type = c.typeNames.read(written, scope);
    c.writtenTypes.set(written, type);
    return type;
  };
  const params = decl.params.map((param) => paramType(c, param, read));
  const returns = decl.returns === null ? c.solver.fresh("branch") : read(decl.returns);
  const effect = newEffect(c.solver.level);
  if (decl.role !== "fn") setWaits(effect);
  if (decl.annotations.length > 0) setWaits(effect);
  const type = functionOf(params, returns, effect);
  definition.type = type;
  definition.effect = effect;
  if (definition.maker !== null) addMaker(effect, definition.maker);
  c.functionEffects.set(decl, effect);
  return type;
}

function paramType(
  c: Context,
  param: Param,
  read: (written: NonNullable<Param["annotation"]>) => Type,
): Type {
  if (param.annotation !== null) return read(param.annotation);
  if (param.defaultValue?.kind === "nil") return optionOf(c.solver.fresh());
  return c.solver.fresh();
}

function checkBody(c: Context, definition: FunctionDef, type: FunctionType): void {
  const { decl } = definition;
  const returnReason: Reason = {
    kind: "return",
    at: decl.returns?.span ?? null,
    callee: definition.name,
  };
  const frame: Frame = {
    effect: effectOf(type.effect),
    returns: type.returns,
    returnReason,
    role: decl.role,
    owner: definition,
    isRecorded: decl.role === "step",
    loops: 0,
  };
  c.inFrame(frame, () => {
    bindParams(c, decl.params, type.params);
    check(c, decl.body, type.returns, returnReason);
    checkFallbacks(c, decl, type.returns, returnReason);
  });
}

function bindParams(c: Context, params: readonly Param[], types: readonly Type[]): void {
  params.forEach((param, i) => {
    if (param.defaultValue !== null) {
      check(c, param.defaultValue, types[i], {
        kind: "annotation",
        at: param.annotation?.span ?? param.pattern.span,
        what: "parameter",
      });
    }
    bindPattern(c, param.pattern, types[i]);
  });
}

/** The type of a lambda; `expected` is the function type of the place where it stands. */
export function inferLambda(c: Context, lambda: Lambda, expected: FunctionType | null): Type {
  let fits = true;
  const params = lambda.params.map((param, i) => {
    if (param.defaultValue !== null) {
      c.error("E0219", "type", "the parameters of a function value have no defaults", param.span, {
        hint: "declare the function: `fn name(a, b = 2): …`",
      });
    }
    if (param.annotation !== null) {
      const type = c.typeNames.read(param.annotation);
      c.writtenTypes.set(param.annotation, type);
      if (expected !== null) {
        const reason: Reason = {
          kind: "annotation",
          at: param.annotation.span,
          what: "annotation",
        };
        fits = c.solver.flow(expected.params[i], type, { span: param.span, reason }) && fits;
      }
      return type;
    }
    return expected?.params[i] ?? c.solver.fresh();
  });
  let returns: Type;
  if (lambda.returns !== null) {
    returns = c.typeNames.read(lambda.returns);
    c.writtenTypes.set(lambda.returns, returns);
  } else {
    returns = expected?.returns ?? c.solver.fresh("branch");
  }
  const made = inferBody(c, lambda, lambda.body, params, returns, () => {
    bindParams(c, lambda.params, params);
  }, lambda.returns?.span ?? null);
  // A parameter that does not fit is reported once, here, and not again with the whole function.
  return fits || expected === null ? made : { ...made, params: expected.params };
}

/**
 * The type of a function made in place: a lambda, or the block after a call.
 *
 * @param node the node it belongs to
 * @param bind binds its parameters
 */
export function inferBody(
  c: Context,
  node: object,
  body: Expr,
  params: readonly Type[],
  returns: Type,
  bind: () => void,
  at: Span | null = null,
): FunctionType {
  const effect = newEffect(c.solver.level);
  c.functionEffects.set(node, effect);
  addMaker(effect, c.frame.effect);
  const returnReason: Reason = { kind: "return", at, callee: null };
  const role = c.frame.role === "workflow" ? "workflow" : "lambda";
  const { owner, isRecorded } = c.frame;
  c.inFrame({ effect, returns, returnReason, role, owner, isRecorded, loops: 0 }, () => {
    bind();
    // A value that is thrown away need not be Nil.
    if (isCon(resolve(returns), "Nil") && at === null) infer(c, body);
    else check(c, body, returns, returnReason);
  });
  return functionOf(params, returns, effect);
}

/** What `@fallback(value)` gives stands for a result of the function. */
function checkFallbacks(c: Context, decl: FunctionDecl, returns: Type, reason: Reason): void {
  for (const annotation of decl.annotations) {
    const value = fallbackOf(annotation);
    if (value !== null) check(c, value, returns, reason);
  }
}

function fallbackOf(annotation: Annotation): Expr | null {
  if (annotation.name.name !== "fallback") return null;
  const found = annotation.args.find(({ name }) => name === null || name.name === "value");
  return found?.value ?? null;
}

const ANNOTATIONS = ["retry", "timeout", "circuit", "fallback", "limit", "isolate", "cache"];

/** Checks the annotations above a function. */
export function checkAnnotations(c: Context, decl: FunctionDecl): void {
  for (const annotation of decl.annotations) {
    const { name } = annotation.name;
    if (!ANNOTATIONS.includes(name)) {
      const near = nearest(name, ANNOTATIONS);
      c.error("E0211", "name", `unknown annotation @${name}`, annotation.name.span, {
        hint: near === null ? `there are ${ANNOTATIONS.join(", ")}` : `did you mean @${near}?`,
      });
    }
    checkPolicy(c, annotation, fallbackOf(annotation));
  }
}
