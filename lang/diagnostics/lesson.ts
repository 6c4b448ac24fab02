/**
 * The long story behind a code: what `zixir explain E0220` tells.
 *
 * @module
 */

/** What one code means. */
interface Explanation {
  /** The code, such as `E0220`. */
  readonly code: string;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** Why it is wrong and what to do, in a few sentences. */
  readonly text: string;
}

/** What one code means, with a program that brings it about and the same program mended. */
export interface Lesson extends Explanation {
  /** A program that is answered with the code. */
  readonly wrong: string;
  /** The program mended: nothing is found in it. */
  readonly right: string;
  /** Other files both programs may import, by the path they write. */
  readonly files?: Readonly<Record<string, string>>;
}

/**
 * What a code means that no program alone brings about: something of the machine, of the store or
 * of another process does. Its command is an example for the reader and is not run by the tests.
 */
export interface CommandLesson extends Explanation {
  /** A line for the shell that shows what is the matter, or mends it. */
  readonly command: string;
}
