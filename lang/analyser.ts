/**
 * Reading and checking the files of a program, imports first.
 *
 * @module
 */
import type { Tree } from "@lezer/common";
import { type CheckedFile, checkModule } from "./check/check.ts";
import type { HostModule } from "./check/checked.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import type { ImportDecl } from "./syntax/ast.ts";
import { parse, type ParsedModule } from "./syntax/parse.ts";
import { Reparser } from "./syntax/reparse.ts";

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

/** Reads and checks a program with the files it imports. Never throws, whatever the text. */
export function analyse(text: string, options: AnalyseOptions): Analysis {
  return new Reading(options, parse).analyse(text);
}

/**
 * Analyses a program again and again while it is edited, as a language server does.
 *
 * Gives what {@linkcode analyse} gives. The parser and the syntax tree keep what did not change; the
 * checker goes over the whole program each time, since inference is of the whole program.
 *
 * An analysis is good until the next one is asked for: they share the parts of the syntax tree that
 * did not change, and these move. Diagnostics stay as they are.
 *
 * @example
 * ```ts
 * import { Analyser } from "./analyser.ts";
 * const analyser = new Analyser({ file: "sum.zixir", host: [] });
 * analyser.analyse("let x = 1\nx + 1");
 * const { diagnostics } = analyser.analyse("let x = 1\nx + y");
 * if (diagnostics[0].code !== "E0201") throw new Error("analyser");
 * ```
 */
export class Analyser {
  readonly #options: AnalyseOptions;
  readonly #reparsers = new Map<string, Reparser>();

  /** @param options what the program is checked against */
  constructor(options: AnalyseOptions) {
    this.#options = options;
  }

  /** Reads and checks the program as it is now. Never throws, whatever the text. */
  analyse(text: string): Analysis {
    const reading = new Reading(this.#options, (part, file) => this.#reparser(file).parse(part));
    const analysis = reading.analyse(text);
    return { ...analysis, diagnostics: analysis.diagnostics.map(withOwnPlaces) };
  }

  #reparser(file: string): Reparser {
    let reparser = this.#reparsers.get(file);
    if (reparser === undefined) this.#reparsers.set(file, reparser = new Reparser(file));
    return reparser;
  }
}

/** A finding that stays as it is when the syntax tree that it is about moves. */
function withOwnPlaces(diagnostic: Diagnostic): Diagnostic {
  const { span, labels, fix } = diagnostic;
  return {
    ...diagnostic,
    span: { ...span },
    labels: labels.map((label) => ({ ...label, span: { ...label.span } })),
    ...(fix === undefined ? {} : { fix: { ...fix, span: { ...fix.span } } }),
  };
}

/** Reads files, imports first. */
class Reading {
  readonly #options: AnalyseOptions;
  readonly #done = new Map<string, CheckedFile>();
  readonly #sources = new Map<string, string>();
  readonly #diagnostics: Diagnostic[] = [];
  /** Files being read, from the main one inwards. */
  readonly #path: string[] = [];

  constructor(
    options: AnalyseOptions,
    readonly parse: (text: string, file: string) => ParsedModule,
  ) {
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
    const { module, tree, diagnostics } = this.parse(text, file);
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
    for (const diagnostic of main.diagnostics) this.#diagnostics.push(diagnostic);
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
