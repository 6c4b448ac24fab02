/**
 * Lists that the compiler gives back to the engine: nothing a program can see may change.
 */
import { assert, assertEquals } from "@std/assert";
import { deadListSettings, dropDeadLists, takeDeadList } from "../../engine/dead_lists.ts";
import { buildEngine } from "../../engine/build.ts";
import { engineCall } from "../../engine/mod.ts";
import { Intent } from "../../runtime/intent.ts";
import { runSource, type World } from "../../runtime/program.ts";
import { memoryHost } from "../../runtime/std/mod.ts";
import { makeWorld } from "../../runtime/world.ts";
import { generateLists } from "./release_programs.ts";
import { trials } from "./trials.ts";

await buildEngine();

/** `ZIXIR_SEED` repeats one program, `ZIXIR_PROGRAMS` says how many. */
const seeds = Deno.env.has("ZIXIR_SEED")
  ? [Number(Deno.env.get("ZIXIR_SEED"))]
  : Array.from({ length: Number(Deno.env.get("ZIXIR_PROGRAMS") ?? 300) }, (_, i) => i + 1);

const world = makeWorld({ host: memoryHost(), intent: new Intent() });
let released = 0;
const counting: World = {
  ...world,
  tables: world.tables.map((table) =>
    table.release === undefined ? table : {
      ...table,
      release: (list: unknown) => {
        released++;
        table.release!(list);
      },
    }
  ),
};
/** The same programs where nobody takes lists back. */
const keeping: World = {
  ...world,
  tables: world.tables.map(({ release: _, ...table }) => table),
};

/** What a program gives when what it gives back is overwritten, and then used again. */
async function outcome(text: string, world: World): Promise<string> {
  deadListSettings.poison = true;
  try {
    const result = await runSource(text, { world });
    return result.ok ? result.text : result.errors.map((e) => `${e.code} ${e.message}`).join("\n");
  } finally {
    deadListSettings.poison = false;
    dropDeadLists();
  }
}

Deno.test("random programs see the same with and without lists given back", async () => {
  released = 0;
  let finished = 0;
  for (const seed of seeds) {
    const text = generateLists(seed);
    const expected = await outcome(text, keeping);
    assertEquals(await outcome(text, counting), expected, `seed ${seed}:\n${text}`);
    assert(!/^E0[12]/m.test(expected), `seed ${seed} is no program: ${expected}\n${text}`);
    if (expected.startsWith("[")) finished++;
  }
  if (seeds.length > 1) {
    assert(finished > seeds.length / 3, `only ${finished} programs ended with a value`);
    assert(released > 3 * seeds.length, `only ${released} lists were given back`);
  }
});

/** How many lists a program gives back, and its value. */
async function releasesIn(text: string): Promise<[number, string]> {
  released = 0;
  const value = await outcome(text, counting);
  return [released, value];
}

const program = (body: string) => `let a = [1.0, 2.0, 3.0]\nfn f(a: [Float]):\n${body}\nf(a)`;

const cases: readonly [name: string, body: string, count: number, value: string][] = [
  ["an argument of an operation", "  engine.list_sum(engine.vec_add(a, a))", 1, "12.0"],
  ["arguments inside arguments", "  engine.abs(engine.abs(engine.abs(a)))", 2, "[1.0, 2.0, 3.0]"],
  ["a list of which the length is asked", "  len(engine.filter_gt(a, 1.5))", 1, "2"],
  ["a list of which an element is asked", "  engine.sort_desc(a)[0]", 1, "3.0"],
  ["a list that is summed up", "  sum(engine.abs(a))", 1, "6.0"],
  ["a result nobody uses", "  engine.abs(a)\n  1", 1, "1"],
  ["a let that is only read", "  let r = engine.abs(a)\n  r[0] + engine.list_sum(r)", 1, "7.0"],
  ["a let in a function that returns", "  let r = engine.abs(a)\n  return r[0]", 1, "1.0"],
  [
    "a let in each turn of a loop",
    "  var s = 0.0\n  for i in 0..5:\n    let r = engine.map_add(a, float(i))\n    s += r[0]\n  s",
    5,
    "15.0",
  ],
  [
    "a let left by continue and break",
    "  var s = 0.0\n  for i in 0..9:\n    let r = engine.map_add(a, float(i))\n" +
    "    if i == 1: continue\n    if i == 3: break\n    s += r[0]\n  s",
    2,
    "4.0",
  ],
  [
    "a var whose old values die, but not what it began with",
    "  var x = a\n  for i in 0..4 { x = engine.vec_add(x, a) }\n  x[0] + a[0]",
    4,
    "6.0",
  ],
  [
    "a var that began with a list of its own",
    "  var x = engine.abs(a)\n  while x[0] < 20.0 { x = engine.vec_add(x, x) }\n  x[0]",
    6,
    "32.0",
  ],
  ["a let that is the value", "  let r = engine.abs(a)\n  r", 0, "[1.0, 2.0, 3.0]"],
  ["a let with another name", "  let r = engine.abs(a)\n  let s = r\n  s", 0, "[1.0, 2.0, 3.0]"],
  ["a let in a record", "  let r = engine.abs(a)\n  {r: r}.r", 0, "[1.0, 2.0, 3.0]"],
  ["a let in a closure", "  let r = engine.abs(a)\n  let g = i => r[i]\n  g(1)", 0, "2.0"],
  ["a let handed to a function", "  let r = engine.abs(a)\n  first(r)", 0, "1.0"],
  ["a let whose type is forgotten", "  let r: Any = engine.abs(a)\n  r[0]", 0, "1.0"],
  ["a let that is joined", "  let r = engine.abs(a)\n  (r + [])[0]", 0, "1.0"],
  ["the lesser of two lists", "  let r = engine.abs(a)\n  min([r, a])", 0, "[1.0, 2.0, 3.0]"],
  [
    "a var assigned in a loop over it",
    "  var x = engine.abs(a)\n  var s = 0.0\n  for v in x:\n    x = engine.vec_scale(a, v)\n" +
    "    s += v\n  s + x[0]",
    0,
    "9.0",
  ],
  [
    "a var assigned while it is an argument",
    "  var x = engine.abs(a)\n  engine.vec_add(x, { x = engine.vec_scale(a, 2.0); x })",
    0,
    "[3.0, 6.0, 9.0]",
  ],
  [
    "a var kept by another name in between",
    "  var x = engine.abs(a)\n  let old = x\n  x = engine.vec_add(x, x)\n  old[0] + x[0]",
    0,
    "3.0",
  ],
  [
    "a var assigned in a closure",
    "  var x = engine.abs(a)\n  let g = () => { x = engine.vec_add(x, a) }\n  g()\n  g()\n  x[0]",
    0,
    "3.0",
  ],
  [
    "a let read in parallel",
    "  let r = engine.abs(a)\n  let {p, q} = parallel { p: r[0], q: r[1] }\n  p + q",
    0,
    "3.0",
  ],
  [
    "a let in a block that fails",
    "  try:\n    let r = engine.abs(a)\n    r[7]\n  catch e => 0.0",
    0,
    "0.0",
  ],
];

for (const [name, body, count, value] of cases) {
  Deno.test(`${count === 0 ? "is kept" : `gives back ${count}`}: ${name}`, async () => {
    const text = `fn first(xs: [Float]) -> Float: xs[0]\n${program(body)}`;
    assertEquals(await releasesIn(text), [count, value]);
  });
}

/** The flat lists in a value, also inside records. */
function flatLists(value: unknown): Float64Array[] {
  if (value instanceof Float64Array) return [value];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.values(value).flatMap(flatLists);
}

function overlap(a: Float64Array, b: Float64Array): boolean {
  return a.buffer === b.buffer && a.byteOffset < b.byteOffset + b.byteLength &&
    b.byteOffset < a.byteOffset + a.byteLength;
}

Deno.test("no operation gives what shares memory with an argument or another result", () => {
  let looked = 0;
  for (const { name, args } of trials) {
    const run = engineCall(name);
    const results: Float64Array[] = [];
    for (const n of [0, 1, 2, 9, 63, 64, 100, 300, 300]) {
      // Sorted, whole numbers: where there is nothing to do, an argument could be the result.
      const xs = Float64Array.from({ length: n }, (_, i) => i + 1);
      const given = args(xs, xs.slice());
      if (given === undefined) continue;
      let result: unknown;
      try {
        result = run(...given);
      } catch {
        continue;
      }
      for (const list of flatLists(result)) {
        const others = [...given.flatMap(flatLists), ...results];
        assert(!others.some((other) => overlap(list, other)), `${name} of ${n}`);
        results.push(list);
        looked++;
      }
    }
  }
  assert(looked > 200, `only ${looked} lists were looked at`);
});

Deno.test("a session keeps its variables: later entries may name them", async () => {
  const { Session } = await import("../../runtime/session.ts");
  deadListSettings.poison = true;
  try {
    released = 0;
    const session = new Session({ world: counting });
    await session.run("var x = engine.abs([1.0, 2.0])");
    await session.run("let y = x");
    await session.run("x = engine.vec_add(x, x)");
    const result = await session.run("y");
    assert(result.ok);
    assertEquals([released, result.text], [0, "[1.0, 2.0]"]);
  } finally {
    deadListSettings.poison = false;
  }
});

Deno.test("the list that died last is used first, by its length", () => {
  dropDeadLists();
  const give = world.tables.find((table) => table.release !== undefined)!.release!;
  const [a, b, c] = [new Float64Array(4), new Float64Array(4), new Float64Array(5)];
  for (const list of [a, b, c, "text", null, new Float64Array(0), [1]]) give(list);
  assertEquals(takeDeadList(4) === b, true);
  assertEquals(takeDeadList(4) === a, true);
  assertEquals(takeDeadList(4), undefined);
  assertEquals(takeDeadList(0), undefined);
  assertEquals(takeDeadList(5) === c, true);
});

Deno.test("dead lists that make room give their memory back", () => {
  dropDeadLists();
  const give = world.tables.find((table) => table.release !== undefined)!.release!;
  const lists = Array.from({ length: 20 }, (_, i) => new Float64Array(100 + i));
  lists.forEach(give);
  assertEquals(lists.map((list) => list.length > 0), lists.map((_, i) => i >= 4));
  const large = Array.from({ length: 3 }, () => new Float64Array(5 << 20));
  large.forEach(give);
  assertEquals(large.map((list) => list.length > 0), [false, true, true]);
  dropDeadLists();
  assertEquals(takeDeadList(5 << 20), undefined);
});
