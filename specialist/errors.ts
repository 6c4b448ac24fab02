/**
 * What goes wrong between Zixir and Python, as values with code, kind, data and hint.
 *
 * @module
 */

/** What a {@linkcode PythonError} tells about the Python exception behind it. */
export interface PythonErrorData {
  /** Name of the exception's class, such as `"KeyError"`; empty where no exception is behind it. */
  readonly type: string;
  /** The exception's own text. */
  readonly message: string;
  /** Python's traceback, trimmed to the user's part; empty where there is none. */
  readonly traceback: string;
}

/** The codes of the specialist and what each stands for. */
export const pythonErrorCodes = {
  E0501: "a Python exception",
  E0502: "no usable Python found",
  E0503: "Python found, but it could not be started",
  E0504: "a Python module is not installed",
  E0505: "a value that cannot go to Python",
  E0506: "an object that cannot leave its Python process",
  E0507: "a Python worker process died",
  E0508: "Python workers died too often, the circuit is open",
  E0509: "a Python call took longer than its deadline",
  E0510: "a Python call was cancelled",
  E0511: "a Python call used more memory than its limit",
  E0512: "Python was closed, or used in a way it cannot serve",
  E0513: "a permission of Deno is missing",
} as const;

/** One of the codes of {@linkcode pythonErrorCodes}. */
export type PythonErrorCode = keyof typeof pythonErrorCodes;

/** The kinds a Python call may fail with, as Zixir programs see them. */
export type PythonErrorKind =
  | "python"
  | "timeout"
  | "cancelled"
  | "limit"
  | "circuit_open"
  | "permission";

/**
 * A failed Python call.
 *
 * @example
 * ```ts
 * import { PythonError } from "./errors.ts";
 * const error = new PythonError("E0501", "KeyError: 'x'", {
 *   data: { type: "KeyError", message: "'x'", traceback: "" },
 * });
 * console.assert(error.kind === "python" && error.data.type === "KeyError");
 * ```
 */
export class PythonError extends Error {
  override readonly name = "PythonError";
  /** The stable code, for `zixir explain`. */
  readonly code: PythonErrorCode;
  /** The kind of error as `catch` sees it. */
  readonly kind: PythonErrorKind;
  /** The Python exception behind it. */
  readonly data: PythonErrorData;
  /** What to try, where something is known. */
  readonly hint: string | undefined;

  /** Makes an error of a code; the kind follows from the code unless given. */
  constructor(
    code: PythonErrorCode,
    message: string,
    more: { kind?: PythonErrorKind; data?: PythonErrorData; hint?: string; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.kind = more.kind ?? kindOf[code] ?? "python";
    this.data = more.data ?? { type: "", message, traceback: "" };
    this.hint = more.hint;
  }
}

const kindOf: Partial<Record<PythonErrorCode, PythonErrorKind>> = {
  E0508: "circuit_open",
  E0509: "timeout",
  E0510: "cancelled",
  E0511: "limit",
  E0513: "permission",
};
