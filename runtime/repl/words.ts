/**
 * The words of the language, as `:doc` tells about them.
 *
 * @module
 */

/** What there is to say about a word. */
export interface Word {
  /** The words it stands together with, such as `if` and `else`. */
  readonly words: readonly string[];
  /** One or two sentences. */
  readonly doc: string;
  /** A program; what it gives is tested. */
  readonly example: string;
  /** The value of the example in literal notation; "" for nil. */
  readonly result: string;
}

/** Every reserved word stands in one row. */
export const WORDS: readonly Word[] = [
  {
    words: ["let"],
    doc: "Binds what a value is made of to names. The left side is any pattern.",
    example: 'let {name, age} = {name: "Ada", age: 36}\nage + 1',
    result: "37",
  },
  {
    words: ["var"],
    doc: "Makes a binding that can be assigned again. The values themselves never change.",
    example: "var total = 0\nfor n in [1, 2, 3]: total += n\ntotal",
    result: "6",
  },
  {
    words: ["fn", "return"],
    doc:
      "Declares a function; its value is that of its last expression, or what return gives early.",
    example: 'fn sign(n: Int) -> String {\n  if n < 0: return "minus"\n  "plus"\n}\nsign(-2)',
    result: '"minus"',
  },
  {
    words: ["type"],
    doc: "Declares a type: by its constructors, or as another name for a type.",
    example:
      "type Shape = Circle(r: Float) | Empty\nmatch Circle(2.0) { Circle(r) => r, Empty => 0.0 }",
    result: "2.0",
  },
  {
    words: ["import", "from", "pub"],
    doc: "import brings the names of another file, or a module of Python. Only what is declared " +
      'with pub leaves a file: import mean from "./stats.zixir".',
    example: 'import python "math"\nmath.factorial(5)',
    result: "120",
  },
  {
    words: ["if", "else"],
    doc: "Gives the value of the branch that the condition, a Bool, selects; without else, nil.",
    example: 'if 3 > 2: "big" else: "small"',
    result: '"big"',
  },
  {
    words: ["match"],
    doc:
      "Gives the body of the first clause whose pattern fits the value. Every value of the type " +
      "must be covered.",
    example:
      'match [1, 2, 3] {\n  [] => "none",\n  [head, ..tail] => "${head} and ${len(tail)} more",\n}',
    result: '"1 and 2 more"',
  },
  {
    words: ["for", "in"],
    doc: "Goes through a list, a range, a map or a text. in also asks whether something is in it.",
    example: "[n * n for n in 1..5 if n in [1, 3]]",
    result: "[1, 9]",
  },
  {
    words: ["while", "break", "continue"],
    doc: "Repeats while the condition holds; break ends the loop, continue its current turn.",
    example: "var n = 1\nwhile true {\n  n = n * 2\n  if n > 100: break\n}\nn",
    result: "128",
  },
  {
    words: ["try", "catch", "raise"],
    doc: "raise fails with a message or a record; catch takes what fits its pattern.",
    example:
      'try:\n  raise {kind: "quota", message: "too many"}\ncatch {kind: "quota", message} => message',
    result: '"too many"',
  },
  {
    words: ["as"],
    doc:
      "Checks a value against a type at run time, names a part of a pattern, or what is imported.",
    example: 'json.parse("[1, 2]") as [Int]',
    result: "[1, 2]",
  },
  {
    words: ["and", "or", "not"],
    doc:
      "The operations on Bool, also written && || !. The right side is evaluated only if needed.",
    example: "not (1 > 2) and (true or 1 // 0 == 0)",
    result: "true",
  },
  {
    words: ["true", "false", "nil"],
    doc: "The two values of Bool, and the value of Nil: what is not there.",
    example: "list.get([1], 5) ?? 0",
    result: "0",
  },
  {
    words: ["step", "workflow"],
    doc: "A step is a function whose result is recorded when a workflow runs it; a run that died " +
      "goes on without repeating what was recorded.",
    example: "step twice(n: Int): n * 2\nworkflow w(n: Int): twice(n) + 1\nw(4)",
    result: "9",
  },
  {
    words: ["parallel"],
    doc: "Runs its entries at once and gives a record; parallel for gives a list, in order.",
    example: "parallel { a: 1 + 1, b: 2 + 2 }",
    result: "{a: 2, b: 4}",
  },
  {
    words: ["checkpoint"],
    doc: "Records the value of one expression in a workflow, as a step does.",
    example: 'workflow w(): checkpoint "sum": 1 + 2\nw()',
    result: "3",
  },
  {
    words: ["schedule"],
    doc: "Says when zixir serve runs a workflow, in the form of cron.",
    example: 'workflow nightly(): 1\nschedule "0 2 * * *" nightly()',
    result: "",
  },
  {
    words: ["python"],
    doc: "Calls a function of a Python module, with positional and named arguments.",
    example: 'python "math" "sqrt" (16.0)',
    result: "4.0",
  },
];

/** The types that are there without being declared. */
export const TYPES: readonly Word[] = [
  {
    words: ["Int"],
    doc: "A whole number, exact at any size.",
    example: "2 ** 64",
    result: "18446744073709551616",
  },
  {
    words: ["Float"],
    doc: "A number of IEEE 754 with 64 bits. An Int is taken where a Float is expected.",
    example: "7 / 2",
    result: "3.5",
  },
  { words: ["Num"], doc: "An Int or a Float.", example: "[1, 2.5]", result: "[1, 2.5]" },
  { words: ["Bool"], doc: "true or false.", example: "1 < 2", result: "true" },
  {
    words: ["String"],
    doc: "A text in Unicode. ${...} puts any value in.",
    example: '"1 + 1 is ${1 + 1}"',
    result: '"1 + 1 is 2"',
  },
  { words: ["Nil"], doc: "The type of nil. T? is T or nil.", example: "nil", result: "" },
  {
    words: ["Any"],
    doc:
      "A value whose type only the run knows: from Python or JSON. It is checked where it is used.",
    example: 'json.parse("[1]")',
    result: "[1]",
  },
  { words: ["Range"], doc: "Ints from one to another.", example: "sum(1..=4)", result: "10" },
  { words: ["Duration"], doc: "A length of time.", example: "90s * 2", result: "3m" },
  { words: ["Size"], doc: "A number of bytes.", example: "512KB * 2", result: "1MB" },
  {
    words: ["Bytes"],
    doc: "Bytes, as files and the network have them.",
    example: 'len(bytes.from_string("é"))',
    result: "2",
  },
  {
    words: ["Time"],
    doc: "A moment.",
    example: 'time.format(time.parse("2026-01-30"), "%A")',
    result: '"Friday"',
  },
  {
    words: ["Map"],
    doc: "Values by name, in the order in which they were put in. A record is one, too.",
    example: 'map.get({"a": 1}, "a")',
    result: "1",
  },
  {
    words: ["Result", "Ok", "Err"],
    doc: "What worked, or the error why not; parallel with settle: true gives it.",
    example: "match Ok(1) { Ok(n) => n, Err({message}) => len(message) }",
    result: "1",
  },
  {
    words: ["Never"],
    doc: "The type of what gives no value, such as raise.",
    example: 'if true: 1 else: raise "never"',
    result: "1",
  },
];

/** What there is to say about a word or a built-in type; undefined for what is neither. */
export function wordNamed(name: string): Word | undefined {
  return [...WORDS, ...TYPES].find(({ words }) => words.includes(name));
}
