/**
 * Lessons of Python: its own words, with a program or a line for the shell where those bring none.
 *
 * @module
 */
import type { CommandLesson, Lesson } from "../lang/diagnostics/lesson.ts";
import type { PythonErrorCode } from "../specialist/errors.ts";
import { pythonLessons as explanations } from "../specialist/lessons.ts";

type Example = Pick<Lesson, "wrong" | "right"> | Pick<CommandLesson, "command">;

const CRASHES = 'fn crash(): fallback(nil) { limit(memory: 1GB) { python "os" "_exit" (3) } }\n' +
  "for _ in 0..5: crash()\n";

/** Of codes that TypeScript programs meet, the line tells the one that a Zixir program meets. */
const EXAMPLES: Readonly<Partial<Record<PythonErrorCode, Example>>> = {
  E0502: { command: "ZIXIR_PYTHON=/usr/bin/python3 zixir doctor" },
  E0508: {
    wrong: `${CRASHES}limit(memory: 1GB) { python "math" "sqrt" (16) }`,
    right:
      `${CRASHES}fallback(nil, on: ["circuit_open"]) { limit(memory: 1GB) { python "math" "sqrt" (16) } }`,
  },
  E0509: { command: "zixir explain E0702" },
  E0510: { command: "zixir explain E0703" },
  E0513: { command: "deno run -A cli.ts FILE" },
};

/** Which Python is used and what is the matter with it: the line where there is no better one. */
const LOOK: Example = { command: "zixir doctor" };

/** One lesson for every code of Python. */
export const pythonLessons: readonly (Lesson | CommandLesson)[] = [
  {
    code: "E0500",
    title: "an error the program raised as one of Python",
    text:
      'The program raised a record of kind "python" itself. Errors that come from Python have ' +
      "codes from E0501 on; a `catch` of that kind meets both.",
    wrong: 'raise {kind: "python", message: "the model gave no answer"}',
    right: 'try: raise {kind: "python", message: "the model gave no answer"}\n' +
      'catch {kind: "python", message} => message',
  },
  ...explanations.map(({ code, title, text, wrong, right }) => ({
    code,
    title,
    text,
    ...(wrong === undefined || right === undefined ? EXAMPLES[code] ?? LOOK : { wrong, right }),
  })),
];
