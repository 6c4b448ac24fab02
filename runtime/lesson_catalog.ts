/**
 * The lessons of every code a user can meet, of all tiers: what `zixir explain` reads.
 *
 * @module
 */
import { lessons } from "../lang/diagnostics/catalog.ts";
import type { CommandLesson, Lesson } from "../lang/diagnostics/lesson.ts";
import { runtimeLessons } from "./lessons.ts";
import { engineLessons } from "./lessons_engine.ts";
import { pythonLessons } from "./lessons_python.ts";
import { orchestrationLessons } from "./workflow/lessons.ts";

/** All lessons, in the order of their codes. */
export const allLessons: readonly (Lesson | CommandLesson)[] = [
  ...lessons,
  ...runtimeLessons,
  ...engineLessons,
  ...pythonLessons,
  ...orchestrationLessons,
].sort((a, b) => a.code < b.code ? -1 : 1);

/**
 * The lesson of a code, in capital or small letters; null when there is none.
 *
 * @example
 * ```ts
 * import { lessonOf } from "./lesson_catalog.ts";
 * const lesson = lessonOf("e0111");
 * if (lesson?.title !== "comparisons do not chain") throw new Error("title");
 * ```
 */
export function lessonOf(code: string): Lesson | CommandLesson | null {
  const wanted = code.toUpperCase();
  return allLessons.find((lesson) => lesson.code === wanted) ?? null;
}
