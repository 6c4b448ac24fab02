/**
 * The workflows of a file, by name.
 *
 * @module
 */
import { nearest } from "../../lang/diagnostics/nearest.ts";
import { workflowsOf } from "../../lang/graph/graph.ts";
import type { FunctionDecl, Module } from "../../lang/syntax/ast.ts";
import { UsageError } from "./command.ts";

/** The workflows a file declares, in order. */
export function workflowDeclsOf(module: Module): FunctionDecl[] {
  return workflowsOf(module);
}

/**
 * Finds a workflow by the word of a command line.
 *
 * @throws {UsageError} when the file has none of that name, with the nearest one
 */
export function findWorkflowDecl(module: Module, name: string, file: string): FunctionDecl {
  const decls = workflowsOf(module);
  const found = decls.find((decl) => decl.name.name === name);
  if (found !== undefined) return found;
  const names = decls.map((decl) => decl.name.name);
  const near = nearest(name, names);
  const hint = names.length === 0
    ? "it declares no workflow; `workflow name(): ...` makes one"
    : near !== null
    ? `did you mean ${near}?`
    : `it has ${names.join(", ")}`;
  throw new UsageError(`${file} has no workflow ${name}`, hint);
}
