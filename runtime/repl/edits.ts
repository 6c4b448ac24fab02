/**
 * What becomes of text as it is typed and pasted, beyond being put in.
 *
 * @module
 */
import { indentationAfter } from "./completeness.ts";
import { type Buffer, insert, motions, replace } from "./line_buffer.ts";

/** Begins a line where the cursor is, indented as what stands before asks for. */
export function newLine(buffer: Buffer): Buffer {
  const before = buffer.text.slice(0, buffer.cursor);
  return insert(buffer, `\n${indentationAfter(before)}`);
}

/**
 * What begins a clause of the block above, and what closes its bracket, goes one step to the left of
 * the lines inside.
 *
 * @returns the same buffer where nothing of that was typed
 */
export function withDedentedClause(buffer: Buffer): Buffer {
  const start = motions.lineStart(buffer);
  const line = buffer.text.slice(start, buffer.cursor);
  const isLast = /^ +(else:|catch |[)\]}])$/.test(line) && start > 0;
  if (!isLast) return buffer;
  const before = buffer.text.slice(motions.lineStart({ ...buffer, cursor: start - 1 }), start - 1);
  const blanks = indentationOf(line);
  const isInside = indentationOf(before) === blanks || indentationAfter(before).length === blanks;
  return isInside ? replace(buffer, start, buffer.cursor, line.slice(Math.min(2, blanks))) : buffer;
}

function indentationOf(line: string): number {
  return /^ */.exec(line)![0].length;
}

/** Pasted text: line ends are `\n`, and control characters go. */
export function cleaned(text: string): string {
  // deno-lint-ignore no-control-regex -- control characters are what goes
  return text.replaceAll(/\r\n?/g, "\n").replaceAll(/[\x00-\x08\x0b-\x1f\x7f]/g, "");
}

/** The first line of pasted text. */
export function firstLine(text: string): string {
  return cleaned(text).split("\n")[0];
}
