/**
 * Texts that are large or deep beyond all measure: each is answered, none by an exception.
 *
 * `ZIXIR_FUZZ_SIZE` sets how many times each piece is repeated (default 20000).
 */
import { assert, assertEquals } from "@std/assert";
import { analyse, compile, hasErrors } from "../../lang/mod.ts";
import { parse } from "../../lang/syntax/parse.ts";
import { hostTables } from "../bench/language/front_end.ts";

const size = Number(Deno.env.get("ZIXIR_FUZZ_SIZE") ?? 20_000);

const host = hostTables();

/** Title, what is repeated, what stands before and behind. */
type Extreme = readonly [title: string, piece: string, before?: string, behind?: string];

/** Nested without end: all of them are refused as too deep. */
const deep: readonly Extreme[] = [
  ["parentheses", "("],
  ["brackets", "["],
  ["braces", "{"],
  ["unary minus", "- ", "", "1"],
  ["not", "!", "", "true"],
  ["pipes", " |> a", "a"],
  ["sums", " + 1", "1"],
  ["powers", " ** 2", "2"],
  ["ranges", "..2", "1"],
  ["casts", " as Int", "x"],
  ["if on one line", "if a: ", "", "b"],
  ["if in braces", "if a { "],
  ["else if", " else if a: b", "if a: b"],
  ["else if by lines", "else if a: b\n", "if a: b\n"],
  ["calls in calls", "f("],
  ["calls of calls", "()", "f"],
  ["fields", ".a", "f"],
  ["indexes", "[0]", "f"],
  ["lambdas", "x => ", "", "1"],
  ["function values", "fn(x): ", "", "1"],
  ["strings in strings", '"${'],
  ["matches", "match a { b => "],
  ["tries", "try: ", "", "1"],
  ["list types", "[", "let x: ", "Int"],
  ["type arguments", "A<", "let x: "],
  ["function types", "() -> ", "let x: ", "Int"],
  ["list patterns", "[", "let ", "a"],
  ["records", "{a: "],
  ["all brackets", '({["${'],
];

/** Broken without end. */
const broken: readonly Extreme[] = [
  ["closers", ")"],
  ["closers by lines", ")\n"],
  ["openers and closers", "(]"],
  ["quotes", '"'],
  ["single quotes", "'"],
  ["backslashes", "\\"],
  ["dollars", "$"],
  ["at signs", "@"],
  ["colons", ":"],
  ["equal signs", "="],
  ["arrows", "=> "],
  ["words", "foo bar "],
  ["else", "else "],
  ["let", "let "],
  ["fn", "fn "],
  ["broken lets", "let = \n"],
  ["slips", "elif x:\n"],
  ["unclosed by lines", "f(\n"],
  ["unclosed lets", "let x = (\n"],
  ["unclosed matches", "match x {\n"],
  ["control characters", "\u0001\u00a7"],
  ["emoji", "\u{1f600}"],
  ["lone surrogates", "\ud800"],
  ["annotations", "@a\n"],
  ["tries without catch", "try: 1\n"],
];

/** Long, but well formed. */
const long: readonly Extreme[] = [
  ["statements", "a\n"],
  ["bindings", "let x = 1\n"],
  ["semicolons", "a;"],
  ["elements", "1,", "[", "]"],
  ["arguments", "1,", "f(", ")"],
  ["comments", "# c\n"],
  ["doc comments", "## c\n", "", "fn f(): 1"],
  ["blank lines", "\n"],
  ["blanks", " ", "", "a"],
  ["tabs", "\t", "", "a"],
  ["a long name", "a"],
  ["a long number", "1"],
  ["a long comment", "x", "#"],
  ["a long string", "a", '"', '"'],
  ["a long text", "\n  a ${b}", '"""', '"""'],
  ["interpolations", "${a}", '"', '"'],
  ["for clauses", "for x in y ", "[x ", "]"],
  ["parameters", "a, ", "fn f(", "): 1"],
  ["constructors", " | B", "type T = A"],
  ["alternatives", " | 1", "match x { 1", " => 2 }"],
  ["catches", "catch e => 1\n", "try: 1\n"],
  ["clauses", "1 => 2\n", "match x {\n", "}"],
];

const textOf = ([, piece, before = "", behind = ""]: Extreme, count: number): string =>
  before + piece.repeat(count) + behind;

for (const extreme of deep) {
  Deno.test(`parse() refuses ${extreme[0]} nested without end, with one finding`, () => {
    const { diagnostics } = parse(textOf(extreme, size), "deep");
    assertEquals(diagnostics.map(({ code }) => code), ["E0190"]);
  });
}

for (const extreme of broken) {
  Deno.test(`parse() answers ${extreme[0]} without end with findings`, () => {
    const { diagnostics } = parse(textOf(extreme, size), "broken");
    assert(diagnostics.length > 0 && diagnostics.length <= 100);
  });
}

for (const extreme of long) {
  Deno.test(`parse() reads ${extreme[0]} of any number`, () => {
    assertEquals(parse(textOf(extreme, size), "long").diagnostics, []);
  });
}

/** What took time by the square of its size, or overflowed the stack, once. */
const huge: readonly Extreme[] = [
  ["unknown names", "abc\n"],
  ["closers on one line", ")"],
  ["quotes without partner", "\\'", "'"],
  ["elements that are appended", "1,", "var xs = []\nxs = xs + [", "]\nxs"],
  ["arguments of a host function", "1, ", "print(", "2)"],
  ["alternatives", " | 1", "match 1 { 1", ", _ => 2 }"],
  ["operations on unknowns", "  a + 1\n", "fn f(a) {\n", "}\nf(1)"],
];

for (const extreme of huge) {
  Deno.test(`analyse() and compile() answer ${extreme[0]} of any number`, () => {
    const analysis = analyse(textOf(extreme, 5 * size), { file: "huge", host });
    assertEquals(compile(analysis) === null, hasErrors(analysis));
  });
}

Deno.test("what parse() accepts at its deepest, the checker and the compiler stand", () => {
  for (const extreme of deep) {
    let low = 0;
    let high = 2000;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      const isDeep = parse(textOf(extreme, middle), "deep").diagnostics
        .some(({ code }) => code === "E0190");
      if (isDeep) high = middle;
      else low = middle;
    }
    const analysis = analyse(textOf(extreme, low), { file: "deep", host: [] });
    compile(analysis);
  }
});

const pairs: readonly (readonly [string, string])[] = [
  ["(", ")"],
  ["[", "]"],
  ["{a: ", "}"],
  ["if true { ", " }"],
  ["(x => ", ")(1)"],
  ["fn() { ", " }"],
  ["match 1 { _ => ", " }"],
  ["-", ""],
  ["1 + ", ""],
  ["1 ** ", ""],
  ["x => ", ""],
  ["if true: ", ""],
  ["try: ", " catch e => 1"],
  ['"${', '}"'],
];

Deno.test("well-formed programs at the greatest depth are checked and compiled", () => {
  for (const [open, close] of pairs) {
    for (const depth of [60, 100, 200, 250, 255]) {
      const text = `${open.repeat(depth)}1${close.repeat(depth)}`;
      const analysis = analyse(text, { file: "deep", host: [] });
      const isRefused = analysis.diagnostics.some(({ code }) => code === "E0190");
      if (!isRefused) compile(analysis);
      assert(!isRefused || depth > 60, `${open} is refused at a depth of ${depth}`);
    }
  }
});
