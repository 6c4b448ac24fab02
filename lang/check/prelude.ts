/**
 * The type that is there without being declared: `type Result<T> = Ok(T) | Err({kind: String,
 * message: String, data: Any})`, which `settle: true` gives. A program may declare its own `Result`,
 * `Ok` or `Err`, which then hide these.
 *
 * @module
 */
import type { Ident, TypeDecl, VariantDecl } from "../syntax/ast.ts";
import type { Span } from "../syntax/span.ts";
import { ANY, functionOf, recordOf, STRING } from "../types/build.ts";
import { Cell } from "../types/cell.ts";
import { newEffect } from "../types/effect.ts";
import { generalise } from "../types/scheme.ts";
import type { ConType, Type } from "../types/type.ts";
import type { ConstructorDef, UserType } from "./definition.ts";

/** Identity of the built-in type `Result`, in every file. */
export const RESULT_ID = "Result";

/** What `catch` matches and `Err` holds: an error as a value. */
export const ERROR_RECORD: Type = recordOf(
  new Map<string, Type>([["kind", STRING], ["message", STRING], ["data", ANY]]),
);

const NOWHERE: Span = { start: 0, end: 0 };
const LEVEL = 1;

/** `Result<T>`. */
export function resultOf(value: Type): ConType {
  return { kind: "con", id: RESULT_ID, name: "Result", args: [value] };
}

/** The built-in type as a file sees it: its constructors are made in that file. */
export function builtInResult(file: string): UserType {
  const param = new Cell(-1, LEVEL);
  const variants = [variant("Ok"), variant("Err")];
  const decl: TypeDecl = {
    kind: "type",
    span: NOWHERE,
    pub: false,
    name: ident("Result"),
    params: [ident("T")],
    body: { kind: "variants", variants },
    doc: null,
  };
  const info: UserType = {
    id: RESULT_ID,
    name: "Result",
    file,
    decl,
    params: [param],
    alias: null,
    constructors: [],
    state: "done",
  };
  const fields: readonly Type[] = [param, ERROR_RECORD];
  info.constructors = variants.map((each, tag): ConstructorDef => ({
    kind: "constructor",
    name: each.name.name,
    file,
    typeId: RESULT_ID,
    tag,
    decl: each,
    scheme: generalise(functionOf([fields[tag]], resultOf(param), newEffect()), [], LEVEL - 1),
    info,
  }));
  return info;
}

function ident(name: string): Ident {
  return { name, span: NOWHERE };
}

function variant(name: string): VariantDecl {
  const type = { kind: "invalid" as const, number: 0, span: NOWHERE };
  return { span: NOWHERE, name: ident(name), fields: [{ name: null, type }] };
}
