/**
 * What one slip from another language is: a row of the tables that `slips.ts` puts together.
 *
 * @module
 */

/** Where a slip shows: while parsing, as an unknown name or type, or as an unknown method or field. */
export type SlipPlace = "syntax" | "name" | "type" | "method";

/** One row of the table. */
export interface Slip {
  /** A short stable name, unique in the table. */
  readonly id: string;
  readonly where: SlipPlace;
  /** The languages that write it so. */
  readonly from: string;
  /**
   * How it is recognised. In syntax: a pattern over the line of a syntax error, with strings and
   * comments blanked, whose group `at` is the offending part. Elsewhere: the names.
   */
  readonly match: RegExp | readonly string[];
  /** What is wrong, in a sentence without a full stop. */
  readonly message: string;
  /** The Zixir spelling. */
  readonly hint: string;
  /** A program that makes the slip. */
  readonly program: string;
}

/** A slip in syntax as it is written down: id, languages, pattern, message, hint, failing program. */
export type SyntaxRow = readonly [string, string, RegExp, string, string, string];
