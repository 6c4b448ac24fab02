/**
 * The answers of the native code and the errors they become. `zig/src/status.zig` has the same list;
 * a test compares them.
 *
 * @module
 */
import { EngineError } from "./error.ts";

/** The statuses by name. */
export const Status = {
  ok: 0,
  empty: 1,
  length_mismatch: 2,
  bad_shape: 3,
  bad_argument: 4,
  bad_out: 5,
  too_large: 6,
  out_of_memory: 7,
  not_a_number: 8,
  ragged_rows: 9,
} as const;

/** One status. */
export type Status = (typeof Status)[keyof typeof Status];

/** What the caller knows about a call that failed, to word the error. */
export interface CallFacts {
  /** The operation's name. */
  readonly operation: string;
  /** Lengths of its lists, in order. */
  readonly lengths?: readonly number[];
  /** What is wrong with a number or a shape, as a sentence after the operation's name. */
  readonly problem?: string;
  /** What would be right. */
  readonly hint?: string;
  /** Line and column in a text. */
  readonly place?: readonly [line: number, column: number];
}

/** Throws the error that a status other than `ok` stands for. */
export function fail(status: number, facts: CallFacts): never {
  throw toError(status as Status, facts);
}

function toError(status: Status, facts: CallFacts): Error {
  const { operation, lengths = [], problem, hint, place: [line, column] = [0, 0] } = facts;
  switch (status) {
    case Status.empty:
      return new EngineError(
        "E0401",
        `${operation} of an empty list does not exist`,
        "test `len(xs) > 0` first",
      );
    case Status.length_mismatch:
      return new EngineError(
        "E0403",
        `${operation} needs lists of equal length, got ${lengths.join(" and ")}`,
        "the engine never cuts a list: cut the longer one with list.take(xs, n) if that is meant",
      );
    case Status.bad_shape:
      return new EngineError("E0404", `${operation}: ${problem ?? "a shape does not fit"}`, hint);
    case Status.bad_argument:
      return new EngineError(
        "E0405",
        `${operation}: ${problem ?? "an argument is out of range"}`,
        hint,
      );
    case Status.bad_out:
      return new EngineError("E0403", `${operation}: the list for the result has a wrong length`);
    case Status.too_large:
      return new EngineError(
        "E0406",
        `${operation}: ${problem ?? "the result is too large"}`,
        hint,
      );
    case Status.out_of_memory:
      return new EngineError("E0407", `${operation}: out of memory`);
    case Status.not_a_number:
      return new EngineError(
        "E0408",
        `${operation}: line ${line}, column ${column} is not a number`,
        "lines of titles are passed over with skip: 1",
      );
    case Status.ragged_rows:
      return new EngineError(
        "E0408",
        `${operation}: line ${line} has ${column} cells, other than the rows before it`,
      );
    case Status.ok:
      return new TypeError(`${operation}: no error to report`);
    default: {
      const unknown: never = status;
      return new TypeError(`${operation}: unknown engine status ${unknown}`);
    }
  }
}
