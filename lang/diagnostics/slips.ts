/**
 * Slips from other languages, and how Zixir says it: what to look up when a program does not parse
 * or a name is unknown.
 *
 * Each row names a spelling, says what Zixir writes instead, and holds a failing program, which the
 * tests run. `slip_syntax.ts` has the spellings that do not parse, `slip_names.ts` the names, types
 * and methods that other languages have.
 *
 * @module
 */
import type { Slip, SlipPlace } from "./slip.ts";
import { nameSlips } from "./slip_names.ts";
import { syntaxSlips } from "./slip_syntax.ts";

/** The whole table. */
export function slips(): readonly Slip[] {
  return [...syntaxSlips(), ...nameSlips()];
}

/** What is said of a slip in syntax, in one line: what is wrong, and the Zixir spelling. */
export function slipText({ message, hint }: Slip): string {
  return `${message}; ${hint}`;
}

/** A slip found in a line, and the part of the line that makes it. */
export interface FoundSlip {
  readonly slip: Slip;
  readonly start: number;
  readonly end: number;
}

/**
 * The first syntax slip of a line, of those that begin at or before `limit`; null for none.
 *
 * @param line The line, with strings and comments blanked.
 * @param limit The offset in the line up to which the error reaches.
 */
export function findSyntaxSlip(line: string, limit: number): FoundSlip | null {
  for (const slip of syntaxSlips()) {
    const found = (slip.match as RegExp).exec(line);
    if (!found) continue;
    const at = found.groups?.at ?? found[0];
    const start = found.index + found[0].lastIndexOf(at);
    if (start <= limit + SLACK) return { slip, start, end: start + at.length };
  }
  return null;
}

/** The parser may stop a little before what tells the slip, as at `const` in `for (const x of xs)`. */
const SLACK = 24;

let byName: Map<string, Slip> | undefined;

function namesOfSlips(): Map<string, Slip> {
  const names = new Map<string, Slip>();
  for (const slip of nameSlips()) {
    for (const name of slip.match as readonly string[]) names.set(`${slip.where} ${name}`, slip);
  }
  return names;
}

/**
 * The slip that an unknown name, type, or method of another language is; null when it is none.
 *
 * @example
 * ```ts
 * import { slipNamed } from "./slips.ts";
 * const slip = slipNamed("name", "null");
 * // slip?.hint tells that it is `nil`
 * ```
 */
export function slipNamed(where: Exclude<SlipPlace, "syntax">, name: string): Slip | null {
  byName ??= namesOfSlips();
  return byName.get(`${where} ${name}`) ?? null;
}
