/**
 * Int and Float stay what they are in every position a program can put them in: drives
 * `lang/compile/represent.ts` through compiled programs with random numbers.
 */
import fc from "fast-check";
import { Intent } from "../intent.ts";
import { runSource } from "../program.ts";
import { memoryHost } from "../std/mod.ts";
import { box, inspect, type Slot } from "../values/mod.ts";
import { makeWorld } from "../world.ts";

const world = makeWorld({ host: memoryHost(), intent: new Intent() });

/** Literals of Ints of any size. */
const ints = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(2n ** 53n - 1n, 2n ** 53n, -(2n ** 53n), 2n ** 64n),
  fc.bigInt({ min: -(2n ** 90n), max: 2n ** 90n }),
).map((n) => ({ kind: "Int" as const, text: inspect(canonical(n)), type: "Int" }));

/** Literals of Floats: integral, fractional, huge, zero of both signs. */
const floats = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer().map(Number),
  fc.constantFrom(0, -0, 1e21, 1e300, -2, 2 ** 53),
).map((x) => ({ kind: "Float" as const, text: inspect(box(x)), type: "Float" }));

const numbers = fc.oneof(ints, floats);

/** Ways through a program; each gives the number back. */
const WAYS: readonly ((n: string, type: string) => string)[] = [
  (n) => n,
  (n) => `let x = ${n}\nx`,
  (n, t) => `let x: ${t} = ${n}\nx`,
  (n) => `var x = ${n}\nlet f = () => x\nf()`,
  (n) => `[${n}][0]`,
  (n) => `[${n}, ${n}][-1]`,
  (n) => `let xs: [Any] = ["a", ${n}]\nxs[1]`,
  (n) => `[x for x in [${n}]][0]`,
  (n) => `map([${n}], x => x)[0]`,
  (n) => `filter([${n}], x => true)[0]`,
  (n) => `reduce([${n}], ${n}, (a, x) => x)`,
  (n) => `{v: ${n}}.v`,
  (n) => `{...{v: 0, w: 1}, v: ${n}}.v`.replace("v: 0", `v: ${n}`),
  (n) => `{"k": ${n}}["k"]`,
  (n) => `(${n}, "x").0`,
  (n) => `let (a, b) = (${n}, 1)\na`,
  (n) => `map.get({"k": ${n}}, "k") ?? ${n}`,
  (n) => `list.first([${n}]) ?? ${n}`,
  (n, t) => `fn f(x: ${t}) -> ${t}: x\nf(${n})`,
  (n) => `fn f(x): x\nf(${n})`,
  (n) => `fn id(x): x\nlet f = id\nf(${n})`,
  (n, t) => `fn f(x: ${t}) -> ${t}: x\nfn call(g, x): g(x)\ncall(f, ${n})`,
  (n, t) => `fn f(x: ${t}) -> ${t}: x\nmap([${n}], f)[0]`,
  (n) => `fn f(a, x = ${n}): x\nf(1)`,
  (n, t) => `type B = B(v: ${t})\nmatch B(${n}) { B(v) => v }`,
  (n) => `type O<T> = S(T) | N\nmatch S(${n}) { S(v) => v, N => ${n} }`,
  (n) => `match [${n}, ${n}] { [h, ..t] => t[0], _ => ${n} }`,
  (n) => `match {v: ${n}} { {v} => v }`,
  (n) => `if true: ${n} else: ${n}`,
  (n) => `try: raise {kind: "k", message: "m", data: ${n}}\ncatch e => e.data`,
  (n) => `var x = ${n}\nfor i in 0..3 { x = x }\nx`,
  (n, t) => `fn f(n: Int, x: ${t}) -> ${t}: if n == 0: x else: f(n - 1, x)\nf(3, ${n})`,
  (n) => `(json.parse(json.stringify([${n}])) as [Any])[0]`,
  (n, t) => `let v: Any = ${n}\nv as ${t}`,
];

Deno.test("a number keeps its kind and value on every way through a program", async () => {
  await fc.assert(
    fc.asyncProperty(numbers, fc.constantFrom(...WAYS), async ({ text, type }, way) => {
      const program = way(text, type);
      const result = await runSource(program, { world });
      if (!result.ok) throw new Error(`${program}\n${result.errors[0].message}`);
      if (result.text !== text) throw new Error(`${program}\ngives ${result.text}, not ${text}`);
    }),
    { numRuns: 600 },
  );
});

Deno.test("an Int becomes that Float wherever a Float is expected", async () => {
  const ways: readonly ((n: string) => string)[] = [
    (n) => `let x: Float = ${n}\nx`,
    (n) => `fn f(x: Float): x\nf(${n})`,
    (n) => `let xs: [Float] = [${n}]\nxs[0]`,
    (n) => `type B = B(Float)\nmatch B(${n}) { B(v) => v }`,
    (n) => `let r: {v: Float} = {v: ${n}}\nr.v`,
    (n) => `let x: Float? = ${n}\nx ?? 0.5`,
    (n) => `json.parse("${n}") as Float`,
    (n) => `fn f() -> Float: ${n}\nf()`,
    (n) => `let t: (Float, Int) = (${n}, 1)\nt.0`,
  ];
  await fc.assert(
    fc.asyncProperty(ints, fc.constantFrom(...ways), async ({ text }, way) => {
      const program = way(text);
      const result = await runSource(program, { world });
      if (!result.ok) throw new Error(`${program}\n${result.errors[0].message}`);
      const wanted = inspect(box(Number(BigInt(text))));
      if (result.text !== wanted) {
        throw new Error(`${program}\ngives ${result.text}, not ${wanted}`);
      }
    }),
    { numRuns: 200 },
  );
});

function canonical(n: number | bigint): Slot {
  const big = BigInt(n);
  return Number.isSafeInteger(Number(big)) ? Number(big) : big;
}
