/**
 * What `:doc` and `:engine` tell: read from the one table each function is declared in, and from
 * the declarations of the session.
 *
 * @module
 */
import type { Definition, ModuleDef, UserType } from "../../lang/check/definition.ts";
import { RESULT_ID } from "../../lang/check/prelude.ts";
import { nearest } from "../../lang/diagnostics/nearest.ts";
import { typeToString } from "../../lang/types/print.ts";
import { signatureText } from "../command/signatures.ts";
import type { Entry, Table } from "../table.ts";
import type { NamesInSight } from "./names.ts";
import { wordNamed } from "./words.ts";

/** Where documentation is looked for. */
export interface Sources {
  readonly names: NamesInSight;
  /** The standard library and the engine. */
  readonly tables: readonly Table[];
  /** The text of an entry or file by its name. */
  textOf(file: string): string;
}

/** What there is to say of a name, or why there is nothing. */
export type Documentation =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string; readonly hint: string };

/**
 * All that is known of a name.
 *
 * @param path such as `sort`, `list.max_by`, `list`, or a name of the session
 * @param sources where to look
 */
export function documentationOf(path: string, sources: Sources): Documentation {
  const { names } = sources;
  const parts: string[] = [];
  const type = names.ownTypes().find(({ name }) => name === path);
  if (type !== undefined) parts.push(typeText(type, sources));
  const definition = names.find(path);
  const isOwnConstructor = definition?.kind === "constructor" && type !== undefined;
  if (definition !== null && !isOwnConstructor) {
    parts.push(definitionText(path, definition, sources));
  }
  const module = path.includes(".") ? null : names.module(path);
  if (module !== null) parts.push(moduleText(module, sources));
  const word = wordNamed(path);
  const isHidden = type !== undefined ||
    (definition?.kind === "constructor" && definition.typeId !== RESULT_ID);
  if (word !== undefined && !isHidden) {
    const shown = word.result === "" ? word.example : `${word.example}\n#= ${word.result}`;
    parts.push(`${word.words.join(", ")}\n${indented(word.doc)}\n${indented(shown, "    ")}`);
  }
  if (parts.length > 0) return { ok: true, text: parts.filter((part) => part !== "").join("\n") };
  const near = memberNamed(path, names) ?? nearest(path, names.paths());
  return {
    ok: false,
    message: `nothing is known of ${path}`,
    hint: near === null
      ? "names of the library are told by :doc MODULE, those of this session by :bindings"
      : `did you mean :doc ${near}?`,
  };
}

/**
 * The operations of the engine with their types and one line each.
 *
 * @param word only those with this in their name or line; "" for all
 * @param tables among which the engine's is
 */
export function engineText(word: string, tables: readonly Table[]): string {
  const wanted = word.toLowerCase();
  return tables.filter(({ module }) => module === "engine").flatMap(({ entries }) => entries)
    .filter(({ name, doc }) => `${name} ${doc}`.toLowerCase().includes(wanted))
    .map(({ name, type, doc }) => `${headOf(`engine.${name}`, type)}\n    ${doc}\n`).join("");
}

/** One line on what a name stands for: its type, or the head of its declaration. */
export function lineOf(name: string, definition: Definition): string {
  switch (definition.kind) {
    case "local":
      return `${definition.mutable ? "var" : "let"} ${name}: ${
        typeToString(definition.scheme.type)
      }`;
    case "function":
      return signatureText(definition.decl, definition.scheme.type);
    case "constructor":
      return `${name}: ${typeToString(definition.scheme.type)}`;
    case "host":
      return headOf(name, definition.entry.type);
    case "module":
      return definition.file === null ? `module ${name}` : `module ${name} from ${definition.file}`;
    case "python":
      return `Python module ${name} (${definition.module})`;
  }
}

/**
 * How a function or a type of the session, or of a file it imports, is written.
 *
 * @returns null where the name stands for neither
 */
export function sourceOf(path: string, { names, textOf }: Sources): string | null {
  const type = names.ownTypes().find(({ name }) => name === path);
  const definition = names.find(path);
  const found = type ?? (definition?.kind === "function" ? definition : null);
  return found === null
    ? null
    : textOf(found.file).slice(found.decl.span.start, found.decl.span.end);
}

/** The declaration of a type as it was written. */
export function typeText({ decl, file }: UserType, { textOf }: Sources): string {
  const text = textOf(file).slice(decl.span.start, decl.span.end);
  return decl.doc === null ? `${text}\n` : `${text}\n${indented(decl.doc)}`;
}

function definitionText(path: string, definition: Definition, sources: Sources): string {
  const line = lineOf(path, definition);
  switch (definition.kind) {
    case "host":
      return hostText(path, definition.module, definition.entry.name, sources.tables);
    case "function": {
      const { doc } = definition.decl;
      return doc === null ? `${line}\n` : `${line}\n${indented(doc)}`;
    }
    case "local": {
      const { statement } = definition;
      const doc = statement?.kind === "let" ? statement.doc : null;
      return doc === null ? `${line}\n` : `${line}\n${indented(doc)}`;
    }
    case "constructor":
      return `${line}\n`;
    case "module":
      return definition.host === null ? `${line}\n` : "";
    case "python":
      return `${line}\n`;
  }
}

function hostText(path: string, module: string, name: string, tables: readonly Table[]): string {
  const row = tables.filter((table) => table.module === module)
    .flatMap(({ entries }) => entries).find((entry) => entry.name === name);
  return row === undefined ? "" : entryText(path, row);
}

function entryText(path: string, { type, doc, example, permission }: Entry): string {
  const shown = example.result === undefined
    ? example.source
    : `${example.source}\n#= ${example.result}`;
  return [
    headOf(path, type),
    indented(doc).trimEnd(),
    ...(permission === undefined ? [] : [`  Needs the permission --allow-${permission}.`]),
    "",
    indented(shown, "    ").trimEnd(),
    "",
  ].join("\n");
}

function moduleText(module: ModuleDef, { tables }: Sources): string {
  if (module.host === null) {
    const lines = [...new Set(module.names())].flatMap((name) => {
      const member = module.member(name);
      return member === null ? [`  type ${name}`] : [`  ${lineOf(name, member)}`];
    });
    return `${lines.join("\n")}\n`;
  }
  const own = tables.filter((table) => table.module === module.host);
  const lines = own.flatMap(({ entries }) => entries)
    .map(({ name, type }) => `  ${headOf(`${module.name}.${name}`, type)}`);
  return `module ${module.name}: ${own[0]?.doc ?? ""}\n${lines.join("\n")}\n`;
}

/** `name(xs: [a]) -> a` for a function, `name: Float` for a constant. */
function headOf(path: string, type: string): string {
  return type.startsWith("(") ? `${path}${type}` : `${path}: ${type}`;
}

function indented(text: string, by = "  "): string {
  return text.split("\n").map((line) => `${by}${line}`.trimEnd() + "\n").join("");
}

/** `list.max_by` for `max_by`, where some module has it. */
function memberNamed(name: string, names: NamesInSight): string | null {
  for (const path of names.paths()) if (path.endsWith(`.${name}`)) return path;
  return null;
}
