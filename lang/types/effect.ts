/**
 * Which functions may wait, as a graph.
 *
 * Invariants:
 * 1. A linked effect is only a name for its representative ({@linkcode effectOf}).
 * 2. Waiting is monotone and already carried along every edge: when `a` waits, so does everything in
 *    `a.raises` and in `a.copies`, because {@linkcode addEdge} and {@linkcode setWaits} carry it on.
 * 3. An instance of a generic function's effect hangs on the original by `copies`, not by `raises`:
 *    it waits if the original always waits, but not because the original's own parameters might.
 * 4. A function made inside another hangs on it by `makers`: the outer one need not wait because the
 *    inner one does, but there is a waiting version of the outer one wherever there is one of the inner.
 *
 * @module
 */
import { type Effect, resolve, type Type } from "./type.ts";

/** An effect with what only the checker needs. */
export interface EffectNode extends Effect {
  link: EffectNode | null;
  raises: Set<EffectNode> | null;
  /** Instances of this effect made for calls of a generic function. */
  copies: Set<EffectNode> | null;
  /** Effects of the functions whose bodies make the function of this effect. */
  makers: Set<EffectNode> | null;
  /** Depth of the function it belongs to, for generalisation. */
  level: number;
  /** It belongs to something finished, such as a host table: it learns and remembers nothing more. */
  fixed: boolean;
}

let nextEffectId = 1;

/** A new effect that does not wait as far as is known. */
export function newEffect(level = 0, waits = false, fixed = false): EffectNode {
  return {
    id: nextEffectId++,
    link: null,
    waits,
    raises: null,
    copies: null,
    makers: null,
    level,
    fixed,
  };
}

/** The representative of an effect. */
export function effectOf(effect: Effect): EffectNode {
  let current = effect as EffectNode;
  while (current.link !== null) current = current.link;
  return current;
}

/** Says that an effect waits, and all that follows from it. */
export function setWaits(effect: Effect): void {
  const todo = [effectOf(effect)];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (node.waits) continue;
    node.waits = true;
    for (const next of node.raises ?? []) todo.push(effectOf(next));
    for (const next of node.copies ?? []) todo.push(effectOf(next));
  }
}

/** Says that `to` waits if `from` does. */
export function addEdge(from: Effect, to: Effect): void {
  const source = effectOf(from);
  const target = effectOf(to);
  if (source === target || target.fixed) return;
  if (source.fixed) {
    if (source.waits) setWaits(target);
    return;
  }
  (source.raises ??= new Set()).add(target);
  if (target.level < source.level) source.level = target.level;
  if (source.waits) setWaits(target);
}

/** Says that the function of effect `outer` makes the one of effect `inner` in its body. */
export function addMaker(inner: Effect, outer: Effect): void {
  const made = effectOf(inner);
  const maker = effectOf(outer);
  if (made !== maker) (made.makers ??= new Set()).add(maker);
}

/** Says that two effects are one. */
export function uniteEffects(a: Effect, b: Effect): void {
  const left = effectOf(a);
  const right = effectOf(b);
  if (left === right) return;
  if (left.fixed || right.fixed) {
    addEdge(left, right);
    addEdge(right, left);
    return;
  }
  left.link = right;
  right.level = Math.min(left.level, right.level);
  for (const next of left.raises ?? []) {
    if (effectOf(next) !== right) (right.raises ??= new Set()).add(next);
  }
  if (left.copies !== null) {
    right.copies ??= new Set();
    for (const copy of left.copies) right.copies.add(copy);
  }
  for (const maker of left.makers ?? []) addMaker(right, maker);
  const waits = left.waits || right.waits;
  if (waits) {
    right.waits = false;
    setWaits(right);
  }
}

/**
 * Everything that comes in two versions because one of `roots` may wait or not: what waits if it
 * does, and the functions that make such functions. The roots themselves are included.
 */
export function reachable(roots: Iterable<Effect>): Set<EffectNode> {
  const seen = new Set<EffectNode>();
  const todo = [...roots].map(effectOf);
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    for (const next of node.raises ?? []) todo.push(effectOf(next));
    for (const next of node.makers ?? []) todo.push(effectOf(next));
  }
  return seen;
}

/** The effects of the functions in a type. */
export function effectsIn(type: Type): EffectNode[] {
  const found = new Set<EffectNode>();
  const visit = (part: Type): void => {
    const current = resolve(part);
    switch (current.kind) {
      case "function":
        found.add(effectOf(current.effect));
        current.params.forEach(visit);
        visit(current.returns);
        break;
      case "con":
        current.args.forEach(visit);
        break;
      case "tuple":
        current.items.forEach(visit);
        break;
      case "record":
        for (const field of current.fields.values()) visit(field);
        break;
      default:
        break;
    }
  };
  visit(type);
  return [...found];
}
