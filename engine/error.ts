/**
 * What a call to the engine can answer other than a value.
 *
 * @module
 */

/** Family of an engine error, as Zixir programs see it in `catch {kind: "engine"}`. */
export type EngineErrorKind = "engine" | "type";

/** The codes of engine errors. `engineLessons` explains each. */
export type EngineErrorCode =
  | "E0401"
  | "E0402"
  | "E0403"
  | "E0404"
  | "E0405"
  | "E0406"
  | "E0407"
  | "E0408"
  | "E0409"
  | "E0410";

/**
 * A call to the engine that has no result.
 *
 * @example
 * ```ts
 * import { EngineError, runEngine } from "./mod.ts";
 *
 * try {
 *   runEngine("no_such_operation", []);
 * } catch (error) {
 *   if (error instanceof EngineError) console.log(error.code, error.hint);
 * }
 * ```
 */
export class EngineError extends Error {
  /** `E04xx`. */
  readonly code: EngineErrorCode;
  /** `type` when an argument has a wrong type, else `engine`. */
  readonly kind: EngineErrorKind;
  /** What to do about it. */
  readonly hint: string | undefined;

  /**
   * Makes an error.
   *
   * @param code Its code.
   * @param message One sentence without a full stop, with the values that are wrong.
   * @param hint What to do about it.
   * @param options The cause, where there is one.
   */
  constructor(code: EngineErrorCode, message: string, hint?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EngineError";
    this.code = code;
    this.kind = code === "E0402" ? "type" : "engine";
    this.hint = hint;
  }
}

/** What an error code means at length, for `zixir explain`. */
export interface EngineLesson {
  /** The code it explains. */
  readonly code: EngineErrorCode;
  /** A few words. */
  readonly title: string;
  /** A paragraph. */
  readonly text: string;
}

/** One lesson for each code. */
export const engineLessons: readonly EngineLesson[] = [
  {
    code: "E0401",
    title: "nothing to work on",
    text:
      "The smallest, the largest, the mean and the like of an empty list do not exist, so the " +
      "call is an error rather than a made-up number. Test `len(xs) > 0` first, or catch the error.",
  },
  {
    code: "E0402",
    title: "an argument of a wrong type",
    text:
      "An engine operation was given something else than its type says, such as a String in a " +
      "list of numbers. In a checked program this happens only with values of type Any, from JSON " +
      "or Python; `value as [Float]` checks them where they come in.",
  },
  {
    code: "E0403",
    title: "lists of different lengths",
    text: "The operation pairs the elements of its lists, so the lists must have equal lengths. " +
      "The engine never cuts the longer one; `list.take(xs, n)` does so where that is meant.",
  },
  {
    code: "E0404",
    title: "a matrix of another shape",
    text: "A matrix is a flat list, row after row, so it must have exactly rows times columns " +
      "elements; a list of points must be a multiple of the number of coordinates.",
  },
  {
    code: "E0405",
    title: "an argument outside its range",
    text: "A number is outside what the operation can work with, such as a window longer than " +
      "the list or a share above 1. The message says what would do.",
  },
  {
    code: "E0406",
    title: "a result too large",
    text: "The result would have more elements than a list can have. Work on parts of the data.",
  },
  {
    code: "E0407",
    title: "out of memory",
    text: "The system gave no memory for the result or for the work on it. Work on parts of the " +
      "data, or give the process more memory.",
  },
  {
    code: "E0408",
    title: "text that is no table of numbers",
    text: "A cell of the text is not a number, or its rows have different numbers of cells. The " +
      "message names the line and the column. Lines of titles are passed over with `skip: 1`.",
  },
  {
    code: "E0409",
    title: "the engine cannot be loaded",
    text: "Neither the native library nor its WebAssembly build could be used. " +
      "`deno task build` builds the native one; `ZIXIR_ENGINE=wasm` uses the other.",
  },
  {
    code: "E0410",
    title: "no such operation",
    text:
      "The engine has no operation of that name. The reference of the engine, docs/engine.md, lists them all.",
  },
];
