/**
 * The long story behind a code: what `zixir explain E0220` tells.
 *
 * @module
 */

/** What one code means, with a program that brings it about and the same program mended. */
export interface Lesson {
  /** The code, such as `E0220`. */
  readonly code: string;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** Why it is wrong and what to do, in a few sentences. */
  readonly text: string;
  /** A program that is answered with the code. */
  readonly wrong: string;
  /** The program mended: nothing is found in it. */
  readonly right: string;
  /** Other files both programs may import, by the path they write. */
  readonly files?: Readonly<Record<string, string>>;
}
