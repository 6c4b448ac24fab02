/**
 * Checks one file: names, types, effects, completeness of matches. The way in is
 * {@linkcode checkModule}; `lang/modules/` drives it over the files of a program.
 *
 * @module
 */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { CallExpr, Expr, Ident, ImportDecl, Module, TypeDecl } from "../syntax/ast.ts";
import { WRONG } from "../types/build.ts";
import type { EffectNode } from "../types/effect.ts";
import { effectOf, reachable } from "../types/effect.ts";
import { honestType, replaceVars } from "../types/scheme.ts";
import { sameType } from "../types/same.ts";
import { settled } from "../types/settled.ts";
import type { ConType, Type } from "../types/type.ts";
import { resolve } from "../types/type.ts";
import { checkStatements } from "./blocks.ts";
import { hasSignature } from "./calls.ts";
import type { CheckedModule, ConstructorFields, HostModule, Waiting } from "./checked.ts";
import { Context } from "./context.ts";
import { type Definition, type ModuleDef, unknownLocal, type UserType } from "./definition.ts";
import { infer } from "./expressions.ts";
import { checkRemaining, enterBlock } from "./functions.ts";
import { hostScope } from "./host.ts";
import { checkMatches } from "./matches.ts";
import { Names, placeOf } from "./names.ts";
import { builtInResult } from "./prelude.ts";
import { Report } from "./report.ts";
import { boundNames } from "./bound_names.ts";
import { Resolver } from "./resolve.ts";
import { Scope } from "./scope.ts";
import { specialise } from "./specialise.ts";
import { TypeNames } from "./type_names.ts";
import { nearest } from "../diagnostics/nearest.ts";

/** A checked file with what only other files of the same program (or session) need. */
export interface CheckedFile extends CheckedModule {
  /** Values other files may import. */
  readonly values: ReadonlyMap<string, Definition>;
  /** Types other files may import. */
  readonly types: ReadonlyMap<string, UserType>;
  /** Every declared type by its id, imported ones included. */
  readonly registry: ReadonlyMap<string, UserType>;
  /** The names of its top level, for the next entry of a session. */
  readonly scope: Scope;
  /** The type names of its top level, for the next entry of a session. */
  readonly typeNames: TypeNames;
}

/** What a file is checked with. */
export interface CheckOptions {
  /** Name of the file, as it is shown. */
  readonly file: string;
  /** The tables of the standard library and the engine. */
  readonly hosts: readonly HostModule[];
  /** The file an import means; null when it could not be had, which is then already reported. */
  readonly importOf?: (declaration: ImportDecl) => CheckedFile | null;
  /** The entry before, in a session: all its names are in sight. */
  readonly before?: CheckedFile | null;
  /** Python modules whose functions never block. */
  readonly pythonPure?: ReadonlySet<string>;
  /** What was found about the file before, by the parser or the module graph. */
  readonly found?: readonly Diagnostic[];
}

const PURE_PYTHON: ReadonlySet<string> = new Set(["math", "cmath", "operator", "statistics"]);

/**
 * Checks a file.
 *
 * Never throws, whatever the program. Its diagnostics hold `options.found` and all that is wrong
 * besides, in the order of the text.
 *
 * @param module the syntax tree
 * @param options the file's name and surroundings
 *
 * @example
 * ```ts
 * import { parse } from "../syntax/parse.ts";
 * import { checkModule } from "./check.ts";
 * const { module } = parse("let x = 1\nx + undefined_name", "a.zixir");
 * const checked = checkModule(module, { file: "a.zixir", hosts: [] });
 * if (checked.diagnostics[0].kind !== "name") throw new Error("check");
 * ```
 */
export function checkModule(module: Module, options: CheckOptions): CheckedFile {
  const broken = (options.found ?? []).filter((each) => each.severity === "error");
  const report = new Report(
    options.file,
    broken.map((each) => each.span),
    module.unreadNames,
  );
  const names = new Names(report);
  const host = hostScope(options.hosts);
  const before = options.before ?? null;
  const result = builtInResult(options.file);
  const scope = new Scope(before?.scope ?? preludeScope(host, result));
  const earlierTypes = options.before === undefined ? undefined : before?.typeNames ?? null;
  const typeNames = new TypeNames(report, options.file, result, earlierTypes);
  const registry = new Map<string, UserType>(before?.registry ?? [[result.id, result]]);
  declareAll(module, options, { report, scope, typeNames, registry });
  const resolver = new Resolver(names, options.file, host);
  resolver.module(module, scope);
  const c = new Context({
    report,
    names: resolver.result,
    typeNames,
    file: options.file,
    pythonPure: options.pythonPure ?? PURE_PYTHON,
    global: (name) => host.own(name, 0),
    constructorsOf: (type) => type.kind === "con" ? constructorsOf(registry, type) : null,
  });
  enterBlock(c, module.statements);
  checkStatements(c, module.statements, (last) => infer(c, last));
  checkRemaining(c, module.statements);
  c.solver.finish();
  if (options.before === undefined) specialise(c);
  convertSoftUses(c);
  checkMatches(c);
  return finished(c, module, options, { scope, registry });
}

/**
 * What a generic function gives where its variable stands for Float may hold an integer literal of
 * its body (`if x > 0: x else: 0`); it is made a Float where the function is used.
 */
function convertSoftUses(c: Context): void {
  for (const { expr, scheme, instance } of c.softUses) {
    const made = scheme.type.kind === "function" && expr.kind === "call"
      ? scheme.type.returns
      : scheme.type;
    const honest = honestType(scheme, made, instance);
    if (honest === null) continue;
    if (!c.sites.has(expr)) c.sites.set(expr, c.typeOf(expr));
    c.types.set(expr, honest);
  }
}

function preludeScope(host: Scope, result: UserType): Scope {
  const scope = new Scope(host, "host");
  for (const constructor of result.constructors) scope.define(constructor, constructor.name);
  return scope;
}

interface Surroundings {
  readonly report: Report;
  readonly scope: Scope;
  readonly typeNames: TypeNames;
  readonly registry: Map<string, UserType>;
}

/** Makes imports, types and constructors known, before anything is resolved. */
function declareAll(module: Module, options: CheckOptions, to: Surroundings): void {
  const declared: UserType[] = [];
  for (const statement of module.statements) {
    if (statement.kind === "import") {
      declareImport(statement, options.importOf?.(statement) ?? null, to);
    } else if (statement.kind === "pythonImport") {
      const { name } = statement.alias;
      const module = statement.module.name;
      define(to, { kind: "python", name, module, file: options.file }, statement.alias);
    } else if (statement.kind === "type") {
      const info = to.typeNames.declare(statement);
      if (info === null) continue;
      declared.push(info);
      to.registry.set(info.id, info);
    }
  }
  for (const info of declared) {
    for (const constructor of info.constructors) define(to, constructor, constructor.decl.name);
  }
  for (const info of declared) to.typeNames.complete(info);
}

function define(to: Surroundings, definition: Definition, name: Ident): void {
  const before = to.scope.define(definition, name.name);
  if (before === undefined) return;
  const place = placeOf(before);
  to.report.error("E0205", "name", `${name.name} is declared twice`, name.span, {
    labels: place === null ? [] : [{ span: place, text: "first declared here" }],
    hint: "give one of them another name",
  });
}

function declareImport(decl: ImportDecl, from: CheckedFile | null, to: Surroundings): void {
  for (const [id, info] of from?.registry ?? []) to.registry.set(id, info);
  if (decl.alias !== null) {
    const module = moduleDefinition(decl.alias.name, decl, from);
    define(to, module, decl.alias);
    to.typeNames.addModule(decl.alias.name, module);
  }
  for (const name of decl.names ?? []) {
    const type = from?.types.get(name.name);
    const value = from?.values.get(name.name);
    if (type !== undefined) {
      to.typeNames.add(type);
      for (const constructor of type.constructors) {
        if (constructor.name !== name.name) {
          define(to, constructor, { ...name, name: constructor.name });
        }
      }
    }
    if (value !== undefined) define(to, value, name);
    if (type !== undefined || value !== undefined) continue;
    define(to, unknownLocal(name), name);
    if (from === null || isToldThere(from, name.name)) continue;
    const isPrivate = from.module.statements.some((each) =>
      (each.kind === "function" || each.kind === "type") && each.name.name === name.name
    );
    const near = nearest(name.name, [...from.values.keys(), ...from.types.keys()]);
    to.report.error("E0252", "name", `${decl.path.name} has no pub name ${name.name}`, name.span, {
      ...(isPrivate
        ? { hint: `write \`pub\` before ${name.name} in that file` }
        : near === null
        ? {}
        : { hint: `did you mean ${near}?` }),
    });
  }
}

/** Whether what keeps a name from being exported was reported in its own file: `pub var`, bad syntax. */
function isToldThere({ module, diagnostics }: CheckedFile, name: string): boolean {
  if (module.unreadNames?.has(name)) return true;
  const statement = module.statements.find((each) =>
    each.kind === "var" && each.name.name === name
  );
  return statement !== undefined &&
    diagnostics.some(({ kind, span }) =>
      kind === "syntax" && span.start >= statement.span.start && span.end <= statement.span.end
    );
}

function moduleDefinition(name: string, decl: ImportDecl, from: CheckedFile | null): ModuleDef {
  return {
    kind: "module",
    name,
    file: from?.file ?? decl.path.name,
    host: null,
    member: (member) => {
      if (from === null) return unknownLocal({ name: member, span: decl.span });
      const found = from.values.get(member);
      if (found !== undefined) return found;
      for (const type of from.types.values()) {
        const constructor = type.constructors.find((each) => each.name === member);
        if (constructor !== undefined) return constructor;
      }
      if (isToldThere(from, member)) {
        return unknownLocal({ name: member, span: decl.span });
      }
      return null;
    },
    type: (member) => from?.types.get(member) ?? null,
    names: () => [...(from?.values.keys() ?? []), ...(from?.types.keys() ?? [])],
  };
}

/** The side tables, as questions that can be asked. */
function finished(
  c: Context,
  module: Module,
  options: CheckOptions,
  own: { scope: Scope; registry: ReadonlyMap<string, UserType> },
): CheckedFile {
  const { values, types } = exportsOf(c, module);
  const depends = reachable(c.genericEffects);
  const answer = (effect: EffectNode | undefined): Waiting => {
    if (effect === undefined) return "no";
    const found = effectOf(effect);
    return found.waits ? "yes" : depends.has(found) ? "depends" : "no";
  };
  const diagnostics = [...options.found ?? [], ...c.report.all].sort((a, b) =>
    a.span.start - b.span.start || a.span.end - b.span.end
  );
  const exported = new Map<string, Definition | { kind: "typeDecl"; id: string }>(values);
  for (const [name, type] of types) {
    if (!exported.has(name)) exported.set(name, { kind: "typeDecl", id: type.id });
  }
  return {
    file: options.file,
    module,
    exports: exported,
    diagnostics,
    values,
    types,
    registry: own.registry,
    scope: own.scope,
    typeNames: c.typeNames,
    typeOf: (expr) => settledTypeOf(c, expr),
    conversionOf: (expr) => conversionOf(c, expr),
    typeOfPattern: (pattern) =>
      settled(
        c.patternTypes.get(pattern) ?? c.names.binders.get(pattern)?.scheme.type ?? WRONG,
      ),
    typeOfAnnotation: (type) => settled(c.writtenTypes.get(type) ?? c.typeNames.read(type)),
    symbolOf: (node) => c.names.uses.get(node),
    bindingOf: (place) => {
      const found = c.names.binders.get(place);
      if (found === undefined) throw new RangeError("not a place that binds a name");
      return found;
    },
    functionSymbol: (decl) => {
      const found = c.names.functions.get(decl);
      if (found === undefined) throw new RangeError("not a function of this file");
      return found;
    },
    constructorsOf: (type) => constructorsOf(own.registry, type),
    constructorSymbols: (type) => own.registry.get(type.id)?.constructors ?? [],
    argumentsOf: (call) => c.plans.get(call) ?? plainArguments(c, call),
    waiting: (expr) => answer(c.callEffects.get(expr)),
    functionWaits: (fn) => answer(c.functionEffects.get(fn)),
    versionOf: (use) => answer(c.useEffects.get(use)),
  };
}

/** The arguments of a call by name that were given just as the callee takes them. */
function plainArguments(c: Context, call: CallExpr): readonly Expr[] | undefined {
  const definition = c.names.uses.get(call.callee);
  return hasSignature(definition) ? call.args.map((arg) => arg.value) : undefined;
}

/** The type of an expression, written down as it is in the end: the compiler asks again and again. */
function settledTypeOf(c: Context, expr: Expr): Type {
  const found = c.typeOf(expr);
  const type = settled(found);
  if (type === found) return type;
  const local = c.types.has(expr) ? undefined : c.names.uses.get(expr);
  if (local?.kind === "local") local.scheme = { ...local.scheme, type };
  else c.types.set(expr, type);
  return type;
}

function conversionOf(c: Context, expr: Expr): Type | undefined {
  const site = c.sites.get(expr);
  if (site === undefined) return undefined;
  const to = settled(site);
  if (sameType(settledTypeOf(c, expr), to)) {
    c.sites.delete(expr);
    return undefined;
  }
  if (to !== site) c.sites.set(expr, to);
  return to;
}

function constructorsOf(
  registry: ReadonlyMap<string, UserType>,
  type: ConType,
): readonly ConstructorFields[] | null {
  const info = registry.get(type.id);
  if (info === undefined || info.alias !== null) return null;
  const cells = new Map<Type, Type>(info.params.map((param, i) => [param, type.args[i]]));
  return info.constructors.map(({ name, tag, scheme }) => {
    const made = resolve(scheme.type);
    const fields = made.kind === "function" ? made.params : [];
    return { name, tag, fields: fields.map((field) => settled(replaceVars(field, cells))) };
  });
}

function exportsOf(
  c: Context,
  module: Module,
): { values: Map<string, Definition>; types: Map<string, UserType> } {
  const values = new Map<string, Definition>();
  const types = new Map<string, UserType>();
  for (const statement of module.statements) {
    if (statement.kind === "function" && statement.pub) {
      const found = c.names.functions.get(statement);
      if (found !== undefined) values.set(found.name, found);
    } else if (statement.kind === "let" && statement.pub) {
      for (const [name, place] of boundNames(statement.pattern)) {
        const found = c.names.binders.get(place);
        if (found !== undefined) values.set(name, found);
      }
    } else if (statement.kind === "type" && statement.pub) {
      exportType(c, statement, values, types);
    }
  }
  return { values, types };
}

function exportType(
  c: Context,
  decl: TypeDecl,
  values: Map<string, Definition>,
  types: Map<string, UserType>,
): void {
  const info = c.typeNames.get(decl.name.name);
  if (info === undefined || info.decl !== decl) return;
  types.set(info.name, info);
  for (const constructor of info.constructors) values.set(constructor.name, constructor);
}
