/** The checker answers any program: large, deep, doubling, or with its words shuffled. */
import { assert } from "@std/assert";
import { checkText } from "../../tests/support/check_text.ts";

function lines(count: number, line: (i: number) => string, separator = "\n"): string {
  return Array.from({ length: count }, (_, i) => line(i)).join(separator);
}

/** Programs that would take exponential time, or a stack as deep as they are long, if done naively. */
const hard: Readonly<Record<string, string>> = {
  "nested pairs": `let a0 = 1\n${lines(60, (i) => `let a${i + 1} = (a${i}, a${i})`)}`,
  "nested lists": `let a0 = 1\n${lines(1000, (i) => `let a${i + 1} = [a${i}]`)}`,
  "functions of pairs": `fn p0(x): (x, x)\n${
    lines(40, (i) => `fn p${i + 1}(x): p${i}(p${i}(x))`)
  }\np40(1)`,
  "functions in a row": `${
    lines(1000, (i) => `fn f${i}(x): f${i + 1}(x) + 1`)
  }\nfn f1000(x): x\nf0(1)`,
  "functions in a circle": `${lines(1000, (i) => `fn f${i}(x): f${(i + 1) % 1000}(x) + 1`)}\nf0(1)`,
  "sums of unknowns": `fn f(a, b, c) { ${
    lines(1000, (i) => `let x${i} = ${i === 0 ? "a + b" : `x${i - 1} + c`}`, "; ")
  }; x999 }\nf(1, 2, 3)\nf("a", "b", "c")`,
  "applied to itself": `let f0 = x => x\n${lines(40, (i) => `let f${i + 1} = x => f${i}(f${i})`)}`,
  "one constructor after the other": `type T = ${
    lines(300, (i) => `C${i}(Int, Int)`, " | ")
  }\nfn f(x): match x { ${lines(299, (i) => `C${i}(a, b) => a`, ", ")} }`,
  "rows of wildcards": `fn f(x): match x { ${
    lines(16, (i) => `(${lines(16, (j) => i === j ? "true" : "_", ", ")}) => 1`, ", ")
  } }`,
  "alternatives in every place": `fn f(x): match x { (${
    lines(14, () => "true | false", ", ")
  }) => 1 }`,
  "a long list": `[${lines(20_000, (i) => `${i}`, ", ")}]`,
  "unlike records": `[${lines(2000, (i) => `{k${i}: 1}`, ", ")}]`,
  "unknown names": lines(2000, (i) => `unknown_name_${i} + "a" * 2`),
};

Deno.test("checkModule() answers large, deep and doubling programs", () => {
  for (const [name, program] of Object.entries(hard)) {
    const { checked, statements } = checkText(program);
    for (const statement of statements) {
      if (statement.kind === "list") assert(checked.typeOf(statement) !== undefined, name);
    }
  }
});

const programs = [
  "fn add(a, b = 1): a + b\n[add(1), add(2.5, b: 2)]",
  "type Shape = Circle(r: Float) | Rect(w: Float, h: Float) | Empty\n" +
  "fn area(s: Shape) -> Float: match s {\n  Circle(r) if r > 1.0 => r,\n  Rect(w, h) => w * h,\n  _ => 0.0\n}\n" +
  "map([Circle(2.0), Empty], area)",
  "var total = 0\nfor (a, b) in [(1, 2), (3, 4)] { total += a * b }\ntotal",
  'let m = reduce(["a", "b"], {}, (m, w) => map.set(m, w, (map.get(m, w) ?? 0) + 1))\nm["a"]',
  'let p = {name: "Ada", pet: list.first([{name: "Rex"}])}\nif p.pet != nil: p.pet.name else: "none"',
  "fn go(t): match t { [] => nil, [h, ..rest] => if h == nil: go(rest) else: h }\ngo([nil, 1])",
  'try: http.get("u").body\ncatch {kind: "http"} => "none"\ncatch e => raise e.message',
  'let r = parallel(settle: true) { a: 1, b: json.parse("2") }\nmatch r.a { Ok(v) => v, Err(_) => 0 }',
];

/** A small generator whose seed is all there is to replay (Park and Miller, 1988). */
function random(seed: number): (below: number) => number {
  let state = seed % 2147483647;
  return (below) => {
    state = state * 48271 % 2147483647;
    return state % below;
  };
}

Deno.test("checkModule() answers programs with words moved, doubled and taken out", () => {
  const words = programs.map((program) => program.match(/\s+|\w+|"[^"\n]*"|./gs) ?? []);
  const all = words.flat().filter((word) => word.trim() !== "");
  for (let seed = 1; seed <= 1500; seed++) {
    const next = random(seed);
    const mixed = [...words[next(words.length)], "\n", ...words[next(words.length)]];
    for (let edits = 1 + next(4); edits > 0; edits--) {
      const at = next(mixed.length);
      const change = next(3);
      if (change === 0) mixed.splice(at, 1);
      else if (change === 1) mixed[at] = all[next(all.length)];
      else mixed.splice(at, 0, all[next(all.length)]);
    }
    const program = mixed.join("");
    try {
      checkText(program);
    } catch (error) {
      throw new Error(`seed ${seed}:\n${program}`, { cause: error });
    }
  }
});
