/**
 * The store of a running program: where its circuits and cached values are.
 *
 * @module
 */
import { cacheOf } from "../cache/mod.ts";
import { Scope, setRootScope, systemClock } from "../resilience/mod.ts";
import { type ConstructorLookup, openStore, type Store } from "../store/mod.ts";
import { writeErr } from "./output.ts";
import { storeLocation } from "./run_store.ts";

/**
 * Makes the store of the command line that of the process. Nothing is opened before a program uses
 * it; whoever ends the program closes it.
 *
 * @param flags the flags of the command line
 * @param constructors finds the program's constructors of user types
 */
export function useStore(
  flags: ReadonlyMap<string, string>,
  constructors: ConstructorLookup,
): Store {
  const store = openStore(storeLocation(flags));
  const world = { clock: systemClock, random: Math.random, store, constructors };
  setRootScope(new Scope(null, { world }));
  if (flags.has("explain-cache")) {
    cacheOf(store).onStep = ({ step, outcome, reason }) =>
      writeErr(`cache: ${step}: ${outcome}: ${reason}\n`);
  }
  return store;
}
