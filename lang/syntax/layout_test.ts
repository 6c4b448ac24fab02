import { assertEquals } from "@std/assert";
import { parse } from "./parse.ts";

/** Heads of blocks, with what follows the block; `%` stands for its lines. */
const HEADS: readonly string[] = [
  "fn f(x):\n%\nf(1)",
  "if true:\n%",
  "if false:\n  0\nelse:\n%",
  "for i in [1]:\n%",
  "while false:\n%",
  "try:\n%\ncatch _ => nil",
  "try:\n  1\ncatch e =>\n%",
  "let g = x =>\n%\ng(1)",
  "step s():\n%\ns()",
  "workflow w():\n%",
  "fallback(0):\n%",
  'checkpoint "a":\n%',
  "match 1:\n  _ =>\n  %\n",
  "parallel for x in [1]:\n%",
  "fn outer():\n  if true:\n  %\n  else:\n    1",
];

const FIRST_LINES: readonly string[] = [
  "let y = 1",
  "var y = 1",
  "5",
  "-1",
  '"s"',
  "[1]",
  "(1, 2)",
  "{a: 1}",
  "fn h(a): a",
  "fn(a): a",
  "if true: 5 else: 6",
  "for i in [1]: print(i)",
  "match 1 { _ => 6 }",
  "try: 1 catch _ => 2",
  'raise "z"',
  "!true",
  "print(1)",
  "let z = [\n    1,\n  ]",
  'let t = """\n    a\n    """',
];

const GAPS: readonly string[] = ["", "\n", "  # c\n", "\n  # c\n\n", "# c\n", "  \n\t\n"];

Deno.test("a block may begin with blank lines and comments, whatever it is and begins with", () => {
  for (const head of HEADS) {
    for (const first of FIRST_LINES) {
      for (const gap of GAPS) {
        const [before, after] = head.split("%");
        const indent = /( *)$/.exec(before)![1] + "  ";
        const lines = `${first}\n5`.split("\n").map((line, i) =>
          i === 0 || line === "5" ? indent + line : line
        );
        const source = `${before.trimEnd()}\n${gap}${lines.join("\n")}${after}`;
        const { diagnostics } = parse(source, "a.zixir");
        assertEquals(diagnostics.map((each) => each.message), [], source);
      }
    }
  }
});
