/**
 * Written types: what they mean, and the types a file declares.
 *
 * @module
 */
import { nearest } from "../diagnostics/nearest.ts";
import { slipNamed } from "../diagnostics/slips.ts";
import type { Ident, TypeDecl, TypeExpr } from "../syntax/ast.ts";
import type { Span } from "../syntax/span.ts";
import {
  BASIC_TYPES,
  functionOf,
  listOf,
  mapOf,
  optionOf,
  recordOf,
  WRONG,
} from "../types/build.ts";
import { Cell } from "../types/cell.ts";
import { newEffect } from "../types/effect.ts";
import { typeToString } from "../types/print.ts";
import { generalise, monoScheme, replaceVars } from "../types/scheme.ts";
import type { ConType, Type } from "../types/type.ts";
import type { ConstructorDef, ModuleDef, UserType } from "./definition.ts";
import type { Report } from "./report.ts";

/** Level of the parameters of declared types: deeper than any code. */
const PARAMETER_LEVEL = 1_000_000_000;

/** The names that may stand in a written type, beside the built-in ones. */
export interface TypeScope {
  /** Makes the type for a lower-case name, a type variable; null where none may stand. */
  readonly variable: ((name: string) => Type) | null;
  /**
   * Whether functions held by a constructor's field may wait, which is the same for all values of the
   * type: in one file that is found out, but other files may put in any. Null outside of constructors,
   * where each use of a function type is for itself.
   */
  readonly fieldEffect: (() => boolean) | null;
}

const PLAIN_SCOPE: TypeScope = { variable: null, fieldEffect: null };

/** The types known by name in one file. */
export class TypeNames {
  readonly #types = new Map<string, UserType>();
  readonly #modules = new Map<string, ModuleDef>();
  readonly #report: Report;
  readonly #file: string;
  readonly #result: UserType;
  readonly #before: TypeNames | null;
  readonly #isSession: boolean;
  /** What the type declared right now is another name for, as far as it is one. */
  #alias: TypeExpr | null = null;

  /**
   * No types yet but the built-in ones.
   *
   * @param result the built-in `Result`
   * @param before the types of the entry before; undefined when this is no session
   */
  constructor(report: Report, file: string, result: UserType, before?: TypeNames | null) {
    this.#report = report;
    this.#result = result;
    this.#file = file;
    this.#before = before ?? null;
    this.#isSession = before !== undefined;
  }

  /** Makes a type known under its name (or the name it is imported as). */
  add(type: UserType, name: string = type.name): void {
    this.#types.set(name, type);
  }

  /** Makes the types of a module known as `module.Type`. */
  addModule(name: string, module: ModuleDef): void {
    this.#modules.set(name, module);
  }

  /** The type of that name, if a program declared it. */
  get(name: string): UserType | undefined {
    const found = this.#types.get(name) ?? this.#before?.get(name);
    return found ?? (name === this.#result.name ? this.#result : undefined);
  }

  /** The module whose types are written `name.Type`. */
  module(name: string): ModuleDef | undefined {
    return this.#modules.get(name) ?? this.#before?.module(name);
  }

  /** Declares the types of this file; their contents are read by {@linkcode complete}. */
  declare(decl: TypeDecl): UserType | null {
    const before = this.#types.get(decl.name.name);
    if (BASIC_TYPES.has(decl.name.name) || decl.name.name === "Map") {
      this.#report.error("E0205", "name", `${decl.name.name} is a built-in type`, decl.name.span, {
        hint: "give the type another name",
      });
      return null;
    }
    if (before !== undefined) {
      this.#report.error(
        "E0205",
        "name",
        `the type ${decl.name.name} is declared twice`,
        decl.name.span,
        {
          labels: before.file === this.#file
            ? [{ span: before.decl.name.span, text: "first declared here" }]
            : [],
          hint: "give one of them another name",
        },
      );
      return null;
    }
    this.#capital("type", decl.name);
    if (decl.body.kind === "variants") {
      for (const variant of decl.body.variants) this.#capital("constructor", variant.name);
    }
    const info: UserType = {
      id: `${this.#file}#${decl.name.name}`,
      name: decl.name.name,
      file: this.#file,
      decl,
      params: decl.params.map((_, i) => new Cell(-1000 - i, PARAMETER_LEVEL)),
      alias: null,
      constructors: [],
      state: "new",
    };
    if (decl.body.kind === "variants") {
      info.constructors = decl.body.variants.map((variant, tag): ConstructorDef => ({
        kind: "constructor",
        name: variant.name.name,
        file: this.#file,
        typeId: info.id,
        tag,
        decl: variant,
        scheme: monoScheme(WRONG),
        info,
      }));
    }
    this.#types.set(info.name, info);
    return info;
  }

  #capital(what: "type" | "constructor", { name, span }: Ident): void {
    if (/^[A-Z]/.test(name)) return;
    const capital = name.replace(/^_*(.)/, (_, first: string) => first.toUpperCase());
    this.#report.error("E0218", "name", `the ${what} ${name} begins with a small letter`, span, {
      hint: `types and constructors begin with a capital: ${capital}`,
      fix: { span, text: capital },
    });
  }

  /** Reads what a declared type is made of. */
  complete(info: UserType): void {
    if (info.state !== "new") return;
    info.state = "busy";
    const { decl } = info;
    const names = new Map(decl.params.map((param, i) => [param.name, info.params[i] as Type]));
    const isOpen = decl.pub || this.#isSession;
    const scope: TypeScope = {
      variable: null,
      fieldEffect: decl.body.kind === "alias" ? null : () => isOpen,
    };
    if (decl.body.kind === "alias") {
      this.#alias = decl.body.type;
      info.alias = this.#read(decl.body.type, scope, names);
      this.#alias = null;
    } else {
      const self: ConType = { kind: "con", id: info.id, name: info.name, args: info.params };
      for (const constructor of info.constructors) {
        const fields = constructor.decl.fields.map((field) => this.#read(field.type, scope, names));
        const type = fields.length === 0 ? self : functionOf(fields, self, newEffect());
        constructor.scheme = generalise(type, [], PARAMETER_LEVEL - 1);
      }
    }
    info.state = "done";
  }

  /** The type that `written` means. */
  read(written: TypeExpr, scope: TypeScope = PLAIN_SCOPE): Type {
    return this.#read(written, scope, null);
  }

  #read(written: TypeExpr, scope: TypeScope, params: ReadonlyMap<string, Type> | null): Type {
    const inner = (part: TypeExpr): Type => this.#read(part, scope, params);
    switch (written.kind) {
      case "typeName":
        return this.#named(written, scope, params);
      case "listType":
        return listOf(inner(written.item));
      case "optionType":
        return optionOf(inner(written.item));
      case "tupleType":
        return { kind: "tuple", items: written.items.map(inner) };
      case "functionType":
        return functionOf(
          written.params.map(inner),
          inner(written.returns),
          scope.fieldEffect === null
            ? newEffect(PARAMETER_LEVEL)
            : newEffect(0, scope.fieldEffect()),
        );
      case "recordType": {
        const fields = new Map<string, Type>();
        for (const field of written.fields) {
          if (fields.has(field.name.name)) {
            this.#report.error(
              "E0206",
              "name",
              `${field.name.name} is declared twice`,
              field.name.span,
            );
          }
          fields.set(field.name.name, inner(field.type));
        }
        return recordOf(fields);
      }
      case "invalid":
        return WRONG;
    }
  }

  #named(
    written: TypeExpr & { kind: "typeName" },
    scope: TypeScope,
    params: ReadonlyMap<string, Type> | null,
  ): Type {
    const { name } = written.name;
    const args = written.args.map((arg) => this.#read(arg, scope, params));
    const own = written.qualifier === null ? params?.get(name) : undefined;
    if (own !== undefined) return this.#counted(written, 0, args) ? own : WRONG;
    if (written.qualifier !== null) {
      const module = this.module(written.qualifier.name);
      const found = module?.type(name) ?? null;
      if (found !== null) return this.#user(written, found, args);
      const where = module === undefined ? "module" : `type in ${module.name}`;
      const what = module === undefined ? written.qualifier : written.name;
      this.#report.error("E0202", "name", `unknown ${where} ${what.name}`, what.span);
      return WRONG;
    }
    const basic = BASIC_TYPES.get(name);
    if (basic !== undefined) return this.#counted(written, 0, args) ? basic : WRONG;
    if (name === "Map") return this.#counted(written, 1, args) ? mapOf(args[0]) : WRONG;
    const user = this.get(name);
    if (user !== undefined) return this.#user(written, user, args);
    // `T`, as in the declaration of a generic type, is a variable too, unless it is a type.
    if (
      /^([a-z]|[A-Z]\d?$)/.test(name) && scope.variable !== null && slipNamed("type", name) === null
    ) {
      return scope.variable(name);
    }
    return this.#unknown(name, written.name.span, written === this.#alias && args.length === 0);
  }

  #user(written: TypeExpr & { kind: "typeName" }, info: UserType, args: readonly Type[]): Type {
    if (!this.#counted(written, info.params.length, args)) return WRONG;
    if (info.decl.body.kind !== "alias") {
      return { kind: "con", id: info.id, name: info.name, args };
    }
    if (info.state === "busy") {
      this.#report.error("E0212", "type", `the type ${info.name} contains itself`, written.span, {
        hint: "give it a constructor: `type Tree = Leaf | Node(left: Tree, right: Tree)`",
      });
      return WRONG;
    }
    this.complete(info);
    if (info.alias === null) return WRONG;
    if (args.length === 0) return info.alias;
    return replaceVars(
      info.alias,
      new Map(info.params.map((param, i) => [param as Type, args[i]])),
    );
  }

  #counted(
    written: TypeExpr & { kind: "typeName" },
    wanted: number,
    args: readonly Type[],
  ): boolean {
    if (args.length === wanted) return true;
    const count = wanted === 0
      ? "no type arguments"
      : wanted === 1
      ? "1 type argument"
      : `${wanted} type arguments`;
    this.#report.error(
      "E0213",
      "type",
      `the type ${written.name.name} takes ${count}, got ${args.length}`,
      written.span,
      wanted === 0 ? {} : {
        hint: written.name.name === "Map" && args.length === 2
          ? `the keys of a map are always Strings: write Map<${typeToString(args[1])}>`
          : `write ${written.name.name}<${new Array(wanted).fill("Int").join(", ")}>, ` +
            "with the types you mean",
      },
    );
    return false;
  }

  #unknown(name: string, span: Span, isAlone: boolean): Type {
    if (this.#report.unread.has(name)) return WRONG;
    const slip = slipNamed("type", name);
    if (slip !== null) {
      this.#report.error("E0202", "name", `unknown type ${name}: ${slip.hint}`, span, {
        hint: `\`${name}\` is a type of ${slip.from}`,
      });
      return WRONG;
    }
    const near = nearest(name, [...BASIC_TYPES.keys(), "Map", ...this.#types.keys()]);
    this.#report.error("E0202", "name", `unknown type ${name}`, span, {
      ...(near !== null
        ? { hint: `did you mean ${near}?` }
        : isAlone
        ? { hint: `a type with this one constructor is written \`= ${name}()\`` }
        : {}),
      ...(near === null ? {} : { fix: { span, text: near } }),
    });
    return WRONG;
  }
}
