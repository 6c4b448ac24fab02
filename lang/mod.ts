/**
 * The language's front door: text in, diagnostics and a compiled program out.
 *
 * Pure: files are read by the {@linkcode Loader} handed in. The CLI, the REPL, the language server
 * and the library all come through here.
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
import type { Tree } from "@lezer/common";
import { type CheckedFile, checkModule } from "./check/check.ts";
import type { HostModule } from "./check/checked.ts";
import { type CompiledModule, compileModule } from "./compile/module.ts";
import { Requests } from "./compile/requests.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import type { ImportDecl } from "./syntax/ast.ts";
import { parse } from "./syntax/parse.ts";
import type { Type } from "./types/type.ts";

export type { CheckedModule, HostEntry, HostModule } from "./check/checked.ts";
export { type MarkedText, spanAt } from "./compile/code.ts";
export type { CompiledModule } from "./compile/module.ts";
export type { Diagnostic, Label, Severity } from "./diagnostics/diagnostic.ts";

/** What an import led to: a file with its text, or why there is none. */
export type Loaded =
  | { readonly file: string; readonly text: string }
  | { readonly problem: string; readonly hint?: string };

/**
 * Finds an imported file.
 *
 * @param path the path as the program writes it, such as `./stats.zixir`
 * @param from name of the file that imports it
 */
export type Loader = (path: string, from: string) => Loaded;

/** What a program is checked against. */
export interface AnalyseOptions {
  /** Name of the file in diagnostics; imports are relative to it. */
  readonly file: string;
  /** The tables of the standard library and the engine. */
  readonly host: readonly HostModule[];
  /** Finds imported files; without it imports are refused. */
  readonly load?: Loader;
  /**
   * For a REPL: the entry before this one, or null for the first. The names of earlier entries are
   * in sight, and later ones will see this one's.
   */
  readonly earlier?: Analysis | null;
}

/** A program read and checked, with all that was found. */
export interface Analysis {
  /** Name of the main file. */
  readonly file: string;
  /** The main file. */
  readonly main: CheckedFile;
  /** Lezer tree of the main file, for editors. */
  readonly tree: Tree;
  /** Every file, imported ones before those that import them, the main one last. */
  readonly modules: readonly CheckedFile[];
  /** Texts by file name. */
  readonly sources: ReadonlyMap<string, string>;
  /** Findings in all files: those of the main file first, by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** The entry before this one, in a REPL. */
  readonly earlier: Analysis | null;
  /** Whether later entries may use its top-level names. */
  readonly isEntry: boolean;
}

/** A program ready to be linked and run. */
export interface CompiledProgram {
  /** The files in the order in which they run; the last one gives the value. */
  readonly modules: readonly CompiledModule[];
  /** Type of the value. */
  readonly type: Type;
  readonly sources: ReadonlyMap<string, string>;
}

/** Reads and checks a program with the files it imports. Never throws, whatever the text. */
export function analyse(text: string, options: AnalyseOptions): Analysis {
  return new Analyser(options).analyse(text);
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
    for (const module of entry.modules) known.set(module.file, module);
    for (const [file, source] of entry.sources) sources.set(file, source);
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

/** Reads files, imports first. */
class Analyser {
  readonly #options: AnalyseOptions;
  readonly #done = new Map<string, CheckedFile>();
  readonly #sources = new Map<string, string>();
  readonly #diagnostics: Diagnostic[] = [];
  /** Files being read, from the main one inwards. */
  readonly #path: string[] = [];

  constructor(options: AnalyseOptions) {
    this.#options = options;
  }

  analyse(text: string): Analysis {
    const { file, earlier } = this.#options;
    const { main, tree } = this.#module(file, text);
    const own = this.#diagnostics.filter((d) => d.file === file);
    const others = this.#diagnostics.filter((d) => d.file !== file);
    return {
      file,
      main,
      tree,
      modules: [...this.#done.values()],
      sources: this.#sources,
      diagnostics: [...own, ...others],
      earlier: earlier ?? null,
      isEntry: earlier !== undefined,
    };
  }

  #module(file: string, text: string): { readonly main: CheckedFile; readonly tree: Tree } {
    this.#sources.set(file, text);
    this.#path.push(file);
    const { module, tree, diagnostics } = parse(text, file);
    const found: Diagnostic[] = [...diagnostics];
    const main = checkModule(module, {
      file,
      hosts: this.#options.host,
      importOf: (item) => this.#import(item, file, found),
      before: this.#path.length > 1 ? null : this.#options.earlier?.main ?? null,
      // Every call of Python may block, so none runs on the main thread.
      pythonPure: NONE,
      found,
    });
    this.#diagnostics.push(...main.diagnostics);
    this.#path.pop();
    this.#done.set(file, main);
    return { main, tree };
  }

  #import(item: ImportDecl, from: string, found: Diagnostic[]): CheckedFile | null {
    const loaded: Loaded = this.#options.load?.(item.path.name, from) ??
      { problem: "files cannot be imported here" };
    if ("problem" in loaded) {
      found.push(refused(item, from, "E0250", loaded.problem, loaded.hint));
      return null;
    }
    const { file, text } = loaded;
    const at = this.#path.indexOf(file);
    if (at >= 0) {
      const cycle = [...this.#path.slice(at), file].join(" -> ");
      found.push(refused(item, from, "E0251", `these files import each other: ${cycle}`));
      return null;
    }
    return this.#done.get(file) ?? this.#module(file, text).main;
  }
}

const NONE: ReadonlySet<string> = new Set();

function refused(
  item: ImportDecl,
  file: string,
  code: string,
  message: string,
  hint?: string,
): Diagnostic {
  return {
    code,
    severity: "error",
    kind: "import",
    message,
    file,
    span: item.path.span,
    labels: [],
    ...(hint === undefined ? {} : { hint }),
  };
}
