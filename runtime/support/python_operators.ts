/**
 * Operators with a Python object on one side: Python's own, carried out at once.
 *
 * @module
 */
import { PyHandle } from "../../specialist/handle.ts";
import { tick, timeLeft } from "../resilience/scope.ts";
import { type Slot, typeName, ZixirError } from "../values/mod.ts";

/** Whether one of two operands is a Python object. */
export function hasPython(a: Slot, b: Slot): boolean {
  return a instanceof PyHandle || b instanceof PyHandle;
}

/**
 * What Python's operator gives.
 *
 * @param name the operator's function in Python's module `operator`
 * @throws {PythonError} what Python raised
 */
export function pythonOperator(name: string, a: Slot, b?: Slot): Slot {
  tick();
  const handle = (a instanceof PyHandle ? a : b) as unknown as PyHandle;
  return handle.operatorSync(name, b === undefined ? [a] : [a, b], timeLeft()) as Slot;
}

/**
 * What Python's comparison says, where it says yes or no.
 *
 * @throws {ZixirError} kind `type` for one that compares element by element
 */
export function pythonTest(name: string, a: Slot, b: Slot): boolean {
  const answer = pythonOperator(name, a, b);
  if (typeof answer === "boolean") return answer;
  throw new ZixirError(
    "type",
    `comparing ${shown(a)} and ${shown(b)} gives ${shown(answer)}, not a Bool`,
    { hint: `for what Python gives write python "operator" "${name}" (a, b)` },
  );
}

function shown(value: Slot): string {
  return value instanceof PyHandle ? `${value}` : typeName(value);
}
