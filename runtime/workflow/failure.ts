/**
 * Failures as they are kept in the store, and back.
 *
 * @module
 */
import { type ConstructorLookup, decode, encode, joined } from "../store/mod.ts";
import { ZixirError } from "../values/error.ts";
import { findNonData } from "../values/hash.ts";
import type { FailureRecord } from "./run_record.ts";

/** A failure as it is stored; its data is left out when it holds functions or handles. */
export function failureOf(error: ZixirError): FailureRecord {
  const { kind, message, code, hint, data, span } = error;
  return {
    kind,
    message,
    code,
    ...(hint === undefined ? {} : { hint }),
    ...(data === null || findNonData(data) !== null ? {} : { data: joined(encode(data)) }),
    ...(span === undefined ? {} : { place: `${span.file}:${span.line}:${span.column}` }),
  };
}

/**
 * Raises a stored failure again.
 *
 * @param failure what was stored
 * @param constructors constructors of the program's user types
 * @throws {ZixirError} always
 */
export function raiseFailure(failure: FailureRecord, constructors: ConstructorLookup): never {
  throw new ZixirError(failure.kind, failure.message, {
    code: failure.code,
    hint: failure.hint,
    data: failure.data === undefined ? null : decode(failure.data, constructors),
  });
}
