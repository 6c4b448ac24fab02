/**
 * Lessons of the checker: names, types, matches, imports, workflows.
 *
 * @module
 */
import type { Lesson } from "./lesson.ts";

/** One lesson for every code of the checker. */
export const checkLessons: readonly Lesson[] = [
  {
    code: "E0201",
    title: "unknown name",
    text:
      "A name must be bound before it is used: by `let`, `var`, `fn`, a parameter, a pattern or " +
      "an import. Most often it is misspelt, or it is the name another language has for something.",
    wrong: "let counter = 1\ncountr + 1",
    right: "let counter = 1\ncounter + 1",
  },
  {
    code: "E0202",
    title: "unknown type",
    text:
      "Types begin with a capital: Int, Float, Bool, String, Nil, Any, [T] for a list, Map<T>, " +
      "T? for a value that may be nil, {name: T} for a record, and the types the program declares.",
    wrong: "fn double(x: int): x * 2\ndouble(2)",
    right: "fn double(x: Int): x * 2\ndouble(2)",
  },
  {
    code: "E0203",
    title: "unknown constructor",
    text: "A capital name in an expression or a pattern is a constructor of a type. It must be " +
      "declared with `type`, or imported with its type.",
    wrong: "type Shape = Circle(r: Float) | Empty\nSquare(2.0)",
    right: "type Shape = Circle(r: Float) | Square(side: Float) | Empty\nSquare(2.0)",
  },
  {
    code: "E0204",
    title: "a module has no such name",
    text:
      "The part before the dot is a module, and the name behind it is not among what it offers. " +
      "docs/stdlib.md lists what there is; of a file only `pub` names can be seen.",
    wrong: 'string.upcase("a")',
    right: 'string.upper("a")',
  },
  {
    code: "E0205",
    title: "declared twice",
    text:
      "Functions of one block see each other whatever their order, so two of one name could not " +
      "be told apart; the same holds for types and constructors of a file. A `let` may shadow an " +
      "earlier one.",
    wrong: "fn area(r): r * r\nfn area(w, h): w * h\narea(1, 2)",
    right: "fn square(r): r * r\nfn area(w, h): w * h\narea(1, 2)",
  },
  {
    code: "E0206",
    title: "one name or field twice",
    text:
      "A pattern, a parameter list or a record names each part once. To ask whether two parts of " +
      "a value are equal, bind both and compare them in a guard.",
    wrong: "match (1, 1) { (a, a) => true, _ => false }",
    right: "match (1, 1) { (a, b) if a == b => true, _ => false }",
  },
  {
    code: "E0207",
    title: "alternatives bind different names",
    text: "Whichever alternative of `p | q` matches, the body must find the same names.",
    wrong: "match (1, 2) { (1, x) | (2, _) => x, _ => 0 }",
    right: "match (1, 2) { (1, x) | (2, x) => x, _ => 0 }",
  },
  {
    code: "E0208",
    title: "assigned, but not a var",
    text:
      "`let`, parameters and names in patterns keep their value. What changes is declared with " +
      "`var`.",
    wrong: "let total = 0\ntotal = 1",
    right: "var total = 0\ntotal = 1",
  },
  {
    code: "E0209",
    title: "a var assigned inside parallel",
    text:
      "Entries of a `parallel` run at the same time, so what one of them assigns would be lost or " +
      "found halfway by another. Each gives its result as its value.",
    wrong: "var n = 0\nparallel for x in [1, 2] { n += x }\nn",
    right: "let parts = parallel for x in [1, 2]: x * 10\nsum(parts)",
  },
  {
    code: "E0210",
    title: "used before it has its value",
    text:
      "Statements run from top to bottom. Functions may be called above their declaration, but " +
      "a `let` or `var` has its value only from its line on, also for the functions that use it.",
    wrong: "let price = base * 2\nlet base = 10\nprice",
    right: "let base = 10\nlet price = base * 2\nprice",
  },
  {
    code: "E0211",
    title: "unknown annotation",
    text: "Above a function, step or workflow may stand `@retry`, `@timeout`, `@circuit`, " +
      "`@fallback`, `@limit`, `@cache` and `@isolate`.",
    wrong: "@retires(3)\nfn fetch(): 1\nfetch()",
    right: "@retry(3)\nfn fetch(): 1\nfetch()",
  },
  {
    code: "E0212",
    title: "a type that contains itself",
    text:
      "The name of a record type is only short for what is written behind it, so it cannot stand " +
      "in it. A type with constructors can.",
    wrong: "type Chain = {value: Int, next: Chain?}\n1",
    right: "type Chain = End | Link(value: Int, next: Chain)\nLink(1, End)",
  },
  {
    code: "E0213",
    title: "wrong number of type arguments",
    text:
      "A type declared with parameters, such as `type Result<T> = ...`, is written with a type " +
      "for each: `Result<Int>`.",
    wrong: "type Box<T> = Box(T)\nfn open(b: Box): match b { Box(x) => x }\nopen(Box(1))",
    right: "type Box<T> = Box(T)\nfn open(b: Box<Int>): match b { Box(x) => x }\nopen(Box(1))",
  },
  {
    code: "E0214",
    title: "a module is not a value",
    text:
      "A module is only the first half of a name. To hand over what it can do, hand over one of " +
      "its functions.",
    wrong: "let m = math\nm",
    right: "let root = math.sqrt\nroot(16.0)",
  },
  {
    code: "E0215",
    title: "return outside of a function",
    text: "`return` ends the function it stands in. At the top level the last expression is the " +
      "value of the program.",
    wrong: "let x = 1\nreturn x",
    right: "let x = 1\nx",
  },
  {
    code: "E0216",
    title: "a type too large to be checked",
    text:
      "Each line doubles the type of the one before. Types nested more than a hundred deep, or of " +
      "thousands of parts, are refused, so that checking stays quick.",
    wrong: Array.from({ length: 16 }, (_, i) => `let a${i + 1} = (a${i}, a${i})`)
      .reduce((all, line) => `${all}\n${line}`, "let a0 = 1"),
    right: "type Tree = Leaf(Int) | Pair(Tree, Tree)\nlet a = Pair(Leaf(1), Leaf(1))\nPair(a, a)",
  },
  {
    code: "E0217",
    title: "break or continue outside of a loop",
    text:
      "`break` and `continue` belong to the `for` or `while` they stand in. A lambda, or a block " +
      "given to a function such as `retry`, is a function of its own and leaves no loop around it.",
    wrong: "fn f(x) { if x > 1 { break } }\nf(2)",
    right: "for x in [1, 2] { if x > 1 { break } }",
  },
  {
    code: "E0218",
    title: "a type or constructor that begins with a small letter",
    text:
      "Types and constructors begin with a capital, so that a pattern such as `empty` is a name to " +
      "bind and `Empty` a constructor to compare with.",
    wrong: "type shape = circle(Float) | empty\n1",
    right: "type Shape = Circle(Float) | Empty\nCircle(1.0)",
  },
  {
    code: "E0219",
    title: "a default in a function value",
    text:
      "The type of a function value says how many arguments it takes, and all are given. Only a " +
      "declared function has parameters that may be left out.",
    wrong: "let scale = (x, by = 2) => x * by\nscale(3)",
    right: "fn scale(x, by = 2): x * by\nscale(3)",
  },
  {
    code: "E0220",
    title: "a value of another type than expected",
    text:
      "An annotation, a parameter, the other branches or an operator ask for one type, and the " +
      "value has another. An Int is taken where a Float is expected; nothing else is converted by " +
      "itself. `str(x)`, `int(x)`, `float(x)` and `math.round(x)` convert; `x ?? other` takes the " +
      "nil out of an option.",
    wrong: 'fn half(x: Int) -> Int: x // 2\nhalf("10")',
    right: 'fn half(x: Int) -> Int: x // 2\nhalf(int("10"))',
  },
  {
    code: "E0221",
    title: "operands that an operator does not take",
    text:
      "Arithmetic takes numbers; `+` also joins two Strings or two lists; `<` compares values of " +
      "one type that has an order. A value goes into a text by interpolation.",
    wrong: 'let n = 3\n"n is " + n',
    right: 'let n = 3\n"n is ${n}"',
  },
  {
    code: "E0222",
    title: "wrong number of arguments",
    text:
      "A call gives every parameter that has no default, by place or by name, and no more than " +
      "there are.",
    wrong: "fn add(a, b): a + b\nadd(1)",
    right: "fn add(a, b = 0): a + b\nadd(1)",
  },
  {
    code: "E0223",
    title: "no such field",
    text: "The type of a record knows its fields. What is a method elsewhere is a function here: " +
      "`len(xs)`, `xs |> map(f)`.",
    wrong: 'let p = {name: "Ada", age: 36}\np.nam',
    right: 'let p = {name: "Ada", age: 36}\np.name',
  },
  {
    code: "E0224",
    title: "called, but not a function",
    text: "Only functions, constructors with fields and values of type Any can be called. A " +
      "constructor without fields is written without parentheses.",
    wrong: "let size = 3\nsize()",
    right: "let size = () => 3\nsize()",
  },
  {
    code: "E0225",
    title: "a field of what may be nil",
    text:
      "The value is an option: it may be nil, which has no fields. `x?.name` gives nil then; a " +
      "test `if x != nil` makes it a plain value inside.",
    wrong: 'let first = list.first([{name: "Ada"}])\nfirst.name',
    right: 'let first = list.first([{name: "Ada"}])\nfirst?.name ?? "nobody"',
  },
  {
    code: "E0226",
    title: "cannot be indexed or gone through",
    text:
      "Lists, ranges, maps, records and Strings are indexed; `for` goes through lists and ranges. " +
      "`keys(m)`, `map.to_pairs(m)` and `string.chars(s)` make lists of the others.",
    wrong: 'var total = 0\nfor n in {"a": 1} { total += n }\ntotal',
    right: 'var total = 0\nfor n in values({"a": 1}) { total += n }\ntotal',
  },
  {
    code: "E0227",
    title: "an argument name that does not fit",
    text:
      "Named arguments bear the names of the parameters of a function that is called by its own " +
      "name, each at most once.",
    wrong: "fn area(w, h): w * h\narea(2, height: 3)",
    right: "fn area(w, h): w * h\narea(2, h: 3)",
  },
  {
    code: "E0240",
    title: "a match that does not cover its type",
    text:
      "Some value of the type would find no clause; the message shows one, as a pattern. A clause " +
      "with a guard counts for nothing here, since the guard may not hold.",
    wrong: "type Shape = Circle(r: Float) | Empty\n" +
      "fn area(s: Shape): match s { Circle(r) => 3.0 * r * r }\narea(Empty)",
    right: "type Shape = Circle(r: Float) | Empty\n" +
      "fn area(s: Shape): match s { Circle(r) => 3.0 * r * r, Empty => 0.0 }\narea(Empty)",
  },
  {
    code: "E0250",
    title: "a file that cannot be imported",
    text: "The path is taken relative to the file that imports it, and begins with `./` or `../`.",
    wrong: 'import mean from "./stat.zixir"\nmean([1, 2])',
    right: 'import mean from "./stats.zixir"\nmean([1, 2])',
    files: { "./stats.zixir": "pub fn mean(xs): sum(xs) / len(xs)" },
  },
  {
    code: "E0251",
    title: "files that import each other",
    text:
      "A file runs when all it imports has run, so a circle of imports could never begin. Move " +
      "what both need into a third file.",
    wrong: 'import "./a.zixir"\na.one()',
    right: 'import "./c.zixir"\nc.one()',
    files: {
      "./a.zixir": 'import "./b.zixir"\npub fn one(): 1',
      "./b.zixir": 'import "./a.zixir"\npub fn two(): 2',
      "./c.zixir": "pub fn one(): 1",
    },
  },
  {
    code: "E0252",
    title: "a name that does not leave its file",
    text: "Only what is declared `pub` can be imported.",
    wrong: 'import secret from "./lib.zixir"\nsecret()',
    right: 'import open from "./lib.zixir"\nopen()',
    files: { "./lib.zixir": "fn secret(): 1\npub fn open(): secret()" },
  },
  {
    code: "E0601",
    title: "an effect in a workflow",
    text:
      "A workflow that is resumed runs its own code again and takes the recorded results of its " +
      "steps. What acts on the world (files, HTTP, processes, Python) belongs in a step or a " +
      "`checkpoint`, so that it happens once.",
    wrong: 'workflow nightly():\n  len(file.read("a.txt"))\n1',
    right: 'step load(): file.read("a.txt")\nworkflow nightly():\n  len(load())\n1',
  },
  {
    code: "E0620",
    title: "the times of a schedule",
    text:
      "The times are five fields, as in cron: minute, hour, day of the month, month, weekday. Each " +
      "is `*`, a value, a range `1-5`, a list `1,15` or steps `*/5`; six fields begin with the " +
      "seconds, and `@daily` and the like are known. `L` is the last day of a month. Times that " +
      "never come, such as the 30th of February, are refused too.",
    wrong: 'step load(): 1\nworkflow nightly(): load()\nschedule "0 2 30 2 *" nightly()',
    right: 'step load(): 1\nworkflow nightly(): load()\nschedule "0 2 L 2 *" nightly()',
  },
  {
    code: "E0621",
    title: "a schedule of something else than a workflow",
    text:
      "What a schedule starts must survive the process that started it, so it is a workflow, called " +
      "with its arguments.",
    wrong: 'step load(): 1\nschedule "0 2 * * *" load()',
    right: 'step load(): 1\nworkflow nightly(): load()\nschedule "0 2 * * *" nightly()',
  },
  {
    code: "W0201",
    title: "a clause that is never reached",
    text:
      "The clauses above match every value this one could match. Clauses are tried in order, so " +
      "the special case stands above the general one.",
    wrong: 'match 2 { n => "some", 2 => "two" }',
    right: 'match 2 { 2 => "two", n => "some" }',
  },
  {
    code: "W0202",
    title: "a value that is not used",
    text:
      "The expression does nothing but give a value, and nothing takes it. Often `==` was meant " +
      "to be `=`, or a `return` is missing.",
    wrong: "var x = 1\nx == 2\nx",
    right: "var x = 1\nx = 2\nx",
  },
];
