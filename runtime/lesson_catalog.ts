/**
 * The lessons of every code a user can meet, of all tiers: what `zixir explain` reads.
 *
 * @module
 */
import { lessons } from "../lang/diagnostics/catalog.ts";
import type { CommandLesson, Lesson } from "../lang/diagnostics/lesson.ts";
import { runtimeLessons } from "./lessons.ts";
import { orchestrationLessons } from "./workflow/lessons.ts";

/** All lessons, in the order of their codes. */
export const allLessons: readonly (Lesson | CommandLesson)[] = [
  ...lessons,
  ...runtimeLessons,
  ...orchestrationLessons,
].sort((a, b) => a.code < b.code ? -1 : 1);
