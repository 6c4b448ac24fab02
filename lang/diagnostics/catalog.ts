/**
 * The lessons of every code that is found before a program runs.
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
