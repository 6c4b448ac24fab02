/**
 * From text to syntax tree: the way into the language for everything that reads a program.
 *
 * @module
 */
import type { Tree } from "@lezer/common";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Module } from "./ast.ts";
import { findSyntaxErrors, firstDiagnostics } from "./syntax_errors.ts";
import { lowerStatements } from "./lower_body.ts";
import { Lowering } from "./lowering.ts";
import { parser } from "./parser.ts";

/** What parsing gives: always a module, whatever the text. */
export interface ParsedModule {
  /** The syntax tree; `Invalid` nodes stand where the text could not be read. */
  readonly module: Module;
  /** The Lezer tree, for editors, highlighting and incremental parsing. */
  readonly tree: Tree;
  /** All syntax errors, in the order of the text; empty when the program is well formed. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses a program.
 *
 * Never throws, whatever the text is; takes time and memory in proportion to it.
 *
 * @param text The source.
 * @param file Its name in diagnostics.
 *
 * @example
 * ```ts
 * import { parse } from "./parse.ts";
 * const { module, diagnostics } = parse("let x = 1\nx + 2", "sum.zixir");
 * // module.statements.length === 2, diagnostics.length === 0
 * ```
 */
export function parse(text: string, file: string): ParsedModule {
  return lowerTree(new Lowering(text, file), parser.parse(text));
}

/** Makes a module of a Lezer tree; `low` is new, and says in the end whether the text was good. */
export function lowerTree(low: Lowering, tree: Tree): ParsedModule {
  const { text } = low;
  const errors = findSyntaxErrors(low, tree);
  const lowered = lowerStatements(low, tree.cursor(), true);
  low.isBroken = errors !== null || low.tooDeep || low.isFull;
  // What is declared in a part that was not read would seem unknown, so nothing is said of the rest.
  const statements = low.tooDeep || errors?.stopsEarly ? [] : lowered;
  errors?.finish();
  const span = { start: 0, end: text.length };
  const module: Module = errors
    ? { kind: "module", span, statements, unreadNames: errors.unreadNames }
    : { kind: "module", span, statements };
  return { module, tree, diagnostics: firstDiagnostics(low.diagnostics) };
}
