/**
 * The hint for `xs.push(x)`: what is a method elsewhere is a function here.
 *
 * @module
 */
import { nearest } from "../diagnostics/nearest.ts";
import { isCon, rowOf } from "../types/build.ts";
import type { Type } from "../types/type.ts";
import type { Context } from "./context.ts";
import { moduleOf } from "./definition.ts";

/** Methods of other languages, and what to write for a list, a String or a map. */
const METHODS: ReadonlyMap<string, string> = new Map([
  ["length", "len(x)"],
  ["size", "len(x)"],
  ["count", "len(x)"],
  ["push", "xs + [x]"],
  ["append", "xs + [x]"],
  ["add", "xs + [x]"],
  ["concat", "xs + ys"],
  ["extend", "xs + ys"],
  ["includes", "x in xs"],
  ["contains", "x in xs"],
  ["has", "key in m"],
  ["indexOf", "list.index_of(xs, x)"],
  ["slice", "list.slice(xs, from, to)"],
  ["forEach", "for x in xs { ... }"],
  ["each", "for x in xs { ... }"],
  ["toString", "str(x)"],
  ["to_s", "str(x)"],
  ["toUpperCase", "string.upper(s)"],
  ["toLowerCase", "string.lower(s)"],
  ["strip", "string.trim(s)"],
  ["startswith", "string.starts_with(s, prefix)"],
  ["startsWith", "string.starts_with(s, prefix)"],
  ["endswith", "string.ends_with(s, suffix)"],
  ["endsWith", "string.ends_with(s, suffix)"],
  ["items", "map.to_pairs(m)"],
  ["entries", "map.to_pairs(m)"],
]);

/** What to write instead of `target.name`, or null when nothing is sure. */
export function namedElsewhere(c: Context, name: string, target: Type): string | null {
  if (target.kind === "record") {
    const near = nearest(name, rowOf(target).fields.keys());
    if (near !== null) return `did you mean ${near}?`;
  }
  const known = METHODS.get(name);
  if (known !== undefined) return `write \`${known}\``;
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
