/**
 * Policies: one implementation each of retrying, timeouts, circuits, fallbacks, limits and cached
 * values, for annotations, for block functions and for durable steps; and the scopes they build on,
 * which also are the contract with compiled code.
 *
 * @example
 * ```ts
 * import { fallback, retry, timeout } from "./mod.ts";
 * const load = () => timeout(1000, () => Promise.resolve(7));
 * if (await fallback(0, () => retry({ times: 2 }, load)) !== 7) throw new Error("policies");
 * ```
 *
 * @module
 */

export { circuit, type CircuitOptions, type CircuitState, circuitStates } from "./circuit.ts";
export { type Clock, ManualClock, type Random, systemClock } from "./clock.ts";
export { fallback } from "./fallback.ts";
export { limit, type Limits } from "./limit.ts";
export { retry, retryAfterMs, retryDelay, type RetryJournal, type RetryPolicy } from "./retry.ts";
export {
  budget,
  caught,
  currentScope,
  FUEL,
  reserve,
  Scope,
  type ScopeOptions,
  setRootScope,
  spend,
  StopCode,
  tick,
  tickCall,
  within,
  type World,
} from "./scope.ts";
export { timeout } from "./timeout.ts";
export { storeOf } from "./world_store.ts";
