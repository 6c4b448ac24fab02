/**
 * Where policies keep what they share.
 *
 * @module
 */

import { openStore, type Store } from "../store/store.ts";
import type { Scope } from "./scope.ts";

/**
 * The store of a scope's world: the one it was given, else one in memory for the whole process.
 *
 * @param scope any scope
 */
export function storeOf(scope: Scope): Store {
  return scope.world.store ?? (processStore ??= openStore(":memory:"));
}

let processStore: Store | undefined;
