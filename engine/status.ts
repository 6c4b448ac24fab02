/**
 * The answers of the native code and the errors they become. `zig/src/status.zig` has the same list;
 * a test compares them.
 *
 * @module
 */
import { EngineError } from "./error.ts";

/** The statuses by name. */
export const Status = { ok: 0, empty: 1, length_mismatch: 2 } as const;

/** One status. */
export type Status = (typeof Status)[keyof typeof Status];

/** What the caller knows about a call that failed, to word the error. */
export interface CallFacts {
  /** The operation's name. */
  readonly operation: string;
  /** Lengths of its lists, in order. */
  readonly lengths?: readonly number[];
}

/** Throws the error that a status other than `ok` stands for. */
export function fail(status: number, facts: CallFacts): never {
  throw toError(status as Status, facts);
}

function toError(status: Status, { operation, lengths = [] }: CallFacts): Error {
  switch (status) {
    case Status.empty:
      return new EngineError(
        "E0401",
        "engine",
        `${operation} of an empty list does not exist`,
        "test `len(xs) > 0` first",
      );
    case Status.length_mismatch:
      return new EngineError(
        "E0403",
        "engine",
        `${operation} needs lists of equal length, got ${lengths.join(" and ")}`,
        "the engine never cuts a list: cut the longer one with list.take(xs, n) if that is meant",
      );
    case Status.ok:
      return new TypeError(`${operation}: no error to report`);
    default: {
      const unknown: never = status;
      return new TypeError(`${operation}: unknown engine status ${unknown}`);
    }
  }
}
