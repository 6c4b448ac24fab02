/**
 * Generalisation and instantiation: how one function works at many types.
 *
 * @module
 */
import { Cell, type PendingUse } from "./cell.ts";
import { addEdge, type EffectNode, effectOf, newEffect, reachable } from "./effect.ts";
import type { Solver } from "./solver.ts";
import { INT, NUM } from "./build.ts";
import { type Effect, type OperatorConstraint, resolve, type Scheme, type Type } from "./type.ts";
import type { Span } from "../syntax/span.ts";

/** A scheme with what the checker needs to instantiate it. */
export interface FullScheme extends Scheme {
  readonly vars: readonly Cell[];
  readonly effects: readonly EffectNode[];
  readonly constraints: readonly OperatorConstraint[];
  /** The operations behind `constraints`, for messages. */
  readonly uses: readonly PendingUse[];
  /** `[i, j]`: effect `j` waits if effect `i` does. */
  readonly edges: readonly (readonly [number, number])[];
  /**
   * Variables among whose values an integer literal of the function may be, also where they stand for
   * Float: a user of the function converts.
   */
  readonly soft: readonly Cell[];
  /** What `vars` stood for at each use, where that is of interest. */
  instances: (readonly Cell[])[] | null;
}

/** A type that is the same at every use. */
export function monoScheme(type: Type): FullScheme {
  return {
    vars: NONE,
    effects: NONE,
    type,
    constraints: NONE,
    uses: NONE,
    edges: NONE,
    soft: NONE,
    instances: null,
  };
}

const NONE: readonly never[] = [];

/**
 * Quantifies what is still free in `type` (and in the operations on it).
 *
 * @param type the type found
 * @param uses operations that wait for the free unknowns
 * @param level unknowns and effects deeper than this are quantified
 */
export function generalise(type: Type, uses: readonly PendingUse[], level: number): FullScheme {
  const free: Free = { vars: null, effects: [] };
  collect(type, level, free);
  const { vars, effects } = free;
  if (vars === null) {
    return { ...monoScheme(type), effects, edges: edgesAmong(effects) };
  }
  const kept: PendingUse[] = [];
  const open = new Set(uses.filter((use) => !use.done));
  for (let again = true; again;) {
    again = false;
    for (const use of open) {
      const { left, right, result } = use.constraint;
      const parts = [left, right, result];
      const isLinked = parts.some((part) => touches(part, vars));
      if (!isLinked) continue;
      for (const part of parts) collect(part, level, free);
      kept.push(use);
      open.delete(use);
      again = true;
    }
  }
  for (const cell of vars) {
    if (cell.lower?.some((flow) => flow.soft)) {
      cell.bound = "num";
      cell.isSoft = true;
    }
    cell.lower = cell.upper = null;
    cell.quantified = true;
  }
  for (const { constraint: { left, right, result } } of kept) {
    const made = resolve(result);
    if (made.kind === "var" && isSoft(left) && isSoft(right)) (made as Cell).isSoft = true;
  }
  return {
    vars: [...vars],
    effects,
    type,
    constraints: kept.map((use) => use.constraint),
    uses: kept,
    edges: edgesAmong(effects),
    soft: [...vars].filter((cell) => cell.isSoft),
    instances: null,
  };
}

function edgesAmong(effects: readonly EffectNode[]): readonly (readonly [number, number])[] {
  if (effects.length < 2) return NONE;
  const edges: [number, number][] = [];
  effects.forEach((from, i) => {
    if (from.raises === null && from.makers === null) return;
    const seen = reachable([from]);
    effects.forEach((to, j) => {
      if (i !== j && seen.has(effectOf(to))) edges.push([i, j]);
    });
  });
  return edges;
}

function isSoft(type: Type): boolean {
  const part = resolve(type);
  return part.kind === "var" ? (part as Cell).isSoft : part.kind === "con" && part.id === "Int";
}

function touches(type: Type, vars: ReadonlySet<Cell>): boolean {
  const part = resolve(type);
  return part.kind === "var" && vars.has(part as Cell);
}

/** What is free in a type. */
interface Free {
  /** Null for none, as in most types. */
  vars: Set<Cell> | null;
  readonly effects: EffectNode[];
}

function collect(type: Type, level: number, free: Free): void {
  const current = resolve(type);
  switch (current.kind) {
    case "var":
      if (current.level > level) (free.vars ??= new Set()).add(current as Cell);
      break;
    case "con":
      for (const arg of current.args) collect(arg, level, free);
      break;
    case "tuple":
      for (const item of current.items) collect(item, level, free);
      break;
    case "function": {
      for (const param of current.params) collect(param, level, free);
      collect(current.returns, level, free);
      const effect = effectOf(current.effect);
      if (effect.level > level && !free.effects.includes(effect)) free.effects.push(effect);
      break;
    }
    case "record":
      for (const field of current.fields.values()) collect(field, level, free);
      if (current.rest !== null) collect(current.rest, level, free);
      break;
  }
}

/** An instance of a scheme: its type, and the unknowns that stand for its variables. */
export interface Instance {
  readonly type: Type;
  readonly cells: readonly Cell[];
}

/**
 * A fresh copy of a generic type for one use.
 *
 * @param span the use, where operations on unfit types are reported
 * @param within the function's name, for those messages
 */
export function instantiate(
  solver: Solver,
  scheme: FullScheme,
  span: Span,
  within: string | null,
): Instance {
  if (scheme.vars.length === 0 && scheme.effects.length === 0) {
    return { type: scheme.type, cells: [] };
  }
  const cells = new Map<Type, Cell>();
  for (const quantified of scheme.vars) {
    const cell = solver.fresh(quantified.mixes ? "list" : "flow");
    cell.bound = quantified.bound;
    cell.isSoft = quantified.isSoft;
    cells.set(quantified, cell);
    // An integer literal of the function is among its values, whatever the caller gives.
    if (quantified.isSoft) solver.flow(INT, cell, { span, reason: { kind: "plain" } }, true);
  }
  const effects = new Map<Effect, EffectNode>();
  for (const effect of scheme.effects) {
    const copy = newEffect(solver.level, effect.waits);
    if (!effect.fixed) (effect.copies ??= new Set()).add(copy);
    effects.set(effect, copy);
  }
  for (const [from, to] of scheme.edges) {
    addEdge(effects.get(scheme.effects[from])!, effects.get(scheme.effects[to])!);
  }
  const copy = (type: Type): Type => substitute(type, cells, effects);
  for (const quantified of scheme.vars) {
    const { boundBy } = quantified;
    const cell = cells.get(quantified);
    if (boundBy === null || cell === undefined) continue;
    const { op, left, right, result } = boundBy.constraint;
    const constraint = { op, left: copy(left), right: copy(right), result };
    cell.boundBy = { ...boundBy, constraint, span, within };
  }
  for (const use of scheme.uses) {
    const { op, left, right, result } = use.constraint;
    solver.operate({
      constraint: { op, left: copy(left), right: copy(right), result: copy(result) },
      symbol: use.symbol,
      span,
      within,
      done: false,
    });
  }
  const made = [...cells.values()];
  scheme.instances?.push(made);
  return { type: copy(scheme.type), cells: made };
}

/** `type` with variables and effects replaced; parts without any are shared. */
function substitute(
  type: Type,
  cells: ReadonlyMap<Type, Type>,
  effects: ReadonlyMap<Effect, EffectNode>,
): Type {
  const current = resolve(type);
  const inner = (part: Type): Type => substitute(part, cells, effects);
  switch (current.kind) {
    case "var":
      return cells.get(current) ?? current;
    case "con":
      return current.args.length === 0 ? current : { ...current, args: current.args.map(inner) };
    case "tuple":
      return { ...current, items: current.items.map(inner) };
    case "function": {
      const effect = effectOf(current.effect);
      return {
        kind: "function",
        params: current.params.map(inner),
        returns: inner(current.returns),
        effect: effects.get(effect) ?? effect,
      };
    }
    case "record": {
      const fields = new Map<string, Type>();
      for (const [name, field] of current.fields) fields.set(name, inner(field));
      return { kind: "record", fields, rest: current.rest === null ? null : inner(current.rest) };
    }
  }
}

/**
 * The type that values from a use of a generic function surely have: Num where its variable stands
 * for Float and an integer literal may be among the values. Null when that is the type itself.
 *
 * @param type the type at that use, or a part of it
 */
export function honestType(
  scheme: FullScheme,
  type: Type,
  instance: readonly Cell[],
): Type | null {
  const widened = new Map<Type, Type>();
  scheme.vars.forEach((cell, i) => {
    if (!cell.isSoft) return;
    const found = resolve(instance[i]);
    if (found.kind === "con" && found.id === "Float") widened.set(cell, NUM);
  });
  if (widened.size === 0) return null;
  scheme.vars.forEach((cell, i) => {
    if (!widened.has(cell)) widened.set(cell, instance[i]);
  });
  return substitute(type, widened, new Map());
}

/** `type` with the given variables replaced, for parameters of user types. */
export function replaceVars(type: Type, cells: ReadonlyMap<Type, Type>): Type {
  return substitute(type, cells, new Map());
}
