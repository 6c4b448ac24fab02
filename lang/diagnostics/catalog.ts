/**
 * Every code with its lesson: what `zixir explain` reads.
 *
 * Each phase keeps the lessons of its codes in a file of its own; this one brings them together.
 *
 * @module
 */
import type { Lesson } from "./lesson.ts";
import { checkLessons } from "./lessons_check.ts";
import { syntaxLessons } from "./lessons_syntax.ts";

/** All lessons of what is found before a program runs. */
export const lessons: readonly Lesson[] = [...syntaxLessons, ...checkLessons];

const byCode = new Map(lessons.map((lesson) => [lesson.code, lesson]));

/**
 * The lesson of a code, in capital or small letters; null when there is none.
 *
 * @example
 * ```ts
 * import { lessonOf } from "./catalog.ts";
 * const lesson = lessonOf("e0111");
 * // lesson?.title === "comparisons do not chain"
 * ```
 */
export function lessonOf(code: string): Lesson | null {
  return byCode.get(code.toUpperCase()) ?? null;
}
