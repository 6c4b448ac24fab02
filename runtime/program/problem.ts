/**
 * What is wrong with a program, found before its run or during it, in one flat form for the
 * library, `--json` and other tools. Positions are lines and columns from 1, ends exclusive.
 *
 * @module
 */
import type { Diagnostic } from "../../lang/diagnostics/diagnostic.ts";
import { LineIndex } from "../../lang/syntax/span.ts";
import type { TraceFrame, ZixirError } from "../values/error.ts";

/** One problem of a program. */
export interface Problem {
  /** Stable code; `zixir explain CODE` tells more. */
  readonly code: string;
  /** A `warning` does not keep a program from running. */
  readonly severity: "error" | "warning";
  /** Family: `syntax`, `name`, `type`, `match`, ... and the kinds of run-time errors. */
  readonly kind: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** The file as the user named it; null where the problem has no place. */
  readonly file: string | null;
  /** Line of its first character, from 1. */
  readonly line: number | null;
  /** Column of its first character in code points, from 1. */
  readonly column: number | null;
  /** Line of the place behind its last character. */
  readonly endLine: number | null;
  /** Column of the place behind its last character. */
  readonly endColumn: number | null;
  /** What to do about it, where that is known. */
  readonly hint?: string;
  /** Calls on the way to a run-time error, innermost first. */
  readonly trace?: readonly ProblemFrame[];
}

/** A call on the way to a run-time error. */
export interface ProblemFrame {
  /** The function's name, or `<program>`. */
  readonly name: string;
  /** File of the call. */
  readonly file: string;
  /** Line of the call, from 1. */
  readonly line: number;
  /** Column of the call, from 1. */
  readonly column: number;
}

/**
 * A finding of the checker, with lines and columns.
 *
 * @param diagnostic the finding
 * @param textOf gives the text of a file by the name the diagnostic has for it
 */
export function problemOfDiagnostic(
  diagnostic: Diagnostic,
  textOf: (file: string) => string,
): Problem {
  const { code, severity, kind, message, file, span, hint } = diagnostic;
  const lines = new LineIndex(textOf(file));
  const start = lines.position(span.start);
  const end = lines.position(span.end);
  return {
    code,
    severity,
    kind,
    message,
    file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    ...(hint === undefined ? {} : { hint }),
  };
}

/** A failure of a run. */
export function problemOfError(error: ZixirError): Problem {
  const { code, kind, message, span, hint, trace } = error;
  return {
    code,
    severity: "error",
    kind,
    message,
    file: span?.file ?? null,
    line: span?.line ?? null,
    column: span?.column ?? null,
    endLine: span?.endLine ?? null,
    endColumn: span?.endColumn ?? null,
    ...(hint === undefined ? {} : { hint }),
    ...(trace.length === 0 ? {} : { trace: trace.map(frameOf) }),
  };
}

function frameOf({ name, place }: TraceFrame): ProblemFrame {
  return { name, file: place.file, line: place.line, column: place.column };
}
