/**
 * Where large values ask before they are made.
 *
 * Values know nothing of limits; whoever enforces them says so here (`resilience/scope.ts`).
 *
 * @module
 */

/** What is asked before a large value is made. */
export interface AllocationGuard {
  /**
   * Called with the bytes about to be allocated; throws to refuse them.
   *
   * @param bytes how many
   */
  reserve(bytes: number): void;
}

/** The guard in force; lets everything pass until one is set. */
export const allocation: AllocationGuard = { reserve: () => {} };

/** Values smaller than this do not ask, bytes. */
export const LARGE_BYTES = 65_536;
