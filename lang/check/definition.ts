/**
 * What names stand for while a file is being checked: the symbols of `checked.ts`, still growing.
 *
 * @module
 */
import type {
  Block,
  FunctionDecl,
  Ident,
  LetStatement,
  TypeDecl,
  VarStatement,
} from "../syntax/ast.ts";
import type { Span } from "../syntax/span.ts";
import type { Cell } from "../types/cell.ts";
import type { EffectNode } from "../types/effect.ts";
import type { HostParameter } from "../types/notation.ts";
import { type FullScheme, monoScheme } from "../types/scheme.ts";
import type { FunctionType, Type } from "../types/type.ts";
import type {
  ConstructorSymbol,
  FunctionSymbol,
  HostSymbol,
  LocalSymbol,
  ModuleSymbol,
  PythonSymbol,
} from "./checked.ts";
import { WRONG } from "../types/build.ts";

/** A local name; its scheme is set once its value is checked. */
export interface LocalDef extends LocalSymbol {
  scheme: FullScheme;
  /** The statement that gives it its value, for a `let` or `var` of a block. */
  readonly statement: LetStatement | VarStatement | null;
  /** False until its scheme is known. */
  isTyped: boolean;
  /** Some function or lambda inside its scope assigns to it. */
  isAssignedInside: boolean;
}

/** A function of this file, or of another one. */
export interface FunctionDef extends FunctionSymbol {
  scheme: FullScheme;
  state: "new" | "busy" | "done";
  /** Depth of generalisation where it is declared; -1 until its block is entered. */
  level: number;
  /** Functions and locals of enclosing blocks that its body mentions. */
  readonly mentions: Set<FunctionDef | LocalDef>;
  /** While it is being checked: its one type. */
  type: FunctionType | null;
  /** Whether a call may wait. */
  effect: EffectNode | null;
  /** The effect of the function in whose body it is declared. */
  maker: EffectNode | null;
  hasCalls: boolean;
  isRecursive: boolean;
  /** A call in its body that acts on the world, outside of steps; null when there is none. */
  acts: string | null;
  /** The statements among which it is declared. */
  readonly home: Block | null;
}

/** A constructor with its type's description. */
export interface ConstructorDef extends ConstructorSymbol {
  scheme: FullScheme;
  readonly info: UserType;
}

/** An entry of a host table, with the parameters its notation names. */
export interface HostDef extends HostSymbol {
  readonly scheme: FullScheme;
  readonly parameters: readonly HostParameter[] | null;
  /** The module of the same name: `map` is a function, `map.get` an entry of the module. */
  namespace: ModuleDef | null;
}

/** What a module of the host or another file offers by name. */
export interface ModuleDef extends ModuleSymbol {
  /** The value of `module.name`. */
  member(name: string): Definition | null;
  /** The type `module.Name`. */
  type(name: string): UserType | null;
  /** All names, for suggestions. */
  names(): Iterable<string>;
}

/** Anything a name can stand for. */
export type Definition =
  | LocalDef
  | FunctionDef
  | ConstructorDef
  | HostDef
  | ModuleDef
  | PythonSymbol;

/** A type declared by a program. */
export interface UserType {
  /** `file#Name`. */
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly decl: TypeDecl;
  /** Stands for the parameters inside `alias` and the constructors. */
  params: readonly Cell[];
  /** What an alias means; null for a type with constructors. */
  alias: Type | null;
  constructors: readonly ConstructorDef[];
  state: "new" | "busy" | "done";
}

let nextLocalId = 1;

/** A new local; its type is set when its value is checked. */
export function newLocal(
  name: string,
  span: Span,
  file: string,
  options: {
    mutable?: boolean;
    topLevel?: boolean;
    statement?: LetStatement | VarStatement | null;
  },
): LocalDef {
  return {
    kind: "local",
    name,
    id: nextLocalId++,
    span,
    file,
    mutable: options.mutable ?? false,
    topLevel: options.topLevel ?? false,
    scheme: UNTYPED,
    statement: options.statement ?? null,
    isTyped: false,
    isAssignedInside: false,
  };
}

/** Stands, silently, for what was reported as unknown or could not be imported. */
export function unknownLocal(name: Ident): LocalDef {
  const local = newLocal(name.name, name.span, "", { mutable: true });
  local.isTyped = true;
  return local;
}

const UNTYPED = monoScheme(WRONG);

/** A new function whose type is not known yet. */
export function newFunction(
  decl: FunctionDecl,
  file: string,
  home: Block | null,
): FunctionDef {
  return {
    kind: "function",
    name: decl.name.name,
    file,
    decl,
    scheme: UNTYPED,
    state: "new",
    level: -1,
    mentions: new Set(),
    type: null,
    effect: null,
    maker: null,
    hasCalls: false,
    isRecursive: false,
    acts: null,
    home,
  };
}

/** The module that a name stands for before a dot; null when it stands for a value. */
export function moduleOf(definition: Definition): ModuleDef | null {
  if (definition.kind === "host") return definition.namespace;
  return definition.kind === "module" ? definition : null;
}
