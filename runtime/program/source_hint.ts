/**
 * What to do about a program that cannot be read.
 *
 * @module
 */
import { basename, dirname, join } from "@std/path";
import { nearest } from "../../lang/diagnostics/nearest.ts";
import type { SourceProblem } from "./source.ts";

/**
 * What to do about it: the nearest name, or what is there instead.
 *
 * @param problem why a file could not be read
 *
 * @example
 * ```ts
 * import { sourceHint } from "./source_hint.ts";
 * const hint = sourceHint({ kind: "missing", message: "no such file: a/b", path: "no/such/b" });
 * if (hint !== "there is no directory no/such either") throw new Error(hint);
 * ```
 */
export function sourceHint({ kind, path }: SourceProblem): string {
  switch (kind) {
    case "missing":
      return missingHint(path);
    case "directory":
      return directoryHint(path);
    case "encoding":
      return "save it as UTF-8; `file` tells what it is now";
    case "unreadable":
      return "see who may read it: `ls -l` shows it";
  }
}

/** Most files named in a hint. */
const NAMES_MAX = 5;

function missingHint(path: string): string {
  const folder = dirname(path);
  const names = namesIn(folder);
  if (names === null) return `there is no directory ${folder} either`;
  const near = nearest(basename(path), names);
  if (near !== null) return `did you mean ${join(folder, near)}?`;
  const programs = names.filter((name) => name.endsWith(".zixir")).slice(0, NAMES_MAX);
  const there = programs.length === 0 ? "no program" : programs.join(", ");
  return `in ${folder === "." ? "this directory" : folder} there is ${there}`;
}

function directoryHint(path: string): string {
  const programs = (namesIn(path) ?? []).filter((name) => name.endsWith(".zixir"));
  const first = programs.includes("main.zixir") ? "main.zixir" : programs[0];
  return first === undefined
    ? "name a file; zixir FILE runs a program"
    : `name a file in it, such as ${join(path, first)}`;
}

/** The names in a directory, in order; null when there is none. */
function namesIn(folder: string): string[] | null {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  } catch {
    return null;
  }
}
