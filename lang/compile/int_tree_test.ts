import fc from "fast-check";
import { type IntTree, treeCode, type TreeOp } from "./int_tree.ts";

const OPS: readonly TreeOp[] = ["+", "-", "*", "//", "%"];
const NAMES = ["a", "b", "c"] as const;

/** Random trees over three leaves; divisors are literals, as the generator makes them. */
const trees: fc.Arbitrary<IntTree> = fc.letrec<{ tree: IntTree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(...NAMES).map((code): IntTree => ({ kind: "leaf", code, range: null })),
    fc.integer({ min: 0, max: 1000 }).map((n): IntTree => literal(n)),
    fc.tuple(fc.constantFrom(...OPS), tie("tree"), tie("tree"), fc.integer({ min: 1, max: 99 }))
      .map(([op, left, right, n]): IntTree => {
        const divides = op === "//" || op === "%";
        return { kind: "op", op, left, right: divides ? literal(n) : right, size: 1 };
      }),
  ),
})).tree;

const ints = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }).map((n) =>
    BigInt.asIntN(54, n) === n && Number.isSafeInteger(Number(n)) ? Number(n) : n
  ),
);

Deno.test("treeCode() gives the exact Int, never -0, for every size of operands", () => {
  fc.assert(
    fc.property(trees, ints, ints, ints, (tree, a, b, c) => {
      const code = treeCode(tree, "r", (name) => name);
      if (code === null) return;
      const text = code.test === null ? code.fast : `${code.test} ? ${code.fast} : ${code.slow}`;
      const run = new Function("a", "b", "c", ...Object.keys(exact), `let r; return ${text};`);
      const result = run(a, b, c, ...Object.values(exact));
      const wanted = value(tree, { a: BigInt(a), b: BigInt(b), c: BigInt(c) });
      if (BigInt(result) !== wanted) throw new Error(`${text}: ${result} is not ${wanted}`);
      if (Object.is(result, -0)) throw new Error(`${text} gives -0`);
      if (
        code.test !== null && typeof result === "bigint" && Number.isSafeInteger(Number(result))
      ) {
        throw new Error(`${text}: ${result} should be a number`);
      }
    }),
    { numRuns: 2000 },
  );
});

function literal(n: number): IntTree {
  return { kind: "leaf", code: String(n), range: { lo: n, hi: n } };
}

function value(tree: IntTree, leaves: Readonly<Record<string, bigint>>): bigint {
  if (tree.kind === "leaf") return leaves[tree.code] ?? BigInt(tree.code);
  const a = value(tree.left, leaves);
  const b = value(tree.right, leaves);
  switch (tree.op) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "//":
      return (a - rest(a, b)) / b;
    case "%":
      return rest(a, b);
  }
}

function rest(a: bigint, b: bigint): bigint {
  return ((a % b) + b) % b;
}

function normal(n: bigint): number | bigint {
  return Number.isSafeInteger(Number(n)) ? Number(n) : n;
}

type Int = number | bigint;

/** The helpers, told by bigints. */
const exact = {
  addInt: (a: Int, b: Int) => normal(BigInt(a) + BigInt(b)),
  subInt: (a: Int, b: Int) => normal(BigInt(a) - BigInt(b)),
  mulInt: (a: Int, b: Int) => normal(BigInt(a) * BigInt(b)),
  floorDivInt: (a: Int, b: Int) => normal((BigInt(a) - rest(BigInt(a), BigInt(b))) / BigInt(b)),
  modInt: (a: Int, b: Int) => normal(rest(BigInt(a), BigInt(b))),
};
