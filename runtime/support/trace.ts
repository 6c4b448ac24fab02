/**
 * From frames of V8 stack traces back to places in Zixir programs.
 *
 * Nothing here runs before something has failed: compiled code carries no positions, only the marks
 * kept beside its text.
 *
 * @module
 */
import { type MarkedText, spanAt } from "../../lang/compile/code.ts";
import { LineIndex, type Span } from "../../lang/syntax/span.ts";
import type { SourcePlace, TraceFrame, ZixirError } from "../values/mod.ts";

/** A compiled file as its frames name it. */
export interface TracedFile {
  readonly file: string;
  readonly source: string;
  readonly code: MarkedText;
}

/** Lines that `new Function` puts before a body. */
const HEADER_LINES = 2;

/** Most frames of a trace; the rest of a deep recursion says nothing new. */
const FRAMES_MAX = 20;

const FRAME = /^\s*at (?:async )?(?:(.*?) \()?zixir:([^,:)\s]+)(?:, <anonymous>)?:(\d+):(\d+)\)?$/;

/**
 * Fills in where an error arose and the Zixir calls on the way to it, if that is not known yet.
 *
 * @param error the failure
 * @param fileOf the compiled file with the id that its `sourceURL` has behind `zixir:`
 */
export function locate(error: ZixirError, fileOf: (id: string) => TracedFile | undefined): void {
  if (error.span !== undefined) return;
  const frames = framesOf(stackOf(error), fileOf);
  if (frames.length === 0) return;
  error.span = frames[0].place;
  error.trace = frames.slice(0, FRAMES_MAX);
}

/** An error made from a JS error arose where that one did. */
function stackOf(error: ZixirError): string {
  const { cause } = error;
  return (cause instanceof Error ? cause.stack : error.stack) ?? "";
}

function framesOf(stack: string, fileOf: (id: string) => TracedFile | undefined): TraceFrame[] {
  const frames: TraceFrame[] = [];
  for (const line of stack.split("\n")) {
    const [, name, id, row, column] = FRAME.exec(line) ?? [];
    const file = id === undefined ? undefined : fileOf(id);
    // A wrapper in the uniform convention is no call of its own.
    if (file === undefined || name?.endsWith("$u")) continue;
    const span = spanAt(file.code, Number(row) - HEADER_LINES, Number(column));
    if (span === null || (frames.length > 0 && isDeclaredName(file.source, span))) continue;
    frames.push({ name: zixirName(name), place: placeOf(file, span) });
  }
  return frames;
}

/**
 * Whether a place is the name in a declaration: no call stands there, so the frame is of what the
 * compiler put around a step or an annotated function.
 */
function isDeclaredName(source: string, { start }: Span): boolean {
  return /\b(fn|step|workflow)\s+$/.test(source.slice(Math.max(0, start - 20), start));
}

/** The name of a function in the program: generated names carry a suffix behind `$`. */
function zixirName(name: string | undefined): string {
  const last = (name ?? "").replace(/ \[as .*\]$/, "").split(/[. ]/).pop() ?? "";
  if (last === "$main") return "<program>";
  // A name without the suffix was made up by V8 for a function that has none.
  const [plain, suffix] = last.split("$");
  return plain === "" || suffix === undefined ? "<lambda>" : plain;
}

function placeOf(file: TracedFile, span: Span): SourcePlace {
  const lines = new LineIndex(file.source);
  const start = lines.position(span.start);
  const end = lines.position(span.end);
  return {
    file: file.file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}
