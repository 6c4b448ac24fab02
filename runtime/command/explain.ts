/**
 * `zixir explain CODE`: what a code means, with a program that fails and the same program mended.
 *
 * @module
 */
import type { CommandLesson, Lesson } from "../../lang/diagnostics/lesson.ts";
import { nearest } from "../../lang/diagnostics/nearest.ts";
import { allLessons, lessonOf } from "../lesson_catalog.ts";
import { type Invocation, UsageError } from "./command.ts";
import { writeOut } from "./output.ts";

const WIDTH_MAX = 80;

/** Explains the code, or lists all of them. */
export function execute({ words, flags }: Invocation): Promise<number> {
  const json = flags.has("json");
  if (words.length === 0) {
    const titles = allLessons.map(({ code, title }) => ({ code, title }));
    writeOut(
      json
        ? JSON.stringify(titles) + "\n"
        : titles.map(({ code, title }) => `${code}  ${title}\n`).join(""),
    );
  } else {
    const lesson = find(words[0]);
    writeOut(json ? JSON.stringify(lesson) + "\n" : lessonText(lesson));
  }
  return Promise.resolve(0);
}

function find(word: string): Lesson | CommandLesson {
  const lesson = lessonOf(word);
  if (lesson !== null) return lesson;
  const near = nearestCode(word);
  throw new UsageError(
    `there is no code ${JSON.stringify(word)}`,
    `${near === null ? "" : `did you mean ${near}? `}zixir explain lists all codes`,
  );
}

/** The code that was probably meant; null where none is close. */
export function nearestCode(word: string): string | null {
  return nearest(word.toUpperCase(), allLessons.map((each) => each.code));
}

/** A lesson as `zixir explain` shows it. */
export function lessonText(lesson: Lesson | CommandLesson): string {
  const { code, title, text } = lesson;
  const head = `${code}: ${title}\n\n${wrapped(text)}`;
  if ("command" in lesson) return `${head}\nIn the shell:\n\n${indented(lesson.command)}`;
  const files = Object.entries(lesson.files ?? {})
    .map(([path, content]) => `\nwith the file ${path}:\n\n${indented(content)}`)
    .join("");
  return `${head}\nThis is answered with ${code}:\n\n${indented(lesson.wrong)}\n` +
    `This is not:\n\n${indented(lesson.right)}${files}`;
}

function indented(text: string): string {
  return text.replace(/\n$/, "").split("\n").map((line) => `  ${line}`.trimEnd() + "\n").join("");
}

/** The words in lines of at most `WIDTH_MAX` characters, where no word is longer than that. */
function wrapped(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    const isFull = last === undefined || last.length + 1 + word.length > WIDTH_MAX;
    if (isFull) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join("\n") + "\n";
}
