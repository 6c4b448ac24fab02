import { assert, assertEquals } from "@std/assert";
import { evalZixir } from "../mod.ts";

/** A Python class whose objects compare element by element, as arrays do. */
const VECTOR = `python "builtins" "exec" ("""
class Vector:
    def __init__(self, items): self.items = items
    def __gt__(self, other): return Vector([item > other for item in self.items])
    def __eq__(self, other): return Vector([item == other for item in self.items])
    def __add__(self, other): return Vector([item + other for item in self.items])
    __radd__ = __add__
    def __truediv__(self, other): return [item / other for item in self.items]
""")
let v = python "__main__" "Vector" ([1, 2])
`;

const half = `let half = python "fractions" "Fraction" (1, 2)\n`;

const programs: [program: string, text: string][] = [
  [
    half + "[half + 1 == 1.5, 1 + half == 1.5, half - half == 0, half * 4 == 2, half / 2 == 0.25]",
    "[true, true, true, true, true]",
  ],
  [
    half + "(half // 1, half % 1 == half, half ** 2 == 0.25, -half == -0.5)",
    "(0, true, true, true)",
  ],
  [
    half + "(half < 1, half <= half, half > 1, 1 >= half, half != 0.5)",
    "(true, true, false, true, false)",
  ],
  [half + '(half == nil, nil == half, half == half, half == "x")', "(false, false, true, false)"],
  [half + "match half { 0.5 => 1, h => 2 }", "2"],
  [half + "let {x} = {x: half}\n{x: half} == {x: x}", "true"],
  [
    `"a" in python "collections" "deque" (["a"])`,
    "true",
  ],
  [VECTOR + "((v + 1).items, (1 + v).items, v / 2)", "([2, 3], [2, 3], [0.5, 1.0])"],
  [VECTOR + "v == nil", "false"],
  [VECTOR + "(v.__gt__(1)).items", "[false, true]"],
];

const failing: [program: string, kind: string, message: string][] = [
  [
    VECTOR + "if v > 1: 2",
    "type",
    "comparing <python Vector> and Int gives <python Vector>, not a Bool",
  ],
  [
    VECTOR + "v == 1",
    "type",
    "comparing <python Vector> and Int gives <python Vector>, not a Bool",
  ],
  [
    half + 'half + "x"',
    "python",
    "TypeError: unsupported operand type(s) for +: 'Fraction' and 'str'",
  ],
  [half + "if half: 1", "type", "half must be Bool, but it is Python <python Fraction>"],
  [
    half + 'python "itertools" "count" () < half',
    "python",
    "TypeError: '<' not supported between instances of 'itertools.count' and 'Fraction'",
  ],
];

Deno.test("operators with a Python object on one side are Python's", async () => {
  for (const [program, text] of programs) {
    const result = await evalZixir(program);
    assert(result.ok, `${program}\n${result.ok ? "" : result.errors[0].message}`);
    assertEquals(result.text, text, program);
  }
});

Deno.test("operators that Python refuses, or that do not say yes or no, are errors", async () => {
  for (const [program, kind, message] of failing) {
    const result = await evalZixir(program);
    assert(!result.ok, program);
    assertEquals([result.errors[0].kind, result.errors[0].message], [kind, message], program);
  }
});

Deno.test("what arrays of numpy have is told of the lists they become", async () => {
  const hints: [program: string, hint: string | undefined][] = [
    ["tolist()", "an array of Python arrives as a list already"],
    ["T", 'an array of Python arrives as a list; write python "numpy" "transpose" (xs)'],
    ["mean()", 'an array of Python arrives as a list; write python "numpy" "mean" (xs)'],
    ["colour", undefined],
  ];
  for (const [rest, hint] of hints) {
    const result = await evalZixir(`let xs = python "builtins" "list" ([1.5, 2.5])\nxs.${rest}`);
    assert(!result.ok);
    assertEquals(result.errors[0].hint, hint);
  }
});
