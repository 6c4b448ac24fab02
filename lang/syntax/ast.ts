/**
 * The syntax tree: what a program says, with spans, free of layout and sugar.
 *
 * `lower.ts` makes it from the Lezer tree. Sugar is gone here: the three ways to write a body are
 * one `Block`, a pipe is a call (`piped: true`), `elif`-like chains are nested `If`s, a template is
 * a list of parts, `x += 1` is an assignment with an operator. Every node carries its span and is a
 * distinct object, so later phases attach what they learn in side tables (`node_table.ts`); what bears
 * a type or binds a name has its `number` for them from the start: a property that is added later
 * costs as much memory as the node.
 *
 * Where the text was broken, lowering leaves an `Invalid` node that already has its diagnostic;
 * later phases give it a fresh type and stay silent about it.
 *
 * @module
 */
import type { Span } from "./span.ts";

/** A name with its place. */
export interface Ident {
  /** The name as written. */
  readonly name: string;
  /** Its place. */
  readonly span: Span;
}

/** A whole file: statements in order; declarations among them see each other regardless of order. */
export interface Module {
  readonly kind: "module";
  readonly span: Span;
  readonly statements: readonly Statement[];
  /**
   * Names in text that could not be read, which may have been declared there: that one of them is
   * unknown is no error. Absent when all was read.
   */
  readonly unreadNames?: ReadonlySet<string>;
}

/** What may stand in a block, one after the other. An expression statement is the expression itself. */
export type Statement = Declaration | Binding | Expr;

/** What only declares, at the top level of a file (functions may also stand inside a block). */
export type Declaration = FunctionDecl | TypeDecl | ImportDecl | PythonImport | ScheduleDecl;

/** `let` and `var`. */
export type Binding = LetStatement | VarStatement;

/** `let PATTERN: TYPE = VALUE`. */
export interface LetStatement {
  readonly kind: "let";
  readonly span: Span;
  readonly pattern: Pattern;
  readonly annotation: TypeExpr | null;
  readonly value: Expr;
  /** Text of the `##` lines above, or null. */
  readonly doc: string | null;
  readonly pub: boolean;
}

/** `var NAME: TYPE = VALUE`: a binding that can be assigned again. */
export interface VarStatement {
  readonly kind: "var";
  readonly span: Span;
  readonly name: Ident;
  readonly annotation: TypeExpr | null;
  readonly value: Expr;
}

/** `fn`, `step` and `workflow` declarations. */
export interface FunctionDecl {
  readonly kind: "function";
  number: number;
  readonly span: Span;
  /** Which keyword declared it. */
  readonly role: "fn" | "step" | "workflow";
  readonly pub: boolean;
  readonly name: Ident;
  readonly params: readonly Param[];
  readonly returns: TypeExpr | null;
  readonly body: Block;
  readonly annotations: readonly Annotation[];
  readonly doc: string | null;
}

/** A parameter: a pattern (mostly a name), an optional type and an optional default. */
export interface Param {
  readonly kind: "param";
  readonly span: Span;
  readonly pattern: Pattern;
  readonly annotation: TypeExpr | null;
  readonly defaultValue: Expr | null;
}

/** `@retry(3, backoff: 200ms)` above a declaration. */
export interface Annotation {
  readonly kind: "annotation";
  readonly span: Span;
  readonly name: Ident;
  readonly args: readonly Argument[];
}

/** `type Shape = Circle(r: Float) | Empty`, `type Order = {id: String}`, `type Pair<A> = (A, A)`. */
export interface TypeDecl {
  readonly kind: "type";
  readonly span: Span;
  readonly pub: boolean;
  readonly name: Ident;
  readonly params: readonly Ident[];
  readonly body:
    | { readonly kind: "variants"; readonly variants: readonly VariantDecl[] }
    | { readonly kind: "alias"; readonly type: TypeExpr };
  readonly doc: string | null;
}

/** One constructor of a user type; a field may have a name. */
export interface VariantDecl {
  readonly span: Span;
  readonly name: Ident;
  readonly fields: readonly { readonly name: Ident | null; readonly type: TypeExpr }[];
}

/** `import "./a.zixir"`, `import a, b from "./a.zixir"`, `import "./a.zixir" as s`. */
export interface ImportDecl {
  readonly kind: "import";
  readonly span: Span;
  /** The path as written, and its place. */
  readonly path: Ident;
  /** Names taken one by one; null when the module is imported as a whole. */
  readonly names: readonly Ident[] | null;
  /** The name of the whole module: what `as` says, or the file's stem; null with `names`. */
  readonly alias: Ident | null;
}

/** `import python "sklearn.linear_model" as lm` (without `as`: the last part of the name). */
export interface PythonImport {
  readonly kind: "pythonImport";
  readonly span: Span;
  readonly module: Ident;
  readonly alias: Ident;
}

/** `schedule "0 2 * * *", catchup: true nightly(time.today())`. */
export interface ScheduleDecl {
  readonly kind: "schedule";
  readonly span: Span;
  readonly cron: Ident;
  readonly options: readonly { readonly name: Ident; readonly value: Expr }[];
  readonly call: Expr;
}

/** `{ ... }`, an indented block, or a single expression after `:`. Its value is its last expression's. */
export interface Block {
  readonly kind: "block";
  number: number;
  readonly span: Span;
  readonly statements: readonly Statement[];
}

/** An argument of a call; `name` when it was given by name. */
export interface Argument {
  readonly name: Ident | null;
  readonly value: Expr;
}

/** Operators with two operands. `&&`/`and` and `||`/`or` are one operator each. */
export type BinaryOp =
  | "+"
  | "-"
  | "*"
  | "/"
  | "//"
  | "%"
  | "**"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "in"
  | "&&"
  | "||"
  | "??";

/** Any expression. */
export type Expr =
  | IntLit
  | FloatLit
  | BoolLit
  | NilLit
  | StringLit
  | DurationLit
  | SizeLit
  | ListExpr
  | ListComp
  | RecordExpr
  | TupleExpr
  | NameExpr
  | FieldExpr
  | TupleField
  | IndexExpr
  | CallExpr
  | UnaryExpr
  | BinaryExpr
  | RangeExpr
  | IfExpr
  | MatchExpr
  | ForExpr
  | WhileExpr
  | Block
  | Lambda
  | TryExpr
  | RaiseExpr
  | ReturnExpr
  | BreakExpr
  | ContinueExpr
  | AssignExpr
  | CastExpr
  | PythonCall
  | ParallelExpr
  | ParallelFor
  | CheckpointExpr
  | Invalid;

/** An integer literal, exact. */
export interface IntLit {
  readonly kind: "int";
  number: number;
  readonly span: Span;
  readonly value: bigint;
}
/** A float literal. */
export interface FloatLit {
  readonly kind: "float";
  number: number;
  readonly span: Span;
  readonly value: number;
}
/** `true` or `false`. */
export interface BoolLit {
  readonly kind: "bool";
  number: number;
  readonly span: Span;
  readonly value: boolean;
}
/** `nil`. */
export interface NilLit {
  readonly kind: "nil";
  number: number;
  readonly span: Span;
}
/** A string: text parts (escapes resolved, indentation of `"""` removed) and interpolated expressions. */
export interface StringLit {
  readonly kind: "string";
  number: number;
  readonly span: Span;
  readonly parts: readonly (string | Expr)[];
}
/** `200ms`, `1d`, in milliseconds. */
export interface DurationLit {
  readonly kind: "duration";
  number: number;
  readonly span: Span;
  readonly ms: number;
}
/** `512MB`, in bytes. */
export interface SizeLit {
  readonly kind: "size";
  number: number;
  readonly span: Span;
  readonly bytes: number;
}
/** `[1, ..xs]` is not in the language: a list holds its elements only. */
export interface ListExpr {
  readonly kind: "list";
  number: number;
  readonly span: Span;
  readonly items: readonly Expr[];
}
/** `[x * 2 for x in xs if x > 1]`, with any number of `for` clauses. */
export interface ListComp {
  readonly kind: "comprehension";
  number: number;
  readonly span: Span;
  readonly body: Expr;
  readonly clauses: readonly (
    | { readonly kind: "for"; readonly pattern: Pattern; readonly iterable: Expr }
    | { readonly kind: "if"; readonly condition: Expr }
  )[];
}
/** `{name: "Ada", "b c": 2, ...old}`; `{age}` is short for `{age: age}`. */
export interface RecordExpr {
  readonly kind: "record";
  number: number;
  readonly span: Span;
  readonly entries: readonly (
    | {
      readonly kind: "field";
      readonly key: Ident;
      readonly quoted: boolean;
      readonly value: Expr;
    }
    | { readonly kind: "spread"; readonly value: Expr; readonly span: Span }
  )[];
}
/** `(1, "a")`: two or more places. */
export interface TupleExpr {
  readonly kind: "tuple";
  number: number;
  readonly span: Span;
  readonly items: readonly Expr[];
}
/** A lower-case name or a constructor (capital). */
export interface NameExpr {
  readonly kind: "name";
  number: number;
  readonly span: Span;
  readonly name: string;
}
/** `r.field`, `r?.field`; also `module.name` until names are resolved. */
export interface FieldExpr {
  readonly kind: "field";
  number: number;
  readonly span: Span;
  readonly target: Expr;
  readonly name: Ident;
  readonly optional: boolean;
}
/** `t.0`. */
export interface TupleField {
  readonly kind: "tupleField";
  number: number;
  readonly span: Span;
  readonly target: Expr;
  readonly index: number;
}
/** `xs[i]`. */
export interface IndexExpr {
  readonly kind: "index";
  number: number;
  readonly span: Span;
  readonly target: Expr;
  readonly index: Expr;
}
/** `f(x, name: y)`, `x |> f(y)` (piped: the left side is the first argument), `retry(3) { … }` (block). */
export interface CallExpr {
  readonly kind: "call";
  number: number;
  readonly span: Span;
  readonly callee: Expr;
  readonly args: readonly Argument[];
  /** True when the first argument came through `|>`. */
  readonly piped: boolean;
  /** A trailing block, handed over as a function without parameters. */
  readonly block: Block | null;
}
/** `-x`, `!x` (also `not x`). */
export interface UnaryExpr {
  readonly kind: "unary";
  number: number;
  readonly span: Span;
  readonly op: "-" | "!";
  readonly operand: Expr;
}
/** Two operands and the place of the operator. */
export interface BinaryExpr {
  readonly kind: "binary";
  number: number;
  readonly span: Span;
  readonly op: BinaryOp;
  readonly opSpan: Span;
  readonly left: Expr;
  readonly right: Expr;
}
/** `a..b` (without b) or `a..=b`. */
export interface RangeExpr {
  readonly kind: "range";
  number: number;
  readonly span: Span;
  readonly start: Expr;
  readonly end: Expr;
  readonly inclusive: boolean;
}
/** `if c: a else: b`; without `else` the value is nil when false. */
export interface IfExpr {
  readonly kind: "if";
  number: number;
  readonly span: Span;
  readonly condition: Expr;
  readonly then: Block;
  readonly otherwise: Block | IfExpr | null;
}
/** `match v { p if g => e, … }`. */
export interface MatchExpr {
  readonly kind: "match";
  number: number;
  readonly span: Span;
  readonly subject: Expr;
  readonly clauses: readonly Clause[];
}
/** A clause of `match` or `catch`. */
export interface Clause {
  readonly kind: "clause";
  readonly span: Span;
  readonly pattern: Pattern;
  readonly guard: Expr | null;
  readonly body: Expr;
}
/** `for p in xs { … }`, value nil. */
export interface ForExpr {
  readonly kind: "for";
  number: number;
  readonly span: Span;
  readonly pattern: Pattern;
  readonly iterable: Expr;
  readonly body: Block;
}
/** `while c { … }`, value nil. */
export interface WhileExpr {
  readonly kind: "while";
  number: number;
  readonly span: Span;
  readonly condition: Expr;
  readonly body: Block;
}
/** `x => e`, `(a, b) => e`, `fn(a, b): e`. */
export interface Lambda {
  readonly kind: "lambda";
  number: number;
  readonly span: Span;
  readonly params: readonly Param[];
  readonly returns: TypeExpr | null;
  readonly body: Expr;
}
/** `try: e catch p => r …`. */
export interface TryExpr {
  readonly kind: "try";
  number: number;
  readonly span: Span;
  readonly body: Block;
  readonly clauses: readonly Clause[];
}
/** `raise e`: a String or a record {kind, message, data}. */
export interface RaiseExpr {
  readonly kind: "raise";
  number: number;
  readonly span: Span;
  readonly value: Expr;
}
/** `return e`, `return`. */
export interface ReturnExpr {
  readonly kind: "return";
  number: number;
  readonly span: Span;
  readonly value: Expr | null;
}
/** `break`. */
export interface BreakExpr {
  readonly kind: "break";
  number: number;
  readonly span: Span;
}
/** `continue`. */
export interface ContinueExpr {
  readonly kind: "continue";
  number: number;
  readonly span: Span;
}
/** `x = e`, `x += e` (op "+"); value nil. */
export interface AssignExpr {
  readonly kind: "assign";
  number: number;
  readonly span: Span;
  readonly target: Ident;
  readonly op: "+" | "-" | "*" | "/" | "//" | "%" | "**" | null;
  readonly value: Expr;
}
/** `e as Type`, checked at run time. */
export interface CastExpr {
  readonly kind: "cast";
  number: number;
  readonly span: Span;
  readonly value: Expr;
  readonly type: TypeExpr;
}
/** `python "math" "sqrt" (16.0)`. */
export interface PythonCall {
  readonly kind: "python";
  number: number;
  readonly span: Span;
  readonly module: Ident;
  readonly function: Ident;
  readonly args: readonly Argument[];
}
/** `parallel { a: x(), b: y() }`; options as in `parallel(settle: true) { … }`. */
export interface ParallelExpr {
  readonly kind: "parallel";
  number: number;
  readonly span: Span;
  readonly options: readonly Argument[];
  readonly entries: readonly { readonly key: Ident; readonly value: Expr }[];
}
/** `parallel for p in xs, max: 4, settle: true: body`. */
export interface ParallelFor {
  readonly kind: "parallelFor";
  number: number;
  readonly span: Span;
  readonly pattern: Pattern;
  readonly iterable: Expr;
  readonly options: readonly Argument[];
  readonly body: Block;
}
/** `checkpoint "label": e`. */
export interface CheckpointExpr {
  readonly kind: "checkpoint";
  number: number;
  readonly span: Span;
  readonly label: Expr;
  readonly body: Block;
}
/** Text that could not be read; its diagnostic is already reported. */
export interface Invalid {
  readonly kind: "invalid";
  number: number;
  readonly span: Span;
}

/** Any pattern. */
export type Pattern =
  | { readonly kind: "wildcard"; number: number; readonly span: Span }
  | BindPattern
  | LiteralPattern
  | {
    readonly kind: "rangePattern";
    number: number;
    readonly span: Span;
    readonly start: bigint;
    readonly end: bigint;
    readonly inclusive: boolean;
  }
  | ListPattern
  | {
    readonly kind: "tuplePattern";
    number: number;
    readonly span: Span;
    readonly items: readonly Pattern[];
  }
  | RecordPattern
  | ConstructorPattern
  | {
    readonly kind: "orPattern";
    number: number;
    readonly span: Span;
    readonly options: readonly Pattern[];
  }
  | {
    readonly kind: "asPattern";
    number: number;
    readonly span: Span;
    readonly pattern: Pattern;
    readonly name: Ident;
  }
  | {
    readonly kind: "typePattern";
    number: number;
    readonly span: Span;
    readonly pattern: Pattern;
    readonly type: TypeExpr;
  }
  | Invalid;

/** A name, which always binds. */
export interface BindPattern {
  readonly kind: "bind";
  number: number;
  readonly span: Span;
  readonly name: string;
}
/** A literal; strings here have no interpolation. */
export interface LiteralPattern {
  readonly kind: "literal";
  number: number;
  readonly span: Span;
  readonly value: IntLit | FloatLit | BoolLit | NilLit | StringLit | DurationLit | SizeLit;
}
/** `[a, ..rest, z]`; `rest` is null without `..`, its `name` null for a bare `..`. */
export interface ListPattern {
  readonly kind: "listPattern";
  number: number;
  readonly span: Span;
  readonly before: readonly Pattern[];
  readonly rest: { readonly name: Ident | null; readonly span: Span } | null;
  readonly after: readonly Pattern[];
}
/** `{kind: "ok", value}`: other keys may be there too. */
export interface RecordPattern {
  readonly kind: "recordPattern";
  number: number;
  readonly span: Span;
  readonly fields: readonly { readonly key: Ident; readonly pattern: Pattern }[];
}
/** `Circle(r)`, `Rect(w: w, h: h)`, `Empty`. */
export interface ConstructorPattern {
  readonly kind: "constructorPattern";
  number: number;
  readonly span: Span;
  readonly name: Ident;
  /** `module.Circle(r)`: the module's name. */
  readonly qualifier: Ident | null;
  /** Null when written without parentheses. */
  readonly args: readonly { readonly name: Ident | null; readonly pattern: Pattern }[] | null;
}

/** A type as written. */
export type TypeExpr =
  | {
    readonly kind: "typeName";
    number: number;
    readonly span: Span;
    readonly name: Ident;
    readonly qualifier: Ident | null;
    readonly args: readonly TypeExpr[];
  }
  | { readonly kind: "listType"; number: number; readonly span: Span; readonly item: TypeExpr }
  | { readonly kind: "optionType"; number: number; readonly span: Span; readonly item: TypeExpr }
  | {
    readonly kind: "tupleType";
    number: number;
    readonly span: Span;
    readonly items: readonly TypeExpr[];
  }
  | {
    readonly kind: "functionType";
    number: number;
    readonly span: Span;
    readonly params: readonly TypeExpr[];
    readonly returns: TypeExpr;
  }
  | {
    readonly kind: "recordType";
    number: number;
    readonly span: Span;
    readonly fields: readonly { readonly name: Ident; readonly type: TypeExpr }[];
  }
  | Invalid;

/** Every node of the tree. */
export type Node = Module | Statement | Pattern | TypeExpr | Clause | Param | Annotation;
