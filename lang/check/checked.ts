/**
 * What the checker tells the compiler and the editor about one file.
 *
 * Side tables over the syntax tree: nothing here is text, and nothing is worded.
 *
 * @module
 */
import type {
  AssignExpr,
  CallExpr,
  ConstructorPattern,
  Expr,
  FieldExpr,
  FunctionDecl,
  Ident,
  Lambda,
  Module,
  NameExpr,
  Pattern,
  TypeExpr,
  VariantDecl,
} from "../syntax/ast.ts";
import type { Span } from "../syntax/span.ts";
import type { ConType, Scheme, Type } from "../types/type.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";

/** One row of a standard-library or engine table, as far as the language needs it. */
export interface HostEntry {
  readonly name: string;
  /** Type in Zixir's notation, with named parameters. */
  readonly type: string;
  readonly doc: string;
  readonly effect?: "pure" | "effect" | "async" | "callback";
  readonly nondeterministic?: boolean;
  readonly permission?: string;
  /**
   * True when it keeps no list it is given, and what it gives is new and shares no memory with what
   * it was given: a list that only such entries read is dead once the program cannot name it.
   */
  readonly borrows?: boolean;
}

/** A table: module `""` holds the names that are always there. */
export interface HostModule {
  readonly module: string;
  readonly doc: string;
  readonly entries: readonly HostEntry[];
}

/** What a name means. */
export type Symbol =
  | LocalSymbol
  | FunctionSymbol
  | ConstructorSymbol
  | HostSymbol
  | ModuleSymbol
  | PythonSymbol;

/** A `let`, `var`, parameter or pattern name. */
export interface LocalSymbol {
  readonly kind: "local";
  readonly name: string;
  /** Unique in the file. */
  readonly id: number;
  readonly span: Span;
  /** File it is declared in (a `pub let` may come from another file). */
  readonly file: string;
  readonly mutable: boolean;
  /** Its type; a `let` of a lambda may be generic. */
  readonly scheme: Scheme;
  /** Declared at the top level of its file. */
  readonly topLevel: boolean;
}

/** A declared function, step or workflow. */
export interface FunctionSymbol {
  readonly kind: "function";
  readonly name: string;
  readonly file: string;
  readonly decl: FunctionDecl;
  readonly scheme: Scheme;
  /** Its body calls something. */
  readonly hasCalls: boolean;
  /** Its body mentions the function itself. */
  readonly isRecursive: boolean;
}

/** A constructor of a user type. */
export interface ConstructorSymbol {
  readonly kind: "constructor";
  readonly name: string;
  readonly file: string;
  /** Identity of its type, `file#Name`. */
  readonly typeId: string;
  /** Its index among the constructors of the type. */
  readonly tag: number;
  readonly decl: VariantDecl;
  readonly scheme: Scheme;
}

/** An entry of the standard library (`list.max_by`, `print`) or of the engine (`engine.list_sum`). */
export interface HostSymbol {
  readonly kind: "host";
  readonly module: string;
  readonly entry: HostEntry;
  readonly scheme: Scheme;
}

/** A module used by name: a file, or a table of the host. Only a field of it has a value. */
export interface ModuleSymbol {
  readonly kind: "module";
  readonly name: string;
  readonly file: string | null;
  readonly host: string | null;
}

/** `import python "m" as name`: a value of type Any. */
export interface PythonSymbol {
  readonly kind: "python";
  readonly name: string;
  readonly module: string;
  /** File that imports it; in a session, an earlier entry. */
  readonly file: string;
}

/** How the compiler must call, or pick the version of, a function. */
export type Waiting =
  /** Never waits. */
  | "no"
  /** Waits: `await`. */
  | "yes"
  /** Waits exactly in the waiting version of the enclosing function, whose parameters decide. */
  | "depends";

/** An argument in the callee's order: given, or left to its default. */
export type ArgumentPlan = Expr | { readonly kind: "default"; readonly index: number };

/** A constructor of one instance of a user type. */
export interface ConstructorFields {
  readonly name: string;
  readonly tag: number;
  readonly fields: readonly Type[];
}

/** Everything known about one checked file. */
export interface CheckedModule {
  readonly file: string;
  readonly module: Module;
  /** Names other files may take. */
  readonly exports: ReadonlyMap<
    string,
    Symbol | { readonly kind: "typeDecl"; readonly id: string }
  >;
  readonly diagnostics: readonly Diagnostic[];
  /** The type of an expression, before any conversion. */
  typeOf(expr: Expr): Type;
  /** The type its value must be converted to where it stands (Int to Float, Any to a checked type, Range to list, `T` to `T?`, ...); undefined: none. */
  conversionOf(expr: Expr): Type | undefined;
  /** What a pattern is matched against. */
  typeOfPattern(pattern: Pattern): Type;
  /** The type a written type means. */
  typeOfAnnotation(type: TypeExpr): Type;
  /** What a name, a `module.name` field, an assignment's target or a constructor pattern means. */
  symbolOf(node: NameExpr | FieldExpr | AssignExpr | ConstructorPattern): Symbol | undefined;
  /** The symbol a binding place makes: bind patterns, `as` names, list rests, `var` names. */
  bindingOf(place: Pattern | Ident | { readonly span: Span }): LocalSymbol;
  /** What a function declared in this file is, also inside a block; the compiler asks for its scheme. */
  functionSymbol(decl: FunctionDecl): FunctionSymbol;
  /** The constructors of a user type by tag, with its arguments put in for its parameters; null for any other type. Used to check values at run time. */
  constructorsOf(type: ConType): readonly ConstructorFields[] | null;
  /** The constructors of a user type by tag; empty for any other type. */
  constructorSymbols(type: ConType): readonly ConstructorSymbol[];
  /** The arguments of a call of something with a known signature, in its order. Undefined for a call of a value. A trailing block is a last `Lambda`-like argument and not listed. */
  argumentsOf(call: CallExpr): readonly ArgumentPlan[] | undefined;
  /** Whether evaluating this call (or other waiting form: field or index of Any, python, parallel, checkpoint) waits. */
  waiting(expr: Expr): Waiting;
  /** Whether calling this function waits; `depends` means the compiler makes both versions. */
  functionWaits(fn: FunctionDecl | Lambda): Waiting;
  /** Where a function with both versions is named: which version is meant. */
  versionOf(use: NameExpr | FieldExpr): Waiting;
}
