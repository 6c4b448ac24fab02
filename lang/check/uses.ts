/**
 * Types of names at one use of them.
 *
 * @module
 */
import type { Expr, NameExpr } from "../syntax/ast.ts";
import type { Span } from "../syntax/span.ts";
import { ANY, isCon, WRONG } from "../types/build.ts";
import { effectOf } from "../types/effect.ts";
import { instantiate } from "../types/scheme.ts";
import { resolve, type Type } from "../types/type.ts";
import type { Context } from "./context.ts";
import type { Definition, FunctionDef, HostDef, LocalDef } from "./definition.ts";
import { demand } from "./functions.ts";

/** The type of a name in an expression. */
export function inferName(c: Context, expr: NameExpr): Type {
  const definition = c.names.uses.get(expr);
  return definition === undefined ? WRONG : typeOfDefinition(c, expr, expr.span, definition);
}

/** The type of a value by name, at this use of it. */
export function typeOfDefinition(
  c: Context,
  use: Expr,
  span: Span,
  definition: Definition,
): Type {
  switch (definition.kind) {
    case "local": {
      const narrow = c.narrowed.get(definition);
      if (narrow !== undefined) return narrow;
      return instance(c, use, span, definition);
    }
    case "function": {
      demand(c, definition, span);
      if (definition.state === "busy" && definition.type !== null) {
        noteUse(c, use, definition.type);
        return definition.type;
      }
      return instance(c, use, span, definition);
    }
    case "constructor": {
      const { type } = instantiate(c.solver, definition.scheme, span, nameOf(definition));
      noteUse(c, use, type);
      return type;
    }
    case "host": {
      const { type } = instantiate(c.solver, definition.scheme, span, nameOf(definition));
      noteUse(c, use, type);
      return asValue(definition, type);
    }
    case "python":
      return ANY;
    case "module":
      return c.error("E0214", "name", `${definition.name} is a module, not a value`, span, {
        hint: `use one of its names: \`${definition.name}.name\``,
      });
  }
}

/**
 * A function of the host as a value has only the parameters that must be given, so that
 * `map(rows, json.stringify)` fits. Its code knows the defaults of the others, except for a Float,
 * whose conversion needs a value.
 */
function asValue({ parameters }: HostDef, type: Type): Type {
  const found = resolve(type);
  if (parameters === null || found.kind !== "function") return type;
  let count = parameters.length;
  while (count > 0) {
    const { defaultText, isRest } = parameters[count - 1];
    if (defaultText === null || isRest || isCon(resolve(found.params[count - 1]), "Float")) break;
    count--;
  }
  return count === parameters.length ? type : { ...found, params: found.params.slice(0, count) };
}

function instance(c: Context, use: Expr, span: Span, definition: LocalDef | FunctionDef): Type {
  const { scheme } = definition;
  const { type, cells } = instantiate(c.solver, scheme, span, definition.name);
  if (scheme.soft.length > 0) c.softUses.push({ expr: use, scheme, instance: cells });
  noteUse(c, use, type);
  return type;
}

/** How messages call what a name stands for. */
export function nameOf(definition: Definition): string {
  if (definition.kind !== "host") return definition.name;
  const { module, entry } = definition;
  return module === "" ? entry.name : `${module}.${entry.name}`;
}

/** Notes the effect of a function where it is named. */
export function noteUse(c: Context, use: Expr, type: Type): void {
  const current = resolve(type);
  if (current.kind !== "function") return;
  const effect = effectOf(current.effect);
  if (!effect.fixed || effect.waits) c.useEffects.set(use, effect);
}
