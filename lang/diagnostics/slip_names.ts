/**
 * Names, types and methods that other languages have: asked for by the checker when it does not
 * know a name.
 *
 * @module
 */
import type { Slip, SlipPlace } from "./slip.ts";

/** A row as written below: languages, names, the Zixir spelling, failing program. */
type Row = readonly [string, string, string, string];

const names = (): readonly Row[] => [
  ["JavaScript, Java", "null NULL Null undefined nullptr", "write `nil`", "let x = null"],
  ["Python, Swift, Rust", "None Nothing none", "write `nil`", "let x = None"],
  ["Python, Haskell", "True TRUE", "write `true`", "let x = True"],
  ["Python, Haskell", "False FALSE", "write `false`", "let x = False"],
  ["JavaScript", "NaN", "write `math.nan`", "let x = NaN"],
  ["JavaScript", "Infinity", "write `math.inf`", "let x = Infinity"],
  [
    "JavaScript, Python",
    "this self",
    "functions take what they work on as a parameter",
    "fn area(): self.w",
  ],
  [
    "Python, JavaScript, Java",
    "Exception Error ValueError TypeError KeyError RuntimeError RuntimeException",
    'write `raise "message"`, or `raise {kind: "value", message: "…"}`',
    'raise Exception("no")',
  ],
  [
    "Python",
    "set frozenset",
    "`list.unique(xs)` takes repeated elements out, `x in xs` asks for one",
    "set([1, 1])",
  ],
  ["Python", "pass", "a body that does nothing is `nil`", "fn later(): pass"],
  [
    "Ruby, Elixir, Lua",
    "end",
    "a block ends where its indentation ends, or at `}`",
    "if true:\n  1\nend",
  ],
  ["Rust, Go, Java", "println printf", "write `print(x)`", 'println("hello")'],
  ["JavaScript", "console", "write `print(x)`, or `log.info(text)`", 'console.log("hello")'],
  ["Elixir", "IO", "write `print(x)`", 'IO.puts("hello")'],
  ["Ruby, PHP", "puts echo", "write `print(x)`", 'puts("hello")'],
  [
    "Elixir",
    "Enum Stream",
    "the functions are in `list`, the most common ones have no module: `map`, `filter`, `sum`",
    "Enum.sum([1])",
  ],
  ["JavaScript", "Math", "write `math`", "Math.sqrt(4.0)"],
  ["JavaScript", "JSON", "write `json`", 'JSON.parse("1")'],
  ["Elixir", "String", "write `string`", 'String.upcase("a")'],
  [
    "JavaScript",
    "Object",
    "`keys(m)`, `values(m)` and `map.to_pairs(m)` go through a map",
    "Object.keys({a: 1})",
  ],
  ["JavaScript", "Date", "write `time.now()`", "Date.now()"],
  [
    "Python",
    "isinstance typeof",
    "write `match x { n: Int => … }`, or `type_of(x)`",
    "isinstance(1, 2)",
  ],
  ["C, Go, Ruby", "length size count", "write `len(xs)`", "length([1, 2])"],
  ["Go, PHP", "append push", "write `xs + [x]`", "append([1], 2)"],
  ["JavaScript, Python", "parseInt to_i", "write `int(text)`", 'parseInt("12")'],
  ["JavaScript, Ruby", "parseFloat to_f", "write `float(text)`", 'parseFloat("1.5")'],
  ["Ruby, Elixir", "to_s to_string toString", 'write `str(x)`, or `"${x}"`', "to_string(1)"],
  [
    "Python, C",
    "sqrt abs floor ceil round pow",
    "the functions are in `math`: `math.sqrt(x)`; a power is `x ** n`",
    "sqrt(4.0)",
  ],
  [
    "Python, Lua",
    "format sprintf",
    'strings interpolate: `"${name} is ${age}"`',
    'format("%d", 1)',
  ],
  ["JavaScript, Node", "require", 'write `import "./file.zixir"`', 'require("./stats")'],
  ["JavaScript", "setTimeout", "write `sleep(200ms)`", "setTimeout(1, 200)"],
  ["JavaScript", "fetch axios", "write `http.get(url)`", 'fetch("https://example.org")'],
  ["Python", "open", "write `file.read(path)` or `file.write(path, text)`", 'open("notes.txt")'],
  [
    "Python",
    "dict",
    'a map is `{"a": 1}`; pairs make one with `map.from_pairs(pairs)`',
    "dict([])",
  ],
  ["Python", "sorted", "write `sort(xs)`", "sorted([2, 1])"],
  ["Python", "reversed", "write `reverse(xs)`", "reversed([2, 1])"],
  ["Ruby, Rust, Elixir", "panic die exit throw", 'write `raise "message"`', 'panic("no")'],
];

const types = (): readonly Row[] => [
  [
    "Python, C, Rust",
    "int integer Integer long i32 i64 u32 u64 BigInt",
    "write `Int`",
    "fn f(x: int): x",
  ],
  [
    "C, Java, Rust",
    "float double Double f32 f64 number Number Real",
    "write `Float` (or `Int`)",
    "fn f(x: double): x",
  ],
  ["Python, JavaScript", "str string text Text", "write `String`", "fn f(x: str): x"],
  ["Python, C, Java", "bool boolean Boolean", "write `Bool`", "fn f(x: bool): x"],
  [
    "TypeScript, Python",
    "any unknown Object object Dynamic",
    "write `Any`, or leave the type out",
    "fn f(x: any): x",
  ],
  [
    "C, Python",
    "void None Void Unit unit null Null undefined",
    "write `Nil`",
    "fn f() -> void: nil",
  ],
  ["Python, Java", "List Array list Vec Sequence", "write `[Int]`", "fn f(xs: List<Int>): xs"],
  [
    "Python, Java",
    "Dict dict HashMap Object Hash",
    "write `Map<Int>`: keys are Strings",
    "fn f(m: Dict<Int>): m",
  ],
  ["Java, Rust, Haskell", "Option Optional Maybe", "write `Int?`", "fn f(x: Option<Int>): x"],
  ["Haskell, Elixir", "Tuple tuple", "write `(Int, String)`", "fn f(t: Tuple): t"],
  ["C, Haskell", "char Char", "write `String`", "fn f(x: char): x"],
  ["Python, JavaScript", "bytes Buffer", "write `Bytes`", "fn f(x: bytes): x"],
  ["Java, Python", "Date DateTime datetime", "write `Time`", "fn f(x: Date): x"],
];

const methods = (): readonly Row[] => [
  ["JavaScript, Java, Ruby", "length size count", "write `len(x)`", "[1].length"],
  ["JavaScript, Ruby", "push append add", "write `xs + [x]`: lists do not change", "[1].push(2)"],
  ["JavaScript, Python", "concat extend", "write `xs + ys`", "[1].concat([2])"],
  ["JavaScript, Ruby, Rust", "map filter reduce", "write `xs |> map(x => …)`", "[1].map(x => x)"],
  ["JavaScript, Ruby", "forEach each", "write `for x in xs { … }`", "[1].forEach(x => x)"],
  [
    "JavaScript, Ruby",
    "includes contains include?",
    "write `x in xs` or `contains(xs, x)`",
    "[1].includes(1)",
  ],
  ["JavaScript", "has hasOwnProperty", "write `key in m`", '{a: 1}.has("a")'],
  ["JavaScript", "indexOf findIndex index", "write `list.index_of(xs, x)`", "[1].indexOf(1)"],
  ["JavaScript", "slice substring substr", "write `list.slice(xs, from, to)`", "[1].slice(0, 1)"],
  ["JavaScript, Java", "toString to_s to_string", 'write `str(x)`, or `"${x}"`', "[1].toString()"],
  ["JavaScript, Python", "toUpperCase upper upcase", "write `string.upper(s)`", '"a".upper()'],
  ["JavaScript, Python", "toLowerCase lower downcase", "write `string.lower(s)`", '"A".lower()'],
  ["Python, JavaScript", "strip trim lstrip rstrip", "write `string.trim(s)`", '" a".strip()'],
  [
    "JavaScript, Python",
    "startsWith startswith starts_with",
    "write `string.starts_with(s, prefix)`",
    '"ab".startsWith("a")',
  ],
  [
    "JavaScript, Python",
    "endsWith endswith ends_with",
    "write `string.ends_with(s, suffix)`",
    '"ab".endsWith("b")',
  ],
  ["JavaScript, Python", "split", "write `split(s, separator)`", '"a b".split(" ")'],
  ["JavaScript, Python", "join", "write `join(xs, separator)`", '["a"].join(",")'],
  [
    "JavaScript, Python",
    "replace replaceAll gsub",
    "write `string.replace(s, from, to)`",
    '"a".replace("a", "b")',
  ],
  ["Python, JavaScript", "keys", "write `keys(m)`", "{a: 1}.keys()"],
  ["Python, JavaScript", "values", "write `values(m)`", "{a: 1}.values()"],
  ["Python, JavaScript", "items entries", "write `map.to_pairs(m)`", "{a: 1}.items()"],
  [
    "Python, Java",
    "get",
    "write `map.get(m, key)`, or `m[key]` when it must be there",
    '{a: 1}.get("a")',
  ],
  [
    "JavaScript, Python",
    "pop shift",
    "write `list.take(xs, len(xs) - 1)`: lists do not change",
    "[1].pop()",
  ],
  [
    "JavaScript, Python",
    "sort sorted",
    "write `sort(xs)`, or `sort_by(xs, x => key)`",
    "[1].sort()",
  ],
  ["JavaScript, Python", "reverse reversed", "write `reverse(xs)`", "[1].reverse()"],
  ["JavaScript, Ruby", "find detect", "write `list.find(xs, x => …)`", "[1].find(x => true)"],
  [
    "JavaScript, Ruby",
    "some any every all",
    "write `any(xs, x => …)` or `all(xs, x => …)`",
    "[1].some(x => true)",
  ],
  [
    "JavaScript, Ruby",
    "flat flatMap flatten",
    "write `list.flatten(xs)` or `list.flat_map(xs, f)`",
    "[[1]].flat()",
  ],
  [
    "Ruby, Rust",
    "first head last",
    "write `xs[0]` and `xs[-1]`, or `list.first(xs)`",
    "[1].first()",
  ],
  ["JavaScript", "toFixed", "write `math.round(x)`", "(1.5).toFixed(1)"],
  ["Python", "format", 'strings interpolate: `"${name}"`', '"a".format(1)'],
  [
    "Rust, Swift",
    "unwrap",
    "write `match r { Ok(v) => v, Err(e) => raise e }`, or `x ?? default`",
    "[1].unwrap()",
  ],
];

const messages: Readonly<Record<Exclude<SlipPlace, "syntax">, (name: string) => string>> = {
  name: (name) => `\`${name}\` is a name of another language`,
  type: (name) => `\`${name}\` is a type of another language`,
  method: (name) => `values have no method \`${name}\``,
};

function slipsOf(where: Exclude<SlipPlace, "syntax">, rows: readonly Row[]): Slip[] {
  return rows.map(([from, written, hint, program]) => {
    const match = written.split(" ");
    const [id] = match;
    return {
      id: `${where} ${id}`,
      where,
      from,
      match,
      message: messages[where](id),
      hint,
      program,
    };
  });
}

/** The rows as slips. */
export function nameSlips(): readonly Slip[] {
  return [
    ...slipsOf("name", names()),
    ...slipsOf("type", types()),
    ...slipsOf("method", methods()),
  ];
}
