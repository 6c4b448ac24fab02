/**
 * Steps, workflows, policies, `parallel` and `checkpoint`: calls of the flow interface
 * (`runtime/support/flow.ts`), which records, repeats, bounds and resumes.
 *
 * @module
 */
import type {
  Annotation,
  CheckpointExpr,
  FunctionDecl,
  ParallelExpr,
  ParallelFor,
  ScheduleDecl,
} from "../syntax/ast.ts";
import { as } from "./arithmetic.ts";
import { codeHash } from "./code_hash.ts";
import { argumentLists, awaited, helper, slotOf } from "./expression.ts";
import { closure, defaultTo, thunk, uniformEntry, writeFunction } from "./function.ts";
import { propertyKey } from "./literal.ts";
import { computed, type Rep, type Value, variable } from "./represent.ts";
import { Scope } from "./scope.ts";
import type { Unit } from "./unit.ts";

/**
 * The JS of a step, a workflow or a function with annotations: a wrapper that hands the arguments
 * and the body to the flow interface; null for a plain function.
 */
export function stepFunction(
  scope: Scope,
  decl: FunctionDecl,
  name: string,
  reps: readonly Rep[],
  isAsync: boolean,
): string | null {
  if (decl.role === "fn" && decl.annotations.length === 0) return null;
  const { unit } = scope;
  const bodyName = `${name}b`;
  const body = writeFunction(
    new Scope(unit, scope.waits, scope.returns, scope),
    decl,
    bodyName,
    reps,
    isAsync,
  );
  const names = decl.params.map(() => unit.fresh("$a"));
  decl.params.forEach((param, i) => defaultTo(scope, param, names[i], reps[i]));
  const slots = names.map((param, i) => as(scope, variable(param, reps[i]), "slot").code);
  const inner = computed(
    `${isAsync ? "await " : ""}${bodyName}(${names.join(", ")})`,
    scope.returns,
  );
  const run = `${isAsync ? "async " : ""}() => ${as(scope, inner, "slot").code}`;
  const call = helper(
    scope,
    "callFlow",
    { span: decl.name.span },
    site(unit, decl),
    `[${slots.join(", ")}]`,
    policies(scope, decl.annotations),
    run,
  );
  const value = computed(isAsync ? `(await ${call})` : call);
  scope.emit(`return ${as(scope, value, scope.returns).code};`);
  const head = `${isAsync ? "async " : ""}function ${name}(${names.join(", ")})`;
  return `${body}\n${head} {\n${scope.body()}\n}`;
}

/**
 * Tells the program's exports of a step or workflow: what its code is, so that a run recorded by
 * other code is noticed before it goes on, and how a workflow is called from outside the program.
 */
export function announce(scope: Scope, decl: FunctionDecl): void {
  if (decl.role === "fn") return;
  const { unit } = scope;
  scope.emit(`$exports.$sites.push(${site(unit, decl)});`);
  if (decl.role !== "workflow") return;
  const symbol = unit.functionSymbol(decl);
  const call = uniformEntry(scope, symbol, unit.checked.functionWaits(decl) === "yes");
  scope.emit(`$exports.$workflows.push({ site: ${site(unit, decl)}, call: ${call} });`);
}

/** What the flow interface is told of a step or workflow: who it is and what its code is. */
function site(unit: Unit, decl: FunctionDecl): string {
  return unit.link(
    JSON.stringify({
      role: decl.role,
      name: decl.name.name,
      file: unit.checked.file,
      params: decl.params.map((param) => param.pattern.kind === "bind" ? param.pattern.name : "_"),
      hash: codeHash(unit, decl),
    }),
    "site",
  );
}

function policies(scope: Scope, annotations: readonly Annotation[]): string {
  const items = annotations.map((annotation) => {
    const { result, lines } = scope.capture(() =>
      annotation.args.map((arg) => slotOf(scope, arg.value))
    );
    scope.emitAll(lines);
    const names = annotation.args.map((arg) => arg.name?.name ?? null);
    const [positional, named] = argumentLists(names, result);
    return `{ name: ${
      JSON.stringify(annotation.name.name)
    }, args: ${positional}, named: ${named} }`;
  });
  return `[${items.join(", ")}]`;
}

/** `parallel { a: x(), b: y() }`: a record, in the order written. */
export function parallelValue(scope: Scope, expr: ParallelExpr): Value {
  const options = optionRecord(scope, expr.options);
  const entries = expr.entries.map((entry) =>
    `[${JSON.stringify(entry.key.name)}, ${thunk(scope, entry.value, true)}]`
  );
  const code = helper(
    scope,
    "parallel",
    expr,
    place(scope.unit, expr.span.start),
    `[${entries.join(", ")}]`,
    options,
  );
  return computed(awaited(scope, expr, code));
}

/** `parallel for p in xs, max: n: body`: a list, in the order of `xs`. */
export function parallelForValue(scope: Scope, expr: ParallelFor): Value {
  const [items] = scope.inOrder([() => slotOf(scope, expr.iterable)]);
  const options = optionRecord(scope, expr.options);
  const param = {
    kind: "param",
    span: expr.pattern.span,
    pattern: expr.pattern,
    annotation: null,
    defaultValue: null,
  } as const;
  const body = closure(scope, [param], expr.body, true);
  const code = helper(
    scope,
    "parallelFor",
    expr,
    place(scope.unit, expr.span.start),
    helper(scope, "items", expr.iterable, items.code),
    body,
    options,
  );
  return computed(awaited(scope, expr, code));
}

/** `checkpoint "label": body`. */
export function checkpointValue(scope: Scope, expr: CheckpointExpr): Value {
  const label = slotOf(scope, expr.label);
  const body = thunk(scope, expr.body, true);
  const where = place(scope.unit, expr.span.start);
  const code = helper(scope, "checkpoint", expr, where, label.code, body);
  return computed(awaited(scope, expr, code));
}

/** Tells the program's exports of a schedule. */
export function scheduleTo(scope: Scope, decl: ScheduleDecl): void {
  const { call } = decl;
  if (call.kind !== "call") throw new Error("a schedule calls a workflow");
  const symbol = call.callee.kind === "name" || call.callee.kind === "field"
    ? scope.unit.checked.symbolOf(call.callee)
    : undefined;
  if (symbol?.kind !== "function") throw new Error("a schedule calls a workflow");
  const options = decl.options.map((option) => {
    const { code } = slotOf(scope, option.value);
    return `${propertyKey(option.name.name)}: ${code}`;
  });
  const run = thunk(scope, call, true);
  scope.emit(
    `$exports.$schedules.push({ cron: ${JSON.stringify(decl.cron.name)}, options: { ${
      options.join(", ")
    } }, workflow: ${JSON.stringify(symbol.name)}, run: ${run} });`,
  );
}

function optionRecord(scope: Scope, options: ParallelExpr["options"]): string {
  const values = scope.inOrder(options.map((option) => () => slotOf(scope, option.value)));
  return argumentLists(options.map((option) => option.name?.name ?? null), values)[1];
}

/** A key for a place in the program: it must differ between places and survive unrelated edits. */
function place(unit: Unit, offset: number): string {
  // The folder is left out: a run may be resumed from another one.
  const file = unit.checked.file.replace(/^.*[/\\]/, "");
  return JSON.stringify(`${file}:${unit.placeKey(offset)}`);
}
