/**
 * What is shared while one file is compiled: names, helpers used, constants made once per module.
 *
 * Invariants
 * 1. A JS name made here contains `$`, so it meets no JS keyword and no name of a program.
 * 2. Everything a constant of the prologue refers to stands before it: helpers, then imports and
 *    host entries, then constructors, then type descriptors (which refer to each other lazily).
 *
 * @module
 */
import type {
  CheckedModule,
  ConstructorSymbol,
  FunctionSymbol,
  HostSymbol,
  LocalSymbol,
  PythonSymbol,
} from "../check/checked.ts";
import type {
  CallExpr,
  Expr,
  FunctionDecl,
  Pattern,
  Statement,
  TypeExpr,
  VariantDecl,
} from "../syntax/ast.ts";
import { RESULT_ID } from "../check/prelude.ts";
import type { Span } from "../syntax/span.ts";
import type { ConType, Type } from "../types/type.ts";
import { grownVariables } from "./append.ts";
import { deadVariables } from "./dead_lists.ts";
import { typeKey } from "./descriptor.ts";
import { instanceOf, NO_SUBSTITUTION, substitute, type Substitution } from "./instance.ts";
import { type BodyFacts, bodyFacts } from "./walk.ts";
import type { Request, Requests } from "./requests.ts";
import type { Inlined } from "./inline.ts";
import type { Helper } from "./helpers.ts";

/** What is needed to compile one file. */
export interface CompileInput {
  /** The file, without errors. */
  readonly checked: CheckedModule;
  /** The text of a file of the program. */
  sourceOf(file: string): string;
  /** The other files of the program, by name. */
  moduleOf(file: string): CheckedModule | undefined;
  /**
   * True when later entries may use every top-level binding (REPL): all are exported, and a `var`
   * lives in the exports, so that a later entry can assign to it.
   */
  readonly session: boolean;
  /** True for the file that is run, whose `main()` gives the program its value: not for an import. */
  readonly runsMain: boolean;
  /** Versions of functions that the files of the program ask of each other. */
  readonly requests: Requests;
  /** True when some block of the program limits its calls, so that every call must be counted. */
  readonly countsCalls: boolean;
  /** True when one of its workflows is to be called: expressions at the top level are left out. */
  readonly isForWorkflow: boolean;
}

/** One JS function for a declared function. */
export interface Version {
  readonly symbol: FunctionSymbol;
  /** Its JS name. */
  readonly name: string;
  /** What its variables are; empty for the generic version. */
  readonly by: Substitution;
  /** Whether it is the version that waits, of a function that has both. */
  readonly waiting: boolean;
}

/** Specific versions of one generic function, beyond which the generic one is used. */
const INSTANCES_MAX = 8;

/** State of compiling one file. */
export class Unit {
  readonly input: CompileInput;
  readonly checked: CheckedModule;
  readonly #helpers = new Set<Helper>();
  readonly #links = new Map<string, string>();
  /** Names of implementations of host entries: those that do not wait, those that do. */
  readonly #hosts = [new Map<HostSymbol, string>(), new Map<HostSymbol, string>()] as const;
  readonly #constants: string[] = [];
  readonly #functions = new Map<FunctionDecl, string>();
  readonly #constructors = new Map<VariantDecl, string>();
  /** Answers of `isSimple`, by expression. */
  simple = new Map<Expr, boolean>();
  /** Answers of `inlinedCall`. */
  inlined = new Map<CallExpr, Inlined | null>();
  readonly #topLevel: ReadonlySet<FunctionDecl>;
  readonly #versions = new Map<string, Version>();
  /** The generic versions that do not wait, of functions of the top level. */
  readonly #plain = new Map<FunctionDecl, Version>();
  readonly #instances = new Map<FunctionDecl, number>();
  readonly #pending: Version[] = [];
  /** How many of the pending versions were handed out. */
  #written = 0;
  #by: Substitution = NO_SUBSTITUTION;
  readonly #exported: ReadonlySet<string>;
  readonly #places = new Map<string, number>();
  readonly #facts = new Map<FunctionDecl, BodyFacts>();
  /** By file, the constructors whose type has no other. */
  readonly #onlyConstructors = new Map<string, Set<VariantDecl>>();
  /** By statement of the top level, the variables in it that grow; by null, those of the top level. */
  readonly #grown = new Map<Statement | null, ReadonlySet<number>>();
  /** In the same way, the variables whose lists are given back. */
  readonly #dying = new Map<Statement | null, ReadonlySet<number>>();
  /** How many user types are being described, one inside the other. */
  typeDepth = 0;
  #counter = 0;
  /** The variable that holds the result of an Int operation while it is checked. */
  readonly result = "$r";

  /** @param input the file and its surroundings */
  constructor(input: CompileInput) {
    this.input = input;
    this.checked = input.checked;
    const functions = input.checked.module.statements.filter((item) => item.kind === "function");
    this.#topLevel = new Set(functions);
    this.#exported = new Set(input.checked.exports.keys());
  }

  /** The name a helper has in generated code. */
  helper(name: Helper): string {
    this.#helpers.add(name);
    return `$${name}`;
  }

  /** A name not used before; `stem` makes the text readable. */
  fresh(stem: string): string {
    return `${stem}$${(this.#counter++).toString(36)}_`;
  }

  /** The JS name of a local of this file. */
  localName(symbol: LocalSymbol): string {
    return `${symbol.name}$${symbol.id}`;
  }

  /** How a local is read and assigned, wherever it is declared. */
  localRef(symbol: LocalSymbol): string {
    if (symbol.file !== this.checked.file) {
      if (symbol.mutable) return `${this.module(symbol.file)}.${this.exportedLocal(symbol)}`;
      return this.link(`${this.module(symbol.file)}.${this.exportedLocal(symbol)}`, symbol.name);
    }
    if (this.input.session && symbol.topLevel && symbol.mutable) {
      return `$exports.${this.exportedLocal(symbol)}`;
    }
    return this.localName(symbol);
  }

  /** The property of a module's exports that holds a top-level binding. */
  exportedLocal(symbol: LocalSymbol): string {
    return `${symbol.name}$${symbol.id}`;
  }

  /** Puts a top-level binding among the exports once it has its value, if others may use it. */
  exportLocal(scope: { emit(line: string): void }, symbol: LocalSymbol): void {
    if (!symbol.topLevel || symbol.file !== this.checked.file) return;
    if (!this.input.session && !this.#exported.has(symbol.name)) return;
    const name = this.localName(symbol);
    scope.emit(`$exports.${this.exportedLocal(symbol)} = ${name};`);
  }

  /** The exports of another file. */
  module(file: string): string {
    return this.link(`$imports[${JSON.stringify(file)}]`, "module");
  }

  /**
   * The version of a function that a use of its name means; it will be written.
   *
   * @param use the use, whose type says which instance of a generic function is meant; null for the
   * generic one
   * @param waiting whether the version that waits is meant, of a function that has both
   */
  version(symbol: FunctionSymbol, use: Expr | null, waiting: boolean): Version {
    const { decl, file } = symbol;
    const suffix = waiting ? "w" : "";
    if (file !== this.checked.file) {
      const by = use === null ? null : instanceOf(symbol.scheme, this.typeOf(use));
      const asked = by === null ? null : this.input.requests.ask(symbol, by, waiting);
      const property = asked ?? `${decl.name.name}$f${suffix}`;
      const name = this.link(`${this.module(file)}.${property}`, decl.name.name);
      return { symbol, name, by: asked === null || by === null ? NO_SUBSTITUTION : by, waiting };
    }
    if (!waiting && (use === null || symbol.scheme.vars.length === 0)) {
      const known = this.#plain.get(decl);
      if (known !== undefined) return known;
    }
    const stem = this.#functionStem(decl);
    if (!this.#topLevel.has(decl)) {
      return { symbol, name: stem + suffix, by: this.#by, waiting };
    }
    const by = use === null ? null : instanceOf(symbol.scheme, this.typeOf(use));
    return this.#versionFor(symbol, stem, by ?? NO_SUBSTITUTION, suffix, waiting);
  }

  #versionFor(
    symbol: FunctionSymbol,
    stem: string,
    by: Substitution,
    suffix: string,
    waiting: boolean,
  ): Version {
    const key = by.size === 0 ? stem + suffix : `${stem}${suffix}<${keyOf(symbol, by)}>`;
    const known = this.#versions.get(key);
    if (known !== undefined) return known;
    const count = this.#instances.get(symbol.decl) ?? 0;
    if (by.size > 0 && count >= INSTANCES_MAX) {
      return this.#versionFor(symbol, stem, NO_SUBSTITUTION, suffix, waiting);
    }
    this.#instances.set(symbol.decl, count + 1);
    const name = by.size === 0 ? stem + suffix : `${stem}i${this.#versions.size}${suffix}`;
    const version = { symbol, name, by, waiting };
    this.#versions.set(key, version);
    if (by.size === 0 && !waiting) this.#plain.set(symbol.decl, version);
    this.#pending.push(version);
    return version;
  }

  /** A version that another file asks for; however many there are, it will be written. */
  requestedVersion({ symbol, by, waiting }: Request): Version {
    const suffix = waiting ? "w" : "";
    this.#instances.set(symbol.decl, 0);
    return this.#versionFor(symbol, this.#functionStem(symbol.decl), by, suffix, waiting);
  }

  /** A version of a top-level function that is used but not yet written, or undefined. */
  nextVersion(): Version | undefined {
    return this.#pending[this.#written++];
  }

  /** Runs `write` with the variables of a generic function replaced. */
  within<T>(by: Substitution, write: () => T): T {
    const outer = { by: this.#by, simple: this.simple, inlined: this.inlined };
    this.#by = by;
    this.simple = new Map();
    this.inlined = new Map();
    try {
      return write();
    } finally {
      this.#by = outer.by;
      this.simple = outer.simple;
      this.inlined = outer.inlined;
    }
  }

  /** The type of an expression before any conversion, in the instance being written. */
  typeOf(expr: Expr): Type {
    return substitute(this.checked.typeOf(expr), this.#by);
  }

  /** The type an expression must be converted to where it stands, in the instance being written. */
  conversionOf(expr: Expr): Type | undefined {
    const target = this.checked.conversionOf(expr);
    return target === undefined ? undefined : substitute(target, this.#by);
  }

  /** What a pattern is matched against, in the instance being written. */
  typeOfPattern(pattern: Pattern): Type {
    return substitute(this.checked.typeOfPattern(pattern), this.#by);
  }

  /** The type a written type means, in the instance being written. */
  typeOfAnnotation(type: TypeExpr): Type {
    return substitute(this.checked.typeOfAnnotation(type), this.#by);
  }

  /** The type of a local, in the instance being written. */
  typeOfLocal(symbol: LocalSymbol): Type {
    return substitute(symbol.scheme.type, this.#by);
  }

  #functionStem(decl: FunctionDecl): string {
    let name = this.#functions.get(decl);
    if (name === undefined) {
      name = `${decl.name.name}$f${this.#functions.size}`;
      this.#functions.set(decl, name);
    }
    return name;
  }

  /** What is known of a function declared in this file. */
  functionSymbol(decl: FunctionDecl): FunctionSymbol {
    return this.checked.functionSymbol(decl);
  }

  /** JS name of a constructor (`runtime/values/variant.ts`), of this file or another. */
  constructorName(symbol: ConstructorSymbol): string {
    // Every file makes the built-in ones for itself, also where an entry before it knew them first.
    if (symbol.file !== this.checked.file && symbol.typeId !== RESULT_ID) {
      return this.link(`${this.module(symbol.file)}.${symbol.name}$c`, symbol.name);
    }
    const type = symbol.typeId.slice(symbol.typeId.lastIndexOf("#") + 1);
    return this.declareConstructor(symbol.decl, type, symbol.tag, symbol.typeId);
  }

  /** JS names of the constructors of a user type, by tag. */
  constructorNames(type: ConType): string[] {
    return this.checked.constructorSymbols(type).map((symbol) => this.constructorName(symbol));
  }

  /** JS name of a constructor declared in this file, made on first use. */
  declareConstructor(
    decl: VariantDecl,
    type: string,
    tag: number,
    typeId = `${this.checked.file}#${type}`,
  ): string {
    const known = this.#constructors.get(decl);
    if (known !== undefined) return known;
    const name = `${decl.name.name}$c${this.#constructors.size}`;
    this.#constructors.set(decl, name);
    const fields = decl.fields.map((f) => f.name?.name ?? null);
    const args = [type, decl.name.name, tag, fields, typeId];
    this.#constants.push(
      `const ${name} = ${this.helper("constructor")}(${
        args.map((arg) => JSON.stringify(arg)).join(", ")
      });`,
    );
    return name;
  }

  /** Whether the type of a constructor has no other. */
  isOnlyConstructor(symbol: ConstructorSymbol): boolean {
    let only = this.#onlyConstructors.get(symbol.file);
    if (only === undefined) {
      only = new Set();
      for (const item of this.moduleOf(symbol.file).module.statements) {
        if (item.kind !== "type" || item.body.kind !== "variants") continue;
        if (item.body.variants.length === 1) only.add(item.body.variants[0]);
      }
      this.#onlyConstructors.set(symbol.file, only);
    }
    return only.has(symbol.decl);
  }

  /** Whether some assignment appends to a variable of this file (`append.ts`). */
  grows(symbol: LocalSymbol): boolean {
    return this.#found(symbol, this.#grown, grownVariables);
  }

  /** Whether the lists of a variable of this file are given back when they are dead (`dead_lists.ts`). */
  dies(symbol: LocalSymbol): boolean {
    return this.#found(symbol, this.#dying, deadVariables);
  }

  /** Whether a search of the statement that a variable is declared in finds the variable. */
  #found(
    symbol: LocalSymbol,
    known: Map<Statement | null, ReadonlySet<number>>,
    search: (unit: Unit, statements: readonly Statement[]) => ReadonlySet<number>,
  ): boolean {
    const home = symbol.topLevel ? null : this.#statementAt(symbol.span.start);
    let found = known.get(home);
    if (found === undefined) {
      found = search(this, home === null ? this.checked.module.statements : [home]);
      known.set(home, found);
    }
    return found.has(symbol.id);
  }

  /** What the body of a function contains. */
  factsOf(decl: FunctionDecl): BodyFacts {
    let facts = this.#facts.get(decl);
    if (facts === undefined) {
      facts = bodyFacts(decl.body);
      this.#facts.set(decl, facts);
    }
    return facts;
  }

  /** A checked file of the program. */
  moduleOf(file: string): CheckedModule {
    const module = file === this.checked.file ? this.checked : this.input.moduleOf(file);
    if (module === undefined) throw new Error(`${file} is no file of this program`);
    return module;
  }

  /** Name of the constant that holds a Python module, imported when the file starts. */
  pythonName({ name, file }: PythonSymbol): string {
    if (file === this.checked.file) return `${name}$py`;
    return this.link(`${this.module(file)}.${name}$py`, name);
  }

  /** Name of a constant that holds the implementation of a host entry. */
  hostName(symbol: HostSymbol, waiting: boolean): string {
    const known = this.#hosts[waiting ? 1 : 0].get(symbol);
    if (known !== undefined) return known;
    const { module, entry } = symbol;
    const path = module === "" ? entry.name : `${module}.${entry.name}`;
    const name = this.link(
      `${this.helper("host")}(${JSON.stringify(path)}, ${waiting})`,
      entry.name,
    );
    this.#hosts[waiting ? 1 : 0].set(symbol, name);
    return name;
  }

  /** A key of a place in the file: its function's name and how many places came before it there. */
  placeKey(offset: number): string {
    const item = this.#statementAt(offset);
    return this.#numbered(item?.kind === "function" ? item.name.name : "");
  }

  /** The statement of the top level that a place is in; null between statements. */
  #statementAt(offset: number): Statement | null {
    const { statements } = this.checked.module;
    let low = 0;
    let high = statements.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (statements[middle].span.end <= offset) low = middle + 1;
      else high = middle;
    }
    const found = statements[low];
    return found !== undefined && found.span.start <= offset ? found : null;
  }

  #numbered(stem: string): string {
    const count = this.#places.get(stem) ?? 0;
    this.#places.set(stem, count + 1);
    return `${stem}/${count}`;
  }

  /** Name of a constant, made once per module, for an expression over what stands before it. */
  link(code: string, stem: string): string {
    let name = this.#links.get(code);
    if (name === undefined) {
      name = this.fresh(`$${stem}`);
      this.#links.set(code, name);
      this.#constants.push(`const ${name} = ${code};`);
    }
    return name;
  }

  /** Name of the constant that describes a user type; `make` may ask for the same key again. */
  typeConstant(key: string, make: () => string): string {
    const known = this.#links.get(`type ${key}`);
    if (known !== undefined) return known;
    const name = this.fresh("$type");
    this.#links.set(`type ${key}`, name);
    this.typeDepth++;
    const code = make();
    this.typeDepth--;
    this.#constants.push(`const ${name} = ${code};`);
    return name;
  }

  /** The text of a source place, shortened, for messages. */
  textOf(span: Span): string {
    const text = this.input.sourceOf(this.checked.file).slice(span.start, span.end).replace(
      /\s+/g,
      " ",
    );
    return text.length > 50 ? text.slice(0, 47) + "..." : text;
  }

  /** Declarations that stand before the code of the module. */
  prologue(): string[] {
    const lines: string[] = [];
    if (this.#helpers.size > 0) {
      const names = [...this.#helpers].map((h) => `${h}: $${h}`).join(", ");
      lines.push(`const { ${names} } = $support;`);
    }
    return [...lines, ...this.#constants];
  }
}

/** The variables of a scheme by what stands for them. */
function keyOf(symbol: FunctionSymbol, by: Substitution): string {
  return symbol.scheme.vars.map((variable) => {
    const type = by.get(variable);
    return type === undefined ? "_" : typeKey(type);
  }).join(",");
}
