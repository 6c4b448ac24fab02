/**
 * Imported files: where a path in a program leads.
 *
 * @module
 */
import { dirname, isAbsolute, join, normalize } from "@std/path";
import type { Loaded } from "../../lang/mod.ts";
import { readSource } from "./source.ts";
import { sourceHint } from "./source_hint.ts";

/**
 * Finds an imported file beside the one that imports it; for a text without a file (`<eval>`), in
 * the current directory.
 *
 * @param path the path as the program writes it, such as `./stats.zixir`
 * @param from name of the file that imports it
 * @returns the file's name and text, or why there is none
 */
export function loadFile(path: string, from: string): Loaded {
  const folder = from.startsWith("<") ? "." : dirname(from);
  const file = isAbsolute(path) ? normalize(path) : join(folder, path);
  const source = readSource(file);
  if (source.ok) return { file, text: source.text };
  return { problem: source.problem.message, hint: sourceHint(source.problem) };
}
