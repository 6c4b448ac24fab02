/**
 * What a scope is given: the outside world, and what bounds it.
 *
 * @module
 */

import type { ConstructorLookup } from "../store/decoding.ts";
import type { Store } from "../store/store.ts";
import type { ZixirError } from "../values/error.ts";
import type { Clock, Random } from "./clock.ts";

/** What a scope inherits from the one around it: the outside world. */
export interface World {
  /** Tells the time and waits. */
  readonly clock: Clock;
  /** Gives the jitter of retries. */
  readonly random: Random;
  /** Where circuits and cached values are; a store in memory when absent. */
  readonly store?: Store;
  /** The program's constructors of user types, to read cached values with. */
  readonly constructors?: ConstructorLookup;
}

/** What bounds a scope; what is absent is not bounded here. */
export interface ScopeOptions {
  /** Replaces the outside world, for a root scope. */
  readonly world?: World;
  /** Milliseconds from now after which the scope is stopped with `onDeadline`. */
  readonly timeMs?: number;
  /** The reason given when time is up; kind `timeout` by default. */
  readonly onDeadline?: () => ZixirError;
  /** Bytes of memory the block may add to what is live when it begins. */
  readonly memoryBytes?: number;
  /** Whether Python calls of the block are made in worker processes. */
  readonly isolate?: boolean;
  /** Function calls the block may make. */
  readonly calls?: number;
  /** Frames of synchronous calls the block may nest. */
  readonly depth?: number;
  /**
   * A shared flag that another thread sets to stop the scope: element 0 is 0 while all is well, else
   * one of `StopCode`.
   */
  readonly flag?: Int32Array;
}
