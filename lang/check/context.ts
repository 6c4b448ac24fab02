/**
 * What the checker knows while it goes through one file, and what it writes down.
 *
 * Invariants:
 * 1. Every expression gets its type exactly once in `types`; `sites` holds what is expected where a
 *    conversion may be needed.
 * 2. `frame` is the function (or the top level) the current place belongs to.
 * 3. `narrowed` holds what tests around the current place say about options.
 *
 * @module
 */
import type { Diagnostic, Label } from "../diagnostics/diagnostic.ts";
import type {
  Clause,
  Expr,
  FieldExpr,
  IndexExpr,
  Pattern,
  Statement,
  TupleField,
  TypeExpr,
} from "../syntax/ast.ts";
import type { Span } from "../syntax/span.ts";
import {
  BOOL,
  DURATION,
  FLOAT,
  INT,
  isCon,
  NIL,
  RANGE,
  SIZE,
  STRING,
  WRONG,
} from "../types/build.ts";
import type { Cell } from "../types/cell.ts";
import { addEdge, type EffectNode, newEffect } from "../types/effect.ts";
import type { FullScheme } from "../types/scheme.ts";
import { isModest } from "../types/size.ts";
import { Solver } from "../types/solver.ts";
import { type OperatorName, resolve, type Type } from "../types/type.ts";
import type { Reason, Why } from "../types/why.ts";
import type { ConstructorFields } from "./checked.ts";
import type { Definition, FunctionDef, LocalDef } from "./definition.ts";
import { NodeTable } from "./node_table.ts";
import type { Report } from "./report.ts";
import type { Resolution } from "./resolve.ts";
import type { TypeNames } from "./type_names.ts";
import { wordProblems } from "./wording.ts";

/** The function whose body is being checked. */
export interface Frame {
  readonly effect: EffectNode;
  /** What `return` must give; null at the top level. */
  readonly returns: Type | null;
  /** Why `return` must give it. */
  readonly returnReason: Reason;
  readonly role: "top" | "fn" | "step" | "workflow" | "lambda";
  /** The declared function it belongs to; null at the top level. */
  readonly owner: FunctionDef | null;
  /** What happens in it is recorded: a step, a checkpoint. */
  readonly isRecorded: boolean;
  loops: number;
}

/** A local, or a part of one by its path: `7.owner.name`, `7[0].1`. */
export type Place = LocalDef | string;

/** Types that tests around a place have narrowed. */
export type Known = ReadonlyMap<Place, Type>;

/** Clauses whose completeness is looked at when all types are known. */
export interface MatchToCheck {
  /** The whole expression. */
  readonly span: Span;
  /** The place to blame. */
  readonly head: Span;
  readonly clauses: readonly Clause[];
  readonly subject: Type;
  /** False for `catch`, whose errors go on when no clause matches. */
  readonly mustCover: boolean;
}

/** A use of a generic function by name, or a call of it. */
export interface SoftUse {
  readonly expr: Expr;
  readonly scheme: FullScheme;
  readonly instance: readonly Cell[];
}

/** The state of checking one file. */
export class Context {
  readonly solver: Solver;
  readonly report: Report;
  readonly names: Resolution;
  readonly typeNames: TypeNames;
  readonly file: string;
  readonly types: NodeTable<Expr, Type>;
  readonly sites: NodeTable<Expr, Type>;
  readonly patternTypes: NodeTable<Pattern, Type>;
  readonly writtenTypes: Map<TypeExpr, Type> = new Map();
  /** Arguments in the callee's order, where it is not that of the call. */
  readonly plans: Map<Expr, readonly (Expr | { kind: "default"; index: number })[]> = new Map();
  /** The effect of the function that a call calls. */
  readonly callEffects: NodeTable<Expr, EffectNode>;
  /** The effect of a function declaration, lambda or trailing block. */
  readonly functionEffects: Map<object, EffectNode> = new Map();
  /** The effect of a named function at one use of its name. */
  readonly useEffects: Map<object, EffectNode> = new Map();
  /** Effects of parameters of generic functions. */
  readonly genericEffects: EffectNode[] = [];
  /** Uses of functions whose integer literals may stand for Floats. */
  readonly softUses: SoftUse[] = [];
  readonly matches: MatchToCheck[] = [];
  /** Statements checked before their turn because a function needs them. */
  readonly early: Set<Statement> = new Set();
  /** Generic functions that no other file sees, in the order in which they were finished. */
  readonly generic: { scheme: FullScheme }[] = [];
  readonly pythonPure: ReadonlySet<string>;
  /** What a name means outside of every file: the standard library. */
  readonly global: (name: string) => Definition | undefined;
  /** The constructors of an instance of a user type; null for other types. */
  readonly constructorsOf: (type: Type) => readonly ConstructorFields[] | null;
  frame: Frame;
  /** Names of the clause at hand that the clauses above it leave no nil for. */
  nilFree: ReadonlySet<Pattern> = new Set();
  /** Never changed in place: see {@linkcode Context.narrow}. */
  narrowed: Known = NOTHING_KNOWN;
  /** The locals that the paths of places begin with. */
  readonly #roots = new Map<string, LocalDef>();
  /** Variables assigned so far whose narrowing was forgotten by that. */
  readonly #assigned: LocalDef[] = [];

  /** A context for one file. */
  constructor(options: {
    report: Report;
    names: Resolution;
    typeNames: TypeNames;
    file: string;
    pythonPure: ReadonlySet<string>;
    global: (name: string) => Definition | undefined;
    constructorsOf: (type: Type) => readonly ConstructorFields[] | null;
  }) {
    this.report = options.report;
    this.names = options.names;
    const { numbers } = options.names;
    this.types = new NodeTable(numbers);
    this.sites = new NodeTable(numbers);
    this.patternTypes = new NodeTable(numbers);
    this.callEffects = new NodeTable(numbers);
    this.typeNames = options.typeNames;
    this.file = options.file;
    this.pythonPure = options.pythonPure;
    this.global = options.global;
    this.constructorsOf = options.constructorsOf;
    this.solver = new Solver(wordProblems(options.report));
    this.frame = {
      effect: newEffect(),
      returns: null,
      returnReason: { kind: "plain" },
      role: "top",
      owner: null,
      isRecorded: false,
      loops: 0,
    };
  }

  /** Writes down the type of an expression; that of a literal goes without saying. */
  typed<T extends Type>(expr: Expr, type: T): T {
    if (LITERAL_TYPES[expr.kind] !== type) this.types.set(expr, type);
    return type;
  }

  /** The type of an expression that was looked at before. */
  typeOf(expr: Expr): Type {
    const found = this.types.get(expr) ?? LITERAL_TYPES[expr.kind];
    if (found !== undefined) return found;
    const local = expr.kind === "name" ? this.names.uses.get(expr) : undefined;
    return local?.kind === "local" ? local.scheme.type : WRONG;
  }

  /** Notes that a local, or a part of one, has a narrower type from here on. */
  narrow(place: Place, type: Type): void {
    this.narrowed = new Map(this.narrowed).set(place, type);
  }

  /**
   * The place that an expression names: a local, or a field of one, a place of a tuple, an element at
   * an index written as a literal; null for anything else.
   */
  placeOf(expr: Expr): Place | null {
    let path = "";
    let target = expr;
    for (;;) {
      const step = stepOf(target);
      if (step === null) break;
      path = step + path;
      target = (target as FieldExpr | TupleField | IndexExpr).target;
    }
    if (target.kind !== "name") return null;
    const local = this.names.uses.get(target);
    if (local?.kind !== "local" || (local.mutable && local.isAssignedInside)) return null;
    if (path === "") return local;
    const place = `${local.id}${path}`;
    this.#roots.set(place, local);
    return place;
  }

  #rootOf(place: Place): LocalDef | undefined {
    return typeof place === "string" ? this.#roots.get(place) : place;
  }

  #without(locals: readonly LocalDef[]): Known {
    const left = new Map(this.narrowed);
    for (const place of left.keys()) {
      const root = this.#rootOf(place);
      if (root !== undefined && locals.includes(root)) left.delete(place);
    }
    return left;
  }

  /** Forgets what is known of a variable that is assigned. */
  forget(local: LocalDef): void {
    if (this.narrowed.size === 0) return;
    this.#assigned.push(local);
    this.narrowed = this.#without([local]);
  }

  /** Says that the value of `expr` stands where `to` is expected. */
  place(expr: Expr, from: Type, to: Type, reason: Reason): void {
    if (resolve(from) === resolve(to)) return;
    this.sites.set(expr, to);
    const target = resolve(to);
    const isBranch = target.kind === "var" && (target as Cell).merge === "branch";
    const soft = isSoft(expr) || (isBranch && isCon(resolve(from), "Int"));
    this.solver.flow(from, to, { span: expr.span, reason }, soft);
  }

  /** The result of an operator on two types. */
  operate(op: OperatorName, symbol: string, left: Type, right: Type, span: Span): Type {
    const result = this.solver.fresh();
    this.solver.operate({
      constraint: { op, left, right, result },
      symbol,
      span,
      within: null,
      done: false,
    });
    return result.solution ?? result;
  }

  /** Notes that the current function calls something of that effect. */
  calls(expr: Expr, effect: EffectNode): void {
    if (effect.fixed && !effect.waits) return;
    this.callEffects.set(expr, effect);
    addEdge(effect, this.frame.effect);
  }

  /** Checks `body` as the inside of another function. */
  inFrame<T>(frame: Frame, body: () => T): T {
    const { frame: before, narrowed } = this;
    this.frame = frame;
    this.forgetMutable();
    try {
      return body();
    } finally {
      this.frame = before;
      this.narrowed = narrowed;
    }
  }

  /** Checks `body` where the given locals are known to have narrower types. */
  withFacts<T>(facts: Known, body: () => T): T {
    const before = this.narrowed;
    const assigned = this.#assigned.length;
    if (facts.size > 0) this.narrowed = new Map([...before, ...facts]);
    try {
      return body();
    } finally {
      // What was assigned inside is no longer known outside.
      const inside = this.#assigned.slice(assigned);
      this.narrowed = before;
      if (inside.length > 0) this.narrowed = this.#without(inside);
    }
  }

  /** Forgets what is known of variables that a loop may have changed. */
  forgetMutable(): void {
    if (this.narrowed.size === 0) return;
    const left = [...this.narrowed].filter(([place]) => this.#rootOf(place)?.mutable !== true);
    if (left.length < this.narrowed.size) this.narrowed = new Map(left);
  }

  /** The type itself, unless it has grown out of all bounds, which is an error. */
  modest(type: Type, span: Span): Type {
    if (isModest(type)) return type;
    return this.error("E0216", "type", "this type is too large to be checked", span, {
      hint: "give a part of it a name with `type`, with constructors instead of nested tuples",
    });
  }

  /** Reports an error of the checker and gives the type that keeps others silent. */
  error(
    code: string,
    kind: string,
    message: string,
    span: Span,
    more: { hint?: string; labels?: readonly Label[]; fix?: Diagnostic["fix"] } = {},
  ): Type {
    this.report.error(code, kind, message, span, more);
    return WRONG;
  }
}

const NOTHING_KNOWN: Known = new Map();

const LITERAL_TYPES: { readonly [kind in Expr["kind"]]?: Type } = {
  int: INT,
  float: FLOAT,
  bool: BOOL,
  nil: NIL,
  string: STRING,
  duration: DURATION,
  size: SIZE,
  range: RANGE,
};

/** How an expression goes from its target to a part of it, where the text alone says which; else null. */
function stepOf(expr: Expr): string | null {
  switch (expr.kind) {
    case "field":
      return expr.optional ? null : `.${expr.name.name}`;
    case "tupleField":
      return `.${expr.index}`;
    case "index": {
      const { index } = expr;
      if (index.kind === "int") return `[${index.value}]`;
      if (index.kind !== "string" || index.parts.some((part) => typeof part !== "string")) {
        return null;
      }
      return `[${JSON.stringify(index.parts.join(""))}]`;
    }
    default:
      return null;
  }
}

/** A plain reason for a place. */
export function because(span: Span, reason: Reason = { kind: "plain" }): Why {
  return { span, reason };
}

/** An integer literal may still become a Float where other uses want one. */
export function isSoft(expr: Expr): boolean {
  if (expr.kind === "unary") return expr.op === "-" && isSoft(expr.operand);
  return expr.kind === "int";
}
