/**
 * Lessons of the engine: its own words, with a program for each code that a program can meet.
 *
 * @module
 */
import { engineLessons as explanations } from "../engine/error.ts";
import type { CommandLesson, Lesson } from "../lang/diagnostics/lesson.ts";

type Example = Pick<Lesson, "wrong" | "right"> | Pick<CommandLesson, "command">;

const EXAMPLES: Readonly<Record<(typeof explanations)[number]["code"], Example>> = {
  E0401: {
    wrong: "fn average(xs: [Float]): engine.list_mean(xs)\naverage([])",
    right: "fn average(xs: [Float]): if len(xs) == 0: nil else: engine.list_mean(xs)\naverage([])",
  },
  E0402: {
    wrong: 'let rows = json.parse("[[1.5, \\"2.5\\"]]")\nmap(rows, engine.list_sum)',
    right: 'let rows = json.parse("[[1.5, 2.5]]") as [[Float]]\nmap(rows, engine.list_sum)',
  },
  E0403: {
    wrong: "engine.dot_product([1.0, 2.0, 3.0], [1.0, 2.0])",
    right: "engine.dot_product(list.take([1.0, 2.0, 3.0], 2), [1.0, 2.0])",
  },
  E0404: {
    wrong: "engine.mat_transpose([1.0, 2.0, 3.0], 2, 2)",
    right: "engine.mat_transpose([1.0, 2.0, 3.0, 4.0], 2, 2)",
  },
  E0405: {
    wrong: "engine.quantile([1.0, 2.0, 4.0], 95.0)",
    right: "engine.quantile([1.0, 2.0, 4.0], 0.95)",
  },
  E0406: {
    wrong: "engine.mat_mul([], [], 1_000_000, 0, 1_000_000)",
    right: "engine.mat_mul([], [], 10, 0, 10)",
  },
  E0407: { command: "free -h" },
  E0408: {
    wrong: 'engine.csv_floats("price,qty\\n2.5,4\\n1.5,2")',
    right: 'engine.csv_floats("price,qty\\n2.5,4\\n1.5,2", skip: 1)',
  },
  E0409: { command: "zixir doctor" },
  E0410: { command: "zixir explain E0204" },
};

/** One lesson for every code of the engine. */
export const engineLessons: readonly (Lesson | CommandLesson)[] = [
  {
    code: "E0400",
    title: "an error the program raised as one of the engine",
    text:
      'The program raised a record of kind "engine" itself. Errors that the engine finds have ' +
      "codes from E0401 on; a `catch` of that kind meets both.",
    wrong: 'raise {kind: "engine", message: "the table of sensors is empty"}',
    right: 'try: raise {kind: "engine", message: "the table of sensors is empty"}\n' +
      'catch {kind: "engine", message} => message',
  },
  ...explanations.map((each) => ({ ...each, ...EXAMPLES[each.code] })),
];
