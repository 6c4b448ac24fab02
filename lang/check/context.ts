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
import type { Clause, Expr, Pattern, Statement, TypeExpr } from "../syntax/ast.ts";
import type { Span } from "../syntax/span.ts";
import { WRONG } from "../types/build.ts";
import { addEdge, type EffectNode, newEffect } from "../types/effect.ts";
import type { FullScheme } from "../types/scheme.ts";
import { Solver } from "../types/solver.ts";
import type { OperatorName, Type } from "../types/type.ts";
import type { Reason, Why } from "../types/why.ts";
import type { Definition, LocalDef } from "./definition.ts";
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
  loops: number;
}

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

/** The state of checking one file. */
export class Context {
  readonly solver: Solver;
  readonly report: Report;
  readonly names: Resolution;
  readonly typeNames: TypeNames;
  readonly file: string;
  readonly types: Map<Expr, Type> = new Map();
  readonly sites: Map<Expr, Type> = new Map();
  readonly patternTypes: Map<Pattern, Type> = new Map();
  readonly writtenTypes: Map<TypeExpr, Type> = new Map();
  readonly plans: Map<Expr, readonly (Expr | { kind: "default"; index: number })[]> = new Map();
  /** The effect of the function that a call calls. */
  readonly callEffects: Map<Expr, EffectNode> = new Map();
  /** The effect of a function declaration, lambda or trailing block. */
  readonly functionEffects: Map<object, EffectNode> = new Map();
  /** The effect of a named function at one use of its name. */
  readonly useEffects: Map<object, EffectNode> = new Map();
  /** Effects of parameters of generic functions. */
  readonly genericEffects: EffectNode[] = [];
  readonly matches: MatchToCheck[] = [];
  /** Statements checked before their turn because a function needs them. */
  readonly early: Set<Statement> = new Set();
  /** Generic functions that no other file sees, in the order in which they were finished. */
  readonly generic: { scheme: FullScheme }[] = [];
  readonly pythonPure: ReadonlySet<string>;
  /** What a name means outside of every file: the standard library. */
  readonly global: (name: string) => Definition | undefined;
  frame: Frame;
  narrowed: Map<LocalDef, Type> = new Map();

  /** A context for one file. */
  constructor(options: {
    report: Report;
    names: Resolution;
    typeNames: TypeNames;
    file: string;
    pythonPure: ReadonlySet<string>;
    global: (name: string) => Definition | undefined;
  }) {
    this.report = options.report;
    this.names = options.names;
    this.typeNames = options.typeNames;
    this.file = options.file;
    this.pythonPure = options.pythonPure;
    this.global = options.global;
    this.solver = new Solver(wordProblems(options.report));
    this.frame = {
      effect: newEffect(),
      returns: null,
      returnReason: { kind: "plain" },
      role: "top",
      loops: 0,
    };
  }

  /** Writes down the type of an expression. */
  typed<T extends Type>(expr: Expr, type: T): T {
    this.types.set(expr, type);
    return type;
  }

  /** Says that the value of `expr` stands where `to` is expected. */
  place(expr: Expr, from: Type, to: Type, reason: Reason): void {
    if (from === to) return;
    this.sites.set(expr, to);
    this.solver.flow(from, to, { span: expr.span, reason }, isSoft(expr));
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
    this.callEffects.set(expr, effect);
    addEdge(effect, this.frame.effect);
  }

  /** Checks `body` as the inside of another function. */
  inFrame<T>(frame: Frame, body: () => T): T {
    const { frame: before, narrowed } = this;
    this.frame = frame;
    this.narrowed = new Map([...narrowed].filter(([local]) => !local.mutable));
    try {
      return body();
    } finally {
      this.frame = before;
      this.narrowed = narrowed;
    }
  }

  /** Checks `body` where the given locals are known to have narrower types. */
  withFacts<T>(facts: ReadonlyMap<LocalDef, Type>, body: () => T): T {
    const before = this.narrowed;
    this.narrowed = facts.size === 0 ? new Map(before) : new Map([...before, ...facts]);
    try {
      return body();
    } finally {
      // What was assigned inside is no longer known outside.
      for (const local of before.keys()) if (!this.narrowed.has(local)) before.delete(local);
      this.narrowed = before;
    }
  }

  /** Forgets what is known of variables that a loop may have changed. */
  forgetMutable(): void {
    for (const local of [...this.narrowed.keys()]) if (local.mutable) this.narrowed.delete(local);
  }

  /** Whether a name stands for something declared in another file. */
  isForeign(use: object): boolean {
    const definition = this.names.uses.get(use);
    return definition !== undefined && "file" in definition && definition.file !== this.file;
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

/** A plain reason for a place. */
export function because(span: Span, reason: Reason = { kind: "plain" }): Why {
  return { span, reason };
}

/** An integer literal may still become a Float where other uses want one. */
export function isSoft(expr: Expr): boolean {
  if (expr.kind === "unary") return expr.op === "-" && isSoft(expr.operand);
  return expr.kind === "int";
}
