/**
 * Finds what every name of a file stands for, before types are looked at.
 *
 * Functions of a block see each other and the bindings around whatever their order, so their bodies
 * are resolved when the rest of the block has been. The pass also learns which functions and bindings
 * each function mentions, which decides in what order types are inferred.
 *
 * @module
 */
import type {
  Argument,
  Block,
  Clause,
  Expr,
  FunctionDecl,
  Ident,
  Lambda,
  LetStatement,
  Module,
  Param,
  Pattern,
  Statement,
  VarStatement,
} from "../syntax/ast.ts";
import type { Span } from "../syntax/span.ts";
import { boundNames } from "./bound_names.ts";
import {
  type Definition,
  type FunctionDef,
  type LocalDef,
  moduleOf,
  newFunction,
  newLocal,
  unknownLocal,
} from "./definition.ts";
import type { Names } from "./names.ts";
import { NodeNumbers, NodeTable } from "./node_table.ts";
import { lookUp, Scope } from "./scope.ts";

/** What the resolver writes down. */
export interface Resolution {
  /** What names, `module.name` fields, assignment targets and constructor patterns stand for. */
  readonly uses: NodeTable<object, Definition>;
  /** The local that a binding place makes. */
  readonly binders: NodeTable<object, LocalDef>;
  /** The functions declared directly in a list of statements. */
  readonly functions: Map<FunctionDecl, FunctionDef>;
  /** The numbers of the file's nodes, for further tables. */
  readonly numbers: NodeNumbers;
}

/** Resolves the names of one file. */
export class Resolver {
  readonly result: Resolution;
  readonly #names: Names;
  readonly #file: string;
  #scope: Scope;
  /** The functions around the current place, outermost first. */
  readonly #inside: FunctionDef[] = [];

  /**
   * @param names reports what is wrong and knows the names of other files
   * @param file name of the file
   * @param outer the names that are always there
   */
  constructor(names: Names, file: string, outer: Scope) {
    const numbers = new NodeNumbers();
    this.result = {
      uses: new NodeTable(numbers),
      binders: new NodeTable(numbers),
      functions: new Map(),
      numbers,
    };
    this.#names = names;
    this.#file = file;
    this.#scope = outer;
  }

  /** The scope of the file's top level, with its constructors and imports already bound. */
  module(module: Module, scope: Scope): void {
    this.#within(scope, () => this.#statements(module.statements, null));
  }

  #within(scope: Scope, body: () => void): void {
    const before = this.#scope;
    this.#scope = scope;
    body();
    this.#scope = before;
  }

  #block(block: Block): void {
    this.#within(new Scope(this.#scope), () => this.#statements(block.statements, block));
  }

  #statements(statements: readonly Statement[], home: Block | null): void {
    const scope = this.#scope;
    const functions: FunctionDef[] = [];
    for (const statement of statements) {
      if (statement.kind !== "function") continue;
      const definition = newFunction(statement, this.#file, home);
      this.result.functions.set(statement, definition);
      functions.push(definition);
      const before = scope.define(definition, definition.name);
      if (before !== undefined) this.#names.duplicate(statement.name, before);
    }
    scope.hold(statements);
    for (const statement of statements) this.#statement(statement, home === null);
    for (const definition of functions) this.#function(definition);
  }

  #statement(statement: Statement, topLevel: boolean): void {
    switch (statement.kind) {
      case "function":
        for (const annotation of statement.annotations) this.#args(annotation.args);
        break;
      case "let": {
        const { pattern } = statement;
        this.#expr(statement.value);
        if (pattern.kind === "bind") this.#bind(pattern, pattern, { topLevel, statement });
        else this.#pattern(pattern, { topLevel, statement });
        break;
      }
      case "var": {
        this.#expr(statement.value);
        this.#bind(statement.name, statement.name, { topLevel, statement, mutable: true });
        break;
      }
      case "schedule":
        for (const option of statement.options) this.#expr(option.value);
        this.#expr(statement.call);
        break;
      case "type":
      case "import":
      case "pythonImport":
        break;
      default:
        this.#expr(statement);
    }
  }

  #function(definition: FunctionDef): void {
    const { decl } = definition;
    this.#inside.push(definition);
    this.#within(new Scope(this.#scope, "function", definition), () => {
      this.#params(decl.params);
      this.#block(decl.body);
    });
    this.#inside.pop();
    definition.isRecursive = definition.mentions.has(definition);
  }

  #params(params: readonly Param[]): void {
    const seen = params.length === 1 ? null : new Map<string, Span>();
    for (const param of params) {
      if (param.defaultValue !== null) this.#expr(param.defaultValue);
      this.#pattern(param.pattern, {}, seen);
    }
  }

  #lambda(lambda: Lambda): void {
    this.#within(new Scope(this.#scope, "lambda"), () => {
      this.#params(lambda.params);
      this.#expr(lambda.body);
    });
  }

  #bind(
    place: object,
    name: Ident,
    options: { mutable?: boolean; topLevel?: boolean; statement?: LetStatement | VarStatement },
  ): LocalDef {
    const local = newLocal(name.name, name.span, this.#file, options);
    this.result.binders.set(place, local);
    const before = this.#scope.define(local, local.name);
    if (before !== undefined && before.kind !== "local") this.#names.duplicate(name, before);
    return local;
  }

  /** Binds the names of a pattern; `names` are those that patterns beside it bound, as in a parameter list. */
  #pattern(
    pattern: Pattern,
    options: { topLevel?: boolean; statement?: LetStatement } = {},
    names: Map<string, Span> | null = null,
    shared: Map<string, LocalDef> | null = null,
  ): void {
    if (pattern.kind === "bind" && names === null && shared === null) {
      this.#bind(pattern, pattern, options);
      return;
    }
    const seen = names ?? new Map<string, Span>();
    const bind = (place: object, name: Ident): void => {
      const known = shared?.get(name.name);
      if (known !== undefined) {
        this.result.binders.set(place, known);
        return;
      }
      const first = seen.get(name.name);
      if (first !== undefined) this.#names.boundTwice(name, first);
      seen.set(name.name, name.span);
      this.#bind(place, name, options);
    };
    const inner = (part: Pattern): void => this.#pattern(part, options, seen, shared);
    switch (pattern.kind) {
      case "bind":
        bind(pattern, { name: pattern.name, span: pattern.span });
        break;
      case "listPattern":
        pattern.before.forEach(inner);
        if (pattern.rest?.name) {
          bind(pattern.rest, pattern.rest.name);
          this.#alias(pattern.rest.name, pattern.rest);
        }
        pattern.after.forEach(inner);
        break;
      case "tuplePattern":
        pattern.items.forEach(inner);
        break;
      case "recordPattern":
        for (const field of pattern.fields) inner(field.pattern);
        break;
      case "constructorPattern": {
        const found = this.#names.constructorOf(this.#scope, pattern.name, pattern.qualifier);
        if (found !== null) this.result.uses.set(pattern, found);
        else if (pattern.args === null && pattern.qualifier === null) {
          // Perhaps a name was meant, which further uses then say nothing new about.
          this.#scope.define(unknownLocal(pattern.name), pattern.name.name);
        }
        for (const arg of pattern.args ?? []) inner(arg.pattern);
        break;
      }
      case "orPattern":
        this.#alternatives(pattern.options, options, seen, shared);
        break;
      case "asPattern":
        inner(pattern.pattern);
        bind(pattern, pattern.name);
        this.#alias(pattern.name, pattern);
        break;
      case "typePattern":
        inner(pattern.pattern);
        break;
      default:
        break;
    }
  }

  #alias(name: Ident, place: object): void {
    const local = this.result.binders.get(place);
    if (local !== undefined) this.result.binders.set(name, local);
  }

  /** Every alternative binds the same names; they are the locals of the first one. */
  #alternatives(
    alternatives: readonly Pattern[],
    options: { topLevel?: boolean; statement?: LetStatement },
    seen: Map<string, Span>,
    shared: Map<string, LocalDef> | null,
  ): void {
    const [first, ...others] = alternatives;
    this.#pattern(first, options, seen, shared);
    const names = boundNames(first);
    const locals = new Map<string, LocalDef>(shared ?? []);
    for (const [name, place] of names) {
      const local = this.result.binders.get(place);
      if (local !== undefined) locals.set(name, local);
    }
    for (const other of others) {
      const bound = boundNames(other);
      for (const name of names.keys()) {
        if (!bound.has(name)) this.#names.missingInAlternative(name, other.span, first.span);
      }
      for (const name of bound.keys()) {
        if (!names.has(name)) this.#names.missingInAlternative(name, first.span, other.span);
      }
      this.#pattern(other, options, seen, locals);
    }
  }

  #clause(clause: Clause): void {
    this.#within(new Scope(this.#scope), () => {
      this.#pattern(clause.pattern);
      if (clause.guard !== null) this.#expr(clause.guard);
      this.#expr(clause.body);
    });
  }

  #args(args: readonly Argument[]): void {
    for (const arg of args) this.#expr(arg.value);
  }

  #mention(definition: Definition): void {
    if (definition.kind !== "function" && definition.kind !== "local") return;
    if (definition.file !== this.#file) return;
    if (definition.kind === "local" && definition.statement === null) return;
    const place = definition.kind === "local" ? definition.span : definition.decl.span;
    for (let i = this.#inside.length - 1; i >= 0; i--) {
      const { decl, mentions } = this.#inside[i];
      const isOwn = place.start >= decl.span.start && place.end <= decl.span.end;
      if (isOwn && definition !== this.#inside[i]) break;
      mentions.add(definition);
    }
  }

  #use(node: object, name: Ident): void {
    const found = lookUp(this.#scope, name.name, name.span.start);
    if (found === null) {
      this.#names.unknown(this.#scope, name);
      return;
    }
    this.result.uses.set(node, found.definition);
    this.#mention(found.definition);
  }

  #expr(expr: Expr): void {
    switch (expr.kind) {
      case "string":
        for (const part of expr.parts) if (typeof part !== "string") this.#expr(part);
        break;
      case "list":
      case "tuple":
        for (const item of expr.items) this.#expr(item);
        break;
      case "comprehension":
        this.#within(new Scope(this.#scope), () => {
          for (const clause of expr.clauses) {
            if (clause.kind === "if") {
              this.#expr(clause.condition);
            } else {
              this.#expr(clause.iterable);
              this.#scope = new Scope(this.#scope);
              this.#pattern(clause.pattern);
            }
          }
          this.#expr(expr.body);
        });
        break;
      case "record":
        for (const entry of expr.entries) this.#expr(entry.value);
        break;
      case "name":
        this.#use(expr, expr);
        break;
      case "field":
        this.#field(expr);
        break;
      case "tupleField":
        this.#expr(expr.target);
        break;
      case "index":
        this.#expr(expr.target);
        this.#expr(expr.index);
        break;
      case "call":
        for (const definition of this.#inside) definition.hasCalls = true;
        this.#expr(expr.callee);
        this.#args(expr.args);
        if (expr.block !== null) {
          const { block } = expr;
          this.#within(new Scope(this.#scope, "lambda"), () => this.#block(block));
        }
        break;
      case "unary":
        this.#expr(expr.operand);
        break;
      case "binary":
        this.#expr(expr.left);
        this.#expr(expr.right);
        break;
      case "range":
        this.#expr(expr.start);
        this.#expr(expr.end);
        break;
      case "if":
        this.#expr(expr.condition);
        this.#block(expr.then);
        if (expr.otherwise !== null) this.#expr(expr.otherwise);
        break;
      case "match":
        this.#expr(expr.subject);
        for (const clause of expr.clauses) this.#clause(clause);
        break;
      case "for":
        this.#expr(expr.iterable);
        this.#within(new Scope(this.#scope), () => {
          this.#pattern(expr.pattern);
          this.#block(expr.body);
        });
        break;
      case "while":
        this.#expr(expr.condition);
        this.#block(expr.body);
        break;
      case "block":
        this.#block(expr);
        break;
      case "lambda":
        this.#lambda(expr);
        break;
      case "try":
        this.#block(expr.body);
        for (const clause of expr.clauses) this.#clause(clause);
        break;
      case "raise":
        this.#expr(expr.value);
        break;
      case "return":
        if (expr.value !== null) this.#expr(expr.value);
        break;
      case "assign":
        this.#expr(expr.value);
        this.#assign(expr, expr.target);
        break;
      case "cast":
        this.#expr(expr.value);
        break;
      case "python":
        this.#args(expr.args);
        break;
      case "parallel":
        this.#args(expr.options);
        for (const entry of expr.entries) {
          this.#within(new Scope(this.#scope, "parallel"), () => this.#expr(entry.value));
        }
        break;
      case "parallelFor":
        this.#expr(expr.iterable);
        this.#args(expr.options);
        this.#within(new Scope(this.#scope, "parallel"), () => {
          this.#pattern(expr.pattern);
          this.#block(expr.body);
        });
        break;
      case "checkpoint":
        this.#expr(expr.label);
        this.#block(expr.body);
        break;
      default:
        break;
    }
  }

  /** `module.name` is resolved as a whole; any other field waits for the type of its target. */
  #field(expr: Expr & { kind: "field" }): void {
    if (expr.target.kind === "name") {
      const found = lookUp(this.#scope, expr.target.name, expr.target.span.start);
      const module = found === null ? null : moduleOf(found.definition);
      if (module !== null) {
        this.result.uses.set(expr.target, module);
        const member = this.#names.member(module, expr.name);
        if (member !== null) {
          this.result.uses.set(expr, member);
          this.#mention(member);
        }
        return;
      }
    }
    this.#expr(expr.target);
  }

  #assign(node: object, target: Ident): void {
    const found = lookUp(this.#scope, target.name, target.span.start);
    if (found === null) {
      this.#names.unknown(this.#scope, target, "assign");
      this.#scope.define(unknownLocal(target), target.name);
      return;
    }
    const { definition } = found;
    if (definition.kind !== "local" || !definition.mutable) {
      this.#names.notAssignable(target, definition);
      return;
    }
    if (found.crossesParallel) this.#names.assignedInParallel(target, definition);
    if (found.crossesFunction) definition.isAssignedInside = true;
    this.result.uses.set(node, definition);
    this.#mention(definition);
  }
}
