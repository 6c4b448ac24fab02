/**
 * The language's front door: text in, diagnostics and a compiled program out.
 *
 * Pure: files are read by the {@linkcode Loader} handed in. The CLI, the library and
 * editors all come through here.
 *
 * @example
 * ```ts
 * import { analyse, compile } from "./mod.ts";
 * const analysis = analyse("1 + 2", { file: "sum.zixir", host: [] });
 * const program = compile(analysis);
 * // analysis.diagnostics.length === 0, program?.modules.length === 1
 * ```
 *
 * @module
 */
import type { Analysis } from "./analyser.ts";
import type { CheckedFile } from "./check/check.ts";
import { type CompiledModule, compileModule } from "./compile/module.ts";
import { Requests } from "./compile/requests.ts";
import type { Type } from "./types/type.ts";

export {
  analyse,
  type AnalyseOptions,
  Analyser,
  type Analysis,
  type Loaded,
  type Loader,
} from "./analyser.ts";
export type { CheckedModule, HostEntry, HostModule } from "./check/checked.ts";
export { type MarkedText, spanAt } from "./compile/code.ts";
export type { CompiledModule } from "./compile/module.ts";
export type { Diagnostic, Label, Severity } from "./diagnostics/diagnostic.ts";

/** A program ready to be linked and run. */
export interface CompiledProgram {
  /** The files in the order in which they run; the last one gives the value. */
  readonly modules: readonly CompiledModule[];
  /** Type of the value. */
  readonly type: Type;
  readonly sources: ReadonlyMap<string, string>;
}

/** How to compile. */
export interface CompileOptions {
  /**
   * One of the program's workflows is to be called: expressions at the top level of the main file
   * are left out, its bindings and declarations are made.
   */
  readonly isForWorkflow?: boolean;
}

/**
 * Compiles an analysed program.
 *
 * @param analysis what {@linkcode analyse} gave
 * @param options what it is compiled for
 * @returns the program; null when it has errors
 */
export function compile(
  analysis: Analysis,
  options: CompileOptions = {},
): CompiledProgram | null {
  if (hasErrors(analysis)) return null;
  const known = new Map<string, CheckedFile>();
  const sources = new Map<string, string>();
  for (let entry: Analysis | null = analysis; entry !== null; entry = entry.earlier) {
    // A file that was read again by a later entry is the one that holds.
    for (const module of entry.modules) {
      if (!known.has(module.file)) known.set(module.file, module);
    }
    for (const [file, source] of entry.sources) {
      if (!sources.has(file)) sources.set(file, source);
    }
  }
  const countsCalls = [...sources.values()].some((source) => /\bcalls\s*:/.test(source));
  const requests = new Requests(analysis.modules.map((checked) => checked.file));
  // From the main file inwards: see `requests.ts`.
  const modules = analysis.modules.toReversed().map((checked) =>
    compileModule({
      checked,
      sourceOf: (file) => sources.get(file) ?? "",
      moduleOf: (file) => known.get(file),
      session: checked === analysis.main && analysis.isEntry,
      runsMain: checked === analysis.main && !analysis.isEntry,
      requests,
      countsCalls,
      isForWorkflow: checked === analysis.main && options.isForWorkflow === true,
    })
  ).reverse();
  return { modules, type: modules[modules.length - 1].type, sources };
}

/** Whether anything found keeps the program from running. */
export function hasErrors(analysis: Analysis): boolean {
  return analysis.diagnostics.some((diagnostic) => diagnostic.severity === "error");
}
