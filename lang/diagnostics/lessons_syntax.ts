/**
 * Lessons of the syntax: what a text must look like to be read at all.
 *
 * @module
 */
import type { Lesson } from "./lesson.ts";

/** One lesson for every code of the parser. */
export const syntaxLessons: readonly Lesson[] = [
  {
    code: "E0101",
    title: "something does not fit",
    text:
      "The text was read up to the marked place, and what stands there cannot go on with it. The " +
      "message names what could have stood there.",
    wrong: "let = 5",
    right: "let x = 5",
  },
  {
    code: "E0102",
    title: "something is missing",
    text:
      "A line or the text ends before what it began is complete: an operator lacks its right side, " +
      "a `let` its value. A statement goes on in the next line after an operator, `,`, `=`, `->` " +
      "and `=>`, and inside brackets.",
    wrong: "let x =\nlet y = 2",
    right: "let x =\n  1\nlet y = 2",
  },
  {
    code: "E0103",
    title: "a bracket is never closed",
    text:
      "Every `(`, `[` and `{` needs its closing bracket. A line that begins a new declaration ends " +
      "the search, and for braces the indentation tells which one was meant.",
    wrong: "let xs = [1, 2\nlet y = 3",
    right: "let xs = [1, 2]\nlet y = 3",
  },
  {
    code: "E0104",
    title: "a closing bracket has no opening one",
    text: "A `)`, `]` or `}` closes the innermost open bracket, which must be of its own kind.",
    wrong: "let a = (1 + 2]",
    right: "let a = (1 + 2)",
  },
  {
    code: "E0105",
    title: "a string is never closed",
    text: 'A string in `"` ends on its line. Text of several lines is written between `"""`.',
    wrong: 'let s = "abc\ns',
    right: 'let s = "abc"\ns',
  },
  {
    code: "E0106",
    title: "a name with other letters",
    text: "Names are made of A-Z, a-z, 0-9 and _. Strings may hold any text.",
    wrong: "let café = 1\ncafé",
    right: "let cafe = 1\ncafe",
  },
  {
    code: "E0107",
    title: "unknown escape",
    text: 'In a string a backslash begins one of `\\n` `\\t` `\\r` `\\0` `\\"` `\\\\` `\\$` and ' +
      "`\\u{1F600}`, a Unicode character by its number. A backslash itself is `\\\\`.",
    wrong: '"C:\\data"',
    right: '"C:\\\\data"',
  },
  {
    code: "E0108",
    title: "plain text is needed",
    text:
      "The path of an import, a key, a string in a pattern and the names in a `python` call are " +
      "known before the run, so they hold no `${}`.",
    wrong: 'let name = "math"\npython "${name}" "sqrt" (4.0)',
    right: 'python "math" "sqrt" (4.0)',
  },
  {
    code: "E0109",
    title: "a reserved word is no name",
    text:
      "The words of the language cannot be names of bindings, functions and parameters. They can be " +
      "keys and fields: `{type: 1}`, `order.type`.",
    wrong: "let type = 1",
    right: "let kind = 1\nkind",
  },
  {
    code: "E0110",
    title: "`?.` with a number",
    text:
      "`?.` gives nil when the record before it is nil. The places of a tuple are `t.0`, `t.1`.",
    wrong: "let t = (1, 2)\nt?.0",
    right: "let t = (1, 2)\nt.0",
  },
  {
    code: "E0111",
    title: "comparisons do not chain",
    text:
      "`a < b < c` would compare a Bool with `c`. Compare twice and join with `&&`; or put the first " +
      "comparison in parentheses, when its Bool is what you mean.",
    wrong: "let x = 5\n1 < x < 10",
    right: "let x = 5\n1 < x && x < 10",
  },
  {
    code: "E0112",
    title: "a pipe into something that is no function",
    text:
      "`x |> f` calls `f(x)` and `x |> f(y)` calls `f(x, y)`. The right side is a function, a " +
      "call, or a lambda.",
    wrong: "5 |> 1 + 2",
    right: "5 |> (n => n + 2)",
  },
  {
    code: "E0113",
    title: "an operator after a pipe",
    text:
      "`|>` binds more loosely than all other operators, so an operator behind it would belong to " +
      "the function. Put the pipe in parentheses.",
    wrong: "[1, 2] |> sum == 3",
    right: "([1, 2] |> sum) == 3",
  },
  {
    code: "E0114",
    title: "parameters without an arrow",
    text:
      "`name: Type` inside parentheses is a parameter of a lambda, and `=>` with the body must " +
      "follow them.",
    wrong: "let double = (n: Int)",
    right: "let double = (n: Int) => n * 2\ndouble(4)",
  },
  {
    code: "E0115",
    title: "empty parentheses",
    text: "`()` alone is no value. Nothing is `nil`; a lambda without parameters is `() => value`.",
    wrong: "let x = ()\nx",
    right: "let x = nil\nx",
  },
  {
    code: "E0116",
    title: "a range in a pattern that is not of Ints",
    text:
      "A range in a pattern goes from one Int literal to another. For other values use a guard.",
    wrong: "match 1.7 { 1.5..2.5 => 1, _ => 2 }",
    right: "match 1.7 { x if x >= 1.5 && x < 2.5 => 1, _ => 2 }",
  },
  {
    code: "E0117",
    title: "two rests in a list pattern",
    text: "`..` stands for any number of elements, so a list pattern can have only one of them.",
    wrong: "match [1, 2] { [a, ..b, ..c] => a, _ => 0 }",
    right: "match [1, 2] { [a, ..rest] => a, _ => 0 }",
  },
  {
    code: "E0118",
    title: "a tuple of less than two places",
    text: "A tuple has two or more places, also as a pattern: `(x,)` is none. `_` fits any value.",
    wrong: "match (1, 2) { () => 1, _ => 2 }",
    right: "match (1, 2) { (a, b) => a + b }",
  },
  {
    code: "E0119",
    title: "a parameter that is an expression",
    text: "Before `=>` stands a name, or parameters in parentheses: names and patterns.",
    wrong: "let f = (1 + 2) => 3",
    right: "let f = (a, b) => a + b\nf(1, 2)",
  },
  {
    code: "E0120",
    title: "`..` in a list",
    text: "`..rest` belongs to patterns. Lists are put together with `+`.",
    wrong: "let xs = [2, 3]\n[1, ..xs]",
    right: "let xs = [2, 3]\n[1] + xs",
  },
  {
    code: "E0121",
    title: "a value cannot be changed in place",
    text:
      "Values never change; a `var` is a name that can be given another value. To change a part, " +
      "make a new value that differs in it.",
    wrong: "var order = {id: 1, qty: 2}\norder.qty = 3",
    right: "var order = {id: 1, qty: 2}\norder = {...order, qty: 3}\norder.qty",
  },
  {
    code: "E0122",
    title: "`try` without `catch`",
    text:
      "`try` runs its body and `catch` says what to do with an error. Without a `catch` the body " +
      "can stand by itself: its error goes on to the caller.",
    wrong: "try: 1 / 0",
    right: "try: 1 / 0\ncatch e => 0.0",
  },
  {
    code: "E0123",
    title: "a spread in `parallel`",
    text: "`parallel { … }` runs its entries at once, each with a name and an expression.",
    wrong: "let old = {a: 1}\nparallel { ...old }",
    right: "parallel { a: 1 + 1, b: 2 + 2 }",
  },
  {
    code: "E0124",
    title: "a declaration inside a block",
    text:
      "Types, imports, steps, workflows and schedules stand at the top of a file, where all of it " +
      "sees them.",
    wrong: "fn f(x) {\n  type Id = Int\n  x\n}\nf(1)",
    right: "type Id = Int\nfn f(x: Id): x\nf(1)",
  },
  {
    code: "E0125",
    title: "`pub` inside a block",
    text:
      "`pub` lets other files import a name. What is declared inside a block is not seen outside " +
      "of it anyway.",
    wrong: "fn f() {\n  pub let x = 1\n  x\n}\nf()",
    right: "fn f() {\n  let x = 1\n  x\n}\nf()",
  },
  {
    code: "E0126",
    title: "a `pub var`",
    text: "What files share does not change. Offer a function that gives the value.",
    wrong: "pub var total = 0",
    right: "pub let total = 0",
  },
  {
    code: "E0127",
    title: "an alternative that is no constructor",
    text:
      "A type with alternatives is a choice of constructors, which the value carries, so that a " +
      "`match` can tell them apart.",
    wrong: "type Value = Missing | [Int]",
    right: "type Value = Missing | Many([Int])",
  },
  {
    code: "E0128",
    title: "a body is missing",
    text:
      "A body is written as `: value` on the same line, as `:` and lines that are indented deeper, " +
      "or in braces. All three mean the same.",
    wrong: "var n = 0\nwhile n < 3\n  n += 1",
    right: "var n = 0\nwhile n < 3:\n  n += 1",
  },
  {
    code: "E0129",
    title: "an `else` or `catch` that belongs to nothing",
    text:
      "An `else` follows the body of an `if`, a `catch` that of a `try`: on the same line, or on " +
      "a line of its own in the column where the `if` or `try` begins.",
    wrong: "let x = 1\nelse: 2",
    right: "let x = if true: 1\nelse: 2\nx",
  },
  {
    code: "E0130",
    title: "two things side by side",
    text: "Between two values stands an operator, a comma or a new line. A call has parentheses.",
    wrong: "let total = 1\ntotal 2",
    right: "let total = 1\ntotal + 2",
  },
  {
    code: "E0131",
    title: "a spelling of another language",
    text: "This is how another language writes it; the message gives the Zixir spelling.",
    wrong: "def double(x): x * 2\ndouble(4)",
    right: "fn double(x): x * 2\ndouble(4)",
  },
  {
    code: "E0132",
    title: "lines of a block in different columns",
    text:
      "All lines of a block begin in the same column, which shows where it begins and ends. A tab " +
      "counts to the next multiple of 4 columns; a block uses either tabs or spaces.",
    wrong: "if true:\n    print(1)\n  print(2)\nprint(3)",
    right: "if true:\n  print(1)\n  print(2)\nprint(3)",
  },
  {
    code: "E0133",
    title: "a sign without meaning",
    text:
      "Some signs have no meaning outside of strings, and some only look like others, such as " +
      "typographic quotes and no-break spaces that came along with a copied text.",
    wrong: "let s = “hello”",
    right: 'let s = "hello"\ns',
  },
  {
    code: "E0134",
    title: "digits and letters that make no number",
    text: "Numbers are written `42` `1_000` `0xff` `0b101` `0o17` `3.14` `1e-3`. A unit makes a " +
      "duration (`ms` `s` `m` `h` `d`) or a size (`B` `KB` `MB` `GB` `TB`).",
    wrong: "sleep(5min)",
    right: "sleep(5ms)",
  },
  {
    code: "E0135",
    title: "a line begins with an operator",
    text:
      "A line end ends a statement, so a line with an operator in front has nothing on its left. " +
      "Only `|>` and `.` may begin a line that goes on with the one before.",
    wrong: "let total = 1\n  + 2",
    right: "let total = 1 +\n  2\ntotal",
  },
  {
    code: "E0190",
    title: "nested too deeply",
    text:
      "Expressions and blocks may be nested some 250 levels deep, and an operator chain may have " +
      "as many operators. Split the program into functions or `let` bindings; a list holds many " +
      "values, and `sum` and `join` put them together.",
    wrong: `let x = ${"(".repeat(300)}1${")".repeat(300)}`,
    right: "let x = (1)\nx",
  },
];
