/**
 * The hint for `xs.push(x)`: what is a method elsewhere is a function here.
 *
 * @module
 */
import { nearest } from "../diagnostics/nearest.ts";
import { slipNamed } from "../diagnostics/slips.ts";
import { isCon, rowOf } from "../types/build.ts";
import type { Type } from "../types/type.ts";
import type { Context } from "./context.ts";
import { moduleOf } from "./definition.ts";

/** What to write instead of `target.name`, or null when nothing is sure. */
export function namedElsewhere(c: Context, name: string, target: Type): string | null {
  if (target.kind === "record") {
    const near = nearest(name, rowOf(target).fields.keys());
    if (near !== null) return `did you mean ${near}?`;
  }
  const slip = slipNamed("method", name);
  if (slip !== null) return slip.hint;
  const global = c.global(name);
  if (global?.kind === "host") {
    return `${name} is a function: \`${name}(x, ...)\` or \`x |> ${name}(...)\``;
  }
  for (const module of modulesFor(target)) {
    const found = c.global(module);
    const definition = found === undefined ? null : moduleOf(found)?.member(name) ?? null;
    if (definition !== null) {
      return `write \`${module}.${name}(x, ...)\` or \`x |> ${module}.${name}(...)\``;
    }
  }
  return null;
}

function modulesFor(type: Type): string[] {
  if (isCon(type, "List") || isCon(type, "Range")) return ["list"];
  if (isCon(type, "String")) return ["string"];
  if (isCon(type, "Map") || type.kind === "record") return ["map"];
  if (isCon(type, "Int") || isCon(type, "Float") || isCon(type, "Num")) return ["math"];
  return ["list", "string", "map"];
}
