/**
 * Arguments of annotations: `@retry(3, backoff: 200ms)` takes what the function `retry` takes before
 * its block.
 *
 * @module
 */
import { nearest } from "../diagnostics/nearest.ts";
import type { Annotation, Expr } from "../syntax/ast.ts";
import { DURATION, optionOf } from "../types/build.ts";
import { instantiate } from "../types/scheme.ts";
import { resolve, type Type } from "../types/type.ts";
import type { Context } from "./context.ts";
import { check, infer } from "./expressions.ts";

/** What an annotation takes: names, types, and how many must be given. */
interface Parameters {
  readonly names: readonly string[];
  readonly types: readonly Type[];
  readonly least: number;
}

/**
 * Checks the arguments of an annotation.
 *
 * @param skipped an argument that is checked elsewhere
 */
export function checkPolicy(c: Context, annotation: Annotation, skipped: Expr | null): void {
  const parameters = parametersOf(c, annotation);
  const given = new Set<number>();
  let next = 0;
  for (const { name, value } of annotation.args) {
    const index = name === null ? next++ : parameters?.names.indexOf(name.name) ?? -1;
    if (parameters === null) {
      if (value !== skipped) infer(c, value);
      continue;
    }
    if (index < 0 || index >= parameters.names.length) {
      infer(c, value);
      refuse(c, annotation, name?.name ?? null, parameters, name?.span ?? value.span);
      continue;
    }
    given.add(index);
    if (value === skipped) continue;
    check(c, value, parameters.types[index], {
      kind: "argument",
      callee: `@${annotation.name.name}`,
      index: index + 1,
      parameter: parameters.names[index],
    });
  }
  if (parameters !== null && given.size < parameters.least) {
    const missing = parameters.names.find((_, i) => i < parameters.least && !given.has(i));
    c.error(
      "E0222",
      "type",
      `@${annotation.name.name} needs its argument ${missing}`,
      annotation.span,
      { hint: `its arguments are ${parameters.names.join(", ")}` },
    );
  }
}

function refuse(
  c: Context,
  annotation: Annotation,
  name: string | null,
  { names }: Parameters,
  span: Annotation["span"],
): void {
  const own = `@${annotation.name.name}`;
  if (name === null) {
    const most = names.length === 1 ? "1 argument" : `${names.length} arguments`;
    c.error("E0222", "type", `${own} takes at most ${most}`, span, {
      hint: `its arguments are ${names.join(", ")}`,
    });
    return;
  }
  const near = nearest(name, names);
  c.error("E0227", "type", `${own} has no argument ${name}`, span, {
    hint: near === null ? `its arguments are ${names.join(", ")}` : `did you mean ${near}?`,
  });
}

function parametersOf(c: Context, annotation: Annotation): Parameters | null {
  const { name } = annotation.name;
  if (name === "cache") return { names: ["ttl"], types: [optionOf(DURATION)], least: 0 };
  const policy = c.global(name);
  if (policy?.kind !== "host" || policy.parameters === null) return null;
  const type = resolve(instantiate(c.solver, policy.scheme, annotation.span, `@${name}`).type);
  if (type.kind !== "function") return null;
  const block = resolve(type.params[type.params.length - 1]);
  const count = block.kind === "function" ? type.params.length - 1 : type.params.length;
  const own = policy.parameters.slice(0, count);
  return {
    names: own.map((parameter) => parameter.name),
    types: type.params.slice(0, count),
    least: own.filter((parameter) => parameter.defaultText === null).length,
  };
}
