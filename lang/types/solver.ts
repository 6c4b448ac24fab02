/**
 * Unification with conversions: Hindley-Milner with levels (Rémy, "Extension of ML type system with a
 * sorted equation theory on types", 1992), where a value may also *flow* into a wider type.
 *
 * A flow between known types is decided at once. A flow from or into an unknown is kept with the
 * unknown, as in algebraic subtyping (Parreaux, "The simple essence of algebraic subtyping", 2020),
 * but only until the unknown is settled: then it gets one ordinary type, the join of what flows in or
 * the meet of where it flows, and all flows are replayed against it. So `reduce([1.5], 0, f)` finds
 * Float though the first thing it sees is an Int, and types stay free of unions.
 *
 * @module
 */
import { ANY, INT, isCon, NEVER, optionItem, recordOf, rowOf } from "./build.ts";
import { Cell, type Flow, type Merge, type PendingUse, strongerBound } from "./cell.ts";
import { addEdge, setWaits, uniteEffects } from "./effect.ts";
import { joinTypes } from "./join.ts";
import { fitsBound, tryOperator } from "./operators.ts";
import { type Mark, settleClosed } from "./closing.ts";
import { age, occurs } from "./occurs.ts";
import { settleGrounded } from "./grounded.ts";
import { decides, settleCell, SETTLING, stillGrows, unknownsIn } from "./settling.ts";
import { type FunctionType, type RecordType, resolve, type Type } from "./type.ts";
import type { Span } from "../syntax/span.ts";
import type { Misfit, Problems, Why } from "./why.ts";

/** A scope of unknowns: those made since a generalisation began. */
interface Scope {
  readonly cells: Cell[];
  readonly uses: PendingUse[];
}

/** Solves the types of one file. */
export class Solver {
  /** Depth of the functions being generalised. */
  level = 0;
  #nextId = 1;
  #scope: Scope = { cells: [], uses: [] };
  readonly #outer: Scope[] = [];
  readonly #problems: Problems;
  #trying = false;
  /** How deep inside a type the comparison is. */
  #depth = 0;
  /** What was found not to fit inside, until the whole is reported. */
  #misfit: Misfit | null = null;
  /** Where the first of several values stands that must agree, while they are compared. */
  #peer: Span | undefined = undefined;
  /** Operations being looked at again; empty unless {@linkcode Solver.bind} is at work. */
  readonly #woken: PendingUse[] = [];

  /** A solver that reports to `problems`. */
  constructor(problems: Problems) {
    this.#problems = problems;
  }

  /** A new unknown. */
  fresh(merge: Merge = "flow"): Cell {
    const cell = new Cell(this.#nextId++, this.level);
    cell.merge = merge;
    this.#scope.cells.push(cell);
    return cell;
  }

  /** The elements of an empty literal: whatever is put into it later says what they are. */
  growing(merge: Merge): Cell {
    const cell = this.fresh(merge);
    cell.grows = true;
    return cell;
  }

  /** Opens a scope whose unknowns may be generalised when it is closed. */
  enter(): void {
    this.level++;
    this.#outer.push(this.#scope);
    this.#scope = { cells: [], uses: [] };
  }

  /**
   * Closes a scope: settles what can be settled and gives back what cannot, the unknowns that may be
   * quantified and the operations on them. The caller quantifies, or calls {@linkcode keep}.
   *
   * @param given types of parameters: an unknown in them to which integer literals flow stays open,
   *   since a caller may give a Float
   */
  leave(given: readonly Type[]): { cells: Cell[]; uses: PendingUse[] } {
    const { cells, uses } = this.#scope;
    // What a default value flows into may still be something else: `fn f(x, k = 2)` takes a Float.
    for (const type of given) {
      for (const part of unknownsIn(type)) (part as Cell).isGiven = true;
    }
    this.settleAll(cells, this.level - 1, given);
    this.level--;
    this.#scope = this.#outer.pop() as Scope;
    const free: Cell[] = [];
    for (const cell of cells) {
      if (cell.solution !== null) continue;
      if (cell.level > this.level) free.push(cell);
      else this.#scope.cells.push(cell);
    }
    const pending: PendingUse[] = [];
    for (const use of uses) {
      if (use.done) continue;
      if (this.#isInner(use)) pending.push(use);
      else this.#scope.uses.push(use);
    }
    return { cells: free, uses: pending };
  }

  /** Leaves unknowns that were not quantified to the scope around. */
  keep(cells: readonly Cell[], uses: readonly PendingUse[]): void {
    for (const cell of cells) {
      cell.level = Math.min(cell.level, this.level);
      this.#scope.cells.push(cell);
    }
    for (const use of uses) this.#scope.uses.push(use);
  }

  /** Settles everything that is left, at the end of a file. */
  finish(): void {
    this.settleAll(this.#scope.cells, -1);
    for (const cell of this.#scope.cells) {
      if (cell.solution === null && cell.bound === "num") this.bind(cell, INT);
    }
    this.#scope = { cells: [], uses: [] };
  }

  #isInner(use: PendingUse): boolean {
    const { left, right, result } = use.constraint;
    return [left, right, result].some((type) => {
      const part = resolve(type);
      return part.kind === "var" && part.level > this.level;
    });
  }

  /** Adds an operation, decided now or when its operands are known. */
  operate(use: PendingUse): void {
    if (use.done) return;
    const outcome = tryOperator(this, use);
    if (outcome === "done") {
      use.done = true;
    } else if (outcome === "wrong") {
      use.done = true;
      const { left, right, result } = use.constraint;
      // What an option is of may be found already, and is told then.
      for (const operand of [left, right]) this.force(optionItem(operand) ?? operand);
      this.#problems.operator(use, left, right);
      this.unifyQuietly(result, this.fresh());
    } else {
      this.#scope.uses.push(use);
      const { left, right, result } = use.constraint;
      for (const operand of [resolve(left), resolve(right)]) {
        if (operand.kind !== "var") continue;
        const cell = operand as Cell;
        if (cell.uses === null) cell.uses = [use];
        else cell.uses.push(use);
      }
      const made = resolve(result);
      if (made.kind === "var") (made as Cell).made ??= use;
    }
  }

  /** Says that a value of type `from` stands where `to` is expected. False when it cannot. */
  flow(from: Type, to: Type, why: Why, soft = false): boolean {
    const source = resolve(from);
    const target = resolve(to);
    if (source === target) return true;
    if (isCon(source, "Wrong") || isCon(target, "Wrong")) return true;
    if (source.kind === "var") {
      if (target.kind === "var") {
        return this.#link(source as Cell, target as Cell, why, soft);
      }
      if (isCon(target, "Any")) return true;
      (source as Cell).upper = pushed((source as Cell).upper, target, why, soft);
      if (hasParts(target)) age(target, source as Cell);
      return true;
    }
    if (target.kind === "var") {
      if (isCon(source, "Never")) return true;
      (target as Cell).lower = pushed((target as Cell).lower, source, why, soft);
      if (hasParts(source)) age(source, target as Cell);
      return true;
    }
    return this.#flowKnown(source, target, why, soft);
  }

  #link(source: Cell, target: Cell, why: Why, soft: boolean): boolean {
    source.upper = pushed(source.upper, target, why, soft);
    target.lower = pushed(target.lower, source, why, soft);
    return true;
  }

  #flowKnown(source: Type, target: Type, why: Why, soft: boolean): boolean {
    if (isCon(target, "Any")) {
      this.#expose(source, why);
      return true;
    }
    if (isCon(source, "Never")) return true;
    if (isCon(source, "Any")) {
      this.#absorbAny(target, why);
      return true;
    }
    const wanted = optionItem(target);
    if (wanted !== null) {
      if (isCon(source, "Nil")) return true;
      const given = optionItem(source);
      // An unknown in an option may turn out to be nil, or an option, itself.
      const isInner = given !== null && (isCon(given, "Nil") || optionItem(given) !== null);
      return this.flow(given ?? source, isInner ? target : wanted, why, soft);
    }
    if (source.kind === "con" && target.kind === "con") {
      if (source.id === target.id) {
        return this.#flowArguments(source.args, target.args, target, why) ||
          this.#fail(source, target, why);
      }
      if (source.id === "Int" && (target.id === "Float" || target.id === "Num")) return true;
      if (source.id === "Float" && target.id === "Num") return true;
      if (source.id === "Num" && target.id === "Float") return true;
      if (source.id === "Range" && target.id === "List") {
        return this.#part("elements", () => this.flow(INT, target.args[0], why)) ||
          this.#fail(source, target, why);
      }
    } else if (source.kind === "record") {
      if (target.kind === "record" && this.#flowRecord(source, target, why)) return true;
      if (isCon(target, "Map") && this.#flowToMap(source, target.args[0], why)) return true;
    } else if (source.kind === "tuple" && target.kind === "tuple") {
      const { items } = target;
      const fits = source.items.length === items.length &&
        source.items.every((item, i) =>
          this.#part(`place .${i}`, () => this.flow(item, items[i], why))
        );
      if (fits) return true;
    } else if (source.kind === "function" && target.kind === "function") {
      if (source.params.length === target.params.length) {
        if (this.#flowFunction(source, target, why)) return true;
      }
    }
    return this.#fail(source, target, why);
  }

  /** Looks at a part of a type: what does not fit in it is reported with the whole. */
  #part(name: string, look: () => boolean): boolean {
    this.#depth++;
    const fits = look();
    this.#depth--;
    if (!fits) this.#misfit?.path.unshift(name);
    return fits;
  }

  #fail(source: Type, target: Type, why: Why): boolean {
    if (this.#trying) return false;
    this.#misfit ??= { from: source, to: target, missing: null, path: [] };
    if (this.#depth > 0) return false;
    const misfit = this.#misfit;
    this.#misfit = null;
    this.#problems.mismatch(source, target, why, misfit, this.#peer);
    return false;
  }

  #flowArguments(from: readonly Type[], to: readonly Type[], target: Type, why: Why): boolean {
    const convertible = isCon(target, "List") || isCon(target, "Map");
    return from.every((arg, i) => {
      if (convertible) return this.#part("elements", () => this.flow(arg, to[i], why));
      const given = resolve(arg);
      const wanted = resolve(to[i]);
      return this.#part("parts", () => {
        if (given.kind === "var" || wanted.kind === "var") return this.unify(given, wanted, why);
        return isFreeConversion(given, wanted) || this.unify(given, wanted, why);
      });
    });
  }

  #flowFunction(source: FunctionType, target: FunctionType, why: Why): boolean {
    addEdge(source.effect, target.effect);
    return target.params.every((param, i) =>
      this.#part(`parameter ${i + 1}`, () => this.flow(param, source.params[i], why))
    ) && this.#part("the result", () => this.flow(source.returns, target.returns, why));
  }

  #flowRecord(source: RecordType, target: RecordType, why: Why): boolean {
    const given = rowOf(source);
    const wanted = rowOf(target);
    const added = new Map<string, Type>();
    let fits = true;
    for (const [name, type] of wanted.fields) {
      const field = given.fields.get(name);
      if (field !== undefined) {
        fits = this.#part(`field ${name}`, () => this.flow(field, type, why)) && fits;
      } else if (given.rest !== null) {
        added.set(name, type);
      } else if (optionItem(type) === null) {
        if (!this.#trying) {
          this.#misfit ??= { from: source, to: target, missing: name, path: [] };
        }
        return false;
      }
    }
    let rest = given.rest;
    if (added.size > 0 && rest !== null && rest.kind === "var") {
      const more = this.fresh();
      more.level = rest.level;
      this.bind(rest as Cell, recordOf(added, more));
      rest = more;
    }
    if (wanted.rest !== null && wanted.rest.kind === "var" && wanted.rest !== rest) {
      const extra = new Map<string, Type>();
      for (const [name, type] of given.fields) {
        if (!wanted.fields.has(name)) extra.set(name, type);
      }
      if (extra.size === 0 && rest !== null) fits = this.unify(wanted.rest, rest, why) && fits;
      else this.bind(wanted.rest as Cell, recordOf(extra, rest));
    }
    return fits;
  }

  #flowToMap(source: RecordType, value: Type, why: Why): boolean {
    const { fields } = rowOf(source);
    const wanted = resolve(value);
    if (wanted.kind !== "var") {
      return [...fields].every(([name, type]) =>
        this.#part(`field ${name}`, () => this.flow(type, wanted, why))
      );
    }
    let joined: Type = NEVER;
    for (const type of fields.values()) joined = joinTypes(this, joined, type, "list") ?? ANY;
    return this.flow(joined, wanted, why);
  }

  /** Whoever has a function as Any may call it with anything. */
  #expose(type: Type, why: Why): void {
    const source = resolve(type);
    switch (source.kind) {
      case "con":
        for (const arg of source.args) this.#expose(arg, why);
        break;
      case "tuple":
        for (const item of source.items) this.#expose(item, why);
        break;
      case "record":
        for (const field of source.fields.values()) this.#expose(field, why);
        break;
      case "function":
        for (const param of source.params) this.#absorbAny(param, why);
        this.#expose(source.returns, why);
        break;
    }
  }

  /** Unknowns that only Any reaches are Any. */
  #absorbAny(type: Type, why: Why): void {
    const target = resolve(type);
    switch (target.kind) {
      case "var":
        (target as Cell).lower = pushed((target as Cell).lower, ANY, why, false);
        break;
      case "con":
        for (const arg of target.args) this.#absorbAny(arg, why);
        break;
      case "tuple":
        for (const item of target.items) this.#absorbAny(item, why);
        break;
      case "record":
        for (const field of target.fields.values()) this.#absorbAny(field, why);
        break;
      case "function":
        // Nobody knows whether a function that comes as Any waits.
        setWaits(target.effect);
        this.#absorbAny(target.returns, why);
        break;
    }
  }

  /** Says that two types are the same. False, and reported, when they are not. */
  unify(a: Type, b: Type, why: Why): boolean {
    if (this.#unify(a, b, why)) return true;
    return this.#fail(a, b, why);
  }

  /** Like {@linkcode unify}, without a word when the types differ. */
  unifyQuietly(a: Type, b: Type): boolean {
    const before = this.#trying;
    this.#trying = true;
    try {
      return this.#unify(a, b, QUIET);
    } finally {
      this.#trying = before;
    }
  }

  #unify(a: Type, b: Type, why: Why): boolean {
    const left = resolve(a);
    const right = resolve(b);
    if (left === right) return true;
    if (left.kind === "var") {
      this.bind(left as Cell, right);
      return true;
    }
    if (right.kind === "var") {
      this.bind(right as Cell, left);
      return true;
    }
    if (isCon(left, "Wrong") || isCon(right, "Wrong")) return true;
    if (isCon(left, "Any") || isCon(right, "Any")) {
      this.#absorbAny(left, why);
      this.#absorbAny(right, why);
      return true;
    }
    if (left.kind === "con" && right.kind === "con") {
      return left.id === right.id &&
        left.args.every((arg, i) => this.#unify(arg, right.args[i], why));
    }
    if (left.kind === "tuple" && right.kind === "tuple") {
      return left.items.length === right.items.length &&
        left.items.every((item, i) => this.#unify(item, right.items[i], why));
    }
    if (left.kind === "function" && right.kind === "function") {
      if (left.params.length !== right.params.length) return false;
      uniteEffects(left.effect, right.effect);
      return left.params.every((param, i) => this.#unify(param, right.params[i], why)) &&
        this.#unify(left.returns, right.returns, why);
    }
    if (left.kind === "record" && right.kind === "record") {
      return this.#flowRecord(left, right, why) && this.#flowRecord(right, left, why);
    }
    return false;
  }

  /**
   * Gives an unknown its type and replays what was waiting for it. A type that would contain itself
   * becomes Any: such values (trees of records, say) are checked at run time instead.
   */
  bind(cell: Cell, type: Type): void {
    if (cell.solution !== null) {
      // What was looked at meanwhile has solved it already.
      this.unifyQuietly(cell.solution, type);
      return;
    }
    const target = resolve(type);
    if (target === cell) return;
    if (target.kind === "var") return this.#merge(cell, target as Cell);
    const solution = occurs(cell, target) ? ANY : target;
    cell.solution = solution;
    const { lower, upper, uses } = cell;
    cell.lower = cell.upper = cell.uses = null;
    if (cell.bound !== "any" && !fitsBound(solution, cell.bound) && cell.boundBy !== null) {
      if (!this.#trying) {
        const { left, right } = cell.boundBy.constraint;
        this.#problems.operator(cell.boundBy, left, right);
      }
    }
    const before = this.#peer;
    const depth = this.#depth;
    const misfit = this.#misfit;
    const trying = this.#trying;
    this.#depth = 0;
    this.#misfit = null;
    // What waited for the unknown is meant in earnest, also when this was only an attempt.
    this.#trying = false;
    for (const flow of lower ?? []) {
      this.#peer = lower?.[0].why.span;
      this.flow(flow.type, solution, flow.why, flow.soft);
    }
    this.#peer = undefined;
    for (const flow of upper ?? []) this.flow(solution, flow.type, flow.why);
    for (const use of uses ?? []) this.#wake(use);
    this.#peer = before;
    this.#depth = depth;
    this.#misfit = misfit;
    this.#trying = trying;
  }

  #merge(cell: Cell, other: Cell): void {
    if (cell.quantified) {
      if (other.quantified) return;
      return this.#merge(other, cell);
    }
    cell.solution = other;
    other.level = Math.min(other.level, cell.level);
    other.age = Math.min(other.age, cell.age);
    if (cell.isSoft) other.isSoft = true;
    if (cell.grows) other.grows = true;
    if (cell.isGiven) other.isGiven = true;
    other.made ??= cell.made;
    other.merge = mergeOf(cell, other);
    if (strongerBound(cell.bound, other.bound) !== other.bound) {
      other.bound = cell.bound;
      other.boundBy = cell.boundBy;
    }
    const { lower, upper, uses } = cell;
    cell.lower = cell.upper = cell.uses = null;
    for (const flow of lower ?? []) {
      if (resolve(flow.type) !== other) (other.lower ??= []).push(flow);
    }
    for (const flow of upper ?? []) {
      if (resolve(flow.type) !== other) (other.upper ??= []).push(flow);
    }
    for (const use of uses ?? []) {
      (other.uses ??= []).push(use);
      this.#wake(use);
    }
  }

  /** Looks at an operation again; one after the other, as a long sum wakes a long chain of them. */
  #wake(use: PendingUse): void {
    this.#woken.push(use);
    if (this.#woken.length > 1) return;
    for (let i = 0; i < this.#woken.length; i++) {
      const next = this.#woken[i];
      if (next.done) continue;
      const outcome = tryOperator(this, next);
      if (outcome === "wait") continue;
      next.done = true;
      if (outcome === "wrong" && !this.#trying) {
        this.#problems.operator(next, next.constraint.left, next.constraint.right);
      }
    }
    this.#woken.length = 0;
  }

  /**
   * The type as far as it can be known now: an unknown with known types flowing in or out of it is
   * settled. To be called where the shape of a type is needed to go on.
   */
  force(type: Type): Type {
    const current = resolve(type);
    if (current.kind === "var") this.settle(current as Cell);
    return resolve(current);
  }

  /** Settles an unknown by what is known of it; leaves it alone when nothing is. */
  settle(cell: Cell): void {
    settleCell(this, cell);
  }

  /**
   * Settles the unknowns a call made, once its arguments are known. What is put into a collection that
   * may still grow stays open: the next call may put something else into it.
   *
   * @param given the types of the arguments
   */
  settleCall(cells: readonly Cell[], given: readonly Type[]): void {
    // A branch that stands where a parameter is expected has that parameter's own unknown for its type.
    const own = new Set<Type>(cells.map(resolve));
    const unknown = given.map(resolve).filter((type) => type.kind === "var" && !own.has(type));
    const isGrowing = unknown.some((type) => (type as Cell).grows);
    for (const cell of cells) {
      if (cell.solution !== null || cell.lower === null) continue;
      if (isGrowing || stillGrows(cell) || (unknown.length > 0 && cell.merge === "list")) {
        cell.grows = true;
        continue;
      }
      let isHard = false;
      let isOpen = cell.uses !== null && cell.uses.some(decides);
      for (const flow of cell.lower) {
        const isVar = resolve(flow.type).kind === "var";
        if (isVar) isOpen = true;
        else if (!flow.soft) isHard = true;
      }
      if (isHard || !isOpen) this.settle(cell);
    }
    // A variable that holds a list gives its elements. Last, since these may become what is put in.
    if (cells.length === 0) return;
    for (const type of given) this.#settleList(resolve(type));
  }

  #settleList(type: Type): void {
    if (type.kind !== "var") return;
    const cell = type as Cell;
    const isList = !cell.grows && cell.lower !== null &&
      cell.lower.every((flow) => isCon(resolve(flow.type), "List"));
    if (isList) this.settle(cell);
  }

  /** Where a part of the program begins, for {@linkcode settleSince}. */
  mark(): Mark {
    const { cells, uses } = this.#scope;
    return { cells: cells.length, uses: uses.length, id: this.#nextId };
  }

  /** Settles what nothing outside of a finished part of the program knows of. */
  settleSince(mark: Mark): void {
    const { cells, uses } = this.#scope;
    for (let i = mark.cells; i < cells.length; i++) {
      if (cells[i].solution !== null) continue;
      return settleClosed(this, cells.slice(i), uses.slice(mark.uses), mark);
    }
  }

  /** Settles all unknowns of a scope that is closed, those deeper than `level`. */
  settleAll(cells: readonly Cell[], level: number, given: readonly Type[] = []): void {
    // A parameter with a default is one that a caller decides all the same.
    for (const type of given) {
      for (const part of unknownsIn(type)) (part as Cell).isGiven = true;
    }
    for (let again = true; again;) {
      again = false;
      const open = cells.filter((cell) => cell.solution === null && cell.level > level);
      if (open.length === 0) return;
      if (settleGrounded(this, open)) {
        again = true;
        continue;
      }
      for (const pass of SETTLING) {
        for (const cell of open) {
          if (cell.solution === null && pass(this, cell, given)) again = true;
        }
        if (again) break;
      }
    }
  }
}

/** Whether there are types inside a type. */
function hasParts(type: Type): boolean {
  return type.kind !== "con" || type.args.length > 0;
}

/** How what flows into two unknowns made one is joined. */
function mergeOf(a: Cell, b: Cell): Merge {
  if (a.merge === b.merge) return a.merge;
  // The result of an operation on an element says nothing of the others.
  if (a.grows && a.merge === "list" && b.lower === null) return "list";
  if (b.grows && b.merge === "list" && a.lower === null) return "list";
  return a.merge === "flow" ? "flow" : b.merge;
}

const QUIET: Why = { span: { start: 0, end: 0 }, reason: { kind: "plain" } };

function pushed(flows: Flow[] | null, type: Type, why: Why, soft: boolean): Flow[] {
  const flow = { type, why, soft };
  if (flows === null) return [flow];
  flows.push(flow);
  return flows;
}

/** Whether a value of `from` is one of `to` in every representation, so that no copy is needed. */
function isFreeConversion(from: Type, to: Type): boolean {
  if (isCon(to, "Any") || isCon(from, "Never")) return true;
  if (isCon(to, "Num")) return isCon(from, "Int") || isCon(from, "Float");
  const inner = optionItem(to);
  return inner !== null && (isCon(from, "Nil") || isFreeConversion(from, inner));
}
