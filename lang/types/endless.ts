/**
 * Functions that never return: every result is calculated from a result of the function itself, as in
 * `fn f(n): 1 + f(n)`.
 *
 * Nothing that a caller gives says what such a function would give, so it must not stay open as "some
 * number", which whatever stands beside a call would then decide.
 *
 * @module
 */
import { NEVER } from "./build.ts";
import type { Cell, PendingUse } from "./cell.ts";
import { unknownsIn } from "./settling.ts";
import type { Solver } from "./solver.ts";
import { type FunctionType, resolve, type Type } from "./type.ts";

/**
 * Says that a function gives nothing, where no value can come out of it as far as its operations tell.
 *
 * @param type the function, checked and not generalised yet
 * @param uses the operations whose operands are still unknown
 *
 * @example
 * ```ts
 * closeEndless(solver, typeOfF, uses); // fn f(n): 1 + f(n) is now (a) -> Never
 * ```
 */
export function closeEndless(
  solver: Solver,
  type: FunctionType,
  uses: readonly PendingUse[],
): void {
  const result = resolve(type.returns);
  if (result.kind !== "var" || result.bound === "any" || result.level <= solver.level) return;
  if (mayBe(result as Cell, type, uses)) return;
  // What is calculated with nothing says nothing of the other operand.
  for (const use of uses) {
    const { left, right, result: made } = use.constraint;
    if ([left, right, made].some((part) => resolve(part) === result)) use.done = true;
  }
  solver.unifyQuietly(result, NEVER);
}

/** Whether there may be a value of the result: the least set of unknowns that have one holds it. */
function mayBe(result: Cell, type: FunctionType, uses: readonly PendingUse[]): boolean {
  const found = new Set<Type>(type.params.flatMap((param) => [...unknownsIn(param)]));
  const hasValue = (part: Type): boolean => {
    const current = resolve(part);
    return current.kind !== "var" || found.has(current);
  };
  const open = new Set<Cell>([result]);
  for (const { constraint: { left, right } } of uses) {
    for (const part of [resolve(left), resolve(right)]) {
      if (part.kind === "var") open.add(part as Cell);
    }
  }
  for (let size = -1; size !== found.size && !found.has(result);) {
    size = found.size;
    for (const cell of open) {
      const makers = uses.filter(({ constraint }) => resolve(constraint.result) === cell);
      const lower = cell.lower ?? [];
      // Of what nothing is known to make, only the result itself is sure to have no value.
      const isFree = makers.length === 0 && lower.length === 0 && cell !== result;
      if (
        isFree || lower.some((flow) => hasValue(flow.type)) ||
        makers.some(({ constraint: { left, right } }) => hasValue(left) && hasValue(right))
      ) found.add(cell);
    }
  }
  return found.has(result);
}
