/**
 * `zixir explain CODE`: what a code means, with a program that brings it about and the same mended.
 *
 * @module
 */
import { lessons } from "../../lang/diagnostics/catalog.ts";
import type { Lesson } from "../../lang/diagnostics/lesson.ts";
import { nearest } from "../../lang/diagnostics/nearest.ts";
import { engineLessons } from "../../engine/mod.ts";
import { pythonErrorCodes } from "../../specialist/errors.ts";
import { runtimeLessons } from "../lessons.ts";
import { type Invocation, UsageError } from "./command.ts";
import { writeOut } from "./output.ts";

/** Writes the lesson of a code; without one, what codes there are. */
export function execute({ words: [word] }: Invocation): Promise<number> {
  const all = allLessons();
  if (word === undefined) {
    for (const { code, title } of all) writeOut(`${code}  ${title}\n`);
    return Promise.resolve(0);
  }
  const code = word.toUpperCase();
  const lesson = all.find((each) => each.code === code);
  if (lesson === undefined) {
    const near = nearest(code, all.map((each) => each.code));
    throw new UsageError(
      `there is no code ${word}`,
      near === null ? "zixir explain lists them all" : `did you mean ${near}?`,
    );
  }
  writeOut(lessonText(lesson));
  return Promise.resolve(0);
}

/** A lesson; those of the engine and of Python come without programs. */
type Explanation =
  & Pick<Lesson, "code" | "title" | "text">
  & Partial<Pick<Lesson, "wrong" | "right">>;

function allLessons(): Explanation[] {
  const python = Object.entries(pythonErrorCodes).map(([code, title]) => ({
    code,
    title,
    text: PYTHON_TEXT,
  }));
  const given: Explanation[] = [...lessons, ...runtimeLessons, ...engineLessons];
  const known = new Set(given.map(({ code }) => code));
  return [...given, ...python.filter(({ code }) => !known.has(code))]
    .sort((a, b) => a.code < b.code ? -1 : 1);
}

const PYTHON_TEXT =
  "A call of Python ended so. The message tells the particulars; `zixir doctor` " +
  "shows which Python is used and where it was looked for. A program catches it by its kind, and " +
  "finds type, message and traceback of a Python exception in the error's data.";

const WIDTH = 80;

function lessonText({ code, title, text, wrong, right }: Explanation): string {
  const parts = [`${code}: ${title}`, wrapped(text)];
  if (wrong !== undefined) parts.push(`This program is answered with it:\n\n${indented(wrong)}`);
  if (right !== undefined) parts.push(`Mended:\n\n${indented(right)}`);
  return parts.join("\n\n") + "\n";
}

function indented(program: string): string {
  return program.trimEnd().split("\n").map((line) => `    ${line}`.trimEnd()).join("\n");
}

function wrapped(text: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}
