/**
 * The one error of the runtime: every failure a program can see has a kind, a message and data.
 *
 * @module
 */

import { isRecord } from "./record.ts";
import type { Slot } from "./slot.ts";

/** A place in a source text; lines and columns count from 1, the end is exclusive. */
export interface SourcePlace {
  /** File name as the user gave it, or `<eval>`. */
  readonly file: string;
  /** Line of the first character. */
  readonly line: number;
  /** Column of the first character, in code points. */
  readonly column: number;
  /** Line of the place behind the last character. */
  readonly endLine: number;
  /** Column of the place behind the last character. */
  readonly endColumn: number;
}

/** One Zixir call on the way to a failure, innermost first. */
export interface TraceFrame {
  /** Name of the function, or `<program>`. */
  readonly name: string;
  /** Where in it the next frame was called, or the failure arose. */
  readonly place: SourcePlace;
}

/** What an error may carry besides kind and message. */
export interface ErrorDetails {
  /** What `e.data` gives in a `catch`; nil when absent. */
  readonly data?: Slot;
  /** Diagnostic code, such as `E0301`. */
  readonly code?: string;
  /** What to try. */
  readonly hint?: string;
  /** Where it arose. */
  readonly span?: SourcePlace;
  /** Calls on the way, innermost first. */
  readonly trace?: readonly TraceFrame[];
  /** The JS error this one was made from; never shown to users. */
  readonly cause?: unknown;
}

/**
 * A failure of a Zixir program. As a Zixir value it is the record `{kind, message, data}`.
 *
 * @example
 * ```ts
 * import { ZixirError } from "./error.ts";
 * const e = new ZixirError("arithmetic", "division by zero", { code: "E0301" });
 * if (e.kind !== "arithmetic" || e.data !== null) throw new Error("kind");
 * ```
 */
export class ZixirError extends Error {
  /** What a `catch` pattern selects on: `"arithmetic"`, `"timeout"`, `"user"`, ... */
  readonly kind: string;
  /** Further facts for the program; nil when there are none. */
  readonly data: Slot;
  /** Diagnostic code; the general one of the kind when none was given. */
  code: string;
  /** What to try, for the diagnostic. */
  hint: string | undefined;
  /** Where it arose; filled in by whoever knows the source. */
  span: SourcePlace | undefined;
  /** Zixir calls on the way, innermost first. */
  trace: readonly TraceFrame[];

  /**
   * Makes a failure, to be thrown.
   *
   * @param kind the kind a program matches on
   * @param message what happened, in plain words
   * @param details data, code, hint, place
   */
  constructor(kind: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "ZixirError";
    this.kind = kind;
    this.data = details.data ?? null;
    this.code = details.code ?? CODE_OF_KIND[kind] ?? "E0300";
    this.hint = details.hint;
    this.span = details.span;
    this.trace = details.trace ?? [];
  }
}

/**
 * Runs something that may go deep into a value. V8 keeps only the innermost frames of an error: one
 * raised below many others is given those of this call, so that the program's own line is among them.
 *
 * @example
 * ```ts
 * import { atCaller, ZixirError } from "./error.ts";
 * const sink = (depth: number): never => {
 *   if (depth > 500) throw new ZixirError("limit", "deep");
 *   return sink(depth + 1);
 * };
 * try {
 *   atCaller(() => sink(0));
 * } catch (error) {
 *   if (!(error as Error).stack?.includes("atCaller")) throw error;
 * }
 * ```
 */
export function atCaller<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof ZixirError) Error.captureStackTrace(error);
    throw error;
  }
}

/**
 * The Zixir value a `catch` binds.
 *
 * @param error the failure
 * @returns the record `{kind, message, data}`
 */
export function errorValue(error: ZixirError): Record<string, Slot> {
  return { kind: error.kind, message: error.message, data: error.data };
}

/**
 * The failure that `raise value` throws: a string raises kind `user`, a record gives kind, message
 * and data itself (each with a default), any other value becomes the data.
 *
 * @param value what stands after `raise`
 * @param show how to write a value that is no string in the message
 */
export function raised(value: Slot, show: (v: Slot) => string = String): ZixirError {
  if (typeof value === "string") return new ZixirError("user", value);
  if (isRecord(value)) {
    const kind = typeof value.kind === "string" ? value.kind : "user";
    const message = typeof value.message === "string" ? value.message : show(value);
    const data = "data" in value || "message" in value ? value.data ?? null : value;
    return new ZixirError(kind, message, { data });
  }
  return new ZixirError("user", show(value), { data: value });
}

/**
 * Any thrown thing as a {@linkcode ZixirError}, so that no JS error reaches a program or a user: an
 * error of the engine or the specialist keeps its kind, code, data and hint,
 * stack exhaustion becomes kind `limit`, an aborted signal `cancelled`, a refused permission
 * `permission`, a failure of the file system or network `io`.
 *
 * @param thrown what a `catch` clause received
 */
export function asZixirError(thrown: unknown): ZixirError {
  if (thrown instanceof ZixirError) return thrown;
  if (!(thrown instanceof Error)) {
    return new ZixirError("internal", String(thrown), { cause: thrown });
  }
  const message = thrown.message;
  if (isTierError(thrown)) {
    const { kind, code, hint, data } = thrown;
    return new ZixirError(kind, message, { code, hint, data, cause: thrown });
  }
  if (thrown instanceof RangeError) {
    if (message.includes("call stack")) {
      return new ZixirError("limit", "recursion too deep", { code: "E0704", cause: thrown });
    }
    if (/BigInt|string length|Array buffer|array length/i.test(message)) {
      return new ZixirError("limit", "a value grew too large", { code: "E0701", cause: thrown });
    }
  }
  if (thrown.name === "AbortError") {
    return new ZixirError("cancelled", message || "cancelled", { cause: thrown });
  }
  if (thrown.name === "NotCapable") {
    return new ZixirError("permission", message, { cause: thrown });
  }
  if (IO_ERRORS.has(thrown.name) || (thrown as { syscall?: unknown }).syscall !== undefined) {
    return new ZixirError("io", message, { cause: thrown });
  }
  return new ZixirError("internal", message, { cause: thrown });
}

/** An error of the engine or the specialist, which say what happened in the same words. */
interface TierError extends Error {
  readonly kind: string;
  readonly code: string;
  readonly hint?: string;
  readonly data?: Slot;
}

function isTierError(error: Error): error is TierError {
  const { kind, code } = error as Partial<TierError>;
  return typeof kind === "string" && typeof code === "string" && /^E\d{4}$/.test(code);
}

const CODE_OF_KIND: Readonly<Record<string, string>> = {
  arithmetic: "E0301",
  index: "E0302",
  type: "E0303",
  match: "E0304",
  io: "E0305",
  http: "E0306",
  user: "E0307",
  value: "E0308",
  assert: "E0309",
  process: "E0310",
  internal: "E0399",
  engine: "E0400",
  python: "E0500",
  workflow: "E0600",
  store: "E0650",
  circuit_open: "E0602",
  permission: "E0700",
  limit: "E0701",
  timeout: "E0702",
  cancelled: "E0703",
};

const IO_ERRORS: ReadonlySet<string> = new Set([
  "NotFound",
  "AlreadyExists",
  "PermissionDenied",
  "IsADirectory",
  "NotADirectory",
  "FilesystemLoop",
  "BrokenPipe",
  "BadResource",
  "Busy",
  "WriteZero",
  "UnexpectedEof",
  "ConnectionRefused",
  "ConnectionReset",
  "ConnectionAborted",
  "NotConnected",
  "AddrInUse",
  "AddrNotAvailable",
  "TimedOut",
  "Interrupted",
  "InvalidData",
]);
